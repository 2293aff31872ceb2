"""督办."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    """The room supervision."""

    name = "huying.supervision"
    verbose_name = "督办"

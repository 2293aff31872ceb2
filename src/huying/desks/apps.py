"""工作台."""

from django.apps import AppConfig


class DesksConfig(AppConfig):
    """The room desks."""

    name = "huying.desks"
    verbose_name = "工作台"

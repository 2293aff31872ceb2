"""受理."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """The room intake."""

    name = "huying.intake"
    verbose_name = "受理"

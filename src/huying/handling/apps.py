"""办理."""

from django.apps import AppConfig


class HandlingConfig(AppConfig):
    """The room handling."""

    name = "huying.handling"
    verbose_name = "办理"

"""诉求人."""

from django.apps import AppConfig


class CallersConfig(AppConfig):
    """The room of callers' identity."""

    name = "huying.callers"
    verbose_name = "诉求人"

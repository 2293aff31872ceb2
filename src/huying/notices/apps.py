"""通知."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """The room notices."""

    name = "huying.notices"
    verbose_name = "通知"

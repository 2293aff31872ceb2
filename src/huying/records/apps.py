"""留痕."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """The room records."""

    name = "huying.records"
    verbose_name = "留痕"

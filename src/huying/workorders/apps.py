"""工单."""

from django.apps import AppConfig


class WorkordersConfig(AppConfig):
    """The room workorders."""

    name = "huying.workorders"
    verbose_name = "工单"

"""回访."""

from django.apps import AppConfig


class FollowupConfig(AppConfig):
    """The room followup."""

    name = "huying.followup"
    verbose_name = "回访"

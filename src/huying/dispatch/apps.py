"""派单."""

from django.apps import AppConfig


class DispatchConfig(AppConfig):
    """The room dispatch."""

    name = "huying.dispatch"
    verbose_name = "派单"

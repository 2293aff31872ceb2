"""口径版本."""

from django.apps import AppConfig


class PolicyConfig(AppConfig):
    """The room policy."""

    name = "huying.policy"
    verbose_name = "口径版本"

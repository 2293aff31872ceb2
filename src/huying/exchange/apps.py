"""对接."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """The room exchange."""

    name = "huying.exchange"
    verbose_name = "对接"

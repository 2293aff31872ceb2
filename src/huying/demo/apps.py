"""演示城市."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The room demo."""

    name = "huying.demo"
    verbose_name = "演示城市"

"""页面外观."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Base pages, components and static files; no models."""

    name = "huying.web"
    verbose_name = "页面外观"

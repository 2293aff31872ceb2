"""事项与职责."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """The room catalogue."""

    name = "huying.catalogue"
    verbose_name = "事项与职责"

"""组织: centres, regions, units, people and their seats."""

from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    """The room of the organisation."""

    name = "huying.organisation"
    verbose_name = "组织"

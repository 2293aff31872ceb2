"""Values of the catalogue."""

from django.db.models import TextChoices


class CatalogueKind(TextChoices):
    """The two lists that are published in dated versions."""

    MATTERS = "matters", "事项分类"
    DUTIES = "duties", "派单目录"

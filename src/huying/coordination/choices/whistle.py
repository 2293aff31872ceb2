"""Values of a whistle."""

from django.db.models import TextChoices


class CheckWay(TextChoices):
    """How a mid-term check was held (中期调度)."""

    ON_SITE = "on_site", "现场调度"
    VIDEO = "video", "视频调度"
    PHONE = "phone", "电话调度"

"""Values of the catalogue."""

from django.db.models import TextChoices


class CatalogueKind(TextChoices):
    """The lists that are published in dated versions."""

    MATTERS = "matters", "事项分类"
    DUTIES = "duties", "派单目录"
    CARDS = "cards", "场景化指引"


class ChangeAct(TextChoices):
    """What a proposal would do to the line of a matter at a place."""

    PUT = "put", "新增或修改"
    REMOVE = "remove", "删除"


class ChangeState(TextChoices):
    """Where a proposal to change the duty list stands."""

    WAITING = "waiting", "待审核"
    ACCEPTED = "accepted", "已采纳，待发布"
    PUBLISHED = "published", "已发布"
    REFUSED = "refused", "未采纳"
    WITHDRAWN = "withdrawn", "已撤回"
    DROPPED = "dropped", "采纳后作罢"

"""Values of learning, with their Chinese labels."""

from django.db.models import TextChoices


class Task(TextChoices):
    """What a model guesses."""

    MATTER = "matter", "一级事项"
    DISPATCH = "dispatch", "承办单位"


class ModelState(TextChoices):
    """How a trained model stands."""

    OFFERED = "offered", "待采用"
    CURRENT = "current", "现用"
    PREVIOUS = "previous", "上一版"
    REFUSED = "refused", "未通过"
    WITHDRAWN = "withdrawn", "已撤下"


class RunOutcome(TextChoices):
    """What became of a training."""

    RUNNING = "running", "训练中"
    OFFERED = "offered", "得到待采用的模型"
    REFUSED = "refused", "新模型没有更好"
    TOO_FEW = "too_few", "工单不够"
    FAILED = "failed", "训练失败"


class ModelAct(TextChoices):
    """What happened to a model."""

    OFFERED = "offered", "训练完成，待采用"
    REFUSED = "refused", "训练完成，没有更好"
    TAKEN = "taken", "采用"
    ROLLED_BACK = "rolled_back", "回到上一版"
    STOPPED = "stopped", "停用"
    WITHDRAWN = "withdrawn", "撤下"

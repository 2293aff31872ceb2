"""Values of notices, with their Chinese labels."""

from django.db.models import TextChoices

from huying.domain.notices import SENTENCES
from huying.domain.notices import Desk as DomainDesk
from huying.domain.notices import NoticeText as DomainText


class Desk(TextChoices):
    """Whose inbox of a unit."""

    HANDLING = DomainDesk.HANDLING.value, "承办"
    REVIEW = DomainDesk.REVIEW.value, "承办审核"
    LEADER = DomainDesk.LEADER.value, "领导"
    DISPATCH = DomainDesk.DISPATCH.value, "派单"
    ARBITRATION = DomainDesk.ARBITRATION.value, "异议审批"
    FOLLOWUP = DomainDesk.FOLLOWUP.value, "回访"
    SUPERVISION = DomainDesk.SUPERVISION.value, "督办"


TEXTS: list[tuple[str, str]] = [(text.value, SENTENCES[text]) for text in DomainText]
"""The sentences by code; ``{number}`` stands for the order."""


class MessageState(TextChoices):
    """How a short message stands."""

    WAITING = "waiting", "待发送"
    SENDING = "sending", "发送中"
    SENT = "sent", "已发送"
    FAILED = "failed", "发送失败"
    SUPPRESSED = "suppressed", "不发送"


class Suppression(TextChoices):
    """Why a message is not sent."""

    STOPPED = "stopped", "对方已停收短信"
    NOT_MOBILE = "not_mobile", "不是手机号码"
    NO_GATEWAY = "no_gateway", "没有接入短信网关"

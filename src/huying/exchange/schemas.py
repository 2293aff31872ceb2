"""What the API takes and tells of subscriptions."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from ninja import Schema
from pydantic import Field

from huying.domain.webhooks import FACTS
from huying.exchange.actions.subscribe import SECRET_AT_LEAST
from huying.foundation.problems import In, Text

FactName = Literal[FACTS]  # type: ignore[valid-type]  # the facts of the lifecycle's table


class SubscriptionIn(In):
    """Where to be told, and of what."""

    url: Text = Field(min_length=1, max_length=400, description="接收推送的地址，须为 https")
    facts: list[FactName] = Field(min_length=1, max_length=len(FACTS), description="要接收的事实，见工单状态机")
    secret: Text = Field(
        min_length=SECRET_AT_LEAST, max_length=200, description="签名密钥，由接收方随机生成；加密保存，不再显示"
    )


class SubscriptionOut(Schema):
    """A subscription in use."""

    id: int
    url: str
    facts: list[str]
    created_at: datetime
    is_failing: bool = Field(description="最近一次推送未送达，正在等待重试")


class Subscriptions(Schema):
    """The subscriptions of the calling system, newest first."""

    items: list[SubscriptionOut]


class Subscribed(Schema):
    """The new subscription."""

    id: int


class Unsubscribed(Schema):
    """Nothing more is pushed for it."""

    id: int

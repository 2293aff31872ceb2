"""Subscribe a system to facts."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.db import transaction

from huying.domain.actors import Actor
from huying.domain.errors import Conflict, Invalid
from huying.domain.webhooks import FACTS, may_be_called
from huying.exchange.models import Subscription
from huying.exchange.queries.subscriptions import secret_context, subscriptions_of
from huying.foundation.sealing import seal
from huying.organisation.models import Seat

SECRET_AT_LEAST = 32
# 约定: more would be a mistake in a loop.
MOST = 20


class SubscriptionUnfit(Invalid):
    """An address or list of facts that cannot be subscribed with; ``fields`` says why."""

    code = "subscription_unfit"
    sentence = "订阅信息有误，请按提示修改。"


class TooManySubscriptions(Conflict):
    """As many as a system may have."""

    code = "too_many_subscriptions"
    sentence = f"一个系统最多 {MOST} 个订阅，请先停用不用的。"


@transaction.atomic(savepoint=False)
def subscribe(
    *, seat_id: int, url: str, facts: Collection[str], secret: str, private: bool, actor: Actor, at: datetime
) -> int:
    """Write the subscription of the actor's seat with its secret sealed; return its id.

    ``private`` lets intranet addresses in, and plain HTTP to them. What the host resolves to is asked at every push.
    Raises ``SubscriptionUnfit``, ``TooManySubscriptions``.
    """
    faults = {}
    if fault := _fault_of(url, private=private):
        faults["url"] = fault
    if not facts or not set(facts) <= set(FACTS):
        faults["facts"] = f"请从下列事实中选择：{'、'.join(FACTS)}。"
    if len(secret) < SECRET_AT_LEAST:
        faults["secret"] = f"签名密钥至少 {SECRET_AT_LEAST} 个字符，请随机生成。"
    if faults:
        raise SubscriptionUnfit(fields=faults)
    Seat.objects.select_for_update().get(pk=seat_id)
    if len(subscriptions_of(actor=actor)) >= MOST:
        raise TooManySubscriptions
    made = Subscription.objects.create(
        seat_id=seat_id,
        centre_id=actor.centre_id,
        url=url,
        facts=[fact for fact in FACTS if fact in facts],
        secret_sealed=b"",
        created_at=at,
    )
    made.secret_sealed = seal(secret, context=secret_context(made.pk))
    made.save(update_fields=["secret_sealed"])
    return made.pk


def _fault_of(url: str, *, private: bool) -> str:
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        named = bool(host) and (parts.port is None or parts.port > 0) and host.isascii() and url.isprintable()
    except ValueError:
        return "接收地址不完整，请写成 https://主机/路径。"
    if not named or parts.username is not None or parts.fragment or " " in url:
        return "接收地址不完整，请写成 https://主机/路径，不要带用户名、密码和 #。"
    if parts.scheme != "https" and not (private and parts.scheme == "http"):
        return "接收地址应使用 https。"
    try:
        is_open = may_be_called(ip_address(host), private=private)
    except ValueError:
        return ""
    return "" if is_open else "接收地址不在允许推送的网段；内网部署请由管理员设置 HUYING_WEBHOOK_PRIVATE=1。"

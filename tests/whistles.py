"""Walk a whistle to where a test begins, by the real actions, a quarter of an hour a step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from huying.coordination.actions.arrive import arrive
from huying.coordination.actions.blow_whistle import blow_whistle
from huying.coordination.actions.end_whistle import end_whistle
from huying.coordination.actions.finish_task import finish_task
from huying.coordination.actions.record_scene import record_scene
from huying.coordination.models import Whistle
from huying.workorders.models import Order
from tests.cast import MONDAY, Cast
from tests.walk import HOUR, contacted, fresh, seen

BLOWN = MONDAY + 4 * HOUR
QUARTER = timedelta(minutes=15)


@dataclass(frozen=True, kw_only=True)
class GivenTask:
    unit_id: int
    what: str
    due_at: datetime


def blow(cast: Cast, order: Order, *, at: datetime = BLOWN, units: tuple[int, ...] = (), **changes: Any) -> None:
    """Let the street call the bureau, or other units."""
    given: dict[str, Any] = {
        "what": "烧烤店油烟扰民，请城管执法、街道清退占道桌椅。",
        "place": "河畔社区北门",
        "unit_ids": units or (cast.bureau.pk,),
    }
    blow_whistle(order_id=order.pk, **given | changes, seen=seen(order), actor=cast.clerk, at=at)


def blown(cast: Cast, **changes: Any) -> Order:
    """Let the street blow on an order whose caller it has spoken with."""
    order = contacted(cast)
    blow(cast, order, **changes)
    return fresh(order)


def come(cast: Cast, order: Order, *, at: datetime = BLOWN + QUARTER, **changes: Any) -> None:
    """Let the bureau arrive."""
    given: dict[str, Any] = {"place": "河畔社区北门", "note": "执法队 3 人到场。"}
    arrive(order_id=order.pk, **given | changes, seen=seen(order), actor=cast.bureau_clerk, at=at)


def arrived(cast: Cast) -> Order:
    """Let the bureau be there in time."""
    order = blown(cast)
    come(cast, order)
    return fresh(order)


def with_task(cast: Cast) -> Order:
    """Let the street give the bureau a task."""
    order = arrived(cast)
    record_scene(
        order_id=order.pk,
        finding="无油烟净化设施，占道经营。",
        decision="责令停业整改，今日清退占道桌椅。",
        tasks=[GivenTask(unit_id=cast.bureau.pk, what="清退占道桌椅", due_at=BLOWN + 6 * HOUR)],
        seen=seen(order),
        actor=cast.clerk,
        at=BLOWN + 2 * QUARTER,
    )
    return fresh(order)


def finished(cast: Cast) -> Order:
    """Let the bureau report its task done."""
    order = with_task(cast)
    finish_task(
        order_id=order.pk, note="桌椅已清退。", seen=seen(order), actor=cast.bureau_clerk, at=BLOWN + 3 * QUARTER
    )
    return fresh(order)


def end(cast: Cast, order: Order, *, at: datetime = BLOWN + HOUR, **changes: Any) -> None:
    """Let the street end its whistle."""
    given: dict[str, Any] = {"conclusion": "占道经营已清理，油烟设备限期安装。"}
    end_whistle(order_id=order.pk, **given | changes, seen=seen(order), actor=cast.clerk, at=at)


def ended(cast: Cast) -> Order:
    """Let everything be done and the whistle ended."""
    order = finished(cast)
    end(cast, order)
    return fresh(order)


def whistle(order: Order) -> Whistle:
    """Return the one whistle of an order."""
    return Whistle.objects.get(order=order)

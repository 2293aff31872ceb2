"""Call bureaus to the spot (吹哨)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction

from huying.catalogue.queries.matters import matter
from huying.coordination.models import Whistle, WhistleCall
from huying.domain import chain
from huying.domain.actors import Actor
from huying.domain.errors import Conflict, Invalid
from huying.domain.policies import Stage
from huying.domain.whistles import check_due
from huying.organisation.choices import UnitKind
from huying.organisation.queries.units import unit_for
from huying.workorders.actions.move import move
from huying.workorders.choices import Part, TextKind
from huying.workorders.models import Assignment, Clock, Order
from huying.workorders.queries.limits import clocks_for

NEVER_CALLED = frozenset(
    {UnitKind.HOTLINE, UnitKind.GOVERNMENT, UnitKind.STREET, UnitKind.ZONE, UnitKind.COMMUNITY, UnitKind.GRID}
)
"""依据: 条例 art 16: departments report; 约定: so do utilities and firms, never a place or what lies below it."""
PLACE_MAX, LINK_MAX, MOST = 200, 500, 20


class WhistleIncomplete(Invalid):
    """A call that does not say whom, where or what for; ``fields`` says which."""

    code = "whistle_incomplete"
    sentence = "吹哨内容还不完整，请按提示补充。"


class UnitNotCallable(Invalid):
    """A unit that does not report to a street."""

    code = "unit_not_callable"
    sentence = "只能呼叫委办局、公服企业等单位，社区、街道和本单位不用吹哨，请重新选择。"


class UnitStillCalled(Conflict):
    """A unit that has not yet answered the call before."""

    code = "unit_still_called"
    sentence = "所选单位对本单上一次吹哨还没有报到，请先等它报到或消哨。"


class MeetingLinkUnfit(Invalid):
    """No address of a meeting that a browser opens."""

    code = "meeting_link_unfit"
    sentence = "会议地址应以 https:// 或 http:// 开头，不含空格和账号口令，请核对。"


@transaction.atomic(savepoint=False)
def blow_whistle(
    *,
    order_id: int,
    what: str,
    place: str,
    unit_ids: Sequence[int],
    arrive_by: datetime | None = None,
    meeting_url: str = "",
    seen: int,
    actor: Actor,
    at: datetime,
) -> None:
    """Open a whistle: each called unit sees the order from now on, and has its own limit to arrive.

    ``arrive_by`` is the policy's limit where it is ``None``. 依据: 条例 art 16.

    Raises:
        WhistleIncomplete, UnitNotCallable, UnitNotFound, UnitStillCalled, MeetingLinkUnfit, or what ``move`` raises.

    """
    units = list(dict.fromkeys(unit_ids))
    _complete(what=what, place=place, units=units)
    _plain(meeting_url)
    _callable(units, actor)
    if Assignment.objects.filter(order_id=order_id, unit_id__in=units, part=Part.REPORT, closed_at=None).exists():
        raise UnitStillCalled
    is_first = not Whistle.objects.filter(order_id=order_id, ended_at=None).exists()
    order = move(
        order_id=order_id,
        action="blow_whistle",
        actor=actor,
        at=at,
        seen=seen,
        data={"units": units, "arrive_by": chain.stamp(arrive_by) if arrive_by else None},
        texts={TextKind.WHISTLE: f"{what.strip()}\n地点：{place.strip()}", TextKind.MEETING: meeting_url.strip()},
        # The order's clock is that of the oldest open whistle; each keeps its own due time.
        clocks=[*([(Stage.WHISTLE, actor.unit_id)] if is_first else []), *((Stage.ARRIVE, unit) for unit in units)],
    )
    due_at, by_policy = _limits(order=order, at=at)
    if arrive_by:
        _in_time(arrive_by, at=at, due_at=due_at)
        clocks = Clock.objects.filter(order=order, stage=Stage.ARRIVE, unit_id__in=units, stopped_at=None)
        clocks.update(due_at=arrive_by)
    whistle = Whistle.objects.create(  # type: ignore[misc]  # only people do this
        centre_id=order.centre_id,
        district_id=order.district_id,
        order=order,
        event=order.events,
        unit_id=actor.unit_id,
        person_id=actor.person_id,
        blown_at=at,
        due_at=due_at,
        check_due_at=check_due(blown_at=at, due_at=due_at),
    )
    WhistleCall.objects.bulk_create(
        WhistleCall(whistle=whistle, unit_id=unit, due_at=due_at, arrive_by=arrive_by or by_policy) for unit in units
    )
    Assignment.objects.bulk_create(
        Assignment(order=order, unit_id=unit, part=Part.REPORT, assigned_at=at) for unit in units
    )


def _limits(*, order: Order, at: datetime) -> tuple[datetime, datetime]:
    """Return until when the whistle is to be done with, and the policy's limit to arrive."""
    chosen = matter(matter_id=order.matter_id) if order.matter_id else None
    stages: list[tuple[Stage, int | None]] = [(Stage.WHISTLE, None), (Stage.ARRIVE, None)]
    whistle, arrive = clocks_for(order=order, stages=stages, matter_code=chosen.code if chosen else "", at=at)
    return max(whistle.due_at, arrive.due_at), arrive.due_at


def _complete(*, what: str, place: str, units: Collection[int]) -> None:
    faults: dict[str, str] = {}
    if not what.strip():
        faults["what"] = "请写明需要到场解决的事项。"
    if not place.strip():
        faults["place"] = "请写明到哪里报到。"
    elif len(place.strip()) > PLACE_MAX:
        faults["place"] = f"报到地点请控制在 {PLACE_MAX} 个字以内。"
    if not units:
        faults["unit_ids"] = "请至少选择一个需要报到的单位。"
    elif len(units) > MOST:
        faults["unit_ids"] = f"一次最多呼叫 {MOST} 个单位。"
    if faults:
        raise WhistleIncomplete(fields=faults)


def _callable(units: Collection[int], actor: Actor) -> None:
    for unit_id in units:
        if unit_id == actor.unit_id or unit_for(unit_id=unit_id, actor=actor).kind in NEVER_CALLED:
            raise UnitNotCallable(fields={"unit_ids": UnitNotCallable.sentence})


def _in_time(arrive_by: datetime, *, at: datetime, due_at: datetime) -> None:
    if not at < arrive_by <= due_at:
        raise WhistleIncomplete(fields={"arrive_by": "报到时间应在现在之后、吹哨办理时限之内，请改正。"})


def _plain(link: str) -> None:
    """Let through what a browser opens as a page, and nothing that hides where it leads."""
    if not (link := link.strip()):
        return
    try:
        parts = urlsplit(link)
        fits = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        fits = False
    if not fits or "@" in parts.netloc or len(link) > LINK_MAX or any(one.isspace() or one < " " for one in link):
        raise MeetingLinkUnfit(fields={"meeting_url": MeetingLinkUnfit.sentence})

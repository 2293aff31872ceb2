"""End a conference: who leads, or that the district does (作出会商决定)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from huying.coordination.choices.conference import Outcome
from huying.coordination.models import Conference
from huying.coordination.queries.place import district_of_place
from huying.domain.actors import Actor
from huying.domain.errors import Invalid
from huying.organisation.choices import Level, UnitKind
from huying.organisation.queries.units import UnitRow, unit_for
from huying.workorders.actions.move import move
from huying.workorders.choices import Part, TextKind
from huying.workorders.models import Assignment

MAY_NOT_LEAD = frozenset({UnitKind.COMMUNITY, UnitKind.GRID, UnitKind.HOTLINE})
_FALLBACK_BASIS = "会商未能确定主办单位，由诉求所在地的区政府统筹协调（参照北京市接诉即办工作条例第十二条）。"


class DecisionEmpty(Invalid):
    """A decision without words or without the ground of the lead's duty."""

    code = "decision_empty"
    sentence = "请写明会商决定；确定了主办单位的，还要写明职责依据。"


class LeadMissing(Invalid):
    """依据: 条例 art 17: who leads is a street, a bureau, a government or an enterprise, never a community."""

    code = "conference_lead_missing"
    sentence = "请选择主办单位；社区（村）、网格和热线机构不能主办，主办单位也不能同时协办。"


class DistrictUnknown(Invalid):
    """依据: 条例 art 12 (二): the district coordinates where the unit is unclear and the district is known."""

    code = "district_unknown"
    sentence = "从诉求地点还定不出所在区，不能由区政府兜底，请在主办单位中选择该区人民政府。"


@transaction.atomic(savepoint=False)
def settle_conference(
    *,
    order_id: int,
    outcome: Outcome,
    lead_unit_id: int | None,
    assist_unit_ids: Sequence[int] = (),
    legal_basis: str,
    words: str,
    seen: int,
    actor: Actor,
    at: datetime,
) -> None:
    """Write the decision; dispatch then shows its lead first, and asks why where another is chosen.

    Undecided, the government of the district where the matter lies is to lead (区兜底, 条例 art 12 (二)).

    Raises:
        DecisionEmpty, LeadMissing, DistrictUnknown, UnitNotFound, or what ``move`` raises.

    """
    is_decided = outcome is Outcome.DECIDED
    needed = {"words": words, "legal_basis": legal_basis} if is_decided else {"words": words}
    if missing := [name for name, said in needed.items() if not said.strip()]:
        raise DecisionEmpty(fields=dict.fromkeys(missing, DecisionEmpty.sentence))
    chosen = unit_for(unit_id=lead_unit_id, actor=actor) if lead_unit_id else None
    assists = [unit_for(unit_id=unit_id, actor=actor).id for unit_id in dict.fromkeys(assist_unit_ids)]
    lead_id = _lead(chosen, assists) if is_decided else _district(chosen, order_id=order_id, actor=actor)
    order = move(
        order_id=order_id,
        action="settle_conference",
        actor=actor,
        at=at,
        seen=seen,
        data={"outcome": outcome.value, "lead": lead_id, "assists": assists if is_decided else []},
        texts={TextKind.DECISION: words, TextKind.REASON: legal_basis.strip() or _FALLBACK_BASIS},
    )
    Conference.objects.filter(order=order, settled_at=None).update(
        settled_at=at,
        settled_event=order.events,
        outcome=outcome,
        lead_unit_id=lead_id,
        assist_unit_ids=assists if is_decided else [],
    )
    Assignment.objects.filter(order=order, part=Part.OPINION, closed_at=None).update(closed_at=at)


def _lead(chosen: UnitRow | None, assists: Sequence[int]) -> int:
    if chosen is None or chosen.kind in MAY_NOT_LEAD or chosen.id in assists:
        raise LeadMissing(fields={"lead_unit_id": LeadMissing.sentence})
    return chosen.id


def _district(chosen: UnitRow | None, *, order_id: int, actor: Actor) -> int:
    if found := district_of_place(order_id=order_id, actor=actor):
        return found
    if chosen and chosen.kind == UnitKind.GOVERNMENT and chosen.level == Level.DISTRICT:
        return chosen.id
    raise DistrictUnknown(fields={"lead_unit_id": DistrictUnknown.sentence})

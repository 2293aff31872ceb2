"""Send an order to the unit whose duty it is (派单)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from huying.catalogue.choices import CatalogueKind
from huying.catalogue.queries.matters import version_at
from huying.dispatch.choices import ReturnState
from huying.dispatch.models import Comparison, ReturnRequest, Suggestion
from huying.dispatch.queries.leads import MAY_NOT_LEAD, copied_to
from huying.domain.actors import Actor, Role
from huying.domain.errors import Invalid
from huying.domain.policies import Stage
from huying.domain.routing import Ground, PlaceLevel, is_pushed_down
from huying.organisation.choices import UnitKind
from huying.organisation.queries.units import UnitRow, unit_for
from huying.workorders.actions.move import move
from huying.workorders.choices import Part, TextKind
from huying.workorders.models import Assignment
from huying.workorders.queries.decision import decision_of


class UnitMayNotLead(Invalid):
    """依据: 条例 art 17 and 国办函〔2025〕66号 (五): what is not its duty is not pushed down to a community."""

    code = "unit_may_not_lead"
    sentence = "社区（村）、网格和热线机构不能作为主办单位，请选择街道（乡镇）、部门或企业。"


class UnitMayNotAssist(Invalid):
    """约定: the hotline sends on; it has no way to report an assist."""

    code = "unit_may_not_assist"
    sentence = "热线机构不能作为协办单位，请去掉。"


class UnitTwice(Invalid):
    """A unit as lead and assist at once."""

    code = "unit_twice"
    sentence = "主办单位不能同时是协办单位，请去掉重复的单位。"


class AgainstConference(Invalid):
    """Another lead than a conference chose. 约定: it may be, with the reason written down."""

    code = "against_conference"
    sentence = "会商已确定由其他单位主办；改派的，请在派单意见中写明理由。"


class AgainstRuling(Invalid):
    """Another lead than the ruling on a return found, or who was let off. 约定: it may be, with the reason written."""

    code = "against_ruling"
    sentence = "退单审核已裁定不由所选单位承办；仍要派给该单位的，请在派单意见中写明理由。"


class PushedDown(Invalid):
    """A street for what the duty list gives to a bureau. 依据: 国办函〔2025〕66号 (五): not without a reason."""

    code = "pushed_down"
    sentence = "派单目录明确由上级部门主办，不能随意下派街道（乡镇）；确需街道（乡镇）主办的，请在派单意见中写明理由。"


@transaction.atomic(savepoint=False)
def assign_unit(
    *,
    order_id: int,
    lead_unit_id: int,
    assist_unit_ids: Sequence[int] = (),
    legal_basis: str,
    remark: str = "",
    seen: int | None,
    actor: Actor,
    at: datetime,
) -> None:
    """Make one unit lead and others assist; a street's district sees a copy (B-08, 条例 art 12 (一)).

    The lead stays locked once assigned (首派负责, 条例 art 14). What was suggested, what a conference chose and what
    is chosen now are all written to the history; so is that a matter of a bureau goes down to a street.
    ``legal_basis`` says whose duty it is, and why; a leader's ``remark`` is the leader's instruction (批示).

    Raises:
        UnitNotFound, UnitMayNotLead, UnitMayNotAssist, UnitTwice, AgainstConference, AgainstRuling, PushedDown, or what
        ``move`` raises.

    """
    lead = unit_for(unit_id=lead_unit_id, actor=actor)
    assists = [unit_for(unit_id=unit_id, actor=actor) for unit_id in dict.fromkeys(assist_unit_ids)]
    if lead.kind in MAY_NOT_LEAD:
        raise UnitMayNotLead(fields={"lead_unit_id": UnitMayNotLead.sentence})
    if any(unit.kind == UnitKind.HOTLINE for unit in assists):
        raise UnitMayNotAssist(fields={"assist_unit_ids": UnitMayNotAssist.sentence})
    if lead.id in {unit.id for unit in assists}:
        raise UnitTwice(fields={"assist_unit_ids": UnitTwice.sentence})
    made = Suggestion.objects.filter(order_id=order_id).select_related("lead_unit", "order").first()
    weighed = _weighed(made, order_id=order_id, lead=lead, is_explained=bool(remark.strip()))
    copied = copied_to(lead=lead)
    order = move(
        order_id=order_id,
        action="assign_unit",
        actor=actor,
        at=at,
        seen=seen,
        row={
            "accountable_unit_id": lead.id,
            "holder_unit_id": lead.id,
            "district_id": lead.district_id,
            "open_assists": len(assists),
            "duty_version_id": version_at(centre_id=actor.centre_id, kind=CatalogueKind.DUTIES, at=at),
        },
        data={"lead": lead.id, "assists": [unit.id for unit in assists], "copied": copied, **weighed},
        texts={TextKind.REMARK: remark},
        clocks=[(Stage.ASSIST, unit.id) for unit in assists],
    )
    given = [(lead.id, Part.LEAD, legal_basis), *((unit.id, Part.ASSIST, legal_basis) for unit in assists)]
    Assignment.objects.bulk_create(
        Assignment(order=order, unit_id=unit_id, part=part, legal_basis=basis, assigned_at=at)
        for unit_id, part, basis in [*given, *((unit_id, Part.COPY, "") for unit_id in copied)]
    )
    if made:
        _compare(made, lead=lead, actor=actor, at=at)


def _weighed(made: Suggestion | None, *, order_id: int, lead: UnitRow, is_explained: bool) -> dict[str, Any]:
    """Return what was suggested and decided beside what is chosen; raise where the choice has to be explained."""
    is_off_the_road = made is None or made.order.open_roads is not None
    decision = decision_of(order_id=order_id) if is_off_the_road else None
    named = made.lead_unit if made else None
    pushed_down = (
        made is not None
        and named is not None
        and is_pushed_down(ground=Ground(made.ground), named=PlaceLevel(named.level), chosen=PlaceLevel(lead.level))
    )
    if not is_explained and decision and decision.lead_unit_id != lead.id:
        raise AgainstConference(fields={"remark": AgainstConference.sentence})
    if not is_explained and is_off_the_road and not decision and _is_ruled_out(lead, order_id=order_id):
        raise AgainstRuling(fields={"remark": AgainstRuling.sentence})
    if not is_explained and pushed_down:
        raise PushedDown(fields={"remark": PushedDown.sentence})
    weighed: dict[str, Any] = {"suggested": made and made.lead_unit_id, "ground": made and made.ground}
    if made and made.probability is not None:
        weighed["guessed"] = {"unit": made.model_unit_id, "sure": f"{made.probability:.4f}", "model": made.model_number}
    if decision:
        weighed["conferred"] = decision.lead_unit_id
    return weighed | ({"pushed_down": True} if pushed_down else {})


def _is_ruled_out(lead: UnitRow, *, order_id: int) -> bool:
    """Say whether the last return that was granted names another unit, or one before it let this unit off."""
    granted = ReturnRequest.objects.filter(order_id=order_id, state=ReturnState.GRANTED).order_by("pk")
    rulings = list(granted.values_list("unit_id", "found_unit_id"))
    if rulings and (found := rulings[-1][1]):
        return bool(found != lead.id)
    return any(unit == lead.id for unit, _ in rulings)


def _compare(made: Suggestion, *, lead: UnitRow, actor: Actor, at: datetime) -> None:
    """Keep what was suggested beside the order's first dispatch; a later one says only whose the order is now."""
    compared = Comparison(
        order_id=made.order_id,
        centre_id=actor.centre_id,
        suggested_unit_id=made.lead_unit_id,
        **{name: getattr(made, name) for name in ("ground", "model_number", "model_unit_id", "probability")},
        held_back=made.held_back,
        is_offered=made.is_offered,
        is_automatic=actor.role is Role.POLICY,
        decided_unit_id=lead.id,
        decided_by_id=actor.person_id,
        decided_at=at,
        final_unit_id=lead.id,
    )
    Comparison.objects.bulk_create(
        [compared], update_conflicts=True, unique_fields=["order"], update_fields=["final_unit"]
    )

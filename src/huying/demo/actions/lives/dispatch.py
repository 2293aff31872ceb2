"""Let an order of the demonstration be dispatched."""

from __future__ import annotations

from huying.demo.actions.lives.conference import live_conference
from huying.demo.actions.lives.give_lead import give_lead
from huying.demo.actions.lives.returning import live_return
from huying.demo.actions.lives.suggest_at_once import suggest_at_once
from huying.demo.actions.lives.take_step import take_step
from huying.demo.queries.life import Life, OverError
from huying.demo.queries.sides import Side
from huying.dispatch.models import Suggestion
from huying.domain.actors import Role
from huying.domain.policies import Urgency
from huying.intake.actions.withdraw_order import withdraw_order


def live_dispatch(*, life: Life) -> None:
    """Suggest a unit and send the order to one; units may confer before, and ask to be rid of it after."""
    suggest_at_once(life=life)
    lead_id, assists, basis = Suggestion.objects.values_list("lead_unit_id", "assist_unit_ids", "legal_basis").get(
        order_id=life.order_id
    )
    if life.call.lead:
        lead_id, assists = life.street if life.call.lead == "street" else life.cast.units[life.call.lead], []
    lead_id = lead_id or life.street
    helping = [unit for unit in assists if life.chance(0.3)]
    if lead_id not in life.cast.streets and life.chance(0.1):
        helping.append(life.street)
    if life.call.burst is not None:  # its first order waits for the others, with one unit
        helping = []
    is_urgent = life.call.urgency is Urgency.EMERGENCY
    if life.chance(0.004) and not life.call.side:
        reason = life.word("withdraw")
        operator = life.hotline(Role.OPERATOR)
        take_step(life=life, action=withdraw_order, actor=operator, after=life.minutes(20, 600), reason=reason)
        raise OverError
    after = life.minutes(2, 12) if is_urgent else life.daytime(life.minutes(5, 200))
    if life.call.side is Side.CONFERENCE:
        lead_id, helping = live_conference(life=life, lead_id=lead_id, after=after), []
        after = life.daytime(life.minutes(5, 60))
    is_told = life.chance(0.06) or life.call.lead == "street" or life.call.side is Side.CONFERENCE
    remark = life.word("remark") if is_told else ""
    give_lead(life=life, unit_id=lead_id, after=after, helping=helping, basis=basis, remark=remark)
    if life.call.side is Side.RETURN:
        live_return(life=life)

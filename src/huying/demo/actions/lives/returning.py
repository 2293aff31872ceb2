"""Let units ask to be rid of an order of the demonstration (退单)."""

from __future__ import annotations

from datetime import timedelta

from huying.demo.actions.lives.conference import live_conference
from huying.demo.actions.lives.give_lead import give_lead
from huying.demo.actions.lives.take_step import take_step
from huying.demo.queries.life import HOUR, Life, OverError
from huying.dispatch.actions.request_return import request_return
from huying.dispatch.actions.rule_unit import rule_unit
from huying.dispatch.actions.settle_return import settle_return
from huying.dispatch.actions.withdraw_return import withdraw_return
from huying.dispatch.choices import ReturnReason
from huying.domain.actors import Role

_WINDOW = 22 * HOUR  # 约定: the policy's 24 hours, with some to spare


def live_return(*, life: Life) -> None:
    """Let the lead ask: mostly in vain, else another gets the order, who may ask too, up to the ruling."""
    way = life.call.way
    first, other = life.lead_id, life.other_unit()
    _ask(life, "evidence", other)
    if way == "asked":
        raise OverError
    if way == "taken_back":
        take_step(
            life=life, action=withdraw_return, actor=life.of(life.lead_id), after=life.office(life.minutes(10, 90))
        )
        return
    if way == "refused":
        _settle(life, found=None)
        return
    _settle(life, found=other)
    _give(life, other)
    if way == "granted":
        return
    _ask(life, "evidence_again", first)
    chosen = live_conference(life=life, lead_id=other, after=life.office(life.minutes(20, 200)), but=other)
    _settle(life, found=chosen)
    _give(life, chosen)
    if way == "ruled":
        _ask(life, "evidence_again", other)
        take_step(
            life=life,
            action=rule_unit,
            actor=life.hotline(Role.ARBITER),
            after=life.daytime(life.minutes(15, 220)),
            lead_unit_id=chosen,
            legal_basis=life.word("basis"),
            ruling=life.said("ruled"),
        )
        life.read_limit()


def _ask(life: Life, kind: str, proposed: int) -> None:
    """Ask in office hours, or where that would be too late whoever is on duty asks."""
    after = life.office(life.minutes(12, 200))
    if after > life.at + _WINDOW:
        after = life.at + timedelta(minutes=life.rng.uniform(20, 120))
    take_step(
        life=life,
        action=request_return,
        actor=life.of(life.lead_id),
        after=after,
        reason=ReturnReason.NOT_OUR_DUTY if life.chance(0.8) else ReturnReason.NOT_OUR_AREA,
        evidence=life.said(kind),
        proposed_unit_id=proposed,
    )


def _settle(life: Life, *, found: int | None) -> None:
    take_step(
        life=life,
        action=settle_return,
        actor=life.hotline(Role.ARBITER),
        after=life.daytime(life.minutes(15, 220)),
        granted=found is not None,
        ruling=life.said("granted" if found else "refused"),
        found_unit_id=found,
    )


def _give(life: Life, unit_id: int) -> None:
    give_lead(life=life, unit_id=unit_id, after=life.daytime(life.minutes(5, 60)), remark=life.said("granted"))

"""The ledger of supervision is read in order by an index of its own, however many there are."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huying.foundation import clock
from huying.supervision.choices import Fault, LeadState
from huying.supervision.queries.figures import unit_figures
from huying.supervision.queries.leads import lead_figures, leads
from huying.supervision.queries.ledger import Tab, ledger, open_counts
from tests.cast import Cast
from tests.queries.ledgers import actor_of, plans

LEDGERS = [
    ("supervisor", Tab.ASKED, "supervision_open_centre"),
    ("supervisor", Tab.OVERDUE, "supervision_open_centre"),
    ("supervisor", Tab.ANSWERED, "supervision_open_centre"),
    ("supervisor", Tab.CLOSED, "supervision_over_centre"),
    ("district_leader", Tab.ASKED, "supervision_open_district"),
    ("district_leader", Tab.CLOSED, "supervision_over_district"),
    ("clerk", Tab.ASKED, "supervision_open_unit"),
    ("clerk", Tab.CLOSED, "supervision_over_unit"),
]


@pytest.mark.parametrize(("who", "tab", "index"), LEDGERS)
def test_the_ledger_is_read_by_its_index(who: str, tab: Tab, index: str, full_ledgers: Cast) -> None:
    actor = actor_of(full_ledgers, who)
    plan, *_ = plans(lambda: ledger(tab=tab, cursor=None, actor=actor, at=clock.now()))
    assert index in plan, plan
    assert "Seq Scan" not in plan, plan
    if who == "supervisor":
        assert "Sort" not in plan, plan


@pytest.mark.parametrize("who", ["supervisor", "district_leader", "clerk"])
def test_what_is_open_is_counted_by_its_index_within_a_limit(who: str, full_ledgers: Cast) -> None:
    actor = actor_of(full_ledgers, who)
    for plan in plans(lambda: open_counts(actor=actor, at=clock.now())):
        assert "supervision_open" in plan or "supervision_one_open" in plan, plan
        assert "Seq Scan" not in plan, plan
        assert "Limit" in plan, plan


def test_a_month_is_counted_in_one_statement_by_its_index(full_ledgers: Cast) -> None:
    actor, at = full_ledgers.supervisor, clock.now()
    plan, *others = plans(lambda: unit_figures(since=at - timedelta(days=30), until=at, actor=actor, at=at))
    assert "supervision_of_month" in plan, plan
    assert len(others) <= 1, others


@pytest.mark.parametrize(
    ("who", "of_unit", "index"),
    [
        ("supervisor", False, "lead_of_centre"),
        ("supervisor", True, "lead_of_unit"),
        ("district_leader", False, "lead_of_district"),
    ],
)
def test_leads_are_read_by_an_index_the_newest_first(who: str, of_unit: bool, index: str, full_ledgers: Cast) -> None:
    actor, unit = actor_of(full_ledgers, who), full_ledgers.street.pk if of_unit else None
    plan, *_ = plans(lambda: leads(fault=Fault.SHIRKING, state=LeadState.OPEN, unit_id=unit, cursor=None, actor=actor))
    assert index in plan, plan
    assert "Seq Scan" not in plan, plan
    assert "Limit" in plan, plan


def test_how_often_a_rule_was_right_is_counted_in_one_statement_by_its_index(full_ledgers: Cast) -> None:
    actor, at = full_ledgers.supervisor, clock.now()
    plan, *others = plans(lambda: lead_figures(fault=Fault.SHIRKING, unit_id=None, actor=actor, at=at))
    assert "lead_of_centre" in plan, plan
    assert "Seq Scan" not in plan, plan
    assert not others

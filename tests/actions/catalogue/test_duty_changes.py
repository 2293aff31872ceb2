"""目录调整建议: proposed by one, decided by another, published with a version, and never rewritten."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection

from huying.catalogue.actions.drop_duty_change import drop_duty_change
from huying.catalogue.actions.propose_duty_change import ChangeAskedBefore, ChangeIncomplete, propose_duty_change
from huying.catalogue.actions.publish_duties import publish_duties
from huying.catalogue.actions.publish_matters import publish_matters
from huying.catalogue.actions.settle_duty_change import (
    AcceptedTwice,
    ChangeSettled,
    OwnProposal,
    settle_duty_change,
)
from huying.catalogue.actions.withdraw_duty_change import withdraw_duty_change
from huying.catalogue.choices import ChangeAct, ChangeState
from huying.catalogue.models import CatalogueVersion, Duty, DutyChange
from huying.catalogue.queries.changes import ChangeNotFound, change_shown, changes_of
from huying.catalogue.queries.collected import NothingAccepted, collected_duties
from huying.catalogue.queries.line_history import compared, line_history
from huying.catalogue.queries.lookup import whose_duty
from huying.domain.actors import Actor, Role
from huying.domain.catalogue_drafts import DutyDraft, MatterDraft
from huying.domain.errors import NotAllowed
from huying.foundation.commit import one_row
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.organisation import create_actor

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(days=1)


@pytest.fixture
def cast() -> Cast:
    return create_cast()


@pytest.fixture
def admin(cast: Cast) -> Actor:
    admin = create_actor(unit=cast.hotline, role=Role.SYSTEM_ADMIN, name="席系统")
    tree = [
        MatterDraft(line=2, code="01", name="城管"),
        MatterDraft(line=3, code="0101", name="油烟", parent_code="01"),
    ]
    publish_matters(drafts=tree, effective_from=MONDAY, note="测试", after=0, actor=admin, at=MONDAY)
    publish(admin, [line_to(cast.bureau.code, matter="01"), line_to(cast.bureau.code, matter="0101", card="先看门牌")])
    return admin


def line_to(lead: str, *, matter: str, card: str = "", assists: tuple[str, ...] = (), line: int = 2) -> DutyDraft:
    return DutyDraft(
        line=line,
        matter_code=matter,
        lead_unit_code=lead,
        lead_by_place=not lead,
        assist_unit_codes=assists,
        legal_basis="条例第一条",
        scenario_card=card,
    )


def publish(admin: Actor, drafts: list[DutyDraft], *, after: int = 0, days: int = 0) -> CatalogueVersion:
    at = MONDAY + timedelta(days=days)
    numbered = [replace(draft, line=line) for line, draft in enumerate(drafts, start=2)]
    return publish_duties(
        drafts=numbered, effective_from=at, note=f"第 {after + 1} 版", after=after, actor=admin, at=at
    )


def propose(cast: Cast, actor: Actor | None = None, **changes: Any) -> int:
    given: dict[str, Any] = {
        "act": ChangeAct.PUT,
        "matter_code": "0101",
        "region_id": None,
        "lead_by_place": True,
        "assist_unit_ids": [cast.bureau.pk],
        "legal_basis": "街道办事处条例第十条",
        "reason": "街道有综合执法权。",
        "actor": actor or cast.clerk,
        "at": MONDAY,
    }
    return propose_duty_change(**given | changes)


def settle(actor: Actor, change_id: int, *, accepted: bool = True, note: str = "") -> None:
    settle_duty_change(change_id=change_id, accepted=accepted, note=note, actor=actor, at=LATER)


def test_an_accepted_proposal_comes_with_the_next_version_and_its_line_knows_it(cast: Cast, admin: Actor) -> None:
    change_id = propose(cast, wished_on=(MONDAY + timedelta(days=30)).date())
    settle(cast.arbiter, change_id, note="同意")
    found = collected_duties(actor=admin, at=LATER)
    assert found.wished_on == (MONDAY + timedelta(days=30)).date()
    assert f"#{change_id}" in found.note
    version = publish(admin, list(found.drafts), after=1, days=2)
    change = DutyChange.objects.get(pk=change_id)
    assert (change.state, change.version, change.closed_by_id) == (ChangeState.PUBLISHED, version, admin.person_id)
    line = Duty.objects.get(version=version, matter_code="0101")
    assert (line.change_id, line.lead_by_place, line.scenario_card) == (change_id, True, "先看门牌")
    assert Duty.objects.get(version=version, matter_code="01").change_id is None
    with pytest.raises(NothingAccepted):
        collected_duties(actor=admin, at=LATER)


def test_a_line_keeps_its_origin_while_it_reads_the_same_and_loses_it_when_it_does_not(
    cast: Cast, admin: Actor
) -> None:
    change_id = propose(cast)
    settle(cast.arbiter, change_id)
    drafts = list(collected_duties(actor=admin, at=LATER).drafts)
    publish(admin, drafts, after=1, days=2)
    third = publish(admin, drafts, after=2, days=3)
    assert Duty.objects.get(version=third, matter_code="0101").change_id == change_id
    fourth = publish(admin, [line_to(cast.bureau.code, matter="0101")], after=3, days=4)
    assert Duty.objects.get(version=fourth).change_id is None


def test_a_removal_is_published_once_the_line_is_gone(cast: Cast, admin: Actor) -> None:
    change_id = propose(cast, act=ChangeAct.REMOVE)
    settle(cast.leader, change_id)
    drafts = collected_duties(actor=admin, at=LATER).drafts
    assert [draft.matter_code for draft in drafts] == ["01"]
    publish(admin, list(drafts), after=1, days=2)
    assert DutyChange.objects.get(pk=change_id).state == ChangeState.PUBLISHED


def test_an_accepted_proposal_that_a_version_does_not_bring_goes_on_waiting(cast: Cast, admin: Actor) -> None:
    change_id = propose(cast)
    settle(cast.arbiter, change_id)
    publish(admin, [line_to(cast.bureau.code, matter="0101")], after=1, days=2)
    assert DutyChange.objects.get(pk=change_id).state == ChangeState.ACCEPTED
    assert change_shown(change_id=change_id, actor=cast.clerk, at=LATER).moved_on is False


def test_who_decides_is_told_that_the_line_was_changed_meanwhile(cast: Cast, admin: Actor) -> None:
    change_id = propose(cast)
    publish(admin, [line_to(cast.bureau.code, matter="0101", assists=(cast.street.code,))], after=1, days=2)
    assert change_shown(change_id=change_id, actor=cast.arbiter, at=LATER).moved_on


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.CLERK, Role.REVIEWER, Role.DISPATCHER, Role.ARBITER}))
def test_only_units_dispatchers_and_arbiters_propose(cast: Cast, admin: Actor, role: Role) -> None:
    with pytest.raises(NotAllowed):
        propose(cast, replace(cast.clerk, role=role))


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ARBITER, Role.LEADER}))
def test_only_an_arbiter_or_a_leader_decides(cast: Cast, admin: Actor, role: Role) -> None:
    change_id = propose(cast)
    with pytest.raises(NotAllowed):
        settle(replace(cast.supervisor, role=role), change_id)


def test_a_leader_of_a_district_does_not_decide_on_the_city_s_list(cast: Cast, admin: Actor) -> None:
    with pytest.raises(NotAllowed):
        settle(replace(cast.leader, district_id=cast.district.pk), propose(cast))


def test_nobody_decides_on_an_own_proposal_nor_does_the_database_let_them(cast: Cast, admin: Actor) -> None:
    change_id = propose(cast, cast.arbiter)
    with pytest.raises(OwnProposal), one_row():
        settle(cast.arbiter, change_id)
    with pytest.raises(IntegrityError), one_row():
        DutyChange.objects.filter(pk=change_id).update(
            state=ChangeState.ACCEPTED, settled_by_id=cast.arbiter.person_id, settled_at=LATER
        )


def test_a_refusal_says_why(cast: Cast, admin: Actor) -> None:
    change_id = propose(cast)
    with pytest.raises(ChangeIncomplete), one_row():
        settle(cast.arbiter, change_id, accepted=False)
    settle(cast.arbiter, change_id, accepted=False, note="三定规定未改。")
    (row,) = changes_of(states=[ChangeState.REFUSED], actor=cast.clerk, at=LATER)
    assert (row.state_label, row.settled_note) == ("未采纳", "三定规定未改。")
    with pytest.raises(ChangeSettled):
        settle(cast.arbiter, change_id)


def test_a_unit_takes_back_its_own_and_no_other_s(cast: Cast, admin: Actor) -> None:
    change_id = propose(cast)
    with pytest.raises(NotAllowed), one_row():
        withdraw_duty_change(change_id=change_id, actor=cast.bureau_clerk, at=LATER)
    withdraw_duty_change(change_id=change_id, actor=cast.reviewer, at=LATER)
    assert DutyChange.objects.get(pk=change_id).state == ChangeState.WITHDRAWN
    propose(cast)


def test_an_accepted_one_is_dropped_with_a_reason_and_its_acceptance_stays(cast: Cast, admin: Actor) -> None:
    change_id = propose(cast)
    settle(cast.arbiter, change_id, note="同意")
    with pytest.raises(ChangeIncomplete), one_row():
        drop_duty_change(change_id=change_id, note=" ", actor=cast.leader, at=LATER)
    drop_duty_change(change_id=change_id, note="单位撤并", actor=cast.leader, at=LATER)
    found = change_shown(change_id=change_id, actor=cast.clerk, at=LATER)
    assert (found.row.settled_note, found.closed_note, found.row.state_label) == ("同意", "单位撤并", "采纳后作罢")


def test_one_unit_asks_once_and_one_line_is_accepted_once(cast: Cast, admin: Actor) -> None:
    first, other = propose(cast), propose(cast, cast.bureau_clerk)
    with pytest.raises(ChangeAskedBefore), one_row():
        propose(cast)
    settle(cast.arbiter, first)
    with pytest.raises(AcceptedTwice):
        settle(cast.arbiter, other)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"matter_code": "99"}, "matter_code"),
        ({"region_id": 10**9}, "region_id"),
        ({"reason": " "}, "reason"),
        ({"lead_by_place": False}, "lead"),
        ({"legal_basis": ""}, "legal_basis"),
        ({"wished_on": (MONDAY - timedelta(days=1)).date()}, "wished_on"),
        ({"act": ChangeAct.REMOVE, "matter_code": ""}, "act"),
    ],
)
def test_what_is_missing_is_named(cast: Cast, admin: Actor, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(ChangeIncomplete) as refused:
        propose(cast, **changes)
    assert list(refused.value.fields) == [field]


def test_a_community_is_never_proposed_as_lead(cast: Cast, admin: Actor) -> None:
    with pytest.raises(ChangeIncomplete) as refused:
        propose(cast, lead_by_place=False, lead_unit_id=cast.community.pk)
    assert "lead" in refused.value.fields


def test_what_the_list_says_already_is_not_proposed(cast: Cast, admin: Actor) -> None:
    same: dict[str, Any] = {
        "lead_by_place": False,
        "lead_unit_id": cast.bureau.pk,
        "assist_unit_ids": [],
        "legal_basis": "条例第一条",
    }
    with pytest.raises(ChangeIncomplete):
        propose(cast, **same)


def test_another_centre_knows_nothing_of_it(cast: Cast, admin: Actor) -> None:
    change_id = propose(cast)
    assert not changes_of(states=[ChangeState.WAITING], actor=cast.stranger, at=LATER)
    with pytest.raises(ChangeNotFound):
        change_shown(change_id=change_id, actor=cast.stranger, at=LATER)


def _reworded(change_id: int) -> None:
    DutyChange.objects.filter(pk=change_id).update(reason="改写")


def _deleted(change_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM catalogue_dutychange WHERE id = %s", [change_id])


def _skipped(change_id: int) -> None:
    DutyChange.objects.filter(pk=change_id).update(
        state=ChangeState.PUBLISHED, settled_at=LATER, closed_at=LATER, settled_by_id=1
    )


@pytest.mark.parametrize("write", [_reworded, _deleted, _skipped])
def test_the_database_refuses_to_rewrite_what_was_proposed(
    cast: Cast, admin: Actor, write: Callable[[int], None]
) -> None:
    change_id = propose(cast)
    with pytest.raises(DatabaseError), one_row():
        write(change_id)
    assert DutyChange.objects.get(pk=change_id).reason == "街道有综合执法权。"


def test_a_line_is_told_across_versions_and_two_versions_differ_by_what_changed(cast: Cast, admin: Actor) -> None:
    change_id = propose(cast)
    settle(cast.arbiter, change_id)
    publish(admin, list(collected_duties(actor=admin, at=LATER).drafts), after=1, days=2)
    third = [line_to(cast.bureau.code, matter="01")]
    publish(admin, third, after=2, days=3)
    at = MONDAY + timedelta(days=4)
    rows = line_history(matter_code="0101", region_id=None, actor=cast.clerk, at=at).rows
    assert [(row.number, row.change_id) for row in rows] == [(3, None), (2, change_id), (1, None)]
    assert rows[0].said == ()
    assert rows[1].changed == ("主办", "协办", "法律依据")
    found = compared(older=1, newer=2, actor=cast.clerk, at=at)
    (change,) = found.changes
    assert change.what == "城管 › 油烟"
    assert change.before == f"主办：{cast.bureau.name}；协办：无；法律依据：条例第一条"
    assert found.origins == (change_id,)


def test_a_later_version_answers_for_its_own_days_only(cast: Cast, admin: Actor) -> None:
    by_place = [replace(line_to("", matter="0101"), line=2)]
    publish_duties(
        drafts=by_place, effective_from=MONDAY + timedelta(days=9), note="以后", after=1, actor=admin, at=LATER
    )
    asked: dict[str, Any] = {"matter_code": "0101", "region_id": cast.region_street.pk, "actor": cast.operator}
    assert whose_duty(**asked, at=LATER).lead == cast.bureau.name
    assert whose_duty(**asked, at=MONDAY + timedelta(days=10)).lead == cast.street.name

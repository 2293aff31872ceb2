"""The table of who is told: what the shipped policies say, and what a faulty row is told."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from huying.domain.actors import NO_ORDERS
from huying.domain.lifecycle import TRANSITIONS
from huying.domain.notices import (
    AUDIENCES,
    BY_PHONE,
    CHANNELS,
    DESKS,
    FACTS,
    SENTENCES,
    TO_CALLERS,
    Audience,
    NoticeChannel,
    NoticeText,
    ToldFact,
)
from huying.domain.policies import Policy, PolicyFaulty, parse_policy, to_data
from huying.domain.policy_additions import brought_up
from tests.domain.test_policies import BEIJING, NATIONAL, PROFILES

POLICIES = pytest.mark.parametrize("policy", [BEIJING, NATIONAL], ids=["beijing", "national"])


def _told(policy: Policy, fact: str, *, state: str = "", is_emergency: bool = False) -> set[tuple[str, str]]:
    fitting = [rule for rule in policy.notices if rule.fits(fact=fact, state=state, is_emergency=is_emergency)]
    return {(rule.audience, rule.text) for rule in fitting}


@POLICIES
@pytest.mark.parametrize(
    ("fact", "state", "is_emergency", "told"),
    [
        ("OrderOpened", "awaiting_dispatch", True, set()),
        (
            "UnitAssigned",
            "dispatched",
            False,
            {("lead", "assigned"), ("assists", "assist_asked"), ("caller", "caller_assigned")},
        ),
        (
            "UnitAssigned",
            "dispatched",
            True,
            {
                ("lead", "assigned"),
                ("assists", "assist_asked"),
                ("caller", "caller_assigned"),
                ("on_duty", "emergency"),
            },
        ),
        ("OrderRecalled", "awaiting_dispatch", False, {("released", "recalled")}),
        ("OrderUrged", "handling", False, {("holder", "urged")}),
        ("ReturnSettled", "awaiting_dispatch", False, {("dispatcher", "returned"), ("lead", "return_decided")}),
        ("ReturnSettled", "signed", False, {("lead", "return_decided")}),
        ("ReplyReviewed", "handling", False, {("lead", "reply_back")}),
        ("ReplyReviewed", "replied", False, {("caller", "caller_replied")}),
        ("VerdictRecorded", "rework", False, {("lead", "rework")}),
        ("VerdictRecorded", "closed", False, set()),
        ("FollowupOpened", "awaiting_followup", False, {("followup", "followup_due")}),
    ],
)
def test_who_is_told_of_what(
    policy: Policy, fact: str, state: str, is_emergency: bool, told: set[tuple[str, str]]
) -> None:
    assert _told(policy, fact, state=state, is_emergency=is_emergency) == told


@POLICIES
def test_every_rule_says_where_it_comes_from_and_none_is_required(policy: Policy) -> None:
    assert [rule.code for rule in policy.notices if not rule.basis.startswith(("依据：", "约定："))] == []
    assert [rule.code for rule in policy.notices if rule.is_required] == []


def test_a_rule_can_be_made_for_facts_of_the_lifecycle_only() -> None:
    facts = {row.fact for row in TRANSITIONS}
    assert set(ToldFact) == set(FACTS) <= facts
    assert (set(AUDIENCES), set(CHANNELS), set(SENTENCES)) == (set(Audience), set(NoticeChannel), set(NoticeText))


def test_no_sentence_holds_more_than_an_order_s_number() -> None:
    for sentence in SENTENCES.values():
        assert sentence.replace("{number}", "").count("{") == 0
        assert sentence.format(number="1").endswith("。")


def test_administrators_have_no_inbox() -> None:
    assert not set(DESKS) & NO_ORDERS


def test_a_version_of_before_tells_those_inside_and_writes_to_nobody() -> None:
    old = {name: value for name, value in PROFILES["beijing"].items() if name != "notices"}
    with pytest.raises(PolicyFaulty):
        parse_policy(old)
    policy = parse_policy(brought_up(old))
    assert ("lead", "assigned") in _told(policy, "UnitAssigned")
    assert {rule.channel for rule in policy.notices} == {NoticeChannel.INBOX}
    assert policy.notices[0].basis.startswith("约定")


@POLICIES
def test_the_inbox_rules_of_before_are_those_that_ship(policy: Policy) -> None:
    old = {name: value for name, value in to_data(policy).items() if name != "notices"}
    added = parse_policy(brought_up(old)).notices
    shipped = [rule for rule in policy.notices if rule.channel is NoticeChannel.INBOX]
    assert [(r.code, r.fact, r.audience, r.text, r.state) for r in added] == [
        (r.code, r.fact, r.audience, r.text, r.state) for r in shipped
    ]


def _row(data: dict[str, Any], **changes: object) -> None:
    data["notices"][0] |= changes


FAULTS: list[tuple[Callable[[dict[str, Any]], object], str]] = [
    (lambda data: data.pop("notices"), "notices"),
    (lambda data: data["notices"].insert(0, "x"), "notices.1"),
    (lambda data: _row(data, fact="OrderEaten"), "notices.1.fact"),
    (lambda data: _row(data, audience="mayor"), "notices.1.audience"),
    (lambda data: _row(data, text="hello"), "notices.1.text"),
    (lambda data: _row(data, text="caller_replied"), "notices.1.text"),
    (lambda data: _row(data, channel="sms"), "notices.1.channel"),
    (lambda data: _row(data, channel="fax"), "notices.1.channel"),
    (lambda data: _row(data, basis="听说的"), "notices.1.basis"),
    (lambda data: _row(data, state="lost"), "notices.1.state"),
    (lambda data: _row(data, emergency_only="yes"), "notices.1.emergency_only"),
    (lambda data: _row(data, colour="red"), "notices.1.colour"),
    (lambda data: data["notices"][0].pop("code"), "notices.1.code"),
    (lambda data: _row(data, code="assigned-assists"), "notices.assigned-assists"),
]


@pytest.mark.parametrize(("spoil", "place"), FAULTS)
def test_each_fault_of_the_table_is_named(spoil: Callable[[dict[str, Any]], object], place: str) -> None:
    data = deepcopy(PROFILES["beijing"])
    spoil(data)
    with pytest.raises(PolicyFaulty) as refusal:
        parse_policy(data)
    assert list(refusal.value.fields) == [place]
    assert refusal.value.fields[place].endswith("。")


def test_a_policy_may_tell_nobody() -> None:
    policy = parse_policy(PROFILES["beijing"] | {"notices": []})
    assert policy.notices == ()
    assert parse_policy(to_data(policy)) == policy


def test_callers_and_those_on_duty_have_no_desk() -> None:
    assert {Audience.CALLER, Audience.ON_DUTY} == BY_PHONE
    assert all(text.value.startswith("caller_") for text in TO_CALLERS)

"""The two shipped profiles, how a row is chosen, and what a faulty policy is told."""

from __future__ import annotations

import csv
import json
import tomllib
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from datetime import datetime
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from huying.domain.deadlines import due
from huying.domain.ladders import OFFICE_LABELS, Office
from huying.domain.limits import UNIT_LABELS, Limit, LimitUnit
from huying.domain.policies import (
    FOLLOWUP_LABELS,
    KIND_LABELS,
    ROUND_LABELS,
    STAGE_LABELS,
    URGENCY_LABELS,
    FollowupStart,
    OrderKind,
    Policy,
    PolicyFaulty,
    Round,
    Stage,
    Urgency,
    parse_policy,
    rule_for,
    to_data,
)
from huying.domain.workdays import SHANGHAI, Calendar

REFERENCE = Path(__file__).parents[2] / "reference"
PROFILES = {
    name: tomllib.loads((REFERENCE / f"policies/{name}.toml").read_text(encoding="utf-8"))
    for name in ("beijing", "national")
}
BEIJING, NATIONAL = (parse_policy(PROFILES[name]) for name in ("beijing", "national"))
ACCEPT, CONTACT, HANDLE = Stage.ACCEPT, Stage.CONTACT, Stage.HANDLE
HELP, COMPLAINT, CONSULTATION = OrderKind.HELP, OrderKind.COMPLAINT, OrderKind.CONSULTATION
FIRST, REWORK = Round.FIRST, Round.REWORK
HEATING, NOISE = "090403", "040201"


@pytest.mark.parametrize(
    ("stage", "kind", "urgency", "matter", "turn", "beijing", "national"),
    [
        (HANDLE, HELP, 1, NOISE, FIRST, "2小时", "1个工作日"),
        (HANDLE, HELP, 2, NOISE, FIRST, "24小时", "3个工作日"),
        (HANDLE, HELP, 3, NOISE, FIRST, "7个自然日", "5个工作日"),
        (HANDLE, HELP, 4, NOISE, FIRST, "15个自然日", "15个工作日"),
        (HANDLE, HELP, 3, None, FIRST, "7个自然日", "5个工作日"),
        (HANDLE, HELP, 3, HEATING, FIRST, "24小时", "3个工作日"),
        (HANDLE, COMPLAINT, 3, HEATING, FIRST, "24小时", "3个工作日"),
        (HANDLE, CONSULTATION, 3, HEATING, FIRST, "7个自然日", "5个工作日"),
        (HANDLE, HELP, 1, HEATING, FIRST, "2小时", "1个工作日"),
        (HANDLE, HELP, 4, HEATING, FIRST, "15个自然日", "15个工作日"),
        (HANDLE, HELP, 1, NOISE, REWORK, "2小时", "1个工作日"),
        (HANDLE, HELP, 3, NOISE, REWORK, "3个自然日", "3个工作日"),
        (HANDLE, HELP, 3, HEATING, REWORK, "24小时", "3个工作日"),
        (HANDLE, HELP, 4, NOISE, REWORK, "7个自然日", "5个工作日"),
        (ACCEPT, HELP, 3, None, FIRST, "2小时", "24小时"),
        (CONTACT, HELP, 3, None, FIRST, "24小时", "1个工作日"),
        (CONTACT, HELP, 1, None, FIRST, "1小时", "1小时"),
        # no row of its own in a rework: the first round's serves
        (CONTACT, HELP, 1, None, REWORK, "1小时", "1小时"),
    ],
)
def test_the_limit_of_a_stage(
    stage: Stage,
    kind: OrderKind,
    urgency: int,
    matter: str | None,
    turn: Round,
    beijing: str,
    national: str,
) -> None:
    for policy, limit in ((BEIJING, beijing), (NATIONAL, national)):
        rule = rule_for(
            policy=policy,
            stage=stage,
            kind=kind,
            urgency=Urgency(urgency),
            matter_code=matter,
            round=turn,
        )
        assert rule.limit.text == limit


ORDERS = list(product(Stage, OrderKind, Urgency, [None, "09", HEATING, NOISE], Round))


@pytest.mark.parametrize("policy", [BEIJING, NATIONAL], ids=["beijing", "national"])
def test_every_order_has_one_row_whatever_their_order(policy: Policy) -> None:
    backwards = replace(policy, rules=policy.rules[::-1])
    for stage, kind, urgency, matter, turn in ORDERS:
        chosen = [
            rule_for(policy=one, stage=stage, kind=kind, urgency=urgency, matter_code=matter, round=turn)
            for one in (policy, backwards)
        ]
        assert chosen[0] == chosen[1]
        assert chosen[0].stage is stage


def test_an_industry_row_cannot_lengthen_an_emergency() -> None:
    data = deepcopy(PROFILES["beijing"])
    slow = {"code": "slow", "stage": "handle", "round": "first", "matter_prefix": "0402", "kind": "help"}
    data["rules"].append(slow | {"limit": {"amount": 60, "unit": "natural_day"}, "basis": "约定：试验。"})
    policy = parse_policy(data)

    def text(urgency: Urgency) -> str:
        return rule_for(policy=policy, stage=HANDLE, kind=HELP, urgency=urgency, matter_code=NOISE).limit.text

    assert text(Urgency.ORDINARY) == "60个自然日"
    assert text(Urgency.EMERGENCY) == "2小时"


@pytest.mark.parametrize(
    ("kind", "urgency", "matter", "code"),
    [
        (CONSULTATION, Urgency.ORDINARY, None, "sign"),
        (HELP, Urgency.ORDINARY, None, "kind"),
        (HELP, Urgency.ORDINARY, "0501", "kind"),
        (CONSULTATION, Urgency.ORDINARY, "0401", "class"),
        # the industry before the kind, the longer industry before the shorter
        (HELP, Urgency.ORDINARY, "0401", "class"),
        (HELP, Urgency.ORDINARY, NOISE, "industry-kind"),
        (CONSULTATION, Urgency.ORDINARY, NOISE, "industry"),
        # the urgency before either
        (HELP, Urgency.EMERGENCY, NOISE, "sign-emergency"),
    ],
)
def test_the_most_specific_row_wins(kind: OrderKind, urgency: Urgency, matter: str | None, code: str) -> None:
    data = deepcopy(PROFILES["beijing"])
    sign = {
        "stage": "sign",
        "round": "first",
        "basis": "约定：试验。",
        "limit": {"amount": 9, "unit": "hour"},
    }
    data["rules"] += [
        sign | {"code": "kind", "kind": "help"},
        sign | {"code": "class", "matter_prefix": "04"},
        sign | {"code": "industry", "matter_prefix": "0402"},
        sign | {"code": "industry-kind", "matter_prefix": "0402", "kind": "help"},
    ]
    policy = parse_policy(data)
    for one in (policy, replace(policy, rules=policy.rules[::-1])):
        rule = rule_for(policy=one, stage=Stage.SIGN, kind=kind, urgency=urgency, matter_code=matter)
        assert rule.code == code


@pytest.mark.parametrize("policy", [BEIJING, NATIONAL], ids=["beijing", "national"])
@pytest.mark.parametrize("stage", [Stage.DISPATCH, Stage.SIGN, CONTACT, Stage.ASSIST, Stage.PASS_DOWN])
def test_a_part_of_the_work_is_due_no_later_than_the_whole(policy: Policy, stage: Stage) -> None:
    # from a plain Monday, 2 March 2026, on weekdays alone
    start, calendar = datetime(2026, 3, 2, 9, tzinfo=SHANGHAI), Calendar(overrides={})
    for urgency in Urgency:
        part, whole = (
            due(
                limit=rule_for(policy=policy, stage=one, kind=HELP, urgency=urgency).limit,
                start=start,
                calendar=calendar,
            )
            for one in (stage, HANDLE)
        )
        assert part <= whole


def test_the_profiles_follow_up_at_their_own_time() -> None:
    assert BEIJING.followup_starts is FollowupStart.AFTER_LIMIT
    assert NATIONAL.followup_starts is FollowupStart.ON_REPLY


@pytest.mark.parametrize("policy", [BEIJING, NATIONAL], ids=["beijing", "national"])
def test_a_policy_survives_being_stored(policy: Policy) -> None:
    stored = json.loads(json.dumps(to_data(policy), ensure_ascii=False))
    assert parse_policy(stored) == policy


@pytest.mark.parametrize("policy", [BEIJING, NATIONAL], ids=["beijing", "national"])
def test_every_row_and_parameter_says_where_it_comes_from(policy: Policy) -> None:
    assert (len(policy.tags), len(policy.ladder)) == (8, 2)
    bases = [rule.basis for rule in policy.rules] + list(policy.bases.values())
    assert len(bases) == len(policy.rules) + 40
    bases += [tag.basis for tag in policy.tags] + [rung.basis for rung in policy.ladder]
    assert [basis for basis in bases if not basis.startswith(("依据：", "约定："))] == []


def test_the_industries_named_are_in_the_matter_tree() -> None:
    with (REFERENCE / "topics/db44t2479.csv").open(encoding="utf-8") as lines:
        tree = {row["code"]: row for row in csv.DictReader(lines)}
    levels = [row["level"] for row in tree.values()]
    assert [levels.count(level) for level in "123"] == [14, 99, 502]
    assert all(code.startswith(row["parent_code"]) and code != row["parent_code"] for code, row in tree.items())
    assert {row["parent_code"] for row in tree.values()} <= set(tree) | {""}
    named = {rule.matter_prefix for rule in (*BEIJING.rules, *NATIONAL.rules)} - {None}
    assert named <= set(tree)
    assert tree[HEATING]["name"] == "水电气暖"


def _rule(data: dict[str, Any], **changes: object) -> None:
    data["rules"][0] |= changes


def _value(data: dict[str, Any], name: str, value: object) -> None:
    data["parameters"][name]["value"] = value


FAULTS: list[tuple[Callable[[dict[str, Any]], object], str]] = [
    (lambda data: data.pop("name"), "name"),
    (lambda data: data.update(name=" "), "name"),
    (lambda data: data.update(colour="red"), "colour"),
    (lambda data: data.pop("parameters"), "parameters"),
    (lambda data: data["parameters"].pop("rework_limit"), "parameters.rework_limit"),
    (lambda data: data["parameters"].update(rework_limit=1), "parameters.rework_limit"),
    (lambda data: data["parameters"].update(more={}), "parameters.more"),
    (lambda data: data["parameters"]["rework_limit"].pop("value"), "parameters.rework_limit"),
    (lambda data: data["parameters"]["rework_limit"].pop("basis"), "parameters.rework_limit.basis"),
    (lambda data: data["parameters"]["rework_limit"].update(note="x"), "parameters.rework_limit.note"),
    (lambda data: _value(data, "rework_limit", True), "parameters.rework_limit"),
    (lambda data: _value(data, "rework_limit", -1), "parameters.rework_limit"),
    (lambda data: _value(data, "rework_limit", 10), "parameters.rework_limit"),
    (lambda data: _value(data, "followup_attempts", 0), "parameters.followup_attempts"),
    (lambda data: _value(data, "review_required", 1), "parameters.review_required"),
    (lambda data: _value(data, "followup_starts", "later"), "parameters.followup_starts"),
    (lambda data: _value(data, "nearly_due_share", 0.2), "parameters.nearly_due_share"),
    (lambda data: _value(data, "nearly_due_share", "1"), "parameters.nearly_due_share"),
    (lambda data: _value(data, "nearly_due_share", "NaN"), "parameters.nearly_due_share"),
    (lambda data: _value(data, "nearly_due_share", "two"), "parameters.nearly_due_share"),
    (lambda data: _value(data, "extension_max", {"amount": 1}), "parameters.extension_max"),
    (lambda data: data.pop("rules"), "rules"),
    (lambda data: data["rules"].append("accept"), "rules.40"),
    (lambda data: _rule(data, code="Accept 1"), "rules.1.code"),
    (lambda data: _rule(data, stage="listen"), "rules.1.stage"),
    (lambda data: data["rules"][0].pop("round"), "rules.1.round"),
    (lambda data: _rule(data, kind="praise"), "rules.1.kind"),
    (lambda data: _rule(data, urgency=5), "rules.1.urgency"),
    (lambda data: _rule(data, urgency="1"), "rules.1.urgency"),
    (lambda data: _rule(data, urgency=True), "rules.1.urgency"),
    (lambda data: _rule(data, matter_prefix=""), "rules.1.matter_prefix"),
    (lambda data: _rule(data, limit={"amount": 0, "unit": "hour"}), "rules.1.limit"),
    (lambda data: _rule(data, limit={"amount": 1, "unit": "week"}), "rules.1.limit"),
    (lambda data: _rule(data, limit="2 h"), "rules.1.limit"),
    (lambda data: _rule(data, basis="听说的"), "rules.1.basis"),
    (lambda data: _rule(data, note="x"), "rules.1.note"),
    (lambda data: _rule(data, code="dispatch"), "rules.2.code"),
    (lambda data: data["rules"].append(data["rules"][0] | {"code": "twin"}), "rules.40"),
    (lambda data: data["rules"].pop(0), "rules.accept.first"),
    (lambda data: _rule(data, urgency=1), "rules.accept.first"),
    (lambda data: data.pop("tags"), "tags"),
    (lambda data: data.update(ladder=[]), "ladder"),
    (lambda data: data["tags"].append("legacy"), "tags.9"),
    (lambda data: data["tags"][0].update(code="Old"), "tags.1.code"),
    (lambda data: data["tags"][0].update(code="a_code_of_13_"), "tags.1.code"),
    (lambda data: data["tags"][1].update(code="cross_region"), "tags.2.code"),
    (lambda data: data["tags"][0].update(label="跨 区域"), "tags.1.label"),
    (lambda data: data["tags"][0].update(roles=[]), "tags.1.roles"),
    (lambda data: data["tags"][0].update(roles=["clerk", "clerk"]), "tags.1.roles"),
    (lambda data: data["tags"][0].update(roles=["leader"]), "tags.1.roles"),
    (lambda data: data["tags"][0].pop("basis"), "tags.1.basis"),
    (lambda data: data["tags"][0].update(colour="red"), "tags.1.colour"),
    (lambda data: data["ladder"][1].update(code="hotline"), "ladder.2.code"),
    (lambda data: data["ladder"][0].update(office="ministry"), "ladder.1.office"),
    (lambda data: data["ladder"][0].update(limit={"amount": 0, "unit": "hour"}), "ladder.1.limit"),
    (
        lambda data: data.update(rules=[row for row in data["rules"] if row["code"] != "rework"]),
        "rules.handle.rework",
    ),
]


@pytest.mark.parametrize(("spoil", "place"), FAULTS)
def test_each_fault_is_named_where_it_is_in_one_sentence(spoil: Callable[[dict[str, Any]], object], place: str) -> None:
    data = deepcopy(PROFILES["beijing"])
    spoil(data)
    with pytest.raises(PolicyFaulty) as refusal:
        parse_policy(data)
    assert list(refusal.value.fields) == [place]
    sentence = refusal.value.fields[place]
    assert sentence.endswith("。")
    assert sentence.count("。") == 1


def test_all_faults_are_told_at_once() -> None:
    data = deepcopy(PROFILES["beijing"])
    del data["name"]
    _value(data, "rework_limit", -1)
    _rule(data, stage="listen")
    with pytest.raises(PolicyFaulty) as refusal:
        parse_policy(data)
    assert set(refusal.value.fields) == {"name", "parameters.rework_limit", "rules.1.stage"}


@pytest.mark.parametrize(
    ("members", "labels"),
    [
        (Stage, STAGE_LABELS),
        (Round, ROUND_LABELS),
        (OrderKind, KIND_LABELS),
        (Urgency, URGENCY_LABELS),
        (LimitUnit, UNIT_LABELS),
        (FollowupStart, FOLLOWUP_LABELS),
        (Office, OFFICE_LABELS),
    ],
)
def test_every_value_has_a_label_of_its_own(members: Any, labels: dict[Any, str]) -> None:
    assert set(labels) == set(members)
    assert len(set(labels.values())) == len(labels)


def test_a_limit_reads_as_people_say_it() -> None:
    assert Limit(amount=5, unit=LimitUnit.WORKING_DAY).text == "5个工作日"

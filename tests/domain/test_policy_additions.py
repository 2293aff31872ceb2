"""What policies learnt to say later: a version published before still holds."""

from __future__ import annotations

from typing import Any

import pytest

from huying.domain.ladders import Office
from huying.domain.policies import PolicyFaulty, Stage, parse_policy, to_data
from huying.domain.policy_additions import brought_up
from tests.domain.test_policies import PROFILES

_FIRST = {"accept", "dispatch", "sign", "contact", "handle", "assist", "pass_down", "followup"}


def _old(profile: str) -> dict[str, Any]:
    data = PROFILES[profile]
    later = {"extension_by_centre", "returns_before_ruling", "hanging_max_days"}
    return {
        **data,
        "parameters": {name: value for name, value in data["parameters"].items() if name not in later},
        "rules": [rule for rule in data["rules"] if rule["stage"] in _FIRST],
    }


def _without_rows(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name not in {"tags", "ladder"}}


@pytest.mark.parametrize("profile", ["beijing", "national"])
def test_a_version_of_before_holds_on_with_what_was_added(profile: str) -> None:
    with pytest.raises(PolicyFaulty):
        parse_policy(_old(profile))
    policy = parse_policy(brought_up(_without_rows(_old(profile))))
    assert {rule.stage for rule in policy.rules} == set(Stage)
    assert policy.returns_before_ruling == 3
    assert policy.bases["hanging_max_days"].startswith("约定")
    assert [tag.code for tag in policy.tags] == [tag.code for tag in parse_policy(PROFILES[profile]).tags]
    assert [rung.office for rung in policy.ladder] == list(Office)


@pytest.mark.parametrize("profile", ["beijing", "national"])
def test_what_a_version_says_itself_stays(profile: str) -> None:
    whole = parse_policy(PROFILES[profile])
    assert parse_policy(brought_up(to_data(whole))) == whole


@pytest.mark.parametrize(
    ("parameter", "value", "fact"),
    [("supervision_rounds", 2, "Supervision"), ("auto_dispatch_control_percent", 5, "OrderRecalled")],
)
def test_who_had_a_table_of_notices_before_there_was_such_a_fact_is_told_of_it_too(
    parameter: str, value: int, fact: str
) -> None:
    data = PROFILES["national"]
    parameters = {name: given for name, given in data["parameters"].items() if name != parameter}
    rows = [row for row in data["notices"] if not row["fact"].startswith(fact)]
    old = {**data, "parameters": parameters, "notices": rows}
    found = parse_policy(brought_up(old))
    assert getattr(found, parameter) == value
    assert sorted(rule.code for rule in found.notices) == sorted(row["code"] for row in data["notices"])
    assert parse_policy(brought_up({**old, "notices": []})).notices == ()

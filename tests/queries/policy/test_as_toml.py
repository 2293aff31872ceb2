"""A policy written out is read back equal."""

from __future__ import annotations

import tomllib

import pytest

from huying.domain.policies import parse_policy
from huying.policy.queries.as_toml import as_toml
from huying.policy.queries.profiles import Profile, profiles
from huying.policy.queries.tables import changes, parameter_lines, rung_lines, stage_tables, tag_lines


@pytest.mark.parametrize("profile", profiles(), ids=lambda profile: profile.code)
def test_a_shipped_policy_written_out_is_read_back_equal(profile: Profile) -> None:
    policy = parse_policy(profile.body)
    assert parse_policy(tomllib.loads(as_toml(policy))) == policy
    assert not changes(before=policy, after=policy)


def test_marks_that_end_a_text_do_not_break_the_file() -> None:
    body = profiles()[0].body
    awkward = 'a "b" \\ c\n\t\x7f\x01'
    policy = parse_policy(body | {"name": awkward})
    assert tomllib.loads(as_toml(policy))["name"] == awkward


def test_every_limit_and_every_parameter_stands_in_the_tables() -> None:
    policy = parse_policy(profiles()[0].body)
    assert sum(len(stage.lines) for stage in stage_tables(policy)) == len(policy.rules)
    assert len(parameter_lines(policy)) == len(policy.bases)
    assert [line.code for line in tag_lines(policy)] == [tag.code for tag in policy.tags]
    assert [line.limit for line in rung_lines(policy)] == [rung.limit.text for rung in policy.ladder]


def test_changes_name_node_and_scope() -> None:
    beijing, national = (parse_policy(profile.body) for profile in profiles())
    found = {change.what: change for change in changes(before=national, after=beijing)}
    handling = found["办理时限（首办）"]
    assert handling.before.startswith("5个工作日\n")
    assert handling.after.startswith("7个自然日\n")

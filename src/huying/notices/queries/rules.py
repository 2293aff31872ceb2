"""Whether a fact is told to anybody, asked at every fact of every order: from memory."""

from __future__ import annotations

from huying.domain.facts import Fact
from huying.domain.lifecycle import TRANSITIONS
from huying.domain.policies import Policy
from huying.domain.states import State
from huying.policy.queries import NoPolicy, policy_at

SENDS: dict[str, str] = {row.fact: row.action for row in TRANSITIONS if State.DISPATCHED in row.targets}
"""Fact → action of what puts an order before a unit that has to sign for it."""


def is_told(*, fact: Fact) -> bool:
    """Say whether somebody is told of a fact, or the roster of a unit may have to be called; no query.

    A policy that was published meanwhile is seen within a minute.
    """
    try:
        policy: Policy = policy_at(centre_id=fact.centre_id, at=fact.at).policy
    except NoPolicy:
        return False
    return is_sent(fact=fact) or any(rule.fact == fact.name for rule in policy.notices)


def is_sent(*, fact: Fact) -> bool:
    """Say whether the fact put an order before a unit that has to sign for it."""
    return fact.name in SENDS and fact.state == State.DISPATCHED

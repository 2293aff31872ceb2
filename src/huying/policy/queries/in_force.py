"""Which policy and calendar hold for a centre at a moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from chinese_calendar import constants

from huying.domain.errors import Unavailable
from huying.domain.policies import Policy, parse_policy
from huying.domain.policy_additions import brought_up
from huying.domain.tags import Tag
from huying.domain.workdays import Calendar
from huying.foundation import memory
from huying.organisation.queries.centres import centre_chain
from huying.policy.models import CalendarDay, PolicyVersion


class NoPolicy(Unavailable):
    """A centre without any policy in force cannot register orders."""

    code = "no_policy"
    sentence = "本中心还没有生效的时限与规则，请系统管理员先发布一版。"


@dataclass(frozen=True, kw_only=True)
class PolicyInForce:
    """A policy and the version that holds it."""

    version_id: int
    policy: Policy


def policy_at(*, centre_id: int, at: datetime) -> PolicyInForce:
    """Return the policy in force for a centre: its own, or else the nearest centre's above.

    No query while the process remembers; a version published meanwhile is seen within a minute, and
    ``publish_policy`` lets none begin sooner.

    Raises:
        NoPolicy: neither the centre nor one above it has a version in force.

    """
    for centre in centre_chain(centre_id=centre_id):
        begun = [version for begins, version in _versions(centre_id=centre) if begins <= at]
        if begun:
            return PolicyInForce(version_id=begun[-1], policy=policy_of(version_id=begun[-1]))
    raise NoPolicy


def tags_known(*, centre_id: int, at: datetime) -> tuple[Tag, ...]:
    """Return every tag that an order of the centre may have: those in force first, then those of versions before."""
    begun = [
        version
        for centre in reversed(centre_chain(centre_id=centre_id))
        for begins, version in _versions(centre_id=centre)
        if begins <= at
    ]
    found: dict[str, Tag] = {}
    for version in reversed(begun):
        for tag in policy_of(version_id=version).tags:
            found.setdefault(tag.code, tag)
    return tuple(found.values())


@memory.kept_a_minute
def _versions(*, centre_id: int) -> tuple[tuple[datetime, int], ...]:
    rows = PolicyVersion.objects.filter(centre_id=centre_id).order_by("effective_from")
    return tuple(rows.values_list("effective_from", "pk"))


@memory.kept
def policy_of(*, version_id: int) -> Policy:
    """Return the policy of a version; published versions never change."""
    return parse_policy(brought_up(PolicyVersion.objects.values_list("body", flat=True).get(pk=version_id)))


@memory.kept
def number_of(*, version_id: int) -> int:
    """Return the number that a version goes by in its centre."""
    return PolicyVersion.objects.values_list("number", flat=True).get(pk=version_id)


@memory.kept_a_minute
def calendar_of(*, centre_id: int) -> Calendar:
    """Return a centre's calendar: the national notices, with the centre's own days over them."""
    national = dict.fromkeys(constants.holidays, False) | dict.fromkeys(constants.workdays, True)
    own = dict(CalendarDay.objects.filter(centre_id=centre_id).values_list("day", "is_workday"))
    covered_until = date(max(day.year for day in constants.holidays), 12, 31)
    return Calendar(overrides=national | own, covered_until=covered_until)

"""Who acts: a person for a unit in a role, a citizen by a query code, or a named policy (管、办、督分离)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Side(StrEnum):
    """The side a role stands on; a person's seats all stand on one side.

    依据: 管、办、督分离 (S003, features D-13); 三员分立 for the three administrators
    is practice (domain.md 16.4, 约定).
    """

    MANAGE = "manage"
    HANDLE = "handle"
    WATCH = "watch"
    LEAD = "lead"
    SYSTEM = "system"
    SECURITY = "security"
    AUDIT = "audit"


class Role(StrEnum):
    """What a person is for a unit (domain.md 16.4)."""

    OPERATOR = "operator"
    DISPATCHER = "dispatcher"
    ARBITER = "arbiter"
    FOLLOWUP = "followup"
    CLERK = "clerk"
    REVIEWER = "reviewer"
    COMMUNITY = "community"
    GRID_WORKER = "grid_worker"
    SUPERVISOR = "supervisor"
    EVALUATOR = "evaluator"
    LEADER = "leader"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDIT_ADMIN = "audit_admin"
    CITIZEN = "citizen"
    POLICY = "policy"


SIDES: dict[Role, Side] = {
    Role.OPERATOR: Side.MANAGE,
    Role.DISPATCHER: Side.MANAGE,
    Role.ARBITER: Side.MANAGE,
    Role.FOLLOWUP: Side.MANAGE,
    Role.CLERK: Side.HANDLE,
    Role.REVIEWER: Side.HANDLE,
    Role.COMMUNITY: Side.HANDLE,
    Role.GRID_WORKER: Side.HANDLE,
    Role.SUPERVISOR: Side.WATCH,
    Role.EVALUATOR: Side.WATCH,
    Role.LEADER: Side.LEAD,
    Role.SYSTEM_ADMIN: Side.SYSTEM,
    Role.SECURITY_ADMIN: Side.SECURITY,
    Role.AUDIT_ADMIN: Side.AUDIT,
}

# Those who hold a seat: everyone but a citizen and a named policy.
SEATED = frozenset(SIDES)
# Rows of a whole centre are open to these; everyone else sees the rows of the own unit.
CENTRE_WIDE = frozenset(
    {Role.OPERATOR, Role.DISPATCHER, Role.ARBITER, Role.FOLLOWUP, Role.SUPERVISOR, Role.EVALUATOR, Role.LEADER}
)
# The three administrators never see an order (三员分立).
NO_ORDERS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
# Those to whom the caller's own words of a confidential order are open: the hotline itself.
SEES_ORIGINAL_OF_CONFIDENTIAL = frozenset({Role.OPERATOR, Role.DISPATCHER, Role.ARBITER, Role.FOLLOWUP, Role.POLICY})


@dataclass(frozen=True, kw_only=True)
class Actor:
    """The one who acts, as they were at that moment; goes into the history as ids.

    ``person_id``, ``unit_id`` are ``None`` only for a citizen and for a named policy, whose name is ``policy``.
    ``district_id`` is the district above the unit, where there is one. ``order_id`` is the one order that a
    citizen may know of: the one their query code opens.
    """

    role: Role
    centre_id: int
    person_id: int | None = None
    unit_id: int | None = None
    district_id: int | None = None
    policy: str = ""
    order_id: int | None = None

    @property
    def is_centre_wide(self) -> bool:
        """Say whether every order of the centre (or of the leader's district) is open to this actor."""
        return self.role in CENTRE_WIDE or self.role is Role.POLICY


def policy_actor(*, centre_id: int, name: str) -> Actor:
    """Make the actor of a named automatic policy, such as ``followup_due``."""
    return Actor(role=Role.POLICY, centre_id=centre_id, policy=name)


def citizen_actor(*, centre_id: int, order_id: int | None = None) -> Actor:
    """Make the actor of a citizen (诉求人) who registers, or who holds the code of one order."""
    return Actor(role=Role.CITIZEN, centre_id=centre_id, policy="citizen", order_id=order_id)


def sides_of(roles: Iterable[Role]) -> frozenset[Side]:
    """Return the sides that the roles of one person stand on; more than one is a conflict."""
    return frozenset(SIDES[role] for role in roles)

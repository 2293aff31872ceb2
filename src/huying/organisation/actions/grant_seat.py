"""Seat a person: for a unit, in a role."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from huying.domain.actors import SIDES, Actor
from huying.domain.actors import Role as DomainRole
from huying.domain.errors import Conflict, NotAllowed
from huying.foundation.commit import one_row
from huying.organisation.choices import Role, Side, UnitKind
from huying.organisation.models import Person, Seat
from huying.organisation.queries.people import OwnAccount, PersonSwitchedOff, locked_person
from huying.organisation.queries.units import UnitRow, unit_for
from huying.records.actions.record_access import record_access
from huying.records.choices import AccessKind

_HOTLINE = frozenset({UnitKind.HOTLINE})
_ABOVE = frozenset({UnitKind.HOTLINE, UnitKind.GOVERNMENT})
_HANDLES = frozenset(UnitKind) - _HOTLINE
SEATED_AT: dict[DomainRole, frozenset[UnitKind]] = {
    DomainRole.OPERATOR: _HOTLINE,
    DomainRole.DISPATCHER: _HOTLINE,
    DomainRole.ARBITER: _HOTLINE,
    DomainRole.FOLLOWUP: _HOTLINE,
    DomainRole.COMMUNITY: frozenset({UnitKind.COMMUNITY}),
    DomainRole.GRID_WORKER: frozenset({UnitKind.COMMUNITY, UnitKind.GRID}),
    DomainRole.SUPERVISOR: _ABOVE,
    DomainRole.EVALUATOR: _ABOVE,
    DomainRole.LEADER: _ABOVE,
    DomainRole.SYSTEM_ADMIN: _HOTLINE,
    DomainRole.SECURITY_ADMIN: _HOTLINE,
    DomainRole.AUDIT_ADMIN: _HOTLINE,
}
"""Where a role is seated; those who handle, at any unit but the hotline. 约定: a role that sees the whole centre
(or district) at a bureau or street would open every order to that unit."""


class SidesMixed(Conflict):
    """依据: 管、办、督分离 (S003, features D-13); for the three administrators 约定 (domain.md 16.4)."""

    code = "sides_mixed"
    sentence = "按管、办、督分离，一人的岗位只能在同一侧；请先结束其原有岗位，或另选人员。"


class RoleNotHere(Conflict):
    """The role is not for this kind of unit; the sentence names the kinds."""

    code = "role_not_here"
    sentence = "这个岗位不能设在这类单位，请改选单位或岗位。"


class SeatTaken(Conflict):
    """The person has this seat already."""

    code = "seat_taken"
    sentence = "这个人员在该单位已有这个岗位，无需重复设置。"


@transaction.atomic(savepoint=False)
def grant_seat(*, person_id: int, unit_id: int, role: DomainRole, actor: Actor, at: datetime) -> Seat:
    """Open a seat and return it; nobody seats themself.

    约定 (三员分立, domain.md 16.4): only the security administrator grants roles, in the own centre.
    Raises ``NotAllowed``, ``OwnAccount``, ``PersonNotFound``, ``PersonSwitchedOff``, ``UnitNotFound``,
    ``RoleNotHere``, ``SidesMixed``, ``SeatTaken``.
    """
    if actor.role not in {DomainRole.SECURITY_ADMIN, DomainRole.POLICY} or role not in SIDES:
        raise NotAllowed
    if person_id == actor.person_id:
        raise OwnAccount
    person = locked_person(person_id=person_id, actor=actor)
    if not person.is_active:
        raise PersonSwitchedOff("这个账号已停用，请先由系统管理员恢复账号，再设置岗位。")
    unit = unit_for(unit_id=unit_id, actor=actor)
    _refuse_strange_place(unit, role)
    _refuse_second_side(person, role)
    try:
        with one_row():
            seat = Seat.objects.create(
                person=person,
                unit_id=unit.id,
                role=role.value,
                side=SIDES[role].value,
                granted_by_id=actor.person_id,
                granted_at=at,
            )
    except IntegrityError as fault:
        raise _refusal(fault) from fault
    subject = f"人员 {person.pk}：设置岗位 {Role(role.value).label}（单位 {unit.code}）"
    record_access(kind=AccessKind.PERSON_CHANGE, subject=subject, actor=actor, at=at)
    return seat


def _refuse_strange_place(unit: UnitRow, role: DomainRole) -> None:
    kinds = SEATED_AT.get(role, _HANDLES)
    if unit.kind not in kinds:
        where = "、".join(UnitKind(kind).label for kind in UnitKind.values if kind in kinds)
        raise RoleNotHere(f"「{Role(role.value).label}」岗位只能设在：{where}。请改选单位或岗位。")


def _refuse_second_side(person: Person, role: DomainRole) -> None:
    """Name the seat that stands in the way; the database refuses whatever slips past."""
    wanted = SIDES[role].value
    seat = Seat.objects.filter(person=person, ended_at=None).exclude(side=wanted).select_related("unit").first()
    if seat is None:
        return
    held = f"「{Side(seat.side).label}」侧的{Role(seat.role).label}（{seat.unit.name}）"
    asked = f"「{Side(wanted).label}」侧的{Role(role.value).label}"
    raise SidesMixed(f"{person.display_name}已是{held}，按管、办、督分离不能再任{asked}；请先结束原岗位，或另选人员。")


def _refusal(fault: IntegrityError) -> Exception:
    """Return the refusal that a broken constraint stands for, else the fault itself."""
    constraint = getattr(getattr(fault.__cause__, "diag", None), "constraint_name", None)
    if constraint == "one_side_a_person":
        return SidesMixed()
    return SeatTaken() if constraint == "seat_once" else fault

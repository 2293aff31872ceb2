"""People and their seats, as the administrators' pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from huying.domain.actors import Actor
from huying.domain.errors import Conflict, NotAllowed, NotFound
from huying.foundation import memory
from huying.organisation.choices import PeopleView, Role, Side
from huying.organisation.models import Person, Seat

_PAGE, _COUNTED = 50, 1000


class PersonNotFound(NotFound):
    """No such person in the actor's centre."""

    code = "person_not_found"
    sentence = "没有找到这位人员，请核对后重试。"


class PersonSwitchedOff(Conflict):
    """The account is switched off."""

    code = "person_switched_off"
    sentence = "这个账号已停用，请先恢复账号，再发放一次性密码。"


class PersonIsSystem(Conflict):
    """A system signs in nowhere."""

    code = "person_is_system"
    sentence = "这是对接系统的账号，不能登录，也没有密码；请由安全管理员在「系统对接」页面发放令牌。"


class OwnAccount(NotAllowed):
    """Administrators do not decide on themselves."""

    code = "own_account"
    sentence = "不能给自己设置、结束岗位或停用自己的账号，请由另一位管理员办理。"


@dataclass(frozen=True, kw_only=True)
class SeatLine:
    """A seat, open or ended."""

    id: int
    unit_id: int
    unit_name: str
    role_label: str
    side_label: str
    granted_by: str
    granted_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class PersonRow:
    """A person; ``state`` is a word of ``PeopleView``, ``seats`` the open ones, oldest first."""

    id: int
    username: str
    display_name: str
    is_service: bool
    is_active: bool
    must_change_password: bool
    slip_expires_at: datetime | None
    has_second_factor: bool
    created_at: datetime
    seats: tuple[SeatLine, ...]

    @property
    def state(self) -> PeopleView:
        """Say how the account stands."""
        if not self.is_active:
            return PeopleView.OFF
        if self.must_change_password:
            return PeopleView.WAITING
        return PeopleView.IN_USE if self.seats else PeopleView.NO_SEAT


@dataclass(frozen=True, kw_only=True)
class PeoplePage:
    """A page of people by sign-in name; ``before`` and ``after`` lead on, ``total`` stops at one thousand."""

    rows: tuple[PersonRow, ...]
    total: int
    before: str = ""
    after: str = ""


def locked_person(*, person_id: int, actor: Actor) -> Person:
    """Lock a person of the actor's centre for a write and return the row; raises ``PersonNotFound``."""
    person = Person.objects.select_for_update().filter(pk=person_id, centre_id=actor.centre_id).first()
    if person is None:
        raise PersonNotFound
    return person


def person_for(*, person_id: int, actor: Actor) -> PersonRow:
    """Return a person of the actor's centre with the open seats; raises ``PersonNotFound``."""
    person = _people(actor).filter(pk=person_id).first()
    if person is None:
        raise PersonNotFound
    return _row(person)


def ended_seats_of(*, person_id: int, actor: Actor) -> tuple[SeatLine, ...]:
    """Return the seats a person of the actor's centre once held, last ended first."""
    rows = _seats().filter(person_id=person_id, person__centre_id=actor.centre_id, ended_at__isnull=False)
    return tuple(_line(seat) for seat in rows.order_by("-ended_at"))


def people_for(
    *, actor: Actor, words: str = "", view: PeopleView | None = None, before: str = "", after: str = ""
) -> PeoplePage:
    """Return a page of the centre's people, by sign-in name.

    ``words`` is part of the name or the beginning of the sign-in name; ``after`` and ``before`` are the sign-in
    names next to which the page lies.
    """
    found = _people(actor).filter(_view(view))
    if words:
        found = found.filter(Q(display_name__icontains=words) | Q(username__startswith=words.lower()))
    total = found.order_by().values("pk")[:_COUNTED].count()
    if before:
        page = list(found.filter(username__lt=before).order_by("-username")[: _PAGE + 1])
        return _page(page[:_PAGE][::-1], total=total, has_before=len(page) > _PAGE, has_after=True)
    page = list(found.filter(username__gt=after).order_by("username")[: _PAGE + 1])
    return _page(page[:_PAGE], total=total, has_before=bool(after), has_after=len(page) > _PAGE)


def people_of_unit(*, unit_id: int, actor: Actor) -> tuple[tuple[str, str], ...]:
    """Return name and role of everyone with an open seat in a unit of the actor's centre, by role."""
    order = {role: rank for rank, role in enumerate(Role.values)}
    rows = Seat.objects.filter(
        unit_id=unit_id, unit__centre_id=actor.centre_id, ended_at=None, person__is_active=True
    ).values_list("person__display_name", "role")
    return tuple((name, Role(role).label) for name, role in sorted(rows, key=lambda row: (order[row[1]], row[0])))


def _people(actor: Actor) -> QuerySet[Person]:
    seats = Prefetch("seats", queryset=_seats().filter(ended_at=None).order_by("pk"), to_attr="open_seats")
    factor = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
    return Person.objects.filter(centre_id=actor.centre_id).prefetch_related(seats).annotate(factor=Exists(factor))


def _seats() -> QuerySet[Seat]:
    return Seat.objects.select_related("unit", "granted_by")


def _view(view: PeopleView | None) -> Q:
    match view:
        case PeopleView.IN_USE:
            return Q(is_active=True)
        case PeopleView.OFF:
            return Q(is_active=False)
        case PeopleView.WAITING:
            return Q(is_active=True, must_change_password=True)
        case PeopleView.NO_SEAT:
            return Q(~Exists(Seat.objects.filter(person=OuterRef("pk"), ended_at=None)), is_active=True)
        case _:
            return Q()


def _page(rows: list[Person], *, total: int, has_before: bool, has_after: bool) -> PeoplePage:
    return PeoplePage(
        rows=tuple(_row(person) for person in rows),
        total=total,
        before=rows[0].username if rows and has_before else "",
        after=rows[-1].username if rows and has_after else "",
    )


def _row(person: Person) -> PersonRow:
    return PersonRow(
        id=person.pk,
        username=person.username,
        display_name=person.display_name,
        is_service=person.is_service,
        is_active=person.is_active,
        must_change_password=person.must_change_password,
        slip_expires_at=person.slip_expires_at,
        has_second_factor=person.factor,  # type: ignore[attr-defined]  # annotated in _people
        created_at=person.created_at,
        seats=tuple(_line(seat) for seat in person.open_seats),  # type: ignore[attr-defined]  # as above
    )


def _line(seat: Seat) -> SeatLine:
    return SeatLine(
        id=seat.pk,
        unit_id=seat.unit_id,
        unit_name=seat.unit.name,
        role_label=Role(seat.role).label,
        side_label=Side(seat.side).label,
        granted_by=seat.granted_by.display_name if seat.granted_by else "系统",
        granted_at=seat.granted_at,
        ended_at=seat.ended_at,
    )


def person_names(*, person_ids: set[int]) -> dict[int, str]:
    """Return the names of persons by id, switched off or not; a new name may take a minute."""
    known = _names_of_this_minute()
    if missing := person_ids - known.keys():
        known.update(Person.objects.filter(pk__in=missing).values_list("pk", "display_name"))
    return {person: known[person] for person in person_ids if person in known}


@memory.kept_a_minute
def _names_of_this_minute() -> dict[int, str]:
    return {}

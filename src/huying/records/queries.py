"""Reads of the records: for the audit administrator alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huying.domain.actors import Actor, Role
from huying.domain.errors import NotAllowed
from huying.domain.retention import DEFAULT_MONTHS, RetentionClass
from huying.records.choices import AccessKind
from huying.records.models import AccessRecord, RetentionRule


@dataclass(frozen=True, kw_only=True)
class AccessRow:
    """One line of the access log."""

    id: int
    at: datetime
    kind_label: str
    subject: str
    person_name: str
    unit_name: str
    role: Role


def access_log(
    *,
    actor: Actor,
    since: datetime,
    until: datetime,
    kind: AccessKind | None = None,
    before: int | None = None,
    limit: int = 50,
) -> tuple[AccessRow, ...]:
    """Return lines of the actor's centre within [since, until), newest first, below id ``before``.

    Raises:
        NotAllowed: the actor is not an audit administrator.

    """
    if actor.role is not Role.AUDIT_ADMIN:
        raise NotAllowed
    rows = AccessRecord.objects.filter(centre_id=actor.centre_id, at__gte=since, at__lt=until)
    if kind is not None:
        rows = rows.filter(kind=kind)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return tuple(
        AccessRow(
            id=row.pk,
            at=row.at,
            kind_label=AccessKind(row.kind).label,
            subject=row.subject,
            person_name=row.person.display_name if row.person else "",
            unit_name=row.unit.name if row.unit else "",
            role=Role(row.role),
        )
        for row in rows.select_related("person", "unit").order_by("-pk")[:limit]
    )


@dataclass(frozen=True, kw_only=True)
class RetentionRow:
    """How long a class of a centre's data is kept, and whether it goes then; ``set_at`` is ``None`` by default."""

    kind: RetentionClass
    months: int
    is_on: bool
    set_at: datetime | None


def retention_rules(*, centre_id: int, at: datetime) -> tuple[RetentionRow, ...]:
    """Return the rule in force for each class; where the centre has set none: three years, and nothing goes."""
    found = {
        rule.kind: rule for rule in RetentionRule.objects.filter(centre_id=centre_id, set_at__lte=at).order_by("set_at")
    }
    return tuple(_retention(kind, found.get(kind.value)) for kind in RetentionClass)


def _retention(kind: RetentionClass, rule: RetentionRule | None) -> RetentionRow:
    if rule is None:
        return RetentionRow(kind=kind, months=DEFAULT_MONTHS, is_on=False, set_at=None)
    return RetentionRow(kind=kind, months=rule.months, is_on=rule.is_on, set_at=rule.set_at)

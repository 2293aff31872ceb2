"""Reads of the records: for the audit administrator alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huying.domain.actors import Actor, Role
from huying.domain.errors import NotAllowed
from huying.records.choices import AccessKind
from huying.records.models import AccessRecord


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

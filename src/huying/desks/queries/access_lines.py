"""The access log as its page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huying.domain.actors import Actor
from huying.organisation.choices import Role
from huying.records.choices import AccessKind
from huying.records.queries import access_log


@dataclass(frozen=True, kw_only=True)
class AccessLine:
    """One line of the access log, the role in words."""

    id: int
    at: datetime
    kind_label: str
    subject: str
    person_name: str
    unit_name: str
    role_label: str


def access_lines(
    *, actor: Actor, since: datetime, until: datetime, kind: AccessKind | None, before: int | None, limit: int
) -> tuple[AccessLine, ...]:
    """Return lines within [since, until), newest first; raises ``NotAllowed`` for all but the audit administrator."""
    rows = access_log(actor=actor, since=since, until=until, kind=kind, before=before, limit=limit)
    return tuple(
        AccessLine(
            id=row.id,
            at=row.at,
            kind_label=row.kind_label,
            subject=row.subject,
            person_name=row.person_name,
            unit_name=row.unit_name,
            role_label=Role(row.role).label if row.role in Role.values else "自动规则",
        )
        for row in rows
    )

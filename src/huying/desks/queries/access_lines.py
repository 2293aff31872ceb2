"""The access log, and that of the language model, as their pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huying.domain.actors import Actor
from huying.organisation.choices import Role
from huying.records.choices import AccessKind
from huying.records.queries import ModelUseRow, access_log, model_uses


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
            role_label=_label(row.role),
        )
        for row in rows
    )


@dataclass(frozen=True, kw_only=True)
class ModelLine:
    """One use of the language model, the role in words; ``id`` is what a list is paged by."""

    id: int
    use: ModelUseRow
    role_label: str


def model_lines(
    *, actor: Actor, since: datetime, until: datetime, before: int | None, limit: int
) -> tuple[ModelLine, ...]:
    """Return uses within [since, until), newest first; raises ``NotAllowed`` for all but ``MODEL_USE_READERS``."""
    rows = model_uses(actor=actor, since=since, until=until, before=before, limit=limit)
    return tuple(ModelLine(id=row.id, use=row, role_label=_label(row.role)) for row in rows)


def _label(role: str) -> str:
    return Role(role).label if role in Role.values else "自动规则"

"""Reads of the records: for the audit administrator, and who looks after the language model."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Avg, Count, Max

from huying.domain.actors import Actor, Role
from huying.domain.errors import NotAllowed
from huying.domain.retention import DEFAULT_MONTHS, RetentionClass
from huying.records.choices import AccessKind, ModelOutcome, ModelPurpose
from huying.records.models import AccessRecord, ModelUse, RetentionRule

MODEL_USE_READERS = frozenset({Role.AUDIT_ADMIN, Role.SYSTEM_ADMIN, Role.SUPERVISOR})
# 约定: three questions in a row without an answer, and nobody is kept waiting for a minute.
_FAILURES, _REST = 3, timedelta(minutes=1)
_FAILED = frozenset({ModelOutcome.TIMEOUT.value, ModelOutcome.ERROR.value})


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


@dataclass(frozen=True, kw_only=True)
class ModelOffer:
    """A language model that pages may offer; while it ``rests`` nobody need wait to hear that it does not answer."""

    rests: bool


def model_offer(*, at: datetime) -> ModelOffer | None:
    """Return what is to be said of the language model, ``None`` where the site has none; one query where it has."""
    if not settings.HUYING_LLM_URL:
        return None
    last = list(ModelUse.objects.order_by("-pk").values_list("outcome", "at")[:_FAILURES])
    is_failing = len(last) == _FAILURES and all(outcome in _FAILED for outcome, _ in last)
    return ModelOffer(rests=is_failing and last[0][1] > at - _REST)


@dataclass(frozen=True, kw_only=True)
class ModelUseRow:
    """One question to the language model."""

    id: int
    at: datetime
    purpose_label: str
    subject: str
    person_name: str
    unit_name: str
    role: Role
    model: str
    outcome_label: str
    asked_letters: int
    told_letters: int
    milliseconds: int
    asked_sha256: str
    told_sha256: str


@dataclass(frozen=True, kw_only=True)
class ModelUseCount:
    """How often something came of the model's answers, and how many milliseconds they took: on average, and at most."""

    outcome_label: str
    times: int
    average: int
    longest: int


def model_uses(
    *, actor: Actor, since: datetime, until: datetime, before: int | None = None, limit: int = 50
) -> tuple[ModelUseRow, ...]:
    """Return uses of the language model at the actor's centre within [since, until), newest first, below ``before``.

    Raises:
        NotAllowed: the actor is none of ``MODEL_USE_READERS``.

    """
    if actor.role not in MODEL_USE_READERS:
        raise NotAllowed
    rows = ModelUse.objects.filter(centre_id=actor.centre_id, at__gte=since, at__lt=until)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return tuple(
        ModelUseRow(
            id=row.pk,
            at=row.at,
            purpose_label=ModelPurpose(row.purpose).label,
            subject=row.subject,
            person_name=row.person.display_name,
            unit_name=row.unit.name,
            role=Role(row.role),
            model=row.model,
            outcome_label=ModelOutcome(row.outcome).label,
            asked_letters=row.asked_letters,
            told_letters=row.told_letters,
            milliseconds=row.milliseconds,
            asked_sha256=row.asked_sha256,
            told_sha256=row.told_sha256,
        )
        for row in rows.select_related("person", "unit").order_by("-pk")[:limit]
    )


def model_use_counts(*, actor: Actor, since: datetime, until: datetime) -> tuple[ModelUseCount, ...]:
    """Return how often each outcome came within [since, until); raises ``NotAllowed`` as ``model_uses``."""
    if actor.role not in MODEL_USE_READERS:
        raise NotAllowed
    rows = ModelUse.objects.filter(centre_id=actor.centre_id, at__gte=since, at__lt=until).values("outcome")
    counted = {
        row["outcome"]: row
        for row in rows.annotate(times=Count("pk"), average=Avg("milliseconds"), longest=Max("milliseconds"))
    }
    return tuple(
        ModelUseCount(
            outcome_label=outcome.label,
            times=counted[outcome.value]["times"],
            average=round(counted[outcome.value]["average"]),
            longest=counted[outcome.value]["longest"],
        )
        for outcome in ModelOutcome
        if outcome.value in counted
    )

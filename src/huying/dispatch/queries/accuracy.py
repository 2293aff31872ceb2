"""Suggestion, decision and outcome beside each other: how good the suggestions are, ground by ground, band by band."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, Value, When

from huying.dispatch.choices import Ground, HeldBack
from huying.dispatch.models import Comparison
from huying.domain.actors import Actor
from huying.organisation.queries.units import names_of

SHOWN = 10
# From which probability on an order falls into a band, the surest first. 约定.
_BANDS = ((0.95, "95% 以上"), (0.9, "90%～95%"), (0.8, "80%～90%"), (0.6, "60%～80%"), (0.0, "不到 60%"))
_TAKEN, _KEPT = Q(decided_unit=F("suggested_unit")), Q(final_unit=F("suggested_unit"))
_TAKEN_BY_MODEL, _KEPT_BY_MODEL = Q(decided_unit=F("model_unit")), Q(final_unit=F("model_unit"))
_RETURNED = Q(returns__gt=0)
_BY_RULE = {True: "由规则派出", False: "抽检，由派单员派"}


@dataclass(frozen=True, kw_only=True)
class Line:
    """So many orders; of how many the first suggestion was taken, is right as things stand now, how many returned."""

    label: str
    orders: int
    taken: int
    kept: int
    returned: int

    @property
    def taken_share(self) -> str:
        """Return the share of suggestions that were taken."""
        return share(self.taken, self.orders)

    @property
    def kept_share(self) -> str:
        """Return the share of suggestions whose unit has the order now."""
        return share(self.kept, self.orders)


@dataclass(frozen=True, kw_only=True)
class Differing:
    """An order that was sent to another unit than the first suggested."""

    number: str
    title: str
    suggested_name: str
    ground_label: str
    decided_name: str
    final_name: str
    decided_at: datetime


@dataclass(frozen=True, kw_only=True)
class Accuracy:
    """A period: all, by ground of the suggestion, by the model's probability, and the last that differed.

    ``by_rule``: what the rule sent, and beside it what was drawn to be left to people; neither where there is none.
    """

    whole: Line
    by_ground: tuple[Line, ...]
    by_band: tuple[Line, ...]
    by_rule: tuple[Line, ...]
    differing: tuple[Differing, ...]


def accuracy(*, actor: Actor, since: datetime, until: datetime) -> Accuracy:
    """Compare what was suggested with what was decided in a period, and with whose the orders are now.

    An order counts on the day of its first dispatch; one of which nothing was suggested does not.
    """
    rows = Comparison.objects.filter(centre_id=actor.centre_id, decided_at__gte=since, decided_at__lt=until)
    known = rows.filter(suggested_unit__isnull=False)
    whole = known.aggregate(**_counts(_TAKEN, _KEPT))
    by_ground = {row["ground"]: row for row in known.values("ground").annotate(**_counts(_TAKEN, _KEPT))}
    by_band = {
        row["band"]: row
        for row in rows.filter(probability__isnull=False)
        .annotate(band=Case(*(When(probability__gte=least, then=Value(label)) for least, label in _BANDS)))
        .values("band")
        .annotate(**_counts(_TAKEN_BY_MODEL, _KEPT_BY_MODEL))
    }
    by_rule = {
        row["is_automatic"]: row
        for row in rows.filter(Q(is_automatic=True) | Q(held_back=HeldBack.CONTROL))
        .values("is_automatic")
        .annotate(**_counts(_TAKEN_BY_MODEL, _KEPT_BY_MODEL))
    }
    return Accuracy(
        whole=_line("全部", whole),
        by_ground=tuple(_line(str(label), by_ground[code]) for code, label in Ground.choices if code in by_ground),
        by_band=tuple(_line(label, by_band[label]) for _, label in _BANDS if label in by_band),
        by_rule=tuple(_line(label, by_rule[key]) for key, label in _BY_RULE.items() if key in by_rule),
        differing=_differing(known),
    )


def share(part: int, whole: int) -> str:
    """Return a share as pages show it, a dash of nothing."""
    return f"{part * 100 / whole:.1f}%" if whole else "—"


def _counts(taken: Q, kept: Q) -> dict[str, Count]:
    return {
        "orders": Count("pk"),
        "taken": Count("pk", filter=taken),
        "kept": Count("pk", filter=kept),
        "returned": Count("pk", filter=_RETURNED),
    }


def _line(label: str, row: Mapping[str, Any]) -> Line:
    return Line(label=label, **{name: row[name] for name in ("orders", "taken", "kept", "returned")})


def _differing(known: QuerySet[Comparison]) -> tuple[Differing, ...]:
    rows = list(known.exclude(_TAKEN).select_related("order").order_by("-decided_at", "-pk")[:SHOWN])
    units = {unit for row in rows for unit in (row.suggested_unit_id, row.decided_unit_id, row.final_unit_id) if unit}
    names = names_of(unit_ids=units)
    return tuple(
        Differing(
            number=row.order.number,
            title=row.order.title,
            suggested_name=names[row.suggested_unit_id or 0],
            ground_label=Ground(row.ground).label,
            decided_name=names[row.decided_unit_id],
            final_name=names.get(row.final_unit_id or 0, ""),
            decided_at=row.decided_at,
        )
        for row in rows
    )

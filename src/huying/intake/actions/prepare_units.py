"""Find the units that rows name, and make those that are missing by what their names say."""

from __future__ import annotations

from collections.abc import Collection
from itertools import count

from django.db import transaction

from huying.domain.actors import Actor
from huying.domain.import_maps import CentrePlan
from huying.domain.unit_names import UnitGuess, guess_unit
from huying.organisation.actions.create_region import create_region
from huying.organisation.actions.create_unit import create_unit
from huying.organisation.choices import LEVEL_ORDER, Level, UnitKind
from huying.organisation.models import Region, Unit


@transaction.atomic(savepoint=False)
def prepare_units(*, names: Collection[str], plan: CentrePlan | None, may_create: bool, actor: Actor) -> dict[str, int]:
    """Return the id of each named unit of the actor's centre.

    A missing one is made where ``may_create``: under its district's government, with a place of its own when
    it is a street or town; it is left out otherwise. Of two units of one name the older is meant. 约定.
    """
    units: dict[str, Unit] = {}
    for unit in Unit.objects.filter(centre_id=actor.centre_id).order_by("pk"):
        units.setdefault(unit.name, unit)
    units |= {short: units[full] for short, full in _short_names(plan).items() if full in units}
    if may_create:
        taken = {unit.code for unit in units.values()}
        codes = (code for number in count(1) if (code := f"u{number:04d}") not in taken)
        for name in sorted(set(names) - set(units)):
            units[name] = _create(name, code=next(codes), plan=plan, units=units, actor=actor)
    return {name: units[name].pk for name in names if name in units}


def _short_names(plan: CentrePlan | None) -> dict[str, str]:
    """Return how lists shorten the names of governments, such as 市政府."""
    if plan is None:
        return {}
    shortened = {f"{one.name}政府": f"{one.name}人民政府" for one in (plan.city, *plan.districts)}
    return {"市政府": f"{plan.city.name}人民政府", **shortened}


def _create(name: str, *, code: str, plan: CentrePlan | None, units: dict[str, Unit], actor: Actor) -> Unit:
    city = plan.city.name if plan else ""
    guess = guess_unit(name=name, city=city, districts=[one.name for one in plan.districts] if plan else [])
    above = units.get(f"{guess.district or city}人民政府")
    level = Level(guess.level.value)
    if above and LEVEL_ORDER[level] < LEVEL_ORDER[above.level]:
        level = Level(above.level)
    return create_unit(
        code=code,
        name=name,
        kind=UnitKind(guess.kind),
        level=level,
        actor=actor,
        parent_id=above.pk if above else None,
        region_id=_place(guess, above, actor),
    )


def _place(guess: UnitGuess, above: Unit | None, actor: Actor) -> int | None:
    """Return the place that a street or town governs, made where it is missing; a code of its own. 约定."""
    if not guess.place or above is None or above.region is None:
        return None
    beside = Region.objects.filter(centre_id=actor.centre_id, parent=above.region)
    known = beside.filter(name=guess.place).first()
    if known:
        return known.pk
    code = f"{above.region.code}-{beside.count() + 1:03d}"
    return create_region(code=code, name=guess.place, level=Level.STREET, actor=actor, parent_id=above.region.pk).pk

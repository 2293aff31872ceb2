"""How far the demonstration is laid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huying.demo.models import Load
from huying.foundation import memory


@dataclass(frozen=True, kw_only=True)
class LoadRow:
    """The orders of one seed: ``done`` of ``wanted`` are written, each lived up to ``until``."""

    id: int
    centre_id: int
    seed: int
    until: datetime
    wanted: int
    done: int


def load_of(*, seed: int) -> LoadRow | None:
    """Return the load of a seed, ``None`` where it was never asked for."""
    load = Load.objects.filter(seed=seed).first()
    return _row(load) if load else None


@memory.kept_a_minute
def unfinished_load(*, centre_id: int) -> LoadRow | None:
    """Return a load of the centre that still lacks orders; as of this minute."""
    loads = [_row(load) for load in Load.objects.filter(centre_id=centre_id)]
    return next((load for load in loads if load.done < load.wanted), None)


def _row(load: Load) -> LoadRow:
    return LoadRow(
        id=load.pk,
        centre_id=load.centre_id,
        seed=load.seed,
        until=load.until,
        wanted=load.wanted,
        done=load.done,
    )

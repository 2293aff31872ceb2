"""The demonstration as ``huying up`` and ``huying demo load`` ask for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from huying.demo.actions.furnish_city import furnish_city
from huying.demo.actions.grow_city import grow_city
from huying.demo.actions.load_batch import load_batch
from huying.demo.actions.load_past import load_past
from huying.demo.actions.make_demo_centre import make_demo_centre
from huying.demo.actions.open_load import open_load
from huying.demo.actions.register_demo_orders import register_demo_orders
from huying.demo.actions.set_demo_passwords import Account, set_demo_passwords
from huying.demo.queries import demo_centre_id, store_is_empty
from huying.demo.queries.calls import FIRST_WAVE
from huying.demo.queries.cast import Cast, cast_of
from huying.demo.queries.loads import LoadRow, load_of
from huying.foundation import memory
from huying.foundation.commit import one_commit

SEED = 1
# So many orders live by the real actions; what is wanted beyond is written in bulk, finished. 约定.
LIVED = 20_000
_BATCH, _BULK = 10, 2000


def demonstration(*, loopback: bool, at: datetime, orders: int = 0) -> list[Account]:
    """Make the invented city in an empty store, and return its accounts; none where real centres stand alone.

    With ``orders`` the whole city is made and that many orders are wanted, of which the first 200 are written
    here; without, only the few units of ``city.toml``. A first start that was killed is made up for.
    """
    if store_is_empty():
        _make(at=at)
        if orders:
            _want(seed=SEED, orders=orders, at=at)
    if (load := load_of(seed=SEED)) and load.done < min(load.wanted, FIRST_WAVE):
        write_orders(load=load, most=FIRST_WAVE)
    if demo_centre_id() is None:
        return []
    with one_commit():
        return set_demo_passwords(loopback=loopback)


def wanted_load(*, seed: int, orders: int, at: datetime) -> LoadRow:
    """Make the whole city where it is lacking, note that so many orders of a seed are wanted; return the load."""
    if demo_centre_id() is None:
        _make(at=at)
    return _want(seed=seed, orders=orders, at=at)


def write_orders(
    *,
    load: LoadRow,
    most: int | None = None,
    advance: Callable[[int], object] = int,
    stopped: Callable[[], bool] = bool,
) -> int:
    """Write the orders that a load lacks, up to ``most`` in all, a commit for each batch; return how far it is.

    ``advance`` is told how far after each batch; ``stopped`` is asked between two.
    """
    cast = cast_of(centre_id=load.centre_id, seed=load.seed)
    done, end = load.done, min(load.wanted, most or load.wanted, LIVED)
    while done < end and not stopped():
        with one_commit():
            done = load_batch(load_id=load.id, cast=cast, size=_BATCH, most=end)
        advance(done)
    while LIVED <= done < load.wanted and not most and not stopped():
        done = _write_past(load, cast)
        advance(done)
    return done


def _write_past(load: LoadRow, cast: Cast) -> int:
    with one_commit():
        return load_past(load_id=load.id, cast=cast, size=_BULK, at=load.until)


def _make(*, at: datetime) -> None:
    with one_commit():
        centre_id = make_demo_centre(at=at)
        memory.forget()
        register_demo_orders(centre_id=centre_id, at=at)
    memory.forget()


def _want(*, seed: int, orders: int, at: datetime) -> LoadRow:
    centre_id = demo_centre_id()
    assert centre_id is not None
    with one_commit():
        grow_city(centre_id=centre_id, at=at)
        furnish_city(centre_id=centre_id, at=at)
        open_load(centre_id=centre_id, seed=seed, wanted=orders, at=at)
    memory.forget()
    load = load_of(seed=seed)
    assert load is not None
    return load

"""Whole pages of the ledgers, with so many rows of each kind in the store, half of them open."""

from __future__ import annotations

import shutil
import sys
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from huying.cli.store import opened
from huying.foundation import embedded

if TYPE_CHECKING:
    from benchmarks.core.city import City
    from huying.domain.actors import Actor

_BUILD = Path(__file__).parents[2] / "build" / "bench"
# Not every order that is laid has a unit: those that have get a row of each kind.
_ORDERS_A_ROW = 1.2
_TABLES = (
    *("workorders_order", "workorders_event", "workorders_clock", "workorders_focus", "dispatch_returnrequest"),
    *("handling_extension", "handling_hanging", "coordination_conference", "coordination_opinion"),
    *("coordination_whistle", "coordination_whistlecall", "coordination_whistletask"),
    *("coordination_escalation", "coordination_instruction", "supervision_supervisionorder"),
)
# The busiest bureau has thousands of open rows; the street and the district are of ordinary size.
_PAGES: dict[str, tuple[str, ...]] = {
    "/returns/": ("arbiter", "bureau clerk", "district leader"),
    "/returns/settled/": ("arbiter", "bureau clerk", "district leader"),
    "/returns/units/": ("supervisor", "bureau clerk", "district leader"),
    "/returns/unsigned/": ("supervisor", "bureau clerk", "district leader"),
    "/precedents/": ("bureau clerk",),
    "/extensions/": ("arbiter", "bureau reviewer"),
    "/hanging/": ("arbiter", "bureau clerk", "district leader", "street clerk"),
    "/hanging/?category=legacy&is_late=on": ("arbiter", "bureau clerk", "district leader"),
    "/hanging/?state=written_off": ("arbiter", "bureau clerk"),
    "/hanging/waiting/": ("arbiter", "bureau reviewer"),
    "/whistles/": ("supervisor", "bureau clerk", "district leader", "street clerk"),
    "/whistles/units/": ("supervisor", "bureau clerk", "district leader"),
    "/conferences/": ("dispatcher", "bureau clerk", "street clerk"),
    "/conferences/?tab=settled": ("dispatcher", "bureau clerk", "street clerk"),
    "/leaders/": ("city leader", "district leader", "bureau clerk", "street clerk"),
    "/leaders/?tab=answered": ("city leader", "bureau clerk", "street clerk"),
    "/leaders/?tab=given": ("city leader", "supervisor", "bureau clerk", "street clerk"),
    "/leaders/?tab=reported": ("city leader", "supervisor", "bureau clerk", "street clerk"),
    "/supervision/": ("supervisor", "district leader", "bureau clerk", "street clerk"),
    "/supervision/?tab=answered": ("supervisor", "district leader", "bureau clerk"),
    "/supervision/?tab=closed": ("supervisor", "district leader", "bureau clerk"),
    "/supervision/units/": ("supervisor", "district leader", "bureau clerk"),
    "/coordination/pushed-down/": ("supervisor", "district leader"),
    "/focus/": ("supervisor",),
}


def run(*, rows: int, calls: int) -> dict[str, Any]:
    """Return ``ledger_p95_ms`` of the slowest page, and of each ledger what each reader waited for.

    Makes and opens a store of its own; call it in a process that has opened none.
    """
    _BUILD.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=_BUILD, prefix="ledgers-", ignore_cleanup_errors=True) as folder:
        data = Path(folder) / "store"
        with opened(data) as store:
            assert store.embedded
            found = _figures(store.embedded, rows=rows, calls=calls)
        shutil.rmtree(data)
    slowest = max(found, key=lambda name: found[name]["p95_ms"])
    return {"ledger_p95_ms": found[slowest]["p95_ms"], "slowest_ledger": slowest, "detail": found}


def _figures(server: embedded.Server, *, rows: int, calls: int) -> dict[str, Any]:
    # Models may be imported only now that the store is open.
    from benchmarks.core.city import make_city
    from benchmarks.core.loading import load
    from benchmarks.mechanisms.looks import look
    from huying.foundation import clock, memory

    city = make_city(at=clock.now())
    readers = _readers(city)
    memory.forget()
    load(size=int(rows * _ORDERS_A_ROW), city=city, server=server)
    _lay(server, readers, rows=rows)
    found = {}
    for url, names in _PAGES.items():
        for name in names:
            found[f"{url} · {name}"] = seen = look(readers[name], url, calls=calls)
            sys.stderr.write(f"{url} · {name}: {seen}\n")
    return found


def _readers(city: City) -> dict[str, Actor]:
    """Seat those who read ledgers: at the hotline, in the busiest bureau; the others the city has."""
    from benchmarks.core.city import seated
    from huying.domain.actors import Role, policy_actor
    from huying.foundation import clock
    from huying.foundation.commit import one_commit
    from huying.organisation.choices import UnitKind
    from huying.organisation.models import Unit

    hotline = city.operator.unit_id or 0
    bureau = Unit.objects.filter(kind=UnitKind.BUREAU).order_by("pk")[0].pk
    seats = {
        "arbiter": (hotline, Role.ARBITER),
        "supervisor": (hotline, Role.SUPERVISOR),
        "city leader": (hotline, Role.LEADER),
        "bureau clerk": (bureau, Role.CLERK),
        "bureau reviewer": (bureau, Role.REVIEWER),
    }
    actor = policy_actor(centre_id=city.operator.centre_id, name="benchmark")
    with one_commit():
        made = {
            name: seated(name.replace(" ", "-"), unit, role, actor=actor, at=clock.now())
            for name, (unit, role) in seats.items()
        }
    return made | {"dispatcher": city.city, "district leader": city.district, "street clerk": city.street}


def _lay(server: embedded.Server, readers: dict[str, Actor], *, rows: int) -> None:
    import psycopg
    from psycopg import ClientCursor

    script = files(__package__).joinpath("ledgers.sql").read_text(encoding="utf-8")
    given = {
        "rows": rows,
        "centre": readers["arbiter"].centre_id,
        "clerk": readers["bureau clerk"].person_id,
        "reviewer": readers["bureau reviewer"].person_id,
        "arbiter": readers["arbiter"].person_id,
        "leader": readers["city leader"].person_id,
    }
    with psycopg.connect(server.url(role=embedded.SUPERUSER), autocommit=True) as superuser:
        superuser.execute("SET session_replication_role = replica")
        with superuser.transaction():
            # The script is ours; parameters are put in on this side, since several statements take none.
            ClientCursor(superuser).execute(script, given)
        superuser.execute(f"VACUUM ANALYZE {', '.join(_TABLES)}")
        superuser.execute("CHECKPOINT")

"""Is what a caller says known already: how fast among a million orders, how many are found, how many wrongly?

A million invented orders of a year, all of them in the index and within the policy's days; among them the messages of
``teddy_t2``, where they are at hand. Asked are invented demands (how fast), edited accounts of orders that are there
(how many are found), the other messages of a ``dup_group``, and messages that are not there (how many orders are shown
all the same). Nothing is learned here, so nothing is split; the edits are drawn by seed 5.
"""

from __future__ import annotations

import csv
import gzip
import os
import re
import shutil
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, LiteralString

import psycopg
from psycopg import Connection, sql

from benchmarks.core import wording
from benchmarks.core.timing import Timed, timed
from huying.cli.store import opened
from huying.language.likeness import keys_of

if TYPE_CHECKING:
    from benchmarks.core.city import City
    from huying.workorders.queries.likely_same import Said

_ROOT = Path(__file__).parents[2]
_STORE = _ROOT / "build" / "bench" / "known-store"
_SIZE, _CALLS, _COLD_CALLS, _SEED = 1_000_000, 400, 100, 5
_SHORTEST = 40  # characters of an account that is edited
_CLAUSE = re.compile(r"[^，。；！？\s]+[，。；！？\s]*")
_GREETING = "尊敬的领导您好，我是一名普通住户，冒昧打扰，想说一件最近让我们很烦心的事。"
_ENDING = "以上情况属实，盼早日得到重视，祝工作顺利，万分感激！"

Planted = dict[int, "Message"]


class Message:
    """A message of ``teddy_t2``: its text and the group of its like."""

    def __init__(self, row: Mapping[str, str]) -> None:
        """Take a row of the file."""
        self.text, self.group = f"{row['title']}。{row['detail']}", row["dup_group"]


def run(*, size: int = _SIZE) -> dict[str, object] | None:
    """Return milliseconds of a lookup, recall of edited accounts and of like messages, and what is shown wrongly."""
    with a_city(_STORE, size=size) as (city, superuser):
        return measured(city, superuser)


@contextmanager
def a_city(data: Path, *, size: int) -> Iterator[tuple[City, Connection[Any]]]:
    """Give a city with so many invented orders and a superuser's connection, in a store of its own that is deleted.

    Call it in a process that has opened none.
    """
    shutil.rmtree(data, ignore_errors=True)
    data.parent.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, data, ignore_errors=True)
        store = stack.enter_context(opened(data))
        assert store.embedded
        from benchmarks.core.city import make_city
        from benchmarks.core.loading import load
        from huying.foundation import clock, embedded, memory

        city = make_city(at=clock.now())
        memory.forget()
        load(size=size, city=city, server=store.embedded)
        superuser = psycopg.connect(store.embedded.url(role=embedded.SUPERUSER), autocommit=True)
        yield city, stack.enter_context(superuser)


def measured(city: City, superuser: Connection[Any]) -> dict[str, object]:
    """Plant, lay the keys, and measure in a store that holds the orders."""
    from huying.foundation import clock

    at = _with_all_days(city, at=clock.now())
    planted = plant(messages(), superuser)
    found: dict[str, object] = {"orders": _one(superuser, "SELECT count(*) FROM workorders_order")}
    found |= lay_keys(city, superuser)
    return found | figures(city, superuser, planted, at=at)


def messages() -> list[Message]:
    """Return the messages of ``teddy_t2``, none where they are not at hand."""
    folder = Path(os.environ.get("HUYING_SHARED_DATA", _ROOT.parent / "shared" / "data"))
    path = folder / "teddy_t2_classify_dev.csv.gz"
    if not path.exists():
        print(f"没有真实数据 {path.name}，只用虚构的诉求测量；可用 HUYING_SHARED_DATA 指明其目录。")
        return []
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return [Message(row) for row in csv.DictReader(file) if row["detail_kind"] == "raw"]


def plant(given: Sequence[Message], superuser: Connection[Any]) -> Planted:
    """Give orders all over the year these texts instead of their own; leave every tenth group out, to be asked for."""
    kept = [message for message in given if not _is_left_out(message)]
    newest = _one(superuser, "SELECT max(id) FROM workorders_order")
    step = newest // (len(kept) + 1) or 1
    planted = {(place + 1) * step: message for place, message in enumerate(kept)}
    with superuser.transaction(), superuser.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("CREATE TEMP TABLE planted (id bigint PRIMARY KEY, body text) ON COMMIT DROP")
        with cursor.copy("COPY planted FROM STDIN") as copy:
            for key, message in planted.items():
                copy.write_row((key, message.text))
        cursor.execute(
            "UPDATE workorders_text AS said SET body = planted.body FROM planted"
            " WHERE said.order_id = planted.id AND said.event = 1 AND said.kind = 'original'"
        )
        cursor.execute("UPDATE workorders_order SET place_text = '' WHERE id IN (SELECT id FROM planted)")
    return planted


def _is_left_out(message: Message) -> bool:
    return sum(message.group.encode()) % 10 == 0


def lay_keys(city: City, superuser: Connection[Any]) -> dict[str, object]:
    """Write the keys of all orders, as the database does when each is registered, and return what they take."""
    centre = city.operator.centre_id
    superuser.execute("TRUNCATE workorders_likenesskey")
    superuser.execute("ALTER TABLE workorders_likenesskey DROP CONSTRAINT workorders_likenesskey_pkey")
    ask = (
        "SELECT o.id, o.place_text, t.body FROM workorders_order o JOIN workorders_text t"
        " ON t.order_id = o.id AND t.event = 1 AND t.kind = 'original' ORDER BY o.id"
    )
    with psycopg.connect(superuser.info.dsn, autocommit=False) as reader, reader.cursor("orders") as orders:
        orders.itersize = 5000
        orders.execute(ask)
        with superuser.cursor().copy("COPY workorders_likenesskey (key, order_id) FROM STDIN") as copy:
            for order_id, place, body in orders:
                for key in keys_of(text=body, place=place, within=centre):
                    copy.write_row((key, order_id))
    superuser.execute(
        "ALTER TABLE workorders_likenesskey ADD CONSTRAINT workorders_likenesskey_pkey PRIMARY KEY (key, order_id)"
    )
    superuser.execute("VACUUM ANALYZE workorders_likenesskey")
    return {
        "keys": _one(superuser, "SELECT count(*) FROM workorders_likenesskey"),
        "table_mb": _mb(superuser, "pg_table_size('workorders_likenesskey')"),
        "index_mb": _mb(superuser, "pg_indexes_size('workorders_likenesskey')"),
    }


def figures(city: City, superuser: Connection[Any], planted: Planted, *, at: datetime) -> dict[str, object]:
    """Return every figure of a store whose keys are laid."""
    from huying.workorders.queries.likely_same import likely_same

    random = Random(_SEED)
    asked = _invented(random, at=at)
    places = iter(asked * 9)

    def lookup() -> None:
        likely_same(said=next(places), actor=city.operator, at=at)

    warm = timed(_CALLS, lookup)
    superuser.execute("CREATE EXTENSION IF NOT EXISTS pg_buffercache")
    return {
        "lookup_ms": asdict(warm),
        "lookup_cold_ms": asdict(_cold(lookup, superuser)),
        "recall_invented": _recall_of_edits(_recent(superuser, random, planted), city, random, at=at),
        "recall_messages": _recall_of_edits(_long(planted, random), city, random, at=at),
        "dup_group": _recall_of_groups(planted, city, random, at=at),
        "shown_to_unknown": {
            "invented": _shown(asked[:_CALLS], city, at=at),
            "messages": _shown(_left_out(random, at=at), city, at=at),
        },
    }


def _with_all_days(city: City, *, at: datetime) -> datetime:
    """Publish a policy by which a year's orders are looked for; return a moment at which it is in force."""
    from huying.domain.actors import policy_actor
    from huying.foundation import memory, reference
    from huying.foundation.commit import one_commit
    from huying.policy.actions.publish_policy import publish_policy
    from huying.policy.queries import number_of, policy_at

    centre = city.operator.centre_id
    body = tomllib.loads((reference.folder() / "policies" / "national.toml").read_text())
    body["parameters"]["repeat_days"]["value"] = 500
    after = number_of(version_id=policy_at(centre_id=centre, at=at).version_id)
    begins = at + timedelta(minutes=2)
    actor = policy_actor(centre_id=centre, name="benchmark")
    with one_commit():
        publish_policy(body=body, effective_from=begins, note="a year", after=after, actor=actor, at=at)
    memory.forget()
    return begins + timedelta(minutes=5)


def _invented(random: Random, *, at: datetime) -> list[Said]:
    """Return demands as an operator has them before registering: a line, a region and a matter that have orders."""
    from huying.workorders.models import Order
    from huying.workorders.queries.likely_same import Said

    newest = list(Order.objects.order_by("-pk").values_list("caller_id", "region_id", "matter_id")[:2000])
    places, demands = wording.places(_CALLS, seed=77), wording.demands(_CALLS, seed=78)
    return [
        Said(
            text=f"{place}，{demand}", at=at, place_text=place, region_id=region, matter_id=matter, caller_ids=[caller]
        )
        for place, demand, (caller, region, matter) in zip(places, demands, random.sample(newest, _CALLS), strict=True)
    ]


def _cold(lookup: Callable[[], None], superuser: Connection[Any]) -> Timed:
    """Time lookups with nothing in the server's own buffers; the system's file cache stays."""
    import time
    from statistics import median, quantiles

    taken = []
    for _ in range(_COLD_CALLS):
        superuser.execute("SELECT pg_buffercache_evict_all()")
        began = time.perf_counter()
        lookup()
        taken.append((time.perf_counter() - began) * 1000)
    return Timed(
        calls=len(taken),
        p50_ms=round(median(taken), 2),
        p95_ms=round(quantiles(taken, n=20, method="inclusive")[-1], 2),
        worst_ms=round(max(taken), 2),
    )


def _recent(superuser: Connection[Any], random: Random, planted: Planted) -> dict[int, tuple[str, str]]:
    rows = superuser.execute(
        "SELECT o.id, t.body, o.place_text FROM workorders_order o JOIN workorders_text t"
        " ON t.order_id = o.id AND t.event = 1 AND t.kind = 'original' WHERE o.id = ANY (%s)",
        [random.sample(range(1, _one(superuser, "SELECT max(id) FROM workorders_order")), _CALLS)],
    )
    return {key: (body, place) for key, body, place in rows if key not in planted and len(body) >= _SHORTEST}


def _long(planted: Planted, random: Random) -> dict[int, tuple[str, str]]:
    keys = [key for key, message in planted.items() if len(message.text) >= _SHORTEST]
    return {key: (planted[key].text, "") for key in random.sample(keys, min(_CALLS, len(keys)))}


def _recall_of_edits(
    orders: Mapping[int, tuple[str, str]], city: City, random: Random, *, at: datetime
) -> dict[str, float]:
    """Return, for each way of editing, which share of the orders is among those shown for the edited account."""
    from huying.workorders.queries.likely_same import Said, likely_same

    found = {}
    for name, edit in EDITS.items():
        hits = 0
        for key, (body, place) in orders.items():
            said = Said(text=edit(body, random), at=at, place_text=place)
            hits += any(one.row.id == key for one in likely_same(said=said, actor=city.operator, at=at))
        found[name] = round(hits / (len(orders) or 1), 3)
    return found


def _recall_of_groups(planted: Planted, city: City, random: Random, *, at: datetime) -> dict[str, float]:
    """Return how many messages of a ``dup_group`` find another one of it that is an order; itself does not count."""
    from huying.workorders.queries.likely_same import Said, likely_same

    groups: dict[str, set[int]] = defaultdict(set)
    for key, message in planted.items():
        groups[message.group].add(key)
    members = [key for keys in groups.values() if len(keys) > 1 for key in keys]
    hits = 0
    for key in (asked := random.sample(sorted(members), min(_CALLS, len(members)))):
        said = Said(text=planted[key].text, at=at, besides=key)
        shown = {one.row.id for one in likely_same(said=said, actor=city.operator, at=at)}
        hits += bool(shown & groups[planted[key].group])
    return {"asked": len(asked), "recall": round(hits / (len(asked) or 1), 3)}


def _left_out(random: Random, *, at: datetime) -> list[Said]:
    """Return messages of groups that were not planted."""
    from huying.workorders.queries.likely_same import Said

    given = [message for message in messages() if _is_left_out(message)]
    return [Said(text=one.text, at=at) for one in random.sample(given, min(_CALLS, len(given)))]


def _shown(asked: Sequence[Said], city: City, *, at: datetime) -> dict[str, float]:
    from huying.workorders.queries.likely_same import likely_same

    shown = [len(likely_same(said=said, actor=city.operator, at=at)) for said in asked]
    count = len(shown) or 1
    return {"mean": round(sum(shown) / count, 3), "share_with_any": round(sum(map(bool, shown)) / count, 3)}


def _swapped(text: str, random: Random) -> str:
    """Put other words in the place of a tenth of the characters, two at a time."""
    letters = list(text)
    for _ in range(max(1, len(text) // 20)):
        place, other = random.randrange(len(text) - 1), random.randrange(len(_GREETING) - 1)
        letters[place : place + 2] = _GREETING[other : other + 2]
    return "".join(letters)


def _cut(text: str, random: Random) -> str:
    """Keep the first or the last 55 % of an account."""
    kept = len(text) * 55 // 100
    return text[:kept] if random.random() < 1 / 2 else text[-kept:]


def _rewritten(text: str, random: Random) -> str:
    """Tell the same by another channel: a third of the clauses gone, the rest in another order, words swapped."""
    clauses = _CLAUSE.findall(text)
    kept = [clause for clause in clauses if random.random() < 2 / 3] or clauses[:1]
    random.shuffle(kept)
    return f"网友留言：{_swapped(''.join(kept) + '。', random)}"


EDITS: dict[str, Callable[[str, Random], str]] = {
    "swapped": _swapped,
    "cut": _cut,
    "greeted": lambda text, _: f"{_GREETING}{text}{_ENDING}",
    "other_channel": _rewritten,
}


def _one(superuser: Connection[Any], ask: LiteralString) -> int:
    row = superuser.execute(sql.SQL(ask)).fetchone()
    assert row
    return int(row[0])


def _mb(superuser: Connection[Any], what: LiteralString) -> float:
    return round(_one(superuser, f"SELECT {what}") / 2**20, 1)

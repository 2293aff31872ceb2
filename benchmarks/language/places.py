"""How well places are read, how fast a text is, and how much of each: span F1 on addresses and on marked orders.

Addresses: ``address_parsing_dev``, exact start, end and kind; the gazetteer is the public list of provinces, cities,
districts and towns, nothing of the training part. Orders: fifty of Haikou, whole mentions of places, marked by hand
before they were read (``places_marked.json``: row numbers and offsets, no text).
"""

from __future__ import annotations

import csv
import gzip
import json
import os
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from huying.language.reading import Gazetteer, Known, PlaceKind, reading

_DATA = Path(os.environ.get("HUYING_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))
_MARKED = Path(__file__).with_name("places_marked.json")
_AT = datetime(2018, 6, 30, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
# Their labels in our words; what is not here (redundant, assist, country …) is not scored.
_KINDS = {
    "prov": "province",
    "city": "city",
    "district": "district",
    "town": "street",
    "community": "community",
    "road": "road",
    "subRoad": "road",
    "roadno": "number",
    "poi": "poi",
    "subpoi": "poi",
    "devZone": "poi",
    "houseno": "building",
    "cellno": "entrance",
    "floorno": "floor",
    "roomno": "room",
}
_POI = {PlaceKind.ESTATE, PlaceKind.LANDMARK}
_TIMED = 3000
Span = tuple[int, int, str]


def run() -> dict[str, object] | None:
    """Return the figures, ``None`` where the data are absent."""
    if not (_DATA / "address_parsing_dev.jsonl.gz").exists():
        print("没有 ../shared/data，跳过地点识别的测量。")
        return None
    division = list(_division())
    return {
        "addresses": _addresses(Gazetteer(division)),
        "orders": _orders(_of_haikou(division)),
        "speed": _speed(_of_haikou(division)),
    }


def _division() -> Iterator[Known]:
    """Yield China's provinces, cities, districts and towns; the chain is of row numbers."""
    kinds = {"province": "province", "city": "city", "county": "district", "street": "street"}
    chains: dict[str, tuple[int, ...]] = {}
    with gzip.open(_DATA / "reference" / "cn_division_county_street.csv.gz", "rt", encoding="utf-8") as file:
        for number, row in enumerate(csv.DictReader(file)):
            chains[row["code"]] = (number, *chains.get(row["parent_code"], ()))
            yield Known(kind=PlaceKind(kinds[row["level"]]), name=row["name"], chain=chains[row["code"]])


def _of_haikou(division: list[Known]) -> Gazetteer:
    city = next(known for known in division if known.name == "海口市" and known.kind is PlaceKind.CITY)
    return Gazetteer(known for known in division if city.chain[0] in known.chain)


def _addresses(gazetteer: Gazetteer) -> dict[str, object]:
    told: Counter[str] = Counter()
    found: Counter[str] = Counter()
    right: Counter[str] = Counter()
    with gzip.open(_DATA / "address_parsing_dev.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            gold = {(s["start"], s["end"], _KINDS[s["label"]]) for s in row["spans"] if s["label"] in _KINDS}
            ours = set(_parts(row["text"], gazetteer))
            told.update(kind for *_, kind in gold)
            found.update(kind for *_, kind in ours)
            right.update(kind for *_, kind in gold & ours)
    by_kind = {kind: _score(right[kind], found[kind], told[kind]) for kind in sorted(told)}
    return {"all": _score(right.total(), found.total(), told.total()), **by_kind}


def _parts(text: str, gazetteer: Gazetteer) -> Iterator[Span]:
    for place in reading(text, at=_AT, gazetteer=gazetteer).places:
        for part in place.parts:
            yield part.start, part.end, "poi" if part.kind in _POI else part.kind.value


def _orders(gazetteer: Gazetteer) -> dict[str, object]:
    marks = json.loads(_MARKED.read_text(encoding="utf-8"))
    rows = _contents()
    right = near = found = told = 0
    for number, spans in marks["rows"].items():
        gold = [tuple(span) for span in spans]
        text = rows[int(number)][: marks["read"]]
        ours = [(place.start, place.end) for place in reading(text, at=_AT, gazetteer=gazetteer).places]
        right += len(set(gold) & set(ours))
        near += sum(any(start < e and s < end for s, e in ours) for start, end in gold)
        found, told = found + len(ours), told + len(gold)
    return {"exact": _score(right, found, told), "touched": round(near / told, 3)}


def _contents() -> list[str]:
    with gzip.open(_DATA / "haikou12345_orders_dev.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return [row["content"] for row in csv.DictReader(file)]


def _score(right: int, found: int, told: int) -> dict[str, float]:
    precision, recall = right / max(found, 1), right / max(told, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return {"precision": round(precision, 3), "recall": round(recall, 3), "f1": round(f1, 3), "told": told}


def _speed(gazetteer: Gazetteer) -> dict[str, float]:
    """Return milliseconds of processor time for a full reading, over every fifth order."""
    texts = _contents()[::5][:_TIMED]
    spent = []
    for text in texts:
        begun = time.process_time()
        reading(text, at=_AT, gazetteer=gazetteer)
        spent.append((time.process_time() - begun) * 1000)
    spent.sort()
    at = {
        name: round(spent[int(len(spent) * share)], 2) for name, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99))
    }
    return {**at, "max": round(spent[-1], 2), "texts": len(texts)}


if __name__ == "__main__":
    print(json.dumps(run(), ensure_ascii=False, indent=1))

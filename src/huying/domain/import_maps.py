"""Which column of a file means what: the map of an import, read from plain data."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any
from zoneinfo import ZoneInfo

from huying.domain.catalogue_drafts import DEEPEST
from huying.domain.errors import Invalid
from huying.domain.outcomes import SATISFACTION_LABELS
from huying.domain.policies import KIND_LABELS, URGENCY_LABELS
from huying.domain.reading import Fault, Faults, flag, only, pattern, read, table, text, whole
from huying.domain.states import FINAL

_ONE = ("number", "date", "text", "title", "place", "unit", "phone", "name")
_NEEDED = ("number", "text")
_JOINED = {"text", "title", "place"}  # what a file may tell in several columns
_BETWEEN = " · "
STILL_OPEN = "open"
"""What a map calls an order that its source had not closed."""


class MapFaulty(Invalid):
    """A map that cannot be used as it stands; ``fields`` names each fault."""

    code = "map_faulty"
    sentence = "导入映射有误，请按提示逐项改正。"


@dataclass(frozen=True, kw_only=True)
class Choice:
    """How a code is chosen: by a cell's whole value, else by the first word it holds, else ``otherwise``.

    Words are looked for in the first ``within`` characters; 0: in all.
    """

    otherwise: str
    column: str = ""
    values: Mapping[str, str]
    words: Mapping[str, str]
    within: int = 0

    def of(self, cells: Mapping[str, str]) -> str:
        """Return the code for a row."""
        cell = cells[self.column].strip() if self.column else ""
        if cell in self.values:
            return self.values[cell]
        head = cell[: self.within] if self.within else cell
        return next((code for word, code in self.words.items() if word in head), self.otherwise)


@dataclass(frozen=True, kw_only=True)
class Place:
    """A place with its code."""

    code: str
    name: str


@dataclass(frozen=True, kw_only=True)
class CentrePlan:
    """The centre to make where it does not exist; ``profile`` names a shipped policy."""

    name: str
    level: str
    profile: str
    area_code: str
    city: Place
    districts: tuple[Place, ...]


@dataclass(frozen=True, kw_only=True)
class HistoryPlan:
    """How the end of an order stands in a file: columns (empty: none), the file's clock, cells that say nothing."""

    zone: ZoneInfo
    closed: str
    due: str
    reply: str
    blank: frozenset[str]
    state: Choice
    satisfaction: Choice | None


@dataclass(frozen=True, kw_only=True)
class ImportMap:
    """What a file's columns mean. ``columns`` maps our word to the file's; ``matter`` lists columns, top first.

    ``history`` is ``None`` for a file whose orders cannot be taken as those of the past.
    """

    name: str
    source: str
    columns: Mapping[str, tuple[str, ...]]
    matter: tuple[str, ...]
    title_marks: tuple[str, ...]
    kind: Choice
    channel: Choice
    urgency: Choice
    centre: CentrePlan | None
    create_units: bool
    create_matters: bool
    history: HistoryPlan | None

    @property
    def needs(self) -> frozenset[str]:
        """Return every column that the file must have."""
        choices, more = [self.kind, self.channel, self.urgency], set[str]()
        if self.history:
            choices += [choice for choice in (self.history.state, self.history.satisfaction) if choice]
            more = {self.history.closed, self.history.due, self.history.reply}
        chosen = {choice.column for choice in choices}
        return frozenset({*chain.from_iterable(self.columns.values()), *self.matter, *chosen, *more} - {""})

    def label(self, key: str) -> str:
        """Return what the file calls one of our words."""
        return "、".join(self.columns[key])

    def cell(self, key: str, cells: Mapping[str, str]) -> str:
        """Return what a row says under one of our words."""
        return _BETWEEN.join(said for column in self.columns[key] if (said := cells[column].strip()))


def parse_map(data: Mapping[str, Any], *, channels: Collection[str]) -> ImportMap:
    """Read a map from plain data; ``channels`` are the codes that an order's channel may have.

    Raises ``MapFaulty`` whose ``fields`` name every fault at once.
    """
    faults: Faults = {}
    known = ("name", "source", "columns", "title_after", "kind", "channel", "urgency", "centre", "create", "history")
    only(data, known=known, place="", faults=faults)
    columns = table(data.get("columns"), place="columns", faults=faults)
    only(columns, known=(*_ONE, "matter"), place="columns", faults=faults)
    create = table(data["create"], place="create", faults=faults) if "create" in data else {}
    only(create, known=("units", "matters"), place="create", faults=faults)
    made = ImportMap(
        name=read(data, "name", text, place="name", faults=faults),
        source=read(data, "source", _source, place="source", faults=faults),
        columns={
            key: read(columns, key, _joined if key in _JOINED else _single, place=f"columns.{key}", faults=faults)
            for key in _ONE
            if key in columns or key in _NEEDED
        },
        matter=_optional("columns.matter", columns, _classes, faults) or (),
        title_marks=_optional("title_after", data, _texts, faults) or (),
        kind=_choice(data, "kind", [kind.value for kind in KIND_LABELS], faults),
        channel=_choice(data, "channel", channels, faults),
        urgency=_choice(data, "urgency", [str(level.value) for level in URGENCY_LABELS], faults),
        centre=_centre(data["centre"], faults) if "centre" in data else None,
        create_units=_optional("create.units", create, flag, faults) or False,
        create_matters=_optional("create.matters", create, flag, faults) or False,
        history=_history(data["history"], faults) if "history" in data else None,
    )
    if made.history and "date" not in columns:
        faults["columns.date"] = "历史工单要有登记时间，请写明它是哪一列。"
    if faults:
        lines = (f"\n  {place}：{said}" for place, said in faults.items())
        raise MapFaulty(MapFaulty.sentence + "".join(lines), fields=faults)
    return made


def _optional(place: str, entry: Mapping[str, Any], reader: Callable[[object], Any], faults: Faults) -> Any:
    """Read what may be left out; ``place`` ends with the key. ``None`` where it is."""
    key = place.rpartition(".")[2]
    return read(entry, key, reader, place=place, faults=faults) if key in entry else None


def _history(value: object, faults: Faults) -> HistoryPlan:
    entry = table(value, place="history", faults=faults)
    known = ("timezone", "closed", "due", "reply", "blank", "state", "satisfaction")
    only(entry, known=known, place="history", faults=faults)
    return HistoryPlan(
        zone=_optional("history.timezone", entry, _zone, faults) or _BEIJING,
        closed=_optional("history.closed", entry, text, faults) or "",
        due=_optional("history.due", entry, text, faults) or "",
        reply=_optional("history.reply", entry, text, faults) or "",
        blank=frozenset(_optional("history.blank", entry, _texts, faults) or ()),
        state=_choice(entry, "state", [STILL_OPEN, *sorted(FINAL)], faults, within="history."),
        satisfaction=_choice(entry, "satisfaction", [*SATISFACTION_LABELS], faults, within="history.")
        if "satisfaction" in entry
        else None,
    )


def _choice(data: Mapping[str, Any], key: str, codes: Collection[str], faults: Faults, *, within: str = "") -> Choice:
    """Read how a code is chosen; every code must be one of ``codes``. ``within`` names the part it stands in."""
    place = within + key
    entry = table(data.get(key), place=place, faults=faults)
    only(entry, known=("column", "values", "words", "within", "otherwise"), place=place, faults=faults)
    code = _one_of(codes)
    return Choice(
        otherwise=read(entry, "otherwise", code, place=f"{place}.otherwise", faults=faults),
        column=_optional(f"{place}.column", entry, text, faults) or "",
        values=_optional(f"{place}.values", entry, _translations(code), faults) or {},
        words=_optional(f"{place}.words", entry, _translations(code), faults) or {},
        within=_optional(f"{place}.within", entry, whole(least=0, most=1000), faults) or 0,
    )


def _centre(value: object, faults: Faults) -> CentrePlan:
    entry = table(value, place="centre", faults=faults)
    only(entry, known=("name", "level", "profile", "area_code", "city", "districts"), place="centre", faults=faults)
    return CentrePlan(
        name=read(entry, "name", _centre_name, place="centre.name", faults=faults),
        level=read(entry, "level", _level, place="centre.level", faults=faults),
        profile=read(entry, "profile", _profile, place="centre.profile", faults=faults),
        area_code=_optional("centre.area_code", entry, _area_code, faults) or "",
        city=read(entry, "city", _place, place="centre.city", faults=faults),
        districts=_optional("centre.districts", entry, _places, faults) or (),
    )


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise Fault('请写成一列文字，例如 ["一级分类", "二级分类"]。')
    return tuple(map(text, value))


def _single(value: object) -> tuple[str, ...]:
    return (text(value),)


def _joined(value: object) -> tuple[str, ...]:
    return _texts(value) if isinstance(value, list) else _single(value)


def _zone(value: object) -> ZoneInfo:
    try:
        return ZoneInfo(text(value))
    except (ValueError, OSError, KeyError):
        raise Fault("没有这个时区，请写成 Asia/Shanghai、America/New_York 这样的名称。") from None


def _classes(value: object) -> tuple[str, ...]:
    names = _texts(value)
    if len(names) > DEEPEST:
        raise Fault(f"事项最多 {DEEPEST} 级，请只列这几列。")
    return names


def _one_of(codes: Collection[str]) -> Callable[[object], str]:
    def reader(value: object) -> str:
        if str(value) not in codes:
            raise Fault(f"请从 {'、'.join(codes)} 中选一项。")
        return str(value)

    return reader


def _translations(code: Callable[[object], str]) -> Callable[[object], dict[str, str]]:
    def reader(value: object) -> dict[str, str]:
        if not isinstance(value, Mapping):
            raise Fault('请写成对照，例如 "咨询" = "consultation"。')
        return {str(cell): code(one) for cell, one in value.items()}

    return reader


def _place(value: object) -> Place:
    if not isinstance(value, Mapping) or set(value) != {"code", "name"}:
        raise Fault('请写明编码和名称，例如 { code = "460105", name = "秀英区" }。')
    return Place(code=_place_code(value["code"]), name=_place_name(value["name"]))


def _places(value: object) -> tuple[Place, ...]:
    if not isinstance(value, list):
        raise Fault("请逐个列出编码和名称。")
    return tuple(map(_place, value))


_BEIJING = ZoneInfo("Asia/Shanghai")
_place_code = pattern(r"[0-9A-Za-z]{1,24}", "编码只能用数字和字母，最多 24 个。")
_place_name = pattern(r".{1,40}", "名称最多 40 个字。")
_centre_name = pattern(r".{1,80}", "中心的名称最多 80 个字。")
_source = pattern(r"[a-z0-9_-]{1,40}", "来源代号只能用小写字母、数字、下划线和连字符，最多 40 个。")
_level = _one_of(("province", "city", "district"))
_profile = pattern(r"[a-z]+", "请写 reference/policies 中的文件名，如 national。")
_area_code = pattern(r"0\d{2,3}", "请填写电话区号，如 0898。")

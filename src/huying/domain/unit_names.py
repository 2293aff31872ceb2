"""What a unit's name says about it: kind, level, the district above it and the place it governs."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from huying.domain.routing import PlaceLevel


@dataclass(frozen=True, kw_only=True)
class UnitGuess:
    """A guess from a name alone, for a person to correct.

    ``kind`` is a code of ``organisation.choices.UnitKind``; ``district`` is the name of the district above,
    empty for what belongs to the city; ``place`` is the street or town that the unit governs.
    """

    kind: str
    level: PlaceLevel
    district: str = ""
    place: str = ""


# 约定: the first line that fits decides. Names of what a city's unit list holds (domain.md 16.3).
_KINDS: tuple[tuple[str, str], ...] = (
    (r"(街道|镇|乡)(办|办事处|政府|人民政府)?$", "street"),
    (r"(社区|村)(居委会|村委会|居民委员会|村民委员会)?$|居委会$|村委会$", "community"),
    (r"[省市区县](人民)?政府$", "government"),
    (r"(开发区|高新区|保税区|功能区)(管委会|管理委员会)?$", "zone"),
    (r"指挥部$|专班$|支撑组$|工作组$", "task_force"),
    (r"税务局$|海关$|烟草专卖局$|邮政.*局$|气象局$|出入境边防", "vertical"),
    (r"供电|电网|供水|水务.*公司$|水务资产|燃气.*公司|供热|环境服务", "utility"),
    (r"公交|公共交通|机场|铁路|轮渡|汽车火车|电信|移动|联合网络|联通|铁塔|有线电视|宽带", "utility"),
    (r"(公司|集团)$", "state_firm"),
    (r"(局|委|委员会|管委会|办|办公室|中心|队|院|所|处|法院|联合会)$", "bureau"),
)
_PLACE = re.compile(r"(.+?(?:街道|镇|乡))(?:办|办事处|政府|人民政府)?")


def guess_unit(*, name: str, city: str, districts: Collection[str]) -> UnitGuess:
    """Guess from the name of a unit of ``city`` (such as 海口市), whose districts are named in full. 约定."""
    local = name.removeprefix(city)
    district = next((one for one in districts if local.startswith(one)), "")
    kind = next((kind for pattern, kind in _KINDS if re.search(pattern, name)), "other")
    rest = local.removeprefix(district)
    if kind == "street":
        found = _PLACE.fullmatch(rest)
        return UnitGuess(kind=kind, level=PlaceLevel.STREET, district=district, place=found[1] if found else rest)
    if kind == "community":
        return UnitGuess(kind=kind, level=PlaceLevel.COMMUNITY, district=district)
    return UnitGuess(kind=kind, level=PlaceLevel.DISTRICT if district else PlaceLevel.CITY, district=district)

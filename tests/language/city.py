"""What people of an invented city say, and who answers."""

from __future__ import annotations

import random

SAID = {
    "供热公司": ["暖气不热", "家里温度低", "锅炉房冒烟", "暖气片漏水"],
    "城管局": ["占道摆摊", "垃圾没人收", "夜里施工吵闹", "小广告贴满楼道"],
    "公交集团": ["公交车不停站", "线路绕远", "司机态度差", "站牌看不清"],
    "自来水公司": ["整栋停水", "水压太小", "水管爆了", "水发黄"],
}


def city(count: int, *, seed: int = 1, wrong: float = 0.1) -> tuple[list[tuple[str, ...]], list[str]]:
    """Return titles and texts, and units; a share of the units is wrong, as in life."""
    draw = random.Random(seed)
    texts: list[tuple[str, ...]] = []
    units: list[str] = []
    for _ in range(count):
        unit = draw.choice(list(SAID))
        place = "".join(draw.choices("东西南北春夏秋冬和平光明", k=4)) + "小区"
        said = draw.choices(SAID[unit], k=2)
        texts.append((said[0], f"{place}{said[1]}，{draw.choice(['请尽快处理', '希望有人管', '已经三天了'])}"))
        units.append(draw.choice(list(SAID)) if draw.random() < wrong else unit)
    return texts, units

"""Words of immediate danger in a demand, and which number to call for each.

依据: 北京市接诉即办工作条例 art 11 (一): emergencies go to 110, 119, 120, 122 at once; 国办发〔2022〕12号 for what is
110's. 约定: the words. They only make a page stop once and say whom to call; they decide nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

_WORDS: dict[str, tuple[str, ...]] = {
    "119": (
        *("着火", "起火", "失火", "火灾", "浓烟", "爆炸", "爆燃", "被困", "坍塌", "塌方"),
        *("煤气泄漏", "燃气泄漏", "天然气泄漏", "煤气味", "燃气味", "溺水", "落水"),
    ),
    "120": (
        *("昏迷", "晕倒", "没有呼吸", "没呼吸", "呼吸困难", "大出血", "血流不止", "触电", "中毒", "抽搐"),
        *("心脏病发", "胸口剧痛", "要生了", "割腕"),
    ),
    "110": (
        *("持刀", "砍人", "杀人", "打人", "殴打", "抢劫", "绑架", "劫持", "强奸", "家暴", "入室", "枪"),
        *("跳楼", "轻生", "自杀", "不想活", "投毒", "拐卖", "孩子丢了", "孩子不见了", "正在被打"),
    ),
    "122": ("车祸", "撞车", "撞人"),
}


@dataclass(frozen=True, kw_only=True)
class Danger:
    """One word of danger that a text holds, and the number to call."""

    word: str
    number: str


def dangers_in(text: str) -> tuple[Danger, ...]:
    """Return the words of immediate danger in a text, at most one a number."""
    found = []
    for number, words in _WORDS.items():
        word = next((word for word in words if word in text), None)
        if word:
            found.append(Danger(word=word, number=number))
    return tuple(found)

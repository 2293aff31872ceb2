"""What can be wrong with a reply."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b


class Code(StrEnum):
    """A fault of a reply. 依据: domain.md 6.5 (machine checks in use elsewhere), 国办函〔2025〕66号 for 推诿, 敷衍."""

    PERFUNCTORY = "perfunctory"
    SHIRKING = "shirking"
    INDIRECT = "indirect"
    OVERPROMISE = "overpromise"
    COPIED = "copied"
    NO_BASIS = "no_basis"
    LEAK = "leak"
    OVERLONG = "overlong"


LABELS: dict[Code, str] = {
    Code.PERFUNCTORY: "敷衍答复",
    Code.SHIRKING: "推诿扯皮",
    Code.INDIRECT: "没有正面回应",
    Code.OVERPROMISE: "过度承诺",
    Code.COPIED: "套用模板",
    Code.NO_BASIS: "缺少依据",
    Code.LEAK: "泄露身份",
    Code.OVERLONG: "篇幅过长",
}
SENTENCES: dict[Code, str] = {
    Code.PERFUNCTORY: "只有问候、收悉、转办和套话，没有说办了什么、结果怎样；请写明怎么办的、结果如何，或何时有结果。",
    Code.SHIRKING: "说不归本单位管，或让诉求人另找别处，却没有写明归谁管、依据什么；请写明单位、依据和电话。",
    Code.INDIRECT: "没有回答诉求人问的事；请对着诉求逐项回答：能不能、为什么、什么时候、怎么办。",
    Code.OVERPROMISE: "话说得太满，做不到时会再次引起投诉；请改成能够做到的事和时间。",
    Code.COPIED: "和本单位最近对别人的答复几乎一样；请按这件诉求的实际情况写。",
    Code.NO_BASIS: "拒绝诉求或者以规定解释，却没有写明是哪一条规定；请写明文件名称、文号或条款。",
    Code.LEAK: "写了能认出诉求人的信息；请删去姓名、电话、证件号码、银行卡号和门牌号。",
    Code.OVERLONG: "答复太长，诉求人不容易看到结果；请先写结果，删去与诉求无关的内容。",
}
DISCLOSED = "写到把诉求人的姓名、电话等告诉了别人；请核实是否属实，诉求人的信息不能透露给被反映的一方和其他人。"
BEGGED = "让诉求人在回访或评价时说好；满意不满意由诉求人自己说，请删去这句话，写明办理结果。"
# What is wrong with the whole of a reply, whichever place shows it.
_OF_THE_WHOLE = frozenset({Code.COPIED, Code.OVERLONG})


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One fault, what to do about it, and the place in the reply that shows it: ``quote == reply[start:end]``."""

    code: Code
    sentence: str
    quote: str
    start: int
    end: int

    @property
    def label(self) -> str:
        """The fault's name."""
        return LABELS[self.code]

    @property
    def key(self) -> str:
        """What it is remembered by: its code and the words it quotes, wherever they stand."""
        if self.code in _OF_THE_WHOLE:
            return self.code.value
        return f"{self.code}:{blake2b(self.quote.encode(), digest_size=8).hexdigest()}"

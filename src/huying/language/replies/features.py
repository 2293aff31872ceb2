"""Plain figures of a message and its reply, from which a model may see more than from words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import log1p

import numpy as np
from numpy.typing import NDArray

from huying.language.bigrams import words
from huying.language.replies.clauses import Kind, letters_in
from huying.language.replies.finding import Code
from huying.language.replies.questions import asked_in, is_answered
from huying.language.replies.reading import findings_of
from huying.language.replies.text import Text

_COUNTED: dict[str, re.Pattern[str]] = {
    "digits": re.compile(r"\d"),
    "days": re.compile(r"\d+月\d+[日号]|\d{4}年"),
    "telephones": re.compile(r"\d{3,4}[-—－]?[\d*]{6,}"),
    "titles": re.compile(r"《"),
    "links": re.compile(r"链接|http|详见"),
    "units": re.compile(r"局|委|街道|公司|中心|大队|社区|政府|部门|单位"),
    "deeds": re.compile(r"已于|责令|整改|到现场|现场|检查|查处|修复|安装|完成|约谈|罚|退还|发放|拆除|清理|巡查|召开"),
    "findings": re.compile(r"经查|经核|经调查|经了解|据查|据了解|核实"),
    "reasons": re.compile(r"因为|由于|原因|因此|所以|故"),
    "ways": re.compile(r"可以|可到|携带|提供|办理|申请|登录|窗口|条件"),
    "handed_on": re.compile(r"转交|已转|交办|转至|移交|转办"),
    "later": re.compile(r"及时(?:反馈|回复)|再(?:回复|答复)|待.{0,8}后|正在"),
    "asks_back": re.compile(r"请(?:您|你)?(?:提供|留下|补充|完善|说明|表述)|未(?:提供|留下|留)"),
    "refers": re.compile(r"(?:咨询|致电|拨打|联系)"),
    "thanks": re.compile(r"感谢|谢谢"),
    "hellos": re.compile(r"您好|你好"),
    "ends_open": re.compile(r"(?:如下|：|:)\s*(?:\d{4}年\d+月\d+日)?\s*$"),
}
_SHORT = 60


def features_of(*, message: str, reply: str) -> tuple[float, ...]:
    """Return the figures of a pair, in the order of ``NAMES``."""
    text = Text(demand=message, reply=reply, basis="")
    kinds = [clause.kind for clause in text.clauses]
    left = sum(letters_in(clause.text) for clause in text.clauses if clause.kind in {Kind.MATTER, Kind.FILLER})
    asked, asked_words, said = asked_in(message), words(message), words(text.answer)
    faults = {one.code for one in findings_of(text)}
    shared = len(asked_words & said)
    return (
        log1p(len(reply)),
        float(len(reply) <= _SHORT),
        log1p(len(message)),
        len(reply) / (len(message) + 20),
        float(len(text.sentences)),
        float(len(kinds)),
        log1p(text.substance),
        text.substance / (text.letters + 1),
        log1p(left),
        log1p(text.checkable),
        log1p(max((len(clause.text) for clause in text.matter), default=0)),
        log1p(letters_in(text.answer)),
        shared / (len(asked_words) + 1),
        shared / (len(said) + 1),
        log1p(shared),
        sum(is_answered(one, text.answer) for one in asked) / len(asked),
        float(len(text.beside)),
        float(text.is_cited),
        *(float(kinds.count(kind)) for kind in Kind),
        *(log1p(len(pattern.findall(reply))) for pattern in _COUNTED.values()),
        *(float(code in faults) for code in Code),
    )


def table_of(pairs: Sequence[tuple[str, str]]) -> NDArray[np.float64]:
    """Return the figures of pairs of message and reply, a row each."""
    rows = [features_of(message=message, reply=reply) for message, reply in pairs]
    return np.array(rows, dtype=np.float64).reshape(len(rows), len(NAMES))


NAMES: tuple[str, ...] = (
    *("reply_letters", "is_short", "message_letters", "reply_to_message", "sentences", "clauses", "substance"),
    *("share_of_substance", "without_formulae", "checkable", "longest_matter", "answer", "demand_covered"),
    *("answer_from_demand", "shared_words", "questions_answered", "beside", "is_cited"),
    *(f"clauses_{kind.name.lower()}" for kind in Kind),
    *_COUNTED,
    *(f"is_{code}" for code in Code),
)

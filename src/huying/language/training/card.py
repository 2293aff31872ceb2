"""The card of a model: what it learnt from, how good it is, and where it is weak; for people, in Chinese."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence

from huying.language.linear import Texts
from huying.language.training.measures import Measure

_FEW, _WEAK, _LISTED = 10, 0.5, 15


def checksum_of(texts: Texts, labels: Sequence[str]) -> str:
    """Return the SHA-256 of what a model learns from, row by row."""
    digest = hashlib.sha256()
    for row, label in zip(texts, labels, strict=True):
        digest.update("\x1f".join([*row, label]).encode("utf-8", "surrogatepass") + b"\x1e")
    return digest.hexdigest()


def card(
    *,
    title: str,
    method: str,
    columns: tuple[str, ...],
    texts: Texts,
    labels: Sequence[str],
    times: Sequence[str] | None,
    found: Measure | None,
    how: str,
) -> str:
    """Write the card. ``found`` was measured as ``how`` says, or ``how`` says why it was not.

    ``times``: the days of the texts, oldest first; those that could not be read are empty.
    """
    counts = Counter(labels)
    lines = [
        f"# 模型说明：{title}",
        "",
        f"- 训练数据：{len(texts)} 条，{len(counts)} 个类别，文字列 {'、'.join(columns)}",
        f"- 时间范围：{_window([*filter(None, times)], len(times)) if times else '训练时没有指明时间列'}",
        f"- 数据校验和（SHA-256）：{checksum_of(texts, labels)}",
        f"- 方法：{method}",
        "- 用途：给人提建议，由人决定。",
        "",
        "## 成绩",
        "",
    ]
    lines += _scores(found, how) if found else [how]
    lines += ["", "## 已知弱点", "", *_weak_spots(found, counts)]
    return "\n".join(lines) + "\n"


def _window(days: Sequence[str], count: int) -> str:
    untimed = f"（另有 {count - len(days)} 条没有能读懂的时间，当作最早的）" if len(days) < count else ""
    return f"{days[0]} 至 {days[-1]}{untimed}" if days else "没有能读懂的时间"


def _scores(found: Measure, how: str) -> list[str]:
    return [
        how,
        "",
        "| 首选正确率 | 前三正确率 | 宏平均 F1 | 校准误差 | 准确率 95% 时可自动的份额 | 准确率 98% 时可自动的份额 |",
        "|---|---|---|---|---|---|",
        _row(found.top1, found.top3, found.macro_f1, found.calibration_error, *found.automatic.values()),
        "",
        "## 各类成绩",
        "",
        "| 类别 | 条数 | 精确率 | 召回率 | F1 |",
        "|---|---|---|---|---|",
        *(
            f"| {one.label.replace('|', '｜')} | {one.texts} {_row(one.precision, one.recall, one.f1)}"
            for one in sorted(found.labels, key=lambda one: -one.texts)
        ),
    ]


def _row(*shares: float) -> str:
    return f"| {' | '.join(f'{share:.3f}' for share in shares)} |"


def _weak_spots(found: Measure | None, counts: Counter[str]) -> list[str]:
    rare = [label for label, count in counts.items() if count < _FEW]
    said = [f"- {len(rare)} 个类别不足 {_FEW} 条，对它们的判断不可靠。"] if rare else []
    weak = [one.label for one in found.labels if one.texts >= _FEW and one.f1 < _WEAK] if found else []
    if weak:
        more = f"等 {len(weak)} 类" if len(weak) > _LISTED else ""
        said.append(f"- F1 不足 {_WEAK}：{'、'.join(weak[:_LISTED])}{more}。")
    return [
        *said,
        "- 只认得训练数据里有过的类别；新设、更名、合并的，须重新训练。",
        "- 成绩来自过去的工单，其中有派错的；热点变化后成绩会下降，请定期重新训练。"
        if found
        else "- 没有成绩，不知道有多准，采用前请人工核对一批。",
    ]

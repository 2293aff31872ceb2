"""What verification may find, by stable code, each with its sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

FINDINGS: dict[str, str] = {
    # an order
    "order_removed": "工单 {order} 已被删除，但仍留有封印或办理记录，请从备份中取回并追查。",
    "order_row_changed": "工单 {order} 的{what}与办理记录不符，请按办理记录更正并追查。",
    "heading_changed": "工单 {order} 的标题或地点与登记时不符，请与备份核对。",
    "clock_changed": "工单 {order} 的时限（{what}）与办理记录不符，请与备份核对。",
    # its history
    "event_changed": "工单 {order} 第 {events} 条办理记录被改动，请与备份核对。",
    "event_removed": "工单 {order} 第 {events} 条办理记录不见了，请从备份中取回。",
    "event_key_unknown": "工单 {order} 第 {events} 条办理记录由本机没有的密钥写成，请用 --old-key 给出旧密钥。",
    "chain_rewritten": "工单 {order} 的办理记录与第 {seals} 号封印不符，已被整条重写，密钥可能失窃，请与备份核对。",
    # its texts
    "text_changed": "工单 {order} 第 {events} 条办理记录的正文（{what}）被改动，请与备份核对。",
    "text_removed": "工单 {order} 第 {events} 条办理记录的正文（{what}）不见了，请从备份中取回。",
    "text_added": "工单 {order} 多出一段办理记录没有记载的正文（{what}），请核查来源。",
    "text_blanked": "工单 {order} 第 {events} 条办理记录的正文（{what}）被清空，却没有两人办理的删除记录，请追查。",
    "text_restored": "工单 {order} 第 {events} 条办理记录的正文（{what}）已依法删除，又被放了回来，请再次删除并追查。",
    "erasure_changed": "工单 {order} 第 {events} 条办理记录正文（{what}）的删除申请与办理记录不符，请与备份核对。",
    # its pictures
    "file_changed": "工单 {order} 第 {events} 条办理记录的图片（文件 {what}）被改动或调换，请从备份中取回并追查。",
    "file_missing": "工单 {order} 第 {events} 条办理记录的图片（文件 {what}）不见了，请从备份中取回。",
    "file_removed": "工单 {order} 第 {events} 条办理记录的图片（文件 {what}）在库中的登记不见了，请从备份中取回。",
    "file_added": "工单 {order} 多出一张办理记录没有记载的图片（文件 {what}），请核查来源。",
    "file_blanked": "工单 {order} 第 {events} 条办理记录的图片（文件 {what}）被注销，却没有两人的删除记录，请追查。",
    "file_restored": "工单 {order} 第 {events} 条办理记录的图片（文件 {what}）已依法删除却又出现，请再次删除并追查。",
    "file_erasure_changed": "工单 {order} 第 {events} 条记录图片（文件 {what}）的删除申请与记录不符，请与备份核对。",
    # the seals
    "seal_missing": "第 {seals} 号封印不见了，请从封印文件和备份中核对。",
    "seal_forged": "第 {seals} 号封印的签名无效，封印被改动或伪造，请与封印文件核对。",
    "seal_key_unknown": "第 {seals} 号封印由本机没有的密钥签署，请用 --old-key 给出旧密钥。",
    "seal_chain_broken": "第 {seals} 号封印与它前一号封印对不上，请与封印文件核对。",
    "seal_entries_changed": "第 {seals} 号封印的工单清单被改动，请与备份核对。",
    # the seal file
    "seals_rolled_back": "封印文件 {what} 中的第 {seals} 号封印不在库中，数据库可能被换回旧的，请追查。",
    "seal_file_differs": "封印文件 {what} 中的第 {seals} 号封印与库中的不同，其中之一是伪造的，请追查。",
    "seal_file_missing": "封印文件 {what} 不见了，请从保管人处取回；下一次封印会补写一份。",
    "seal_file_incomplete": "封印文件 {what} 缺少第 {seals} 号封印，请检查文件能否写入；下一次封印会补写。",
    "seal_file_broken": "封印文件 {what} 第 {lines} 行不是本中心签署的封印，文件被改动或损坏。",
}

NOTES: dict[str, str] = {
    "not_sealed_yet": "有 {count} 条办理记录还没有封印，下一次封印会包括它们。",
    "no_seal_yet": "还没有封印，请启动后台任务或运行 huying seal。",
    "seal_pauses": "有 {count} 次两次封印之间超过两小时，最长 {hours} 小时，在第 {seals} 号封印之前。",
    "seal_file_unset": "没有设置封印文件（HUYING_SEAL_FILE），无法发现数据库被整体换回旧的。",
    "seal_lines_late": "封印文件 {what} 中的第 {seals} 号封印是事后补写的，文件曾经丢失或无法写入。",
    "text_erased": "工单 {order} 第 {events} 条办理记录的正文（{what}）已由两人依法删除。",
    "file_erased": "工单 {order} 第 {events} 条办理记录的图片（文件 {what}）已由两人依法删除。",
    "files_not_read": "没有核对 {count} 张图片的文件内容，去掉 --without-files 即可核对。",
    "file_expired": "工单 {order} 第 {events} 条办理记录的图片（文件 {what}）保存期满，已按规则删除。",
    "text_expired": "工单 {order} 第 {events} 条办理记录的正文（{what}）保存期满，已按规则删除。",
    "number_gaps": "编号末段 {first} 至 {last} 之间有 {count} 个号没有工单，也从未封印：登记中途撤回即留下空号。",
}

LISTED = 1000
"""As many findings and notes are listed; the rest is counted."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing found: a code, a Chinese sentence, and where; ``order`` is the number a person reads."""

    code: str
    sentence: str
    order: str | None
    where: dict[str, str | int]


@dataclass(kw_only=True)
class Report:
    """What was looked at and what was found. Findings accuse; notes inform."""

    orders: int = 0
    events: int = 0
    texts: int = 0
    files: int = 0
    seals: int = 0
    sealed_until: str | None = None
    findings: list[Finding] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)
    found: Counter[str] = field(default_factory=Counter)
    noted: Counter[str] = field(default_factory=Counter)

    @property
    def is_clean(self) -> bool:
        """Say whether nothing was found."""
        return not self.found

    def take(self, finding: Finding) -> None:
        """Count a finding or note, and keep it unless there are too many to read."""
        accuses = finding.code in FINDINGS
        (self.found if accuses else self.noted)[finding.code] += 1
        kept = self.findings if accuses else self.notes
        if len(kept) < LISTED:
            kept.append(finding)


def finding(code: str, *, order: str | None = None, **where: str | int) -> Finding:
    """Make a finding or note; ``where`` fills the places of its sentence."""
    sentence = (FINDINGS | NOTES)[code].format(order=order, **where)
    return Finding(code=code, sentence=sentence, order=order, where=where)


def ranges(numbers: Iterable[int]) -> str:
    """Write numbers as people list them, such as 3–5、8."""
    runs = []
    for _, group in groupby(enumerate(sorted(set(numbers))), key=lambda pair: pair[1] - pair[0]):
        run = [number for _, number in group]
        runs.append(f"{run[0]}–{run[-1]}" if len(run) > 1 else f"{run[0]}")
    return "、".join(runs)

"""What those who watch do to an order: a supervision order, its answers and their checks."""

from __future__ import annotations

from typing import Any

from huying.domain.supervising import Form
from huying.foundation.clock import day_of
from huying.supervision.actions.answer_supervision import answer_supervision
from huying.supervision.actions.check_supervision import check_supervision
from huying.supervision.actions.issue_supervision import issue_supervision
from huying.supervision.actions.withdraw_supervision import withdraw_supervision
from huying.supervision.choices import Reason, Verdict
from tests.anyhow.doing import Plan, Repertoire, Turn
from tests.anyhow.sheet import OPEN, Sheet

WATCHING = Repertoire()
_WATCHES = "supervisor leader"
_ROAD = "supervision"


def _asked(sheet: Sheet) -> set[int | None]:
    """Return the unit that the limit runs for, ``None`` where those who check are held to it."""
    return {unit for stage, unit in sheet.clocks if stage == _ROAD}


@WATCHING.add(
    "issue_supervision", _WATCHES, states=OPEN - {"awaiting_acceptance", "awaiting_dispatch"}, bars=_ROAD, weight=2
)
def issue(turn: Turn) -> Plan:
    sheet = turn.sheet
    unit = turn.choose(sorted({sheet.lead or 0, *sheet.assists}))

    def then(_: Any) -> None:
        sheet.roads.add(_ROAD)
        sheet.supervised = unit
        sheet.start((_ROAD, unit))

    words: dict[str, Any] = {"reason": Reason.SHIRKING, "form": Form.REMINDER, "words": "请查明原因。"}
    return Plan(do=lambda: issue_supervision(unit_id=unit, **words, **turn.form), then=then)


@WATCHING.add("answer_supervision", "clerk reviewer", states=OPEN, needs=_ROAD, weight=4)
def answer(turn: Turn) -> Plan:
    sheet = turn.sheet
    asked = _asked(sheet)

    def then(_: Any) -> None:
        sheet.stop(_ROAD)
        sheet.start((_ROAD, None))

    refused = "" if turn.actor.unit_id in asked else "conflict" if None in asked else "not_allowed"
    words: dict[str, Any] = {"measures": "已整改。", "owner": "方主任", "do_by": day_of(turn.at)}
    return Plan(do=lambda: answer_supervision(**words, **turn.form), then=then, refused=refused)


@WATCHING.add("check_supervision", _WATCHES, states=OPEN, needs=_ROAD, weight=4)
def check(turn: Turn) -> Plan:
    sheet = turn.sheet
    verdict = turn.choose(list(Verdict))
    unit = sheet.supervised

    def then(_: Any) -> None:
        sheet.stop(_ROAD)
        if verdict is Verdict.ACCEPTED:
            sheet.roads.discard(_ROAD)
        else:
            sheet.start((_ROAD, unit))

    return Plan(
        do=lambda: check_supervision(verdict=verdict, words="不具体。", **turn.form),
        then=then,
        refused="" if None in _asked(sheet) else "conflict",
    )


@WATCHING.add("withdraw_supervision", _WATCHES, states=OPEN, needs=_ROAD, weight=1)
def withdraw(turn: Turn) -> Plan:
    sheet = turn.sheet

    def then(_: Any) -> None:
        sheet.roads.discard(_ROAD)
        sheet.stop(_ROAD)

    return Plan(do=lambda: withdraw_supervision(reason="已解决。", **turn.form), then=then)

"""What caller and unit write to each other while the order is handled; about a confidential one they do not."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from huying.foundation import clock
from huying.handling.actions.write_to_caller import write_to_caller
from huying.intake.actions.write_to_unit import write_to_unit
from tests.anyhow.doing import Plan, Repertoire, Turn, holder
from tests.anyhow.sheet import IN_HAND, WITH_UNIT

TALK = Repertoire()


@TALK.add("write_to_unit", "citizen", states=WITH_UNIT | {"awaiting_review"}, of_merged=True)
def ask(turn: Turn) -> Plan:
    sheet, day = turn.sheet, clock.day_of(turn.at)

    def then(_: Any) -> None:
        sheet.wrote_on.append(day)

    is_too_often = sheet.wrote_on.count(day) >= settings.HUYING_CITIZEN_PER_ORDER
    return Plan(
        do=lambda: write_to_unit(words="何时来人？", **turn.form),
        then=then,
        refused="unavailable" if is_too_often else "conflict" if sheet.is_confidential else "",
    )


@TALK.add(
    "write_to_caller",
    "clerk community grid_worker",
    whose=holder,
    states=IN_HAND | {"awaiting_review"},
    of_merged=True,
)
def tell(turn: Turn) -> Plan:
    return Plan(
        do=lambda: write_to_caller(words="明天上门。", **turn.form),
        then=lambda _: None,
        refused="conflict" if turn.sheet.is_confidential else "",
    )

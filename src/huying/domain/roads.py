"""Side roads of a work order (旁支): what can run beside its main state, and holds some of its actions back.

约定, after domain.md 6.2 (side states 退单申请中, 延期申请中, 挂账中) and sections 4, 7, 8, 10. Each road has rows of
its own in the room that knows it; the order keeps which are open, so that the lifecycle can ask.
"""

from __future__ import annotations

from enum import StrEnum

from huying.domain.errors import Conflict


class Road(StrEnum):
    """A side road."""

    RETURN = "return"
    EXTENSION = "extension"
    HANG_REQUEST = "hang_request"
    HANGING = "hanging"
    CONFERENCE = "conference"
    WHISTLE = "whistle"
    ESCALATION = "escalation"
    MERGED = "merged"
    INSTRUCTION = "instruction"
    SUPERVISION = "supervision"


ROAD_LABELS: dict[Road, str] = {
    Road.RETURN: "退单申请",
    Road.EXTENSION: "延期申请",
    Road.HANG_REQUEST: "挂账申请",
    Road.HANGING: "挂账",
    Road.CONFERENCE: "会商",
    Road.WHISTLE: "吹哨",
    Road.ESCALATION: "提级",
    Road.MERGED: "并单",
    Road.INSTRUCTION: "批示",
    Road.SUPERVISION: "督办",
}

LAPSED = "随工单了结"
"""How a request stands that nobody decided on before its order ended."""

SEVERAL = frozenset({Road.WHISTLE})
"""Roads of which several are open at once, each ended by itself; any other is one, however often it is taken."""


class RoadOpen(Conflict):
    """The action waits for the end of a side road."""

    code = "road_open"
    sentence = "本单还有没有了结的事项，请先处理。"


class RoadNotOpen(Conflict):
    """The action belongs to a side road that is not open."""

    code = "road_not_open"
    sentence = "没有等待处理的事项，请刷新后核对。"


class MergedAway(Conflict):
    """The order was merged into another, which is handled in its stead."""

    code = "merged_away"
    sentence = "本单已并入其他工单，请在主单上办理，或先解除并单。"

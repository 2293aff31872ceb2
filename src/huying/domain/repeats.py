"""反复投诉: when the same thing comes so often that its cause is asked for."""

from __future__ import annotations

from datetime import timedelta

from huying.domain.errors import Conflict

REPEATS_LOOKED_AT = timedelta(days=90)
_OFTEN = 3


class AlreadyRepeat(Conflict):
    """Linking an order that is linked."""

    code = "already_repeat"
    sentence = "本单已经关联为重复件，如要改，请先解除关联。"


class NoRepeat(Conflict):
    """Unlinking an order that is not linked."""

    code = "no_repeat"
    sentence = "本单没有关联其他工单。"


def asks_for_root_cause(times: int) -> bool:
    """Say whether so many orders of one thing in ``REPEATS_LOOKED_AT`` ask for its cause.

    依据: features E-11 (反复投诉识别). 约定: three in 90 days; no norm names a figure.
    """
    return times >= _OFTEN

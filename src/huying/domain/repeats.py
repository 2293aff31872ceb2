"""反复投诉: when the same thing comes so often that its cause is asked for."""

from __future__ import annotations

from huying.domain.errors import Conflict
from huying.domain.policies import Policy


class AlreadyRepeat(Conflict):
    """Linking an order that is linked."""

    code = "already_repeat"
    sentence = "本单已经关联为重复件，如要改，请先解除关联。"


class NoRepeat(Conflict):
    """Unlinking an order that is not linked."""

    code = "no_repeat"
    sentence = "本单没有关联其他工单。"


def asks_for_root_cause(times: int, *, policy: Policy) -> bool:
    """Say whether so many orders of one thing within ``policy.repeat_days`` ask for its cause.

    依据: features E-11 (反复投诉识别); how often and how long is the policy's.
    """
    return times >= policy.repeats_often

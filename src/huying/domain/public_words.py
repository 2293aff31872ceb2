"""What a citizen reads of an order: plain words, no person, no text that is not theirs (阳光办理).

依据: features E-08, E-09 (process and present unit are open to the caller); 条例 art 11: every special route is told
to the caller. 约定: the words, and that anything not listed here is not shown.
"""

from __future__ import annotations

from huying.domain.policies import Stage
from huying.domain.states import State

STATE_WORDS: dict[State, str] = {
    State.AWAITING_ACCEPTANCE: "已收到，等待热线受理",
    State.AWAITING_DISPATCH: "热线已受理，正在确定承办单位",
    State.DISPATCHED: "已转承办单位，等待签收",
    State.SIGNED: "承办单位已签收，准备办理",
    State.CONTACTED: "承办单位已与您联系，正在办理",
    State.HANDLING: "承办单位正在办理",
    State.AWAITING_REVIEW: "承办单位已办理，答复正在审核",
    State.REPLIED: "承办单位已答复",
    State.AWAITING_FOLLOWUP: "承办单位已答复，等待回访或您的评价",
    State.REWORK: "退回承办单位重新办理",
    State.CLOSED: "已办结",
    State.ANSWERED: "热线已直接答复",
    State.EMERGENCY: "紧急事项，热线已转紧急热线",
    State.STATUTORY_ROUTE: "热线已告知法定途径",
    State.PROGRESS_TOLD: "热线已告知同一事项的办理情况",
    State.OUT_OF_SCOPE: "不属于政府职责，热线已告知其他途径",
    State.DECLINED: "不予受理，热线已说明原因",
    State.WITHDRAWN: "已按您的意愿撤回",
}

# What a running limit promises: 「应在……前」 and this word. The first that runs is the one that is said.
DUE_WORDS: dict[Stage, str] = {
    Stage.HANDLE: "办理并答复",
    Stage.ACCEPT: "受理",
    Stage.DISPATCH: "转到承办单位",
    Stage.FOLLOWUP: "回访",
}

_STEPS: dict[str, str] = {
    "assign_unit": "已转到{unit}办理",
    "rule_unit": "热线指定由{unit}办理",
    "recall_order": "热线正在重新确定承办单位",
    "sign_order": "{unit}已签收",
    "record_contact": "{unit}登记了与您联系的情况",
    "record_progress": "{unit}登记了办理进展",
    "record_visit": "{unit}登记了上门情况",
    "pass_down": "交由{unit}具体办理",
    "pass_up": "下级单位已把办理情况报回{unit}",
    "add_information": "您补充了情况",
    "urge_order": "已催促{unit}尽快办理",
    "write_to_unit": "您给{unit}留了言",
    "write_to_caller": "{unit}给您留了言",
    "split_order": "您反映了几件事，热线已分开办理",
    "merge_orders": "与同一事项的其他诉求合并办理，仍会答复您并回访",
    "unmerge_order": "恢复单独办理",
    "follow_master": "已转到{unit}办理",
    "put_off_merged": "同一事项的办理时限有调整，您的诉求随之调整",
    "open_task": "进入回访，您也可以直接评价",
    "record_attempt": "热线回访，没有接通",
    "review_extension": "经批准，{unit}的办理时限已延长",
    "settle_extension": "经批准，{unit}的办理时限已延长",
    "review_hanging": "经批准，问题列入挂账清单，{unit}按计划限期解决",
    "settle_hanging": "经批准，问题列入挂账清单，{unit}按计划限期解决",
    "review_hung": "{unit}复查了挂账问题的进展",
    "reach_milestone": "{unit}完成了挂账计划中的一步",
    "end_hanging": "挂账问题具备办理条件，{unit}继续办理",
}
# Said where it led to this state: a return that is refused changes nothing for the citizen, and is not shown.
_LED_TO = {
    ("settle_return", State.AWAITING_DISPATCH): "热线正在重新确定承办单位",
    ("follow_master", State.AWAITING_DISPATCH): "热线正在重新确定承办单位",
    ("unmerge_order", State.AWAITING_DISPATCH): "恢复单独办理，热线正在确定承办单位",
}
_VERDICTS = {"record_verdict": "热线回访了您", "rate_order": "您作了评价"}
_UNSOLVED = "，问题没有解决，退回重新办理"


def step_words(*, action: str, state: State, unit: str) -> str:
    """Return the line of one event that led to ``state``; ``unit`` has it in hand then. Empty: not to be shown."""
    if action == "open_order" and state is State.AWAITING_ACCEPTANCE:
        return "收到您的诉求"
    if action in {"open_order", "accept_order", "withdraw_order"}:
        return "热线已受理" if state is State.AWAITING_DISPATCH else STATE_WORDS[state]
    if action in {"submit_reply", "review_reply", "answer_merged"}:
        if state is State.REPLIED:
            return f"{unit}已答复"
        return f"{unit}已写好答复，正在审核" if state is State.AWAITING_REVIEW else f"答复退回{unit}修改"
    if action in _VERDICTS:
        return _VERDICTS[action] + (_UNSOLVED if state is State.REWORK else "，诉求办结")
    return (_LED_TO.get((action, state)) or _STEPS.get(action, "")).format(unit=unit)

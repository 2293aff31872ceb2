"""What a run is mostly about: left to chance alone, two hundred runs never came to the end of the longer roads."""

from __future__ import annotations

_MAIN = ("accept_order", "assign_unit", "sign_order", "record_contact", "submit_reply", "review_reply")
# How far the first order has come when the run begins, and what is then done sooner than all else.
PLOTS: dict[str, tuple[int, frozenset[str]]] = {
    "anything": (0, frozenset()),
    "main line": (4, frozenset(_MAIN)),
    "return": (2, frozenset({"request_return", "withdraw_return", "settle_return", "assign_unit"})),
    "ruling": (
        2,
        frozenset({"request_return", "settle_return", "assign_unit", "rule_unit"})
        | {"call_conference", "give_opinion", "settle_conference"},
    ),
    "extension": (4, frozenset({"request_extension", "review_extension", "settle_extension", "withdraw_extension"})),
    "hanging": (4, frozenset({"request_hanging", "review_hanging", "settle_hanging", "withdraw_hanging"})),
    "hung": (
        4,
        frozenset({"request_hanging", "review_hanging", "settle_hanging", "record_contact"})
        | {"reach_milestone", "review_hung", "end_hanging"},
    ),
    "whistle": (
        4,
        frozenset({"blow_whistle", "arrive", "refuse_call", "record_scene", "check_whistle", "finish_task"})
        | {"end_whistle", "rate_whistle"},
    ),
    "tasks of a whistle": (4, frozenset({"blow_whistle", "arrive", "record_scene", "finish_task"})),
    "escalation": (4, frozenset({"escalate", "answer_escalation", "instruct", "report_instruction"})),
    "supervision": (
        4,
        frozenset({"issue_supervision", "answer_supervision", "check_supervision", "withdraw_supervision"}),
    ),
    "merge": (0, frozenset({"merge_orders", "unmerge_order", "link_repeat", "unlink_repeat", "split_order"})),
    "answered together": (
        2,
        frozenset({"merge_orders", "sign_order", "record_contact", "submit_reply", "review_reply"}),
    ),
    "urging": (2, frozenset({"urge_order", "write_to_unit", "write_to_caller", "add_information"})),
    "down and up": (3, frozenset({"pass_down", "pass_up", "sign_order", "record_contact", "report_assist"})),
    "followup": (6, frozenset({"submit_reply", "review_reply", "record_attempt", "record_verdict", "rate_order"})),
}
MAIN_LINE = _MAIN
_SOONER = 20


def weight(action: str, *, of: int, plot: str) -> int:
    """Return how readily an action is chosen in a run of this plot."""
    return of * _SOONER if action in PLOTS[plot][1] else of

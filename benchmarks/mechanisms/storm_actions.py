"""What the people of a storm may do, each with the form that the API takes for it."""

from __future__ import annotations

from collections.abc import Callable

from huying.dispatch.actions.assign_unit import assign_unit
from huying.dispatch.actions.request_return import request_return
from huying.dispatch.actions.rule_unit import rule_unit
from huying.dispatch.actions.settle_return import settle_return
from huying.dispatch.actions.withdraw_return import withdraw_return
from huying.dispatch.schemas import AssignIn, ReturnIn, RuleIn, SettleReturnIn
from huying.followup.actions.record_verdict import record_verdict
from huying.followup.schemas import VerdictIn
from huying.handling.actions.record_contact import record_contact
from huying.handling.actions.record_progress import record_progress
from huying.handling.actions.report_assist import report_assist
from huying.handling.actions.request_extension import request_extension
from huying.handling.actions.review_extension import review_extension
from huying.handling.actions.review_reply import review_reply
from huying.handling.actions.settle_extension import settle_extension
from huying.handling.actions.sign_order import sign_order
from huying.handling.actions.submit_reply import submit_reply
from huying.handling.actions.withdraw_extension import withdraw_extension
from huying.handling.schemas import (
    AgreementIn,
    ContactIn,
    ExtensionIn,
    GrantIn,
    ProgressIn,
    ReplyIn,
    ReportIn,
    ReviewIn,
)
from huying.intake.actions.add_information import add_information
from huying.intake.actions.link_repeat import link_repeat
from huying.intake.actions.merge_orders import merge_orders
from huying.intake.actions.unmerge_order import unmerge_order
from huying.intake.actions.urge_order import urge_order
from huying.intake.actions.withdraw_order import withdraw_order
from huying.intake.schemas import InformationIn, MergeIn, RepeatIn, UnmergeIn, UrgeIn, WithdrawIn
from huying.workorders.schemas import ActIn

ACTIONS: dict[str, tuple[Callable[..., object], type[ActIn]]] = {
    "add_information": (add_information, InformationIn),
    "assign_unit": (assign_unit, AssignIn),
    "link_repeat": (link_repeat, RepeatIn),
    "merge_orders": (merge_orders, MergeIn),
    "record_contact": (record_contact, ContactIn),
    "record_progress": (record_progress, ProgressIn),
    "record_verdict": (record_verdict, VerdictIn),
    "report_assist": (report_assist, ReportIn),
    "request_extension": (request_extension, ExtensionIn),
    "request_return": (request_return, ReturnIn),
    "review_extension": (review_extension, AgreementIn),
    "review_reply": (review_reply, ReviewIn),
    "rule_unit": (rule_unit, RuleIn),
    "settle_extension": (settle_extension, GrantIn),
    "settle_return": (settle_return, SettleReturnIn),
    "sign_order": (sign_order, ActIn),
    "submit_reply": (submit_reply, ReplyIn),
    "unmerge_order": (unmerge_order, UnmergeIn),
    "urge_order": (urge_order, UrgeIn),
    "withdraw_extension": (withdraw_extension, ActIn),
    "withdraw_order": (withdraw_order, WithdrawIn),
    "withdraw_return": (withdraw_return, ActIn),
}

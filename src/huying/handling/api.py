"""Handling through the API."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from huying.domain.actors import Role
from huying.foundation import clock
from huying.handling.actions.end_hanging import end_hanging
from huying.handling.actions.pass_down import pass_down
from huying.handling.actions.pass_up import pass_up
from huying.handling.actions.reach_milestone import reach_milestone
from huying.handling.actions.record_contact import record_contact
from huying.handling.actions.record_progress import record_progress
from huying.handling.actions.record_visit import record_visit
from huying.handling.actions.report_assist import report_assist
from huying.handling.actions.request_extension import request_extension
from huying.handling.actions.request_hanging import request_hanging
from huying.handling.actions.review_extension import review_extension
from huying.handling.actions.review_hanging import review_hanging
from huying.handling.actions.review_hung import review_hung
from huying.handling.actions.review_reply import review_reply
from huying.handling.actions.settle_extension import settle_extension
from huying.handling.actions.settle_hanging import settle_hanging
from huying.handling.actions.sign_order import sign_order
from huying.handling.actions.submit_reply import submit_reply
from huying.handling.actions.withdraw_extension import withdraw_extension
from huying.handling.actions.withdraw_hanging import withdraw_hanging
from huying.handling.actions.write_to_caller import write_to_caller
from huying.handling.queries.extensions import waiting_extensions
from huying.handling.queries.ledger import PAGE, ledger_page, waiting_hangings
from huying.handling.schemas import (
    AgreementIn,
    ContactIn,
    EndHangingIn,
    ExtensionIn,
    Extensions,
    GrantIn,
    HangingFilter,
    HangingIn,
    Hangings,
    HungReviewIn,
    MessageIn,
    PassDownIn,
    ProgressIn,
    ReachMilestoneIn,
    ReplyIn,
    ReportIn,
    ReviewIn,
    VisitIn,
)
from huying.organisation.api.gate import caller_of, gate
from huying.organisation.choices import ApiScope
from huying.workorders.api.act import offer
from huying.workorders.api.pages import place_of, told_page
from huying.workorders.queries.queue import Cursor
from huying.workorders.schemas import ActIn, PageIn

router = Router()

offer(router, action="sign_order", given=ActIn, act=sign_order)
offer(router, action="record_contact", given=ContactIn, act=record_contact)
offer(router, action="record_progress", given=ProgressIn, act=record_progress)
offer(router, action="record_visit", given=VisitIn, act=record_visit)
offer(router, action="pass_down", given=PassDownIn, act=pass_down)
offer(router, action="pass_up", given=ReportIn, act=pass_up)
offer(router, action="report_assist", given=ReportIn, act=report_assist)
offer(router, action="write_to_caller", given=MessageIn, act=write_to_caller)
offer(router, action="submit_reply", given=ReplyIn, act=submit_reply)
offer(router, action="review_reply", given=ReviewIn, act=review_reply)
offer(router, action="request_extension", given=ExtensionIn, act=request_extension)
offer(router, action="withdraw_extension", given=ActIn, act=withdraw_extension)
offer(router, action="review_extension", given=AgreementIn, act=review_extension)
offer(router, action="settle_extension", given=GrantIn, act=settle_extension)
offer(router, action="request_hanging", given=HangingIn, act=request_hanging)
offer(router, action="withdraw_hanging", given=ActIn, act=withdraw_hanging)
offer(router, action="review_hanging", given=AgreementIn, act=review_hanging)
offer(router, action="settle_hanging", given=GrantIn, act=settle_hanging)
offer(router, action="review_hung", given=HungReviewIn, act=review_hung)
offer(router, action="reach_milestone", given=ReachMilestoneIn, act=reach_milestone)
offer(router, action="end_hanging", given=EndHangingIn, act=end_hanging)


@router.get(
    "/extensions",
    **gate(
        scope=ApiScope.READ,
        answer=Extensions,
        summary="待审批的延期申请",
        operation="list_extensions",
        roles={Role.REVIEWER, Role.ARBITER},
    ),
)
def list_extensions(request: HttpRequest, given: Query[PageIn]) -> dict[str, Any]:
    """List the applications that wait for the caller's decision, the oldest first."""
    place = place_of(given.cursor)
    rows = waiting_extensions(
        actor=caller_of(request), at=clock.now(), after=place.id if place else None, limit=PAGE + 1
    )
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return told_page(request, rows=rows[:PAGE], place=Cursor(moment=last.asked_at, id=last.id) if last else None)


@router.get("/hangings", **gate(scope=ApiScope.READ, answer=Hangings, summary="挂账台账", operation="list_hangings"))
def list_hangings(request: HttpRequest, given: Query[HangingFilter]) -> dict[str, Any]:
    """List the hung matters that the caller may see, or the applications that wait for its decision."""
    actor, at, place = caller_of(request), clock.now(), place_of(given.cursor)
    if given.waiting:
        rows = waiting_hangings(actor=actor, at=at, after=place.id if place else None, limit=PAGE + 1)
        last = rows[PAGE - 1] if len(rows) > PAGE else None
        return told_page(request, rows=rows[:PAGE], place=Cursor(moment=at, id=last.id) if last else None)
    page = ledger_page(wanted=given.wanted(), cursor=place, actor=actor, at=at)
    is_past_the_end = place is not None and page.previous is None  # pages begin again there
    return told_page(request, rows=() if is_past_the_end else page.rows, place=None if is_past_the_end else page.next)

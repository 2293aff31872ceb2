"""Supervision orders through the API."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from huying.foundation import clock
from huying.organisation.api.gate import caller_of, gate
from huying.organisation.choices import ApiScope
from huying.supervision.actions.answer_supervision import answer_supervision
from huying.supervision.actions.check_supervision import check_supervision
from huying.supervision.actions.issue_supervision import issue_supervision
from huying.supervision.actions.withdraw_supervision import withdraw_supervision
from huying.supervision.queries.ledger import READERS, ledger
from huying.supervision.schemas import AnswerIn, CheckIn, IssueIn, SupervisionFilter, Supervisions, WithdrawIn
from huying.workorders.api.act import offer
from huying.workorders.api.pages import place_of, told_page

router = Router()

offer(router, action="issue_supervision", given=IssueIn, act=issue_supervision)
offer(router, action="answer_supervision", given=AnswerIn, act=answer_supervision)
offer(router, action="check_supervision", given=CheckIn, act=check_supervision)
offer(router, action="withdraw_supervision", given=WithdrawIn, act=withdraw_supervision)


@router.get(
    "/supervisions",
    **gate(scope=ApiScope.READ, answer=Supervisions, summary="督办台账", operation="list_supervisions", roles=READERS),
)
def list_supervisions(request: HttpRequest, given: Query[SupervisionFilter]) -> dict[str, Any]:
    """List the supervision orders that the caller may know of; a unit's are those that it has to answer."""
    place = place_of(given.cursor)
    page = ledger(tab=given.tab, cursor=place, actor=caller_of(request), at=clock.now())
    is_past_the_end = place is not None and page.previous is None  # pages begin again there
    return told_page(request, rows=() if is_past_the_end else page.rows, place=None if is_past_the_end else page.next)

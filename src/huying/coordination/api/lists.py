"""The ledgers of coordination through the API."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from huying.coordination.queries.board import BOARD, BoardPage, Tab, board
from huying.coordination.queries.conference import MEETS, LedgerPage, ledger
from huying.coordination.queries.whistle_board import open_whistles
from huying.coordination.schemas.lists import (
    Board,
    ConferenceFilter,
    Conferences,
    EscalationFilter,
    InstructionFilter,
    Whistles,
)
from huying.foundation import clock
from huying.organisation.api.gate import caller_of, gate
from huying.organisation.choices import ApiScope
from huying.workorders.api.pages import place_of, told_page
from huying.workorders.queries.queue import Cursor
from huying.workorders.schemas import PageIn

router = Router()
_READ = ApiScope.READ


@router.get(
    "/conferences",
    **gate(scope=_READ, answer=Conferences, summary="会商列表", operation="list_conferences", roles=MEETS),
)
def list_conferences(request: HttpRequest, given: Query[ConferenceFilter]) -> dict[str, Any]:
    """List conferences of orders that the caller may see; a unit's are those that it was asked to."""
    place = place_of(given.cursor)
    page = ledger(is_settled=given.settled, cursor=place, actor=caller_of(request), at=clock.now())
    return _told(request, page, place)


@router.get("/whistles", **gate(scope=_READ, answer=Whistles, summary="未消哨的吹哨", operation="list_whistles"))
def list_whistles(request: HttpRequest, given: Query[PageIn]) -> dict[str, Any]:
    """List open whistles that the caller may see; a unit's are its own and those it is called to."""
    page = open_whistles(cursor=place_of(given.cursor), actor=caller_of(request), at=clock.now())
    return told_page(request, rows=page.rows, place=page.next)


@router.get(
    "/escalations",
    **gate(scope=_READ, answer=Board, summary="提级请示列表", operation="list_escalations", roles=BOARD),
)
def list_escalations(request: HttpRequest, given: Query[EscalationFilter]) -> dict[str, Any]:
    """List questions put to superiors that the caller may see."""
    return _board(request, Tab.ANSWERED if given.answered else Tab.ASKED, given)


@router.get(
    "/instructions",
    **gate(scope=_READ, answer=Board, summary="批示列表", operation="list_instructions", roles=BOARD),
)
def list_instructions(request: HttpRequest, given: Query[InstructionFilter]) -> dict[str, Any]:
    """List leaders' instructions that the caller may see."""
    return _board(request, Tab.REPORTED if given.reported else Tab.GIVEN, given)


def _board(request: HttpRequest, tab: Tab, given: PageIn) -> dict[str, Any]:
    place = place_of(given.cursor)
    return _told(request, board(tab=tab, cursor=place, actor=caller_of(request), at=clock.now()), place)


def _told(request: HttpRequest, page: BoardPage | LedgerPage, place: Cursor | None) -> dict[str, Any]:
    """Return a page; where a place lies beyond the rows the ledgers begin again, and the API ends."""
    is_past_the_end = place is not None and page.previous is None
    return told_page(request, rows=() if is_past_the_end else page.rows, place=None if is_past_the_end else page.next)

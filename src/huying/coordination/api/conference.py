"""Conferences through the API."""

from __future__ import annotations

from ninja import Router

from huying.coordination.actions.call_conference import call_conference
from huying.coordination.actions.give_opinion import give_opinion
from huying.coordination.actions.settle_conference import settle_conference
from huying.coordination.schemas.conference import CallIn, DecisionIn, OpinionIn
from huying.workorders.api.act import offer

router = Router()

offer(router, action="call_conference", given=CallIn, act=call_conference)
offer(router, action="give_opinion", given=OpinionIn, act=give_opinion)
offer(router, action="settle_conference", given=DecisionIn, act=settle_conference)

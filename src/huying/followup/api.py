"""The follow-up through the API."""

from __future__ import annotations

from ninja import Router

from huying.followup.actions.record_attempt import record_attempt
from huying.followup.actions.record_verdict import record_verdict
from huying.followup.schemas import AttemptIn, VerdictIn
from huying.workorders.api.act import offer

router = Router()

offer(router, action="record_attempt", given=AttemptIn, act=record_attempt)
offer(router, action="record_verdict", given=VerdictIn, act=record_verdict)

"""Dispatch through the API."""

from __future__ import annotations

from ninja import Router

from huying.dispatch.actions.assign_unit import assign_unit
from huying.dispatch.schemas import AssignIn
from huying.workorders.api.act import offer

router = Router()

offer(router, action="assign_unit", given=AssignIn, act=assign_unit)

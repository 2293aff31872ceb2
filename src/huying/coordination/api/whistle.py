"""Whistles through the API."""

from __future__ import annotations

from ninja import Router

from huying.coordination.actions.arrive import arrive
from huying.coordination.actions.blow_whistle import blow_whistle
from huying.coordination.actions.check_whistle import check_whistle
from huying.coordination.actions.end_whistle import end_whistle
from huying.coordination.actions.finish_task import finish_task
from huying.coordination.actions.rate_whistle import rate_whistle
from huying.coordination.actions.record_scene import record_scene
from huying.coordination.actions.refuse_call import refuse_call
from huying.coordination.schemas.whistle import (
    ArriveIn,
    BlowIn,
    CheckIn,
    EndIn,
    FinishIn,
    RateIn,
    RefuseIn,
    SceneIn,
)
from huying.workorders.api.act import offer

router = Router()

offer(router, action="blow_whistle", given=BlowIn, act=blow_whistle)
offer(router, action="arrive", given=ArriveIn, act=arrive)
offer(router, action="refuse_call", given=RefuseIn, act=refuse_call)
offer(router, action="record_scene", given=SceneIn, act=record_scene)
offer(router, action="finish_task", given=FinishIn, act=finish_task)
offer(router, action="check_whistle", given=CheckIn, act=check_whistle)
offer(router, action="end_whistle", given=EndIn, act=end_whistle)
offer(router, action="rate_whistle", given=RateIn, act=rate_whistle)

"""Pages of a whistle: one for each action."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from huying.coordination.actions.arrive import arrive
from huying.coordination.actions.blow_whistle import blow_whistle
from huying.coordination.actions.check_whistle import check_whistle
from huying.coordination.actions.end_whistle import end_whistle
from huying.coordination.actions.finish_task import finish_task
from huying.coordination.actions.rate_whistle import RatingTooLate, rate_whistle
from huying.coordination.actions.record_scene import record_scene
from huying.coordination.actions.refuse_call import refuse_call
from huying.coordination.forms.whistle import (
    ArriveForm,
    BlowForm,
    CheckForm,
    EndForm,
    FinishForm,
    RateForm,
    RefuseForm,
    SceneForm,
)
from huying.coordination.queries.open_whistles import WhistleNotFound
from huying.coordination.queries.whistle import place_of
from huying.coordination.queries.whistle_ratings import owed_ratings
from huying.domain.lifecycle import BY_ACTION, refusal
from huying.foundation import clock
from huying.foundation.access import actor_of, allow
from huying.workorders.queries.dossier import dossier_by_number
from huying.workorders.views.act import OrderAct, act_on_order

_BLOW = OrderAct(
    action="blow_whistle", form=BlowForm, act=blow_whistle, done="已吹哨，被呼叫单位可以看到本单，报到时限开始计算。"
)
_ARRIVE = OrderAct(action="arrive", form=ArriveForm, act=arrive, done="已报到。", template="coordination/arrive.html")
_REFUSE = OrderAct(action="refuse_call", form=RefuseForm, act=refuse_call, done="拒绝报到已记录。")
_SCENE = OrderAct(action="record_scene", form=SceneForm, act=record_scene, done="现场会诊已记录，任务已分给各单位。")
_FINISH = OrderAct(action="finish_task", form=FinishForm, act=finish_task, done="任务已报告完成。")
_CHECK = OrderAct(action="check_whistle", form=CheckForm, act=check_whistle, done="中期调度已记录。")
_END = OrderAct(action="end_whistle", form=EndForm, act=end_whistle, done="已消哨，请在互评期限内对报到单位作出评价。")


@allow(*BY_ACTION["blow_whistle"].roles)
@require_http_methods(["GET", "POST"])
def blow(request: HttpRequest, number: str) -> HttpResponse:
    """Call units to the spot."""
    return act_on_order(request, number=number, page=_BLOW)


@allow(*BY_ACTION["arrive"].roles)
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, number: str) -> HttpResponse:
    """Report on the spot; the place to come to stands in the form already."""
    actor = actor_of(request)
    place = place_of(dossier=dossier_by_number(number=number, actor=actor), unit_id=actor.unit_id)
    return act_on_order(request, number=number, page=_ARRIVE, initial={"place": place})


@allow(*BY_ACTION["refuse_call"].roles)
@require_http_methods(["GET", "POST"])
def refuse(request: HttpRequest, number: str) -> HttpResponse:
    """Refuse to come."""
    return act_on_order(request, number=number, page=_REFUSE)


@allow(*BY_ACTION["record_scene"].roles)
@require_http_methods(["GET", "POST"])
def scene(request: HttpRequest, number: str) -> HttpResponse:
    """Record the conference on the spot."""
    return act_on_order(request, number=number, page=_SCENE)


@allow(*BY_ACTION["finish_task"].roles)
@require_http_methods(["GET", "POST"])
def finish(request: HttpRequest, number: str) -> HttpResponse:
    """Report a task done."""
    return act_on_order(request, number=number, page=_FINISH)


@allow(*BY_ACTION["check_whistle"].roles)
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, number: str) -> HttpResponse:
    """Record a mid-term check."""
    return act_on_order(request, number=number, page=_CHECK)


@allow(*BY_ACTION["end_whistle"].roles)
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, number: str) -> HttpResponse:
    """End a whistle."""
    return act_on_order(request, number=number, page=_END)


@allow(*BY_ACTION["rate_whistle"].roles)
@require_http_methods(["GET", "POST"])
def rate(request: HttpRequest, number: str) -> HttpResponse:
    """Rate the other side of the oldest whistle that the unit has not rated."""
    actor = actor_of(request)
    facts = dossier_by_number(number=number, actor=actor).facts
    owed = next(iter(owed_ratings(order_id=facts.id, unit_id=actor.unit_id)), None)
    if owed is None:
        raise refusal(facts, "rate_whistle", actor) or WhistleNotFound
    if clock.now() > owed.until:
        raise RatingTooLate
    form: Any = partial(RateForm, owed=owed)
    page = OrderAct(action="rate_whistle", form=form, act=rate_whistle, done="评价已保存。")
    return act_on_order(request, number=number, page=page)

"""Pages of what comes later to an order that is there: urging, linking repeats."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from huying.domain.actors import SEATED
from huying.domain.lifecycle import BY_ACTION
from huying.foundation.access import allow
from huying.intake.actions.link_repeat import link_repeat
from huying.intake.actions.unlink_repeat import unlink_repeat
from huying.intake.actions.urge_order import urge_order
from huying.intake.forms.later import RepeatForm, UrgeForm
from huying.workorders.forms import OrderForm
from huying.workorders.views.act import OrderAct, act_on_order

_URGE = OrderAct(action="urge_order", form=UrgeForm, act=urge_order, done="催办已记录，承办单位可以看到。")

_LINK = OrderAct(action="link_repeat", form=RepeatForm, act=link_repeat, done="已关联为重复件。")
_UNLINK = OrderAct(action="unlink_repeat", form=OrderForm, act=unlink_repeat, done="已解除关联。")


@allow(*(BY_ACTION["urge_order"].roles & SEATED))
@require_http_methods(["GET", "POST"])
def urge(request: HttpRequest, number: str) -> HttpResponse:
    """Urge whoever has the order in hand."""
    return act_on_order(request, number=number, page=_URGE)


@allow(*BY_ACTION["link_repeat"].roles)
@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, number: str) -> HttpResponse:
    """Link the order to an earlier one of the same thing."""
    return act_on_order(request, number=number, page=_LINK)


@allow(*BY_ACTION["unlink_repeat"].roles)
@require_http_methods(["GET", "POST"])
def unlink(request: HttpRequest, number: str) -> HttpResponse:
    """Take the link back."""
    return act_on_order(request, number=number, page=_UNLINK)

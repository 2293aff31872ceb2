"""Pages of what comes later to an order that is there: urging."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from huying.domain.actors import SEATED
from huying.domain.lifecycle import BY_ACTION
from huying.foundation.access import allow
from huying.intake.actions.urge_order import urge_order
from huying.intake.forms.later import UrgeForm
from huying.workorders.views.act import OrderAct, act_on_order

_URGE = OrderAct(action="urge_order", form=UrgeForm, act=urge_order, done="催办已记录，承办单位可以看到。")


@allow(*(BY_ACTION["urge_order"].roles & SEATED))
@require_http_methods(["GET", "POST"])
def urge(request: HttpRequest, number: str) -> HttpResponse:
    """Urge whoever has the order in hand."""
    return act_on_order(request, number=number, page=_URGE)

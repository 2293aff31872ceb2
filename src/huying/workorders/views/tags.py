"""The page on which somebody says why an order is hard."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from huying.domain.lifecycle import BY_ACTION
from huying.foundation.access import actor_of, allow
from huying.workorders.actions.tag_order import tag_order
from huying.workorders.forms import TagsForm
from huying.workorders.queries.dossier import dossier_by_number
from huying.workorders.views.act import OrderAct, act_on_order

_TAG = OrderAct(action="tag_order", form=TagsForm, act=tag_order, done="疑难标签已保存。")


@allow(*BY_ACTION["tag_order"].roles)
@require_http_methods(["GET", "POST"])
def tag(request: HttpRequest, number: str) -> HttpResponse:
    """Show the order's tags, or put others on it."""
    order = dossier_by_number(number=number, actor=actor_of(request)).order
    return act_on_order(request, number=number, page=_TAG, initial={"tags": order.difficulties or []})

"""The page that sends an order to its unit."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from huying.dispatch.actions.assign_unit import assign_unit
from huying.dispatch.forms import AssignForm
from huying.dispatch.queries import suggestion_of
from huying.dispatch.queries.cards_said import cards_said
from huying.dispatch.queries.places_said import places_said
from huying.dispatch.queries.precedents import precedents_for
from huying.dispatch.queries.returns import return_panel
from huying.domain.actors import Role
from huying.foundation import clock
from huying.foundation.access import actor_of, allow
from huying.workorders.queries.decision import decision_of
from huying.workorders.queries.dossier import dossier_by_number
from huying.workorders.views.act import OrderAct, act_on_order

_ASSIGN = OrderAct(
    action="assign_unit",
    form=AssignForm,
    act=assign_unit,
    done="已派单，承办单位的签收和办理时限开始计算。",
    template="dispatch/assign.html",
)


@allow(Role.DISPATCHER, Role.LEADER)
@require_http_methods(["GET", "POST"])
def assign(request: HttpRequest, number: str) -> HttpResponse:
    """Send an order to its unit; the form starts from what was decided about it, else from the suggestion."""
    actor = actor_of(request)
    dossier = dossier_by_number(number=number, actor=actor)
    suggestion = suggestion_of(order_id=dossier.order.pk, actor=actor)
    decision = decision_of(order_id=dossier.order.pk)
    returns = return_panel(dossier=dossier, at=clock.now())
    initial: dict[str, Any] = {}
    if first := decision or suggestion:
        initial = {
            "lead_unit_id": first.lead_unit_id,
            "assist_unit_ids": first.assist_unit_ids,
            "legal_basis": first.legal_basis,
        }
    if returns.found_unit_id and not decision:  # a conference that still holds is the later of the two
        initial = {"lead_unit_id": returns.found_unit_id, "legal_basis": "退单审核裁定"}
    context = {
        "suggestion": suggestion,
        "cards": cards_said(dossier=dossier, actor=actor, at=clock.now()),
        "said": places_said(dossier=dossier, actor=actor),
        "decision": decision,
        "returns": returns,
        "precedents": precedents_for(order=dossier.order, actor=actor),
    }
    return act_on_order(request, number=number, page=_ASSIGN, initial=initial, context=context)

"""Pages of merging and splitting."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from huying.domain.actors import SEATED
from huying.domain.lifecycle import BY_ACTION
from huying.foundation import clock
from huying.foundation.access import actor_of, allow
from huying.foundation.pagination import before_of, paged
from huying.intake.actions.merge_orders import merge_orders
from huying.intake.actions.split_order import split_order
from huying.intake.actions.unmerge_order import unmerge_order
from huying.intake.forms.merging import MergeForm, MergePairForm, UnmergeForm
from huying.intake.forms.splitting import SplitForm, split_initial
from huying.intake.queries import known_of, parts_proposed, places_of_parts
from huying.workorders.queries.dossier import dossier_by_number
from huying.workorders.queries.merge_list import MERGE_READERS, merged_orders
from huying.workorders.queries.summary import summary_of
from huying.workorders.views.act import OrderAct, act_on_order

_PAGE = 30
_MERGE = OrderAct(
    action="merge_orders",
    form=MergeForm,
    act=merge_orders,
    done="已并单：由主单统一办理，每位诉求人仍各自答复和回访。",
)
_MERGE_PAIR = replace(_MERGE, form=MergePairForm, template="intake/merge_pair.html")
_UNMERGE = OrderAct(action="unmerge_order", form=UnmergeForm, act=unmerge_order, done="已解除并单，本单恢复单独办理。")

_SPLIT = OrderAct(
    action="split_order",
    form=SplitForm,
    act=split_order,
    done="已拆单，拆出的工单在待派单中，编号见办理记录。",
    template="intake/split.html",
)


@allow(*MERGE_READERS)
@require_safe
def merges(request: HttpRequest) -> HttpResponse:
    """List what is merged into what, the latest in front."""
    actor, at, is_over = actor_of(request), clock.now(), request.GET.get("tab") == "over"
    rows = merged_orders(is_over=is_over, actor=actor, at=at, before=before_of(request), limit=_PAGE + 1)
    return render(request, "intake/merges.html", {"is_over": is_over, "at": at, **paged(request, rows, page=_PAGE)})


@allow(*BY_ACTION["split_order"].roles)
@require_http_methods(["GET", "POST"])
def split(request: HttpRequest, number: str) -> HttpResponse:
    """Make orders of their own out of a message with several matters; where they are plain, they are filled in."""
    actor, at = actor_of(request), clock.now()
    parts = parts_proposed(number=number, actor=actor, at=at) if request.method == "GET" else ()
    initial = split_initial(parts, places_of_parts(parts=parts, actor=actor, at=at))
    return act_on_order(request, number=number, page=_SPLIT, initial=initial, context={"proposed": len(parts)})


@allow(*BY_ACTION["merge_orders"].roles)
@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, number: str) -> HttpResponse:
    """Merge orders of the same matter with this one; ``with`` names the one that it is shown beside."""
    other = request.GET.get("with", "")
    if not other:
        return act_on_order(request, number=number, page=_MERGE)
    actor = actor_of(request)
    beside = summary_of(dossier=dossier_by_number(number=other, actor=actor), actor=actor)
    initial = {"numbers": other}
    if request.method == "GET":
        known = known_of(dossier=dossier_by_number(number=number, actor=actor), actor=actor, at=clock.now())
        initial["reason"] = next((one.reason for one in known if one.likely.row.number == other), "")
    return act_on_order(request, number=number, page=_MERGE_PAIR, initial=initial, context={"beside": beside})


@allow(*(BY_ACTION["unmerge_order"].roles & SEATED))
@require_http_methods(["GET", "POST"])
def unmerge(request: HttpRequest, number: str) -> HttpResponse:
    """Let a merged order go on by itself."""
    return act_on_order(request, number=number, page=_UNMERGE)

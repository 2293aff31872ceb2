"""Pages of the intake."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huying.catalogue.queries.cards import CardRow, cards_for
from huying.catalogue.queries.matters import matter
from huying.domain.actors import Actor, Role, citizen_actor
from huying.foundation import clock
from huying.foundation.access import actor_of, allow, open_to_all
from huying.foundation.citizen_session import forget, remember
from huying.foundation.client_address import client_address, household
from huying.foundation.commit import one_commit
from huying.foundation.form_page import form_page
from huying.foundation.known_browser import browser_of, keep_in_mind
from huying.foundation.period import month_of
from huying.intake.actions.accept_order import accept_order
from huying.intake.actions.add_information import add_information
from huying.intake.actions.open_by_code import open_by_code
from huying.intake.actions.register_by_citizen import FormUsed, register_by_citizen
from huying.intake.actions.register_order import register_order
from huying.intake.actions.withdraw_order import withdraw_order
from huying.intake.choices import Route
from huying.intake.forms.registering import (
    AcceptForm,
    CodeForm,
    DemandForm,
    InformationForm,
    RegisterForm,
    WithdrawForm,
)
from huying.intake.queries import (
    answers_when_typed,
    known_of,
    known_when_typed,
    matters_said,
    matters_taken,
    other_place,
    progress_to_tell,
)
from huying.organisation.queries.heard import heard_in
from huying.organisation.queries.public_centre import public_centre
from huying.workorders.forms import keep_pictures
from huying.workorders.queries.danger import agreement, dangers_of
from huying.workorders.queries.dossier import dossier_by_number
from huying.workorders.queries.likely_same import said_in
from huying.workorders.queries.similar import similar_orders, similar_to_typed
from huying.workorders.views.act import OrderAct, act_on_order

_READS = frozenset({"read", "take_matter", "take_all", "take_place"})


@allow(Role.OPERATOR)
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Register a demand and open its order's page."""
    actor = actor_of(request)
    if request.method == "POST" and "look" in request.POST:
        return _looked(request, actor)
    if request.method == "POST" and _READS & request.POST.keys():
        return _heard(request, actor)
    if request.method == "POST" and "progress" in request.POST:
        return _as_progress(request, actor)
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = RegisterForm(*given, actor=actor)

    def act() -> HttpResponse:
        pictures = keep_pictures(form.cleaned_data["pictures"])
        with one_commit():
            order = register_order(registration=form.registration(pictures=pictures), actor=actor, at=clock.now())
        messages.success(request, f"已登记，工单编号 {order.number}。")
        return redirect("order", number=order.number)

    return form_page(request, form=form, act=act, template="intake/register.html")


def _looked(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what the same line, or the same matter in the same place, brought up before; what was typed stays."""
    typed = request.POST.dict()
    form = RegisterForm(initial=typed, actor=actor)
    ids = {name: int(typed[name]) if typed.get(name, "").isdecimal() else None for name in ("region_id", "matter_id")}
    wanted = similar_to_typed(phone=typed.get("phone", ""), actor=actor, **ids)
    at = clock.now()
    shown = {
        "form": form,
        "known": known_when_typed(typed=typed, actor=actor, at=at),
        "answers": answers_when_typed(typed=typed, actor=actor),
        "earlier": similar_orders(wanted=wanted, actor=actor, at=at),
        "is_looked": True,
        "cards": _cards(form, actor),
    }
    return render(request, "intake/register.html", shown)


def _heard(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what the text says and put it where nothing was typed; nothing is kept (智能受理, O-05, B-30).

    A matter goes into the form when the operator takes it, with all else that was read or alone; another place than the
    one that stands there too.
    """
    typed, at = request.POST.dict(), clock.now()
    text = typed.get("original", "")
    other = other_place(typed=typed, actor=actor, at=at)
    if other and "take_place" in typed:  # both give way, so that no region stays of a place that went
        typed |= {"place_text": "", "region_id": ""}
        other = None
    heard = heard_in(text=f"{typed.get('place_text', '')}\n{text}", centre_id=actor.centre_id, at=at)
    said = matters_said(text=text, title=typed.get("title", ""), actor=actor, at=at)
    typed |= {"matter_id": typed["take_matter"]} if typed.get("take_matter", "").isdecimal() else {}
    form = RegisterForm(initial=typed | {"proposed": said.mark}, actor=actor)
    filled: tuple[str, ...] = ("事项",) if "take_matter" in typed else ()
    filled += form.fill_from(heard) if heard else ()
    filled += form.take_over(said) if "take_all" in typed else ()
    shown: dict[str, object] = {
        "form": form,
        "heard": heard,
        "said": said,
        "filled": filled,
        "other": other,
        "is_read": True,
    }
    return render(request, "intake/register.html", shown | {"cards": _cards(form, actor)})


def _cards(form: RegisterForm, actor: Actor) -> tuple[CardRow, ...]:
    """Return the scenario cards that fit what stands in the form (B-02)."""
    said = {name: str(form.initial.get(name) or "") for name in ("matter_id", "region_id", "place_text", "original")}
    ids = {name: int(said[name]) if said[name].isdecimal() else None for name in ("matter_id", "region_id")}
    chosen = matter(matter_id=ids["matter_id"]) if ids["matter_id"] else None
    return cards_for(
        matter_code=chosen.code if chosen and chosen.centre_id == actor.centre_id else "",
        region_id=ids["region_id"],
        text=f"{said['place_text']}\n{said['original']}",
        centre_id=actor.centre_id,
        at=clock.now(),
    )


def _as_progress(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Fill in what is told of an order that is known, by 条例 art 11 (三); the operator may still change it."""
    typed, number = request.POST.dict(), request.POST["progress"]
    typed |= {"route": Route.PROGRESS.value, "repeats_number": number}
    typed["reason"] = typed.get("reason") or progress_to_tell(number=number, actor=actor, at=clock.now())
    return render(request, "intake/register.html", {"form": RegisterForm(initial=typed, actor=actor)})


@allow(Role.OPERATOR)
@require_POST
def known(request: HttpRequest) -> HttpResponse:
    """Tell an operator, while they type, which orders are likely of the same thing, and what like ones were told."""
    typed, actor = request.POST.dict(), actor_of(request)
    shown = {
        "known": known_when_typed(typed=typed, actor=actor, at=clock.now()),
        "answers": answers_when_typed(typed=typed, actor=actor),
    }
    return render(request, "intake/_beside.html", shown)


PROPOSAL_READERS = frozenset({Role.OPERATOR, Role.DISPATCHER, Role.SUPERVISOR, Role.LEADER})
_ACCEPT = OrderAct(
    action="accept_order", form=AcceptForm, act=accept_order, done="已受理。", template="intake/accept.html"
)
_INFORMATION = OrderAct(
    action="add_information", form=InformationForm, act=add_information, done="补充情况已保存，承办单位可以看到。"
)
_WITHDRAW = OrderAct(action="withdraw_order", form=WithdrawForm, act=withdraw_order, done="已按诉求人意愿撤单。")


@allow(Role.OPERATOR)
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, number: str) -> HttpResponse:
    """Accept a demand that came in by itself, or settle it at the door."""
    actor = actor_of(request)
    dossier = dossier_by_number(number=number, actor=actor)
    order, at = dossier.order, clock.now()
    words = said_in(dossier=dossier)
    heard = heard_in(text=f"{words.place_text}\n{words.text}", centre_id=actor.centre_id, at=order.registered_at)
    taken = request.GET.get("matter_id", "")  # one of those proposed: a press leads here again
    region = heard.chain[0] if heard and heard.chain else None
    initial = {
        "kind": order.kind,
        "urgency": order.urgency,
        "matter_id": int(taken) if taken.isdecimal() else order.matter_id,
        "region_id": order.region_id or region,
    }
    context = {
        "dangers": dangers_of(dossier=dossier, actor=actor),
        "known": known_of(dossier=dossier, actor=actor, at=at),
        "seen": order.events,
        "heard": heard,
        "said": matters_said(text=words.text, title=order.title, actor=actor, at=at),
        "chosen": str(initial["matter_id"] or ""),
        "filled": ("所在区域",) if region and not order.region_id and request.method == "GET" else (),
    }
    return act_on_order(request, number=number, page=_ACCEPT, initial=initial, context=context)


@allow(*PROPOSAL_READERS)
@require_safe
def danger_agreement(request: HttpRequest) -> HttpResponse:
    """Show how often the levels that were proposed are those that people chose."""
    month = month_of(request.GET.get("month", ""), at=clock.now())
    actor = actor_of(request)
    shown = {"rows": agreement(month=month, actor=actor), "taken": matters_taken(month=month, actor=actor)}
    return render(request, "intake/danger_agreement.html", {**shown, "month": month})


@allow(Role.OPERATOR)
@require_http_methods(["GET", "POST"])
def information(request: HttpRequest, number: str) -> HttpResponse:
    """Add what the caller says later."""
    return act_on_order(request, number=number, page=_INFORMATION)


@allow(Role.OPERATOR)
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Withdraw an order at the caller's wish."""
    return act_on_order(request, number=number, page=_WITHDRAW)


@open_to_all
@gzip_page
@never_cache
@require_http_methods(["GET", "POST"])
def citizen_register(request: HttpRequest) -> HttpResponse:
    """Let a citizen say what happened; tell the query code once."""
    at, centre = clock.now(), public_centre(code=settings.HUYING_PUBLIC_CENTRE)
    form = DemandForm(*((request.POST, request.FILES) if request.method == "POST" else ()), at=at)

    def act() -> HttpResponse:
        pictures = keep_pictures(form.cleaned_data["pictures"])
        try:
            with one_commit():
                registered = register_by_citizen(
                    demand=form.demand(pictures=pictures),
                    nonce=form.proof.nonce,
                    address=household(client_address(request)),
                    actor=citizen_actor(centre_id=centre.id),
                    at=at,
                )
        except FormUsed:
            form.renew(at=at)
            raise
        remember(request, centre_id=centre.id, order_id=registered.order_id, is_owner=True)
        answer = render(request, "intake/citizen_registered.html", {"centre": centre, "registered": registered})
        keep_in_mind(answer, browser_of(request), order_id=registered.order_id)
        return answer

    return form_page(request, form=form, act=act, template="intake/citizen_register.html", context={"centre": centre})


@open_to_all
@gzip_page
@never_cache
@require_http_methods(["GET", "POST"])
def citizen_query(request: HttpRequest) -> HttpResponse:
    """Open an order by its query code."""
    centre = public_centre(code=settings.HUYING_PUBLIC_CENTRE)
    form, browser = CodeForm(request.POST if request.method == "POST" else None), browser_of(request)

    def act() -> HttpResponse:
        with one_commit():
            tried = open_by_code(
                text=form.cleaned_data["code"],
                digits=form.cleaned_data["digits"],
                address=household(client_address(request)),
                browser=browser,
                actor=citizen_actor(centre_id=centre.id),
                at=clock.now(),
            )
        if tried.fault:
            raise tried.fault
        assert tried.order_id
        remember(request, centre_id=centre.id, order_id=tried.order_id, is_owner=tried.is_owner)
        answer = redirect("citizen_order")
        if tried.is_owner:
            keep_in_mind(answer, browser, order_id=tried.order_id)
        return answer

    return form_page(request, form=form, act=act, template="intake/citizen_query.html", context={"centre": centre})


@open_to_all
@require_POST
def citizen_leave(request: HttpRequest) -> HttpResponse:
    """Close the order in this browser."""
    forget(request)
    return redirect("citizen")

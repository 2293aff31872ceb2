"""Pages of the systems of others, for the security administrator."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huying.domain.actors import Role
from huying.exchange.actions.plan_push import plan_push
from huying.exchange.actions.send_again import send_again
from huying.exchange.actions.unsubscribe import unsubscribe
from huying.exchange.forms import TokenForm
from huying.exchange.queries.deliveries import dead_deliveries
from huying.exchange.queries.subscriptions import subscriptions_for
from huying.foundation import clock
from huying.foundation.access import actor_of, allow
from huying.foundation.commit import one_commit
from huying.foundation.form_page import form_page
from huying.organisation.actions.issue_token import issue_token
from huying.organisation.actions.revoke_token import revoke_token
from huying.organisation.queries.systems import tokens_for


@allow(Role.SECURITY_ADMIN)
@require_safe
def systems(request: HttpRequest) -> HttpResponse:
    """Show tokens, subscriptions, and pushes that were given up."""
    actor = actor_of(request)
    context = {
        "tokens": tokens_for(actor=actor, at=clock.now()),
        "subscriptions": subscriptions_for(actor=actor),
        "dead": dead_deliveries(actor=actor),
    }
    return render(request, "exchange/systems.html", context)


@allow(Role.SECURITY_ADMIN)
@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_variables("issued")
def new_token(request: HttpRequest) -> HttpResponse:
    """Issue a token and show it, this once."""
    actor = actor_of(request)
    form = TokenForm(request.POST if request.method == "POST" else None, actor=actor)

    def act() -> HttpResponse:
        with one_commit():
            issued = issue_token(**form.given(), actor=actor, at=clock.now())
        return render(request, "exchange/token.html", {"issued": issued})

    return form_page(request, form=form, act=act, template="exchange/new_token.html")


@allow(Role.SECURITY_ADMIN)
@require_POST
def end_token(request: HttpRequest, token_id: int) -> HttpResponse:
    """Revoke a token."""
    with one_commit():
        revoke_token(token_id=token_id, actor=actor_of(request), at=clock.now())
    return _done(request, "令牌已撤销，立即失效。")


@allow(Role.SECURITY_ADMIN)
@require_POST
def end_subscription(request: HttpRequest, subscription_id: int) -> HttpResponse:
    """End a subscription."""
    with one_commit():
        unsubscribe(subscription_id=subscription_id, actor=actor_of(request), at=clock.now())
    return _done(request, "订阅已停用，不再推送。")


@allow(Role.SECURITY_ADMIN)
@require_POST
def again(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Send a push again that was given up."""
    with one_commit():
        send_again(delivery_id=delivery_id, actor=actor_of(request), at=clock.now())
        plan_push(delivery_id=delivery_id)
    return _done(request, "已安排重新推送。")


def _done(request: HttpRequest, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect("systems")

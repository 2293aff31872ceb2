"""Pages of notices: the inbox, the navigation that counts it, the log of messages; and a citizen's choice."""

from __future__ import annotations

from django.contrib import messages as flash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huying.catalogue.queries.changes import changes_told
from huying.domain.actors import Role, citizen_actor
from huying.domain.notices import DESKS
from huying.foundation import clock
from huying.foundation.access import actor_of, allow, open_to_all
from huying.foundation.commit import one_commit
from huying.foundation.pagination import before_of, paged
from huying.notices.actions.choose_messages import choose_messages
from huying.notices.actions.open_notice import open_notice
from huying.notices.actions.plan_messages import plan_messages
from huying.notices.actions.read_all import read_all
from huying.notices.actions.send_message_again import send_message_again
from huying.notices.forms import MessageFilter
from huying.notices.queries.inbox import PAGE, inbox, unread_now
from huying.notices.queries.messages import PAGE as MESSAGES
from huying.notices.queries.messages import messages_for
from huying.notices.queries.recipients import choice_of

READS = frozenset(DESKS)
"""Who has an inbox."""
LOOKS_AFTER = frozenset({Role.SYSTEM_ADMIN, Role.SUPERVISOR, Role.EVALUATOR})
"""Who sees how messages went. 约定: who runs the site mends it, who watches knows of it."""


@allow(*READS)
@require_safe
def inbox_page(request: HttpRequest) -> HttpResponse:
    """Show what the actor's desk was told, what nobody has read by itself."""
    actor = actor_of(request)
    only_unread = request.GET.get("show") != "all"
    count = unread_now(actor=actor)
    rows = inbox(actor=actor, only_unread=only_unread, before=before_of(request), limit=PAGE + 1)
    changes = changes_told(actor=actor, at=clock.now())
    context = {"only_unread": only_unread, "unread": count, "changes": changes, **paged(request, rows, page=PAGE)}
    return render(request, "notices/inbox.html", context)


@allow(*READS)
@require_POST
def open_one(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Mark a notice as read and lead to its order."""
    actor = actor_of(request)
    with one_commit():
        number = open_notice(notice_id=notice_id, actor=actor, at=clock.now())
    unread_now(actor=actor)
    return redirect("order", number=number)


@allow(*READS)
@require_POST
def read_them(request: HttpRequest) -> HttpResponse:
    """Mark what the page showed, and what is older, as read."""
    newest = request.POST.get("until", "")
    until = int(newest) if newest.isascii() and newest.isdigit() and int(newest) < 2**63 else 0
    with one_commit():
        count = read_all(until=until, actor=actor_of(request), at=clock.now())
    flash.success(request, f"{count} 条通知已标为已读。")
    return redirect("inbox")


@allow(*READS)
@never_cache
@require_safe
def navigation(request: HttpRequest) -> HttpResponse:
    """Draw the navigation anew, with its counts."""
    return render(request, "web/_navigation.html")


@allow(*LOOKS_AFTER)
@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Show the messages of the centre and how they went."""
    actor = actor_of(request)
    form = MessageFilter(request.GET)
    rows = messages_for(actor=actor, state=form.wanted(), before=before_of(request), limit=MESSAGES + 1)
    may_send = actor.role is Role.SYSTEM_ADMIN
    return render(
        request, "notices/messages.html", {"form": form, "may_send": may_send, **paged(request, rows, page=MESSAGES)}
    )


@allow(Role.SYSTEM_ADMIN)
@require_POST
def again(request: HttpRequest, message_id: int) -> HttpResponse:
    """Send a message again that was given up."""
    at = clock.now()
    with one_commit():
        send_message_again(message_id=message_id, actor=actor_of(request), at=at)
        plan_messages(due=[(message_id, at)])
    flash.success(request, "已安排重新发送。")
    return redirect("messages")


@open_to_all
@require_POST
def choose(request: HttpRequest, code: str) -> HttpResponse:
    """Stop the messages to the telephone of a link, or let them begin again."""
    actor = citizen_actor(centre_id=choice_of(text=code).centre_id)
    is_wanted = request.POST.get("wanted") == "yes"
    with one_commit():
        choose_messages(code=code, is_wanted=is_wanted, actor=actor, at=clock.now())
    return redirect("citizen_messages", code=code)

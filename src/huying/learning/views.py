"""Pages of models: what there is of each task, a version with its card, and the three acts."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from huying.domain.actors import Role
from huying.domain.errors import Invalid
from huying.foundation import clock
from huying.foundation.access import actor_of, allow
from huying.foundation.commit import one_commit
from huying.learning.actions.roll_back_model import roll_back_model
from huying.learning.actions.stop_model import stop_model
from huying.learning.actions.take_model import take_model
from huying.learning.choices import Task
from huying.learning.forms import DecisionForm
from huying.learning.queries.board import VersionNotFound, board_of, card_of
from huying.learning.queries.versions import READERS


@allow(*READERS)
@require_safe
def models(request: HttpRequest) -> HttpResponse:
    """Show the centre's models, task by task."""
    actor = actor_of(request)
    boards = [board_of(task=task, actor=actor) for task in Task]
    context = {"boards": boards, "may_decide": actor.role is Role.SYSTEM_ADMIN}
    return render(request, "learning/models.html", context)


@allow(*READERS)
@require_safe
def model(request: HttpRequest, task: str, number: int) -> HttpResponse:
    """Show a version with its card."""
    line, parts = card_of(task=_task(task), number=number, actor=actor_of(request))
    return render(request, "learning/model.html", {"line": line, "label": _task(task).label, "parts": parts})


@allow(Role.SYSTEM_ADMIN)
@require_POST
def take(request: HttpRequest, task: str) -> HttpResponse:
    """Take the offered model in use."""
    given = _decision(request)
    with one_commit():
        take_model(
            task=_task(task),
            number=given["number"] or 0,
            seen=given["seen"] or 0,
            actor=actor_of(request),
            at=clock.now(),
        )
    messages.success(request, "已采用，立即用于提建议；需要时可以回到上一版。")
    return redirect("models")


@allow(Role.SYSTEM_ADMIN)
@require_POST
def roll_back(request: HttpRequest, task: str) -> HttpResponse:
    """Use the version before again."""
    with one_commit():
        roll_back_model(task=_task(task), seen=_decision(request)["seen"] or 0, actor=actor_of(request), at=clock.now())
    messages.success(request, "已回到上一版，立即生效。")
    return redirect("models")


@allow(Role.SYSTEM_ADMIN)
@require_POST
def stop(request: HttpRequest, task: str) -> HttpResponse:
    """Use no model of the task for now."""
    with one_commit():
        stop_model(task=_task(task), seen=_decision(request)["seen"] or 0, actor=actor_of(request), at=clock.now())
    messages.success(request, "已停用，不再用模型提建议；需要时可以恢复。")
    return redirect("models")


def _task(code: str) -> Task:
    if code not in Task.values:
        raise VersionNotFound
    return Task(code)


def _decision(request: HttpRequest) -> dict[str, int | None]:
    form = DecisionForm(request.POST)
    if not form.is_valid():
        raise Invalid("提交的内容不完整，请刷新页面后再操作。")
    return form.cleaned_data

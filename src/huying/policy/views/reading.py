"""Pages that show the policy: the version in force, another, the difference of two."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from huying.domain.actors import SIDES, Role
from huying.foundation import clock
from huying.foundation.access import actor_of, allow
from huying.policy.queries.as_toml import as_toml
from huying.policy.queries.calendar import coverage
from huying.policy.queries.tables import (
    changes,
    notice_lines,
    parameter_lines,
    rung_lines,
    stage_tables,
    tag_lines,
)
from huying.policy.queries.versions import PolicyNotFound, PolicyRow, version_shown, versions_of

_DIGITS = 6


@allow(*SIDES)
@require_GET
def policy(request: HttpRequest) -> HttpResponse:
    """Show the policy in force, or another version of the centre's."""
    actor, at = actor_of(request), clock.now()
    version = _asked(request)
    context: dict[str, Any] = {
        "version": version,
        "versions": versions_of(actor=actor, at=at),
        "coverage": coverage(actor=actor, on=clock.day_of(at)),
        "at": at,
        "may_publish": actor.role is Role.SYSTEM_ADMIN,
    }
    if version:
        of = version.policy
        context |= {
            "stages": stage_tables(of),
            "parameters": parameter_lines(of),
            "tags": tag_lines(of),
            "ladder": rung_lines(of),
            "notices": notice_lines(of),
        }
    return render(request, "policy/policy.html", context)


@allow(*SIDES)
@require_GET
def difference(request: HttpRequest, number: int) -> HttpResponse:
    """Show what a version changed against the one before it."""
    actor, at = actor_of(request), clock.now()
    after = version_shown(actor=actor, at=at, number=number)
    before = version_shown(actor=actor, at=at, number=number - 1) if number > 1 else None
    if after is None:
        raise PolicyNotFound
    context = {
        "before": before,
        "after": after,
        "changes": changes(before=before.policy if before else None, after=after.policy),
    }
    return render(request, "policy/difference.html", context)


@allow(*SIDES)
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """Give a version as the TOML file that can be edited and published."""
    version = _asked(request)
    if version is None:
        raise PolicyNotFound
    answer = HttpResponse(as_toml(version.policy), content_type="application/toml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="policy-{version.number}.toml"'
    return answer


def _asked(request: HttpRequest) -> PolicyRow | None:
    asked = request.GET.get("version", "")[:_DIGITS]
    number = int(asked) if asked.isascii() and asked.isdigit() else None
    return version_shown(actor=actor_of(request), at=clock.now(), number=number)

"""Pages that show the matter tree and the duty list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from huying.catalogue.choices import CatalogueKind
from huying.catalogue.forms import CardFilter, DutyFilter
from huying.catalogue.queries.cards import card_lines, card_table
from huying.catalogue.queries.changes import PROPOSERS
from huying.catalogue.queries.duty_list import DutyLine, duty_lines, responsibilities
from huying.catalogue.queries.export import duty_table, matter_table
from huying.catalogue.queries.findings import FINDING_READERS
from huying.catalogue.queries.shown import VersionNotFound, VersionShown, version_shown
from huying.catalogue.queries.tree import tree_of_version
from huying.catalogue.queries.versions import versions_for
from huying.domain.actors import SIDES, Role
from huying.foundation import clock
from huying.foundation.access import actor_of, allow
from huying.language.tables import csv_lines

_PAGE, _DIGITS = 100, 6


@allow(*SIDES)
@require_GET
def matters(request: HttpRequest) -> HttpResponse:
    """Show the matter tree in force, or another version of the centre's."""
    context = _shown(request, CatalogueKind.MATTERS)
    version: VersionShown | None = context["version"]
    tree = tree_of_version(version_id=version.id) if version else ()
    counts = [(level, sum(1 for _ in _of_level(tree, level))) for level in (1, 2, 3)]
    return render(request, "catalogue/matters.html", context | {"tree": tree, "counts": counts})


def _of_level(tree: Sequence[Any], level: int) -> Iterable[Any]:
    for branch in tree:
        if level == 1:
            yield branch
        else:
            yield from _of_level(branch.below, level - 1)


@allow(*SIDES)
@require_GET
def duties(request: HttpRequest) -> HttpResponse:
    """Show the duty list in force, filtered, a hundred lines at a time."""
    context = _shown(request, CatalogueKind.DUTIES)
    form, lines = _filtered(request, context["version"])
    page = max(1, _number(request, "page") or 1)
    found = lines[(page - 1) * _PAGE : page * _PAGE]
    context |= {
        "form": form,
        "lines": found,
        "total": len(lines),
        "previous_url": _page_url(request, page - 1) if page > 1 else None,
        "next_url": _page_url(request, page + 1) if page * _PAGE < len(lines) else None,
    }
    return render(request, "catalogue/duties.html", context)


@allow(*SIDES)
@require_GET
def responsibility(request: HttpRequest) -> HttpResponse:
    """Show what each unit leads and assists in."""
    context = _shown(request, CatalogueKind.DUTIES)
    form, lines = _filtered(request, context["version"])
    context |= {"form": form, "units": responsibilities(lines=lines)}
    return render(request, "catalogue/responsibility.html", context)


@allow(*SIDES)
@require_GET
def cards(request: HttpRequest) -> HttpResponse:
    """Show the scenario cards in force, or another version of the centre's, filtered."""
    context = _shown(request, CatalogueKind.CARDS)
    version: VersionShown | None = context["version"]
    form = CardFilter(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    lines = card_lines(version_id=version.id, actor=actor_of(request), at=clock.now()) if version else ()
    context |= {"form": form, "lines": tuple(line for line in lines if line.holds(words)), "total": len(lines)}
    return render(request, "catalogue/cards.html", context)


@allow(*SIDES)
@require_GET
def export_cards(request: HttpRequest) -> HttpResponse:
    """Give a version of the scenario cards as CSV."""
    return _csv(card_table(version_id=_wanted(request, CatalogueKind.CARDS).id), "cards")


@allow(*SIDES)
@require_GET
def export_matters(request: HttpRequest) -> HttpResponse:
    """Give a version of the matter tree as CSV."""
    return _csv(matter_table(version_id=_wanted(request, CatalogueKind.MATTERS).id), "matters")


@allow(*SIDES)
@require_GET
def export_duties(request: HttpRequest) -> HttpResponse:
    """Give a version of the duty list as CSV."""
    return _csv(duty_table(version_id=_wanted(request, CatalogueKind.DUTIES).id), "duties")


def _shown(request: HttpRequest, kind: CatalogueKind) -> dict[str, Any]:
    actor = actor_of(request)
    version, versions, at = _version(request, kind), versions_for(kind=kind, actor=actor), clock.now()
    return {
        "version": version,
        "versions": versions,
        "coming": next((row for row in reversed(versions) if row.effective_from > at), None),
        "at": at,
        "may_propose": actor.role in PROPOSERS,
        "may_read_findings": actor.role in FINDING_READERS,
        "may_publish": actor.role is Role.SYSTEM_ADMIN,
    }


def _version(request: HttpRequest, kind: CatalogueKind) -> VersionShown | None:
    number = _number(request, "version")
    return version_shown(kind=kind, actor=actor_of(request), at=clock.now(), number=number)


def _wanted(request: HttpRequest, kind: CatalogueKind) -> VersionShown:
    version = _version(request, kind)
    if version is None:
        raise VersionNotFound
    return version


def _filtered(request: HttpRequest, version: VersionShown | None) -> tuple[DutyFilter, tuple[DutyLine, ...]]:
    form = DutyFilter(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    lines = duty_lines(version_id=version.id, actor=actor_of(request), at=clock.now()) if version else ()
    return form, tuple(line for line in lines if line.holds(words))


def _number(request: HttpRequest, name: str) -> int | None:
    asked = request.GET.get(name, "")[:_DIGITS]
    return int(asked) if asked.isascii() and asked.isdigit() else None


def _page_url(request: HttpRequest, page: int) -> str:
    return "?" + urlencode(request.GET.dict() | {"page": str(page)})


def _csv(rows: Iterable[tuple[str, ...]], name: str) -> HttpResponse:
    answer = HttpResponse("".join(csv_lines(rows)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer

"""Publishing a new version in two steps: upload and compare, then decide when it begins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, time
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from huying.catalogue.actions.publish_cards import publish_cards
from huying.catalogue.actions.publish_duties import publish_duties
from huying.catalogue.actions.publish_matters import publish_matters
from huying.catalogue.choices import CatalogueKind
from huying.catalogue.forms import CardForm, PublishForm, UploadForm
from huying.catalogue.queries.cards import card_changes, card_drafts, refuse_faulty_cards
from huying.catalogue.queries.collected import Collected, collected_duties
from huying.catalogue.queries.diff import duty_changes, matter_changes
from huying.catalogue.queries.drafts import refuse_faulty_duties, refuse_faulty_matters
from huying.catalogue.queries.versions import versions_for
from huying.domain.actors import Role
from huying.domain.card_drafts import CARD_COLUMNS, CardDraft, read_cards
from huying.domain.catalogue_drafts import DutyDraft, MatterDraft, read_duties, read_matters
from huying.domain.errors import Conflict, Invalid
from huying.foundation import clock, reference
from huying.foundation.access import actor_of, allow
from huying.foundation.commit import one_commit
from huying.foundation.form_page import put_on
from huying.foundation.http_errors import status_of
from huying.foundation.uploads import read_table, read_upload
from huying.web.rows import Change

# 约定: a preview may be published for a day; what a page carries stays below Django's limit of a form.
_GOOD_FOR_SECONDS, _LARGEST_DRAFT, _CHANGES_SHOWN = 86_400, 2_000_000, 500


class DraftTooLarge(Invalid):
    """More than a page can carry from the preview to the decision."""

    code = "draft_too_large"
    sentence = "内容太多，网页放不下，请缩短场景化指引等文字，或请维护人员用命令行发布。"


@dataclass(frozen=True, kw_only=True)
class _List:
    """How one of the lists is read, checked and compared; ``new`` is the page that publishes it."""

    kind: CatalogueKind
    page: str
    new: str
    columns: tuple[str, ...]
    needed: tuple[str, ...]
    read: Callable[..., Sequence[Any]]
    draft: Callable[..., Any]
    refuse: Callable[..., None]
    changes: Callable[..., Sequence[Change]]
    shipped: Sequence[str] = ()
    collect: Callable[..., Collected] | None = None

    @property
    def may_collect(self) -> bool:
        """Say whether the next version can be made of proposals; a template would call ``collect`` itself."""
        return self.collect is not None


_MATTERS = _List(
    kind=CatalogueKind.MATTERS,
    page="matters",
    new="new_matters",
    columns=("编码", "名称", "上级编码", "说明（可不填）", "关键词（可不填，用顿号隔开）"),
    needed=("编码", "名称", "上级编码"),
    read=read_matters,
    draft=MatterDraft,
    refuse=refuse_faulty_matters,
    changes=matter_changes,
    shipped=("topics", "db44t2479.csv"),
)
_DUTIES = _List(
    kind=CatalogueKind.DUTIES,
    page="duties",
    new="new_duties",
    columns=("事项编码", "地点编码", "主办单位编码", "属地主办", "协办单位编码", "法律依据", "场景化指引"),
    needed=("事项编码", "主办单位编码", "法律依据"),
    read=read_duties,
    draft=DutyDraft,
    refuse=refuse_faulty_duties,
    changes=duty_changes,
    collect=collected_duties,
)
_CARDS = _List(
    kind=CatalogueKind.CARDS,
    page="cards",
    new="new_cards",
    columns=CARD_COLUMNS,
    needed=("编号", "标题", "问什么", "谁的职责", "依据"),
    read=read_cards,
    draft=CardDraft,
    refuse=refuse_faulty_cards,
    changes=card_changes,
)


@allow(Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "POST"])
def new_matters(request: HttpRequest) -> HttpResponse:
    """Publish a new version of the matter tree."""

    def publish(given: Mapping[str, Any]) -> None:
        with one_commit():
            publish_matters(**given)

    return _new(request, _MATTERS, publish)


@allow(Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "POST"])
def new_duties(request: HttpRequest) -> HttpResponse:
    """Publish a new version of the duty list."""

    def publish(given: Mapping[str, Any]) -> None:
        with one_commit():
            publish_duties(**given)

    return _new(request, _DUTIES, publish)


@allow(Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "POST"])
def new_cards(request: HttpRequest) -> HttpResponse:
    """Publish a new version of the scenario cards."""

    def publish(given: Mapping[str, Any]) -> None:
        with one_commit():
            publish_cards(**given)

    return _new(request, _CARDS, publish)


@allow(Role.SYSTEM_ADMIN)
@require_http_methods(["GET", "POST"])
def edit_card(request: HttpRequest) -> HttpResponse:
    """Write one card, or take it away; the whole of the next version is then previewed as an upload is."""
    actor, at = actor_of(request), clock.now()
    drafts = {draft.code: draft for draft in card_drafts(actor=actor, at=at)}
    card = drafts.get(request.GET.get("code", ""))
    given = (request.POST,) if request.method == "POST" else ()
    form = CardForm(*given, actor=actor, card=card)
    context = {"form": form, "card": card}
    if not form.is_bound:
        return render(request, "catalogue/edit_card.html", context)
    if "remove" in request.POST and card:
        del drafts[card.code]
    elif form.is_valid():
        drafts[form.cleaned_data["code"]] = form.draft()
    else:
        return render(request, "catalogue/edit_card.html", context, status=422)
    try:
        whole = [replace(draft, line=line) for line, draft in enumerate(drafts.values(), start=1)]
        refuse_faulty_cards(drafts=whole, actor=actor, at=at)
    except Invalid as fault:
        form.add_error(None, str(fault))
        return render(request, "catalogue/edit_card.html", context, status=422)
    return _preview(request, _CARDS, whole)


def _new(request: HttpRequest, what: _List, publish: Callable[[Mapping[str, Any]], None]) -> HttpResponse:
    if request.method != "POST":
        return _ask_for_table(request, what, form=UploadForm())
    if "draft" in request.POST:
        return _decide(request, what, publish)
    is_shipped = bool(what.shipped) and "shipped" in request.POST
    is_collected = what.collect is not None and "collected" in request.POST
    form = UploadForm(request.POST, request.FILES)
    if not is_shipped and not is_collected and not form.is_valid():
        return _ask_for_table(request, what, form=form, status=422)
    try:
        if what.collect and is_collected:
            return _preview_collected(request, what, what.collect(actor=actor_of(request), at=clock.now()))
        if is_shipped:
            rows = read_table(reference.folder().joinpath(*what.shipped))
        else:
            rows = read_upload(form.cleaned_data["file"], needed=what.needed)
        drafts = what.read(rows)
        what.refuse(drafts=drafts, actor=actor_of(request), at=clock.now())
        return _preview(request, what, drafts)
    except Invalid as fault:
        return _ask_for_table(request, what, form=UploadForm(), fault=fault, status=422)


def _ask_for_table(
    request: HttpRequest, what: _List, *, form: UploadForm, fault: Invalid | None = None, status: int = 200
) -> HttpResponse:
    faults = [(line, said) for line, said in fault.fields.items()] if fault else []
    context = {"form": form, "what": what, "fault": fault, "faults": faults}
    return render(request, "catalogue/upload.html", context, status=status)


def _preview_collected(request: HttpRequest, what: _List, found: Collected) -> HttpResponse:
    at = clock.now()
    what.refuse(drafts=found.drafts, actor=actor_of(request), at=at)
    begins = found.wished_on if found.wished_on and found.wished_on > clock.day_of(at) else None
    initial = {"note": found.note} | ({"effective_from": datetime.combine(begins, time())} if begins else {})
    return _preview(request, what, found.drafts, initial=initial)


def _preview(
    request: HttpRequest,
    what: _List,
    drafts: Sequence[Any],
    *,
    form: PublishForm | None = None,
    initial: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    actor = actor_of(request)
    versions = versions_for(kind=what.kind, actor=actor)
    changes = what.changes(drafts=drafts, actor=actor, at=clock.now())
    if form is None:
        draft = signing.dumps([asdict(one) for one in drafts], salt=_salt(request, what), compress=True)
        if len(draft) > _LARGEST_DRAFT:
            raise DraftTooLarge
        after = versions[0].number if versions else 0
        form = PublishForm(initial={"draft": draft, "after": after, **(initial or {})})
    context = {
        "form": form,
        "what": what,
        "rows": len(drafts),
        "changes": changes[:_CHANGES_SHOWN],
        "hidden": max(0, len(changes) - _CHANGES_SHOWN),
        "counts": Counter(change.kind.value for change in changes),
        "before_label": f"第 {versions[0].number} 版" if versions else "现行版本",
    }
    return render(request, "catalogue/preview.html", context, status=status)


def _decide(request: HttpRequest, what: _List, publish: Callable[[Mapping[str, Any]], None]) -> HttpResponse:
    try:
        rows = signing.loads(request.POST["draft"], salt=_salt(request, what), max_age=_GOOD_FOR_SECONDS)
    except signing.BadSignature:
        fault = Invalid("预览已过期，请重新上传表格。")
        return _ask_for_table(request, what, form=UploadForm(), fault=fault, status=422)
    drafts = [what.draft(**row) for row in rows]
    form = PublishForm(request.POST)
    if not form.is_valid():
        return _preview(request, what, drafts, form=form, status=422)
    actor, at = actor_of(request), clock.now()
    dated = {"effective_from": form.begins(at), "note": form.cleaned_data["note"], "actor": actor, "at": at}
    try:
        publish({"drafts": drafts, "after": form.cleaned_data["after"], **dated})
    except (Invalid, Conflict) as fault:
        put_on(form, fault)
        if isinstance(fault, Conflict):
            last = versions_for(kind=what.kind, actor=actor)[0].number
            form.data = {**form.data.dict(), "after": str(last)}  # type: ignore[attr-defined]  # a QueryDict
        return _preview(request, what, drafts, form=form, status=status_of(fault))
    messages.success(request, "新版本已发布。")
    return redirect(what.page)


def _salt(request: HttpRequest, what: _List) -> str:
    """Return what binds a preview to its list and to whoever made it."""
    actor = actor_of(request)
    return f"catalogue.{what.kind}.{actor.centre_id}.{actor.person_id}"

"""What every page shows: who I am, where I can go, whether this is a demonstration."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from huying.config.session import owner_of
from huying.coordination.queries.board import BOARD
from huying.coordination.queries.conference import MEETS
from huying.coordination.views.pushed_down import COUNTS
from huying.demo.queries.loads import unfinished_load
from huying.desks.views.accuracy import SEES_ACCURACY
from huying.desks.views.shirking import WEIGHS
from huying.dispatch.queries.return_ledger import READERS
from huying.dispatch.views.automatic import READERS as AUTOMATIC_READERS
from huying.domain.actors import NO_ORDERS, SEATED, Actor, Role
from huying.intake.views.registering import PROPOSAL_READERS
from huying.learning.queries.versions import READERS as MODEL_READERS
from huying.notices.queries.inbox import unread
from huying.notices.views import LOOKS_AFTER, READS
from huying.organisation.queries.seats import roles_with_second_factor
from huying.records.queries import MODEL_USE_READERS
from huying.supervision.queries.leads import LEAD_READERS
from huying.supervision.queries.ledger import READERS as SUPERVISION_READERS
from huying.web.rows import NavigationGroup, NavigationItem
from huying.workorders.queries.merge_list import MERGE_READERS

_ADMINS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN})
_WITH_ORDERS = SEATED - NO_ORDERS
INBOX = "inbox"
# (group, (label, route, roles that see it)); what stands under no group is the daily work.
NAVIGATION: tuple[tuple[str, tuple[tuple[str, str, frozenset[Role]], ...]], ...] = (
    (
        "",
        (
            ("我的工单", "queue", _WITH_ORDERS),
            ("通知", INBOX, READS),
            ("登记诉求", "register", frozenset({Role.OPERATOR})),
            ("回访任务", "followup_queue", frozenset({Role.FOLLOWUP})),
            ("吹哨报到", "whistles", _WITH_ORDERS),
            ("人员与岗位", "people", _ADMINS),
            ("依法删除", "erasures", frozenset({Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})),
            ("保留工单", "holds", frozenset({Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})),
            ("系统对接", "systems", frozenset({Role.SECURITY_ADMIN})),
            ("短信记录", "messages", frozenset({Role.SYSTEM_ADMIN})),
            ("查看记录", "access_log", frozenset({Role.AUDIT_ADMIN})),
            ("模型使用记录", "model_log", frozenset({Role.SYSTEM_ADMIN})),
        ),
    ),
    (
        "协调",
        (
            ("会商", "conferences", MEETS),
            ("提级与批示", "leaders", BOARD),
            ("督办", "supervision", SUPERVISION_READERS),
            ("答复线索", "reply_leads", LEAD_READERS),
            ("职责下推", "pushed_down", COUNTS),
            ("基层负担", "burden", COUNTS),
            ("重点关注", "focus", _WITH_ORDERS),
        ),
    ),
    (
        "审批与台账",
        (
            ("自动派单", "automatic", AUTOMATIC_READERS),
            ("退单", "returns", READERS),
            ("延期审批", "extensions", frozenset({Role.REVIEWER, Role.ARBITER})),
            ("挂账台账", "hangings", _WITH_ORDERS),
            ("并单台账", "merges", MERGE_READERS),
            ("办理时效", "figures", _WITH_ORDERS),
            ("办理标准", "standards", _WITH_ORDERS),
            ("险情提示", "danger_agreement", PROPOSAL_READERS),
            ("首接负责", "taking_up", WEIGHS),
            ("推诿指数", "shirking", WEIGHS),
            ("精准度", "accuracy", SEES_ACCURACY),
            ("短信记录", "messages", LOOKS_AFTER - {Role.SYSTEM_ADMIN}),
            ("模型使用记录", "model_log", MODEL_USE_READERS - {Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN}),
        ),
    ),
    (
        "目录与规则",
        (
            ("单位", "units", SEATED),
            ("现在值班", "duty_now", SEATED),
            ("包片责任", "responsibility_map", SEATED),
            ("街乡赋权", "assets", SEATED),
            ("点位名录", "spots", SEATED),
            ("事项分类", "matters", SEATED),
            ("派单目录", "duties", SEATED),
            ("场景化指引", "cards", SEATED),
            ("裁定先例", "precedents", _WITH_ORDERS - READERS),
            ("时限与规则", "policy", SEATED),
            ("模型", "models", MODEL_READERS),
        ),
    ),
)


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """Return the frame of a page; empty for a visitor."""
    seat = getattr(request, "seat", None)
    is_forced = getattr(request.user, "must_change_password", False)
    if seat is None:
        return {"is_demo": False, "is_forced": is_forced}
    role = seat.actor.role
    return {
        "is_demo": seat.is_demo,
        "demo_load": unfinished_load(centre_id=seat.actor.centre_id) if seat.is_demo else None,
        "is_forced": is_forced,
        "is_required": role.value in roles_with_second_factor(centre_id=seat.actor.centre_id),
        "centre_name": seat.centre_name,
        "unit_name": seat.unit_name,
        "role_label": seat.role_label,
        "person_name": str(request.user),
        "session_owner": owner_of(request),
        "seats_url": reverse("seats") if len(request.seats) > 1 else "",  # type: ignore[attr-defined]  # ours
        "navigation_url": reverse("navigation") if role in READS else "",
        "navigation": _navigation(_path_shown(request), seat.actor),
    }


def _path_shown(request: HttpRequest) -> str:
    """Return the path of the page that the person sees: a refresh of the navigation has one of its own."""
    current: str | None = request.htmx.current_url_abs_path if request.path == reverse("navigation") else None  # type: ignore[attr-defined]  # django-htmx's
    return (current or request.path).partition("?")[0]


def _navigation(path: str, actor: Actor) -> list[NavigationGroup]:
    """Return what a role may go to; a group of one is no group."""
    found = []
    for group, lines in NAVIGATION:
        items = tuple(
            NavigationItem(
                label=label,
                url=url,
                active=(path.startswith(url) and url != "/") or path == url,
                count=unread(actor=actor) if name == INBOX else None,
            )
            for label, name, roles in lines
            if actor.role in roles
            for url in [reverse(name)]
        )
        if items:
            found.append(NavigationGroup(label=group if len(items) > 1 else "", items=items))
    return found

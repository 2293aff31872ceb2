"""Submit the accountable unit's answer (提交答复)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from huying.domain.actors import Actor
from huying.domain.errors import Invalid
from huying.domain.guards import OrderFacts
from huying.domain.policies import KIND_LABELS
from huying.domain.states import State
from huying.foundation.pictures import Kept
from huying.handling.choices import HangingState
from huying.handling.models import Hanging
from huying.language.drafts import OPEN_POINT
from huying.language.replies.checks import leaked_numbers
from huying.organisation.queries.units import names_of
from huying.workorders.actions.move import move
from huying.workorders.choices import (
    FINDINGS,
    AnsweredBy,
    AttachmentKind,
    DemandFinding,
    FactFinding,
    ResultKind,
    SiteCheck,
    Stage,
    TextKind,
)
from huying.workorders.models import Clock, Order, Reply
from huying.workorders.queries.facts import facts_for

BASIS_MAX = 400
# 约定: words of one's own besides those of the options; no norm names a figure.
OWN_WORDS_AT_LEAST = 10

NOT_REPORTED = "{}还没有反馈协办情况，请等反馈后再答复；确实不需要等的，请在这里写明理由。"

_CHOSEN = (FactFinding, DemandFinding, ResultKind, AnsweredBy, SiteCheck)
_OPTIONS = sorted({str(label) for choices in _CHOSEN for label in choices.labels}, key=len)
_NOT_OWN = re.compile("|".join([*map(re.escape, reversed(_OPTIONS)), r"[\W_]"]))


class ReplyIncomplete(Invalid):
    """An answer that answers nothing.

    依据: 事事有回音、件件有落实、效果有反馈 (features E-01); the words may not merely repeat the option
    chosen (domain.md 6.4, a guard against 敷衍答复).
    """

    code = "reply_incomplete"
    sentence = "答复还不完整，请按提示补充。"


@transaction.atomic(savepoint=False)
def submit_reply(
    *,
    order_id: int,
    fact_finding: FactFinding,
    demand_finding: DemandFinding,
    result: ResultKind,
    answered_by: AnsweredBy,
    legal_basis: str,
    words: str,
    site_check: SiteCheck | None = None,
    site_checked_at: datetime | None = None,
    recording_no: str = "",
    solved_second: int | None = None,
    satisfied_second: int | None = None,
    seen: int,
    actor: Actor,
    at: datetime,
    why_not_wait: str = "",
    pictures: Sequence[Kept] = (),
) -> None:
    """Write the reply; it goes to a reviewer, or straight out where policy requires no review.

    ``result`` tells solving from explaining (C-37). ``solved_second`` and ``satisfied_second`` are where the caller
    is heard to say so in the recording ``recording_no``, in seconds. A lower unit that still has the order in hand
    gives it back by this, and its limit ends. ``why_not_wait`` is asked while an assist is open, which stays so until
    it is reported or the order ends. Raises ``ReplyIncomplete`` with a sentence a field, or what ``move`` raises.
    """
    findings = {"fact_finding": fact_finding, "demand_finding": demand_finding}
    codes = findings | {"result": result, "answered_by": answered_by}
    site = {"site_check": site_check or "", "site_checked_at": site_checked_at}
    proof = {"recording_no": recording_no.strip(), "solved_second": solved_second, "satisfied_second": satisfied_second}
    facts = facts_for(order_id=order_id, actor=actor)
    why = why_not_wait.strip() if facts.open_assist_unit_ids else ""
    faults = _of_words(legal_basis=legal_basis, words=words) | _of_proof(proof) | _of_assists(facts, why)
    faults |= _of_site(site, order_id=order_id, at=at)
    if fact_finding not in (*FINDINGS[facts.kind], FactFinding.NOT_APPLICABLE):
        faults["fact_finding"] = f"这项认定不适用于{KIND_LABELS[facts.kind]}，请重新选择。"
    if faults:
        raise ReplyIncomplete(fields=faults)
    checked = site | {"site_checked_at": site_checked_at.isoformat()} if site_checked_at else site
    order = move(
        order_id=order_id,
        action="submit_reply",
        actor=actor,
        at=at,
        seen=seen,
        to=State.AWAITING_REVIEW if facts.review_required else State.REPLIED,
        row={"holder_unit_id": facts.accountable_unit_id},
        data={name: value for name, value in (codes | checked | proof).items() if value not in {"", None}},
        texts={TextKind.REPLY: words, TextKind.NOT_WAITING: why},
        pictures={AttachmentKind.PROOF: pictures},
    )
    if order.open_roads and order.state == State.REPLIED:  # nothing to review until the caller was asked
        Hanging.objects.filter(order=order, state=HangingState.HUNG).update(next_review_at=F("ends_at"))
    Clock.objects.filter(order=order, stage=Stage.PASS_DOWN, stopped_at=None).update(stopped_at=at)
    _write(order, codes | site | proof, legal_basis=legal_basis.strip(), actor=actor, at=at)


def _write(order: Order, columns: dict[str, Any], *, legal_basis: str, actor: Actor, at: datetime) -> None:
    Reply.objects.create(  # type: ignore[misc]  # only people do this
        order=order,
        round=order.round,
        event=order.events,
        unit_id=actor.unit_id,
        person_id=actor.person_id,
        legal_basis=legal_basis,
        submitted_at=at,
        **columns,
    )


def _of_assists(facts: OrderFacts, why: str) -> dict[str, str]:
    """Ask why what is still open need not be waited for.

    依据: 北京市接诉即办工作条例 art 14: the others report their results to the first unit, or explain.
    """
    if not facts.open_assist_unit_ids or why:
        return {}
    names = "、".join(sorted(names_of(unit_ids=set(facts.open_assist_unit_ids)).values()))
    return {"why_not_wait": NOT_REPORTED.format(names)}


def _of_site(site: dict[str, Any], *, order_id: int, at: datetime) -> dict[str, str]:
    moment = site["site_checked_at"]
    if (site["site_check"] == SiteCheck.DONE) != (moment is not None):
        return {"site_checked_at": "到现场查看的，请填写查看时间；没有到现场的，请不要填写。"}
    if moment is None:
        return {}
    if moment > at:
        return {"site_checked_at": "查看时间还没有到，请核对。"}
    registered_at = Order.objects.values_list("registered_at", flat=True).get(pk=order_id)
    is_before = moment < registered_at.replace(second=0, microsecond=0)
    return {"site_checked_at": "查看时间早于诉求登记时间，请核对。"} if is_before else {}


def _of_proof(proof: dict[str, Any]) -> dict[str, str]:
    is_placed = proof["solved_second"] is not None or proof["satisfied_second"] is not None
    return {"recording_no": "写了录音中的位置，请同时写明录音编号。"} if is_placed and not proof["recording_no"] else {}


def _of_words(*, legal_basis: str, words: str) -> dict[str, str]:
    """Check what an answer must hold; every fault at once."""
    faults: dict[str, str] = {}
    if not legal_basis.strip():
        faults["legal_basis"] = "请写明办理依据：法律法规、政策文件或职责规定。"
    elif len(legal_basis.strip()) > BASIS_MAX:
        faults["legal_basis"] = f"办理依据请控制在 {BASIS_MAX} 个字以内。"
    if leaked_numbers(words):  # 约定: the one thing that holds an answer back: it serves nobody who reads it
        faults["words"] = "答复里有身份证号码或银行卡号，请删去后再提交。"
    if OPEN_POINT in words:
        faults["words"] = f"答复里还有「{OPEN_POINT}」，请核实后填写，或者删去。"
    if len(_NOT_OWN.sub("", words)) < OWN_WORDS_AT_LEAST:
        faults["words"] = f"请用自己的话写明办理经过和结果，不少于 {OWN_WORDS_AT_LEAST} 个字，不能只重复所选的选项。"
    return faults

"""The history of an order as people read it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from huying.domain import chain
from huying.domain.actors import SEES_ORIGINAL_OF_CONFIDENTIAL, Actor
from huying.domain.decisions import decision_text
from huying.domain.guards import OrderFacts
from huying.domain.lifecycle import BY_ACTION
from huying.domain.outcomes import SATISFACTION_LABELS, Satisfaction
from huying.domain.states import FINAL, State
from huying.foundation import clock
from huying.organisation.choices import Role, ShiftRank
from huying.organisation.queries.people import person_names
from huying.organisation.queries.units import names_of
from huying.web.rows import HistoryEntry, Picture, Tone
from huying.workorders.choices import TextKind
from huying.workorders.models import Event, Hold
from huying.workorders.queries.dossier import Dossier, body_of
from huying.workorders.queries.holds import LIFTED, PLACED
from huying.workorders.queries.tags import tag_labels

_NOTES = {
    chain.ERASE_TEXT: "依法删除文本",
    chain.ERASE_FILE: "依法删除图片",
    chain.IMPORTED: "历史导入",
    chain.EXPIRE_ORDER: "保存期满删除",
    PLACED: "设为保留（不得删除）",
    LIFTED: "解除保留",
    "take_merged": "其他工单并入本单",
    "release_merged": "移出已并入的工单",
    "repeat_moved": "改为关联到更早的首件",
    "climb_roster": "无人签收，通知值班人员",
}
_TIMES = {"registered": "来源登记时间", "due": "来源到期时间", "closed": "来源办结时间"}
_POLICIES = {
    "citizen": "诉求人",
    "import": "导入程序",
    "merged": "并单规则",
    "auto_dispatch": "自动派单规则",
    "followup_due": "自动回访规则",
    "demo": "演示数据程序",
    "retention": "保存期规则",
    "notices": "通知规则",
}
_ROLES, _KINDS = dict(Role.choices), dict(TextKind.choices)
_TONES: dict[str, Tone] = {
    **dict.fromkeys(FINAL, Tone.GREEN),
    State.REWORK: Tone.RED,
    State.AWAITING_REVIEW: Tone.AMBER,
}


def sees_original(*, order: OrderFacts, actor: Actor) -> bool:
    """Say whether the caller's own words are open to the actor. 依据: P04, L03 art 16: confidential orders."""
    return not order.is_confidential or actor.role in SEES_ORIGINAL_OF_CONFIDENTIAL


def history_of(
    *, dossier: Dossier, actor: Actor, after: int = 0, pictures: Mapping[int, Sequence[Picture]] | None = None
) -> tuple[HistoryEntry, ...]:
    """Return the events after number ``after``, oldest first, with the texts that the actor may read.

    ``pictures`` are those the actor may see, by event (``queries.attachments``); those of the demand stand at the
    top of the page, not here.
    """
    rows = [event for event in dossier.events if event.seq > after]
    people = person_names(person_ids={event.person_id for event in rows if event.person_id})
    units = names_of(unit_ids={event.unit_id for event in rows if event.unit_id})
    notes = _texts(dossier, actor)
    reached = {event.seq: event.data.get("set", {}).get("state", "") for event in rows}
    reasons = _hold_reasons(rows)
    return tuple(
        HistoryEntry(
            when=event.occurred_at,
            what=label_of(event.action),
            who=people[event.person_id] if event.person_id else _POLICIES.get(event.policy, event.policy),
            unit=units.get(event.unit_id or 0, ""),
            role=_ROLES.get(event.role, ""),
            note="\n".join(
                [
                    *_source_said(event),
                    *_decided(event),
                    *_other_orders(event),
                    *_went_back(event),
                    *_tags_said(event, version_id=dossier.order.policy_version_id),
                    *_duty_said(event),
                    *reasons.get(event.seq, []),
                    *notes[event.seq],
                ]
            ),
            pictures=(pictures or {}).get(event.seq, ()) if event.seq > 1 else (),
            tone=_tone(reached, event.seq),
        )
        for event in rows
    )


def _hold_reasons(rows: list[Event]) -> dict[int, list[str]]:
    """Return why an order was put on hold, by event."""
    asked = {event.data["hold"]: event.seq for event in rows if event.action == PLACED}
    found = Hold.objects.filter(pk__in=asked).values_list("pk", "reason") if asked else ()
    return {asked[hold]: [f"理由：{reason}"] for hold, reason in found}


def _source_said(event: Event) -> list[str]:
    """Return what the source of an imported order told of its times and outcome, and when it was imported."""
    if event.action != chain.IMPORTED:
        return []
    times = event.data[chain.TIMES]
    lines = [f"{label}：{_local(times[name])}" for name, label in _TIMES.items() if times[name]]
    if not times["closed"]:
        lines.append("来源没有写办结时间")
    if rated := event.data.get("satisfaction"):
        lines.append(f"来源满意度：{SATISFACTION_LABELS[Satisfaction(rated)]}")
    return ["，".join(lines) + "。", f"导入时间：{_local(times['imported'])}"]


def _decided(event: Event) -> list[str]:
    """Return how an approval was decided."""
    said = decision_text(event.data)
    return [f"结果：{said}"] if said else []


def _other_orders(event: Event) -> list[str]:
    """Return which other orders an event was about."""
    numbers = event.data.get("orders", [])
    return [f"相关工单：{'、'.join(numbers)}"] if numbers else []


def _went_back(event: Event) -> list[str]:
    """Return that a merged order came back to be dispatched, with its master or without."""
    return ["退回待派单"] if event.data.get("back") else []


def _tags_said(event: Event, *, version_id: int) -> list[str]:
    """Return which tags somebody put on or took off."""
    if event.action != "tag_order":
        return []
    words = (("加上", event.data["added"]), ("去掉", event.data["removed"]))
    return [f"{verb}：{'、'.join(tag_labels(codes=tags, version_id=version_id))}" for verb, tags in words if tags]


def _duty_said(event: Event) -> list[str]:
    """Return which rank of the duty roster was told that nobody had signed."""
    if event.action != "climb_roster":
        return []
    rank = event.data["rank"]
    lines = [f"已通知：{f'承办单位{ShiftRank(rank).label}' if rank else '热线值班人员'}"]
    return lines if event.data["phones"] else [*lines, "值班电话收不到短信，只有工作台通知，请打电话。"]


def _local(moment: str) -> str:
    return f"{datetime.fromisoformat(moment).astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}"


def _tone(reached: dict[int, str], seq: int) -> Tone:
    """Colour an event by the state it led to; one that led nowhere new is plain."""
    return _TONES.get(reached[seq], Tone.BLUE) if reached[seq] != reached.get(seq - 1) else Tone.BLUE


def label_of(action: str) -> str:
    """Return what an event's code is called."""
    return BY_ACTION[action].label if action in BY_ACTION else _NOTES.get(action, action)


def _texts(dossier: Dossier, actor: Actor) -> dict[int, list[str]]:
    """Return the lines of text by event; the demand itself stands at the top of the page, not here."""
    hidden = {TextKind.ORIGINAL, TextKind.TRANSFER}
    if not sees_original(order=dossier.facts, actor=actor):
        hidden |= {TextKind.WORDS, TextKind.ATTEMPT}
    found: defaultdict[int, list[str]] = defaultdict(list)
    for text in dossier.texts:
        if text.kind not in hidden:
            found[text.event].append(f"{_KINDS[text.kind]}：{body_of(text)}")
    return found

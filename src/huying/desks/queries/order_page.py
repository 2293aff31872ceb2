"""One order as its page shows it: read once, and handed to each room."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from huying.callers.queries import MaskedIdentity, masked
from huying.coordination.queries.conference import ConferenceRow
from huying.coordination.queries.conference import panel as conference_panel
from huying.coordination.queries.escalation import Panel as EscalationPanel
from huying.coordination.queries.escalation import panel as escalation_panel
from huying.coordination.queries.whistle import WhistleRow, whistles_of
from huying.dispatch.queries import SuggestionRow, suggestion_of
from huying.dispatch.queries.automatic import Mark, mark_of
from huying.dispatch.queries.places_said import PlacesSaid, places_said
from huying.dispatch.queries.precedents import PrecedentRow, precedents_for
from huying.dispatch.queries.returns import ReturnPanel, return_panel
from huying.domain.actors import Actor
from huying.domain.guards import OrderFacts
from huying.domain.lifecycle import actions_for
from huying.domain.privacy import keeps_masked
from huying.followup.queries import TaskRow
from huying.followup.queries import panel as followup_panel
from huying.handling.queries import ExtensionRow, HangingRow, advice_on_last, extensions_of, hangings_of
from huying.handling.queries import Panel as HandlingPanel
from huying.handling.queries import panel as handling_panel
from huying.intake.queries import KnownRow, UrgeRow, known_of, last_urge_of
from huying.language.replies import Finding
from huying.organisation.queries.charges import ChargeRow, charges_for
from huying.supervision.queries.panel import SupervisionRow
from huying.supervision.queries.panel import panel as supervision_panel
from huying.web.rows import HistoryEntry, Picture, Stage
from huying.workorders.queries.attachments import pictures_of
from huying.workorders.queries.clocks import ClockRow, clocks_of
from huying.workorders.queries.danger import DangerRow, dangers_of
from huying.workorders.queries.dialogue import MessageRow, dialogue_of
from huying.workorders.queries.dossier import dossier_by_number
from huying.workorders.queries.focuses import FocusRow, focuses_of
from huying.workorders.queries.history import history_of, sees_original
from huying.workorders.queries.merges import MergePanel, merges_of
from huying.workorders.queries.parts import PartRow, parts_of
from huying.workorders.queries.queue import OrderRow
from huying.workorders.queries.repeats import Repeats, repeats_of
from huying.workorders.queries.same_caller import orders_of_same_caller
from huying.workorders.queries.splits import parts_split_off
from huying.workorders.queries.stages import stages_of
from huying.workorders.queries.summary import Summary, summary_of

# Do not bring the matter on: behind the others, and never the button that meets the eye.
_LAST = (
    "call_conference", "blow_whistle", "escalate", "instruct", "issue_supervision", "withdraw_supervision",
    "request_extension", "request_hanging", "request_return", "recall_order", "write_to_caller", "urge_order",
    "split_order", "merge_orders", "unmerge_order", "link_repeat", "unlink_repeat", "tag_order", "withdraw_order",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Button:
    """An action that may be taken now; ``action`` is also the name of its route."""

    action: str
    label: str
    is_primary: bool


@dataclass(frozen=True, kw_only=True)
class OrderPage:
    """Everything on the page. ``buttons`` are exactly the actions the actor may take now.

    ``pictures`` came with the demand; later ones stand in the history. ``suggestion``, ``places`` and ``precedents``
    are shown to whoever may dispatch now; ``caller`` is masked, ``None`` where nobody left anything; ``others`` are
    for the hotline, ``known`` too; ``charges`` would tell the place of a confidential order, which is kept from units.
    """

    summary: Summary
    sees_original: bool
    buttons: tuple[Button, ...]
    may_dispatch: bool
    suggestion: SuggestionRow | None
    sent_by_rule: Mark | None
    places: PlacesSaid | None
    returns: ReturnPanel
    precedents: tuple[PrecedentRow, ...]
    stages: tuple[Stage, ...]
    clocks: tuple[ClockRow, ...]
    parts: tuple[PartRow, ...]
    pictures: tuple[Picture, ...]
    conferences: tuple[ConferenceRow, ...]
    escalation: EscalationPanel
    supervisions: tuple[SupervisionRow, ...]
    handling: HandlingPanel
    advice: tuple[Finding, ...]
    messages: tuple[MessageRow, ...]
    extensions: tuple[ExtensionRow, ...]
    hangings: tuple[HangingRow, ...]
    followup: tuple[TaskRow, ...]
    whistles: tuple[WhistleRow, ...]
    history: tuple[HistoryEntry, ...]
    urge: UrgeRow | None
    caller: MaskedIdentity | None
    others: tuple[OrderRow, ...]
    known: tuple[KnownRow, ...]
    seen: int
    repeats: Repeats | None
    merges: MergePanel | None
    charges: tuple[ChargeRow, ...]
    parts_split_off: tuple[OrderRow, ...]
    focuses: tuple[FocusRow, ...]
    dangers: tuple[DangerRow, ...]


def order_page(*, number: str, actor: Actor, at: datetime) -> OrderPage:
    """Return the page of an order; raises ``OrderNotFound`` for one that the actor may not know of."""
    dossier = dossier_by_number(number=number, actor=actor)
    order, facts = dossier.order, dossier.facts
    buttons, returns = _buttons(facts, actor), return_panel(dossier=dossier, at=at)
    if not returns.may_request:
        buttons = tuple(button for button in buttons if button.action != "request_return")
    if returns.is_ruled:
        buttons = tuple(button for button in buttons if button.action != "recall_order")
    may_dispatch = any(button.action == "assign_unit" for button in buttons)
    caller = None
    if order.identity_id:
        caller = masked(identity_ids=[order.identity_id], actor=actor).get(order.identity_id)
        if caller and keeps_masked(facts, actor):
            caller = replace(caller, purposes=())
    is_open_to = sees_original(order=facts, actor=actor)
    pictures = pictures_of(dossier=dossier, actor=actor)
    return OrderPage(
        summary=summary_of(dossier=dossier, actor=actor),
        sees_original=is_open_to,
        buttons=buttons,
        may_dispatch=may_dispatch,
        suggestion=suggestion_of(order_id=order.pk, actor=actor) if may_dispatch else None,
        sent_by_rule=mark_of(dossier=dossier, actor=actor),
        places=places_said(dossier=dossier, actor=actor) if may_dispatch else None,
        returns=returns,
        precedents=precedents_for(order=order, actor=actor) if may_dispatch else (),
        stages=stages_of(dossier=dossier),
        clocks=clocks_of(dossier=dossier, at=at),
        parts=parts_of(dossier=dossier),
        pictures=pictures.get(1, ()),
        conferences=conference_panel(dossier=dossier, actor=actor, at=at),
        escalation=escalation_panel(dossier=dossier, at=at),
        supervisions=supervision_panel(dossier=dossier, at=at),
        handling=handling_panel(dossier=dossier),
        advice=advice_on_last(dossier=dossier, actor=actor),
        messages=dialogue_of(dossier=dossier),
        extensions=extensions_of(dossier=dossier),
        hangings=hangings_of(dossier=dossier, at=at),
        followup=followup_panel(dossier=dossier, actor=actor),
        whistles=whistles_of(dossier=dossier, pictures=pictures, at=at),
        history=history_of(dossier=dossier, actor=actor, pictures=pictures),
        urge=last_urge_of(dossier=dossier),
        caller=caller,
        charges=charges_for(region_id=order.region_id, centre_id=order.centre_id) if is_open_to else (),
        focuses=focuses_of(dossier=dossier, actor=actor),
        dangers=dangers_of(dossier=dossier, actor=actor),
        known=known_of(dossier=dossier, actor=actor, at=at),
        seen=order.events,
        others=orders_of_same_caller(order=order, actor=actor, at=at),
        repeats=repeats_of(order=order, actor=actor, at=at),
        parts_split_off=parts_split_off(dossier=dossier, actor=actor, at=at),
        merges=merges_of(dossier=dossier, actor=actor, at=at),
    )


def _buttons(order: OrderFacts, actor: Actor) -> tuple[Button, ...]:
    rows = sorted(actions_for(order, actor), key=lambda row: _LAST.index(row.action) + 1 if row.action in _LAST else 0)
    return tuple(
        Button(action=row.action, label=row.label, is_primary=place == 0 and row.action not in _LAST)
        for place, row in enumerate(rows)
    )

"""Erasures of texts, as the two administrators who carry them out see them: never the text itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huying.domain.actors import Actor, Role
from huying.domain.errors import NotAllowed, NotFound
from huying.workorders.choices import ErasureState, TextKind
from huying.workorders.models import Erasure, Event, Order, Text
from huying.workorders.queries.dossier import id_of_number
from huying.workorders.queries.history import label_of

_SEES = {Role.SECURITY_ADMIN, Role.AUDIT_ADMIN}


class NoSuchOrder(NotFound):
    """No order of this number in the centre."""

    code = "erasure_order_not_found"
    sentence = "没有这个编号的工单，请核对申请书上的工单编号。"


class NoSuchErasure(NotFound):
    """No such request in the actor's centre."""

    code = "erasure_not_found"
    sentence = "没有找到这份删除申请，请刷新列表后重试。"


@dataclass(frozen=True, kw_only=True)
class TextLine:
    """A text without its words: what it is, which event brought it, and whether it is gone or asked for."""

    event: int
    kind: TextKind
    brought_by: str
    written_at: datetime
    is_erased: bool
    is_asked: bool


@dataclass(frozen=True, kw_only=True)
class ErasureRow:
    """A request, open or settled; ``settled_by`` is empty while it is open."""

    id: int
    number: str
    event: int
    kind_label: str
    legal_basis: str
    state_label: str
    is_open: bool
    requested_by: str
    requested_at: datetime
    settled_by: str
    settled_at: datetime | None


def texts_to_erase(*, number: str, actor: Actor) -> tuple[TextLine, ...]:
    """Return the texts of an order of the actor's centre, oldest first, without their words.

    Raises:
        NotAllowed: the actor is not the security administrator.
        NoSuchOrder: no order of the centre has this number.

    """
    if actor.role is not Role.SECURITY_ADMIN:
        raise NotAllowed
    order = Order.objects.filter(pk=id_of_number(number) or 0, centre_id=actor.centre_id).first()
    if order is None or order.number != number:
        raise NoSuchOrder
    actions = dict(Event.objects.filter(order=order).values_list("seq", "action"))
    asked = set(
        Erasure.objects.filter(text__order=order, state=ErasureState.REQUESTED).values_list("text_id", flat=True)
    )
    return tuple(
        TextLine(
            event=text.event,
            kind=TextKind(text.kind),
            brought_by=label_of(actions[text.event]),
            written_at=text.written_at,
            is_erased=text.erased_at is not None,
            is_asked=text.pk in asked,
        )
        for text in Text.objects.filter(order=order).order_by("pk")
    )


def erasures(*, actor: Actor, before: int | None = None, limit: int = 50) -> tuple[ErasureRow, ...]:
    """Return the centre's requests below id ``before``, newest first; raises ``NotAllowed``."""
    if actor.role not in _SEES:
        raise NotAllowed
    rows = Erasure.objects.filter(text__order__centre_id=actor.centre_id)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    joined = rows.select_related("text__order", "requested_by", "settled_by").order_by("-pk")
    return tuple(_row(erasure) for erasure in joined[:limit])


def erasure(*, erasure_id: int, actor: Actor) -> ErasureRow:
    """Return one request; raises ``NotAllowed``, ``NoSuchErasure``."""
    found = erasures(actor=actor, before=erasure_id + 1, limit=1)
    if not found or found[0].id != erasure_id:
        raise NoSuchErasure
    return found[0]


def _row(erasure: Erasure) -> ErasureRow:
    return ErasureRow(
        id=erasure.pk,
        number=erasure.text.order.number,
        event=erasure.text.event,
        kind_label=TextKind(erasure.text.kind).label,
        legal_basis=erasure.legal_basis,
        state_label=ErasureState(erasure.state).label,
        is_open=erasure.state == ErasureState.REQUESTED,
        requested_by=erasure.requested_by.display_name,
        requested_at=erasure.requested_at,
        settled_by=erasure.settled_by.display_name if erasure.settled_by else "",
        settled_at=erasure.settled_at,
    )

"""Erasures of texts and pictures, as the two administrators who carry them out see them: never the thing itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from huying.domain.actors import Actor, Role
from huying.domain.errors import NotAllowed, NotFound
from huying.workorders.choices import AttachmentKind, ErasureState, TextKind
from huying.workorders.models import Attachment, Erasure, Event, Order, Text
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
class ErasableLine:
    """A text or picture unseen: what it is, which event brought it, and whether it is gone or asked for.

    ``target`` names it: event and kind of a text (``3-contact``), the file of a picture (32 hex digits).
    """

    target: str
    label: str
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


def to_erase(*, number: str, actor: Actor) -> tuple[ErasableLine, ...]:
    """Return the texts and then the pictures of an order of the actor's centre, oldest first, unseen.

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
    asked = Erasure.objects.filter(state=ErasureState.REQUESTED)
    texts = Text.objects.filter(order=order).order_by("pk")
    texts_asked = set(asked.filter(text__order=order).values_list("text_id", flat=True))
    pictures = Attachment.objects.filter(order=order).order_by("event", "place")
    pictures_asked = set(asked.filter(attachment__order=order).values_list("attachment_id", flat=True))
    return (
        *(
            ErasableLine(
                target=f"{text.event}-{text.kind}",
                label=TextKind(text.kind).label,
                brought_by=label_of(actions[text.event]),
                written_at=text.written_at,
                is_erased=text.erased_at is not None,
                is_asked=text.pk in texts_asked,
            )
            for text in texts
        ),
        *(
            ErasableLine(
                target=picture.file.hex,
                label=_picture_label(picture),
                brought_by=label_of(actions[picture.event]),
                written_at=picture.kept_at,
                is_erased=picture.erased_at is not None,
                is_asked=picture.pk in pictures_asked,
            )
            for picture in pictures
        ),
    )


def erasures(*, actor: Actor, before: int | None = None, limit: int = 50) -> tuple[ErasureRow, ...]:
    """Return the centre's requests below id ``before``, newest first; raises ``NotAllowed``."""
    if actor.role not in _SEES:
        raise NotAllowed
    rows = Erasure.objects.filter(of_centre(actor.centre_id))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    joined = rows.select_related("text__order", "attachment__order", "requested_by", "settled_by").order_by("-pk")
    return tuple(_row(erasure) for erasure in joined[:limit])


def erasure(*, erasure_id: int, actor: Actor) -> ErasureRow:
    """Return one request; raises ``NotAllowed``, ``NoSuchErasure``."""
    found = erasures(actor=actor, before=erasure_id + 1, limit=1)
    if not found or found[0].id != erasure_id:
        raise NoSuchErasure
    return found[0]


def of_centre(centre_id: int) -> Q:
    """Return what holds for the requests of a centre."""
    return Q(text__order__centre_id=centre_id) | Q(attachment__order__centre_id=centre_id)


def _row(erasure: Erasure) -> ErasureRow:
    thing = erasure.text or erasure.attachment
    assert thing, "a constraint of the database"
    return ErasureRow(
        id=erasure.pk,
        number=thing.order.number,
        event=thing.event,
        kind_label=TextKind(thing.kind).label if isinstance(thing, Text) else _picture_label(thing),
        legal_basis=erasure.legal_basis,
        state_label=ErasureState(erasure.state).label,
        is_open=erasure.state == ErasureState.REQUESTED,
        requested_by=erasure.requested_by.display_name,
        requested_at=erasure.requested_at,
        settled_by=erasure.settled_by.display_name if erasure.settled_by else "",
        settled_at=erasure.settled_at,
    )


def _picture_label(picture: Attachment) -> str:
    """Return what a picture is called, with the first digits of its file, as its address shows them."""
    return f"{AttachmentKind(picture.kind).label} {picture.file.hex[:8]}"

"""Settle a request to erase a text or picture: the second person approves or refuses."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Func, Value

from huying.adapters.storage.client import storage
from huying.domain import chain
from huying.domain.actors import Actor, Role
from huying.domain.errors import Conflict, NotAllowed
from huying.workorders.actions.note import note
from huying.workorders.choices import ErasureState, TextKind
from huying.workorders.models import Attachment, Erasure, Order, SearchRow, Text
from huying.workorders.queries.erasures import NoSuchErasure, of_centre
from huying.workorders.queries.search_words import words_of
from huying.workorders.queries.verify.one_text import HEADED, basis_digest


class ErasureSettled(Conflict):
    """Somebody settled it before."""

    code = "erasure_settled"
    sentence = "这份删除申请已经处理过，请刷新列表。"


class OwnErasure(NotAllowed):
    """The one who asked would approve."""

    code = "own_erasure"
    sentence = "申请由您本人提出，请由另一位管理员复核。"


@transaction.atomic(savepoint=False)
def settle_erasure(*, erasure_id: int, approve: bool, actor: Actor, at: datetime) -> None:
    """Erase the text or picture, or refuse to.

    Erasing takes the body and its salt, so that no guess at the body can be tried against the digest that the
    history keeps; the words leave the search, and the title goes too where it may repeat them. Of a picture it takes
    digests and salt, and its files once that is committed (the nightly sweep, should the programme die in between).
    The history says who asked, who approved and on what basis, and its chain stays whole.
    约定: security administrator asks, audit administrator settles (三员分立); neither sees what goes.

    Raises:
        NotAllowed, NoSuchErasure, ErasureSettled, OwnErasure.

    """
    if actor.role is not Role.AUDIT_ADMIN or actor.person_id is None:
        raise NotAllowed
    requests = Erasure.objects.select_for_update(of=("self",)).select_related("text", "attachment")
    erasure = requests.filter(of_centre(actor.centre_id), pk=erasure_id).first()
    if erasure is None:
        raise NoSuchErasure
    if erasure.state != ErasureState.REQUESTED:
        raise ErasureSettled
    if erasure.requested_by_id == actor.person_id:
        raise OwnErasure
    erasure.state = ErasureState.APPROVED if approve else ErasureState.REFUSED
    erasure.settled_by_id, erasure.settled_at = actor.person_id, at
    erasure.save(update_fields=["state", "settled_by", "settled_at"])
    if approve and erasure.text:
        _erase_text(erasure.text, erasure, actor=actor, at=at)
    elif approve and erasure.attachment:
        _erase_picture(erasure.attachment, erasure, actor=actor, at=at)


def _erase_text(text: Text, erasure: Erasure, *, actor: Actor, at: datetime) -> None:
    said = {chain.ERASED: [text.event, text.kind], **_on_what_basis(erasure)}
    order = note(order_id=text.order_id, code=chain.ERASE_TEXT, actor=actor, at=at, data=said)
    Text.objects.filter(pk=text.pk).update(body="", salt=None, erased_at=at)
    if text.kind in HEADED:
        order.title = chain.ERASED_TITLE
        order.save(update_fields=["title"])
        _search_what_is_left(order)


def _erase_picture(picture: Attachment, erasure: Erasure, *, actor: Actor, at: datetime) -> None:
    said = {chain.ERASED: [picture.event, picture.file.hex], **_on_what_basis(erasure)}
    note(order_id=picture.order_id, code=chain.ERASE_FILE, actor=actor, at=at, data=said)
    Attachment.objects.filter(pk=picture.pk).update(sha256=None, thumbnail_sha256=None, salt=None, erased_at=at)
    transaction.on_commit(partial(_remove, picture.file, picture.thumbnail), robust=True)


def _on_what_basis(erasure: Erasure) -> dict[str, Any]:
    return {"asked_by": erasure.requested_by_id, "basis": basis_digest(erasure.legal_basis)}


def _remove(*files: UUID) -> None:
    for file in files:
        storage().remove(file)


def _search_what_is_left(order: Order) -> None:
    def left(kind: TextKind) -> str:
        return "\n".join(Text.objects.filter(order=order, kind=kind).values_list("body", flat=True))

    original = left(TextKind.ORIGINAL)
    words = words_of(order=order, transfer=left(TextKind.TRANSFER), original=original)
    row = SearchRow.objects.filter(order=order)
    row.update(words=Func(Value(words), function="array_to_tsvector"))
    if not original:
        row.update(likeness=None)

"""Settle a request to erase a text: the second person approves or refuses."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Func, Value

from huying.domain import chain
from huying.domain.actors import Actor, Role
from huying.domain.errors import Conflict, NotAllowed
from huying.workorders.actions.note import note
from huying.workorders.choices import ErasureState, TextKind
from huying.workorders.models import Erasure, Order, SearchRow, Text
from huying.workorders.queries.erasures import NoSuchErasure
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
    """Erase the text, or refuse to.

    Erasing takes the body and its salt, so that no guess at the body can be tried against the digest that the
    history keeps; the words leave the search, and the title goes too where it may repeat them. The history says
    who asked, who approved and on what basis, and its chain stays whole.
    约定: security administrator asks, audit administrator settles (三员分立); neither sees the text.

    Raises:
        NotAllowed, NoSuchErasure, ErasureSettled, OwnErasure.

    """
    if actor.role is not Role.AUDIT_ADMIN or actor.person_id is None:
        raise NotAllowed
    requests = Erasure.objects.select_for_update(of=("self",)).select_related("text")
    erasure = requests.filter(pk=erasure_id, text__order__centre_id=actor.centre_id).first()
    if erasure is None:
        raise NoSuchErasure
    if erasure.state != ErasureState.REQUESTED:
        raise ErasureSettled
    if erasure.requested_by_id == actor.person_id:
        raise OwnErasure
    erasure.state = ErasureState.APPROVED if approve else ErasureState.REFUSED
    erasure.settled_by_id, erasure.settled_at = actor.person_id, at
    erasure.save(update_fields=["state", "settled_by", "settled_at"])
    if approve:
        _erase(erasure, actor=actor, at=at)


def _erase(erasure: Erasure, *, actor: Actor, at: datetime) -> None:
    text = erasure.text
    order = note(
        order_id=text.order_id,
        code=chain.ERASE_TEXT,
        actor=actor,
        at=at,
        data={
            chain.ERASED: [text.event, text.kind],
            "asked_by": erasure.requested_by_id,
            "basis": basis_digest(erasure.legal_basis),
        },
    )
    Text.objects.filter(pk=text.pk).update(body="", salt=None, erased_at=at)
    if text.kind in HEADED:
        order.title = chain.ERASED_TITLE
        order.save(update_fields=["title"])
        _search_what_is_left(order)


def _search_what_is_left(order: Order) -> None:
    def left(kind: TextKind) -> str:
        return "\n".join(Text.objects.filter(order=order, kind=kind).values_list("body", flat=True))

    words = words_of(order=order, transfer=left(TextKind.TRANSFER), original=left(TextKind.ORIGINAL))
    SearchRow.objects.filter(order=order).update(words=Func(Value(words), function="array_to_tsvector"))

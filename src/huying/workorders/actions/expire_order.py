"""Take away what is personal in an order whose time of keeping is over."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Func, Value

from huying.adapters.storage.client import storage
from huying.callers.actions.forget_identity import forget_identity
from huying.callers.queries import kept_identities
from huying.domain import chain
from huying.domain.actors import Actor, Role
from huying.domain.errors import NotAllowed
from huying.domain.retention import RetentionClass, closed_before
from huying.workorders.actions.note import note
from huying.workorders.models import Attachment, Hold, Order, SearchRow, Text


@transaction.atomic(savepoint=False)
def expire_order(*, order_id: int, months: Mapping[RetentionClass, int], actor: Actor, at: datetime) -> bool:
    """Erase what each class in ``months`` covers and is over; return whether anything went.

    Of the class ``order``: every text and picture with its salt, title, place and the words of the search. Of
    ``identity``: what is sealed of the caller, and the telephone line where no other order came from it. The
    history says which texts went by which period, its chain stays whole, and no row of it goes. An order that is
    open or on hold is left alone, also if it was put on hold just now: the row is locked first.
    依据: 个人信息保护法 art 19 (kept no longer than needed), art 47; 约定: counted from closing.

    Raises:
        NotAllowed.

    """
    if actor.role is not Role.POLICY:
        raise NotAllowed
    order = Order.objects.select_for_update(no_key=True).get(pk=order_id, centre_id=actor.centre_id)
    if order.is_open or Hold.objects.filter(order=order, lifted_at=None).exists():
        return False
    over = {kind for kind, count in months.items() if order.state_since < closed_before(at=at, months=count)}
    texts = Text.objects.filter(order=order, erased_at=None).order_by("pk") if RetentionClass.ORDER in over else []
    gone: list[list[Any]] = [[text.event, text.kind] for text in texts]
    pictures = _pictures(order) if RetentionClass.ORDER in over else []
    has_caller = kept_identities().filter(pk__in=[order.identity_id]).exists()
    if not gone and not pictures and not (RetentionClass.IDENTITY in over and has_caller):
        return False
    said: dict[str, Any] = {"months": {kind.value: months[kind] for kind in sorted(over)}}
    if gone:
        said[chain.EXPIRED] = gone
    if pictures:
        said[chain.EXPIRED_FILES] = [[picture.event, picture.file.hex] for picture in pictures]
    order = note(order_id=order.pk, code=chain.EXPIRE_ORDER, actor=actor, at=at, data=said)
    if gone:
        _erase_texts(order, at=at)
    _erase_pictures(pictures, at=at)
    if RetentionClass.IDENTITY in over:
        _forget_caller(order)
    return True


def _erase_texts(order: Order, *, at: datetime) -> None:
    Text.objects.filter(order=order, erased_at=None).update(body="", salt=None, erased_at=at)
    order.title, order.place_text = chain.EXPIRED_TITLE, ""
    order.save(update_fields=["title", "place_text"])
    SearchRow.objects.filter(order=order).update(words=Func(Value([]), function="array_to_tsvector"), likeness=None)


def _pictures(order: Order) -> list[Attachment]:
    return list(Attachment.objects.filter(order=order, erased_at=None).order_by("pk"))


def _erase_pictures(pictures: list[Attachment], *, at: datetime) -> None:
    """Take the digests and salts; the files go after the commit, or by the nightly sweep."""
    own = Attachment.objects.filter(pk__in=[picture.pk for picture in pictures])
    own.update(sha256=None, thumbnail_sha256=None, salt=None, erased_at=at)
    for picture in pictures:
        for file in (picture.file, picture.thumbnail):
            transaction.on_commit(partial(storage().remove, file), robust=True)


def _forget_caller(order: Order) -> None:
    identity_id, caller_id = order.identity_id, order.caller_id
    order.caller_id = None
    order.save(update_fields=["caller"])
    if identity_id:
        forget_identity(identity_id=identity_id, caller_id=caller_id)

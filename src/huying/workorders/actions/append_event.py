"""Append one event to an order's history."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from huying.domain import chain
from huying.domain.actors import Actor
from huying.domain.errors import Invalid
from huying.foundation import clock
from huying.foundation.keyring import keys
from huying.foundation.pictures import CONTENT_TYPE, Kept
from huying.foundation.rows import insert
from huying.workorders.choices import AttachmentKind, TextKind
from huying.workorders.models import Attachment, Event, Order, Text

Pictures = Mapping[AttachmentKind, Sequence[Kept]]
"""What an event brings, by from whom it came; the files are on the disk already."""

# 约定: what a caller can tell in pictures; units prove several rounds of work.
PICTURES_AT_ONCE = 9
_MOST = {AttachmentKind.DEMAND: PICTURES_AT_ONCE, AttachmentKind.PROOF: 3 * PICTURES_AT_ONCE}


class TooManyPictures(Invalid):
    """More than an order holds."""

    code = "too_many_pictures"
    sentence = "图片太多，请只保留最能说明情况的几张。"


TEXT_MAX = 20_000


class TextTooLong(Invalid):
    """A text that no page would show whole. 约定: twenty thousand characters, some thirty pages of A4."""

    code = "text_too_long"
    sentence = "内容太长，请控制在两万字以内，其余内容请分次补充。"


@transaction.atomic(savepoint=False)
def append_event(
    *,
    order: Order,
    action: str,
    actor: Actor,
    at: datetime,
    data: Mapping[str, Any],
    texts: Mapping[str, str],
    pictures: Pictures | None = None,
) -> Event:
    """Write the event number ``order.events`` of a locked order, with its texts and pictures.

    ``data`` holds codes and ids only; ``texts`` maps ``TextKind`` to a body, of which the event keeps a
    salted digest, as of each picture. The first event also keeps a digest of title and place. The caller has
    counted ``order.events`` up and saves it with the rest of the row.

    Raises:
        TextTooLong: a text of more than ``TEXT_MAX`` characters.
        TooManyPictures: with what the order has, more than it may hold.
        TypeError: ``data`` holds what JSON or the database may give back in another form.

    """
    chain.require_plain(data)
    if any(len(body) > TEXT_MAX for body in texts.values()):
        raise TextTooLong
    previous = chain.GENESIS
    if order.events > 1:
        previous = _mac_of(order, order.events - 1)
    salts = {kind: os.urandom(16) for kind, body in texts.items() if body}
    attached = [row for kind, kept in (pictures or {}).items() for row in _attached(order, kind, kept, at=at)]
    for place, row in enumerate(attached, 1):
        row.place = place
    link = chain.Link(
        order_id=order.pk,
        seq=order.events,
        action=action,
        role=actor.role.value,
        person_id=actor.person_id,
        unit_id=actor.unit_id,
        policy=actor.policy,
        occurred_at=at,
        recorded_at=clock.now(),
        data={**data, **_digests(order, texts, salts), **_file_digests(attached)},
    )
    secrets = keys()
    event = Event(
        order=order,
        key_id=secrets.chain_key_id,
        mac=chain.mac(secrets.chain_key, previous, link),
        **{name: value for name, value in link._asdict().items() if name != "order_id"},
    )
    written = [
        Text(order=order, event=link.seq, kind=kind, body=texts[kind], salt=salt, written_at=at)
        for kind, salt in salts.items()
    ]
    insert(*written, *attached, event)
    return event


def _attached(order: Order, kind: AttachmentKind, kept: Sequence[Kept], *, at: datetime) -> list[Attachment]:
    """Return the rows of new pictures; raise ``TooManyPictures``."""
    before = Attachment.objects.filter(order=order, kind=kind, erased_at=None).count() if kept else 0
    if before + len(kept) > _MOST[kind]:
        raise TooManyPictures(
            fields={
                "pictures": f"一张工单最多 {_MOST[kind]} 张{kind.label}，已有 {before} 张，"
                f"这次最多再加 {_MOST[kind] - before} 张，请减少后再提交。"
            }
        )
    return [
        Attachment(
            order=order,
            event=order.events,
            kind=kind,
            content_type=CONTENT_TYPE,
            salt=os.urandom(16),
            kept_at=at,
            **vars(one),
        )
        for one in kept
    ]


def _file_digests(attached: Sequence[Attachment]) -> dict[str, Any]:
    """Return what the event's data says of the pictures."""
    if not attached:
        return {}
    return {
        chain.FILES: {
            row.file.hex: chain.file_digest(row.salt, content=row.sha256, thumbnail=row.thumbnail_sha256)
            for row in attached
        }
    }


def _mac_of(order: Order, seq: int) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("SELECT mac FROM workorders_event WHERE order_id = %s AND seq = %s", [order.pk, seq])
        found = cursor.fetchone()
    if found is None:
        raise Event.DoesNotExist
    return bytes(found[0])


def _digests(order: Order, texts: Mapping[str, str], salts: Mapping[str, bytes]) -> dict[str, Any]:
    """Return what the event's data says of the texts, and of the order's heading when it is opened."""
    digests: dict[str, Any] = {}
    if salts:
        digests[chain.TEXTS] = {str(kind): chain.salted_digest(salt, texts[kind]) for kind, salt in salts.items()}
    if order.events == 1 and TextKind.ORIGINAL in salts:
        salt = salts[TextKind.ORIGINAL]
        digests[chain.HEADING] = chain.heading_digest(salt, title=order.title, place=order.place_text)
    return digests

"""Pictures of an order: who may see them, and which files no order knows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from huying.domain.actors import Actor
from huying.domain.errors import NotFound
from huying.web.rows import Picture
from huying.workorders.choices import AttachmentKind
from huying.workorders.models import Attachment
from huying.workorders.queries.dossier import Dossier, dossier_by_number
from huying.workorders.queries.history import sees_original


class PictureNotFound(NotFound):
    """No such picture of this order, or none that the actor may know of, or one that was erased."""

    code = "picture_not_found"
    sentence = "没有找到这张图片，可能已依法删除，请回到工单页面核对。"


@dataclass(frozen=True, kw_only=True)
class PictureFile:
    """The files of a picture that the actor may see."""

    file: UUID
    thumbnail: UUID
    content_type: str
    order_number: str
    is_confidential: bool


def pictures_of(*, dossier: Dossier, actor: Actor) -> dict[int, tuple[Picture, ...]]:
    """Return the pictures that the actor may see of an order that he may see, by the event that brought them."""
    numbers: defaultdict[str, int] = defaultdict(int)
    found: defaultdict[int, tuple[Picture, ...]] = defaultdict(tuple)
    for row in _open_to(dossier, actor):
        numbers[row.kind] += 1
        found[row.event] += (_shown(row, numbers[row.kind], dossier.order.number),)
    return dict(found)


def picture_file(*, number: str, file: UUID, actor: Actor) -> PictureFile:
    """Return where the content of a picture is.

    Raises:
        OrderNotFound, PictureNotFound: also where the actor may not know that there is one.

    """
    dossier = dossier_by_number(number=number, actor=actor)
    row = next((row for row in _open_to(dossier, actor) if row.file == file and not row.erased_at), None)
    if row is None:
        raise PictureNotFound
    return PictureFile(
        file=row.file,
        thumbnail=row.thumbnail,
        content_type=row.content_type,
        order_number=dossier.order.number,
        is_confidential=dossier.order.is_confidential,
    )


def files_in_use(*, files: Collection[UUID]) -> set[UUID]:
    """Return those of some files that a picture still needs: for the house's own sweeping, not for a person."""
    rows = Attachment.objects.filter(Q(file__in=files) | Q(thumbnail__in=files), erased_at=None)
    return {name for names in rows.values_list("file", "thumbnail") for name in names}


def _open_to(dossier: Dossier, actor: Actor) -> tuple[Attachment, ...]:
    """Return the rows that the actor may know of.

    Of a confidential order the caller's pictures are as secret as the caller's own words (``sees_original``).
    """
    if sees_original(order=dossier.facts, actor=actor):
        return dossier.attachments
    return tuple(row for row in dossier.attachments if row.kind != AttachmentKind.DEMAND)


def _shown(row: Attachment, number: int, order_number: str) -> Picture:
    label = f"{AttachmentKind(row.kind).label} {number}"
    if row.erased_at:
        return Picture(label=label)
    where = {"number": order_number, "file": row.file}
    return Picture(label=label, url=reverse("picture", kwargs=where), thumbnail_url=reverse("thumbnail", kwargs=where))

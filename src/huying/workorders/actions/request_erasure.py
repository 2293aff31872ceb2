"""Ask that a text or picture of an order be erased; another person settles it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from huying.domain.actors import Actor, Role
from huying.domain.errors import Conflict, Invalid, NotAllowed, NotFound
from huying.workorders.choices import ErasureState, TextKind
from huying.workorders.models import Attachment, Erasure, Order, Text
from huying.workorders.queries.dossier import id_of_number

_LONGEST_BASIS = 400


class TextNotFound(NotFound):
    """No such text or picture in the actor's centre."""

    code = "text_not_found"
    sentence = "没有找到这段正文或图片，请核对工单编号、办理记录序号和种类。"


class TextAlreadyErased(Conflict):
    """The text or picture is gone."""

    code = "text_already_erased"
    sentence = "这段正文或图片已经删除，不必再申请。"


class ErasureAlreadyAsked(Conflict):
    """Somebody asked before, and nobody has settled it."""

    code = "erasure_already_asked"
    sentence = "这段正文或图片已有一份待复核的删除申请，请先由审计管理员处理。"


class LegalBasisMissing(Invalid):
    """An erasure without a legal basis, or with one too long to keep."""

    code = "legal_basis_missing"
    sentence = "请写明删除的法律依据和文书编号，四百字以内。"


@transaction.atomic(savepoint=False)
def request_erasure(
    *,
    order_number: str,
    legal_basis: str,
    actor: Actor,
    at: datetime,
    event: int = 0,
    kind: TextKind | None = None,
    file: UUID | None = None,
) -> Erasure:
    """Record the wish to erase a text (the ``kind`` that ``event`` brought) or a picture (``file``); return it.

    The security administrator acts on a written application that names what is to go, and never sees it.
    ``legal_basis`` names law and document, and no person.
    依据: 个人信息保护法 art 47; 约定: security administrator asks, audit administrator settles (三员分立).

    Raises:
        NotAllowed, TextNotFound, TextAlreadyErased, ErasureAlreadyAsked, LegalBasisMissing.

    """
    if actor.role is not Role.SECURITY_ADMIN or actor.person_id is None:
        raise NotAllowed
    basis = legal_basis.strip()
    if not basis or len(basis) > _LONGEST_BASIS:
        raise LegalBasisMissing(fields={"legal_basis": LegalBasisMissing.sentence})
    number = order_number.strip()
    order = Order.objects.filter(pk=id_of_number(number) or 0, centre_id=actor.centre_id).first()
    if order is None or order.number != number:
        raise TextNotFound
    thing: Text | Attachment | None
    if file:
        thing = Attachment.objects.select_for_update().filter(order=order, file=file).first()
    else:
        thing = Text.objects.select_for_update().filter(order=order, event=event, kind=kind or "").first()
    if thing is None:
        raise TextNotFound
    if thing.erased_at:
        raise TextAlreadyErased
    if thing.erasures.filter(state=ErasureState.REQUESTED).exists():
        raise ErasureAlreadyAsked
    erasure = Erasure(
        text=None if isinstance(thing, Attachment) else thing,
        attachment=thing if isinstance(thing, Attachment) else None,
        legal_basis=basis,
        state=ErasureState.REQUESTED,
        requested_by_id=actor.person_id,
        requested_at=at,
    )
    erasure.save(force_insert=True)
    return erasure

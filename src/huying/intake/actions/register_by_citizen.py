"""Register a demand that a citizen fills in on the public pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction

from huying.callers.actions.record_caller import record_caller
from huying.callers.actions.record_callers import IdentityRef
from huying.domain import query_codes
from huying.domain.actors import Actor, Role, citizen_actor
from huying.domain.errors import Conflict, Invalid, NotAllowed, TooMany
from huying.domain.policies import OrderKind, Urgency
from huying.domain.states import State
from huying.foundation.pictures import Kept
from huying.foundation.sealing import lookup_hash, lookup_key_id
from huying.intake.actions.count_try import count_try
from huying.intake.choices import Care, TallyKind
from huying.intake.models import QueryCode
from huying.intake.queries import hash_of_code, hashes_of_code
from huying.language.titles import title_of
from huying.workorders.actions.open_order import NewOrder, open_order
from huying.workorders.choices import Channel, TextKind
from huying.workorders.queries.danger import danger_data, danger_of, hastened
from huying.workorders.queries.dossier import dossier_for

DEMAND_MAX, PLACE_MAX = 2000, 200
_CONFIDENTIAL_TITLE = "保密诉求（网上提交）"
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


class DemandIncomplete(Invalid):
    """What a demand must hold. 依据: 条例 art 10; 约定: the longest, and that no contact is required."""

    code = "demand_incomplete"
    sentence = f"请写明发生了什么事，不超过 {DEMAND_MAX} 个字。"


class FormUsed(Conflict):
    """The form has registered another demand before."""

    code = "form_used"
    sentence = "这张表单已经提交过一件诉求。如果要再提交一件，请核对内容后再点一次「提交」。"


class TooManyDemands(TooMany):
    """More demands from one address or phone than the settings allow."""

    code = "too_many_demands"
    sentence = "提交太频繁，请稍后再试，或直接拨打 12345。"


@dataclass(frozen=True, kw_only=True)
class CitizenDemand:
    """What the citizen typed. Everything but ``original`` may stay empty: who leaves no contact is anonymous."""

    original: str
    place_text: str = ""
    name: str = ""
    phone: str = ""
    wants_secrecy: bool = False
    care: tuple[Care, ...] = ()
    pictures: tuple[Kept, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Registered:
    """What the citizen is told, once: the order and the code that follows it, grouped."""

    order_id: int
    number: str
    code: str


@transaction.atomic(savepoint=False)
def register_by_citizen(*, demand: CitizenDemand, nonce: str, address: str, actor: Actor, at: datetime) -> Registered:
    """Write caller, order, history and query code; the order waits for the hotline to accept it.

    The code is made of the form's ``nonce`` (128 random bits) by a key, so that sending the same form again
    tells the same code and writes nothing. Of a confidential demand units get what the hotline writes.

    Raises:
        NotAllowed, DemandIncomplete, PhoneInvalid, IdentityInvalid, FormUsed, TooManyDemands, TooManyPictures.

    """
    if actor.role is not Role.CITIZEN:
        raise NotAllowed
    words = demand.original.strip()
    if not 1 <= len(words) <= DEMAND_MAX:
        raise DemandIncomplete(fields={"original": DemandIncomplete.sentence})
    code = query_codes.code_of(lookup_hash(nonce, context="intake.querycode.nonce")[: query_codes.BYTES])
    with connection.cursor() as cursor:  # a second click waits here, and then finds what the first one wrote
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(nonce[:15], 16)])
    if before := QueryCode.objects.filter(code_hash__in=hashes_of_code(code)).first():
        return _told_again(before.order_id, words, code, actor)
    identity = record_caller(
        phone=demand.phone or None,
        name=demand.name,
        id_number="",
        home_address="",
        wants_secrecy=demand.wants_secrecy,
        actor=actor,
        at=at,
    )
    _count(identity, address=address, at=at)
    order = open_order(new=_new_order(demand, words, identity), actor=actor, at=at)
    QueryCode.objects.create(order=order, code_hash=hash_of_code(code), lookup_key_id=lookup_key_id(), issued_at=at)
    return Registered(order_id=order.pk, number=order.number, code=query_codes.shown(code))


def _new_order(demand: CitizenDemand, words: str, identity: IdentityRef) -> NewOrder:
    care = "、".join(str(one.label) for one in demand.care)
    reading = danger_of(text=words)
    return NewOrder(
        channel=Channel.WEB,
        kind=OrderKind.HELP,
        urgency=hastened(urgency=Urgency.ORDINARY, reading=reading),
        title=_CONFIDENTIAL_TITLE if demand.wants_secrecy else title_of(words),
        original=words,
        transfer="" if demand.wants_secrecy else words,
        information=f"需要特别照顾：{care}。" if care else "",
        pictures=demand.pictures,
        state=State.AWAITING_ACCEPTANCE,
        place_text=demand.place_text.strip(),
        is_confidential=demand.wants_secrecy,
        identity_id=identity.id,
        caller_id=identity.caller_id,
        data=danger_data(reading),
    )


def _count(identity: IdentityRef, *, address: str, at: datetime) -> None:
    limits = [(TallyKind.REGISTERED_BY_ADDRESS, address, _HOUR, settings.HUYING_CITIZEN_PER_ADDRESS)]
    if identity.caller_id:
        limits.append((TallyKind.REGISTERED_BY_PHONE, str(identity.caller_id), _DAY, settings.HUYING_CITIZEN_PER_PHONE))
    for kind, subject, span, most in limits:
        if count_try(kind=kind, subject=subject, span=span, at=at) > most:
            raise TooManyDemands


def _told_again(order_id: int, words: str, code: str, actor: Actor) -> Registered:
    """Answer a form that comes a second time; other words in it are another demand."""
    owner = citizen_actor(centre_id=actor.centre_id, order_id=order_id)
    dossier = dossier_for(order_id=order_id, actor=owner)
    if dossier.bodies(TextKind.ORIGINAL).get((TextKind.ORIGINAL, 1)) != words:
        raise FormUsed
    return Registered(order_id=order_id, number=dossier.order.number, code=query_codes.shown(code))

"""Register a demand: the operator's use case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from unicodedata import normalize

from django.db import IntegrityError, transaction

from huying.callers.actions.record_caller import record_caller
from huying.catalogue.queries.matters import matter
from huying.domain.actors import Actor, Role
from huying.domain.errors import Invalid, NotAllowed
from huying.domain.policies import OrderKind, Urgency
from huying.foundation import rows
from huying.foundation.pictures import Kept
from huying.intake.actions.import_order import AlreadyRegistered
from huying.intake.choices import ROUTE_STATES, Route
from huying.language.titles import title_of
from huying.organisation.queries.regions import regions_of
from huying.workorders.actions.open_order import NewOrder, open_order
from huying.workorders.choices import Channel
from huying.workorders.models import Order
from huying.workorders.queries.danger import UNCHOSEN, danger_data, danger_of, hastened
from huying.workorders.queries.dossier import dossier_for, id_of_number
from huying.workorders.queries.external import is_second_of_number
from huying.workorders.queries.repeats import root_of

TITLE_MAX = 120
_MOBILE = 11
PROPOSED = "proposed"
"""Where an event's data keeps the matters that were proposed."""


class RegistrationIncomplete(Invalid):
    """What a demand must hold. 依据: 条例 art 10: time, matter, contact; 五要素 (domain.md 6.3)."""

    code = "registration_incomplete"
    sentence = "登记内容还不完整，请按提示补充。"


@dataclass(frozen=True, kw_only=True)
class Proposed:
    """The matters that were proposed to the operator, and the version of the city's own model that spoke, if any."""

    matter_ids: tuple[int, ...]
    model_number: int | None = None


@dataclass(frozen=True, kw_only=True)
class Registration:
    """What the operator typed. Empty strings are things not given; ids are of the actor's centre.

    ``is_urgency_chosen`` is false where a system named no level: then what sounds like danger may raise it.
    """

    channel: Channel
    kind: OrderKind
    urgency: Urgency
    original: str
    title: str = ""
    transfer: str = ""
    route: Route = Route.DISPATCH
    reason: str = ""
    repeats_number: str = ""
    place_text: str = ""
    region_id: int | None = None
    matter_id: int | None = None
    phone: str = ""
    name: str = ""
    id_number: str = ""
    home_address: str = ""
    wants_secrecy: bool = False
    external_source: str = ""
    external_no: str = ""
    pictures: Sequence[Kept] = ()
    is_urgency_chosen: bool = True
    proposed: Proposed | None = None


@transaction.atomic(savepoint=False)
def register_order(*, registration: Registration, actor: Actor, at: datetime) -> Order:
    """Write caller, order, history, clocks, search row and jobs; return the order.

    Raises:
        NotAllowed, RegistrationIncomplete with a sentence a field, PhoneInvalid, AlreadyRegistered,
        TooManyPictures.

    """
    if actor.role not in {Role.OPERATOR, Role.POLICY}:
        raise NotAllowed
    given = registration
    _complete(given)
    chosen = matter(matter_id=given.matter_id) if given.matter_id else None
    if given.matter_id and (chosen is None or chosen.centre_id != actor.centre_id):
        raise RegistrationIncomplete(fields={"matter_id": "没有这个事项，请重新选择。"})
    if given.region_id and given.region_id not in regions_of(centre_id=actor.centre_id):
        raise RegistrationIncomplete(fields={"region_id": "没有这个地点，请重新选择。"})
    repeats_id = _repeated(given, actor) if given.repeats_number else None
    identity = record_caller(
        phone=given.phone or None,
        name=given.name,
        id_number=given.id_number,
        home_address=given.home_address,
        wants_secrecy=given.wants_secrecy,
        actor=actor,
        at=at,
    )
    reading = danger_of(text=given.original)
    urgency, unchosen = given.urgency, {}
    if not given.is_urgency_chosen:
        urgency, unchosen = hastened(urgency=given.urgency, reading=reading), {UNCHOSEN: True}
    try:
        return open_order(
            new=NewOrder(
                channel=given.channel,
                kind=given.kind,
                urgency=urgency,
                title=given.title or title_of(given.transfer or given.original),
                original=given.original,
                transfer=given.transfer or given.original,
                state=ROUTE_STATES[given.route],
                reason=given.reason,
                place_text=given.place_text,
                region_id=given.region_id,
                matter_id=given.matter_id,
                matter_code=chosen.code if chosen else "",
                matter_top=chosen.top_code if chosen else "",
                is_confidential=given.wants_secrecy,
                identity_id=identity.id,
                caller_id=identity.caller_id,
                external_source=given.external_source,
                external_no=given.external_no,
                repeats_id=repeats_id,
                pictures=given.pictures,
                data={"route": given.route.value, **unchosen, **danger_data(reading), **_proposed_data(given.proposed)},
            ),
            actor=actor,
            at=at,
        )
    except IntegrityError as fault:
        raise (AlreadyRegistered() if is_second_of_number(fault) else fault) from fault


def _proposed_data(proposed: Proposed | None) -> dict[str, object]:
    """Return what the first event keeps of a proposal, to be compared with the matter that was chosen."""
    if proposed is None:
        return {}
    model = {"model": proposed.model_number} if proposed.model_number else {}
    return {PROPOSED: {"matters": list(proposed.matter_ids), **model}}


def _complete(given: Registration) -> None:
    """Check what must be there; every fault at once."""
    faults: dict[str, str] = {}
    if not given.original.strip():
        faults["original"] = "请填写诉求内容：时间、地点、起因和经过。"
    if len(given.title) > TITLE_MAX:
        faults["title"] = f"标题请控制在 {TITLE_MAX} 个字以内。"
    if given.wants_secrecy and given.transfer.strip() in {"", given.original.strip()}:
        faults["transfer"] = "诉求人要求保密，请另写转办内容，不要写入能认出诉求人的信息。"
    if given.wants_secrecy and not given.title.strip():
        faults["title"] = "诉求人要求保密，请另写标题，不要写入能认出诉求人的信息。"
    for name, label in (("title", "标题"), ("transfer", "转办内容")) if given.wants_secrecy else ():
        if _tells_who(getattr(given, name), given):
            faults.setdefault(name, f"{label}里写了诉求人的姓名、电话或证件号码，承办单位看得到，请删去后再登记。")
    if given.route is not Route.DISPATCH and not given.reason.strip():
        faults["reason"] = "请写明答复或告知的内容。"
    if given.route is Route.PROGRESS and not given.repeats_number.strip():
        faults["repeats_number"] = "请填写正在办理或已办结的工单编号。"
    if faults:
        raise RegistrationIncomplete(fields=faults)


def _tells_who(text: str, given: Registration) -> bool:
    """Say whether what units read holds a name or number that stands in the same form, however it is spaced.

    约定: a name of one character, or a number of fewer than five, tells nobody.
    """
    said = _even(text)
    told = ((_even(given.name), 2), (_even(given.phone)[-_MOBILE:], 5), (_even(given.id_number), 5))
    return any(len(one) >= shortest and one in said for one, shortest in told)


def _even(text: str) -> str:
    return "".join(letter for letter in normalize("NFKC", text).upper() if letter.isalnum())


def _repeated(given: Registration, actor: Actor) -> int:
    order_id = id_of_number(given.repeats_number.strip())
    if order_id is None:
        raise RegistrationIncomplete(fields={"repeats_number": "工单编号有误，请核对后重新填写。"})
    named = dossier_for(order_id=order_id, actor=actor).order
    # Whoever links it at this moment waits, or is waited for: no repeat points to a repeat.
    return root_of(rows.locked(Order, named.pk) or named)

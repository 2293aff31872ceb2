"""Try a query code, and the last four digits of the phone that was left with the demand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from huying.callers.queries import phone_ends_with
from huying.domain import query_codes
from huying.domain.actors import Actor, Role
from huying.domain.errors import Invalid, NotAllowed, Refusal, TooMany
from huying.foundation.known_browser import KnownBrowser
from huying.intake.actions.count_try import count_try
from huying.intake.choices import TallyKind
from huying.intake.queries import order_of_code

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_PROGRESS_IS_OPEN = "今天输错的次数太多，请明天再试，或拨打 12345 查询；不填电话后四位仍可查看办理进度。"


class CodeWrong(Invalid):
    """No order of this centre has the code."""

    code = "code_wrong"
    sentence = "没有这个查询码，请核对提交诉求后显示的 16 位字母和数字。"


class DigitsWrong(Invalid):
    """The phone that was left ends otherwise."""

    code = "digits_wrong"
    sentence = "电话后四位与登记的不符，请核对；不填也可以查看办理进度。"


class TooManyTries(TooMany):
    """More wrong tries than the settings allow."""

    code = "too_many_tries"
    sentence = "输错的次数太多，请稍后再试，或拨打 12345 查询。"


@dataclass(frozen=True, kw_only=True)
class Tried:
    """What the try opened, or why nothing; a wrong try is written down, so that it is no exception here.

    ``is_owner``: the digits were right, or nobody had left a phone.
    """

    order_id: int | None = None
    is_owner: bool = False
    fault: Refusal | None = None


@transaction.atomic(savepoint=False)
def open_by_code(*, text: str, digits: str, address: str, browser: KnownBrowser, actor: Actor, at: datetime) -> Tried:
    """Return the order of a code; wrong tries are counted by address, wrong digits by order too.

    Whoever tries digits wrongly uses up the tries of the own place, an address or a browser that the owner has used
    before. Strangers together have some more, after which all but the browsers of the owner wait until tomorrow.

    The counts are locked before anything is compared: tries sent at once are judged one after another.
    Raises ``NotAllowed``.
    """
    if actor.role is not Role.CITIZEN:
        raise NotAllowed
    wrong = count_try(kind=TallyKind.WRONG_BY_ADDRESS, subject=address, span=_HOUR, at=at)
    if wrong > settings.HUYING_CITIZEN_WRONG_PER_ADDRESS:
        return Tried(fault=TooManyTries())
    code = query_codes.read(text)
    found = order_of_code(code=code, actor=actor) if code else None
    if found is None:
        return Tried(fault=CodeWrong(fields={"code": CodeWrong.sentence}))
    is_owner = phone_ends_with(identity_id=found.identity_id, digits="", actor=actor) is None
    if digits and not is_owner:
        limits = _limits(order_id=found.order_id, address=address, browser=browser)
        for who, most in limits.items():
            # Whoever has tried too often is not counted among all: one stranger alone keeps nobody else out.
            if count_try(kind=TallyKind.WRONG_BY_CODE, subject=who, span=_DAY, at=at) > most:
                return Tried(fault=TooManyTries(_PROGRESS_IS_OPEN))
        if not phone_ends_with(identity_id=found.identity_id, digits=digits, actor=actor):
            return Tried(fault=DigitsWrong(fields={"digits": DigitsWrong.sentence}))
        for who in limits:
            count_try(kind=TallyKind.WRONG_BY_CODE, subject=who, span=_DAY, at=at, is_taken_back=True)
        is_owner = True
    count_try(kind=TallyKind.WRONG_BY_ADDRESS, subject=address, span=_HOUR, at=at, is_taken_back=True)
    return Tried(order_id=found.order_id, is_owner=is_owner)


def _limits(*, order_id: int, address: str, browser: KnownBrowser) -> dict[str, int]:
    """Return by whom wrong digits of an order are counted, and how many each may try in a day."""
    each = settings.HUYING_CITIZEN_WRONG_PER_CODE
    if browser.has_opened(order_id):
        return {f"{order_id}|{browser.name}": each}
    return {f"{order_id}|{address}": each, str(order_id): settings.HUYING_CITIZEN_WRONG_OF_ALL}

"""What erasing a text by two persons does."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import connection

from huying.domain.actors import Actor, Role
from huying.domain.chain import ERASED_TITLE
from huying.domain.errors import NotAllowed
from huying.foundation.commit import one_row
from huying.workorders.actions.request_erasure import (
    ErasureAlreadyAsked,
    LegalBasisMissing,
    TextAlreadyErased,
    TextNotFound,
    request_erasure,
)
from huying.workorders.actions.settle_erasure import ErasureSettled, OwnErasure, settle_erasure
from huying.workorders.choices import TextKind
from huying.workorders.models import Erasure, Event, LikenessKey, Order, SearchRow, Text
from huying.workorders.queries.erasures import NoSuchErasure
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.organisation import create_actor
from tests.factories.workorders import create_order
from tests.walk import HOUR, contacted

BASIS = "个人信息保护法第四十七条；海城数撤字〔2026〕3号"
AT = MONDAY + 20 * HOUR


pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db: None) -> Cast:
    return create_cast()


@pytest.fixture
def guard(cast: Cast) -> Actor:
    return create_actor(unit=cast.hotline, role=Role.SECURITY_ADMIN, name="安管员")


def ask(order: Order, guard: Actor, *, kind: TextKind = TextKind.ORIGINAL, **changes: Any) -> Erasure:
    given: dict[str, Any] = {
        "order_number": order.number,
        "event": 1,
        "kind": kind,
        "legal_basis": BASIS,
        "actor": guard,
        "at": AT,
    }
    with one_row():
        return request_erasure(**given | changes)


def settle(erasure: Erasure, cast: Cast, *, approve: bool = True, actor: Actor | None = None) -> None:
    with one_row():
        settle_erasure(erasure_id=erasure.pk, approve=approve, actor=actor or cast.auditor, at=AT + HOUR)


def erase(order: Order, guard: Actor, cast: Cast, *, kind: TextKind = TextKind.ORIGINAL) -> None:
    settle(ask(order, guard, kind=kind), cast)


def is_found_by(order: Order, word: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT words @@ %s::tsquery FROM workorders_searchrow WHERE order_id = %s", [word, order.pk])
        return bool(cursor.fetchone()[0])


def test_body_and_salt_go_and_the_history_says_who_did_it_and_why(cast: Cast, guard: Actor) -> None:
    order = create_order(operator=cast.operator, at=MONDAY)
    erase(order, guard, cast)
    text = Text.objects.get(order=order, kind=TextKind.ORIGINAL)
    assert (text.body, text.salt, text.erased_at) == ("", None, AT + HOUR)
    event = Event.objects.get(order=order, seq=2)
    assert (event.action, event.person_id, event.role) == ("erase_text", cast.auditor.person_id, "audit_admin")
    assert event.data["erased"] == [1, "original"]
    assert event.data["asked_by"] == guard.person_id
    assert "第四十七条" not in str(event.data)


def test_the_words_leave_the_search_and_the_title(cast: Cast, guard: Actor) -> None:
    order = create_order(
        operator=cast.operator, at=MONDAY, original="张三家住望江楼", transfer="油烟扰民", title="望江楼油烟"
    )
    assert is_found_by(order, "江楼")
    erase(order, guard, cast)
    assert not is_found_by(order, "江楼")
    assert is_found_by(order, "扰民")
    assert Order.objects.get(pk=order.pk).title == ERASED_TITLE


def test_an_erased_account_is_like_nothing(cast: Cast, guard: Actor) -> None:
    order = create_order(operator=cast.operator, at=MONDAY)
    assert LikenessKey.objects.filter(order_id=order.pk).exists()
    erase(order, guard, cast)
    assert not LikenessKey.objects.filter(order_id=order.pk).exists()


def test_another_kind_of_text_leaves_title_and_search_alone(cast: Cast, guard: Actor) -> None:
    order = contacted(cast)
    words = SearchRow.objects.get(order=order).words
    erasure = ask(order, guard, kind=TextKind.CONTACT, event=order.events)
    settle(erasure, cast)
    assert Order.objects.get(pk=order.pk).title == order.title
    assert SearchRow.objects.get(order=order).words == words


def test_a_refusal_leaves_the_text_and_may_be_asked_again(cast: Cast, guard: Actor) -> None:
    order = create_order(operator=cast.operator, at=MONDAY)
    settle(ask(order, guard), cast, approve=False)
    assert Text.objects.get(order=order, kind=TextKind.ORIGINAL).body
    assert Order.objects.get(pk=order.pk).events == 1
    assert ask(order, guard).pk


@pytest.mark.parametrize("who", ["operator", "dispatcher", "leader", "auditor"])
def test_only_the_security_administrator_asks(cast: Cast, who: str) -> None:
    order = create_order(operator=cast.operator, at=MONDAY)
    with pytest.raises(NotAllowed):
        ask(order, getattr(cast, who))


def test_only_the_audit_administrator_settles(cast: Cast, guard: Actor) -> None:
    order = create_order(operator=cast.operator, at=MONDAY)
    erasure = ask(order, guard)
    for actor in (guard, cast.operator, cast.leader):
        with pytest.raises(NotAllowed):
            settle(erasure, cast, actor=actor)
    assert Text.objects.get(order=order, kind=TextKind.ORIGINAL).body


def test_one_person_in_both_roles_is_stopped(cast: Cast, guard: Actor) -> None:
    order = create_order(operator=cast.operator, at=MONDAY)
    erasure = ask(order, guard)
    both = replace(guard, role=Role.AUDIT_ADMIN)
    with pytest.raises(OwnErasure):
        settle(erasure, cast, actor=both)


def test_an_administrator_of_another_centre_finds_nothing(cast: Cast, guard: Actor) -> None:
    order = create_order(operator=cast.operator, at=MONDAY)
    erasure = ask(order, guard)
    there = cast.stranger
    with pytest.raises(TextNotFound):
        ask(order, replace(there, role=Role.SECURITY_ADMIN))
    with pytest.raises(NoSuchErasure):
        settle(erasure, cast, actor=replace(there, role=Role.AUDIT_ADMIN))


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"legal_basis": " "}, LegalBasisMissing),
        ({"legal_basis": "据" * 401}, LegalBasisMissing),
        ({"order_number": "20260302"}, TextNotFound),
        ({"order_number": "某号"}, TextNotFound),
        ({"event": 9}, TextNotFound),
        ({"kind": TextKind.REPLY}, TextNotFound),
    ],
)
def test_what_names_no_text_or_no_basis_is_refused(
    cast: Cast, guard: Actor, changes: dict[str, Any], refusal: type[Exception]
) -> None:
    order = create_order(operator=cast.operator, at=MONDAY)
    with pytest.raises(refusal):
        ask(order, guard, **changes)


def test_an_order_is_named_by_its_whole_number(cast: Cast, guard: Actor) -> None:
    order = create_order(operator=cast.operator, at=MONDAY)
    with pytest.raises(TextNotFound):
        ask(order, guard, order_number=f"20250101{order.pk:06d}")


def test_nobody_asks_or_settles_twice(cast: Cast, guard: Actor) -> None:
    order = create_order(operator=cast.operator, at=MONDAY)
    erasure = ask(order, guard)
    with pytest.raises(ErasureAlreadyAsked):
        ask(order, guard)
    settle(erasure, cast)
    with pytest.raises(ErasureSettled):
        settle(erasure, cast)
    with pytest.raises(TextAlreadyErased):
        ask(order, guard)

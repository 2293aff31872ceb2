"""What SQL lets through is what the rule lets through, in each of the forms the filter has."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection

from huying.domain.actors import NO_ORDERS, Actor, Role, citizen_actor
from huying.domain.lifecycle import may_see
from huying.handling.actions.pass_down import pass_down
from huying.workorders.models import Assignment, Order
from huying.workorders.queries.dossier import Dossier
from huying.workorders.queries.visible import rights_of, seen_through, visible_orders
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.organisation import create_actor
from tests.factories.workorders import create_order
from tests.walk import HOUR, assigned, conferred, contacted, escalated, seen, signed

pytestmark = pytest.mark.django_db
_MANY = set(Role) - {Role.CITIZEN}  # a citizen lists and searches nothing


def _orders(cast: Cast) -> None:
    """Make one order of every standing: undispatched, led, assisted, passed down and back, asked about."""
    create_order(operator=cast.operator, at=MONDAY)
    conferred(cast)
    escalated(cast)
    signed(cast)
    assigned(cast, assists=(cast.bureau.pk,))
    below = contacted(cast)
    pass_down(
        order_id=below.pk,
        unit_id=cast.community.pk,
        note="请入户查看。",
        seen=seen(below),
        actor=cast.clerk,
        at=MONDAY + 5 * HOUR,
    )
    back = contacted(cast)
    Assignment.objects.create(
        order=back, unit=cast.community, part="below", assigned_at=MONDAY + HOUR, closed_at=MONDAY + HOUR
    )


def _everyone(cast: Cast) -> list[Actor]:
    people = [value for value in vars(cast).values() if isinstance(value, Actor)]
    district = [create_actor(unit=cast.district, role=role) for role in (Role.LEADER, Role.CLERK)]
    seats = [replace(seat, role=role) for seat in (cast.operator, cast.clerk) for role in _MANY]
    return [*people, *district, *seats]


def test_the_filter_and_the_rule_agree_for_everyone() -> None:
    cast = create_cast()
    _orders(cast)
    facts = {order.pk: Dossier(order).facts for order in Order.objects.all()}
    seen_by_some = set()
    for actor in _everyone(cast):
        by_rule = {pk for pk, one in facts.items() if may_see(one, actor)}
        seen_by_some |= {actor.role} if by_rule else set()
        assert set(visible_orders(actor=actor).values_list("pk", flat=True)) == by_rule, actor
        through = Order.objects.filter(seen_through("pk", actor=actor))
        assert set(through.values_list("pk", flat=True)) == by_rule, actor
        if actor.role not in NO_ORDERS:
            assert _listed(actor) == sorted(by_rule, reverse=True), actor
            assert _checked(actor, list(facts)) == by_rule, actor
    assert seen_by_some == _MANY - NO_ORDERS


def test_a_citizen_sees_the_one_order_of_the_code() -> None:
    cast = create_cast()
    _orders(cast)
    own, *_ = Order.objects.values_list("pk", flat=True)
    citizen = citizen_actor(centre_id=cast.centre.pk, order_id=own)
    assert list(visible_orders(actor=citizen).values_list("pk", flat=True)) == [own]
    assert not visible_orders(actor=replace(citizen, centre_id=cast.stranger.centre_id))
    assert not visible_orders(actor=replace(citizen, order_id=None))


def _listed(actor: Actor) -> list[int]:
    rights = rights_of(actor=actor)
    with connection.cursor() as cursor:
        cursor.execute(rights.ids.format(beyond="<", order="DESC"), [*rights.params, 2**62])
        return [pk for (pk,) in cursor.fetchall()]


def _checked(actor: Actor, ids: list[int]) -> set[int]:
    rights = rights_of(actor=actor)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM unnest(%s::bigint[]) AS asked(id) WHERE {rights.check.format(id='asked.id')}",
            [ids, *rights.params],
        )
        return {pk for (pk,) in cursor.fetchall()}

"""What the lifecycle asks about an order, read in one statement; in two while a side road is open."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db import connection

from huying.domain.actors import Actor
from huying.domain.guards import OrderFacts
from huying.domain.lifecycle import OrderNotFound, may_see
from huying.domain.policies import OrderKind, Stage
from huying.domain.roads import Road
from huying.domain.states import State
from huying.organisation.queries.hotline import is_of_city
from huying.organisation.queries.units import is_place
from huying.policy.queries import policy_of
from huying.workorders.choices import TO_HANDLE, TO_READ, Part
from huying.workorders.models import Clock, Order

_ASKED = """
SELECT (SELECT coalesce(json_agg(json_build_array(unit_id, part, closed_at IS NULL)), '[]')
          FROM workorders_assignment WHERE order_id = %(order)s),
       (SELECT count(*) FROM workorders_contact WHERE order_id = %(order)s AND round = %(round)s),
       (SELECT person_id FROM workorders_reply WHERE order_id = %(order)s ORDER BY event DESC LIMIT 1)
"""


def facts_of(*, order: Order) -> OrderFacts:
    """Return the facts of an order that was read; the policy comes from memory."""
    with connection.cursor() as cursor:
        cursor.execute(_ASKED, {"order": order.pk, "round": order.round})
        parts, contacts, replier = cursor.fetchone() or ([], 0, None)
    return facts_from(
        order=order,
        parts=parts,
        contacts=contacts,
        reply_person_id=replier,
        clocks=lambda: Clock.objects.filter(order=order, stopped_at=None),
    )


def facts_for(*, order_id: int, actor: Actor) -> OrderFacts:
    """Return the facts of an order that the actor may see; raises ``OrderNotFound``."""
    order = Order.objects.filter(pk=order_id).first()
    facts = facts_of(order=order) if order else None
    if facts is None or not may_see(facts, actor):
        raise OrderNotFound
    return facts


def facts_from(
    *,
    order: Order,
    parts: Iterable[tuple[int, str, bool]],
    contacts: int,
    reply_person_id: int | None,
    clocks: Callable[[], Iterable[Clock]],
) -> OrderFacts:
    """Put the facts together: ``parts`` are (unit id, part, still open), ``contacts`` those of this round.

    ``clocks`` gives the order's clocks, and is asked only while a side road is open.
    """
    policy, parts = policy_of(version_id=order.policy_version_id), list(parts)

    def waiting(wanted: Part) -> frozenset[int]:
        return frozenset(unit for unit, part, is_open in parts if part == wanted and is_open)

    running = clocks() if order.open_roads else ()
    return OrderFacts(
        id=order.pk,
        number=order.number,
        centre_id=order.centre_id,
        state=State(order.state),
        round=order.round,
        events=order.events,
        district_id=order.district_id,
        accountable_unit_id=order.accountable_unit_id,
        holder_unit_id=order.holder_unit_id,
        open_assist_unit_ids=waiting(Part.ASSIST),
        past_unit_ids=frozenset(unit for unit, part, _ in parts if part not in TO_READ),
        handling_unit_ids=frozenset(unit for unit, part, _ in parts if part in TO_HANDLE),
        copied_unit_ids=frozenset(unit for unit, part, _ in parts if part in TO_READ),
        opinion_unit_ids=waiting(Part.OPINION),
        superior_unit_ids=(superiors := waiting(Part.SUPERIOR)),
        is_before_city=any(is_of_city(unit_id=unit) for unit in superiors),
        contacts_this_round=contacts,
        contact_required=policy.contact_required_before_reply,
        review_required=policy.review_required,
        rework_limit=policy.rework_limit,
        reply_person_id=reply_person_id,
        is_confidential=order.is_confidential,
        kind=OrderKind(order.kind),
        open_roads=frozenset(map(Road, order.open_roads or ())),
        repeats_id=order.repeats_id,
        called_unit_ids=waiting(Part.REPORT),
        tasked_unit_ids=waiting(Part.TASK),
        rater_unit_ids=waiting(Part.RATE),
        is_led_by_place=order.accountable_unit_id is None or is_place(unit_id=order.accountable_unit_id),
        running=frozenset((Stage(one.stage), one.unit_id) for one in running if one.stopped_at is None),
    )

"""The responsibility map: who keeps it, and where it is seen."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from huying.domain.actors import Actor, Role
from huying.domain.errors import NotAllowed
from huying.foundation import memory
from huying.foundation.commit import one_row
from huying.organisation.actions.add_charge import ChargeInvalid, ChargeTaken, add_charge
from huying.organisation.actions.remove_charge import ChargeNotFound, remove_charge
from huying.organisation.choices import ChargeKind
from huying.organisation.models import Charge
from huying.organisation.queries.charges import RegionNotFound, charges, charges_for
from tests.browse import browser
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.organisation import create_actor, create_region
from tests.walk import HOUR, assigned

pytestmark = pytest.mark.django_db
AT = MONDAY + 2 * HOUR


def add(region_id: int, actor: Actor, **changes: Any) -> Charge:
    given = {"kind": ChargeKind.LEADER, "person_name": "梁包片", "post": "街道办事处副主任", "telephone": "0898-66"}
    return add_charge(region_id=region_id, **given | changes, actor=actor)


def keeper(cast: Cast) -> Actor:
    return create_actor(unit=cast.hotline, role=Role.SYSTEM_ADMIN)


def test_a_street_s_reviewer_keeps_the_places_it_governs_and_those_below() -> None:
    cast = create_cast()
    village = create_region(centre=cast.centre, name="河畔社区", level="community", parent=cast.region_street)
    elsewhere = create_region(centre=cast.centre, name="山前街道", level="street")
    memory.forget()
    line = add(village.pk, cast.reviewer, kind=ChargeKind.CADRE)
    add(cast.region_street.pk, cast.reviewer)
    for actor, region in (
        (cast.reviewer, elsewhere.pk),
        (cast.reviewer, cast.region_street.parent_id),
        (cast.clerk, village.pk),
    ):
        with pytest.raises(NotAllowed), one_row():
            add(region or 0, actor)
    with pytest.raises(RegionNotFound), one_row():
        add(cast.region_street.pk, cast.stranger)
    with pytest.raises(ChargeNotFound), one_row():
        remove_charge(charge_id=line.pk, actor=cast.stranger)
    memory.forget()
    near = charges_for(region_id=village.pk, centre_id=cast.centre.pk)
    assert [(row.kind_label, row.place) for row in near] == [
        ("干部包村", "临江区桥头街道河畔社区"),
        ("领导包片", "临江区桥头街道"),
    ]
    remove_charge(charge_id=line.pk, actor=cast.reviewer)
    assert [row.kind_label for row in charges(words="", actor=cast.operator)] == ["领导包片"]


def test_a_line_is_complete_and_stands_once() -> None:
    cast = create_cast()
    with pytest.raises(ChargeInvalid) as refused, one_row():
        add(cast.region_street.pk, keeper(cast), post=" ", telephone="")
    assert list(refused.value.fields) == ["post", "telephone"]
    add(cast.region_street.pk, keeper(cast))
    with pytest.raises(ChargeTaken), one_row():
        add(cast.region_street.pk, keeper(cast), telephone="0898-77")


def test_the_order_s_page_says_who_is_answerable_for_its_place() -> None:
    cast = create_cast()
    add(cast.region_street.pk, cast.reviewer)
    order, placeless = assigned(cast, region_id=cast.region_street.pk), assigned(cast)
    memory.forget()
    with browser(cast.clerk, at=AT) as client:
        page = client.get(reverse("order", kwargs={"number": order.number})).content.decode()
        other = client.get(reverse("order", kwargs={"number": placeless.number})).content.decode()
    assert "梁包片（街道办事处副主任）" in page
    assert "包片责任</h2>" not in other


def test_a_confidential_order_does_not_tell_its_place_by_who_answers_for_it() -> None:
    cast = create_cast()
    add(cast.region_street.pk, cast.reviewer)
    order = assigned(cast, region_id=cast.region_street.pk, wants_secrecy=True, title="油烟", transfer="请核查。")
    memory.forget()
    shown = {}
    for who in (cast.clerk, cast.dispatcher):
        with browser(who, at=AT) as client:
            shown[who.role] = client.get(reverse("order", kwargs={"number": order.number})).content.decode()
    assert "梁包片" not in shown[Role.CLERK]
    assert "梁包片" in shown[Role.DISPATCHER]


def test_the_map_is_read_by_all_and_filled_by_those_who_keep_it() -> None:
    cast = create_cast()
    url = reverse("responsibility_map")
    given = {
        "place": "桥头街道",
        "kind": "leader",
        "person_name": "梁包片",
        "post": "副主任",
        "telephone": "0898-66",
    }
    with browser(cast.reviewer, at=AT) as client:
        assert client.post(url, given | {"place": "没有的地方"}).status_code == 422
        assert client.post(url, given).status_code == 302
        assert "确认删除" in client.get(url).content.decode()
    with browser(cast.operator, at=AT) as client:
        assert client.post(url, given).status_code == 403
        page = client.get(url, {"q": "桥头"}).content.decode()
        assert "梁包片" in page
        assert "登记包片责任" not in page
        assert "梁包片" not in client.get(url, {"q": "山前"}).content.decode()
    with browser(cast.reviewer, at=AT) as client:
        client.post(reverse("remove_charge", kwargs={"charge_id": Charge.objects.get().pk}))
    assert not Charge.objects.exists()

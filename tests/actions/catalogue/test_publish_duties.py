"""派单目录: every line names what exists, and the next version is compared with the last."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from huying.catalogue.actions.publish_duties import publish_duties
from huying.catalogue.actions.publish_matters import publish_matters
from huying.catalogue.models import CatalogueVersion
from huying.catalogue.queries.diff import duty_changes
from huying.catalogue.queries.duties import duties_at
from huying.domain.actors import Actor, Role
from huying.domain.catalogue_drafts import CatalogueFaulty, DutyDraft, MatterDraft
from huying.domain.errors import NotAllowed
from huying.foundation.commit import one_row
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.organisation import create_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return create_cast()


@pytest.fixture
def admin(cast: Cast) -> Actor:
    admin = create_actor(unit=cast.hotline, role=Role.SYSTEM_ADMIN, name="席系统")
    publish_matters(
        drafts=[MatterDraft(line=2, code="01", name="城管")],
        effective_from=MONDAY,
        note="测试",
        after=0,
        actor=admin,
        at=MONDAY,
    )
    return admin


def duty(cast: Cast, **changes: Any) -> DutyDraft:
    given = {"line": 2, "matter_code": "01", "lead_unit_code": cast.bureau.code, "legal_basis": "条例第一条"}
    return DutyDraft(**{**given, **changes})


def publish(admin: Actor, *drafts: DutyDraft, after: int = 0, days: int = 0) -> CatalogueVersion:
    return publish_duties(
        drafts=drafts,
        effective_from=MONDAY + timedelta(days=days),
        note="测试",
        after=after,
        actor=admin,
        at=MONDAY + timedelta(days=days),
    )


def test_a_list_is_published_as_the_routing_rules_read_it(cast: Cast, admin: Actor) -> None:
    version = publish(
        admin,
        duty(cast, assist_unit_codes=(cast.street.code,), scenario_card="先到现场"),
        duty(cast, line=3, region_code=cast.region_street.code, lead_unit_code="", lead_by_place=True),
    )
    version_id, (whole, at_place) = duties_at(centre_id=cast.centre.pk, at=MONDAY)
    assert version_id == version.pk
    assert (whole.matter_code, whole.lead_unit_id, whole.assist_unit_ids, whole.scenario_card) == (
        "01",
        cast.bureau.pk,
        (cast.street.pk,),
        "先到现场",
    )
    assert (at_place.place_id, at_place.lead_unit_id, at_place.lead_by_place) == (cast.region_street.pk, None, True)


@pytest.mark.parametrize(
    "changes",
    [{"matter_code": "02"}, {"lead_unit_code": "nobody"}, {"region_code": "nowhere"}, {"assist_unit_codes": ("x",)}],
)
def test_a_line_that_names_what_is_not_there_leaves_no_version(
    cast: Cast, admin: Actor, changes: dict[str, Any]
) -> None:
    with pytest.raises(CatalogueFaulty) as caught, one_row():
        publish(admin, duty(cast), duty(cast, line=3, **{"matter_code": "", **changes}))
    assert set(caught.value.fields) == {"3"}
    assert duties_at(centre_id=cast.centre.pk, at=MONDAY) == (None, ())


def test_a_unit_that_was_switched_off_gets_no_duty(cast: Cast, admin: Actor) -> None:
    cast.bureau.is_active = False
    cast.bureau.save()
    with pytest.raises(CatalogueFaulty), one_row():
        publish(admin, duty(cast))


def test_a_tree_published_in_the_same_minute_counts(cast: Cast, admin: Actor) -> None:
    publish(admin, duty(cast))
    publish_matters(
        drafts=[MatterDraft(line=2, code="02", name="教育")],
        effective_from=MONDAY + timedelta(seconds=1),
        note="测试",
        after=1,
        actor=admin,
        at=MONDAY,
    )
    assert publish(admin, duty(cast, matter_code="02"), after=1, days=1).number == 2


def test_what_a_new_list_changes_is_shown_before(cast: Cast, admin: Actor) -> None:
    publish(admin, duty(cast), duty(cast, line=3, matter_code="", lead_unit_code="", lead_by_place=True))
    new = [duty(cast, lead_unit_code=cast.street.code), duty(cast, line=3, region_code=cast.region_street.code)]
    changes = duty_changes(drafts=new, actor=admin, at=MONDAY)
    assert [(row.what, row.kind.value) for row in changes] == [
        ("事项 01，地点 不限", "changed"),
        ("事项 01，地点 桥头街道", "added"),
        ("事项 不限，地点 不限", "removed"),
    ]
    assert cast.bureau.name in changes[0].before
    assert cast.street.name in changes[0].after
    assert "属地街道" in changes[2].before


def test_a_list_that_changes_nothing_shows_nothing(cast: Cast, admin: Actor) -> None:
    publish(admin, duty(cast, assist_unit_codes=(cast.street.code,)))
    same = [duty(cast, assist_unit_codes=(cast.street.code,))]
    assert duty_changes(drafts=same, actor=admin, at=MONDAY) == ()


def test_only_the_system_administrator_publishes(cast: Cast, admin: Actor) -> None:
    with pytest.raises(NotAllowed), one_row():
        publish(cast.dispatcher, duty(cast))

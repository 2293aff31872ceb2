"""场景化指引: published whole, read back as written, and found by matter, place and word."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError

from huying.catalogue.actions.publish_cards import publish_cards
from huying.catalogue.actions.publish_matters import publish_matters
from huying.catalogue.models import CatalogueVersion, ScenarioCard
from huying.catalogue.queries.cards import card_changes, card_drafts, card_table, cards_for
from huying.domain.actors import Actor, Role
from huying.domain.card_drafts import CardDraft, read_cards
from huying.domain.catalogue_drafts import CatalogueFaulty, MatterDraft
from huying.domain.errors import NotAllowed
from huying.foundation import memory
from huying.foundation.commit import one_row
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.organisation import create_actor, create_region

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return create_cast()


@pytest.fixture
def admin(cast: Cast) -> Actor:
    admin = create_actor(unit=cast.hotline, role=Role.SYSTEM_ADMIN, name="席系统")
    tree = [
        MatterDraft(line=2, code="01", name="环保"),
        MatterDraft(line=3, code="0101", name="油烟", parent_code="01"),
    ]
    publish_matters(drafts=tree, effective_from=MONDAY, note="测试", after=0, actor=admin, at=MONDAY)
    return admin


def card(code: str, *, line: int = 2, **changes: Any) -> CardDraft:
    given: dict[str, Any] = {
        "line": line,
        "code": code,
        "title": f"指引{code}",
        "matter_codes": ("0101",),
        "ask": "店名和门牌？",
        "whose": "城管局主办。",
        "mistakes": "没有门牌就派单。",
        "legal_basis": "约定：测试",
    }
    return CardDraft(**given | changes)


def publish(admin: Actor, *drafts: CardDraft, after: int = 0, days: int = 0) -> CatalogueVersion:
    at = MONDAY + timedelta(days=days)
    version = publish_cards(drafts=drafts, effective_from=at, note="测试", after=after, actor=admin, at=at)
    memory.forget()
    return version


def found(cast: Cast, *, matter: str = "", region_id: int | None = None, text: str = "", days: int = 1) -> list[str]:
    at = MONDAY + timedelta(days=days)
    rows = cards_for(matter_code=matter, region_id=region_id, text=text, centre_id=cast.centre.pk, at=at)
    return [row.code for row in rows]


def test_a_card_is_found_by_its_matter_a_word_or_the_matter_above_the_nearest_first(cast: Cast, admin: Actor) -> None:
    publish(
        admin,
        card("A", matter_codes=("01",)),
        card("B", line=3),
        card("C", line=4, words=("烧烤",)),
        card("D", line=5, matter_codes=(), words=("烧烤",)),
    )
    assert found(cast, matter="0101", text="楼下烧烤店") == ["C", "B", "A", "D"]
    assert found(cast, text="楼下烧烤店") == ["C", "D"]
    assert found(cast, matter="01") == ["A"]
    assert found(cast) == []


def test_a_card_of_a_place_is_for_that_place_and_what_lies_in_it(cast: Cast, admin: Actor) -> None:
    community = create_region(centre=cast.centre, name="河畔社区", level="community", parent=cast.region_street)
    publish(admin, card("A", region_codes=(cast.region_street.code,)))
    assert found(cast, matter="0101", region_id=community.pk) == ["A"]
    assert found(cast, matter="0101") == []


def test_a_later_version_is_for_later_days(cast: Cast, admin: Actor) -> None:
    publish(admin, card("A"))
    publish_cards(
        drafts=[card("B")], effective_from=MONDAY + timedelta(days=9), note="以后", after=1, actor=admin, at=MONDAY
    )
    memory.forget()
    assert found(cast, matter="0101") == ["A"]
    assert found(cast, matter="0101", days=10) == ["B"]


def test_what_is_exported_is_read_back_equal(cast: Cast, admin: Actor) -> None:
    version = publish(
        admin,
        card("A", words=("油烟", "烧烤"), region_codes=(cast.region_street.code,)),
        card("B", line=3, mistakes=""),
    )
    head, *rows = card_table(version_id=version.pk)
    read = read_cards((line, dict(zip(head, row, strict=True))) for line, row in enumerate(rows, start=1))
    assert read == card_drafts(actor=admin, at=MONDAY)
    assert card_changes(drafts=read, actor=admin, at=MONDAY) == ()


def test_a_comparison_tells_only_the_parts_that_differ(cast: Cast, admin: Actor) -> None:
    publish(admin, card("A"))
    (change,) = card_changes(drafts=[card("A", ask="几点？")], actor=admin, at=MONDAY)
    assert (change.what, change.before, change.after) == ("指引A（A）", "问什么：店名和门牌？", "问什么：几点？")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"code": ""}, "都要填写"),
        ({"matter_codes": ("99",)}, "没有编码为「99」的事项"),
        ({"region_codes": ("zz",)}, "没有编码为「zz」的地点"),
        ({"matter_codes": ()}, "适用事项和适用词至少填一项"),
        ({"words": ("油",)}, "适用词须为 2 至 20 个字"),
        ({"title": "长" * 61}, "标题最多 60 个字"),
        ({"ask": "长" * 1001}, "各最多 1000 个字"),
    ],
)
def test_a_faulty_card_is_named_by_its_line(cast: Cast, admin: Actor, changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(CatalogueFaulty) as refused:
        publish(admin, card("A"), card("B", line=7, **changes) if "code" not in changes else card("", line=7))
    assert sentence in refused.value.fields["7"]


def test_two_cards_of_one_number_are_refused(cast: Cast, admin: Actor) -> None:
    with pytest.raises(CatalogueFaulty) as refused:
        publish(admin, card("A"), card("A", line=3))
    assert "重复" in refused.value.fields["3"]


def test_only_the_system_administrator_publishes(cast: Cast, admin: Actor) -> None:
    with pytest.raises(NotAllowed):
        publish(cast.dispatcher, card("A"))


def test_the_database_keeps_no_card_that_nothing_finds(cast: Cast, admin: Actor) -> None:
    version = publish(admin, card("A"))
    with pytest.raises(IntegrityError), one_row():
        ScenarioCard.objects.create(version=version, code="B", title="t", ask="a", whose="w", legal_basis="b")

"""事项分类: published whole, in versions that follow each other."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from huying.catalogue.actions.open_version import CatalogueInThePast, CatalogueNumberTaken
from huying.catalogue.actions.publish_matters import publish_matters
from huying.catalogue.choices import CatalogueKind
from huying.catalogue.models import CatalogueVersion
from huying.catalogue.queries.diff import matter_changes
from huying.catalogue.queries.matters import matters_of, version_at
from huying.catalogue.queries.versions import versions_for
from huying.domain.actors import Actor, Role
from huying.domain.catalogue_drafts import CatalogueFaulty, MatterDraft
from huying.domain.errors import NotAllowed
from huying.foundation.commit import one_row
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.organisation import create_actor

pytestmark = pytest.mark.django_db

TREE = [("0101", "路灯", "01"), ("01", "城管", ""), ("0102", "井盖", "01")]


@pytest.fixture
def cast() -> Cast:
    return create_cast()


@pytest.fixture
def admin(cast: Cast) -> Actor:
    return create_actor(unit=cast.hotline, role=Role.SYSTEM_ADMIN, name="席系统")


def drafts(*rows: tuple[str, str, str]) -> list[MatterDraft]:
    return [
        MatterDraft(line=line, code=code, name=name, parent_code=above)
        for line, (code, name, above) in enumerate(rows, start=2)
    ]


def publish(admin: Actor, *rows: tuple[str, str, str], after: int = 0, **changes: Any) -> CatalogueVersion:
    given = {"effective_from": MONDAY, "note": "测试", "actor": admin, "at": MONDAY}
    return publish_matters(drafts=drafts(*(rows or TREE)), after=after, **{**given, **changes})


def test_a_tree_is_published_with_its_levels_and_paths(admin: Actor) -> None:
    version = publish(admin)
    rows = {row.code: row for row in matters_of(version_id=version.pk)}
    assert (rows["0101"].path_text, rows["0101"].codes, rows["0101"].top_code) == (
        "城管 › 路灯",
        ("0101", "01"),
        "01",
    )
    assert (version.number, version.published_by_id) == (1, admin.person_id)


def test_a_version_holds_from_its_day_and_leaves_the_one_before(cast: Cast, admin: Actor) -> None:
    first = publish(admin)
    second = publish(admin, ("01", "城市管理", ""), after=1, effective_from=MONDAY + timedelta(days=2))

    def in_force(at: datetime) -> int | None:
        return version_at(centre_id=cast.centre.pk, kind=CatalogueKind.MATTERS, at=at)

    assert in_force(MONDAY + timedelta(days=1)) == first.pk
    assert in_force(MONDAY + timedelta(days=2)) == second.pk
    assert [row.number for row in versions_for(kind=CatalogueKind.MATTERS, actor=admin)] == [2, 1]
    assert len(matters_of(version_id=first.pk)) == 3


def test_a_faulty_tree_leaves_no_version(admin: Actor) -> None:
    with pytest.raises(CatalogueFaulty), one_row():
        publish(admin, ("0101", "路灯", "01"))
    assert not CatalogueVersion.objects.filter(centre_id=admin.centre_id).exists()


def test_two_who_publish_at_once_do_not_overwrite_each_other(admin: Actor) -> None:
    publish(admin)
    with pytest.raises(CatalogueNumberTaken), one_row():
        publish(admin)


@pytest.mark.parametrize("days", [-1, 0])
def test_a_later_version_does_not_reach_back(admin: Actor, days: int) -> None:
    publish(admin)
    with pytest.raises(CatalogueInThePast), one_row():
        publish(admin, after=1, effective_from=MONDAY + timedelta(days=days))


def test_only_the_system_administrator_publishes(cast: Cast) -> None:
    with pytest.raises(NotAllowed), one_row():
        publish(cast.dispatcher)


def test_what_a_new_tree_changes_is_shown_before(admin: Actor) -> None:
    publish(admin)
    new = drafts(("01", "城管", ""), ("0101", "照明", "01"), ("0103", "积水", "01"))
    changes = matter_changes(drafts=new, actor=admin, at=MONDAY)
    assert [(row.what, row.kind.value, row.before, row.after) for row in changes] == [
        ("0101", "changed", "路灯（上级：城管）", "照明（上级：城管）"),
        ("0102", "removed", "井盖（上级：城管）", ""),
        ("0103", "added", "", "积水（上级：城管）"),
    ]
    assert matter_changes(drafts=drafts(*TREE), actor=admin, at=MONDAY) == ()


def test_the_first_tree_is_all_new(admin: Actor) -> None:
    assert {row.kind.value for row in matter_changes(drafts=drafts(*TREE), actor=admin, at=MONDAY)} == {"added"}

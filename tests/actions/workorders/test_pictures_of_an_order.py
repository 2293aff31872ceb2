"""How many pictures an order takes, what its history says of them, and what is swept."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from huying.adapters.storage.client import storage
from huying.adapters.storage.port import FileLost
from huying.domain import chain
from huying.foundation import clock
from huying.foundation.commit import one_row
from huying.handling.actions.record_progress import record_progress
from huying.intake.actions.add_information import add_information
from huying.workorders.actions.append_event import TooManyPictures
from huying.workorders.actions.sweep_files import sweep_files
from huying.workorders.models import Attachment, Event
from huying.workorders.queries.attachments import pictures_of
from huying.workorders.queries.dossier import dossier_for
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.pictures import kept
from tests.factories.workorders import create_order
from tests.walk import HOUR, fresh, seen, signed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files")]
AT = MONDAY + 6 * HOUR


@pytest.fixture
def cast(db: None) -> Cast:
    return create_cast()


def test_the_history_holds_a_salted_digest_and_no_digest_of_the_file(cast: Cast) -> None:
    create_order(operator=cast.operator, at=MONDAY, pictures=kept("red", "red"))
    first, second = Attachment.objects.order_by("event", "place")
    assert first.sha256 == second.sha256
    said = Event.objects.get().data[chain.FILES]
    assert set(said) == {first.file.hex, second.file.hex}
    assert len(set(said.values())) == 2
    assert first.sha256 is not None
    assert bytes(first.sha256).hex() not in str(said)


def test_pictures_stay_in_the_order_in_which_they_were_chosen(cast: Cast) -> None:
    chosen = kept("red", "green", "blue", "black", "white")
    order = create_order(operator=cast.operator, at=MONDAY, pictures=chosen)
    shown = pictures_of(dossier=dossier_for(order_id=order.pk, actor=cast.operator), actor=cast.operator)[1]
    assert [picture.url.split("/")[-2] for picture in shown] == [str(one.file) for one in chosen]
    assert [picture.label for picture in shown] == [f"诉求图片 {number}" for number in range(1, 6)]


def test_an_order_takes_nine_of_the_caller_s_pictures(cast: Cast) -> None:
    order = create_order(operator=cast.operator, at=MONDAY, pictures=kept(*["red"] * 7))

    def add(count: int) -> None:
        add_information(
            order_id=order.pk,
            information="又来了。",
            seen=seen(order),
            actor=cast.operator,
            at=AT,
            pictures=kept(*["blue"] * count),
        )

    with pytest.raises(TooManyPictures) as refused, one_row():
        add(3)
    assert "已有 7 张，这次最多再加 2 张" in refused.value.fields["pictures"]
    assert fresh(order).events == 1
    add(2)
    assert Attachment.objects.filter(order=order).count() == 9


def test_what_units_prove_is_counted_apart(cast: Cast) -> None:
    order = signed(cast, pictures=kept(*["red"] * 9))
    record_progress(
        order_id=order.pk, note="已到场。", seen=seen(order), actor=cast.clerk, at=AT, pictures=kept("blue")
    )
    assert Attachment.objects.get(kind="proof").event == fresh(order).events


def test_files_without_a_row_are_swept_after_a_day(cast: Cast, files: Path) -> None:
    create_order(operator=cast.operator, at=MONDAY, pictures=kept())
    row = Attachment.objects.get()
    (orphan,) = kept("red")
    assert sweep_files(at=clock.now()) == 0
    assert sweep_files(at=clock.now() + timedelta(hours=25)) == 2
    with storage().opened(row.file) as opened:
        assert opened.read()
    with storage().opened(row.thumbnail) as opened:
        assert opened.read()
    for file in (orphan.file, orphan.thumbnail):
        with pytest.raises(FileLost):
            storage().opened(file)
    assert sweep_files(at=clock.now() + timedelta(hours=25)) == 0


@pytest.mark.parametrize("changes", [{"file": uuid4()}, {"event": 2}, {"kind": "proof"}, {"size": 1}])
def test_the_programme_cannot_change_a_row(cast: Cast, changes: dict[str, object]) -> None:
    create_order(operator=cast.operator, at=MONDAY, pictures=kept())
    with pytest.raises((ProgrammingError, IntegrityError)), transaction.atomic():
        Attachment.objects.update(**changes)


def test_the_programme_cannot_remove_a_row(cast: Cast) -> None:
    create_order(operator=cast.operator, at=MONDAY, pictures=kept())
    with pytest.raises(ProgrammingError), transaction.atomic():
        Attachment.objects.all()._raw_delete("default")  # as plain SQL does

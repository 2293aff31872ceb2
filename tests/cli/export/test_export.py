"""An export holds all of one centre, nothing of another, and no clear phone unless that was asked for."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from click.testing import CliRunner
from pytest_django import Settings

from huying.cli.export import commands, tables, writing
from huying.cli.export.commands import ExportNeedsPurpose
from huying.cli.export.wanted import Wanted
from huying.cli.export.writing import ExportFailed
from huying.cli.store import Store
from huying.foundation import clock
from huying.foundation.commit import one_commit
from huying.organisation.models import Centre, Unit
from huying.organisation.queries.centre_codes import CentreNotFound
from huying.records.models import AccessRecord
from huying.workorders.models import Event, Order, Text
from tests.cast import MONDAY, create_cast
from tests.factories.workorders import create_order
from tests.history.store import History, lay_history

PHONE, SPOKEN = "13800000000", "13712345678"
Run = Callable[..., Any]


@pytest.fixture
def history(own_database: str, settings: Settings, tmp_path: Path) -> History:
    settings.HUYING_SEAL_FILE = tmp_path / "seals.jsonl"
    history = lay_history()
    with one_commit():
        create_order(operator=history.cast.operator, at=MONDAY, original=f"路灯不亮，请致电{SPOKEN}。", title="路灯")
        other = create_cast()
        create_order(operator=other.operator, at=MONDAY, original="另一个中心的诉求，不应导出。", title="别处")
    return history


@pytest.fixture
def run(history: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setattr(commands, "opened", lambda *_: nullcontext(Store(data=tmp_path, embedded=None)))

    def run(*words: str) -> Any:
        code = Centre.objects.get(pk=history.cast.centre.pk).code
        return CliRunner().invoke(commands.export, [str(tmp_path / "out"), "--centre", code, *words])

    return run


def lines(folder: Path, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / f"{name}.jsonl").read_text().splitlines()]


def everything(folder: Path) -> str:
    return "".join(path.read_text() for path in folder.rglob("*") if path.is_file())


def test_the_totals_are_the_database_s_and_nothing_is_of_another_centre(
    run: Run, history: History, tmp_path: Path
) -> None:
    assert run().exception is None
    centre, out = history.cast.centre.pk, tmp_path / "out"
    assert len(lines(out, "workorders.order")) == Order.objects.filter(centre_id=centre).count() == 4
    for name, model in (("event", Event), ("text", Text)):
        assert len(lines(out, f"workorders.{name}")) == model.objects.filter(order__centre_id=centre).count()
    assert len(lines(out, "organisation.unit")) == Unit.objects.filter(centre_id=centre).count()
    assert {row["centre_id"] for row in lines(out, "workorders.order")} == {centre}
    assert "另一个中心" not in everything(out)
    order = lines(out, "workorders.order")[0]
    assert order["number"] == Order.objects.get(pk=order["id"]).number


def test_without_the_flag_no_phone_is_clear(run: Run, tmp_path: Path) -> None:
    assert run().exception is None
    text = everything(tmp_path / "out")
    assert PHONE not in text
    assert SPOKEN not in text
    assert "138****0000" in text
    assert '"password"' not in text
    assert '"salt"' not in text
    assert '"phone_hash"' not in text


def test_with_the_flag_and_a_purpose_all_is_clear_and_the_texts_can_be_checked(run: Run, tmp_path: Path) -> None:
    assert run("--with-identities", "--purpose", "移交档案馆").exception is None
    out = tmp_path / "out"
    assert PHONE in {row["phone"].replace("-", "") for row in lines(out, "identities")}
    assert SPOKEN in everything(out)
    digests = {(row["order_id"], row["seq"]): row["data"].get("texts", {}) for row in lines(out, "workorders.event")}
    for row in lines(out, "workorders.text"):
        digest = hashlib.sha256(bytes.fromhex(row["salt"]) + row["body"].encode()).hexdigest()
        assert digests[row["order_id"], row["event"]][row["kind"]] == digest
    assert "移交档案馆" in AccessRecord.objects.get(kind="export").subject


def test_every_export_leaves_a_record(run: Run, history: History) -> None:
    run()
    record = AccessRecord.objects.get(kind="export")
    assert (record.centre_id, record.subject) == (history.cast.centre.pk, "全部数据（已脱敏）")


def test_identities_need_a_purpose(run: Run, tmp_path: Path) -> None:
    assert isinstance(run("--with-identities").exception, ExportNeedsPurpose)
    assert not (tmp_path / "out").exists()
    assert not AccessRecord.objects.filter(kind="export").exists()


def test_what_breaks_off_leaves_no_folder(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(writing, "_copy_attachments", full)
    assert isinstance(run().exception, ExportFailed)
    assert not list(tmp_path.glob("out*"))
    (tmp_path / "out").mkdir()
    assert "已经存在" in str(run().exception)


def test_a_centre_that_is_not_there_is_told(run: Run) -> None:
    assert isinstance(run("--centre", "nowhere").exception, CentreNotFound)


def test_attachments_of_the_centre_come_along(run: Run, history: History, tmp_path: Path) -> None:
    folder = tmp_path / "files" / "ab"
    folder.mkdir(parents=True)
    ours, theirs = (folder / f"{number:032x}" for number in (1, 2))
    for path in (ours, theirs):
        path.write_bytes(path.name.encode())
    wanted = Wanted(centre_id=1, code="", in_clear=False, purpose="", attachments=tmp_path / "files", at=clock.system())
    writing._copy_attachments(tmp_path / "copied", files={UUID(int=1)}, wanted=wanted)
    assert [path.name for path in (tmp_path / "copied").iterdir()] == [ours.name]


def test_the_readme_explains_every_file_and_column(run: Run, tmp_path: Path) -> None:
    run()
    text = (tmp_path / "out" / "README.md").read_text()
    for path in (tmp_path / "out").glob("*.jsonl"):
        assert path.name in text
    for model in tables.exported():
        for field in tables.columns_of(model, in_clear=False):
            assert f"`{field.attname}`" in text
            assert tables.meaning(model, field), f"{model.__name__}.{field.name}"


def test_every_table_has_its_place() -> None:
    assert [model.__name__ for model in tables.ours() if model not in tables.exported()] == []

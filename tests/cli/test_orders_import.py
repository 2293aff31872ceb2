"""导入: read = accepted + already there + refused, whatever happens to the file, the disk or the process."""

from __future__ import annotations

import csv
import gzip
import os
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from huying.cli.import_maps import MapNotFound, chosen_map
from huying.cli.order_import import ImportStopped, Tally, Way, import_table
from huying.cli.order_import_ways import HISTORY, NEW
from huying.cli.rejects import Rejects, RejectsUnwritable, rejects_path
from huying.domain.import_maps import MapFaulty
from huying.foundation import memory
from huying.language.tables import TableBroken, open_table
from huying.organisation.models import Centre, Unit
from huying.workorders.choices import Channel
from huying.workorders.models import Event, Order

HEAD = ["order_no", "created_date", "content", "cat1", "cat2", "cat3", "cat4", "dept_raw"]
DATA = Path(os.environ.get("HUYING_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))


@pytest.fixture(autouse=True)
def fresh(own_database: str) -> None:
    memory.forget()  # what was remembered of the database before


def row(number: int, **changes: str) -> list[str]:
    """Return a made-up order that the map for Haikou reads."""
    cells = {
        "order_no": f"T{number:05d}",
        "created_date": "2018-05-03",
        "content": f"市民来电反映: 第 {number} 盏路灯不亮",
        "cat1": "城市管理",
        "cat2": "路灯",
        "cat3": "",
        "cat4": "",
        "dept_raw": ("市政管理局", "秀英区城管局")[number % 2],
    }
    return list({**cells, **changes}.values())


def write(path: Path, *rows: list[str]) -> Path:
    with path.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows([HEAD, *rows])
    return path


def take(
    path: Path,
    *,
    centre: str = "haicheng",
    rejects: Path | None = None,
    by: str | None = None,
    way: Way[Any] = NEW,
) -> Tally:
    table = open_table(path)
    refused = Rejects(rejects_path(path, rejects), table.columns)
    try:
        by_map = chosen_map(given=by, table=table, channels=Channel.values)
        return import_table(table=table, by=by_map, centre=centre, rejects=refused, way=way)
    finally:
        refused.close()


def test_every_row_becomes_an_order_and_a_second_run_adds_none(tmp_path: Path) -> None:
    path = write(tmp_path / "in.csv", *map(row, range(120)))
    assert take(path) == Tally(read=120, accepted=120)
    assert take(path) == Tally(read=120, already_there=120)
    assert Order.objects.count() == 120
    assert not list(tmp_path.glob("*.rejects.csv"))


def test_the_centre_its_units_and_matters_are_made_once(tmp_path: Path) -> None:
    path = write(tmp_path / "in.csv", *map(row, range(4)))
    take(path)
    take(path)
    centre = Centre.objects.get(code="haicheng")
    district = Unit.objects.get(centre=centre, name="秀英区人民政府")
    assert Unit.objects.get(centre=centre, name="秀英区城管局").district_id == district.pk
    assert Unit.objects.get(centre=centre, name="市政管理局").district_id is None
    assert Order.objects.filter(centre=centre, matter__name="路灯", state="awaiting_dispatch").count() == 4


def test_the_source_s_day_and_unit_are_kept(tmp_path: Path) -> None:
    take(write(tmp_path / "in.csv", row(1)))
    event = Event.objects.get()
    assert event.data["source_at"] == "2018-05-03"
    assert event.data["source_unit"] == Unit.objects.get(name="秀英区城管局").pk


def test_refused_rows_stand_in_a_file_with_line_and_reason(tmp_path: Path) -> None:
    path = write(
        tmp_path / "in.csv",
        row(1),
        row(2, order_no=""),
        row(3, content="第一行\n第二行", created_date="昨天"),
        row(4)[:-1],
        row(1, content="同一个编号的另一件事"),
        row(5, content="=1+1", cat1="长" * 81),
        row(1),
    )
    assert take(path) == Tally(read=7, accepted=1, already_there=1, refused=5)
    with (tmp_path / "in.rejects.csv").open(encoding="utf-8-sig", newline="") as file:
        head, *refused = csv.reader(file)
    assert head == ["行号", "原因", *HEAD]
    assert [int(cells[0]) for cells in refused] == [3, 4, 6, 7, 8]
    assert refused[1][2:] == row(3, content="第一行\n第二行", created_date="昨天")
    assert refused[4][4] == "'=1+1"
    assert all(cells[1].endswith("。") for cells in refused)


def test_corrected_rejects_can_be_imported(tmp_path: Path) -> None:
    path = write(tmp_path / "in.csv", row(1, created_date="昨天", content="=问题"))
    take(path)
    rejects = tmp_path / "in.rejects.csv"
    mended = rejects.read_text(encoding="utf-8").replace("昨天", "2018-05-03")
    rejects.write_text(mended, encoding="utf-8")
    assert take(rejects) == Tally(read=1, accepted=1)
    assert Order.objects.get().title == "=问题"


def test_a_mended_file_leaves_no_old_rejects_behind(tmp_path: Path) -> None:
    take(write(tmp_path / "in.csv", row(1, order_no="")))
    assert (tmp_path / "in.rejects.csv").exists()
    take(write(tmp_path / "in.csv", row(1)))
    assert not (tmp_path / "in.rejects.csv").exists()


def test_a_file_of_somebody_else_is_not_taken_away(tmp_path: Path) -> None:
    other = tmp_path / "mine.csv"
    other.write_text("我的表\n")
    take(write(tmp_path / "in.csv", row(1)), rejects=other)
    assert other.read_text() == "我的表\n"


def test_a_full_disk_stops_the_run_before_a_refused_row_is_lost(tmp_path: Path) -> None:
    rows = [row(number) for number in range(60)]
    rows[55] = row(55, order_no="")
    path = write(tmp_path / "in.csv", *rows)
    with pytest.raises(ImportStopped, match="/dev/full"):
        take(path, rejects=Path("/dev/full"))
    assert Order.objects.count() == 50
    assert take(path) == Tally(read=60, accepted=9, already_there=50, refused=1)


def test_a_file_that_ends_early_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    whole = write(tmp_path / "in.csv", *map(row, range(2000))).read_bytes()
    path = tmp_path / "cut.csv.gz"
    path.write_bytes(gzip.compress(whole)[:-30])
    with pytest.raises(TableBroken, match="不完整"):
        take(path, by="haikou12345_orders_dev")
    assert not Centre.objects.exists()


def test_rejects_never_overwrite_the_file_they_come_from(tmp_path: Path) -> None:
    path = write(tmp_path / "in.csv", row(1))
    with pytest.raises(RejectsUnwritable, match="--rejects"):
        take(path, rejects=path)


def test_a_map_is_found_by_the_file_s_name_or_its_columns_or_as_told(tmp_path: Path) -> None:
    by_columns = open_table(write(tmp_path / "any.csv", row(1)))
    by_name = open_table(write(tmp_path / "haikou12345_orders_dev.csv", row(1)))
    for table, told in ((by_columns, None), (by_name, None), (by_columns, "haikou12345_orders_dev")):
        assert chosen_map(given=told, table=table, channels=Channel.values).source == "haikou12345"


@pytest.mark.parametrize("told", [None, "nowhere.toml", "teddy_t2_classify_dev"])
def test_a_map_that_does_not_fit_is_refused(tmp_path: Path, told: str | None) -> None:
    path = tmp_path / "other.csv"
    path.write_text("甲,乙\n1,2\n")
    with pytest.raises(MapNotFound):
        chosen_map(given=told, table=open_table(path), channels=Channel.values)


def test_a_map_that_is_no_toml_is_refused(tmp_path: Path) -> None:
    faulty = tmp_path / "map.toml"
    faulty.write_text("name = ")
    table = open_table(write(tmp_path / "any.csv", row(1)))
    with pytest.raises(MapFaulty, match="不是 TOML"):
        chosen_map(given=str(faulty), table=table, channels=Channel.values)


@pytest.mark.parametrize("most", [200, pytest.param(None, marks=pytest.mark.long)], ids=["some", "all"])
@pytest.mark.parametrize("name", ["haikou12345_orders_dev", "teddy_t2_classify_dev"])
def test_real_orders_are_taken_whole_and_only_once(tmp_path: Path, name: str, most: int | None) -> None:
    source = DATA / f"{name}.csv.gz"
    if not source.exists():
        pytest.skip(f"没有真实数据 {source}，可用 HUYING_SHARED_DATA 指明其目录。")
    path = tmp_path / f"{name}.csv"
    with gzip.open(source, "rt", encoding="utf-8", newline="") as file, path.open("w", newline="") as some:
        rows = list(islice(csv.reader(file), most and most + 1))
        csv.writer(some).writerows(rows)
    first = take(path, centre="real")
    assert first.read == len(rows) - 1
    assert first.read == first.accepted + first.already_there + first.refused
    assert Order.objects.count() == first.accepted > 0
    assert take(path, centre="real") == Tally(
        read=first.read, already_there=first.accepted + first.already_there, refused=first.refused
    )


@pytest.mark.parametrize("most", [200, pytest.param(None, marks=pytest.mark.long)], ids=["some", "all"])
@pytest.mark.parametrize("name", ["nyc311_full_columns", "baltimore311_10k", "haikou12345_orders_dev"])
def test_real_orders_of_the_past_keep_their_times(tmp_path: Path, name: str, most: int | None) -> None:
    source = DATA / f"{name}.csv.gz"
    if not source.exists():
        pytest.skip(f"没有真实数据 {source}，可用 HUYING_SHARED_DATA 指明其目录。")
    path = tmp_path / f"{name}.csv"
    with gzip.open(source, "rt", encoding="utf-8", newline="") as file, path.open("w", newline="") as some:
        rows = list(islice(csv.reader(file), most and most + 1))
        csv.writer(some).writerows(rows)
    first = take(path, centre="past", way=HISTORY)
    assert first.read == len(rows) - 1 == first.accepted + first.refused
    assert Order.objects.filter(is_open=False, day__lt="2025-01-01").count() == first.accepted > 0
    assert take(path, centre="past", way=HISTORY) == Tally(
        read=first.read, already_there=first.accepted, refused=first.refused
    )

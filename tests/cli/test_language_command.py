"""训练与判断: any table, no store; what cannot be done is one Chinese sentence and leaves nothing behind."""

from __future__ import annotations

import csv
import gzip
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from huying.cli import group
from huying.domain.errors import Refusal
from tests.language.city import city

DATA = Path(os.environ.get("HUYING_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))


def table(path: Path, *, count: int = 60) -> Path:
    texts, units = city(count)
    with path.open("w", encoding="gb18030", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["when", "title", "body", "unit"])
        rows.writerows([f"2026-01-{1 + row % 28:02d}", *text, units[row]] for row, text in enumerate(texts))
    return path


def huying(*words: object) -> Result:
    return CliRunner().invoke(group, ["language", *map(str, words)])


def train(path: Path, out: Path, **changed: str) -> Result:
    given = {"task": "dispatch", "data": str(path), "text": "title,body", "label": "unit", "out": str(out), **changed}
    return huying("train", *(word for name, value in given.items() for word in (f"--{name}", value)))


def refused(result: Result) -> str:
    assert isinstance(result.exception, Refusal), result.output
    return str(result.exception)


def test_a_table_teaches_and_another_is_judged_row_by_row(tmp_path: Path) -> None:
    path, model, out = table(tmp_path / "in.csv", count=400), tmp_path / "model", tmp_path / "out.csv"
    trained = train(path, model, time="when")
    assert trained.exit_code == 0, trained.exception
    assert "2026-01-01 至 2026-01-28" in (model / "card.md").read_text(encoding="utf-8")
    assert huying("predict", "--model", model, "--data", path, "--out", out).exit_code == 0
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["row"] for row in rows] == [str(number) for number in range(1, 401)]
    assert sum(row["label"] == unit for row, unit in zip(rows, city(400)[1], strict=True)) > 330
    first = rows[0]["top5"].split("|")[0]
    assert first == f"{rows[0]['label']}={rows[0]['probability']}"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "model", "out.csv"]


def test_replies_are_learnt_and_judged_by_the_same_two_commands(tmp_path: Path) -> None:
    path, model, out = tmp_path / "in.csv", tmp_path / "model", tmp_path / "out.csv"
    things = [f"{place}的{what}" for place in "东西南北中" for what in ("路灯", "井盖", "护栏", "长椅", "水管", "站牌")]
    replies = [
        reply
        for thing in things
        for reply in (
            f"经查，{thing}已于上周更换完毕，请到现场查看。",
            f"您好，{thing}一事已转有关部门，感谢您的支持。",
        )
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["message", "reply", "empty"])
        rows.writerows([f"第{number}件请尽快处理", reply, number % 2] for number, reply in enumerate(replies))
    assert train(path, model, task="reply", text="message,reply", label="empty").exit_code == 0
    assert huying("predict", "--model", model, "--data", path, "--out", out).exit_code == 0
    with out.open(encoding="utf-8", newline="") as file:
        assert [row["label"] for row in csv.DictReader(file)] == [str(number % 2) for number in range(60)]


def test_a_reply_told_many_times_is_one_reply_to_learn_from(tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("t,r,l\n" + "路灯,已修好。,0\n路灯,已收悉。,1\n" * 40, encoding="utf-8")
    assert "互不相同" in refused(train(path, tmp_path / "model", task="reply", text="t,r", label="l"))
    assert not (tmp_path / "model").exists()


def test_labels_with_marks_of_the_format_can_still_be_read(tmp_path: Path) -> None:
    path, out = tmp_path / "in.csv.gz", tmp_path / "out.csv"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write("t,l\n" + "路灯不亮,=甲|乙\n水管爆了,丙=丁\n" * 3)
    assert train(path, tmp_path / "model", text="t", label="l", task="matter").exit_code == 0
    assert huying("predict", "--model", tmp_path / "model", "--data", path, "--out", out).exit_code == 0
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["label"] for row in rows] == ["=甲|乙", "丙=丁"] * 3
    assert [cell.rpartition("=")[0] for cell in rows[0]["top5"].split("|")] == ["=甲｜乙", "丙=丁"]


def test_rows_without_text_or_label_teach_nothing_yet_are_judged(tmp_path: Path) -> None:
    path, out = tmp_path / "in.csv", tmp_path / "out.csv"
    path.write_text("t,l\n路灯不亮,甲\n水管爆了,乙\n,甲\n谁知道,\n路灯又不亮,甲\n", encoding="utf-8")
    trained = train(path, tmp_path / "model", text="t", label="l")
    assert "有 2 行没有文字或类别" in trained.output
    assert huying("predict", "--model", tmp_path / "model", "--data", path, "--out", out).exit_code == 0
    assert len(out.read_text(encoding="utf-8").splitlines()) == 6


def test_a_row_of_blank_cells_is_judged_in_its_place_and_an_empty_line_is_no_row(tmp_path: Path) -> None:
    path, out = tmp_path / "in.csv", tmp_path / "out.csv"
    path.write_text("t,l\n路灯不亮,甲\n水管爆了,乙\n路灯又不亮,甲\n水管又爆了,乙\n", encoding="utf-8")
    train(path, tmp_path / "model", text="t", label="l")
    path.write_text('t,l\n,\n路灯不亮,\n\n  ,\t\n ,,,\n"",""\n \n水管爆了,\n,\n', encoding="utf-8")
    assert huying("predict", "--model", tmp_path / "model", "--data", path, "--out", out).exit_code == 0
    with path.open(encoding="utf-8", newline="") as file:
        given = list(csv.DictReader(file))
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["row"] for row in rows] == [str(number) for number in range(1, len(given) + 1)]
    found = {one["t"]: row["label"] for one, row in zip(given, rows, strict=True) if one["t"].strip()}
    assert found == {"路灯不亮": "甲", "水管爆了": "乙"}


def test_the_table_that_is_read_is_never_written_over(tmp_path: Path) -> None:
    path, model, link = table(tmp_path / "in.csv"), tmp_path / "model", tmp_path / "link.csv"
    train(path, model)
    link.symlink_to(path)
    (tmp_path / "twin.csv").hardlink_to(path)
    kept = path.read_bytes()
    for data, out in [(path, path), (path, model / ".." / "in.csv"), (path, link), (link, path), (link, link)]:
        assert "--data" in refused(huying("predict", "--model", model, "--data", data, "--out", out))
    assert "--data" in refused(huying("predict", "--model", model, "--data", path, "--out", tmp_path / "twin.csv"))
    assert "写明名字" in refused(huying("predict", "--model", model, "--data", path, "--out", "."))
    (old := tmp_path / "new.old").mkdir()
    for data in (model / "in.csv", old / "in.csv"):
        data.write_bytes(kept)
    (model / "link.csv").symlink_to(path)
    for data, out in [
        (path, path),
        (path, tmp_path),
        (model / "in.csv", model),
        (model / "link.csv", model),
        (old / "in.csv", tmp_path / "new"),
    ]:
        assert "--data" in refused(train(data, out))
    assert path.read_bytes() == kept
    assert link.is_symlink()


def test_rows_without_a_time_that_can_be_read_are_told(tmp_path: Path) -> None:
    path, model = tmp_path / "in.csv", tmp_path / "model"
    days = ["2026-03-01", "", "不详", "20260302 10:00", "3/5/2026", "2026/2/30", "2026年4月", "46000"]
    rows = [f"{day},第{number}盏路灯,{'甲乙'[number % 2]}\n" for number, day in enumerate(days)]
    path.write_text("d,t,l\n" + "".join(rows), encoding="utf-8")
    trained = train(path, model, text="t", label="l", time="d")
    assert "有 5 行没有能读懂的时间" in trained.output
    card = (model / "card.md").read_text(encoding="utf-8")
    assert "2026-03-01 至 2026-04（另有 5 条没有能读懂的时间，当作最早的）" in card
    path.write_text("d,t,l\n不详,灯,甲\n,泵,乙\n,灯,甲\n", encoding="utf-8")
    assert "「d」没有一行是能读懂的时间" in refused(train(path, tmp_path / "none", text="t", label="l", time="d"))
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("content", "changed", "sentence"),
    [
        (b"t,l\n\xe7\x94\xb2,x\n", {"text": "t,body"}, "文件里没有列「body」"),
        (b"t,l\n\xe7\x94\xb2,x\n", {"time": "when"}, "文件里没有列「when」"),
        (b"", {}, "是空的"),
        (b"t,l\n", {}, "不足两个类别（共 0 行"),
        (b"t,l\na,x\nb,x\n", {}, "不足两个类别（共 2 行"),
        (b"t,l\n,x\n,y\n", {}, "不足两个类别（共 0 行"),
        ("t,l\n\u200b,x\n\ufeff,y\n\u200b,y\n".encode(), {}, "不足两个类别（共 0 行"),
        (b"t,l\na,x\nb,y\nc,z\n", {}, "3 个类别各只有一行"),
        (b"t,l\na,x\nb,y\na,y\n", {"label": "t"}, "既是文字列又是类别列"),
        (b"t,l\na,x\n\xff\xfe\xff,y\n", {}, "无法读取"),
        (b"\xff\xfet\x00", {}, "UTF-16"),
        (b"t,l\na,x,more\n", {}, "应有 2 列"),
        (b"\x1f\x8b\x08\x00broken", {}, "压缩文件不完整"),
    ],
    ids=[
        "column",
        "time",
        "empty",
        "names",
        "one",
        "texts",
        "unseen",
        "once",
        "itself",
        "bytes",
        "utf16",
        "width",
        "gzip",
    ],
)
def test_a_table_that_cannot_teach_is_refused_and_the_old_model_stays(
    content: bytes, changed: dict[str, str], sentence: str, tmp_path: Path
) -> None:
    path, model = tmp_path / "in.csv", tmp_path / "model"
    model.mkdir()
    (model / "kept").touch()
    path.write_bytes(content)
    said = refused(train(path, model, **{"text": "t", "label": "l", **changed}))
    assert sentence in said
    assert said.endswith("。")
    assert sorted(one.name for one in tmp_path.rglob("*")) == ["in.csv", "kept", "model"]


def test_a_table_that_breaks_off_leaves_the_old_guesses(tmp_path: Path) -> None:
    path, out = table(tmp_path / "in.csv"), tmp_path / "out.csv"
    train(path, tmp_path / "model")
    out.write_text("kept", encoding="utf-8")
    path.write_text("title,body\na,b\na,b,c\n", encoding="utf-8")
    assert "第 3 行" in refused(huying("predict", "--model", tmp_path / "model", "--data", path, "--out", out))
    path.write_text("title\na\n", encoding="utf-8")
    assert "「body」" in refused(huying("predict", "--model", tmp_path / "model", "--data", path, "--out", out))
    assert out.read_text(encoding="utf-8") == "kept"
    assert not list(tmp_path.glob(".*"))


def test_where_nothing_can_be_written_it_says_so(tmp_path: Path) -> None:
    path = table(tmp_path / "in.csv")
    assert "模型写不到" in refused(train(path, path / "model"))
    train(path, tmp_path / "model")
    none = tmp_path / "none" / "out.csv"
    assert "结果写不到" in refused(huying("predict", "--model", tmp_path / "model", "--data", path, "--out", none))
    assert "没有训练好的模型" in refused(huying("predict", "--model", none, "--data", path, "--out", tmp_path / "o"))


@pytest.mark.server
def test_the_command_needs_no_store(tmp_path: Path) -> None:
    path = table(tmp_path / "in.csv")
    words = ["--task", "matter", "--data", "in.csv", "--text", "title", "--label", "unit", "--out", "model"]
    command = [sys.executable, "-m", "huying.cli", "language", "train", *words]
    done = subprocess.run(command, cwd=path.parent, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert sorted(one.name for one in tmp_path.iterdir()) == ["in.csv", "model"]


def test_real_orders_teach_something(tmp_path: Path) -> None:
    source = DATA / "haikou12345_orders_dev.csv.gz"
    if not source.exists():
        pytest.skip("没有共享数据")
    with gzip.open(source, "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    learnt, judged = tmp_path / "learnt.csv", tmp_path / "judged.csv"
    for path, some in ((learnt, rows[1:1201]), (judged, rows[1201:1601])):
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([rows[0], *some])
    assert train(learnt, tmp_path / "model", text="content_nohint", label="office", time="created_date").exit_code == 0
    out = tmp_path / "out.csv"
    assert huying("predict", "--model", tmp_path / "model", "--data", judged, "--out", out).exit_code == 0
    with out.open(encoding="utf-8", newline="") as file:
        found = [row["label"] for row in csv.DictReader(file)]
    place = rows[0].index("office")
    assert sum(label == row[place] for label, row in zip(found, rows[1201:1601], strict=True)) / 400 > 0.6

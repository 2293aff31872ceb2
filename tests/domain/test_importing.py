"""From a row of somebody's file to a demand."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from huying.domain.import_maps import ImportMap, MapFaulty, parse_map
from huying.domain.importing import Incoming, Past, RowRefused, incoming, past, title_of
from huying.domain.policies import OrderKind, Urgency

CHANNELS = ("phone", "web", "app", "sms", "social", "mailbox", "platform", "walk_in")
READY = sorted((Path(__file__).parents[2] / "reference" / "imports").glob("*.toml"))
MAP: dict[str, Any] = {
    "name": "某市工单",
    "source": "some-city",
    "title_after": ["：", ":"],
    "columns": {
        "number": "单号",
        "date": "时间",
        "text": "内容",
        "title": "标题",
        "matter": ["一级", "二级"],
        "place": "地点",
        "unit": "单位",
        "phone": "电话",
    },
    "kind": {
        "column": "内容",
        "within": 8,
        "values": {"谢谢": "suggestion"},
        "words": {"咨询": "consultation", "投诉": "complaint"},
        "otherwise": "help",
    },
    "channel": {"otherwise": "phone"},
    "urgency": {"column": "急", "values": {"是": 1}, "otherwise": 3},
}
CELLS = {
    "单号": "A1",
    "时间": "2018-05-03",
    "内容": "市民来电：路灯不亮",
    "标题": "",
    "一级": "城市管理",
    "二级": "路灯",
    "地点": "桥头街",
    "单位": "市政局",
    "电话": "",
    "急": "",
}


def parsed(**changes: Any) -> ImportMap:
    return parse_map({**MAP, **changes}, channels=CHANNELS)


def read(**changes: str) -> Incoming:
    return incoming(line=7, cells={**CELLS, **changes}, by=parsed())


def test_a_row_says_what_its_columns_mean() -> None:
    demand = read()
    assert (demand.line, demand.number, demand.source_at) == (7, "A1", "2018-05-03")
    assert (demand.original, demand.title) == ("市民来电：路灯不亮", "路灯不亮")
    assert (demand.matter, demand.unit, demand.place_text) == (("城市管理", "路灯"), "市政局", "桥头街")
    assert (demand.kind, demand.channel, demand.urgency) == (OrderKind.HELP, "phone", Urgency.ORDINARY)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("市民咨询公交", OrderKind.CONSULTATION),
        ("市民投诉后又咨询", OrderKind.CONSULTATION),
        ("市民投诉商家", OrderKind.COMPLAINT),
        ("谢谢", OrderKind.SUGGESTION),
        ("谢谢你们，再投诉", OrderKind.COMPLAINT),
        ("这里写了很多别的话然后投诉", OrderKind.HELP),
    ],
)
def test_a_kind_is_the_whole_cell_s_or_the_first_word_s_near_the_beginning(text: str, kind: OrderKind) -> None:
    assert read(内容=text).kind is kind


@pytest.mark.parametrize(
    ("written", "understood"),
    [
        ("2018-05-03", "2018-05-03"),
        ("2018/5/3 9:05", "2018-05-03T09:05:00"),
        ("2018年5月3日", "2018-05-03"),
        ("2018-05-03T09:05:07", "2018-05-03T09:05:07"),
        ("2018-05-03 00:00:00", "2018-05-03T00:00:00"),
        ("", ""),
    ],
)
def test_the_source_s_time_is_kept_as_it_was_meant(written: str, understood: str) -> None:
    assert read(时间=written).source_at == understood


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"单号": " "}, "「单号」是空的"),
        ({"内容": " "}, "「内容」是空的"),
        ({"时间": "去年"}, "「时间」不是日期"),
        ({"时间": "2018-02-30"}, "没有这一天"),
        ({"单号": "9" * 65}, "「单号」超过 64 个字"),
        ({"地点": "长" * 201}, "「地点」超过 200 个字"),
        ({"二级": "长" * 81}, "分类名称超过"),
    ],
)
def test_a_row_that_cannot_be_an_order_says_why(changes: dict[str, str], said: str) -> None:
    with pytest.raises(RowRefused, match=said):
        read(**changes)


def test_a_message_with_only_a_title_is_its_title() -> None:
    assert read(标题="路灯不亮", 内容="").original == "路灯不亮"


def test_of_a_long_title_nothing_is_lost() -> None:
    demand = read(标题="长" * 200, 内容="详情")
    assert len(demand.title) == 120
    assert demand.original == "长" * 200 + "\n详情"


def test_classes_end_at_the_first_empty_one() -> None:
    assert read(二级="").matter == ("城市管理",)
    assert read(一级="").matter == ()


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("市民来电：路灯不亮", "路灯不亮"),
        ("市民来电反映: 多处\n路灯  不亮", "多处 路灯 不亮"),
        ("路灯不亮", "路灯不亮"),
        ("只有开头：", "只有开头："),
        ("一段没有冒号的很长的开头话说了很久才有：冒号", "一段没有冒号的很长的开头话说了很久才有：冒号"),
        ("长" * 60, "长" * 39 + "…"),
    ],
)
def test_a_title_is_the_first_words_behind_the_greeting(text: str, title: str) -> None:
    assert title_of(text, marks=("：", ":")) == title


def test_a_map_names_the_columns_it_needs() -> None:
    assert parsed().needs == {"单号", "时间", "内容", "标题", "一级", "二级", "地点", "单位", "电话", "急"}


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"name": ""}, "name"),
        ({"source": "大写 A"}, "source"),
        ({"columns": {"number": "单号"}}, "columns.text"),
        ({"columns": {"number": "单号", "text": "内容", "matter": []}}, "columns.matter"),
        ({"columns": {"number": "单号", "text": "内容", "matter": ["1", "2", "3", "4", "5"]}}, "columns.matter"),
        ({"columns": {"number": "单号", "text": "内容", "mattr": "x"}}, "columns.mattr"),
        ({"kind": {"otherwise": "praise"}}, "kind.otherwise"),
        ({"kind": {"otherwise": "help", "words": [["咨询"]]}}, "kind.words"),
        ({"kind": {"otherwise": "help", "values": {"a": "b"}}}, "kind.values"),
        ({"channel": {"otherwise": "pigeon"}}, "channel.otherwise"),
        ({"urgency": {"otherwise": 5}}, "urgency.otherwise"),
        ({"urgency": {"otherwise": 3, "within": -1}}, "urgency.within"),
        ({"create": {"units": "yes"}}, "create.units"),
        ({"centre": {"name": "某中心"}}, "centre.level"),
        ({"centre": {"name": "某中心", "city": 3}}, "centre.city"),
        ({"extra": 1}, "extra"),
    ],
)
def test_a_faulty_map_names_the_place_of_the_fault(changes: dict[str, Any], place: str) -> None:
    with pytest.raises(MapFaulty) as caught:
        parsed(**changes)
    assert place in caught.value.fields
    assert place in str(caught.value)


@pytest.mark.parametrize("path", READY, ids=lambda path: path.stem)
def test_every_ready_map_can_be_used(path: Path) -> None:
    by = parse_map(tomllib.loads(path.read_text()), channels=CHANNELS)
    assert by.needs
    assert by.centre
    assert (path.parents[1] / "policies" / f"{by.centre.profile}.toml").is_file()


def test_there_are_ready_maps() -> None:
    assert {path.stem for path in READY} == {
        "baltimore311_10k",
        "haikou12345_orders_dev",
        "nyc311_full_columns",
        "teddy_t2_classify_dev",
    }


def test_the_map_in_the_documents_can_be_used() -> None:
    page = (Path(__file__).parents[2] / "docs" / "howto" / "import.md").read_text()
    (written,) = re.findall(r"```toml\n(.*?)```", page, flags=re.DOTALL)
    by = parse_map(tomllib.loads(written), channels=CHANNELS)
    assert (by.create_units, by.create_matters, by.urgency.otherwise) == (True, True, "3")


HISTORY: dict[str, Any] = {
    "timezone": "America/New_York",
    "closed": "办结",
    "reply": "答复",
    "blank": ["1900-01-01"],
    "state": {"column": "状态", "words": {"结": "closed"}, "otherwise": "open"},
    "satisfaction": {"column": "评价", "values": {"好": "satisfied"}, "otherwise": "not_rated"},
}
ENDED = {"办结": "2018-05-04 10:00", "答复": "已修。", "状态": "已结", "评价": "好"}


def read_past(**changes: str) -> Past:
    by = parsed(history=HISTORY)
    return past(line=7, cells={**CELLS, **ENDED, **changes}, by=by)


def test_a_row_of_the_past_has_its_own_times_by_the_file_s_clock() -> None:
    row = read_past(时间="2018-05-03 08:00")
    assert row.registered_at.isoformat() == "2018-05-03T08:00:00-04:00"
    assert row.closed_at is not None
    assert row.closed_at.isoformat() == "2018-05-04T10:00:00-04:00"
    assert (row.state, row.reply, row.satisfaction, row.number) == ("closed", "已修。", "satisfied", "A1")


def test_a_day_begins_a_registration_and_ends_a_closing() -> None:
    row = read_past(办结="2018-05-03")
    assert row.closed_at is not None
    assert (row.registered_at.hour, row.closed_at.hour) == (0, 23)


@pytest.mark.parametrize("said", ["", "1900-01-01"])
def test_a_closing_that_nobody_told_is_none(said: str) -> None:
    assert read_past(办结=said).closed_at is None


@pytest.mark.parametrize(
    ("changes", "said"), [({"状态": "办理中"}, "没有办结"), ({"时间": ""}, "时间"), ({"办结": "后来"}, "办结")]
)
def test_a_row_of_the_past_that_cannot_be_taken_is_refused(changes: dict[str, str], said: str) -> None:
    with pytest.raises(RowRefused, match=said):
        read_past(**changes)


def test_several_columns_are_joined() -> None:
    by = parsed(columns={**MAP["columns"], "text": ["一级", "二级"]})
    assert incoming(line=1, cells=CELLS, by=by).original == "城市管理 · 路灯"


def test_a_faulty_history_names_every_fault() -> None:
    faulty = {**HISTORY, "timezone": "Mars/Base", "state": {"otherwise": "handling"}, "more": 1}
    with pytest.raises(MapFaulty) as refusal:
        parsed(history=faulty)
    assert set(refusal.value.fields) == {"history.timezone", "history.state.otherwise", "history.more"}

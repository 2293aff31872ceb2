"""Numbers that reach a person are covered; numbers that name an order or a place stay."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huying.language.masking import mask_numbers


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("联系电话13800000000。", "联系电话***********。"),
        ("请打138 0000 0000", "请打*** **** ****"),
        ("138-0000-0000，", "***-****-****，"),
        ("１３８００００００００", "***********"),
        ("+8613800000000", "+*************"),
        ("3栋13800000000王", "3栋***********王"),
        ("2018-05-03 13800000000", "2018-05-03 ***********"),
        ("（0898）1234 5678", "（****）**** ****"),
        ("0898-12345678", "****-********"),
        ("12345678/12345679", "********/********"),
        ("电话：1234-5678", "电话：****-****"),
        ("电话20180503", "电话********"),
        ("QQ12345678", "QQ********"),
        ("400-123-4567", "***-***-****"),
        ("身份证46010019900101123X。", "身份证******************。"),
        ("460100 19900101 1234", "****** ******** ****"),
        ("460100900101123", "***************"),
        ("6200 0000 0000 0000", "**** **** **** ****"),
        ("琼A12345占道", "琼A*****占道"),
        ("车牌号京ａ·1D234学乱停", "车牌号京ａ·*****学乱停"),
        ("粤BD12345充电", "粤B******充电"),
        ("车牌：A5678X", "车牌：A*****"),
        ("幺三八零零零零零零零零", "***********"),
        ("6200 0000 0000 0000 123。", "**** **** **** **** ***。"),
        ("6200-0000-0000-0000-123", "****-****-****-****-***"),
        ("打1380013八零零零找我", "打***********找我"),
        ("138零零零零八零零零一楼", "***********一楼"),
        ("壹叁捌零零零零捌零零零", "***********"),
        ("护照号码：E12345678过期", "护照号码：E********过期"),
        ("护照EA1234567", "护照EA*******"),
        ("港澳通行证C12345678", "港澳通行证C********"),
        ("请发zhang.san-1@example.com。", "请发***********@example.com。"),
        ("邮箱13800000000@example.com", "邮箱***********@example.com"),
        ("微信号zhangsan_88，谢谢", "微信号***********，谢谢"),
        ("微信：wxid_abc123", "微信：***********"),
    ],
)
def test_a_number_that_reaches_a_person_is_covered(text: str, shown: str) -> None:
    assert mask_numbers(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "工单号〔工单20180503529341〕",
        "致电咨询工单20180503529341",
        "和平大道12号3栋1501室",
        "2018-05-03 12:30至2018年5月4日",
        "20180503发生",
        "2017-2018年度，每月3000-5000元",
        "共1234567元、1234567.89元",
        "合同HNZP-2016001",
        "拨打12345热线、963666客服",
        "192.168.1.100",
        "警号012345",
        "川A路口、京A座、二〇一八年",
        "新A1车",
        "卡号后四位0123 4567，住3栋",
        "货款叁万伍仟元整，贰零贰叁年",
        "合同E12345678，护照办理要几天",
        "微信公众号huying12345、微信支付、微信号不记得了",
        "@物业 每月100元@300户",
        "",
    ],
)
def test_a_number_that_names_a_thing_stays(text: str) -> None:
    assert mask_numbers(text) == text


chinese = st.text(alphabet="路灯不亮，。（）楼 ", max_size=8)
gaps = st.sampled_from(["", " ", "-", "－", "—", "."])


@given(before=chinese, after=chinese, number=st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), gap=gaps)
def test_a_mobile_is_covered_wherever_it_stands(before: str, after: str, number: str, gap: str) -> None:
    written = gap.join((number[:3], number[3:7], number[7:]))
    covered = gap.join(("***", "****", "****"))
    assert mask_numbers(before + written + after) == before + covered + after


@given(before=chinese, after=chinese, number=st.from_regex(r"[1-6][1-7][0-9]{4}19[0-9]{9}[0-9X]", fullmatch=True))
def test_an_id_number_is_covered_wherever_it_stands(before: str, after: str, number: str) -> None:
    assert mask_numbers(before + number + after) == before + "*" * 18 + after


@given(day=st.dates(), serial=st.integers(1, 999_999), before=chinese, after=chinese)
def test_an_order_number_of_this_century_stays(day: date, serial: int, before: str, after: str) -> None:
    number = f"20{day:%y%m%d}{serial:06}"
    assert mask_numbers(before + number + after) == before + number + after


@given(text=st.text(alphabet="0123456789１Xx-— .（电话QQ元栋\n", max_size=60))
def test_only_digits_are_covered_and_twice_is_once(text: str) -> None:
    covered = mask_numbers(text)
    assert len(covered) == len(text)
    assert all(after in (before, "*") for before, after in zip(text, covered, strict=True))
    assert mask_numbers(covered) == covered


@given(text=st.text(alphabet="0123456789路号，", max_size=60))
def test_no_run_of_eleven_digits_is_left_but_order_numbers(text: str) -> None:
    runs = "".join(ch if ch.isdigit() else " " for ch in mask_numbers(text)).split()
    assert all(run.startswith("20") for run in runs if len(run) >= 11)

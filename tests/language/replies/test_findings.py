"""What is found in a reply, on texts of our own: one half read while the rules were written, the other one after."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huying.language.replies import Code, findings
from huying.language.replies.thresholds import LONGEST

_HERE = Path(__file__).parent
_DEMAND = "春风里2号楼楼道灯坏了一个月，老人晚上不敢下楼，什么时候能修好？"
_GOOD = "9月3日电工到2号楼更换了楼道灯和声控开关共6个，当晚全部点亮，物业每周检查一次。"


def cases(half: str) -> list[tuple[str, str, frozenset[str], tuple[str, ...]]]:
    """Return demand, reply, expected codes and names to hide of each case of a half."""
    demands, found = {}, []
    for line in (_HERE / f"{half}_half.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if "demand" in row:
            demands[row["demand"]] = row["text"]
        else:
            found.append((demands[row["on"]], row["text"], frozenset(row["codes"]), tuple(row.get("names", ()))))
    return found


def scores(half: str) -> dict[str, tuple[float, float]]:
    """Return precision and recall of each code on a half."""
    right, wrong, missed = Counter[str](), Counter[str](), Counter[str]()
    for demand, reply, codes, names in cases(half):
        got = {one.code.value for one in findings(demand=demand, reply=reply, names=names)}
        right.update(got & codes)
        wrong.update(got - codes)
        missed.update(codes - got)
    return {
        code: (right[code] / (right[code] + wrong[code] or 1), right[code] / (right[code] + missed[code] or 1))
        for code in {*right, *wrong, *missed}
    }


def codes_of(reply: str, *, demand: str = _DEMAND, **given_too: object) -> list[Code]:
    return [one.code for one in findings(demand=demand, reply=reply, **given_too)]  # type: ignore[arg-type]  # by name


def test_the_set_is_balanced_and_long_replies_are_on_both_sides() -> None:
    found = cases("first") + cases("second")
    assert len(found) >= 200
    assert 0.25 < sum(not codes for _, _, codes, _ in found) / len(found) < 0.5
    assert sum(len(reply) > 60 and bool(codes & {"perfunctory", "indirect"}) for _, reply, codes, _ in found) > 40
    assert sum(len(reply) <= 60 and not codes for _, reply, codes, _ in found) > 20


# The figures of the second half are those of its first reading (see the report); they may only get better.
@pytest.mark.parametrize(("half", "precision", "recall"), [("first", 0.92, 0.94), ("second", 0.8, 0.72)])
def test_each_fault_is_found_in_texts_of_our_own(half: str, precision: float, recall: float) -> None:
    found = scores(half)
    assert set(found) == {"perfunctory", "shirking", "indirect", "overpromise", "no_basis", "leak"}
    assert all(p >= precision and r >= recall for p, r in found.values()), found


def test_a_good_reply_has_no_fault() -> None:
    assert codes_of(_GOOD) == []


def test_a_reply_that_is_a_neighbour_s_is_a_copy_though_figures_differ() -> None:
    other = _GOOD.replace("2号楼", "7号楼").replace("9月3日", "10月12日")
    long, theirs = _GOOD * 2, other * 2
    assert codes_of(long, recent=["别的事。", theirs]) == [Code.COPIED]
    assert codes_of(long, recent=["别的事。"]) == []


def test_a_reply_beyond_the_length_is_too_long_and_the_rest_is_shown() -> None:
    reply = _GOOD * 30
    (found,) = findings(demand=_DEMAND, reply=reply)
    assert (found.code, found.start) == (Code.OVERLONG, LONGEST)


def test_a_norm_in_the_field_for_it_is_a_basis() -> None:
    reply = "9月3日电工到2号楼查看，按照相关规定，楼道灯由业主共有资金更换，9月8日换好。"
    assert codes_of(reply) == [Code.NO_BASIS]
    assert codes_of(reply, basis="《物业管理条例》第五十三条") == []


@pytest.mark.parametrize(
    "words",
    ["保证金已退还", "为保证施工安全", "不能保证当天修好", "一定程度上缓解", "彻底清扫了楼道"],
)
def test_words_that_only_look_like_a_promise_are_none(words: str) -> None:
    assert codes_of(f"9月3日电工更换了2号楼楼道灯，{words}。") == []


def test_the_telephone_of_an_office_is_no_leak_and_that_of_a_caller_is() -> None:
    assert codes_of(_GOOD + "联系人：物业李主任，13700001111。") == []
    assert codes_of(_GOOD + "已打13700001111告知。") == [Code.LEAK]


def quotes_of(reply: str, *names: str) -> list[str]:
    return [one.quote for one in findings(demand=_DEMAND, reply=_GOOD + reply, names=names)]


def test_every_leak_is_told_and_what_is_quoted_alike_once() -> None:
    reply = "诉求人李四（电话13911112222，家住春风里5号楼501室）已签收，李四（13911112222）满意。"
    assert quotes_of(reply, "李四先生") == ["李四", "13911112222", "5号楼501室"]


@pytest.mark.parametrize(
    ("reply", "quoted"),
    [
        ("已到5号楼501室查看。", "5号楼501室"),
        ("3栋502已装好。", "3栋502"),
        ("家住幸福路18号。", "幸福路18号"),
        ("证件１１０１０５１９９００１０１１２３Ｘ。", "１１０１０５１９９００１０１１２３Ｘ"),
        ("已将投诉人的姓名和电话告知三楼住户。", "将投诉人的姓名和电话告知三楼住户"),
        ("請配合回訪時說滿意。", "請配合回訪時說滿意"),
        ("這個問題不歸我們管，請向有關部門反映。", "這個問題不歸我們管，請向有關部門反映。"),
    ],
)
def test_doors_full_width_and_traditional_texts_are_read_and_quoted_as_written(reply: str, quoted: str) -> None:
    assert quotes_of(reply) == [quoted]


@pytest.mark.parametrize(
    "reply",
    [
        "请到政务服务中心3号楼302室办理。",
        "3栋120户已恢复供水。",
        "幸福路18号餐馆已整改。",
        "没有将投诉人的姓名告知三楼住户。",
        "已将您的联系方式提供给市住建局。",
        "请在回访时如实评价是否满意。",
        "张先生，灯已换好。",
    ],
)
def test_offices_counts_and_honest_sentences_are_no_fault(reply: str) -> None:
    assert quotes_of(reply, "张先生") == []


@given(reply=st.text(alphabet="您好已转处理不归我局管保证绝对第三条《》，。：；0123456789年月日\n 网友", max_size=400))
def test_every_finding_quotes_the_reply_and_tells_something_once(reply: str) -> None:
    found = findings(demand=_DEMAND, reply=reply, recent=[reply])
    assert all(one.quote == reply[one.start : one.end] and one.quote for one in found)
    assert len({(one.sentence, one.quote) for one in found}) == len(found)

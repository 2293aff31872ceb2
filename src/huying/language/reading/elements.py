"""The five elements (五要素) of a demand: which a text gives, and what to ask for those it does not.

依据: P19, a city's rules for its hotline (姓名、时间、地址、起因、经过; what is incomplete is taken where a contact is
left); 条例 art 10 (time, matter and contact). 约定: name and contact stand in fields of their own, so the text is asked
for the time, the place, whom it concerns, what happened and what is wanted; an inquiry for what is asked alone.
"""

from __future__ import annotations

import re
from enum import StrEnum

_HAN = re.compile(r"[一-鿿]")
_WISH = re.compile(
    "希望|请[^假示教]|要求|建议|诉求|想(?:要|问|了解|知道|咨询|请)|能否|能不能|可否|是否|如何|怎么|怎样|什么|多少|哪|吗|咨询|尽快|需要|解决|核实|处理|赔偿|退还|退款|退钱|维修|修复|恢复|清理|移车|查处|安排|取缔|制止|帮"
)
_SUBJECT = re.compile(
    "商家|店家|商贩|摊贩|摊位|店铺|商户|老板|房东|中介|物业|开发商|施工|工地|邻居|住户|业主|居民|村民|村委|居委|学校|医院|老师|医生|司机|公交|车辆|车主|车|单位|公司|厂|部门|局|派出所|民警|城管|员工|工人|工友|孩子|老人|学生|有人|路灯|井盖|垃圾|树|水管|电|水|气|路面|红绿灯|信号灯|电梯|狗|犬|他|她|我"
)
_INQUIRY = re.compile("咨询|请问|想问|怎么办理|如何办理|什么手续|什么材料|电话是多少|电话号码|哪里办")
_COMPLAINT = re.compile("反映|投诉|举报|扰民|不合理|拒绝|拖欠|占道|停水|停电|噪音")
_ENOUGH = 12


class Element(StrEnum):
    """One thing that a demand must say."""

    TIME = "time"
    PLACE = "place"
    SUBJECT = "subject"
    EVENT = "event"
    WISH = "wish"
    ASKED = "asked"


ELEMENT_LABELS = {
    Element.TIME: "时间",
    Element.PLACE: "地点",
    Element.SUBJECT: "对象",
    Element.EVENT: "经过",
    Element.WISH: "诉求",
    Element.ASKED: "咨询内容",
}
QUESTIONS = {
    Element.TIME: "这件事是什么时候发生的？现在还在继续吗？",
    Element.PLACE: "具体在哪里？请说到区、街道和小区、门牌或路口。",
    Element.SUBJECT: "涉及哪个单位、商家、设施或者什么人？",
    Element.EVENT: "请说一说起因和经过：发生了什么事，造成了什么影响？",
    Element.WISH: "您希望怎么解决？",
    Element.ASKED: "您想问的是什么事？请说具体一些。",
}


def is_inquiry(text: str) -> bool:
    """Say whether a text only asks something (咨询)."""
    return bool(_INQUIRY.search(text)) and not _COMPLAINT.search(text)


def elements_given(text: str, *, has_time: bool, has_place: bool, has_name: bool) -> frozenset[Element]:
    """Return the elements that a text of plain form gives; the three flags are what was read before."""
    found = {
        Element.TIME: has_time,
        Element.PLACE: has_place,
        Element.SUBJECT: has_name or bool(_SUBJECT.search(text)),
        Element.EVENT: len(_HAN.findall(text)) >= _ENOUGH,
        Element.WISH: bool(_WISH.search(text)),
        Element.ASKED: is_inquiry(text) and len(_HAN.findall(text)) >= _ENOUGH,
    }
    return frozenset(element for element, is_given in found.items() if is_given)


def elements_wanted(text: str) -> tuple[Element, ...]:
    """Return the elements that a text of this kind must give, in the order of asking."""
    return (Element.ASKED,) if is_inquiry(text) else tuple(QUESTIONS)[:-1]

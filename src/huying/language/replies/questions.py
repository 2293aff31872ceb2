"""What a demand asks, and whether a reply has the form of an answer to it."""

from __future__ import annotations

import re
from enum import Enum, auto


class Question(Enum):
    """A kind of question. ``DEED`` asks that something be done."""

    WHEN = auto()
    HOW_MUCH = auto()
    WHETHER = auto()
    WHY = auto()
    HOW = auto()
    DEED = auto()


_ASKED: dict[Question, re.Pattern[str]] = {
    Question.WHEN: re.compile(r"什么时候|何时|哪天|哪一天|多久|多长时间|什么时间|几时|几月|时间是"),
    Question.HOW_MUCH: re.compile(r"多少|标准是|怎么算|如何计算|几个|多远|多大|比例"),
    Question.WHETHER: re.compile(
        r"能不能|可不可以|是不是|是否|能否|可否|要不要|有没有|合不合|吗[？?，。!！]|吗$|归谁|必须|还能"
    ),
    Question.WHY: re.compile(r"为什么|为何|什么原因|怎么回事|凭什么"),
    Question.HOW: re.compile(
        r"怎么办|怎样办|如何办|如何申请|怎么申请|怎么要|(?:哪些|什么)(?:材料|手续|程序|流程|条件|资料)|去哪|到哪|找谁|流程"
    ),
    Question.DEED: re.compile(
        r"要求|希望|建议|请求|恳请|盼|请(?:有关|相关|尽快|及时|领导|你们|查|帮|部门|派|予以)|尽快|投诉|举报|反映|没有人管|没人管"
    ),
}
_ANSWERS: dict[Question, re.Pattern[str]] = {
    Question.WHEN: re.compile(
        r"\d+\s*[月日号天]|\d[:：]\d\d|今天|昨天|昨日|明天|今日|当天|当日|当场|上午|下午|下周|本周|下月|月底|年底|工作日|小时|定不下来|给不出时间|"
        r"时间.{0,6}(?:不能|无法|没有|未)确定|已(?:经)?(?:修|恢复|完成|通|办|解决)|修好了|\d年"
    ),
    Question.HOW_MUCH: re.compile(
        r"\d[\d.万亿]*\s*(?:元|块|%|％|米|倍|分贝|天|平|档|个月)|免费|不收费|扣减|按.{1,12}(?:计算|折算|计|收)"
    ),
    Question.WHETHER: re.compile(
        r"不?可以|不能|不得|不?合法|违法|违规|不?属于|不?符合|自愿|不必|不用|不需|无需|必须|有权|归(?:业主|全体)|(?:^|[。，,；：])能[。，,]|"
        r"退(?:还|费|回|款|给|\d)|的?退|予以|不予|扣减|抵扣|没有(?:办|取得|审批|许可|规划)|未(?:办|取得|经|达)|持有|属实|只(?:装|能)|安装|装好"
    ),
    Question.WHY: re.compile(r"原因|因为|由于|因|系|是.{2,30}(?:造成|导致|所致|引起)|没有通过|未通过|拖延|所以"),
    Question.HOW: re.compile(
        r"带|凭|持|登录|窗口|申请|材料|步骤|流程|办理|登记|拨打|起诉|仲裁|发放|支付|打到|到账|补发|投诉至"
    ),
    Question.DEED: re.compile(
        r"修好|修复|修补|补好|更换|换好|安装|加装|装好|拆除|移到|移走|清运|清洗|冲洗|清理|查看|勘查|勘察|检查|核查|查处|查了|检测|测温|测量|测得|监测|"
        r"复查|复测|责令|罚款|处罚|立案|约谈|退还|退款|退费|退回|补发|支付|恢复|停工|停业|劝离|清退|退租|约定|值守|执勤|巡查|民警|警力|定岗|固定岗|"
        r"到场|抓拍|设置|增设|改造|整改|协商|达成|预计|计划|装完|接通|铺|同意|现场|属实|不再|允许|没有(?:办|发现)|未(?:办|安装|发现)"
    ),
}


def asked_in(demand: str) -> tuple[Question, ...]:
    """Return the kinds of question in a demand; a demand that asks nothing wants something done."""
    found = tuple(question for question, words in _ASKED.items() if words.search(demand))
    return found or (Question.DEED,)


def is_answered(question: Question, answer: str) -> bool:
    """Say whether a text has the form of an answer; whether it is the right one, only a person knows."""
    return bool(_ANSWERS[question].search(answer))

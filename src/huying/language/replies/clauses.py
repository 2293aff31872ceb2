"""Cut a reply into sentences and clauses, and say of each clause what it is for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from huying.language.replies.thresholds import CLAUSE_AT_LEAST

_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]*")
_CLAUSE = re.compile(r"(?:[^，。！？；：!?;,:\n]|(?<=\d)[:,](?=\d))+")


class Kind(Enum):
    """What a clause is for. Everything but ``MATTER`` could stand in any reply."""

    GREETING = auto()
    RECEIPT = auto()
    TRANSFER = auto()
    WAITING = auto()
    THANKS = auto()
    FILLER = auto()
    POINTER = auto()
    DAY = auto()
    MATTER = auto()


_SUBJECT = (
    r"(?:来信|来电|来件|来函|来帖|来邮|帖文|帖子|留言|诉求|咨询件?|投诉|问题|情况|事项|事宜|内容|意见|建议|信件|工单|"
    r"信访件|一事|一帖)"
)
_SENT = (
    r"转交|转至|转给|转达|转办|转送|转(?=[^换变型弯账移接续让向正业入出学户诊让]|$)|移交|移送|交办|交由|批转|函转|"
    r"派发|报送|呈送|下派|责成|反馈[至给]"
)
# What a clause is known by, and how long it may be: a longer one says more. In this order, the first that fits.
_FORMULAE: tuple[tuple[Kind, re.Pattern[str], int], ...] = (
    (Kind.DAY, re.compile(r"^[\d年月日号.\-/ ()（）*]+$"), 30),
    (
        Kind.GREETING,
        re.compile(
            r"(?:您|你)们?好[“”\"\w ]{0,10}$|^(?:尊敬|亲爱)的\S{0,12}$|^[“”\"A-Za-z\d_ 年月日.\-]+$|"
            r"^(?:网友|网民|市民|诉求人|居民|家长|业主|来电人|来信人|同志|朋友)+[“”\"A-Za-z\d_ 年月日.\-]*$"
        ),
        36,
    ),
    (
        Kind.RECEIPT,
        re.compile(
            r"收悉|知悉|已阅|已收到|已经收到|已接到|已?记录$|已?经?掌握$|已由.{1,8}受理|受理$|"
            rf"^(?:对于|关于|针对|就|对|现?将)?(?:您|你|贵|来信人|诉求人).*{_SUBJECT}$|接到.*{_SUBJECT}后?$|接到.{{0,12}}后$|"
            r"(?:回复|答复|答复意见|情况|说明|反馈|回答)如下|如下答复|特此(?:回复|答复|告知|说明)"
        ),
        52,
    ),
    (
        Kind.POINTER,
        re.compile(
            r"(?:已经|均已|已)(?:作出|做出|进行)?(?:答复|回复|回应)|链接|详见|请您?(?:查看|查阅|参看).{0,8}(?:回复|答复)|"
            r"(?:请|可|可以|建议)(?:您|你)?(?:们)?.{0,8}(?:咨询|致电|拨打|询问|联系|了解).{0,24}$"
        ),
        46,
    ),
    (Kind.TRANSFER, re.compile(rf"{_SENT}|已?督促.{{0,10}}$|将.{{0,14}}交.{{1,14}}(?:部门|单位|处理)"), 44),
    (
        Kind.WAITING,
        re.compile(
            r"(?:正在?|已).{0,8}(?:办理|处理|调查|核实|研究|协调|跟进|报送|审批|调查处理)(?:中|之中|当中|过程中|审批中)?$|"
            r"(?:将|会)(?:会|在|及时|尽快|第一时间|稍后|再)*(?:向|与|给|对)?(?:您|你)?.{0,10}(?:反馈|回复|答复|联系|告知).{0,6}$|"
            r"请(?:您|你)?(?:耐心等待|留意|静候|保持电话畅通|等待)|核实清楚后|处理(?:结果|情况)会"
        ),
        40,
    ),
    (
        Kind.THANKS,
        re.compile(
            r"感谢|谢谢|多谢|^祝|祝(?:您|你|好|大家|阖家)|(?:敬请|请您?|望您?|希望您?|以上情况).{0,4}"
            r"(?:谅解|理解|见谅|放心|支持|关注|配合|包容|知晓|知悉|期待)|^欢迎|歉意|抱歉|^再见|^此致|^敬礼|"
            r"身体健康|万事如意|生活愉快|阖家幸福|工作顺利|一切顺利"
        ),
        48,
    ),
)
# Words of good will. A clause that has one, and nothing that can be checked, is filler.
_GOODWILL = re.compile(
    r"重视|关切|关注|重要|进一步|不断|切实|认真|积极|努力|加强|加大|强化|提升|提高|改进|改善|完善|优化|推进|推动|落实|统筹|"
    r"协调|沟通|跟进|跟踪|全力|尽力|竭诚|竭力|尽最大|力争|争取|早日|尽早|尽快|第一时间|妥善|稳妥|科学|合理|精心|真情|用心|热情|诚挚|衷心|"
    r"宗旨|初心|使命|责任|担当|作风|政治站位|人民|群众|为民|民生|民心|服务|和谐|美好|满意|共同|携手|相信|理解|支持|监督|"
    r"鼓励|契机|举一反三|一如既往|从严从快|依法依规|绝不姑息|事事|件件|涉及面|牵涉|跨度|复杂|特殊|一定的?时间|一个过程|下一步|专人|安排|责成|关心"
)
# What can be checked: a figure, a norm, a deed.
_DEED = re.compile(
    r"\d|《|〔|第[一二三四五六七八九十百]+条|[一二两三四五六七八九十]+(?:天|户|人|名|元|个月|小时|次|处|米|台|套|项措施)|"
    r"修好|修复|更换|换装|补好|修补|装好|安装|加装|拆除|清运|清洗|冲洗|清理|勘查|勘察|检查|检测|测温|测量|监测|测得|复查|复测|"
    r"责令|罚款|处罚|立案|约谈|退还|退款|退费|退回|补发|支付|拨付|发放|打到|到账|恢复|停工|停业|劝离|增设|设置|改造|铺设|"
    r"达成|约定|签订|签收|公示|召开|上门|现场|(?<!一)经查|经核|经调查|经了解|查明|属实|违法|违规|合法|免费|自愿"
)
# A plain yes or no, a reason, a way: only where good will does not say it.
_PLAIN = re.compile(
    r"可以|不可以|不能|不得|不需|不用|不必|无需|必须|应当|应由|须|属于|符合|原因|因为|由于|所以|标准|登记|查看|不合规|"
    r"不予|无法|没有|尚未|暂未|暂无|计划|预计|窗口|地址|申请|携带|凭"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Clause:
    """A clause and where it stands: ``reply[start:end] == text``."""

    text: str
    start: int
    end: int
    kind: Kind


@dataclass(frozen=True, kw_only=True, slots=True)
class Sentence:
    """A sentence and its clauses."""

    text: str
    start: int
    end: int
    clauses: tuple[Clause, ...]

    @property
    def is_matter(self) -> bool:
        """Whether any clause of it is more than a formula."""
        return any(clause.kind is Kind.MATTER for clause in self.clauses)


def sentences_of(reply: str) -> tuple[Sentence, ...]:
    """Return the sentences of a reply in their order."""
    found = []
    for match in _SENTENCE.finditer(reply):
        clauses = tuple(_clauses(match[0], match.start()))
        if clauses:
            start, end = clauses[0].start, match.end()
            found.append(Sentence(text=reply[start:end], start=start, end=end, clauses=clauses))
    return tuple(found)


def is_checkable(text: str) -> bool:
    """Say whether a clause has something that can be checked: a figure, a norm, a deed, a plain yes or no."""
    return bool(_DEED.search(text) or _PLAIN.search(text))


def letters_in(text: str) -> int:
    """Count letters, digits and characters; marks and spaces do not count."""
    return sum(map(str.isalnum, text))


def _clauses(sentence: str, offset: int) -> list[Clause]:
    found = []
    for match in _CLAUSE.finditer(sentence):
        text = match[0].strip()
        if not text:
            continue
        start = offset + match.start() + match[0].index(text)
        found.append(Clause(text=text, start=start, end=start + len(text), kind=_kind_of(text)))
    return found


def _kind_of(text: str) -> Kind:
    for kind, known_by, longest in _FORMULAE:
        if len(text) <= longest and known_by.search(text):
            return kind
    if letters_in(text) < CLAUSE_AT_LEAST:
        return Kind.GREETING
    if _GOODWILL.search(text) and not _DEED.search(text):
        return Kind.FILLER
    return Kind.MATTER

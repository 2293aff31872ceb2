"""The checks of a reply: each gives the first place that shows its fault, or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from huying.language.masking import mask_numbers
from huying.language.replies.clauses import Kind
from huying.language.replies.questions import asked_in, is_answered
from huying.language.replies.text import Text, plain
from huying.language.replies.thresholds import (
    COPIED_FROM,
    COPIED_SHORTEST,
    LONGEST,
    QUOTE,
    SUBSTANCE_AT_LEAST,
    UNCHECKED_BELOW,
    UNCHECKED_SHARE,
)

Place = tuple[int, int]
_UNIT = (
    r"[一-龥]{2,12}(?:局|厅|委员会|委|街道|街道办|公司|中心|大队|支队|中队|法院|仲裁委|仲裁部门|管理处|养护处|镇政府|乡政府|"
    r"科|所|协会|窗口)"
)
_DENIED = re.compile(
    r"(?:不|非|无|没有|未)(?:属于?|在|归|是).{0,14}(?:职责|管辖|权限|职权|范围|业务)|不(?:归|由|该|应由)(?:我|本|公安).{0,6}(?:管|办|负责)|不归我|"
    r"(?:与|跟|和)(?:我|本)(?:们|局|单位|办|街道|大队|中心|公司|处|委).{0,4}(?:无关|没有?关系)|职责无关|管不了|管不着|"
    r"无权(?:处理|干涉|干预|管理|过问)|没有(?:执法权|管理权|义务|答复义务|管理职责)|也没有义务|不便(?:介入|答复|干预|参与)|不承担责任|"
    r"(?:我|本)(?:局|单位|办|大队|中心|公司|街道|处|委|们)(?:没有|只管|只负责|不负责|不管)|做不了主|爱莫能助|无能为力|轮不到我|"
    r"(?:我|本)(?:局|单位|办|大队|中心|公司|街道|处|委|们)(?:并)?不(?:掌握|清楚|知情)|并不知情|不是我.{0,8}(?:能|管|的)|"
    r"是.{2,12}(?:的事|的责任)(?:，|,).{0,12}(?:没有关系|无关)"
)
_SENT_AWAY = re.compile(
    r"(?:请|建议|可以?|应)(?:您|你|你们)?.{0,8}(?:向|找|到|去|与|联系|咨询|拨打|问|走).{0,14}"
    r"(?:有关|相关|其他|其它|别的|职能|(?<![局委])主管)(?:职能|主管|责任)?(?:部门|单位|机构|渠道|途径|热线)|(?:其他|别的|其它)(?:途径|渠道)(?:解决|反映)?|"
    r"(?:您|你们?)(?:去)?(?:找他们|问问|自己协商)|到别处|去问.{0,10}(?:或者|或)"
)
_HANDED_ON = re.compile(
    rf"(?:已|现已|我局已|我办已).{{0,16}}(?:转|移交|联系|函告|告知|协调).{{0,10}}{_UNIT}|对方(?:答复|回复|表示)"
)
_REACHED = re.compile(r"\d{3,4}-?\d{4}|[\d*]{7,}|地址|路\d+号|[一二三四五\d]楼")
_ABSOLUTE = re.compile(
    r"保证(?![金人书期]|合同|担保|质量|供应|措施)|担保(?=[，,这今])|绝对|(?:绝|决)不(?!姑息|手软|允许|容忍|代表)|绝无|百分之?百|百分百|100[%％]|"
    r"一百个放心|永远|永不|再也不|包您|万无一失|打包票|拍胸脯|军令状|一劳永逸|彻底(?:解决|根治|杜绝|消除)|"
    r"一定(?=会|能|让|把|给|在|按|不|全|彻底|[^的程规条时比范数难距影要，。]{0,6}(?:解决|完成|落实|到位))"
)
_NOT_PROMISED = re.compile(r"(?:不能|无法|难以|不敢|未能|不可能|没有|为了?|以|能否|不)$")
_CITING_NOTHING = re.compile(
    r"(?:根据|按照?|依据|依照|遵照|由于)(?:了)?(?:我们?|本)?[国省市区县局]?(?:的)?(?:国家|现行|相关|有关|上级|招生|法律|政策|文件|规定|法规|管理|[、的和])*"
    r"(?:规定|政策|法规|文件|精神|要求|文件精神)|(?:符合|没有|缺乏|无)(?:有关|相关|政策|法律|明确)*(?:规定|政策)(?:的要求|依据|支撑)?|没有依据"
)
_REFUSED = re.compile(
    r"不予(?:受理|办理|支持|批准|补贴|退|认定|登记|考虑|采纳)|不(?:符合|具备|满足)[^，。；]{0,16}(?:条件|政策|规定|要求|资格)|"
    r"不(?:能|可以|得|可)[^，。；]{0,12}(?:办理|享受|补缴|补交|退还|退费|报销|落户|申请|给予|报名|转|限定|查处|由.{2,8}支付)|"
    r"无法(?:支持|受理|给予|满足|享受|予以|办理|要求)|没有资格|不享受|不在.{0,12}(?:补贴|保障|报销|享受)范围"
)
_IDENTITY_CARD = r"(?<!\d)[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx](?!\d)"
_BANK_CARD = r"(?<!\d)(?:62|4|5)\d{14,17}(?!\d)"
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_OF_OFFICE = re.compile(
    r"(?:咨询|服务|值班|热线|负责人|联系人|经办|承办|办公|监督|抢修|客服|工作人员|网格员|专班)[^。；]{0,14}$"
)
_NUMBERS = re.compile(f"{_IDENTITY_CARD}|{_BANK_CARD}")
_COUNT = r"[\dA-Za-z一二三四五六七八九十]"
_DOOR = re.compile(
    rf"{_COUNT}+(?:号楼|栋|幢|座|楼){_COUNT}+单元\s*\d{{3,4}}(?:室|号|户|业主)?|\d+号[\d一二三四]+单元\s*\d{{3,4}}|"
    rf"(?P<flat>{_COUNT}+(?:号楼|栋|幢|座|号)[-－—\s]?(?:[\d零〇一二三四五六七八九]{{3,4}}(?:室|号房|房)|"
    r"(?<!号)\d{3,4}(?![\d.,%％多余元万户人名位个平米盏台辆部年吨度㎡套间次株棵件家处块根条分小期路])))|"
    r"(?:家住|住在|现住|居住在|家在|住址[为是:：]?)(?P<home>[^，。；、\n]{0,20}?\d+号(?!线|楼)(?:\d{3,4}室)?)"
)
# A room where anybody may go: right behind the name of an office, or followed by what is done there.
_OFFICE = re.compile(
    r"(?:中心|大厅|大厦|写字楼|办公[楼区]|法院|政府|机关|大院|医院|学校|校区|园区|局|委|处|地址[为是:：]?)$"
)
_DONE_THERE = re.compile(r"[^，。；]{0,3}(?:办理|咨询|窗口|提交|领取|受理|申请|办公)")
_SURNAME = (
    "赵钱孙李周吴郑王冯陈蒋沈韩杨朱秦许何吕张孔曹严金魏陶姜谢邹潘葛范彭鲁韦马苗任袁柳史唐薛雷贺罗郝安傅康余顾孟黄萧姚邵汪毛戴宋"
    "庞熊董梁杜阮季贾江郭梅林徐邱骆高夏蔡田胡卢丁邓石崔龚程陆侯曾廖曲叶刘白卓"
)
_NAMED = re.compile(
    rf"(?:诉求人|举报人|投诉人|来电人|反映人|信访人|申请人|来访人|留言人|业主|家长|住户)(?:是|为|系)?(?P<of>[{_SURNAME}](?!某)[一-龥]{{1,2}}?)(?=[，,、（(]|先生|女士|反映|的?电话)|"
    rf"(?P<polite>(?<![一-龥])[{_SURNAME}](?!某)[一-龥]{{1,2}})(?=先生|女士)"
)
_TITLED = re.compile(r"(?:先生|女士|小姐|同志|师傅|老师)$")
_OF_THEIRS = r"(?:姓名|名字|真名|身份|(?:手机|联系)?电话|手机号码?|联系方式|住址|家庭住址|个人信息)"
_CALLER = r"(?<!被)(?:诉求人|举报人|投诉人|来电人|反映人|信访人)"
_DISCLOSED = re.compile(
    rf"(?:将|把)(?:{_CALLER}|您|你)的?{_OF_THEIRS}[^，。；]{{0,8}}?"
    r"(?:告知|告诉|透露|提供|转告|发给|交给|给了|公开|泄露)[^，。；\n]{0,12}|"
    rf"(?:告知|告诉|透露给|提供给)了?[^，。；\n]{{2,10}}?{_CALLER}的{_OF_THEIRS}"
)
_NOT_DONE = re.compile(r"(?:未|不|没|没有|勿|严禁|禁止)[^，。；]{0,3}$")
_OFFICIAL = re.compile(r"局|委|街道|大队|中队|政府|部门|承办|工作人员|民警|派出所|社区|热线")
_ASKS = r"(?:请|望|麻烦|务必|恳请|拜托|配合|帮忙)"
_GOOD = r"(?:(?<!是否)(?<!不)满意(?!度|与否|率|或|还是|不满意)|好评|五星|5星|已解决)"
_BEGGED = re.compile(
    rf"{_ASKS}[^。；\n]{{0,16}}(?:回访|评价|测评|短信)[^。；\n]{{0,8}}(?:说|选|评|打|给|答|回复|按)[^，。；\n]{{0,4}}{_GOOD}|"
    rf"{_ASKS}[^，。；\n]{{0,10}}给[^，。；\n]{{0,8}}(?:好评|五星|5星|满意的?(?:评价|票))"
)
_FIGURES = re.compile(r"\d+")
_MARKS = re.compile(r"[\W_]+")
_PIECE = 4


def leaked_numbers(reply: str) -> Place | None:
    """Return where a reply holds the number of an identity card or a bank card: never of use to whoever reads it."""
    return _span(_NUMBERS.search(plain(reply)))


def perfunctory(text: Text) -> Place | None:
    """Return the longest formula of a reply that has nothing else, or little else that could be checked."""
    formulae = [clause for clause in text.clauses if clause.kind is not Kind.MATTER]
    is_vague = not text.checkable and text.substance < min(UNCHECKED_BELOW, UNCHECKED_SHARE * text.letters)
    is_empty = text.substance < SUBSTANCE_AT_LEAST or is_vague
    if not is_empty or not text.reply.strip():
        return None
    longest = max((*formulae, *text.matter), key=lambda clause: len(clause.text), default=None)
    if longest is None:
        return 0, len(text.reply)
    found = text.sentence_at(longest.start)
    return found.start, found.end


def shirking(text: Text) -> Place | None:
    """Return the sentence that denies a duty or sends the caller away, where nothing says to whom and why."""
    match = _DENIED.search(text.reply)
    away = _SENT_AWAY.search(text.reply)
    if match is None and away is None:
        return None
    if _HANDED_ON.search(text.reply) or (text.is_cited and re.search(_UNIT, text.reply)):
        return None
    if match is None and _REACHED.search(text.reply):
        return None
    if match and _REACHED.search(text.reply) and re.search(rf"(?:向|请|由|联系){_UNIT}", text.reply):
        return None
    return _around(text, (match or away).start())  # type: ignore[union-attr]  # one of them was found


def indirect(text: Text) -> Place | None:
    """Return the sentence beside the point of a reply that answers none of what was asked."""
    asked = asked_in(text.demand)
    if not text.matter or not asked or any(is_answered(one, text.answer) for one in asked):
        return None
    place = (text.beside or tuple(one for one in text.sentences if one.is_matter))[0]
    return place.start, place.end


def overpromise(text: Text) -> Place | None:
    """Return the sentence that promises more than anybody can keep."""
    for match in _ABSOLUTE.finditer(text.reply):
        if not _NOT_PROMISED.search(text.reply[max(0, match.start() - 3) : match.start()]):
            return _around(text, match.start())
    return None


def copied(text: Text, recent: Sequence[str]) -> Place | None:
    """Return the beginning of a reply that is nearly the same as another one of the unit."""
    pieces = _pieces(text.reply) if recent else frozenset()
    if len(pieces) < COPIED_SHORTEST:
        return None
    for other in recent:
        theirs = _pieces(other)
        if len(pieces & theirs) >= COPIED_FROM * len(pieces | theirs):
            return 0, min(QUOTE, len(text.reply))
    return None


def no_basis(text: Text) -> Place | None:
    """Return the sentence that refuses, or names a rule, where no norm is named."""
    if text.is_cited:
        return None
    match = _CITING_NOTHING.search(text.reply) or _REFUSED.search(text.reply)
    return _around(text, match.start()) if match else None


def leaks(text: Text, names: Sequence[str]) -> tuple[Place, ...]:
    """Return every place where a reply names or numbers whoever asked: cards, mobile phones, doors, names.

    What is quoted alike is given once. A title is no name: 张先生 alone tells nobody.
    """
    reply = text.reply
    found = [match.span() for match in _NUMBERS.finditer(reply)] + [*_doors(reply), *_named(reply)]
    found += [
        match.span()
        for match in _MOBILE.finditer(reply)
        if not _OF_OFFICE.search(reply[max(0, match.start() - 16) : match.start()])
    ]
    found += _places_of([_TITLED.sub("", name.strip()) for name in names], reply)
    once = {reply[start:end]: (start, end) for start, end in reversed(_apart(found))}
    return tuple(sorted(once.values()))


def disclosed(text: Text) -> Place | None:
    """Return where a reply says that somebody was told who asked, other than those who handle it."""
    for match in _DISCLOSED.finditer(text.reply):
        is_done = not _NOT_DONE.search(text.reply[max(0, match.start() - 6) : match.start()])
        if is_done and not _OFFICIAL.search(match[0]):
            return match.span()
    return None


def begged(text: Text) -> Place | None:
    """Return where a reply asks for a good mark. 约定: whether it is good is the caller's word."""
    return _span(_BEGGED.search(text.reply))


def covered(words: str, names: Sequence[str] = ()) -> str:
    """Return words without what would tell whom they are about: numbers, doors, ``names``, names beside 诉求人."""
    words = mask_numbers(words)
    folded = plain(words)
    marks = dict.fromkeys(_doors(folded), "某户") | dict.fromkeys(_named(folded), "某")
    bare = [_TITLED.sub("", name.strip()) for name in names]
    marks |= dict.fromkeys(_places_of([*names, *bare], folded), "某某")
    for start, end in reversed(_apart([*marks])):
        words = f"{words[:start]}{marks[start, end]}{words[end:]}"
    return words


def overlong(text: Text) -> Place | None:
    """Return what stands beyond the length that people read."""
    return (LONGEST, min(LONGEST + QUOTE, len(text.reply))) if len(text.reply) > LONGEST else None


def _doors(words: str) -> Iterator[Place]:
    for match in _DOOR.finditer(words):
        before, behind = words[max(0, match.start() - 8) : match.start()], match.end()
        if match["flat"] and (_OFFICE.search(before) or _DONE_THERE.match(words, behind)):
            continue
        yield match.span("home") if match["home"] else match.span()


def _named(words: str) -> Iterator[Place]:
    for match in _NAMED.finditer(words):
        yield match.span("of") if match["of"] else match.span("polite")


def _places_of(names: Sequence[str], words: str) -> list[Place]:
    folded = [plain(name.strip()) for name in names]
    return [match.span() for name in folded if len(name) > 1 for match in re.finditer(re.escape(name), words)]


def _apart(places: Sequence[Place]) -> list[Place]:
    """Return places in their order; of those that share a character only the first, and of these the longest."""
    kept: list[Place] = []
    for start, end in sorted(places, key=lambda place: (place[0], -place[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def _pieces(reply: str) -> frozenset[str]:
    plain = _MARKS.sub("", _FIGURES.sub("0", reply))
    return frozenset(plain[place : place + _PIECE] for place in range(len(plain) - _PIECE + 1))


def _around(text: Text, place: int) -> Place:
    found = text.sentence_at(place)
    return found.start, found.end


def _span(match: re.Match[str] | None) -> Place | None:
    return match.span() if match else None

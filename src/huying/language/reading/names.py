"""Whom a text names: firms and other bodies by how they end, people by surname and title.

约定: the endings, surnames and titles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖"
    "邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文符冼庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢"
    "骆岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包柏宁柯阮桂闵解强柴华车冉房边辜"
    "吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来全褚廉简娄盖奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻窦迟宇敖鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺官"
)
_TITLES = (
    "先生|女士|小姐|师傅|老师|医生|经理|主任|书记|所长|局长|队长|校长|院长|厂长|店长|站长|镇长|村长|科长|警官|律师|教练|阿姨|大爷|大姐|大哥"
    r"|老板|总(?=[，。,、的\s])"
)
# No letter of a given name: 「所」 of 派出所所长.
_GIVEN = "[^\\W\\d_所局院校厂店站镇村科队长区县市政法司户]"
_TOLD = "姓名|联系人|户主|法人(?:代表)?|负责人|房东|名叫|叫做"
# What a caller is, not what a caller is called.
_NO_PEOPLE = (
    "房[东主客]|车[主来]|商[户家]|高[一二三中]|党员|常住|单[亲身]|管理|全职|成年|华侨|路[人过]|时常|经常|游客|孔府|安置|来|万[达科]"
    "|.{1,2}[人委办会员户](?![一-鿿])"
)
_PERSON = re.compile(
    rf"(?P<titled>[{_SURNAMES}](?:{_GIVEN}{{1,2}}(?={_TITLES})|某{{1,2}})?(?:{_TITLES})|[{_SURNAMES}]某{{1,2}})"
    rf"|(?:{_TOLD})(?:为|是|叫|[:： ])*(?P<told>[{_SURNAMES}]{_GIVEN}{{1,2}}(?=[^一-鿿]|$|电话|手机|身份|反映|表示))"
    rf"|(?:我叫|我是|本人叫?)(?!{_NO_PEOPLE})(?P<own>[{_SURNAMES}]{_GIVEN}{{1,2}}(?=[^一-鿿]|$|电话|手机|身份))"
    rf"|(?<![一-鿿]百)姓(?P<surname>[{_SURNAMES}])(?![名氏])"
)
_ENDINGS = (
    r"(?:股份)?(?:有限责任公司|有限公司|分公司|总公司|公司)|集团|(?:加工|制造|印刷|化工|水泥|砖|食品|家具)厂|事务所|合作社"
    r"|物业(?!费|管|公司|服务|人|不|的|态|没|未|处|说|拒|告|收|称|电|维)|银行|信用社|酒店|宾馆|饭店|饭馆|餐厅|餐馆|酒楼|酒吧|网吧|超市"
    r"|便利店|商行|商店|药店|药房|诊所|店(?![铺里主面员家前门内外])|医院|卫生院|学校|中学|小学|幼儿园|大学(?!生)|学院|培训中心|驾校|健身房"
    r"|俱乐部|旅行社|派出所|居委会|村委会|街道办|(?:局|大队|支队)(?=[，。,、的不未没反称说告])"
)
_HEADS = "".join(sorted({form[0] for form in re.findall(r"[一-鿿]+", _ENDINGS)}))
_FIRM = re.compile(f"(?=[{_HEADS}])(?:{_ENDINGS})")
_BEFORE = re.compile(
    "反映|投诉|咨询|来电|表示|市民|居民|业主|位于|附近|对面|旁边|关于|要求|希望|建议|经过|称其|发现|因为|导致|隔壁|楼下|入职|就职|工作|购买"
    "|(?:都|才|又|再|先|次)送|承诺|拨打|联系|前往|需要|答复|反馈|孩子|当地|问题|路口|路|街道|街|大道|巷|号|区|镇|乡|村|市场|小区|栋|楼|市(?!政)"
    "|[的在到从于与和及被是有其该此住把对向给说问让请为由将了着过我你他们这那某每各个家去找或跟叫吗呢吧上读]"
)
# A body without a name of its own.
_NO_NAMES = re.compile(
    "(?:物业|劳务|保险|装修|中介|建筑|开发|供电|供水|燃气|快递|快运|用人|房产|房地产|公交|出租车|电信|通信|保洁|保安|环卫|分|总|子|一家|几家)*"
    "(?:公司|集团|银行|店|学校|医院|酒店|超市|中学|小学|大学|幼儿园)"
)
_LONGEST, _SHORTEST = 16, 4
_OPEN, _CLOSE = "（(", "）)"


@dataclass(frozen=True, kw_only=True, slots=True)
class NameRead:
    """Somebody or something that a text names."""

    start: int
    end: int
    words: str


def people_in(text: str) -> Iterator[NameRead]:
    """Yield the people whom a text of plain form names, in reading order."""
    for match in _PERSON.finditer(text):
        start, end = match.span(match.lastgroup or 0)
        yield NameRead(start=start, end=end, words=text[start:end])


def firms_in(text: str) -> Iterator[NameRead]:
    """Yield the firms and bodies that a text of plain form names by a name of their own, in reading order."""
    floor = 0
    for match in _FIRM.finditer(text):
        end = match.end()
        start = _name_begins(text, floor=max(floor, match.start() - _LONGEST), ending=match.start())
        name = text[start:end].lstrip(f"{_CLOSE}0123456789")
        if len(name) >= _SHORTEST and start < match.start() and _is_whole(name) and not _NO_NAMES.fullmatch(name):
            floor = end
            yield NameRead(start=end - len(name), end=end, words=name)


def _name_begins(text: str, *, floor: int, ending: int) -> int:
    start = ending
    while start > floor and (
        "一" <= text[start - 1] <= "鿿" or text[start - 1] in _OPEN + _CLOSE or _is_latin(text[start - 1])
    ):
        start -= 1
    for word in _BEFORE.finditer(text, start, ending):
        start = word.end()
    return start


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _is_whole(name: str) -> bool:
    """Say whether every bracket of a name is closed in it."""
    return sum(sign in _OPEN for sign in name) == sum(sign in _CLOSE for sign in name)

"""Parts of addresses that no list holds, told by how they end: roads, estates, villages, house numbers.

约定: the endings, and the words at which a name begins. They read what a city has not listed; what it has listed
goes before (``places``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from huying.language.reading.gazetteer import GOVERNED, PlaceKind


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One part of an address in a text of plain form."""

    kind: PlaceKind
    start: int
    end: int


_ENDINGS: dict[PlaceKind, str] = {
    PlaceKind.ROAD: (
        r"大道|大街|公路|高速|国道|省道|县道|隧道|大桥|立交桥|胡同|横巷|横路|横街|支路"
        r"|路(?!灯|面|边上|段|人|过|费|况|线|政|由|障|途|程|牌|基|网|权|公交|车)|街(?!道|边|头|面|坊)|巷|弄"
    ),
    PlaceKind.STREET: r"街道(?:办事处|办)?|镇(?!政府|长|静|痛|压|定)|乡(?!下|亲|镇|愁|政府|长|音)",
    PlaceKind.COMMUNITY: (
        r"社区(?:居委会|居民委员会)?|居委会|居民委员会|村委会|村民委员会|经济社|村民小组"
        r"|(?<!新)村(?!民|里|口|道|支|干|长|庄|镇|子|集体|小组|书记|主任|改|务|级|内|路|委)"
    ),
    PlaceKind.ESTATE: (
        r"(?:花园|花苑|家园|公寓|新村|新城|名城|名都|豪庭|雅居|佳园|公馆|山庄|苑|城|府|庭|湾)小区"
        r"|小区|花园|花苑|家园|公寓|大厦|大楼|山庄|别墅|公馆|新村|新城|名城|名都|豪庭|雅居|佳园|家属院|宿舍|大院|小镇"
        r"|(?:苑|府(?!上|邸|里)|城(?!管|市|镇|乡|区|中村|郊|建|里|内|投|门)|庭(?!审|长|上|院|外)|湾(?!区))"
        r"(?![东南西北中一二三四五六七八九十]?(?:路|街|大道|巷|小区|花园|公寓|社区|村|镇|大厦|广场|酒店|学校|小学|中学|医院))"
        # 快城货运公司 is no estate.
        r"(?!(?!物业)[^\W的被和与在投反有个不没]{1,8}(?:有限)?公司)"
        r"|都会|御景|华庭|广场"
    ),
    PlaceKind.LANDMARK: (
        r"农贸市场|批发市场|菜市场|市场(?!监|管|价|化)|商场|商城|超市|购物中心|商业街|步行街|公园|工业园|产业园|科技园|物流园|园区|景区"
        r"|工业区|开发区|保税区|度假区|码头|港口|机场|火车站|高铁站|高铁东站|汽车站|公交站|加油站|收费站|站(?!着|在|点|台|长|内|立|位|出)"
        r"|医院|卫生院|卫生服务中心|幼儿园|小学(?!生)|中学(?!生)|大学|学院|学校|派出所|图书馆|体育馆|体育场|博物馆|酒店|宾馆|饭店|银行"
        r"|政务(?:服务)?中心|办证(?:服务)?中心|办公楼|教学楼|敬老院|养老院|福利院|法院|检察院|天桥|基地|客运站|服务站|服务中心|医疗中心|会展中心|水库|工地|农场|林场|大桥底|立交"
    ),
}
_HEADS = "".join({form[0] for endings in _ENDINGS.values() for form in re.findall(r"[一-鿿]+", endings)})
_ENDING = re.compile(
    f"(?=[{_HEADS}])(?:" + "|".join(f"(?P<{kind.value}>{form})" for kind, form in _ENDINGS.items()) + ")"
)
_LONGEST = {
    PlaceKind.ROAD: 8,
    PlaceKind.STREET: 6,
    PlaceKind.COMMUNITY: 7,
    PlaceKind.ESTATE: 11,
    PlaceKind.LANDMARK: 11,
}
# Behind these a name begins.
_BEFORE = re.compile(
    "反映|投诉|咨询|来电|表示|市民|居民|业主|位于|地址|附近|对面|旁边|关于|要求|希望|建议|经过|路过|居住|家住|门口|工单|内容|称其|发现|因为|导致|周边|隔壁"
    "|另外|此外|还有|同时|前往|乘坐|途经|到达|通往|进入|出现|靠近|该处|此处|地点|现在|今天|昨天|昨晚|今晚|晚上|早上|上午|下午|凌晨|中午|左右|一直|目前|已经|经常|多次|全部|购买|入住|承建|负责|方向|是否|没有|部分|其他|所有|整个|路口|交叉口|交汇处|其中|办理|位置|转接|我家|你家|他家|那家|这家|一家|几家|家住|问题|影响|孩子|当地|外地|之后|之前|以后|楼下|楼上|公交"
    "|经(?!济|开|纬|贸|十)|[县区]|[的在到从至于与和及被是有其该此住往把对向给说问让请为由将了着过我你他她们这那某每各个条处沿途离去找及或跟同属叫系吗呢吧啊内旁侧]"
)  # fmt: skip
# Nothing is called so: the ending is part of a plain word.
_NO_NAMES = re.compile(
    r"[镇区县市省乡村](?:政府|派出所|医院|卫生院|中学|小学|学校|幼儿园)|[段号栋楼层室].*|.*(?:上|读)(?:小学|中学|大学|学校|幼儿园)|(?:.*(?:道|马|铁|走|电|网|水|陆|思|出|半|小|两|主|辅|进|退|修|占|堵|拥|线|让|迷|带|问|回|引|绕|同|高|赶|公|岔|叉|三岔|十字|人行|非机动车|机动车|消防|单行|双向|柏油|水泥|泥|土|断头|一|几|多|全|路)路"
    r"|.*(?:城|乡|小|古|村)镇|.*(?:本|全|老|家|农|城|下|回|故|同|水|思|山)乡|(?:.*(?:整|全|农|乡|本|老|城中|自然|行政|每))村"
    r"|.*(?:政|官|学|贵|乐)府|.*(?:县|全|进|出|都|商|长|卫|整|老|文明|双创)城|.*(?:家|法|开|天|当|出)庭|.*(?:拐|转|港|急)湾"
    r"|(?:老旧|旧|老|住宅|安置|整|全|本|新|安居|成熟|生活|居住|封闭|封闭式|开放)?(?:小区|社区|公寓|大厦|大楼|别墅|新村|宿舍|花园)|(?:.*(?:大|逛|上|小|满|沿|商业|步行|后|当|美食))街|(?:小|街|陋|深|里)?巷"
    r"|(?:.*(?:网|车|到|进|出|本|全|下|每|一|两|几|终点|起点|中转|公交|地铁|各|变电|换热|供水|泵|网|充电|执法|监测|下一|上一|环卫|垃圾|中转|回收|服务|水|工作|收购))站"
    r"|(?:人民|私人|公立|民营|各|大|小|公办|私立|民办|整形|整形美容)?(?:医院|学校|小学|中学|大学|学院|银行|酒店|宾馆|饭店|超市|商场|市场|公园|幼儿园|派出所|广场|工地|园区|景区|农场)"
    r"|(?:二手房|房地产|劳动力|劳务|人才|房产|楼市|消费|建材|旅游|药品)市场)"
)  # fmt: skip
_NUMBER = r"\d{1,5}(?:[-—至]\d{1,4})*"
_HAN_NUMBER = r"[一二三四五六七八九十]{1,3}"
_BEHIND_NAME: tuple[tuple[PlaceKind, re.Pattern[str]], ...] = (
    (PlaceKind.NUMBER, re.compile(rf"{_NUMBER}(?:号(?!楼|院|线|桥|车|库|门)|弄|巷)")),
    (PlaceKind.BUILDING, re.compile(rf"(?:第?{_NUMBER}|[A-Za-z]\d{{0,2}}|{_HAN_NUMBER})(?:号楼|栋|幢|座|号院)")),
    (PlaceKind.ENTRANCE, re.compile(rf"(?:\d{{1,2}}|{_HAN_NUMBER}|[A-Za-z])号?(?:单元|梯)")),
    (PlaceKind.FLOOR, re.compile(rf"(?:负?\d{{1,2}}|{_HAN_NUMBER})(?:楼|层)")),
    (PlaceKind.ROOM, re.compile(r"[A-Za-z]?\d{3,4}(?:号房|室|房|户)?(?![\d元年个人号路万])")),
)  # fmt: skip
# House, entrance and room in one: 47-6-746.
_DASHED = re.compile(
    r"(?P<building>[A-Za-z]?\d{1,3})-(?:(?P<entrance>\d{1,2})-)?(?P<room>\d{2,4})(?:号?室|号)?(?![\d-])"
)
# A house number with nothing said behind it.
_BARE = re.compile(r"\d{1,4}(?:-\d{1,4})?(?=$|[，。、；）)\s])")
_ENTRANCE_DIGITS = 2
_NAMED = frozenset({PlaceKind.ROAD, PlaceKind.ESTATE, PlaceKind.COMMUNITY, PlaceKind.LANDMARK})
_SMALL = {PlaceKind.NUMBER, PlaceKind.BUILDING, PlaceKind.ENTRANCE, PlaceKind.FLOOR, PlaceKind.ROOM}
_ALONE = re.compile(r"(?:(?<!\d)\d{1,3}|(?<![A-Za-z])[A-Za-z]\d{0,2}|[一二三四五六七八九十]{1,3})(?:号楼|栋|幢)")


def named_parts(text: str, *, taken: Sequence[Part]) -> Iterator[Part]:
    """Yield the names that end like a road, an estate, a village …, each followed by the numbers right behind it.

    None reaches into what is ``taken``, which stands in reading order.
    """
    floor, index = 0, 0
    for match in _ENDING.finditer(text):
        while index < len(taken) and taken[index].end <= match.start():
            floor, index = max(floor, taken[index].end), index + 1
        if match.start() < floor or (index < len(taken) and taken[index].end >= match.end() > taken[index].start):
            continue
        kind = PlaceKind(match.lastgroup or "")
        start = _name_begins(text, floor=max(floor, match.start() - _LONGEST[kind]), ending=match.start())
        name = text[start : match.end()]
        # 龙华区 + 政务中心: told by the part right before it.
        is_of_part = kind is PlaceKind.LANDMARK and 0 < start == floor and name in {match[0], f"人民{match[0]}"}
        if not is_of_part and (start == match.start() or _NO_NAMES.fullmatch(name) or _is_line(text, start, kind)):
            continue
        found = Part(kind=kind, start=start, end=match.end())
        yield found
        floor = found.end + (kind is PlaceKind.ROAD and text.startswith("口", found.end))
        for number in numbers_behind(text, found):
            yield number
            floor = number.end


def numbers_behind(text: str, part: Part) -> Iterator[Part]:
    """Yield the house number, building, entrance, floor and room that stand right behind a name."""
    at, kind = part.end, part.kind
    while True:
        begins = at + (1 if text[at : at + 1] in {"-", "_", " ", "之"} and kind in _SMALL else 0)
        if kind in _NAMED - {PlaceKind.ROAD} and (dashed := _DASHED.match(text, begins)):
            for name, (start, end) in {name: dashed.span(name) for name in dashed.groupdict()}.items():
                if start >= 0:
                    yield Part(kind=PlaceKind(name), start=start, end=dashed.end() if name == "room" else end)
            return
        forms = ((PlaceKind.NUMBER, _BARE), *_BEHIND_NAME) if kind is PlaceKind.ROAD else _BEHIND_NAME
        found = next(
            ((one, match) for one, form in forms if one is not kind and (match := form.match(text, begins))), None
        )
        if found is None or (found[0] is PlaceKind.ROOM and kind in {PlaceKind.ROAD, PlaceKind.COMMUNITY}):
            return
        kind, at = _told_by(found[0], after=kind, words=found[1][0]), found[1].end()
        yield Part(kind=kind, start=found[1].start(), end=at)


def _told_by(kind: PlaceKind, *, after: PlaceKind, words: str) -> PlaceKind:
    """Return what a number is by what stands before it: 3栋4号 is an entrance, 3栋402号 and 3楼12号 are rooms."""
    if kind is not PlaceKind.NUMBER or after not in _SMALL - {PlaceKind.NUMBER}:
        return kind
    is_room = after is not PlaceKind.BUILDING or sum(map(str.isdigit, words)) > _ENTRANCE_DIGITS
    return PlaceKind.ROOM if is_room else PlaceKind.ENTRANCE


def buildings_alone(text: str) -> Iterator[Part]:
    """Yield buildings (3栋) that no name need stand before, and what stands right behind them."""
    for match in _ALONE.finditer(text):
        building = Part(kind=PlaceKind.BUILDING, start=match.start(), end=match.end())
        yield building
        yield from numbers_behind(text, building)


def is_named(part: Part) -> bool:
    """Say whether a part may carry a house number, or is a place of a level of its own."""
    return part.kind in _NAMED or part.kind in GOVERNED


def _name_begins(text: str, *, floor: int, ending: int) -> int:
    """Return where the name before an ending begins: behind a mark, a digit or a word that is no part of names."""
    start = floor
    for at in range(ending - 1, floor - 1, -1):
        if not ("一" <= text[at] <= "鿿" or (text[at].isascii() and text[at].isalpha())):
            start = at + 1
            break
    for word in _BEFORE.finditer(text, start, ending):
        start = word.end()
    return start


def _is_line(text: str, start: int, kind: PlaceKind) -> bool:
    """Say whether this is a bus line (22路), not a road."""
    return kind is PlaceKind.ROAD and start > 0 and text[start - 1].isdigit()

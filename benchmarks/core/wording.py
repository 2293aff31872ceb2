"""Invented demands, as long as real ones (median 80 characters, mean 110) and with words as often as in them."""

from __future__ import annotations

from random import Random

COMMON = ("噪音", "夜间施工")
"""Words of two and of four characters that one demand in five holds."""
RARE = ("孔雀", "孔雀饲养")
"""The same, in some twenty demands of all."""
RARE_SENTENCE = "院内孔雀饲养长期无人管理。"

_WITH_COMMON_WORD = 0.2
_COMMON_SENTENCE = "工地夜间施工，噪音很大，影响休息。"
_LONGEST = 12

_SUBJECTS = (
    "小区电梯,路面井盖,楼下烧烤店,临街商铺,地下车库,自来水管,路灯,公交站牌,建筑垃圾,共享单车,物业公司,广场舞音响,"
    "污水管道,绿化带,幼儿园门口,菜市场,出租房,违法建筑,消防通道,充电桩,天然气管道,快递站点,河道护栏,健身器材,公共厕所"
).split(",")
_FAULTS = (
    "多次损坏无人维修,长期被占用,散发异味,漏水严重,存在安全隐患,拒不退还押金,乱收停车费,夜里不亮,堵塞道路,无故停用,"
    "没有人清理,油烟直排,态度恶劣,不开发票,擅自涨价,拖欠工人工资,围挡倒塌,影响老人和孩子出行,服务承诺没有兑现,标志缺失"
).split(",")
_TIMES = "从上周开始,已持续一个月,每天早晚高峰,今天上午,去年冬天以来,周末,晚上十点以后,连续三天,最近半年".split(",")
_WISHES = (
    "希望尽快派人核实处理,请相关部门给出答复,要求退还费用并致歉,望安排检修,请告知办理时限,希望加强巡查,"
    "要求依法查处,请联系本人到现场查看,希望公开收费依据,望协调解决"
).split(",")
_AGAIN = (
    "此前向社区反映过没有结果,物业称正在走流程,邻居们意见很大,已拨打过两次热线,附近还有一所小学,"
    "楼上住户拒绝配合,商家说证照齐全,现场没有警示标志,不知道该找哪个部门,家中有病人需要休息"
).split(",")
_ROADS = "和平,建设,滨江,学院,解放,新华,公园,迎宾,朝阳,青山,湖滨,长安,文化,光明,人民,中兴,龙泉,凤凰,海棠".split(",")


def demands(count: int, *, seed: int = 1) -> list[str]:
    """Return demands without their place, one in five with the common words."""
    random = Random(seed)
    return [_demand(random) for _ in range(count)]


def places(count: int, *, seed: int = 2) -> list[str]:
    """Return exact places, such as 和平路12号3栋."""
    random = Random(seed)
    return [
        f"{random.choice(_ROADS)}{random.choice(('路', '大道', '街', '巷'))}{random.randint(1, 400)}号"
        f"{random.choice(_ROADS)}{random.choice(('花园', '小区', '家园', '公寓'))}{random.randint(1, 30)}栋"
        for _ in range(count)
    ]


def _demand(random: Random) -> str:
    sentences = [f"{random.choice(_TIMES)}，{random.choice(_SUBJECTS)}{random.choice(_FAULTS)}"]
    while random.random() < 0.8 and len(sentences) < _LONGEST:
        again = f"{random.choice(_SUBJECTS)}{random.choice(_FAULTS)}"
        sentences.append(random.choice((random.choice(_AGAIN), f"{random.choice(_AGAIN)}，另外{again}")))
    sentences.append(random.choice(_WISHES))
    common = _COMMON_SENTENCE if random.random() < _WITH_COMMON_WORD else ""
    return common + "。".join(sentences) + "。"

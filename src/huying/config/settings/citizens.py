"""The public pages: whose they are, behind which proxies, how often one may do what.

约定: every figure. An address may be a whole office or a mobile network, so its limits are wide.
"""

from __future__ import annotations

from huying.config.settings import environment as env
from huying.foundation.client_address import networks

HUYING_PUBLIC_CENTRE = env.text(
    "HUYING_PUBLIC_CENTRE", default="", meaning="市民页面属于哪个热线中心（编码）；空则为最早建立的中心"
)
try:
    HUYING_TRUSTED_PROXIES = networks(
        env.words(
            "HUYING_TRUSTED_PROXIES",
            default=[],
            meaning="反向代理的地址或网段，逗号分隔；只采信它们写的 X-Forwarded-For",
        )
    )
except ValueError as fault:
    raise env.BadSetting("环境变量 HUYING_TRUSTED_PROXIES 应为地址或网段，如 10.0.0.1,10.1.0.0/16，请改正。") from fault

HUYING_CITIZEN_WORK_BITS = env.number(
    "HUYING_CITIZEN_WORK_BITS", default=15, meaning="市民提交诉求前浏览器要算的难度（二进制位数），加 1 则用时加倍"
)
HUYING_CITIZEN_PER_ADDRESS = env.number(
    "HUYING_CITIZEN_PER_ADDRESS", default=30, meaning="同一地址每小时最多提交几件诉求"
)
HUYING_CITIZEN_PER_PHONE = env.number("HUYING_CITIZEN_PER_PHONE", default=10, meaning="同一电话每天最多提交几件诉求")
HUYING_CITIZEN_PER_ORDER = env.number(
    "HUYING_CITIZEN_PER_ORDER", default=5, meaning="诉求人每天最多给同一工单补充几次情况"
)
HUYING_CITIZEN_WRONG_PER_ADDRESS = env.number(
    "HUYING_CITIZEN_WRONG_PER_ADDRESS", default=30, meaning="同一地址每小时最多输错几次查询码或电话后四位"
)
HUYING_CITIZEN_WRONG_PER_CODE = env.number(
    "HUYING_CITIZEN_WRONG_PER_CODE", default=5, meaning="同一地址对同一查询码，每天最多输错几次电话后四位"
)
HUYING_CITIZEN_WRONG_OF_ALL = env.number(
    "HUYING_CITIZEN_WRONG_OF_ALL",
    default=15,
    meaning="所有地址对同一查询码，每天合计最多输错几次电话后四位；诉求人用过的浏览器另计，不受影响",
)

"""The Chinese README of an export: each file, each column, and how to check the history without us."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.db import models

from huying.cli.export import tables
from huying.cli.export.wanted import Wanted
from huying.foundation import clock
from huying.foundation.keyring import keys
from huying.foundation.secrets import key_id
from huying.workorders.queries.verify.keys import public_hex

_CHECK = """## 怎样核验办理历史

- 文本：`SHA-256(salt 的字节 + body 的 UTF-8)` 等于同一工单、同一序号的办理记录 `data.texts` 中该类文本的摘要；
  标题和地点的摘要在 `data.heading`，内容为“标题、换行、地点”，盐取诉求原文的。
  只有不脱敏的导出（`--with-identities`）带有盐和原样的文本，能这样核对。
- 封印：每号封印的 `previous` 是前一号封印内容的 SHA-256；`signature` 是对封印内容的 Ed25519 签名，公钥见下。
  封印内容是 JSON 数组 `[number, sealed_at, xact_below, orders, events, digest, previous]`，逗号冒号后无空格，
  时间为 UTC、带六位微秒，摘要为十六进制。
- 链尾：`workorders.sealentry` 的 `mac` 等于该工单同一序号办理记录的 `mac`；办理记录被改写后不再相等。
- `mac` 本身用本机的密钥计算，须由持有密钥的 `huying verify` 核验。

封印的公钥（编号：公钥）：
"""
_OTHERS = """## 其他文件

- `identities.jsonl`：诉求人身份，一行一个，`id` 对应工单的 `identity_id`：`name` 姓名、`phone` 电话、
  `id_number` 证件号码、`home_address` 住址、`wants_secrecy` 要求保密、`is_anonymous` 匿名。
- `units.csv`：单位，可用 `huying units import` 导入。
- `matters-N.csv`、`duties-N.csv`：第 N 版事项和派单目录，可在页面上导入。
- `policy-N.toml`：第 N 版口径，可在页面上导入。
- `attachments/`：附件，文件名即附件的编号。
"""


def text(*, counts: Mapping[str, int], wanted: Wanted) -> str:
    """Return the README of an export."""
    return "\n".join(_lines(counts, wanted))


def _lines(counts: Mapping[str, int], wanted: Wanted) -> Iterator[str]:
    yield f"# 呼应导出：{wanted.code}\n"
    yield f"导出时间 {wanted.at.astimezone(clock.SHANGHAI).isoformat(timespec='seconds')}。"
    if wanted.in_clear:
        yield f"**含诉求人身份**，用途：{wanted.purpose}。请按个人信息保护法保管，用毕删除。\n"
    else:
        yield "诉求人信息和文本中的电话、证件号码已脱敏。\n"
    yield "`.jsonl` 每行一个 JSON 对象，UTF-8；时间带时区；二进制写成十六进制。`.csv` 为带 BOM 的 UTF-8。\n"
    yield _OTHERS
    yield _CHECK
    for key in keys().ring("seal_key"):
        yield f"- `{key_id(key)}`：`{public_hex(key)}`"
    for model in tables.exported():
        label = model._meta.label_lower  # noqa: SLF001  # Django's public _meta
        yield f"\n## {label}.jsonl：{tables.TITLES.get(label, label)}（{counts[label]} 行）\n"
        yield "| 列 | 含义 |\n|---|---|"
        for name in tables.ADDED.get(label, {}):
            yield f"| `{name}` | 工单编号，人所读的 |"
        for field in tables.columns_of(model, in_clear=wanted.in_clear):
            yield f"| `{field.attname}` | {_said(model, field)} |"
    yield ""


def _said(model: type[models.Model], field: models.Field[object, object]) -> str:
    return tables.meaning(model, field).replace("|", "\\|")

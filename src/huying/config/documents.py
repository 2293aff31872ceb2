"""Write the documents that are read off the code: ``make docs``."""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import django

import huying
from huying.config.settings.environment import DECLARED
from huying.domain.errors import Refusal
from huying.domain.lifecycle import TRANSITIONS
from huying.domain.policies import STAGE_LABELS, Stage
from huying.domain.states import STATE_LABELS, State
from huying.foundation.http_errors import STATUS
from huying.organisation.choices import Role

_HEAD = "由代码生成，请勿手改：`make docs`。"


def write(folder: Path) -> None:
    """Write every document into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in list(documents()):
        (folder / name).write_text(text)


def documents() -> Iterator[tuple[str, str]]:
    """Yield the name and text of each document."""
    yield "lifecycle.md", _lifecycle()
    yield "errors.md", _errors()
    yield "settings.md", _settings()
    yield "openapi.json", _openapi()


def _lifecycle() -> str:
    labels = dict(Role.choices) | {"citizen": "诉求人", "policy": "自动规则"}
    lines = ["# 工单状态机", "", _HEAD, "", "```mermaid", "stateDiagram-v2"]
    lines += [f"    {state.value}: {label}" for state, label in STATE_LABELS.items()]
    for row in TRANSITIONS:
        for source in [state.value for state in STATE_LABELS if state in row.sources] or ["[*]"]:
            lines += [f"    {source} --> {target.value}: {row.label}" for target in row.targets if target != source]
    lines += ["```", "", "| 动作 | 从 | 到 | 谁 | 启动的时限 | 停止的时限 | 事实 |", "|---|---|---|---|---|---|---|"]
    for row in TRANSITIONS:
        sources = "、".join(label for state, label in STATE_LABELS.items() if state in row.sources) or "（新工单）"
        targets = "、".join(STATE_LABELS[target] for target in row.targets) or "（不变）"
        who = "、".join(labels[role] for role in sorted(row.roles))
        starts = _stages(row.starts, row.starts_on)
        stops = _stages(row.stops, row.stops_on | row.voids_on)
        lines.append(
            f"| {row.label} `{row.action}` | {sources} | {targets} | {who} | {starts} | {stops} | `{row.fact}` |"
        )
    return "\n".join(lines) + "\n"


def _stages(always: Iterable[Stage], on: Mapping[State, Iterable[Stage]]) -> str:
    """Name the clocks of a row: the ones of every target, and the ones of a single target with its name."""
    single = [f"{STAGE_LABELS[stage]}（到{STATE_LABELS[state]}时）" for state, stages in on.items() for stage in stages]
    return "、".join([*(STAGE_LABELS[stage] for stage in always), *single])


def _errors() -> str:
    for module in pkgutil.walk_packages(huying.__path__, "huying."):
        if ".migrations" not in module.name and not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    found: dict[str, type[Refusal]] = {}
    waiting = list(Refusal.__subclasses__())
    while waiting:
        refusal = waiting.pop()
        waiting += refusal.__subclasses__()
        found.setdefault(refusal.code, refusal)
    lines = ["# 出错代码", "", _HEAD, "", "| 代码 | 状态 | 说明 |", "|---|---|---|"]
    for code, refusal in sorted(found.items()):
        status = next(number for kind, number in STATUS.items() if issubclass(refusal, kind))
        lines.append(f"| `{code}` | {status} | {refusal.sentence} |")
    return "\n".join(lines) + "\n"


def _settings() -> str:
    importlib.import_module("huying.config.settings")
    lines = ["# 设置", "", _HEAD + "全部来自环境变量。", "", "| 变量 | 缺省 | 含义 |", "|---|---|---|"]
    lines += [
        f"| `{one.name}` | `{one.default}` | {one.meaning} |" for one in sorted(DECLARED.values(), key=lambda s: s.name)
    ]
    return "\n".join(lines) + "\n"


def _openapi() -> str:
    document = importlib.import_module("huying.config.api").openapi()
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huying.config.settings")
    django.setup()
    write(Path("docs/reference"))

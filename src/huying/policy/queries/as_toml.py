"""A policy as the TOML file that can be edited and published again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from huying.domain.policies import Policy, to_data


def as_toml(policy: Policy) -> str:
    """Return a text that ``tomllib`` and ``parse_policy`` read back to an equal policy."""
    data = to_data(policy)
    lines = [f"profile = {_value(data['profile'])}", f"name = {_value(data['name'])}"]
    if not data["notices"]:
        lines.append("notices = []")
    lines += ["", "[parameters]"]
    lines += [f"{name} = {_value(entry)}" for name, entry in data["parameters"].items()]
    for part in ("rules", "tags", "ladder", "notices"):
        for row in data[part]:
            lines += ["", f"[[{part}]]", *(f"{name} = {_value(value)}" for name, value in row.items())]
    return "\n".join(lines) + "\n"


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{name} = {_value(inner)}" for name, inner in value.items()) + " }"
    # JSON writes texts, numbers and yes or no as TOML does, but for one control character.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")

"""Lines of the log, as JSON for machines or as plain Chinese: none holds a number, a name or a text of a citizen.

A line holds what stands in ``FIELDS`` and nothing else that a library hangs on it. Of a fault it holds kind,
places in the code and a message without digits and without words: messages quote what people typed.
"""

from __future__ import annotations

import logging
import re
import traceback
from datetime import datetime
from types import TracebackType
from typing import Any

from pythonjsonlogger.core import LogData
from pythonjsonlogger.json import JsonFormatter

from huying.domain.errors import Refusal
from huying.foundation import trace
from huying.foundation.clock import SHANGHAI
from huying.language.masking import mask_numbers

FIELDS = ("method", "status", "ms", "statements", "statement", "job_id", "attempt", "outcome", "refusal")
_LABELS = {
    "method": "方法",
    "status": "状态",
    "ms": "毫秒",
    "statements": "语句数",
    "attempt": "第几次",
    "outcome": "结果",
    "refusal": "代码",
}
_WORDS = re.compile(r"[^\x00-\x7f]+")
_QUOTED = re.compile(r"(['\"(]).{3,}?(['\")])")
_LONGEST = 300

_Fault = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class JsonLines(JsonFormatter):
    """One JSON object a line."""

    def add_fields(self, log_data: LogData, record: logging.LogRecord, message_dict: dict[str, Any]) -> None:
        """Fill a line with what it may hold."""
        del message_dict
        log_data.update(_line(record))


class PlainLines(logging.Formatter):
    """A sentence a line, for a person at a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, with the places of a fault below it."""
        line = _line(record)
        told = "，".join(f"{label} {line[name]}" for name, label in _LABELS.items() if name in line)
        head = f"{line['time'][11:19]} {line['message']}" + (f"（{told}）" if told else "")
        return "\n".join([head, *line.get("fault", [])])


def _line(record: logging.LogRecord) -> dict[str, Any]:
    work = trace.present()
    route = work.route if work else ""
    line: dict[str, Any] = {
        "time": datetime.fromtimestamp(record.created, tz=SHANGHAI).isoformat(timespec="milliseconds"),
        "level": record.levelname,
        "logger": record.name,
        "message": _message(record, route),
    }
    if work:
        line |= {"request_id": work.id, "route": route}
        line |= {"caused_by": work.cause} if work.cause not in {"", work.id} else {}
        line |= {"person_id": work.person_id} if work.person_id else {}
    line |= {name: value for name in FIELDS if (value := getattr(record, name, None)) not in (None, "")}
    if "statement" in line:
        line["statement"] = mask_numbers(line["statement"])
    if record.exc_info and record.exc_info[1]:
        line["fault"] = fault_lines(record.exc_info)
    return line


def _message(record: logging.LogRecord, route: str) -> str:
    """Return the message, digits masked; Django's own lines of a request name its path, ours the route."""
    if record.name.startswith("django.") and (hasattr(record, "request") or hasattr(record, "status_code")):
        return f"{record.msg.partition(':')[0]} {route}" if isinstance(record.msg, str) else route
    return mask_numbers(record.getMessage())


def fault_lines(fault: _Fault) -> list[str]:
    """Return a fault and what caused it: kind and guarded message, then its places in the code."""
    lines: list[str] = []
    present: BaseException | None = fault[1]
    while present is not None and len(lines) < _LONGEST:
        places = [f"{one.filename}:{one.lineno} {one.name}" for one in traceback.extract_tb(present.__traceback__)]
        lines += [f"{type(present).__module__}.{type(present).__qualname__}：{_guarded(present)}", *places]
        present = present.__cause__ or (None if present.__suppress_context__ else present.__context__)
    return lines


def _guarded(fault: BaseException) -> str:
    """Return what a fault says in ASCII words, digits and quoted parts left out; a refusal says its code."""
    if isinstance(fault, Refusal):
        return fault.code
    first = (str(fault).strip().splitlines() or [""])[0]
    return mask_numbers(_QUOTED.sub(r"\1…\2", _WORDS.sub("…", first)))[:_LONGEST]

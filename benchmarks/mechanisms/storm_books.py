"""What the people of a storm wrote down, compared with what the database holds."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

Ask = Callable[..., list[tuple[Any, ...]]]
Line = Mapping[str, Any]

_MARK = re.compile(r"〔\d+-\d+〕")
_MANY = frozenset({"merge_orders"})
"""Written to every order they concern."""

_EVENTS = "SELECT order_id, seq, action, person_id FROM workorders_event"
_TEXTS = """
SELECT t.body, t.order_id, t.event FROM workorders_text t
  JOIN workorders_event e ON e.order_id = t.order_id AND e.seq = t.event
 WHERE e.action <> 'answer_merged'
"""
_TWICE = """
SELECT (SELECT count(*) FROM (SELECT 1 FROM workorders_event WHERE action = 'open_task'
         GROUP BY order_id, data->'set'->>'round' HAVING count(*) > 1) x)
     + (SELECT count(*) FROM (SELECT 1 FROM workorders_event WHERE action = 'answer_merged'
         GROUP BY order_id, data->>'master', data->>'reply' HAVING count(*) > 1) x)
     + (SELECT count(*) FROM (SELECT 1 FROM workorders_reply GROUP BY order_id, event HAVING count(*) > 1) x)
"""
_UNDONE = """
SELECT (SELECT count(*) FROM workorders_order WHERE state = 'replied'),
       (SELECT count(*) FROM workorders_merge m JOIN workorders_order c ON c.id = m.child_id
          JOIN workorders_order o ON o.id = m.master_id
         WHERE m.ended_at IS NULL AND c.is_open AND (NOT o.is_open
            OR (o.accountable_unit_id IS NOT NULL AND c.accountable_unit_id IS DISTINCT FROM o.accountable_unit_id))),
       (SELECT count(*) FROM workorders_order o WHERE state = 'awaiting_dispatch'
           AND NOT EXISTS (SELECT 1 FROM dispatch_suggestion s WHERE s.order_id = o.id)),
       (SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed')
"""
_BROKEN = """
SELECT (SELECT count(*) FROM workorders_order o WHERE is_open AND accountable_unit_id IS NOT NULL AND 1 <>
         (SELECT count(*) FROM workorders_assignment a
           WHERE a.order_id = o.id AND part = 'lead' AND closed_at IS NULL)),
       (SELECT count(*) FROM workorders_order o WHERE is_open AND state <> 'replied' AND 1 <>
         (SELECT count(*) FROM workorders_clock c WHERE c.order_id = o.id AND stopped_at IS NULL AND c.due_at = o.due_at
             AND stage IN ('accept', 'dispatch', 'handle', 'followup'))),
       (SELECT count(*) FROM workorders_order o WHERE is_open AND open_assists <>
         (SELECT count(*) FROM workorders_assignment a
           WHERE a.order_id = o.id AND part = 'assist' AND closed_at IS NULL)),
       (SELECT count(*) FROM workorders_order a JOIN workorders_order b ON b.id = a.repeats_id
         WHERE b.repeats_id IS NOT NULL),
       (SELECT count(*) FROM workorders_merge a JOIN workorders_merge b ON b.child_id = a.master_id
         WHERE a.ended_at IS NULL AND b.ended_at IS NULL)
"""
_UNDONE_JOBS = """
SELECT task_name, args, status, attempts, scheduled_at::text FROM procrastinate_jobs
 WHERE status <> 'succeeded'
 ORDER BY id DESC LIMIT 10
"""


def compared(lines: Iterable[Line], *, ask: Ask) -> dict[str, Any]:
    """Count what was acknowledged and is not there, what is there twice, and what was refused and is there.

    ``inconsistent`` counts orders without exactly one lead or limit, and chains of repeats or merges.
    """
    lines = list(lines)
    events = {(order, seq): (action, person) for order, seq, action, person in ask(_EVENTS)}
    places: defaultdict[str, set[tuple[int, int]]] = defaultdict(set)
    for body, order, event in ask(_TEXTS):
        for mark in _MARK.findall(body):
            places[mark].add((order, event))
    lost = [line for line in lines if line["outcome"] == "done" and not _is_there(line, events, places)]
    doubled = [line for line in lines if len(places[line["mark"]]) > 1 and line["action"] not in _MANY]
    ghosts = [line for line in lines if line["outcome"] in {"conflict", "refused"} and places[line["mark"]]]
    (twice,) = ask(_TWICE)[0]
    undone, inconsistent = ask(_UNDONE)[0], ask(_BROKEN)[0]
    return {
        "lost": len(lost),
        "doubled": len(doubled) + twice,
        "written_though_refused": len(ghosts),
        "jobs_lost": sum(undone[:3]),
        "jobs_failed": undone[3],
        "inconsistent": sum(inconsistent),
        "examples": {
            "lost": lost[:3],
            "doubled": doubled[:3],
            "ghosts": ghosts[:3],
            "undone": list(undone),
            "undone_jobs": ask(_UNDONE_JOBS) if any(undone) else [],
            "inconsistent": list(inconsistent),
        },
    }


def _is_there(line: Line, events: Mapping[tuple[int, int], tuple[str, int]], places: Mapping[str, Any]) -> bool:
    """Say whether an acknowledged action stands in the history, where the form said it would."""
    action, person = events.get((line["order"], line["seq"]), ("", 0))
    named = {line["action"], "take_merged"} if line["action"] in _MANY else {line["action"]}
    has_text = line["action"] not in {"sign_order", "withdraw_return", "withdraw_extension", "link_repeat"}
    return action in named and person == line["person"] and (not has_text or bool(places[line["mark"]]))


def tallied(lines: Iterable[Line]) -> dict[str, Any]:
    """Count how attempts ended, and by which code they were refused."""
    lines = list(lines)
    ends = Counter(line["outcome"] for line in lines)
    codes = {
        outcome: dict(Counter(line["code"] for line in lines if line["outcome"] == outcome).most_common())
        for outcome in ("conflict", "refused", "fault")
    }
    return {
        "attempts": len(lines),
        "done": ends["done"],
        "conflicts_refused": ends["conflict"],
        "refused_otherwise": ends["refused"],
        "cut_off": ends["broken"],
        "other_errors": ends["fault"],
        "asked_again": sum(line.get("tried", 1) > 1 for line in lines),
        "codes": codes,
    }

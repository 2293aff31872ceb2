"""What the worker's jobs ought to do, and which of them wait."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from procrastinate.contrib.django import app

from huying.foundation import clock
from huying.policy.queries import calendar_of
from tests.anyhow.looks import due_after
from tests.anyhow.sheet import IN_HAND, Sheet

_WAITING = (
    "SELECT id, task_name, args - 'caused_by', scheduled_at FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id"
)


@dataclass(frozen=True, kw_only=True)
class Job:
    """A job that waits; ``not_before`` is ``None`` where it may be done at once."""

    id: int
    task: str
    args: dict[str, Any]
    not_before: datetime | None

    def run(self, *, at: datetime) -> None:
        """Do it as a worker does."""
        with clock.moved(at):
            app.tasks[self.task].func(**self.args)


def waiting_jobs() -> list[Job]:
    """Return what is to be done, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(_WAITING)
        rows = cursor.fetchall()
    return [
        Job(id=key, task=task, args=json.loads(args) if isinstance(args, str) else args, not_before=not_before)
        for key, task, args, not_before in rows
    ]


def let_happen(job: Job, sheets: dict[int, Sheet], *, at: datetime) -> None:
    """Write on the sheets what a job ought to do; most do nothing to an order."""
    sheet = sheets[job.args["order_id"]] if "order_id" in job.args else None
    if sheet is None:
        return
    match job.task:
        case "intake.follow_master":
            _follow(sheet, sheets, at=at)
        case "intake.put_off_merged":
            _put_off(sheet, sheets)
        case "intake.answer_merged":
            _follow(sheet, sheets, at=at)
            if _is_merged_into(sheet, job.args["master_id"]):
                sheet.replied()
                sheet.stop("dispatch", "sign")
                sheet.roads.discard("merged")
                sheet.master = None
                sheet.events += 1
        case "intake.unmerge_order" if _is_merged_into(sheet, job.args["master_id"]):
            sheets[job.args["master_id"]].events += 1
            sheet.leave(calendar=calendar_of(centre_id=sheet.centre), at=at)
            sheet.events += 1
        case "notices.climb_roster" if _is_silent(sheet, job.args["sent"]):
            sheet.called_duty.add(sheet.sent)
            sheet.events += 1
        case "followup.open_task" if sheet.state == "replied" and sheet.round == job.args["round"]:
            sheet.state, sheet.next_try = "awaiting_followup", at
            sheet.start(("followup", None))
            sheet.events += 1


def _is_merged_into(sheet: Sheet, master_id: int) -> bool:
    return sheet.is_open and "merged" in sheet.roads and sheet.master == master_id


def _is_silent(sheet: Sheet, sent: int) -> bool:
    """Say whether nobody signed yet, and nobody was called: units have no roster here, so it is the hotline's turn."""
    is_waiting = sheet.state == "dispatched" and not {"merged", "return"} & sheet.roads
    return is_waiting and sheet.sent == sent and sent not in sheet.called_duty


def _put_off(sheet: Sheet, sheets: dict[int, Sheet]) -> None:
    """Let a merged order be due with its master."""
    if sheet.is_open and "merged" in sheet.roads and sheet.put_off_with(sheets[sheet.master or 0]):
        sheet.events += 1


def _follow(sheet: Sheet, sheets: dict[int, Sheet], *, at: datetime) -> None:
    """Let a merged order have its master's lead, then its limit."""
    master = sheets.get(sheet.master or 0)
    if not sheet.is_open or "merged" not in sheet.roads or master is None:
        return
    if master.state == "awaiting_dispatch" and sheet.lead:
        sheet.wait_again()
        sheet.events += 1
    elif master.lead and master.state != "withdrawn":
        has_it = sheet.lead == master.lead and sheet.state in IN_HAND
        state = "dispatched" if master.state == "dispatched" and not has_it else "handling"
        is_there = sheet.state == state or (sheet.state == "contacted" and state == "handling")
        if not (is_there and sheet.lead == sheet.holder == master.lead):
            _take_lead(sheet, master, state=state, at=at)
    _put_off(sheet, sheets)


def _take_lead(sheet: Sheet, master: Sheet, *, state: str, at: datetime) -> None:
    """Hold the master's lead to a merged order: what waited gets a limit of handling, which is its own."""
    assert master.lead
    waited = not sheet.is_handled
    if sheet.lead != master.lead:
        sheet.lead_since = at
    sheet.lead = sheet.holder = master.lead
    if sheet.granted and sheet.granted[0] != master.lead and waited:
        sheet.promised = sheet.granted[1]
    sheet.district, sheet.state = master.district, state
    sheet.known_to |= {master.lead, *master.copied}
    sheet.stop("dispatch", "sign", "contact", "pass_down", "handle")
    sheet.start(("handle", master.lead), *([("sign", master.lead)] if state == "dispatched" else []))
    sheet.events += 1
    if waited:
        sheet.due = due_after(order_id=sheet.id, action="follow_master")
        sheet.own, sheet.out_again = sheet.own or sheet.due, at

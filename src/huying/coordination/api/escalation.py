"""Questions to superiors and instructions through the API."""

from __future__ import annotations

from ninja import Router

from huying.coordination.actions.answer_escalation import answer_escalation
from huying.coordination.actions.escalate import escalate
from huying.coordination.actions.instruct import instruct
from huying.coordination.actions.report_instruction import report_instruction
from huying.coordination.schemas.escalation import AnswerIn, EscalateIn, InstructIn, InstructionReportIn
from huying.workorders.api.act import offer

router = Router()

offer(router, action="escalate", given=EscalateIn, act=escalate)
offer(router, action="answer_escalation", given=AnswerIn, act=answer_escalation)
offer(router, action="instruct", given=InstructIn, act=instruct)
offer(router, action="report_instruction", given=InstructionReportIn, act=report_instruction)

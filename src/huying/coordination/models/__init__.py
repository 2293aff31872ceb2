"""What only coordination keeps."""

from huying.coordination.models.conference import Conference, Opinion
from huying.coordination.models.escalation import Escalation, Instruction
from huying.coordination.models.whistle import Whistle, WhistleCall, WhistleCheck, WhistleTask

__all__ = [
    "Conference",
    "Escalation",
    "Instruction",
    "Opinion",
    "Whistle",
    "WhistleCall",
    "WhistleCheck",
    "WhistleTask",
]

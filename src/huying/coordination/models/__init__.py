"""What only coordination keeps."""

from huying.coordination.models.conference import Conference, Opinion
from huying.coordination.models.escalation import Escalation, Instruction

__all__ = ["Conference", "Escalation", "Instruction", "Opinion"]

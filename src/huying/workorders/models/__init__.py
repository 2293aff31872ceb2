"""Tables that two stages read: the order, its assignments, clocks, texts, pictures, history and seals."""

from huying.workorders.models.answers import Contact, Reply, Visit
from huying.workorders.models.attachments import Attachment
from huying.workorders.models.focus import Focus
from huying.workorders.models.history import Event, Seal, SealEntry
from huying.workorders.models.holds import Hold
from huying.workorders.models.merges import Merge
from huying.workorders.models.order import Assignment, Clock, Order
from huying.workorders.models.texts import Erasure, LikenessKey, SearchRow, Text

__all__ = [
    "Assignment",
    "Attachment",
    "Clock",
    "Contact",
    "Erasure",
    "Event",
    "Focus",
    "Hold",
    "LikenessKey",
    "Merge",
    "Order",
    "Reply",
    "Seal",
    "SealEntry",
    "SearchRow",
    "Text",
    "Visit",
]

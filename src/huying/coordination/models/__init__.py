"""Tables of coordination."""

from huying.coordination.models.whistle import Whistle, WhistleCall, WhistleCheck, WhistleTask

__all__ = ["Whistle", "WhistleCall", "WhistleCheck", "WhistleTask"]

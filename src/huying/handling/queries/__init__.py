"""Reads of handling. What other rooms ask stands here."""

from huying.handling.queries.advice import advice_on, advice_on_last
from huying.handling.queries.extensions import ExtensionRow, extensions_of
from huying.handling.queries.hangings import HangingRow, hangings_of
from huying.handling.queries.panel import Panel, duty_is_above, panel, sent_back, units_below

__all__ = [
    "ExtensionRow",
    "HangingRow",
    "Panel",
    "advice_on",
    "advice_on_last",
    "duty_is_above",
    "extensions_of",
    "hangings_of",
    "panel",
    "sent_back",
    "units_below",
]

"""Filters that put lengths of time into Chinese words."""

from __future__ import annotations

from datetime import datetime, timedelta

from django import template
from django.utils.safestring import SafeString, mark_safe

from huying.foundation.clock import SHANGHAI

register = template.Library()

_MINUTE = 60
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR
_MOST = 999


@register.filter
def lasting(span: timedelta) -> str:
    """Say a length of time in its two largest units, cut to the minute: ``1 天 2 小时``."""
    seconds = int(abs(span.total_seconds()))
    if seconds < _MINUTE:
        return "不足 1 分钟"
    days, rest = divmod(seconds, _DAY)
    hours, rest = divmod(rest, _HOUR)
    minutes = rest // _MINUTE
    if days:
        return f"{days} 天 {hours} 小时" if hours else f"{days} 天"
    if hours:
        return f"{hours} 小时 {minutes} 分" if minutes else f"{hours} 小时"
    return f"{minutes} 分钟"


@register.filter
def apart(due: datetime, at: datetime) -> str:
    """Say how far two moments are from each other: ``3 小时 20 分``."""
    return lasting(due - at)


@register.filter
def moment(at: datetime, pattern: str = "%Y-%m-%d %H:%M") -> SafeString:
    """Write a moment as a ``time`` element, by a pattern of ``strftime``; lists show hundreds, and ``date`` is slow."""
    local = at.astimezone(SHANGHAI)
    return mark_safe(f'<time datetime="{local.isoformat()}">{local:{pattern}}</time>')  # noqa: S308  # digits alone


@register.filter
def capped(count: int) -> str:
    """Write a count, which stops at ``999+``."""
    return str(count) if count <= _MOST else f"{_MOST}+"

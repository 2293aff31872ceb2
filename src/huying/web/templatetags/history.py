"""A line of a history, drawn at once: two hundred through the template language cost half of an order's page."""

from __future__ import annotations

from django import template
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString

from huying.web.rows import HistoryEntry
from huying.web.templatetags.wording import moment

register = template.Library()


@register.filter
def history_line(entry: HistoryEntry) -> SafeString:
    """Write one entry of ``web/components/timeline.html``."""
    note = f'<p class="hy-timeline-note">{escape(entry.note)}</p>' if entry.note else ""
    pictures = render_to_string("web/components/pictures.html", {"pictures": entry.pictures}) if entry.pictures else ""
    return SafeString(
        f'<li class="is-{entry.tone}">{moment(entry.when, "%Y-%m-%d %H:%M")}'
        f'<div><p class="hy-timeline-what">{escape(entry.what)}</p>'
        f'<p class="hy-timeline-who">{escape(entry.by)}</p>{note}{pictures}</div></li>'
    )

"""A line of a history, drawn at once: two hundred through the template language cost half of an order's page."""

from __future__ import annotations

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from huying.web.rows import HistoryEntry
from huying.web.templatetags.wording import moment

register = template.Library()


@register.filter
def history_line(entry: HistoryEntry) -> SafeString:
    """Write one entry of ``web/components/timeline.html``."""
    return format_html(
        '<li class="is-{}">{}<div><p class="hy-timeline-what">{}</p><p class="hy-timeline-who">{}</p>{}{}</div></li>',
        entry.tone,
        moment(entry.when, "%Y-%m-%d %H:%M"),
        entry.what,
        entry.by,
        format_html('<p class="hy-timeline-note">{}</p>', entry.note) if entry.note else "",
        render_to_string("web/components/pictures.html", {"pictures": entry.pictures}) if entry.pictures else "",
    )

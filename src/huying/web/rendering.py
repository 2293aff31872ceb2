"""Draw select boxes at once: Django draws each option by two templates, half of a page that offers 330 units."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.forms.utils import flatatt
from django.http import HttpRequest
from django.utils.safestring import SafeString

_SELECT = "django/forms/widgets/select.html"


class FormRenderer(DjangoTemplates):
    """Django's own renderer, but for select boxes."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """Return a widget's HTML."""
        if template_name == _SELECT:
            return _select(context["widget"])
        return super().render(template_name, context, request)


def _select(widget: dict[str, Any]) -> SafeString:
    groups = "".join(_group(name, options) for name, options, _ in widget["optgroups"])
    return SafeString(f'<select name="{escape(widget["name"])}"{flatatt(widget["attrs"])}>{groups}</select>')


def _group(name: str | None, options: list[dict[str, Any]]) -> str:
    drawn = "".join(
        _option(str(one["value"]), str(one["label"]), flatatt(one["attrs"]) if one["attrs"] else "") for one in options
    )
    return f'<optgroup label="{escape(name)}">{drawn}</optgroup>' if name else drawn


@lru_cache(maxsize=4096)
def _option(value: str, label: str, attributes: str) -> str:
    return f'<option value="{escape(value)}"{attributes}>{escape(label)}</option>'

"""What is typed to make orders of their own out of a message with several matters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from huying.catalogue.queries.near import DemandRow
from huying.intake.actions.register_order import TITLE_MAX
from huying.intake.actions.split_order import PLACE_MAX, Part, SplitIncomplete
from huying.intake.forms.registering import SEEN_BY_UNITS, matters_offered
from huying.language.titles import title_of
from huying.workorders.forms import OrderForm

_PLACES = (1, 2, 3)


def split_initial(parts: Sequence[DemandRow], places: Sequence[str]) -> dict[str, Any]:
    """Return what the form begins with: the first demand stays with this order, the others are split off.

    ``places`` are those of the parts, empty where nothing was read.
    """
    if not parts:
        return {}
    given: dict[str, Any] = {"rest": parts[0].text}
    for place, part, where in zip(_PLACES, parts[1:], places[1:], strict=False):
        given |= {
            f"title_{place}": title_of(part.plain),
            f"matter_{place}": part.matter.id,
            f"place_{place}": where,
            f"transfer_{place}": part.plain,
        }
    return given


class SplitForm(OrderForm):
    """Up to three further matters; the fields of a matter that is not there stay empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask title, matter, place and 转办内容 of each, then what is left of this order."""
        super().__init__(*args, **kwargs)
        matters = matters_offered(self.actor)
        area = forms.Textarea(attrs={"rows": 3})
        for place in _PLACES:
            self.fields[f"title_{place}"] = forms.CharField(
                label=f"拆出第 {place} 件：标题", max_length=TITLE_MAX, required=False
            )
            self.fields[f"matter_{place}"] = forms.TypedChoiceField(
                label=f"第 {place} 件：事项", coerce=int, empty_value=None, required=False, choices=matters
            )
            self.fields[f"place_{place}"] = forms.CharField(
                label=f"第 {place} 件：详细地点", max_length=PLACE_MAX, required=False, help_text="不填则与本单相同。"
            )
            self.fields[f"transfer_{place}"] = forms.CharField(
                label=f"第 {place} 件：转办内容", max_length=20000, required=False, widget=area
            )
        self.fields["rest"] = forms.CharField(
            label="本单改后的转办内容",
            max_length=20000,
            required=False,
            widget=area,
            help_text=f"只写留在本单的那件事；不填则不变。{SEEN_BY_UNITS}",
        )

    def clean(self) -> dict[str, Any]:
        """Put the fields of each matter together."""
        given: dict[str, Any] = super().clean() or {}
        typed = [
            Part(
                title=given.pop(f"title_{place}", ""),
                transfer=given.pop(f"transfer_{place}", ""),
                matter_id=given.pop(f"matter_{place}", None),
                place_text=given.pop(f"place_{place}", ""),
            )
            for place in _PLACES
        ]
        given["parts"] = [part for part in typed if part.title or part.transfer or part.matter_id or part.place_text]
        if not given["parts"]:
            self.add_error(None, SplitIncomplete.sentence)
        return given

"""The frame of every form that acts on an order; forms of erasing a text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from huying.domain.actors import Actor
from huying.domain.guards import OrderFacts
from huying.foundation import clock
from huying.workorders.choices import TextKind
from huying.workorders.queries.erasures import TextLine


class OrderForm(forms.Form):
    """A form drawn from an order; ``seen`` is the last event it was drawn from."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Actor, order: OrderFacts, **kwargs: Any) -> None:
        """Keep who fills the form and for which order, so that choices can be cut to both."""
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.order = order


class NumberForm(forms.Form):
    """The number of an order."""

    number = forms.CharField(label="工单编号", max_length=30)


class ErasureForm(forms.Form):
    """Which text of the order is to go, and by what law."""

    text = forms.ChoiceField(
        label="要删除的正文",
        help_text="一份申请删除一段。诉求原文和转办内容往往写着同样的话，都要删除的请分别申请。",
        widget=forms.RadioSelect,
    )
    legal_basis = forms.CharField(
        label="法律依据和文书编号",
        help_text="例如：个人信息保护法第四十七条，删除申请书第 12 号。请勿写诉求人姓名。",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, texts: Sequence[TextLine], **kwargs: Any) -> None:
        """Offer the texts that are still there and not yet asked for."""
        super().__init__(*args, **kwargs)
        self.fields["text"].choices = [  # type: ignore[attr-defined]  # a field of choices
            (f"{text.event}-{text.kind}", _named(text)) for text in texts if not (text.is_erased or text.is_asked)
        ]

    def chosen(self) -> tuple[int, TextKind]:
        """Return the event and the kind of the chosen text."""
        event, kind = self.cleaned_data["text"].split("-")
        return int(event), TextKind(kind)


class SettleForm(forms.Form):
    """The second person's decision."""

    APPROVE, REFUSE = "approve", "refuse"

    decision = forms.ChoiceField(
        label="复核意见",
        widget=forms.RadioSelect,
        choices=[(APPROVE, "同意，立即删除（不能恢复）"), (REFUSE, "不予删除")],
    )


def _named(text: TextLine) -> str:
    return f"{text.kind.label}（{text.brought_by}，{text.written_at.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}）"

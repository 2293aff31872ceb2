"""What staff type of an order that is there."""

from __future__ import annotations

from typing import Any

from django import forms

from huying.domain.actors import Role
from huying.intake.actions.link_repeat import RepeatUnfit
from huying.intake.actions.urge_order import URGE_MAX, UrgeUnfit
from huying.intake.choices import UrgeKind
from huying.intake.forms.registering import SEEN_BY_UNITS
from huying.intake.queries import offered_as_repeated
from huying.workorders.forms import OrderForm

# 约定: whoever speaks with callers writes down that one urged; whoever watches urges what is late, or for a leader.
_KINDS = {
    Role.OPERATOR: (UrgeKind.CALLER, UrgeKind.LEADER),
    Role.SUPERVISOR: (UrgeKind.OVERDUE, UrgeKind.LEADER),
}


class RepeatForm(OrderForm):
    """Which earlier order is brought up again."""

    found = forms.ChoiceField(label="可能是哪一单", required=False, widget=forms.RadioSelect)
    repeats_number = forms.CharField(
        label="原工单编号", max_length=30, required=False, help_text="不在上面的，填写同一问题更早的工单编号。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer what is similar and earlier."""
        super().__init__(*args, **kwargs)
        rows = offered_as_repeated(order_id=self.order.id, actor=self.actor)
        self.fields["found"].choices = [(row.number, f"{row.number} {row.title}（{row.state_label}）") for row in rows]  # type: ignore[attr-defined]  # a field of choices
        if not rows:
            del self.fields["found"]

    def clean(self) -> dict[str, Any]:
        """Take the number that was typed, else the chosen one."""
        given: dict[str, Any] = super().clean() or {}
        chosen = given.pop("found", "")
        given["repeats_number"] = given.get("repeats_number") or chosen
        if not given["repeats_number"]:
            self.add_error("repeats_number", RepeatUnfit.sentence)
        return given


class UrgeForm(OrderForm):
    """Who urges, and what is wanted."""

    kind = forms.TypedChoiceField(label="催办类型", choices=UrgeKind.choices, coerce=UrgeKind, widget=forms.RadioSelect)
    words = forms.CharField(
        label="催办内容",
        max_length=URGE_MAX,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=f"写明诉求人或领导的意见、要求何时答复。{SEEN_BY_UNITS}不超过 {URGE_MAX} 个字。",
        error_messages={"required": UrgeUnfit.sentence},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer what the actor's role has to do with."""
        super().__init__(*args, **kwargs)
        kinds = _KINDS.get(self.actor.role, tuple(UrgeKind))
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]  # type: ignore[attr-defined]  # a field of choices
        self.initial.setdefault("kind", kinds[0].value)

"""What lists of messages are cut to."""

from __future__ import annotations

from django import forms

from huying.notices.choices import MessageState


class MessageFilter(forms.Form):
    """One state, or all."""

    state = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *MessageState.choices])

    def wanted(self) -> str:
        """Return the state that was chosen; what is none means all."""
        self.is_valid()
        return str(self.cleaned_data.get("state", ""))

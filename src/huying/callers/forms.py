"""What somebody says before a caller's identity is opened."""

from __future__ import annotations

from typing import Any

from django import forms

from huying.callers.choices import IdentityField, Purpose
from huying.callers.queries import MaskedIdentity
from huying.domain.privacy import FIELDS_FOR, NEEDS_NOTE
from huying.domain.privacy import IdentityField as DomainField
from huying.domain.privacy import Purpose as DomainPurpose


class UnmaskForm(forms.Form):
    """Purpose, parts and, where the purpose needs one, the ground."""

    purpose = forms.TypedChoiceField(label="用途", coerce=DomainPurpose, widget=forms.RadioSelect)
    fields_wanted = forms.TypedMultipleChoiceField(
        label="要查看的项目",
        coerce=DomainField,
        widget=forms.CheckboxSelectMultiple,
        help_text="只勾选办理这件诉求需要的项目。",
    )
    note = forms.CharField(
        label="说明",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="依法调取的，须写明调取机关和文书编号。",
    )

    def __init__(self, *args: Any, caller: MaskedIdentity, **kwargs: Any) -> None:
        """Offer the purposes that are open and the parts that were given and that one of them needs."""
        super().__init__(*args, **kwargs)
        needed = {field for purpose in caller.purposes for field in FIELDS_FOR[purpose]}
        given = [field for field in IdentityField if field.value in needed and getattr(caller, field.value)]
        self.fields["purpose"].choices = [  # type: ignore[attr-defined]  # a choice field
            (purpose.value, _words(purpose)) for purpose in caller.purposes
        ]
        self.fields["fields_wanted"].choices = [  # type: ignore[attr-defined]  # a choice field
            (field.value, f"{field.label}（{getattr(caller, field.value)}）") for field in given
        ]
        if not any(purpose in NEEDS_NOTE for purpose in caller.purposes):
            self.fields["note"].help_text = ""


def _words(purpose: DomainPurpose) -> str:
    parts = "、".join(str(field.label) for field in IdentityField if field.value in FIELDS_FOR[purpose])
    return f"{Purpose(purpose).label}（{parts}）"

"""What a citizen types about the own order, alone."""

from __future__ import annotations

from django import forms

from huying.domain.talking import MESSAGE_MAX, MessageUnfit
from huying.intake.actions.add_information import INFORMATION_MAX, InformationUnfit
from huying.intake.actions.urge_order import URGE_MAX
from huying.intake.actions.withdraw_order import REASON_MAX, WithdrawalUnexplained
from huying.intake.forms.registering import CITIZENS_PICTURES
from huying.workorders.forms import PicturesField

_TO_UNITS = "承办单位会看到；要求保密的，由热线转告。"


class _OwnForm(forms.Form):
    """A form drawn from the own order; ``seen`` is the last event it was drawn from."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class AddForm(_OwnForm):
    """New facts."""

    information = forms.CharField(
        label="还有什么情况？",
        max_length=INFORMATION_MAX,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=f"{_TO_UNITS}请不要写身份证号、银行卡号。不超过 {INFORMATION_MAX} 个字。",
        error_messages={"required": InformationUnfit.sentence, "max_length": InformationUnfit.sentence},
    )
    pictures = PicturesField(label="现场照片", help_text="可以不选。", most=CITIZENS_PICTURES)


class WriteForm(_OwnForm):
    """What the citizen says to the unit."""

    words = forms.CharField(
        label="想和承办单位说什么？",
        max_length=MESSAGE_MAX,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=f"承办单位和热线都看得到。请不要写身份证号、银行卡号。不超过 {MESSAGE_MAX} 个字。",
        error_messages={"required": MessageUnfit.sentence, "max_length": MessageUnfit.sentence},
    )


class UrgeOwnForm(_OwnForm):
    """What the citizen wants said with the urging; nothing need be."""

    words = forms.CharField(
        label="想对承办单位说的话",
        max_length=URGE_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=f"可以不填。{_TO_UNITS}不超过 {URGE_MAX} 个字。",
    )


class WithdrawOwnForm(_OwnForm):
    """Why the citizen takes the demand back."""

    reason = forms.CharField(
        label="为什么不办了？",
        max_length=REASON_MAX,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=f"例如：问题已经解决。不超过 {REASON_MAX} 个字。",
        error_messages={"required": WithdrawalUnexplained.sentence, "max_length": WithdrawalUnexplained.sentence},
    )

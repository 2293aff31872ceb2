"""What a person decides about a model."""

from __future__ import annotations

from django import forms

_LARGEST = 2**31 - 1


class DecisionForm(forms.Form):
    """``seen``: number of the version in use that the page showed, 0: none; ``number``: the version that is meant."""

    seen = forms.IntegerField(min_value=0, max_value=_LARGEST, widget=forms.HiddenInput)
    number = forms.IntegerField(min_value=1, max_value=_LARGEST, required=False, widget=forms.HiddenInput)

"""The frame of every form that acts on an order."""

from __future__ import annotations

from typing import Any

from django import forms

from huying.domain.actors import Actor
from huying.domain.guards import OrderFacts


class OrderForm(forms.Form):
    """A form drawn from an order; ``seen`` is the last event it was drawn from."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Actor, order: OrderFacts, **kwargs: Any) -> None:
        """Keep who fills the form and for which order, so that choices can be cut to both."""
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.order = order

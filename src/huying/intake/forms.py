"""What an operator types while the caller speaks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from huying.catalogue.choices import CatalogueKind
from huying.catalogue.queries.matters import matters_of, version_at
from huying.domain.actors import Actor
from huying.domain.policies import OrderKind as DomainKind
from huying.domain.policies import Urgency as DomainUrgency
from huying.foundation import clock
from huying.foundation.pictures import Kept
from huying.intake.actions.add_information import INFORMATION_MAX, InformationUnfit
from huying.intake.actions.register_order import Registration
from huying.intake.choices import Route
from huying.organisation.choices import Level
from huying.organisation.queries.regions import regions_of
from huying.workorders.choices import Channel, OrderKind, Urgency
from huying.workorders.forms import OrderForm, PicturesField

# More options than this make a page of a megabyte and a list that nobody scrolls through.
_MOST_PLACES = 1000
_BELOW_STREET = {Level.COMMUNITY, Level.GRID}
_UNSEEN_BY_UNITS = "诉求人要求保密的，承办单位看不到图片。"
SEEN_BY_UNITS = "承办单位看得到；保密诉求不要写入能认出诉求人的信息。"


class RegisterForm(forms.Form):
    """A demand. The order of the fields is the order of the conversation."""

    phone = forms.CharField(
        label="来电号码", max_length=40, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    name = forms.CharField(label="诉求人姓名", max_length=40, required=False)
    original = forms.CharField(
        label="诉求原文",
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text="时间、地点、起因、经过和诉求。",
    )
    pictures = PicturesField(help_text=_UNSEEN_BY_UNITS)
    place_text = forms.CharField(label="详细地点", max_length=200, required=False)
    region_id = forms.TypedChoiceField(label="所在区域", coerce=int, empty_value=None, required=False)
    matter_id = forms.TypedChoiceField(label="事项", coerce=int, empty_value=None, required=False)
    kind = forms.ChoiceField(label="诉求类型", choices=OrderKind.choices, initial=OrderKind.HELP)
    urgency = forms.TypedChoiceField(label="紧急程度", choices=Urgency.choices, coerce=int, initial=Urgency.ORDINARY)
    channel = forms.ChoiceField(label="受理渠道", choices=Channel.choices, initial=Channel.PHONE)
    title = forms.CharField(label="标题", max_length=120, required=False, help_text="不填则取原文开头。")
    wants_secrecy = forms.BooleanField(label="诉求人要求保密", required=False)
    transfer = forms.CharField(
        label="转办内容",
        max_length=20000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="承办单位看到的内容；不填则与原文相同。保密诉求必须另写。",
    )
    id_number = forms.CharField(label="证件号码", max_length=40, required=False)
    home_address = forms.CharField(label="家庭住址", max_length=200, required=False)
    route = forms.ChoiceField(label="受理去向", choices=Route.choices, initial=Route.DISPATCH)
    reason = forms.CharField(
        label="答复或告知内容", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    repeats_number = forms.CharField(label="原工单编号", max_length=30, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        """Offer the matters in force and the places of the actor's centre."""
        super().__init__(*args, **kwargs)
        _offer_matters_and_places(self, actor)

    def registration(self, *, pictures: Sequence[Kept]) -> Registration:
        """Return what was typed, as the action takes it; ``pictures`` are the chosen ones, kept."""
        given = {**self.cleaned_data, "pictures": pictures}
        return Registration(
            **given
            | {
                "kind": DomainKind(given["kind"]),
                "urgency": DomainUrgency(given["urgency"]),
                "channel": Channel(given["channel"]),
                "route": Route(given["route"]),
            }
        )


class AcceptForm(OrderForm):
    """What the operator decides about a demand that came in by itself."""

    kind = forms.TypedChoiceField(label="诉求类型", choices=OrderKind.choices, coerce=DomainKind)
    urgency = forms.TypedChoiceField(
        label="紧急程度", choices=Urgency.choices, coerce=lambda value: DomainUrgency(int(value))
    )
    matter_id = forms.TypedChoiceField(label="事项", coerce=int, empty_value=None, required=False)
    region_id = forms.TypedChoiceField(label="所在区域", coerce=int, empty_value=None, required=False)
    route = forms.TypedChoiceField(label="受理去向", choices=Route.choices, coerce=Route)
    reason = forms.CharField(
        label="答复或告知内容",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=SEEN_BY_UNITS,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the matters in force and the places of the actor's centre."""
        super().__init__(*args, **kwargs)
        _offer_matters_and_places(self, self.actor)


class InformationForm(OrderForm):
    """What the caller said later."""

    information = forms.CharField(
        label="补充情况",
        max_length=INFORMATION_MAX,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=f"同转办内容，承办单位可以看到。不超过 {INFORMATION_MAX} 个字。",
        error_messages={"required": InformationUnfit.sentence},
    )
    pictures = PicturesField(help_text=_UNSEEN_BY_UNITS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Warn where the caller asked for secrecy."""
        super().__init__(*args, **kwargs)
        if self.order.is_confidential:
            self.fields["information"].help_text += "诉求人要求保密，不要写入能认出诉求人的信息。"


class WithdrawForm(OrderForm):
    """Why the caller withdraws."""

    reason = forms.CharField(
        label="撤单原因", max_length=400, widget=forms.Textarea(attrs={"rows": 3}), help_text=SEEN_BY_UNITS
    )


def _offer_matters_and_places(form: forms.Form, actor: Actor) -> None:
    """Offer matters and places; in a large city places down to the street, smaller ones are found in the text."""
    version_id = version_at(centre_id=actor.centre_id, kind=CatalogueKind.MATTERS, at=clock.now())
    matters = matters_of(version_id=version_id) if version_id else ()
    regions = list(regions_of(centre_id=actor.centre_id).values())
    if len(regions) > _MOST_PLACES:
        chosen = form.initial.get("region_id")
        regions = [row for row in regions if row.level not in _BELOW_STREET or row.id == chosen]
    matter_field, region_field = form.fields["matter_id"], form.fields["region_id"]
    assert isinstance(matter_field, forms.ChoiceField)
    assert isinstance(region_field, forms.ChoiceField)
    matter_field.choices = [("", "未确定"), *((m.id, m.path_text) for m in matters)]
    region_field.choices = [("", "未确定"), *((r.id, r.path_text) for r in regions)]

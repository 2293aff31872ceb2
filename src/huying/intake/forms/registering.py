"""What an operator types while the caller speaks, and what a citizen types alone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS

from huying.catalogue.choices import CatalogueKind
from huying.catalogue.queries.matters import matters_of, version_at
from huying.domain.actors import Actor
from huying.domain.policies import OrderKind as DomainKind
from huying.domain.policies import Urgency as DomainUrgency
from huying.foundation import clock
from huying.foundation.pictures import Kept
from huying.foundation.proof import Proof, is_met, new_proof, proof_of
from huying.intake.actions.add_information import INFORMATION_MAX, InformationUnfit
from huying.intake.actions.register_by_citizen import DEMAND_MAX, PLACE_MAX, CitizenDemand, DemandIncomplete
from huying.intake.actions.register_order import Proposed, Registration
from huying.intake.choices import Care, Route
from huying.intake.queries import SaidMatters
from huying.language.danger import Danger
from huying.organisation.choices import Level
from huying.organisation.queries.heard import Heard
from huying.organisation.queries.regions import regions_of
from huying.records.queries import ModelOffer, model_offer
from huying.workorders.choices import Channel, OrderKind, Urgency
from huying.workorders.forms import OrderForm, PicturesField
from huying.workorders.queries.danger import DangerRow, danger_of, danger_row, numbers_to_call

_PROPOSED = re.compile(r"(\d{1,18}(?:,\d{1,18}){0,2})(?:;(\d{1,9}))?")
# More options than this make a page of a megabyte and a list that nobody scrolls through.
_MOST_PLACES = 1000
# 约定: drawing a photograph anew takes a second or two, and anybody may send this form.
CITIZENS_PICTURES = 3
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
    # What 「读一读」 proposed as matter, so that the order tells later whether it was taken.
    proposed = forms.CharField(max_length=80, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        """Offer the matters in force and the places of the actor's centre."""
        super().__init__(*args, **kwargs)
        _offer_matters_and_places(self, actor)

    @property
    def chosen_matter(self) -> str:
        """Return the id of the matter that stands in the form; empty where none does."""
        return str(self["matter_id"].value() or "")

    def clean_proposed(self) -> Proposed | None:
        """Return which matters were proposed; nothing where the page was tampered with."""
        matters = self.fields["matter_id"]
        assert isinstance(matters, forms.ChoiceField)
        found = _PROPOSED.fullmatch(self.cleaned_data["proposed"])
        ids = found[1].split(",") if found else []
        if not found or not all(matters.valid_value(one) for one in ids):
            return None
        return Proposed(matter_ids=tuple(map(int, ids)), model_number=int(found[2]) if found[2] else None)

    def take_over(self, said: SaidMatters) -> tuple[str, ...]:
        """Put the first matter and the urgency that the words propose where nothing was chosen (B-30)."""
        proposed: dict[str, Any] = {"matter_id": said.matters[0].id if said.matters else None}
        hastened = int(self.danger.urgency or Urgency.ORDINARY) if self.danger and self.danger.hastens else None
        labels = self.fill_empty(proposed)
        if hastened is None or self.initial.get("urgency") not in {None, "", str(Urgency.ORDINARY.value)}:
            return labels
        self.initial["urgency"] = hastened
        return (*labels, str(self.fields["urgency"].label))

    @cached_property
    def danger(self) -> DangerRow | None:
        """What the words typed so far say of danger."""
        text = str(self.data.get("original") or self.initial.get("original") or "").replace("\r\n", "\n").strip()
        return danger_row(reading=danger_of(text=text), text=text) if text else None

    @cached_property
    def model(self) -> ModelOffer | None:
        """What is to be said of the language model, where there is one."""
        return model_offer(at=clock.now())

    def clean(self) -> dict[str, Any]:
        """Ask once where the words sound like an emergency and another level was chosen; the operator decides."""
        given: dict[str, Any] = super().clean() or {}
        danger, chosen = self.danger, given.get("urgency")
        if not danger or danger.urgency is None or not danger.hastens or chosen is None:
            return given
        if "take_urgency" in self.data:
            given["urgency"] = int(danger.urgency)
        elif (
            danger.urgency is DomainUrgency.EMERGENCY
            and chosen != danger.urgency
            and self.data.get("danger_seen") != "yes"
        ):
            self.add_error(
                "urgency", f"内容像有险情，建议「{danger.urgency_label}」。请核对后选择按建议还是按所选登记。"
            )
        return given

    def fill_from(self, heard: Heard) -> tuple[str, ...]:
        """Put what was heard where nothing was typed; return the labels of what was filled.

        A place smaller than those offered is taken for the one above it.
        """
        region_field = self.fields["region_id"]
        assert isinstance(region_field, forms.ChoiceField)
        region = next((one for one in heard.chain if region_field.valid_value(str(one))), None)
        return self.fill_empty({"place_text": heard.place_text, "region_id": region})

    def fill_empty(self, proposed: Mapping[str, Any]) -> tuple[str, ...]:
        """Put what is proposed where nothing was typed; return the labels of what was filled."""
        filled = [name for name, value in proposed.items() if value and not self.initial.get(name)]
        self.initial.update({name: proposed[name] for name in filled})
        return tuple(str(self.fields[name].label) for name in filled)

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

    transfer = forms.CharField(
        label="转办内容",
        max_length=20000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="诉求人要求保密：承办单位只看到这里写的内容，不要写入能认出诉求人的信息。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer matters and places of the actor's centre; ask for 转办内容 where the demand is confidential."""
        super().__init__(*args, **kwargs)
        _offer_matters_and_places(self, self.actor)
        if not self.order.is_confidential:
            del self.fields["transfer"]


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


class DemandForm(forms.Form):
    """What a citizen says. A field that is added here is asked on the page, pictures too."""

    original = forms.CharField(
        label="发生了什么事？您希望怎么解决？",
        max_length=DEMAND_MAX,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=f"时间、起因、经过和要求。请不要写身份证号、银行卡号。不超过 {DEMAND_MAX} 个字。",
        error_messages={"required": DemandIncomplete.sentence, "max_length": DemandIncomplete.sentence},
    )
    place_text = forms.CharField(
        label="在什么地方？",
        max_length=PLACE_MAX,
        required=False,
        help_text="区、街道、小区或路口，越具体越好；没有具体地点的可以不填。",
    )
    pictures = PicturesField(label="现场照片", help_text="可以不选。", most=CITIZENS_PICTURES)
    phone = forms.CharField(
        label="联系电话",
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
        help_text="可以不填；不填就联系不到您，只能用查询码看结果。",
    )
    name = forms.CharField(
        label="怎么称呼您？",
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text="可以不填（匿名）。",
    )
    wants_secrecy = forms.BooleanField(label="要求保密：不把我的姓名、电话和原话告诉承办单位", required=False)
    care = forms.TypedMultipleChoiceField(
        label="需要特别照顾",
        choices=Care.choices,
        coerce=Care,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="勾选后承办单位会看到，以便照顾。",
    )
    answer = forms.CharField(
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
        help_text="防止机器乱填，请填数字。",
    )

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        """Take up the proof that the form brings back, or begin with a fresh one."""
        super().__init__(*args, **kwargs)
        self.dangers: tuple[Danger, ...] = ()
        brought = proof_of(self.data.get("proof", ""), bits=settings.HUYING_CITIZEN_WORK_BITS, at=at)
        self.is_stale = self.is_bound and brought is None
        self._take(brought or new_proof(bits=settings.HUYING_CITIZEN_WORK_BITS, at=at))

    def renew(self, *, at: datetime) -> None:
        """Ask for another proof: the one that came has registered a demand."""
        self._take(new_proof(bits=settings.HUYING_CITIZEN_WORK_BITS, at=at))

    def _take(self, proof: Proof) -> None:
        self.proof = proof
        self.fields["answer"].label = proof.question

    @property
    def is_danger_alone(self) -> bool:
        """Say whether nothing is wrong but that the words sound like danger."""
        return bool(self.dangers) and set(self.errors) == {NON_FIELD_ERRORS}

    @property
    def asked(self) -> list[forms.BoundField]:
        """Return the fields in their order, without the question."""
        return [self[name] for name in self.fields if name != "answer"]

    def clean(self) -> dict[str, Any]:
        """See that somebody took the trouble, and that nobody in danger waits for us."""
        given: dict[str, Any] = super().clean() or {}
        work, answer = self.data.get("work", ""), given.get("answer", "")
        if self.is_stale:
            self.add_error("answer", "页面打开的时间太长，请再回答一次。")
        elif not is_met(self.proof, work=work, answer=answer):
            self.add_error("answer", "答案不对，请再算一次。" if answer else "请回答这个问题。")
        self.dangers = numbers_to_call(text=f"{given.get('original', '')}\n{given.get('place_text', '')}")
        if self.dangers and self.data.get("danger_seen") != "yes":
            self.add_error(None, "您写的内容像是有危险，请先看上面的提示。")
        return given

    def demand(self, *, pictures: Sequence[Kept] = ()) -> CitizenDemand:
        """Return what was typed, as the action takes it, with the pictures that were kept."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "answer"}
        return CitizenDemand(**given | {"care": tuple(given["care"]), "pictures": tuple(pictures)})


class CodeForm(forms.Form):
    """A query code, and the digits that open what is not for everyone."""

    code = forms.CharField(
        label="查询码",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        help_text="提交诉求后显示的 16 位字母和数字，大小写和横线都不影响。",
        error_messages={"required": "请填写查询码。"},
    )
    digits = forms.RegexField(
        r"^\d{4}$",
        label="登记电话的后四位",
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": "4"}),
        help_text="要看答复内容、作评价时填写；提交时没有留电话的不用填。",
        error_messages={"invalid": "请填写电话号码的最后四位数字。"},
    )


class WithdrawForm(OrderForm):
    """Why the caller withdraws."""

    reason = forms.CharField(
        label="撤单原因", max_length=400, widget=forms.Textarea(attrs={"rows": 3}), help_text=SEEN_BY_UNITS
    )


def matters_offered(actor: Actor) -> list[tuple[Any, str]]:
    """Return the matters in force at the actor's centre, as a field of choices takes them."""
    version_id = version_at(centre_id=actor.centre_id, kind=CatalogueKind.MATTERS, at=clock.now())
    matters = matters_of(version_id=version_id) if version_id else ()
    return [("", "未确定"), *((one.id, one.path_text) for one in matters)]


def _offer_matters_and_places(form: forms.Form, actor: Actor) -> None:
    """Offer matters and places; in a large city places down to the street, smaller ones are found in the text."""
    regions = list(regions_of(centre_id=actor.centre_id).values())
    if len(regions) > _MOST_PLACES:
        chosen = form.initial.get("region_id")
        regions = [row for row in regions if row.level not in _BELOW_STREET or row.id == chosen]
    matter_field, region_field = form.fields["matter_id"], form.fields["region_id"]
    assert isinstance(matter_field, forms.ChoiceField)
    assert isinstance(region_field, forms.ChoiceField)
    matter_field.choices = matters_offered(actor)
    region_field.choices = [("", "未确定"), *((r.id, r.path_text) for r in regions)]

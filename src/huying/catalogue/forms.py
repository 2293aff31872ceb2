"""What is uploaded and decided about the two lists."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms

from huying.catalogue.choices import CatalogueKind, ChangeAct
from huying.catalogue.queries.matters import matters_of, version_at
from huying.domain.actors import Actor
from huying.domain.card_drafts import BASIS_MAX, CODE_MAX, TEXT_MAX, TITLE_MAX, CardDraft, listed
from huying.foundation import clock
from huying.organisation.choices import Level, UnitKind
from huying.organisation.queries.regions import regions_of
from huying.organisation.queries.units import units_for

_BY_PLACE = "place"
# What lies below a street is offered only where it is chosen already: a large city has thousands (约定).
_OFFERED_LEVELS = {Level.PROVINCE, Level.CITY, Level.DISTRICT, Level.STREET}
_NEVER_LEAD = {UnitKind.COMMUNITY, UnitKind.GRID, UnitKind.HOTLINE}
_FEW_PLACES = 500


class UploadForm(forms.Form):
    """A whole new version as a table."""

    file = forms.FileField(
        label="表格文件",
        help_text="CSV 或 XLSX，第一行是列名；上传的是完整的新版本，不是增补。",
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.gz"}),
    )


class PublishForm(forms.Form):
    """When the previewed version begins, and why it was made; ``draft`` is the signed version itself."""

    draft = forms.CharField(widget=forms.HiddenInput)
    after = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(label="修订说明", max_length=200, help_text="如：依据哪份文件、改了哪些内容。")
    effective_from = forms.DateTimeField(
        label="生效时间",
        required=False,
        help_text="不填则立即生效。",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )

    def begins(self, at: datetime) -> datetime:
        """Return the chosen moment, aware, or ``at``."""
        chosen: datetime | None = self.cleaned_data["effective_from"]
        return chosen or at


class CardFilter(forms.Form):
    """Which scenario cards to list."""

    q = forms.CharField(label="标题、事项、词或内容", max_length=80, required=False, widget=forms.SearchInput)


class DutyFilter(forms.Form):
    """Which duties to list."""

    q = forms.CharField(label="事项、地点、单位或依据", max_length=80, required=False, widget=forms.SearchInput)


def _matters(actor: Actor) -> list[tuple[str, str]]:
    version_id = version_at(centre_id=actor.centre_id, kind=CatalogueKind.MATTERS, at=clock.now())
    return [(one.code, one.path_text) for one in matters_of(version_id=version_id)] if version_id else []


def _places(actor: Actor, chosen: int | None) -> list[tuple[int, str]]:
    rows = list(regions_of(centre_id=actor.centre_id).values())
    if len(rows) > _FEW_PLACES:
        rows = [row for row in rows if row.level in _OFFERED_LEVELS or row.id == chosen]
    return [(row.id, row.path_text) for row in rows]


def _offer(form: forms.Form, name: str, choices: list[tuple[Any, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def _number(value: object) -> int | None:
    return int(value) if isinstance(value, int | str) and str(value).isdigit() else None


class LookupForm(forms.Form):
    """A matter at a place: whose duty it is today."""

    matter = forms.ChoiceField(label="事项", required=False)
    place = forms.TypedChoiceField(label="地点", coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        """Offer the matters in force and the places of the actor's centre."""
        super().__init__(*args, **kwargs)
        _offer(self, "matter", [("", "未确定"), *_matters(actor)])
        _offer(self, "place", [("", "未确定"), *_places(actor, _number(self.data.get("place")))])


class ProposeForm(forms.Form):
    """A proposal to change one line of the duty list."""

    act = forms.TypedChoiceField(
        label="怎么调整", choices=ChangeAct.choices, coerce=ChangeAct, widget=forms.RadioSelect
    )
    matter_code = forms.ChoiceField(label="事项", required=False)
    region_id = forms.TypedChoiceField(
        label="地点", coerce=int, empty_value=None, required=False, help_text="只在某个区、街道（乡镇）不同的才选。"
    )
    lead = forms.ChoiceField(label="主办", required=False, help_text="删除条目的不用选。")
    assist_unit_ids = forms.TypedMultipleChoiceField(
        label="协办单位", coerce=int, required=False, help_text="可多选；按住 Ctrl 点选。"
    )
    legal_basis = forms.CharField(
        label="法律依据",
        max_length=400,
        required=False,
        help_text="法律法规、三定规定、权责清单或履职事项清单的名称和条目。",
    )
    reason = forms.CharField(
        label="调整理由",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="本中心各单位都能看到，请勿写诉求人的姓名、电话和住址。",
    )
    wished_on = forms.DateField(
        label="希望生效日期",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="不填则由发布时确定。",
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        """Offer the matters in force, the places and the units of the actor's centre."""
        super().__init__(*args, **kwargs)
        chosen = _number(self.data.get("region_id") or self.initial.get("region_id"))
        units = [unit for unit in units_for(actor=actor) if unit.is_active]
        _offer(self, "matter_code", [("", "所有事项"), *_matters(actor)])
        _offer(self, "region_id", [("", "所有地点"), *_places(actor, chosen)])
        leads = [(str(unit.id), unit.name) for unit in units if unit.kind not in _NEVER_LEAD]
        _offer(self, "lead", [("", "请选择"), (_BY_PLACE, "所在地街道（乡镇）"), *leads])
        _offer(self, "assist_unit_ids", [(unit.id, unit.name) for unit in units if unit.kind not in _NEVER_LEAD])

    def given(self) -> dict[str, Any]:
        """Return what was proposed, as the action takes it."""
        said = dict(self.cleaned_data)
        lead = said.pop("lead")
        is_by_place = lead == _BY_PLACE
        return said | {"lead_by_place": is_by_place, "lead_unit_id": None if is_by_place else _number(lead)}


def lead_choice(*, lead_unit_id: int | None, lead_by_place: bool) -> str:
    """Return how ``ProposeForm`` names a lead."""
    return _BY_PLACE if lead_by_place else str(lead_unit_id or "")


class CardForm(forms.Form):
    """One scenario card."""

    code = forms.CharField(label="编号", max_length=CODE_MAX, help_text="如 C01；改编号等于另立一张。")
    title = forms.CharField(label="标题", max_length=TITLE_MAX)
    matter_codes = forms.MultipleChoiceField(
        label="适用事项", required=False, help_text="可多选；按住 Ctrl 点选。选上级事项的，下级事项都适用。"
    )
    region_ids = forms.TypedMultipleChoiceField(
        label="适用地点", coerce=int, required=False, help_text="不选则不限地点。"
    )
    words = forms.CharField(
        label="适用词",
        max_length=400,
        required=False,
        help_text="诉求里出现任一个词就提示，用顿号分开，如：拖欠工资、欠薪。",
    )
    ask = forms.CharField(label="问什么", max_length=TEXT_MAX, widget=forms.Textarea(attrs={"rows": 4}))
    whose = forms.CharField(label="谁的职责", max_length=TEXT_MAX, widget=forms.Textarea(attrs={"rows": 4}))
    mistakes = forms.CharField(
        label="常见误区", max_length=TEXT_MAX, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    legal_basis = forms.CharField(
        label="依据", max_length=BASIS_MAX, help_text="法律法规或文件的条目；本地规定的写「约定」。"
    )

    def __init__(self, *args: Any, actor: Actor, card: CardDraft | None) -> None:
        """Offer matters and places; start from ``card``."""
        regions = regions_of(centre_id=actor.centre_id)
        self._codes = {row.id: row.code for row in regions.values()}
        chosen = [row.id for row in regions.values() if card and row.code in card.region_codes]
        said = vars(card) | {"region_ids": chosen, "words": "、".join(card.words)} if card else {}
        super().__init__(*args)
        self.initial = said
        _offer(self, "matter_codes", list(_matters(actor)))
        places = dict(_places(actor, None)) | {one: regions[one].path_text for one in chosen}
        _offer(self, "region_ids", list(places.items()))

    def draft(self) -> CardDraft:
        """Return the card as it was typed, on no line."""
        said = self.cleaned_data
        return CardDraft(
            line=0,
            code=said["code"].strip(),
            title=said["title"].strip(),
            matter_codes=tuple(said["matter_codes"]),
            region_codes=tuple(self._codes[one] for one in said["region_ids"]),
            words=listed(said["words"]),
            ask=said["ask"].strip(),
            whose=said["whose"].strip(),
            mistakes=said["mistakes"].strip(),
            legal_basis=said["legal_basis"].strip(),
        )


class SettleChangeForm(forms.Form):
    """Whether a proposal goes into the next version."""

    verdict = forms.TypedChoiceField(
        label="审核结论",
        choices=[("yes", "采纳，列入下一版"), ("no", "不采纳")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label="审核意见",
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="不采纳的必须写明理由。",
    )


class DropChangeForm(forms.Form):
    """Why an accepted proposal is not published after all."""

    note = forms.CharField(label="作罢的原因", max_length=400, widget=forms.Textarea(attrs={"rows": 3}))

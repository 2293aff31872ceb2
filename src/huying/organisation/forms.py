"""What administrators type about people and units."""

from __future__ import annotations

from typing import Any

from django import forms

from huying.domain.actors import Actor
from huying.domain.actors import Role as DomainRole
from huying.organisation.choices import AssetKind, ChargeKind, Level, PeopleView, Role, ShiftRank, UnitKind
from huying.organisation.queries.charges import places_named
from huying.organisation.queries.regions import RegionRow
from huying.organisation.queries.unit_page import units_named
from huying.organisation.queries.units import UnitRow

_NAMED = 5


class PeopleFilter(forms.Form):
    """Which people to list; what is not understood filters nothing."""

    q = forms.CharField(label="姓名或登录名", max_length=40, required=False, widget=forms.SearchInput)
    view = forms.ChoiceField(label="账号状态", choices=[("", "全部"), *PeopleView.choices], required=False)


class PersonForm(forms.Form):
    """A new account."""

    username = forms.CharField(
        label="登录名",
        max_length=40,
        help_text="小写字母开头，可含数字、点、短横和下划线；开通后不能修改。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    display_name = forms.CharField(label="姓名", max_length=40, help_text="对接系统写系统名称，如「城管综合平台」。")
    is_service = forms.BooleanField(
        label="这是对接系统，不是人员",
        required=False,
        help_text="对接系统不能登录，凭安全管理员发放的令牌调用接口。",
    )


class SeatForm(forms.Form):
    """A unit, typed by name or code, and a role in it."""

    unit = forms.CharField(
        label="单位",
        max_length=120,
        help_text="输入单位名称或编码，可从提示中选择。",
        widget=forms.TextInput(attrs={"list": "units-known", "autocomplete": "off"}),
    )
    role = forms.TypedChoiceField(label="岗位", choices=[("", "请选择"), *Role.choices], coerce=DomainRole)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        """Keep whose centre the unit is looked for in."""
        super().__init__(*args, **kwargs)
        self._actor = actor

    def clean_unit(self) -> UnitRow:
        """Return the one unit that is meant."""
        return _one_unit(self.cleaned_data["unit"], actor=self._actor)


class SuccessorForm(forms.Form):
    """Who took over from a unit, typed by name or code; nobody where it is left empty."""

    successor = forms.CharField(
        label="承接单位",
        max_length=120,
        required=False,
        help_text="输入单位名称或编码，可从提示中选择；没有承接单位的不填。",
        widget=forms.TextInput(attrs={"list": "units-known", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        """Keep whose centre the unit is looked for in."""
        super().__init__(*args, **kwargs)
        self._actor = actor

    def clean_successor(self) -> UnitRow | None:
        """Return the one unit that is meant."""
        words = self.cleaned_data["successor"]
        return _one_unit(words, actor=self._actor) if words.strip() else None


def _one_unit(words: str, *, actor: Actor) -> UnitRow:
    found = units_named(actor=actor, words=words.strip())
    if not found:
        raise forms.ValidationError("本中心没有这个单位，或它已停用，请核对名称或编码。")
    if len(found) > 1:
        named = "、".join(f"{unit.name}（{unit.code}）" for unit in found[:_NAMED])
        raise forms.ValidationError(f"有 {len(found)} 个单位相符，请填写其中一个的编码：{named}。")
    return found[0]


class SecondFactorForm(forms.Form):
    """The roles that need a second factor."""

    roles = forms.TypedMultipleChoiceField(
        label="须用动态口令登录的岗位",
        choices=Role.choices,
        coerce=DomainRole,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class UnitFilter(forms.Form):
    """Which units to list."""

    q = forms.CharField(label="单位名称或编码", max_length=80, required=False, widget=forms.SearchInput)
    unit_level = forms.ChoiceField(label="层级", choices=[("", "全部"), *Level.choices], required=False)
    unit_kind = forms.ChoiceField(label="类别", choices=[("", "全部"), *UnitKind.choices], required=False)


class UnitForm(forms.Form):
    """Contact and duties of a unit."""

    contact_name = forms.CharField(label="联系人", max_length=40, required=False)
    contact_phone = forms.CharField(
        label="办公电话", max_length=40, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    duties = forms.CharField(
        label="职权说明",
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="部门三定职责，或街道（乡镇）被赋予的职权。",
    )


class UploadForm(forms.Form):
    """A table of units."""

    file = forms.FileField(
        label="表格文件",
        help_text="CSV 或 XLSX，第一行是列名。",
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.gz"}),
    )


class ShiftForm(forms.Form):
    """One shift of a duty roster."""

    weekdays = forms.TypedMultipleChoiceField(
        label="星期",
        choices=[(day, f"周{name}") for day, name in enumerate("一二三四五六日", 1)],
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
    begins = forms.TimeField(label="从几点", widget=forms.TimeInput(attrs={"type": "time"}))
    ends = forms.TimeField(
        label="到几点",
        widget=forms.TimeInput(attrs={"type": "time"}),
        help_text="早于开始时间的算次日；与开始时间相同的算 24 小时。",
    )
    first_day = forms.DateField(
        label="从哪天起", required=False, widget=forms.DateInput(attrs={"type": "date"}), help_text="不填为长期。"
    )
    last_day = forms.DateField(
        label="到哪天止", required=False, widget=forms.DateInput(attrs={"type": "date"}), help_text="不填为长期。"
    )
    rank = forms.TypedChoiceField(
        label="次序",
        choices=ShiftRank.choices,
        coerce=lambda value: ShiftRank(int(value)),
        help_text="先找值班员，找不到再逐级往上。",
    )
    person_name = forms.CharField(label="值班人员", max_length=40)
    telephone = forms.CharField(
        label="办公电话",
        max_length=40,
        help_text="请填办公电话，不要填私人手机。",
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )


class BoardFilter(forms.Form):
    """Which units the board of those on duty shows; what is not understood filters nothing."""

    q = forms.CharField(label="单位名称或编码", max_length=80, required=False, widget=forms.SearchInput)
    kind = forms.ChoiceField(label="类别", choices=[("", "全部"), *UnitKind.choices], required=False)
    only_missing = forms.BooleanField(label="只看应有人而无人值班的", required=False)

    def wanted(self) -> dict[str, Any]:
        """Return what the board is cut to."""
        given = self.cleaned_data if self.is_valid() else {}
        return {
            "words": given.get("q", "").strip(),
            "kind": given.get("kind", ""),
            "only_missing": given.get("only_missing", False),
        }


class ChargeForm(forms.Form):
    """One line of the responsibility map."""

    place = forms.CharField(label="地点", max_length=120, help_text="输入区县、街道、社区的名称或编码。")
    kind = forms.TypedChoiceField(label="责任", choices=ChargeKind.choices, coerce=ChargeKind)
    person_name = forms.CharField(label="姓名", max_length=40)
    post = forms.CharField(label="职务", max_length=60)
    telephone = forms.CharField(
        label="办公电话",
        max_length=40,
        help_text="请填办公电话，不要填私人手机。",
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        """Keep whose centre the place is looked for in."""
        super().__init__(*args, **kwargs)
        self._actor = actor

    def clean_place(self) -> RegionRow:
        """Return the one place that is meant."""
        found = places_named(words=self.cleaned_data["place"].strip(), actor=self._actor)
        if not found:
            raise forms.ValidationError("本中心没有这个地点，请核对名称或编码。")
        if len(found) > 1:
            raise forms.ValidationError(f"有 {len(found)} 个这样的地点，请写全称，例如「{found[0].path_text}」。")
        return found[0]

    def given(self) -> dict[str, Any]:
        """Return what the action takes."""
        typed = dict(self.cleaned_data)
        return {"region_id": typed.pop("place").id, **typed}


class AssetForm(forms.Form):
    """One line of what was brought down to a street or town."""

    kind = forms.TypedChoiceField(label="类别", choices=AssetKind.choices, coerce=AssetKind)
    name = forms.CharField(label="名称", max_length=80, help_text="例如：占道经营行政处罚权；派驻执法队 8 人。")
    basis = forms.CharField(label="依据", max_length=200, help_text="文件名称、文号或条款。")
    source = forms.CharField(label="来源", max_length=80, required=False, help_text="由哪个部门下沉，可不填。")
    first_day = forms.DateField(label="起日", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    last_day = forms.DateField(
        label="止日",
        required=False,
        help_text="长期的不填。",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

"""What those who handle an order type."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from huying.domain.limits import UNIT_LABELS
from huying.domain.policies import OrderKind
from huying.domain.talking import MESSAGE_MAX
from huying.handling.actions.pass_down import PassDownUnexplained
from huying.handling.actions.request_hanging import NewMilestone
from huying.handling.actions.submit_reply import BASIS_MAX, NOT_REPORTED, OWN_WORDS_AT_LEAST
from huying.handling.choices import ExtensionReason, HangingCategory, HangingState, HungProgress
from huying.handling.queries import units_below
from huying.handling.queries.extensions import Terms
from huying.handling.queries.hangings import HangingTerms, steps_left
from huying.handling.queries.ledger import LedgerFilter
from huying.language.replies import Finding
from huying.organisation.queries.units import names_of
from huying.workorders.choices import (
    FINDINGS,
    UNREASONABLE,
    AnsweredBy,
    DemandFinding,
    FactFinding,
    ResultKind,
    SiteCheck,
    UnreachedReason,
    VisitMet,
    VisitPurpose,
)
from huying.workorders.forms import OrderForm, PicturesField

_LONG = 5000
_PROOF = "办理前后照片"
_ADVISED = "答复还没有提交，请先看一看提示："
# 依据: features C-29 (不简单回复了之, 教育引导市民). 约定: part of the answer, so that the caller reads it.
_GUIDANCE = "只作解释说明的，可以写一句：有哪些政策可查、怎样依法反映、自己可以怎么办。会附在答复的末尾。"
_BLANK, _ANY = ("", "请选择"), ("", "全部")
_ON_LIST = (HangingState.HUNG, HangingState.WRITTEN_OFF, HangingState.UNSETTLED, HangingState.ENDED)


_POSITION = re.compile(r"(\d{1,4})[:：](\d{1,2})")
_MINUTE = 60


class _Position(forms.CharField):
    """A place in a recording, typed as minutes and seconds; the cleaned value is seconds, ``None`` where empty."""

    def prepare_value(self, value: Any) -> Any:
        """Write seconds as they are typed."""
        return f"{value // _MINUTE}:{value % _MINUTE:02}" if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        """Read ``2:35``, with either colon; raise ``ValidationError`` for anything else."""
        typed = super().clean(value).strip()
        if not typed:
            return None
        found = _POSITION.fullmatch(typed)
        if not found or int(found[2]) >= _MINUTE:
            raise forms.ValidationError("请写成「分:秒」，例如 2:35。")
        return int(found[1]) * _MINUTE + int(found[2])


def _position(label: str) -> _Position:
    area = forms.TextInput(attrs={"placeholder": "分:秒", "inputmode": "text", "autocomplete": "off"})
    return _Position(label=label, max_length=8, required=False, widget=area)


def _recording() -> forms.CharField:
    return forms.CharField(
        label="录音编号", max_length=40, required=False, help_text="有通话录音的填写，审核时可直接跳到相应位置。"
    )


def _moment(label: str, *, required: bool = True, hint: str = "") -> forms.DateTimeField:
    picker = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, required=required, help_text=hint, widget=picker)


def _is_yes(value: str) -> bool:
    return value == "yes"


def _writing(label: str, *, rows: int = 5, required: bool = True, hint: str = "") -> forms.CharField:
    """Make a field for a text of several lines."""
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=_LONG, required=required, widget=area, help_text=hint)


class ContactForm(OrderForm):
    """Whether the caller was reached, and what was said."""

    reached = forms.TypedChoiceField(
        label="是否联系上诉求人",
        choices=[("yes", "已联系上"), ("no", "未联系上")],
        coerce=_is_yes,
        widget=forms.RadioSelect,
    )
    unreached_reason = forms.TypedChoiceField(
        label="未联原因",
        choices=[("", "未联系上时选择"), *UnreachedReason.choices],
        coerce=UnreachedReason,
        empty_value=None,
        required=False,
    )
    note = _writing("联系情况", required=False, hint="联系的时间、经过，诉求人的意见和约定。联系上的必须填写。")
    recording_no = _recording()
    contact_second = _position("「联系」在录音中的位置")


class ProgressForm(OrderForm):
    """What was done so far."""

    note = _writing("办理进展", hint="何时、何人、做了什么。")
    pictures = PicturesField(label=_PROOF)


class VisitForm(OrderForm):
    """Who went, what for, whom they met, what was said."""

    purpose = forms.TypedChoiceField(
        label="上门目的", choices=VisitPurpose.choices, coerce=VisitPurpose, widget=forms.RadioSelect
    )
    met = forms.TypedChoiceField(label="见到谁", choices=VisitMet.choices, coerce=VisitMet, widget=forms.RadioSelect)
    visited_at = _moment("上门时间")
    went = forms.CharField(label="上门人员", max_length=200, help_text="姓名和职务，几个人用顿号分开。")
    ground = forms.TypedChoiceField(
        label="诉求为什么不合理",
        choices=[("", "上门劝时选择"), *((one.value, one.label) for one in UNREASONABLE)],
        coerce=DemandFinding,
        empty_value=None,
        required=False,
    )
    note = _writing(
        "上门情况", hint="地点、经过、对方的意见和下一步安排；上门劝的，写明讲了哪些政策和道理。请勿写无关的个人信息。"
    )
    pictures = PicturesField(label="现场照片")


class PassDownForm(OrderForm):
    """To whom, and what for."""

    unit_id = forms.TypedChoiceField(label="下级单位", coerce=int, help_text="主办责任不变，仍由本单位答复诉求人。")
    note = _writing("交办事项和要求", hint="交社区（村）办理的，写明属于其职责清单的哪一项。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the units right below the actor's."""
        super().__init__(*args, **kwargs)
        self.fields["note"].error_messages["required"] = PassDownUnexplained.sentence
        self.fields["unit_id"].choices = [  # type: ignore[attr-defined]  # a choice field
            _BLANK,
            *((unit.id, unit.name) for unit in units_below(actor=self.actor)),
        ]


class ReportForm(OrderForm):
    """What was done, said to those who asked for it."""

    report = _writing("办理情况和结果", hint="还没有结果的，说明原因和阶段进展。")
    pictures = PicturesField(label=_PROOF)


class MessageForm(OrderForm):
    """What the unit says to the caller before it answers."""

    words = _writing(
        "留言内容",
        hint=f"诉求人在查询页面看得到；这不是答复，也不代替先行联系。不超过 {MESSAGE_MAX} 个字。",
    )


class ReplyForm(OrderForm):
    """The unit's answer: findings, result, basis, words.

    ``advise`` reads words and basis; what it finds is shown once, and the writer decides: ``advised`` holds what was,
    by code and words, so that another passage is told anew.
    """

    fact_finding = forms.TypedChoiceField(label="事实认定", coerce=FactFinding)
    demand_finding = forms.TypedChoiceField(
        label="诉求认定", choices=[_BLANK, *DemandFinding.choices], coerce=DemandFinding
    )
    result = forms.TypedChoiceField(
        label="是否解决",
        choices=ResultKind.choices,
        coerce=ResultKind,
        widget=forms.RadioSelect,
        help_text="如实选择：实际解决与解释说明分开统计。",
    )
    answered_by = forms.TypedChoiceField(label="答复方式", choices=[_BLANK, *AnsweredBy.choices], coerce=AnsweredBy)
    legal_basis = forms.CharField(label="办理依据", max_length=BASIS_MAX, help_text="法律法规、政策文件或职责规定。")
    words = _writing(
        "答复内容",
        rows=8,
        hint=f"正面回应诉求，写明经过、依据和结果，不少于 {OWN_WORDS_AT_LEAST} 个字，不能只重复所选的选项。",
    )
    guidance = _writing("引导的话", rows=2, required=False, hint=_GUIDANCE)
    site_check = forms.TypedChoiceField(label="现场查看", choices=[_BLANK, *SiteCheck.choices], coerce=SiteCheck)
    site_checked_at = _moment("现场查看时间", required=False, hint="到现场查看的填写。")
    recording_no = _recording()
    solved_second = _position("「解决」在录音中的位置")
    satisfied_second = _position("「满意」在录音中的位置")
    why_not_wait = _writing("不等协办反馈的理由", rows=3, required=False)
    pictures = PicturesField(label=_PROOF)
    advised = forms.CharField(widget=forms.HiddenInput, required=False)
    heading = submit_label = ""

    def __init__(self, *args: Any, advise: Callable[..., tuple[Finding, ...]] | None = None, **kwargs: Any) -> None:
        """Offer the findings that fit the kind of demand; a consultation seldom has a place to look at.

        Only while an assist is open, ask why it need not be waited for.
        """
        super().__init__(*args, **kwargs)
        self._advise = advise
        self.advice: tuple[Finding, ...] = ()
        if waited := self.order.open_assist_unit_ids:
            names = "、".join(sorted(names_of(unit_ids=set(waited)).values()))
            asked = self.fields["why_not_wait"]
            asked.required = True
            asked.help_text = f"{names}还没有反馈协办情况，一般应等反馈后再答复；不等的，写明理由，审核员会看到。"
            asked.error_messages["required"] = NOT_REPORTED.format(names)
        else:
            del self.fields["why_not_wait"]
        fit = (*FINDINGS[self.order.kind], FactFinding.NOT_APPLICABLE)
        self.fields["fact_finding"].choices = [_BLANK, *((one.value, one.label) for one in fit)]  # type: ignore[attr-defined]  # a choice field
        if self.order.kind is OrderKind.CONSULTATION:
            self.fields["site_check"].initial = SiteCheck.NO_SITE

    def clean(self) -> dict[str, Any]:
        """Put the guidance at the end of the words, and stop once to say what may be wrong with them."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        told = typed.pop("advised", "").split(",")
        if guidance := typed.pop("guidance", "").strip():
            typed["words"] = f"{typed.get('words', '')}\n{guidance}"
        if self.errors or self._advise is None:
            return typed
        found = self._advise(words=typed["words"], basis=typed["legal_basis"])
        if fresh := tuple(one for one in found if one.key not in told):
            self.advice, self.heading, self.submit_label = fresh, _ADVISED, "仍然提交"
            again = QueryDict(mutable=True)
            again.update(self.data)
            again["advised"] = ",".join(one.key for one in found)
            self.data = again
            raise forms.ValidationError("请看下面的「答复提示」：可以修改后再提交；确认无误的，直接点「仍然提交」。")
        return typed


class ExtensionForm(OrderForm):
    """Why, by how much, and that the caller knows."""

    reason = forms.TypedChoiceField(
        label="延期原因", choices=[_BLANK, *ExtensionReason.choices], coerce=ExtensionReason
    )
    amount = forms.IntegerField(label="延长", min_value=1, widget=forms.NumberInput(attrs={"inputmode": "numeric"}))
    words = _writing("具体情况", hint="不能按期办结的原因和依据、已做的工作、下一步安排。")
    is_told = forms.BooleanField(label="已把延期的原因和新的办理期限告知诉求人")

    def __init__(self, *args: Any, terms: Terms | None = None, **kwargs: Any) -> None:
        """Say the unit and the most that may be asked for."""
        super().__init__(*args, **kwargs)
        self.fields["is_told"].error_messages["required"] = "请先告知诉求人，再提交申请。"
        if terms:
            self.fields["amount"].label = f"延长（{UNIT_LABELS[terms.longest.unit]}）"
            self.fields["amount"].help_text = f"一次最多{terms.longest.text}。"
            self.fields["amount"].widget.attrs["max"] = terms.longest.amount


class HangingForm(OrderForm):
    """Why, by whom, by which steps, until when, and that the caller knows."""

    category = forms.TypedChoiceField(
        label="挂账类别", choices=[_BLANK, *HangingCategory.choices], coerce=HangingCategory
    )
    until = forms.DateField(label="挂账截止日期", widget=forms.DateInput(attrs={"type": "date"}))
    owner_name = forms.CharField(label="责任人", max_length=40)
    owner_post = forms.CharField(label="责任人职务", max_length=80)
    plan = _writing("解决方案", hint="不能按期解决的原因、解决方案和阶段措施。")
    milestones = _writing(
        "时间节点", rows=4, hint="每行一个：日期、空格、要完成的工作。例如：2026-12-31 完成施工招标。"
    )
    told_by = forms.TypedChoiceField(
        label="怎样告知诉求人",
        choices=[_BLANK, *AnsweredBy.choices],
        coerce=AnsweredBy,
        help_text="先把挂账的原因、期限和计划告知诉求人，再提交申请。",
    )

    def __init__(self, *args: Any, terms: HangingTerms | None = None, **kwargs: Any) -> None:
        """Say the last day that may be chosen."""
        super().__init__(*args, **kwargs)
        if terms:
            self.fields["until"].help_text = f"不晚于 {terms.latest:%Y-%m-%d}。"
            self.fields["until"].widget.attrs["max"] = f"{terms.latest:%Y-%m-%d}"

    def clean_milestones(self) -> list[NewMilestone]:
        """Read one step a line; a line that does not begin with a day is named."""
        steps = []
        for line in filter(None, map(str.strip, self.cleaned_data["milestones"].splitlines())):
            day, *what = line.split(maxsplit=1)
            try:
                steps.append(NewMilestone(due_on=date.fromisoformat(day), what="".join(what)))
            except ValueError:
                said = f"「{line[:20]}」应以日期开头，例如 2026-12-31，空格后写要完成的工作。"
                raise forms.ValidationError(said) from None
        return steps


class HungReviewForm(OrderForm):
    """How far a hung matter is."""

    progress = forms.TypedChoiceField(
        label="进展", choices=HungProgress.choices, coerce=HungProgress, widget=forms.RadioSelect
    )
    words = _writing("复查情况", hint="上次复查以来做了什么、还差什么、下一步安排，诉求人的意见。")


class MilestoneForm(OrderForm):
    """Which step is done, and how."""

    place = forms.TypedChoiceField(label="节点", coerce=int)
    words = _writing("完成情况")
    pictures = PicturesField(label=_PROOF)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the steps that are not done."""
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [_BLANK, *steps_left(order_id=self.order.id)]  # type: ignore[attr-defined]  # a choice field


class EndHangingForm(OrderForm):
    """Why a hung matter can be handled again."""

    words = _writing("解除原因", hint="现在具备了什么条件、打算怎样办结。")


class AgreementForm(OrderForm):
    """A colleague's application: agree or not."""

    is_agreed = forms.TypedChoiceField(
        label="审核意见",
        choices=[("yes", "同意"), ("no", "不同意")],
        coerce=_is_yes,
        widget=forms.RadioSelect,
    )
    opinion = _writing("意见说明", rows=3, required=False, hint="不同意的，写明理由。")


class GrantForm(OrderForm):
    """A unit's application: grant or not."""

    is_granted = forms.TypedChoiceField(
        label="审批意见",
        choices=[("yes", "同意"), ("no", "不同意")],
        coerce=_is_yes,
        widget=forms.RadioSelect,
    )
    opinion = _writing("意见说明", rows=3, required=False, hint="不同意的，写明理由。")


class LedgerForm(forms.Form):
    """What the list of hung matters is cut to; what nobody offers is passed over."""

    state = forms.ChoiceField(label="状态", required=False, choices=[(code.value, code.label) for code in _ON_LIST])
    category = forms.ChoiceField(label="类别", required=False, choices=[_ANY, *HangingCategory.choices])
    unit_id = forms.TypedChoiceField(label="主办单位", coerce=int, empty_value=None, required=False)
    is_late = forms.BooleanField(label="只看复查超期", required=False)

    def __init__(self, *args: Any, units: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        """Offer units to those who see more than their own."""
        super().__init__(*args, **kwargs)
        self.fields["unit_id"].choices = [_ANY, *units]  # type: ignore[attr-defined]  # a choice field
        if not units:
            del self.fields["unit_id"]

    def wanted(self) -> LedgerFilter:
        """Return the list that is meant."""
        self.is_valid()
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        if state := chosen.pop("state", None):
            chosen["state"] = HangingState(state)
        return LedgerFilter(**chosen)


class ReviewForm(OrderForm):
    """Pass the reply, or say what is to be mended."""

    passed = forms.TypedChoiceField(
        label="审核意见",
        choices=[("yes", "通过，反馈诉求人"), ("no", "退回修改")],
        coerce=_is_yes,
        widget=forms.RadioSelect,
    )
    opinion = _writing("意见说明", required=False, hint="退回修改的，写明哪里需要修改。")

"""The frame of every form that acts on an order, pictures in a form; forms of erasing a text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile

from huying.adapters.storage.client import storage
from huying.domain.actors import Actor
from huying.domain.guards import OrderFacts
from huying.domain.policies import Urgency
from huying.foundation import clock
from huying.foundation.pictures import ACCEPTED, LARGEST_BYTES, Kept, PictureUnfit, Prepared, as_kept, prepare
from huying.organisation.queries.charges import places_named
from huying.organisation.queries.unit_page import units_named
from huying.workorders.actions.append_event import PICTURES_AT_ONCE
from huying.workorders.choices import FocusKind, TextKind
from huying.workorders.queries.erasures import ErasableLine
from huying.workorders.queries.tags import tags_for, tags_of

_LONGEST_NAME = 40


class OrderForm(forms.Form):
    """A form drawn from an order; ``seen`` is the last event it was drawn from."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Actor, order: OrderFacts, **kwargs: Any) -> None:
        """Keep who fills the form and for which order, so that choices can be cut to both."""
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.order = order

    def clean(self) -> dict[str, Any]:
        """Take a text without a letter or figure for none. 约定: a full stop alone says nothing."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        for name, field in self.fields.items():
            said = given.get(name)
            if isinstance(said, str) and said and not any(sign.isalnum() for sign in said):
                if field.required:
                    self.add_error(name, field.error_messages["required"])
                else:
                    given[name] = ""
        return given


class TagsForm(OrderForm):
    """Why the order is hard."""

    tags = forms.MultipleChoiceField(
        label="疑难标签",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="勾选本单为什么难办，可多选；全部取消即去掉标签。加减都会写入办理记录。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the tags that the order's policy leaves to the actor's role."""
        super().__init__(*args, **kwargs)
        tags = [tag for tag in tags_for(order_id=self.order.id) if self.actor.role in tag.roles]
        self.fields["tags"].choices = [(tag.code, tag.label) for tag in tags]  # type: ignore[attr-defined]  # a choice field

    def clean_tags(self) -> list[str]:
        """Keep the order's tags that others set."""
        mine = {code for code, _ in self.fields["tags"].choices}  # type: ignore[attr-defined]  # a choice field
        return [*self.cleaned_data["tags"], *(code for code in tags_of(order_id=self.order.id) if code not in mine)]


class Pictures(forms.FileInput):
    """The input of ``PicturesField``; names what has to be chosen again after a refusal."""

    template_name = "web/pictures_input.html"
    allow_multiple_selected = True

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the names of the files of a refused form."""
        context = super().get_context(name, value, attrs)
        context["widget"]["lost"] = [_file_name(upload) for upload in value or ()]
        return context


class PicturesField(forms.FileField):
    """Pictures, several at once; the cleaned value is a tuple of ``Prepared``, empty where none was chosen.

    A file that is no fit picture gets one sentence that names it, and the form is refused with its text kept.
    Nothing is written: ``keep_pictures`` does that when the whole form is valid.
    """

    def __init__(
        self, *, label: str = "图片", help_text: str = "", required: bool = False, most: int = PICTURES_AT_ONCE
    ) -> None:
        """Say what may be chosen, and how many."""
        self.most = most
        said = f"最多 {most} 张，每张不超过 {LARGEST_BYTES // 1_000_000} MB；会去掉拍摄地点等信息。{help_text}"
        super().__init__(
            label=label,
            required=required,
            help_text=said,
            widget=Pictures(attrs={"accept": ACCEPTED}),
        )

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Let the widget of a refused form know what was chosen."""
        del initial
        return data

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Draw every picture anew; raise ``ValidationError`` with a sentence for each that is unfit."""
        del initial
        uploads = list(data or ())
        if self.required and not uploads:
            raise forms.ValidationError("请选择图片。")
        if len(uploads) > self.most:
            raise forms.ValidationError(f"一次最多 {self.most} 张图片，请减少后再提交。")
        pictures, faults = [], []
        for upload in uploads:
            try:
                pictures.append(prepare(upload.read(LARGEST_BYTES + 1)))
            except PictureUnfit as fault:
                faults.append(f"「{_file_name(upload)}」{fault}")
        if faults:
            raise forms.ValidationError(faults)
        return tuple(pictures)


def keep_pictures(pictures: Sequence[Prepared]) -> tuple[Kept, ...]:
    """Write pictures into the storage, before the commit that puts them into an order.

    Where that commit fails, the files stay behind and are swept the night after next. Raises ``StorageUnavailable``.
    """
    files = storage()
    return tuple(
        as_kept(picture, file=files.keep(picture.content), thumbnail=files.keep(picture.thumbnail))
        for picture in pictures
    )


class NumberForm(forms.Form):
    """The number of an order."""

    number = forms.CharField(label="工单编号", max_length=30)


class ErasureForm(forms.Form):
    """Which text or picture of the order is to go, and by what law."""

    text = forms.ChoiceField(
        label="要删除的正文或图片",
        help_text="一份申请删除一段。诉求原文和转办内容往往写着同样的话，都要删除的请分别申请。",
        widget=forms.RadioSelect,
    )
    legal_basis = forms.CharField(
        label="法律依据和文书编号",
        help_text="例如：个人信息保护法第四十七条，删除申请书第 12 号。请勿写诉求人姓名。",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, texts: Sequence[ErasableLine], **kwargs: Any) -> None:
        """Offer what is still there and not yet asked for."""
        super().__init__(*args, **kwargs)
        self.fields["text"].choices = [  # type: ignore[attr-defined]  # a field of choices
            (text.target, _named(text)) for text in texts if not (text.is_erased or text.is_asked)
        ]

    def chosen(self) -> dict[str, Any]:
        """Return ``event`` and ``kind`` of the chosen text, or the ``file`` of the chosen picture."""
        event, dash, kind = self.cleaned_data["text"].partition("-")
        return {"event": int(event), "kind": TextKind(kind)} if dash else {"file": UUID(hex=event)}


class HoldForm(forms.Form):
    """Which order must be kept, and why."""

    number = forms.CharField(label="工单编号", max_length=30)
    reason = forms.CharField(
        label="理由和文书编号",
        help_text="例如：某某法院调取证据，第 12 号函。请勿写诉求人姓名。",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SettleForm(forms.Form):
    """The second person's decision."""

    APPROVE, REFUSE = "approve", "refuse"

    decision = forms.ChoiceField(
        label="复核意见",
        widget=forms.RadioSelect,
        choices=[(APPROVE, "同意，立即删除（不能恢复）"), (REFUSE, "不予删除")],
    )


class FocusForm(forms.Form):
    """What to watch, who answers for it, how long."""

    kind = forms.TypedChoiceField(label="类别", choices=FocusKind.choices, coerce=FocusKind)
    title = forms.CharField(label="关注什么", max_length=60, help_text="请勿写个人姓名。")
    word = forms.CharField(label="关键词", max_length=20, required=False, help_text="标题或转办内容中有这个词的算。")
    place = forms.CharField(
        label="地点", max_length=120, required=False, help_text="区县、街道、社区的名称或编码，包括其下级。"
    )
    matter_code = forms.CharField(
        label="事项编码", max_length=32, required=False, help_text="一级、二级或三级事项，包括其下级。"
    )
    urgency = forms.TypedChoiceField(
        label="优先办理",
        required=False,
        choices=[("", "不提级，只提示"), (1, "至少按「紧急」办理"), (2, "至少按「时效」办理")],
        coerce=lambda code: Urgency(int(code)),
        empty_value=None,
    )
    basis = forms.CharField(
        label="优先办理的依据", max_length=200, required=False, help_text="文件名称、条款或会议决定。"
    )
    owner = forms.CharField(label="负责单位", max_length=120, help_text="单位名称或编码。")
    first_day = forms.DateField(label="从哪天起", widget=forms.DateInput(attrs={"type": "date"}))
    last_day = forms.DateField(label="到哪天止", widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        """Keep whose centre places and units are looked for in."""
        super().__init__(*args, **kwargs)
        self._actor = actor

    def clean_place(self) -> int | None:
        """Return the id of the one place that is meant, ``None`` where none was typed."""
        words = self.cleaned_data["place"].strip()
        return (
            _only([(one.id, one.path_text) for one in places_named(words=words, actor=self._actor)]) if words else None
        )

    def clean_owner(self) -> int:
        """Return the id of the one unit that is meant."""
        words = self.cleaned_data["owner"].strip()
        return _only([(one.id, one.name) for one in units_named(actor=self._actor, words=words)])

    def given(self) -> dict[str, Any]:
        """Return what the action takes."""
        typed = dict(self.cleaned_data)
        return {"region_id": typed.pop("place"), "owner_unit_id": typed.pop("owner"), **typed}


def _only(found: Sequence[tuple[int, str]]) -> int:
    if not found:
        raise forms.ValidationError("没有找到，请核对名称或编码。")
    if len(found) > 1:
        raise forms.ValidationError(f"找到 {len(found)} 个，请写全称或编码，例如「{found[0][1]}」。")
    return found[0][0]


def _file_name(upload: UploadedFile[bytes]) -> str:
    """Return what the person called a file, to be said back and never used for anything else."""
    name = upload.name or "未命名"
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"


def _named(text: ErasableLine) -> str:
    return f"{text.label}（{text.brought_by}，{text.written_at.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}）"

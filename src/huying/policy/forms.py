"""What is chosen, uploaded and decided about a policy, and about days."""

from __future__ import annotations

import re
import tomllib
from datetime import datetime, timedelta
from typing import Any

from django import forms

from huying.policy.queries.profiles import profiles

_LARGEST_BYTES = 1_000_000
_AT_LINE = re.compile(r"at line (\d+), column (\d+)")
# 约定: long enough for every process to have forgotten the version before.
_SOON = timedelta(minutes=2)


class SourceForm(forms.Form):
    """A shipped profile, or an edited file."""

    profile = forms.ChoiceField(label="随产品提供的口径", required=False)
    file = forms.FileField(
        label="或上传修改过的 TOML 文件",
        required=False,
        help_text="可以先下载现行版本，用文本编辑器修改后上传。",
        widget=forms.FileInput(attrs={"accept": ".toml"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the shipped profiles."""
        super().__init__(*args, **kwargs)
        names = [(one.code, one.name) for one in profiles()]
        self.fields["profile"].choices = [("", "请选择"), *names]  # type: ignore[attr-defined]  # a choice field

    def clean(self) -> dict[str, Any]:
        """Put the body, as plain data, into ``body``: an upload goes before a choice."""
        given = self.cleaned_data
        if given.get("file"):
            given["body"] = _read(given["file"])
        elif given.get("profile"):
            given["body"] = next(one.body for one in profiles() if one.code == given["profile"])
        elif not self.errors:
            raise forms.ValidationError("请选择一份随产品提供的口径，或上传文件。")
        return given


def _read(file: Any) -> dict[str, Any]:
    if file.size > _LARGEST_BYTES:
        raise forms.ValidationError("文件超过 1 MB，不像是口径文件，请核对。")
    try:
        return tomllib.loads(file.read().decode("utf-8-sig"))
    except UnicodeDecodeError as fault:
        raise forms.ValidationError("文件不是 UTF-8 编码，请用文本编辑器另存为 UTF-8 后再上传。") from fault
    except tomllib.TOMLDecodeError as fault:
        place = _AT_LINE.search(str(fault))
        where = f"第 {place[1]} 行第 {place[2]} 列附近" if place else "文件末尾"
        raise forms.ValidationError(f"{where}不合 TOML 的写法，请检查引号、等号和括号。") from fault


class PublishForm(forms.Form):
    """When the previewed version begins, and why it was made; ``draft`` is the signed version itself."""

    draft = forms.CharField(widget=forms.HiddenInput)
    after = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(label="修订说明", max_length=200, help_text="如：依据哪份文件、改了哪些时限。")
    effective_from = forms.DateTimeField(
        label="生效时间",
        required=False,
        help_text="至少在一分钟之后；不填则两分钟后生效。",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )

    def begins(self, at: datetime) -> datetime:
        """Return the chosen moment, aware, or two minutes after ``at``."""
        chosen: datetime | None = self.cleaned_data["effective_from"]
        return chosen or at + _SOON


class DayForm(forms.Form):
    """A day of the centre's own."""

    day = forms.DateField(label="日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    is_workday = forms.TypedChoiceField(
        label="这一天",
        choices=[("0", "放假"), ("1", "上班")],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
        initial="0",
    )
    note = forms.CharField(label="说明", max_length=80, help_text="如：本市春节放假通知。")

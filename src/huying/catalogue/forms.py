"""What is uploaded and decided about the two lists."""

from __future__ import annotations

from datetime import datetime

from django import forms


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


class DutyFilter(forms.Form):
    """Which duties to list."""

    q = forms.CharField(label="事项、地点、单位或依据", max_length=80, required=False, widget=forms.SearchInput)

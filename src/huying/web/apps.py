"""页面外观."""

from django.apps import AppConfig
from django.core import validators
from django.forms import fields


class WebConfig(AppConfig):
    """Base pages, components and static files; no models."""

    name = "huying.web"
    verbose_name = "页面外观"

    def ready(self) -> None:
        """Say in the words of the house what Django says of a field that has no sentence of its own."""
        fields.Field.default_error_messages["required"] = "这一项必填，请填写。"
        for choice in (fields.ChoiceField, fields.MultipleChoiceField):
            choice.default_error_messages["required"] = "这一项必填，请选择。"
        validators.MinValueValidator.message = "不能小于 %(limit_value)s，请修改。"
        validators.MaxValueValidator.message = "不能大于 %(limit_value)s，请修改。"
        validators.MaxLengthValidator.message = "最多 %(limit_value)d 个字，现在是 %(show_value)d 个字，请删减。"

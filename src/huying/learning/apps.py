"""模型."""

from django.apps import AppConfig


class LearningConfig(AppConfig):
    """The room learning."""

    name = "huying.learning"
    verbose_name = "模型"

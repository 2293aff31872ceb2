"""会商·吹哨·提级·批示."""

from django.apps import AppConfig


class CoordinationConfig(AppConfig):
    """The room coordination."""

    name = "huying.coordination"
    verbose_name = "会商与协调"

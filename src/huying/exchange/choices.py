"""Values of the exchange."""

from django.db.models import TextChoices


class DeliveryState(TextChoices):
    """How a push stands."""

    WAITING = "waiting", "待推送"
    SENT = "sent", "已送达"
    DEAD = "dead", "未送达"

"""Small models, really trained, with rows and files."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.conf import settings

from huying.language.artefact import Artefact, save_artefact
from huying.language.training.dispatch import train_dispatch
from huying.learning.choices import ModelState, Task
from huying.learning.models import TrainedModel
from huying.organisation.models import Centre
from huying.policy.models import PolicyVersion
from huying.workorders.choices import Channel, OrderKind, State, TextKind, Urgency
from huying.workorders.models import Order, Text
from tests.cast import MONDAY, Cast

ABOUT_HEAT, ABOUT_NOISE = "小区暖气不热，室温很低，供暖公司一直没有来修", "楼下广场舞音响声音太大，噪音扰民，晚上睡不着"


@cache
def small_model(*, swapped: bool = False) -> tuple[Artefact, str]:
    """Return a model that sends heat to ``heat`` and noise to ``noise``, or the other way round, and its card."""
    labels = ["noise", "heat"] if swapped else ["heat", "noise"]
    pairs = [(said, label) for said, label in zip((ABOUT_HEAT, ABOUT_NOISE), labels, strict=True)]
    rows = [
        (f"{said}，第{number}次反映{'请尽快' * (number % 4)}", label) for number in range(12) for said, label in pairs
    ]
    texts, truth = [(said,) for said, _ in rows], [label for _, label in rows]
    return train_dispatch(texts=texts, labels=truth, columns=("text",))


def create_model(
    *, centre: Centre, number: int = 1, state: ModelState = ModelState.CURRENT, swapped: bool = False
) -> TrainedModel:
    """Write a model's files and its row; refused ones have no files."""
    folder = "" if state is ModelState.REFUSED else f"{centre.code}/dispatch-{number}"
    artefact, card = small_model(swapped=swapped)
    digest = save_artefact(settings.HUYING_MODELS / folder, artefact=artefact, card=card) if folder else ""
    return TrainedModel.objects.create(
        centre=centre,
        task=Task.DISPATCH,
        number=number,
        state=state,
        checksum=digest,
        folder=folder,
        rows=24,
        first_at=MONDAY - timedelta(days=60),
        last_at=MONDAY,
        figures={},
        card=card,
        trained_at=MONDAY,
        decided_at=None if state in {ModelState.OFFERED, ModelState.REFUSED} else MONDAY,
    )


def create_decided(
    *, cast: Cast, count: int, since: datetime, hours: float = 2.0, swapped: bool = False, **changes: Any
) -> list[Order]:
    """Write ended orders without their history, one every ``hours``: heat led by the bureau, noise by the street.

    ``swapped``: the other way round, as after a change of duties.
    """
    policy_version = PolicyVersion.objects.get(centre=cast.centre)
    units = (cast.street, cast.bureau) if swapped else (cast.bureau, cast.street)
    made = []
    for number in range(count):
        unit, at = units[number % 2], since + timedelta(hours=hours * number)
        given = {
            "centre": cast.centre,
            "day": at.date(),
            "channel": Channel.PHONE,
            "kind": OrderKind.HELP,
            "urgency": Urgency.ORDINARY,
            "title": f"反映第{number}件",
            "matter_top": "A" if number % 2 else "B",
            "state": State.CLOSED,
            "accountable_unit": unit,
            "holder_unit": unit,
            "registered_at": at,
            "state_since": at + timedelta(days=3),
            "policy_version": policy_version,
            "events": 1,
        }
        made.append(Order(**given | changes))
    orders = Order.objects.bulk_create(made)
    said = (ABOUT_HEAT, ABOUT_NOISE)
    Text.objects.bulk_create(
        Text(
            order=order,
            event=1,
            kind=TextKind.ORIGINAL,
            body=f"{said[number % 2]}，{'请尽快处理' * (number % 3)}电话1380000{number:04d}",
            salt=b"0" * 16,
            written_at=order.registered_at,
        )
        for number, order in enumerate(orders)
    )
    return orders

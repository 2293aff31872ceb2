"""The tags of hard orders: those of one order, what they are called, which there are."""

from __future__ import annotations

from collections.abc import Iterable

from huying.domain.tags import Tag
from huying.policy.queries import policy_of
from huying.workorders.models import Order


def tags_of(*, order_id: int) -> tuple[str, ...]:
    """Return why an order is hard, as codes in the order of the policy; none for an order that is not there."""
    found = Order.objects.filter(pk=order_id).values_list("difficulties", flat=True).first()
    return tuple(found or ())


def tags_for(*, order_id: int) -> tuple[Tag, ...]:
    """Return the tags that an order may get: those of the policy it was registered under."""
    found = Order.objects.filter(pk=order_id).values_list("policy_version_id", flat=True).first()
    return policy_of(version_id=found).tags if found else ()


def tag_labels(*, codes: Iterable[str] | None, version_id: int) -> tuple[str, ...]:
    """Return what tags are called in a version of the policy; a code that it does not know stays as it is."""
    if not codes:
        return ()
    labels = {tag.code: tag.label for tag in policy_of(version_id=version_id).tags}
    return tuple(labels.get(code, code) for code in codes)

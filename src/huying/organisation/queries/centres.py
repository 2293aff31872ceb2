"""Centres and the chain above them."""

from __future__ import annotations

from huying.foundation import memory
from huying.organisation.models import Centre


def centre_ids() -> tuple[int, ...]:
    """Return every centre, the oldest first."""
    return tuple(Centre.objects.order_by("pk").values_list("pk", flat=True))


@memory.kept
def centre_chain(*, centre_id: int) -> tuple[int, ...]:
    """Return the centre and those above it, nearest first; a centre's place never changes."""
    chain: list[int] = []
    above: int | None = centre_id
    while above is not None and above not in chain:
        chain.append(above)
        above = Centre.objects.values_list("parent_id", flat=True).get(pk=above)
    return tuple(chain)

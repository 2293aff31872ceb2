"""Let like ones be found among orders that were written without keys."""

from __future__ import annotations

from huying.domain.actors import policy_actor
from huying.foundation import clock
from huying.foundation.commit import one_commit
from huying.organisation.queries.centres import centre_ids
from huying.workorders.actions.index_likeness import index_likeness


def index_all(*, after: int = 0) -> int:
    """Write the keys of open and recent orders with an id above ``after``; return of how many, a commit a thousand."""
    written = 0
    for centre_id in centre_ids():
        actor = policy_actor(centre_id=centre_id, name="likeness")
        place: int | None = after
        while place is not None:
            with one_commit():
                place, more = index_likeness(after=place, actor=actor, at=clock.now())
            written += more
    return written

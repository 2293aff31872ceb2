"""Make the town that a storm goes over: three streets, three bureaus, a hotline, and a system seated beside everybody.

``python -m benchmarks.mechanisms.storm_town DATA URL`` prints who is there as JSON; ``URL`` is told of what happens.
"""

from __future__ import annotations

import json
import sys
import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

from huying.cli.store import opened

_BEFORE = timedelta(days=1000)
_FACTS = ("OrderOpened", "UnitAssigned", "ReplySubmitted", "ReturnSettled", "OrderMerged")
_AT_HOTLINE = ("operator", "dispatcher", "arbiter", "followup")
_AT_UNIT = ("clerk", "reviewer")


def make_town(*, receiver: str) -> list[dict[str, Any]]:
    """Write the town by the product's own actions; return a row for each seat, with the token of its system."""
    from huying.domain.actors import policy_actor
    from huying.foundation import clock, reference
    from huying.foundation.commit import one_commit
    from huying.organisation.actions.create_centre import create_centre
    from huying.organisation.actions.create_region import create_region
    from huying.organisation.actions.create_unit import create_unit
    from huying.organisation.choices import CentreLevel, Level, UnitKind
    from huying.policy.actions.publish_policy import publish_policy

    at = clock.now()
    with one_commit():
        nobody = policy_actor(centre_id=0, name="storm")
        centre = create_centre(
            code="storm", name="风市12345", level=CentreLevel.CITY, actor=nobody, area_code="0460", is_demo=False
        )
        actor = policy_actor(centre_id=centre.pk, name="storm")
        body = tomllib.loads((reference.folder() / "policies" / "national.toml").read_text(encoding="utf-8"))
        publish_policy(body=body, effective_from=at - _BEFORE, note="national", after=0, actor=actor, at=at)
        top = create_region(code="1", name="风市", level=Level.CITY, actor=actor).pk
        hotline = create_unit(code="rx", name="风市热线中心", kind=UnitKind.HOTLINE, level=Level.CITY, actor=actor)
        units = []
        for number in range(3):
            name = f"第{number + 1}区"
            place = create_region(code=f"1{number}", name=name, level=Level.DISTRICT, actor=actor, parent_id=top).pk
            district = create_unit(
                code=f"q{number}",
                name=f"{name}人民政府",
                kind=UnitKind.GOVERNMENT,
                level=Level.DISTRICT,
                actor=actor,
                region_id=place,
            ).pk
            street: dict[str, Any] = {
                "kind": UnitKind.STREET,
                "level": Level.STREET,
                "parent_id": district,
                "region_id": place,
            }
            units.append(create_unit(code=f"j{number}", name=f"第{number + 1}街道办事处", actor=actor, **street))
            bureau: dict[str, Any] = {"kind": UnitKind.BUREAU, "level": Level.CITY}
            units.append(create_unit(code=f"b{number}", name=f"市第{number + 1}局", actor=actor, **bureau))
        seats = [(hotline.pk, role) for role in _AT_HOTLINE] + [(unit.pk, role) for unit in units for role in _AT_UNIT]
        # Two of each, who may want the same.
        people = [_seated(unit_id, role, number, actor, at) for number, (unit_id, role) in enumerate(seats * 2)]
        _subscribe(people[0], receiver=receiver, at=at)
    return people


def _seated(unit_id: int, role: str, number: int, actor: Any, at: Any) -> dict[str, Any]:
    """Seat a system, which acts for itself by its token and is acted for past the API."""
    from huying.domain.actors import Role
    from huying.organisation.actions.create_person import create_person
    from huying.organisation.actions.grant_seat import grant_seat
    from huying.organisation.actions.issue_token import MOST_PER_MINUTE, issue_token
    from huying.organisation.choices import ApiScope
    from huying.organisation.queries.seats import seats_of

    name = f"storm-{number}"
    person = create_person(username=name, display_name=name, is_service=True, actor=actor, at=at)
    seat = grant_seat(person_id=person.pk, unit_id=unit_id, role=Role(role), actor=actor, at=at)
    issued = issue_token(
        seat_id=seat.pk,
        name="风暴",
        scopes=list(ApiScope),
        per_minute=MOST_PER_MINUTE,
        expires_at=at + timedelta(days=1),
        actor=actor,
        at=at,
    )
    (row,) = seats_of(person_id=person.pk)
    who = {key: value for key, value in vars(row.actor).items() if key in {"person_id", "unit_id", "district_id"}}
    return {**who, "centre_id": row.actor.centre_id, "role": role, "seat_id": seat.pk, "token": issued.token}


def _subscribe(system: dict[str, Any], *, receiver: str, at: Any) -> None:
    from huying.domain.actors import Actor, Role
    from huying.exchange.actions.subscribe import subscribe

    names = ("person_id", "unit_id", "district_id", "centre_id")
    actor = Actor(role=Role(system["role"]), **{name: system[name] for name in names})
    subscribe(
        seat_id=system["seat_id"],
        url=receiver,
        facts=_FACTS,
        secret="storm-" * 8,
        private=True,
        actor=actor,
        at=at,
    )


if __name__ == "__main__":
    with opened(Path(sys.argv[1])):
        sys.stdout.write(json.dumps(make_town(receiver=sys.argv[2])))

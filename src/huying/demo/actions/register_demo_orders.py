"""Register a few demands, so that the first pages show something true."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.catalogue.choices import CatalogueKind
from huying.catalogue.queries.matters import matters_of, version_at
from huying.demo.queries import city
from huying.domain.actors import policy_actor
from huying.domain.policies import OrderKind, Urgency
from huying.intake.actions.register_order import Registration, register_order
from huying.organisation.queries.regions import regions_of
from huying.workorders.choices import Channel


@transaction.atomic(savepoint=False)
def register_demo_orders(*, centre_id: int, at: datetime) -> None:
    """Register the demands of ``city.toml`` through the operator's own action."""
    actor = policy_actor(centre_id=centre_id, name="demo")
    version_id = version_at(centre_id=centre_id, kind=CatalogueKind.MATTERS, at=at)
    matters = {row.code: row.id for row in matters_of(version_id=version_id)} if version_id else {}
    regions = {row.code: row.id for row in regions_of(centre_id=centre_id).values()}
    for number, order in enumerate(city()["orders"], start=1):
        register_order(
            registration=Registration(
                channel=Channel.PHONE,
                kind=OrderKind(order["kind"]),
                urgency=Urgency(order["urgency"]),
                original=order["original"],
                title=order.get("title", ""),
                transfer=order.get("transfer", ""),
                region_id=regions[order["region"]],
                matter_id=matters[order["matter"]],
                phone=f"0460-1{number:07d}",
                name=order["name"],
                wants_secrecy=order.get("secret", False),
            ),
            actor=actor,
            at=at,
        )

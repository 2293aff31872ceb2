"""A centre's matters, published whole."""

from __future__ import annotations

from huying.catalogue.actions.publish_matters import publish_matters
from huying.catalogue.models import DutyFinding, Matter
from huying.domain.actors import policy_actor
from huying.domain.catalogue_drafts import MatterDraft
from huying.foundation import memory
from huying.organisation.models import Centre
from tests.factories.organisation import LONG_AGO


def publish_tree(*names: str, centre: Centre) -> list[Matter]:
    """Publish matters of one level, in force long ago; return them in their order."""
    publish_matters(
        drafts=[MatterDraft(line=2 + place, code=f"{place:02}", name=name) for place, name in enumerate(names)],
        note="测试",
        effective_from=LONG_AGO,
        after=0,
        actor=policy_actor(centre_id=centre.pk, name="tests"),
        at=LONG_AGO,
    )
    memory.forget()
    found = {matter.name: matter for matter in Matter.objects.filter(version__centre=centre)}
    return [found[name] for name in names]


def create_finding(*, centre: Centre, orders: int) -> DutyFinding:
    """Write that nine orders of a matter did not go where the list says."""
    return DutyFinding.objects.create(
        centre=centre,
        matter_code="03",
        lead_by_place=True,
        orders=orders,
        decided=9,
        not_taken=9,
        returned=0,
        wrongful=0,
        since=LONG_AGO,
        made_at=LONG_AGO,
    )

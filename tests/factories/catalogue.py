"""A centre's matters, published whole."""

from __future__ import annotations

from huying.catalogue.actions.publish_matters import publish_matters
from huying.catalogue.models import Matter
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

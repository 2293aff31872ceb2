"""The centre whose public pages this site shows."""

from __future__ import annotations

from dataclasses import dataclass

from huying.domain.errors import Unavailable
from huying.organisation.models import Centre


class NoPublicCentre(Unavailable):
    """No centre was set up, or the setting names one that is not there."""

    code = "no_public_centre"
    sentence = "网上提交诉求还没有开通，请拨打 12345。"


@dataclass(frozen=True, kw_only=True)
class PublicCentre:
    """What the public pages say of their centre."""

    id: int
    name: str
    is_demo: bool


def public_centre(*, code: str) -> PublicCentre:
    """Return the centre of this code, the oldest where the code is empty; raises ``NoPublicCentre``."""
    centres = Centre.objects.filter(code=code) if code else Centre.objects.order_by("pk")
    centre = centres.first()
    if centre is None:
        raise NoPublicCentre
    return PublicCentre(id=centre.pk, name=centre.name, is_demo=centre.is_demo)

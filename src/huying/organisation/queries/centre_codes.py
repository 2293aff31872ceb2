"""Centres by the code that commands name them by."""

from __future__ import annotations

from huying.domain.errors import NotFound
from huying.organisation.models import Centre


class CentreNotFound(NotFound):
    """No centre of this code."""

    code = "centre_not_found"


def centre_id_of(*, code: str) -> int:
    """Return the id of a centre; raises ``CentreNotFound`` with the codes there are."""
    ids = dict(Centre.objects.order_by("code").values_list("code", "pk"))
    if code not in ids:
        raise CentreNotFound(f"没有编码为「{code}」的中心，请核对 --centre（现有：{'、'.join(ids) or '无'}）。")
    return ids[code]


def only_centre_code() -> str:
    """Return the code of the one centre there is, empty where there are none or several."""
    codes = list(Centre.objects.values_list("code", flat=True)[:2])
    return codes[0] if len(codes) == 1 else ""


def centre_codes() -> tuple[tuple[int, str], ...]:
    """Return id and code of every centre, the oldest first."""
    return tuple(Centre.objects.order_by("pk").values_list("pk", "code"))

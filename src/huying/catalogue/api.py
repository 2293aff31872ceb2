"""The matters through the API."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router

from huying.catalogue.choices import CatalogueKind
from huying.catalogue.queries.matters import matters_of, version_at
from huying.catalogue.schemas import Matters
from huying.foundation import clock
from huying.organisation.api.gate import caller_of, gate
from huying.organisation.choices import ApiScope

router = Router()


@router.get("/matters", **gate(scope=ApiScope.READ, answer=Matters, summary="事项列表", operation="list_matters"))
def list_matters(request: HttpRequest) -> dict[str, Any]:
    """List the matters in force in the caller's centre."""
    centre_id = caller_of(request).centre_id
    version_id = version_at(centre_id=centre_id, kind=CatalogueKind.MATTERS, at=clock.now())
    return {"items": matters_of(version_id=version_id) if version_id else ()}

"""Units and places through the API."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router

from huying.organisation.api.gate import caller_of, gate
from huying.organisation.choices import ApiScope
from huying.organisation.queries.regions import regions_of
from huying.organisation.queries.units import units_for
from huying.organisation.schemas import Regions, Units

router = Router()


@router.get("/units", **gate(scope=ApiScope.READ, answer=Units, summary="单位列表", operation="list_units"))
def list_units(request: HttpRequest) -> dict[str, Any]:
    """List every unit of the centre, in tree order."""
    return {"items": units_for(actor=caller_of(request))}


@router.get("/regions", **gate(scope=ApiScope.READ, answer=Regions, summary="地点列表", operation="list_regions"))
def list_regions(request: HttpRequest) -> dict[str, Any]:
    """List every place of the centre, in the order of codes."""
    return {"items": list(regions_of(centre_id=caller_of(request).centre_id).values())}

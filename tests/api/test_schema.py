"""The whole OpenAPI document against the real application: no fault of ours, no answer that is not documented."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from huying.config.api import openapi
from huying.config.wsgi import application
from huying.domain.actors import Role
from huying.foundation.commit import one_commit
from tests.api.system import System, create_system, demand
from tests.cast import create_cast
from tests.walk import assigned

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
ROLES = (Role.OPERATOR, Role.DISPATCHER, Role.FOLLOWUP, Role.CLERK, Role.REVIEWER)
OPERATIONS = [
    (operation["operationId"], method.upper(), path, operation["x-roles"])
    for path, methods in openapi()["paths"].items()
    for method, operation in methods.items()
]
# The others are of the same make, and building a strategy takes a second: they are examined in test-long.
ONE_OF_EACH = {
    *("register_order", "list_orders", "list_hangings", "get_order", "record_contact", "create_webhook", "end_webhook"),
}


@pytest.fixture
def systems(own_database: str) -> tuple[dict[Role, System], str]:
    """Give a system in each role, and the number of an order that the street has."""
    with one_commit():
        cast = create_cast()
        order = assigned(cast)
        units = {Role.CLERK: cast.street, Role.REVIEWER: cast.street}
        made = {role: create_system(unit=units.get(role, cast.hotline), role=role, per_minute=60_000) for role in ROLES}
    return made, order.number


def examine(systems: tuple[dict[Role, System], str], *, names: Collection[str], examples: int) -> int:
    """Send what the document allows, and what it does not, to each named route; return how many requests were made."""
    made, number = systems
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    schema.config.generation.update(modes=[GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
    sent = 0
    for name, method, path, roles in OPERATIONS:
        if name not in names:
            continue
        system = next((made[role] for role in ROLES if role in roles), made[Role.OPERATOR])
        strategy = schema[path][method].as_strategy()
        sent += _send(strategy, system, number, examples)
    return sent


def _send(strategy: Any, system: System, number: str, examples: int) -> int:
    sent = 0

    @settings(
        max_examples=examples,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=strategy)
    def send(case: Any) -> None:
        nonlocal sent
        sent += 1
        headers = {"Authorization": f"Bearer {system.token}"}
        if sent % 2 and "number" in (case.path_parameters or {}):
            case.path_parameters["number"] = number
        case.call_and_validate(headers=headers, checks=CHECKS)

    send()
    return sent


def test_the_schema_holds_for_one_route_of_each_kind(systems: tuple[dict[Role, System], str]) -> None:
    assert examine(systems, names=ONE_OF_EACH, examples=6) >= 3 * len(ONE_OF_EACH)


@pytest.mark.long
def test_the_whole_schema_holds(systems: tuple[dict[Role, System], str]) -> None:
    names = {name for name, *_ in OPERATIONS}
    assert examine(systems, names=names, examples=100) >= 50 * len(OPERATIONS)


def test_the_document_describes_what_is_answered(systems: tuple[dict[Role, System], str]) -> None:
    made, number = systems
    assert made[Role.OPERATOR].post("/orders", demand()).status_code == 201
    for path in ("/orders", f"/orders/{number}", f"/orders/{number}/history", "/units", "/hangings", "/whistles"):
        schema = openapi()["paths"][f"/api/v1{path.replace(number, '{number}')}"]["get"]["responses"]["200"]
        name = schema["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[-1]
        assert set(made[Role.OPERATOR].get(path).json()) == set(openapi()["components"]["schemas"][name]["properties"])

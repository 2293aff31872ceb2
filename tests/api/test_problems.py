"""Every refusal below /api/ is a problem of RFC 9457, with a stable code and a Chinese sentence."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from huying.config import api_errors
from huying.domain.actors import Role
from tests.api.system import System, create_system, demand
from tests.cast import create_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def system() -> System:
    return create_system(unit=create_cast().hotline, role=Role.OPERATOR)


def problem(answer: Any, status: int, code: str) -> dict[str, Any]:
    """Check the form of a problem, and return it."""
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert (body["status"], body["code"], body["type"]) == (status, code, f"urn:huying:problem:{code}")
    assert re.search("[一-鿿].*。", body["detail"])
    return body


@pytest.mark.parametrize("path", ["/api/", "/api/v1/", "/api/v1/nothing", "/api/v9/orders", "/api/v1/orders/"])
@pytest.mark.parametrize("method", ["get", "post", "delete"])
def test_an_address_that_nothing_stands_at(path: str, method: str) -> None:
    problem(getattr(Client(enforce_csrf_checks=True), method)(path), 404, "route_not_found")


def test_a_method_that_the_route_does_not_know() -> None:
    answer = Client(enforce_csrf_checks=True).put("/api/v1/orders", {})
    problem(answer, 405, "method_not_allowed")
    assert answer["Allow"]


@pytest.mark.parametrize("body", ["{", "", "\xff", "nul", '{"kind": 1e999}'])
def test_a_body_that_is_no_json(system: System, body: str) -> None:
    answer = system.post("/orders", body.encode("latin-1"))
    assert answer.status_code in {400, 422}
    problem(answer, answer.status_code, "request_unreadable" if answer.status_code == 400 else "request_invalid")


def test_a_body_that_is_too_large(system: System) -> None:
    problem(system.post("/orders", demand(original="好" * 400_000)), 413, "request_too_large")


def test_every_faulty_field_is_named_with_a_sentence(system: System) -> None:
    body = problem(
        system.post("/orders", {"kind": "party", "urgency": "9", "title": "题" * 121, "colour": "red"}),
        422,
        "request_invalid",
    )
    found = {error["field"]: error["detail"] for error in body["errors"]}
    assert set(found) == {"kind", "urgency", "title", "original", "colour"}
    assert found["original"] == "必须填写。"
    assert found["title"] == "太长，最多 120 个字。"
    assert found["colour"] == "没有这个字段，请核对拼写。"
    assert "'help'" in found["kind"]
    assert all(re.search("[一-鿿]", sentence) for sentence in found.values())


def test_what_the_action_refuses_is_named_by_field_too(system: System) -> None:
    body = problem(system.post("/orders", demand(wants_secrecy=True)), 422, "registration_incomplete")
    assert {error["field"] for error in body["errors"]} == {"title", "transfer"}


@pytest.mark.parametrize("text", ["nul \x00", "half \ud800"])
def test_words_that_the_database_cannot_keep_are_refused(system: System, text: str) -> None:
    body = problem(system.post("/orders", {**demand(), "original": text}), 422, "request_invalid")
    assert body["errors"][0]["field"] == "original"


def test_a_fault_of_ours_is_a_problem_and_tells_nothing(system: System, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(**_: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr("huying.organisation.api.lists.units_for", fails)
    body = problem(system.get("/units"), 500, "internal_error")
    assert "secret" not in str(body)


def test_no_page_is_touched() -> None:
    assert Client().get("/nothing/")["Content-Type"].startswith("text/html")
    assert api_errors.API_PREFIX == "/api/"

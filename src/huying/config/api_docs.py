"""The API explained on a page of our own, and its OpenAPI document: both read off the routes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huying.config.api import ROOT, openapi
from huying.foundation.access import open_to_all
from huying.organisation.choices import ApiScope, Role


@dataclass(frozen=True, kw_only=True)
class FieldLine:
    """One field of a request or an answer."""

    name: str
    kind: str
    is_required: bool
    meaning: str


@dataclass(frozen=True, kw_only=True)
class RouteLine:
    """One route."""

    operation: str
    method: str
    path: str
    summary: str
    roles: str
    parameters: tuple[FieldLine, ...]
    body: tuple[FieldLine, ...]
    answer: tuple[FieldLine, ...]
    statuses: str


@open_to_all
@require_safe
def document(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """Give the OpenAPI document."""
    return JsonResponse(openapi(), json_dumps_params={"ensure_ascii": False})


@open_to_all
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Explain the API to whoever builds a system for it."""
    return render(request, "web/api.html", {"root": ROOT, "groups": _groups()})


@cache
def _groups() -> tuple[tuple[str, tuple[RouteLine, ...]], ...]:
    found: defaultdict[str, list[RouteLine]] = defaultdict(list)
    for path, methods in openapi()["paths"].items():
        for method, operation in methods.items():
            found[operation["x-scope"]].append(_route(method.upper(), path, operation))
    return tuple((f"{scope.label}（{scope.value}）", tuple(found[scope.value])) for scope in ApiScope)


def _route(method: str, path: str, operation: dict[str, Any]) -> RouteLine:
    labels = dict(Role.choices)
    answers = operation["responses"]
    good = next(status for status in answers if int(status) < 400)  # noqa: PLR2004  where HTTP's refusals begin
    return RouteLine(
        operation=operation["operationId"],
        method=method,
        path=path,
        summary=operation["summary"],
        roles="、".join(labels[role] for role in operation["x-roles"]),
        parameters=tuple(
            FieldLine(
                name=one["name"],
                kind=_kind(one["schema"]),
                is_required=one["required"],
                meaning=one.get("description", ""),
            )
            for one in operation["parameters"]
        ),
        body=_fields(operation.get("requestBody", {})),
        answer=_fields(answers[good]),
        statuses="、".join(str(status) for status in answers),
    )


def _fields(holder: dict[str, Any]) -> tuple[FieldLine, ...]:
    schema = _resolved(holder.get("content", {}).get("application/json", {}).get("schema", {}))
    required = set(schema.get("required", ()))
    return tuple(
        FieldLine(
            name=name,
            kind=_kind(one),
            is_required=name in required,
            meaning=one.get("description", "") if "$ref" not in one else "",
        )
        for name, one in schema.get("properties", {}).items()
    )


def _resolved(schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in schema:
        return schema
    found: dict[str, Any] = openapi()["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
    return found


def _kind(schema: dict[str, Any]) -> str:
    """Say what a field holds, in Chinese."""
    if "anyOf" in schema:
        kinds = [_kind(one) for one in schema["anyOf"] if one.get("type") != "null"]
        return f"{'或'.join(kinds)}（可空）"
    schema = _resolved(schema)
    if "enum" in schema:
        return "、".join(str(value) for value in schema["enum"])
    if schema.get("type") == "array":
        return f"数组：{_kind(schema.get('items', {}))}"
    if schema.get("type") == "object":
        return "{" + "，".join(schema.get("properties", {})) + "}"
    names = {"string": "文字", "integer": "整数", "boolean": "true、false", "number": "数"}
    return "时间（ISO 8601）" if schema.get("format") == "date-time" else names.get(schema.get("type", ""), "任意")

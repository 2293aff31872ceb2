"""Every route names who may open it, and no route vanishes unnoticed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver

from huying.config.api import ROOT, api
from huying.domain.actors import SEATED, Role
from huying.domain.lifecycle import TRANSITIONS
from huying.organisation.api.gate import Bearer

LIST = Path(__file__).with_name("routes.txt")
# What a visitor without a session may open, beside allauth's own sign-in pages.
OPEN = {"session", "healthz", "readyz", "metrics", "api_document", "api_docs", "api_root", "api_no_such_route"}
# Pages for citizens, who have no session of a person.
CITIZENS = {
    "citizen",
    "citizen_add",
    "citizen_choose",
    "citizen_leave",
    "citizen_messages",
    "citizen_order",
    "citizen_query",
    "citizen_register",
    "citizen_text_size",
    "citizen_urge",
    "citizen_withdraw",
    "citizen_write",
    "rate_order",
}
THEIRS = ("account_", "mfa_")
# Routes of ninja, each of them with a gate; what stands beside them is a page like any other.
API, PAGES_OF_API = "/api/v1/", {"api_document", "api_docs", "api_root"}


def routes(resolver: URLResolver | None = None, prefix: str = "/") -> Iterator[tuple[str, str, URLPattern]]:
    for entry in (resolver or get_resolver()).url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, path)
        else:
            yield path, entry.name or "", entry


def test_every_route_says_who_may_open_it() -> None:
    for path, name, entry in routes():
        if name.startswith(THEIRS) or path.startswith(API):
            continue
        roles = getattr(entry.callback, "allowed_roles", "nothing said")
        if roles is None:
            assert name in OPEN | CITIZENS, f"{path} is open to all"
        else:
            assert isinstance(roles, frozenset), f"{path}: {roles}"
            assert roles <= set(Role), path


def test_no_route_vanishes_unnoticed() -> None:
    def line(path: str, name: str, entry: URLPattern) -> str:
        roles = getattr(entry.callback, "allowed_roles", None)
        who = "allauth" if name.startswith(THEIRS) else "open" if roles is None else ",".join(sorted(roles))
        return f"{path}  {name}  {who}"

    pages = [line(*route) for route in routes() if not _is_of_api(*route[:2])]
    present = sorted([*pages, *(f"{ROOT}{path}  {name}  {scope}: {who}" for path, name, scope, who in gates())])
    if os.environ.get("HUYING_WRITE_LISTS"):
        LIST.write_text("\n".join(present) + "\n")
    assert present == LIST.read_text().splitlines(), "review the difference, then write it: HUYING_WRITE_LISTS=1"


def _is_of_api(path: str, name: str) -> bool:
    return path.startswith(API) and name not in PAGES_OF_API


def gates() -> Iterator[tuple[str, str, str, str]]:
    """Yield path and method, name, scope and roles of each route of the API, as its gate enforces them."""
    for bound in api._get_bound_routers():
        for path, view in bound.path_operations.items():
            for operation in view.operations:
                (bearer,) = operation.auth_callbacks
                assert isinstance(bearer, Bearer), path
                roles = ",".join(sorted(bearer.roles))
                yield f"{path} {operation.methods[0]}", str(operation.operation_id), bearer.scope.value, roles


def test_every_route_of_the_api_has_a_gate_and_every_act_exactly_its_roles() -> None:
    found = {name: (scope, roles) for _, name, scope, roles in gates()}
    assert len(found) == sum(_is_of_api(path, name) and name != "api-root" for path, name, _ in routes())
    for row in TRANSITIONS:
        if row.sources and row.roles <= SEATED:
            assert found[row.action] == ("act", ",".join(sorted(row.roles)))


def test_every_action_of_a_person_has_a_page_for_exactly_its_roles() -> None:
    """The order page draws a button for each row of the lifecycle: it must lead somewhere."""
    pages = {name: getattr(entry.callback, "allowed_roles", None) for _, name, entry in routes()}
    people = {row.action: row.roles & SEATED for row in TRANSITIONS if row.sources and row.roles & SEATED}
    assert {action: pages.get(action) for action in people} == people


def test_every_action_of_a_citizen_has_a_page_among_those_for_citizens() -> None:
    theirs = [row for row in TRANSITIONS if row.sources and Role.CITIZEN in row.roles]
    assert theirs
    for row in theirs:  # where staff have a page of the action's name, the citizen's is named after its verb
        assert row.action in CITIZENS or f"citizen_{row.action.split('_')[0]}" in CITIZENS, row.action

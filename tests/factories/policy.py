"""Policies of the shipped profiles."""

from __future__ import annotations

import tomllib
from copy import deepcopy
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from huying.domain.actors import policy_actor
from huying.foundation import memory
from huying.organisation.models import Centre
from huying.policy.actions.publish_policy import publish_policy
from huying.policy.models import PolicyVersion
from tests.factories.organisation import LONG_AGO

PROFILES = Path(__file__).parents[2] / "reference" / "policies"


def create_policy(*, centre: Centre, profile: str = "national", **parameters: Any) -> PolicyVersion:
    """Publish a shipped profile, with some parameters changed by name."""
    body = _shipped(profile)
    for name, value in parameters.items():
        body["parameters"][name]["value"] = value
    actor = policy_actor(centre_id=centre.pk, name="tests")
    return publish_policy(body=body, effective_from=LONG_AGO, note="测试", after=0, actor=actor, at=LONG_AGO)


def publish_next(*, centre: Centre, at: datetime, **parts: Any) -> PolicyVersion:
    """Publish a second version, in force two minutes after ``at``, with other ``parts`` (tags, ladder)."""
    body = _shipped("national") | parts
    actor, begins = policy_actor(centre_id=centre.pk, name="tests"), at + timedelta(minutes=2)
    version = publish_policy(body=body, effective_from=begins, note="测试", after=1, actor=actor, at=at)
    memory.forget()
    return version


def _shipped(profile: str) -> dict[str, Any]:
    body: dict[str, Any] = deepcopy(_read(profile))
    return body


@cache
def _read(profile: str) -> dict[str, Any]:
    return tomllib.loads((PROFILES / f"{profile}.toml").read_text())

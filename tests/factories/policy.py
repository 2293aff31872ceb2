"""Policies of the shipped profiles."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from huying.domain.actors import policy_actor
from huying.organisation.models import Centre
from huying.policy.actions.publish_policy import publish_policy
from huying.policy.models import PolicyVersion
from tests.factories.organisation import LONG_AGO

PROFILES = Path(__file__).parents[2] / "reference" / "policies"


def create_policy(*, centre: Centre, profile: str = "national", **parameters: Any) -> PolicyVersion:
    """Publish a shipped profile, with some parameters changed by name."""
    body = tomllib.loads((PROFILES / f"{profile}.toml").read_text())
    for name, value in parameters.items():
        body["parameters"][name]["value"] = value
    actor = policy_actor(centre_id=centre.pk, name="tests")
    return publish_policy(body=body, effective_from=LONG_AGO, note="测试", after=0, actor=actor, at=LONG_AGO)

"""Published versions of a centre's policy, and the one a page shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huying.domain.actors import Actor
from huying.domain.errors import NotFound
from huying.domain.policies import Policy
from huying.policy.models import PolicyVersion
from huying.policy.queries.in_force import NoPolicy, policy_at, policy_of


class PolicyNotFound(NotFound):
    """The centre has published no version of this number."""

    code = "policy_not_found"
    sentence = "没有这个版本，请从版本列表中选择。"


@dataclass(frozen=True, kw_only=True)
class PolicyRow:
    """A published version; ``centre_name`` is whose it is."""

    id: int
    number: int
    name: str
    effective_from: datetime
    note: str
    published_by: str
    published_at: datetime
    centre_name: str
    is_own: bool
    is_in_force: bool

    @property
    def policy(self) -> Policy:
        """Return what it says."""
        return policy_of(version_id=self.id)


def versions_of(*, actor: Actor, at: datetime) -> tuple[PolicyRow, ...]:
    """Return the versions of the actor's centre, newest first."""
    rows = PolicyVersion.objects.filter(centre_id=actor.centre_id).select_related("centre", "published_by")
    in_force = _in_force(actor, at)
    return tuple(_row(version, actor, in_force) for version in rows.order_by("-number"))


def version_shown(*, actor: Actor, at: datetime, number: int | None = None) -> PolicyRow | None:
    """Return the version of this number, or else the one in force, ``None`` where there is none.

    The one in force may be of a centre above. Raises ``PolicyNotFound``.
    """
    in_force = _in_force(actor, at)
    rows = PolicyVersion.objects.select_related("centre", "published_by")
    if number is None:
        version = rows.filter(pk=in_force).first() if in_force else None
    else:
        version = rows.filter(centre_id=actor.centre_id, number=number).first()
        if version is None:
            raise PolicyNotFound
    return _row(version, actor, in_force) if version else None


def _in_force(actor: Actor, at: datetime) -> int | None:
    try:
        return policy_at(centre_id=actor.centre_id, at=at).version_id
    except NoPolicy:
        return None


def _row(version: PolicyVersion, actor: Actor, in_force: int | None) -> PolicyRow:
    return PolicyRow(
        id=version.pk,
        number=version.number,
        name=policy_of(version_id=version.pk).name,
        effective_from=version.effective_from,
        note=version.note,
        published_by=version.published_by.display_name if version.published_by else "",
        published_at=version.published_at,
        centre_name=version.centre.name,
        is_own=version.centre_id == actor.centre_id,
        is_in_force=version.pk == in_force,
    )

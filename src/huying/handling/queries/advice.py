"""What is wrong with a reply, told to whoever writes it before it is sent, and to whoever reviews it."""

from __future__ import annotations

from collections.abc import Iterable

from huying.callers.queries import sealed
from huying.domain.actors import Actor, Role
from huying.domain.privacy import IdentityField, Sight, may_see_identity
from huying.foundation.sealing import SealBroken, SealUnreadable
from huying.language.replies import Finding, findings
from huying.workorders.choices import TextKind
from huying.workorders.models import Assignment, Text
from huying.workorders.queries.dossier import Dossier

# 约定: the last orders of the unit that a reply is compared with; enough to see a template.
_RECENT = 20
_SEE = frozenset({Role.REVIEWER, Role.SUPERVISOR, Role.LEADER, Role.EVALUATOR})


def advice_on(
    *,
    dossier: Dossier,
    unit_id: int | None,
    words: str,
    basis: str,
    offered: Iterable[str] = (),
    actor: Actor | None = None,
) -> tuple[Finding, ...]:
    """Return what may be wrong with a reply that a unit is about to give.

    It is compared with what the unit was given to handle, which it may read of a confidential order too, with its own
    last replies to others, and with past replies that were ``offered`` to begin from, however old.
    Where the ``actor`` who reads it may see the caller masked, it is also looked through for the caller's name.
    """
    recent = (*offered, *(_recent(unit_id=unit_id, order_id=dossier.order.pk) if unit_id else ()))
    names = left_by_caller(IdentityField.NAME, dossier=dossier, actor=actor) if actor else ()
    return findings(demand=_demand(dossier), reply=words, basis=basis, recent=recent, names=names)


def advice_on_last(*, dossier: Dossier, actor: Actor) -> tuple[Finding, ...]:
    """Return the same of an order's last reply, for those who review or supervise; a text erased by law has none."""
    if actor.role not in _SEE or not dossier.replies:
        return ()
    last = dossier.replies[-1]
    words = next((text.body for text in dossier.texts if (text.kind, text.event) == (TextKind.REPLY, last.event)), "")
    if not words:
        return ()
    return advice_on(dossier=dossier, unit_id=last.unit_id, words=words, basis=last.legal_basis, actor=actor)


def left_by_caller(*fields: IdentityField, dossier: Dossier, actor: Actor) -> tuple[str, ...]:
    """Return what the caller left in clear, to look for it in a text: it may not stand on a page.

    Nothing where the actor may not see the caller even masked (a unit, of a confidential order): whoever may try names
    out would learn which is the right one. Nothing where it cannot be read: a lost key holds no reply back.
    """
    key, is_confidential = dossier.order.identity_id, dossier.order.is_confidential
    if key is None or may_see_identity(role=actor.role, is_confidential=is_confidential) is not Sight.MASKED:
        return ()
    row = sealed(identity_ids=[key], actor=actor).get(key)
    try:
        return tuple(filter(None, map(row.opened, fields))) if row else ()
    except (SealBroken, SealUnreadable):
        return ()


def _demand(dossier: Dossier) -> str:
    given = [text.body for text in dossier.texts if text.kind == TextKind.TRANSFER]
    return "\n".join([dossier.order.title, *given[-1:]])


def _recent(*, unit_id: int, order_id: int) -> tuple[str, ...]:
    orders = Assignment.objects.filter(unit_id=unit_id).exclude(order_id=order_id).order_by("-order_id")
    newest = list(orders.values_list("order_id", flat=True)[:_RECENT])
    return tuple(Text.objects.filter(order_id__in=newest, kind=TextKind.REPLY).values_list("body", flat=True))

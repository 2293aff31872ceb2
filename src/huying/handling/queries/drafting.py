"""What a language model is given to draft a reply from."""

from __future__ import annotations

from huying.domain.actors import Actor
from huying.domain.privacy import IdentityField
from huying.foundation import clock
from huying.handling.queries.advice import left_by_caller
from huying.language.drafts import Prompt, reply_prompt
from huying.records.queries import ModelOffer, model_offer
from huying.workorders.choices import TextKind
from huying.workorders.queries.dossier import Dossier

_DONE = frozenset({TextKind.INFORMATION, TextKind.CONTACT, TextKind.VISIT, TextKind.PROGRESS, TextKind.ASSIST})


def material_of(*, dossier: Dossier, actor: Actor) -> Prompt:
    """Ask for a reply to an order that is not confidential, from what was asked and what was done.

    The caller's own words are not among it: what the unit was given is, the name and address that the caller left
    covered in it. 约定: what was erased by law is gone here too.
    """
    if dossier.order.is_confidential:
        raise AssertionError(f"order {dossier.order.pk} is confidential")
    kept = [text for text in dossier.texts if text.erased_at is None]
    given = [text.body for text in kept if text.kind == TextKind.TRANSFER]
    done = [text.body for text in kept if text.kind in _DONE]
    names = left_by_caller(IdentityField.NAME, IdentityField.HOME_ADDRESS, dossier=dossier, actor=actor)
    return reply_prompt(demand="\n".join([dossier.order.title, *given[-1:]]), done=done, names=names)


def model_for(*, dossier: Dossier) -> ModelOffer | None:
    """Return what is to be said of the model beside a reply; nothing of a confidential order, which it never sees."""
    return None if dossier.order.is_confidential else model_offer(at=clock.now())

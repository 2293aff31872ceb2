"""The one flow of every page that asks the language model: ask outside any transaction, record, hand on what is fit."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import Generic, TypeVar

from django.conf import settings

from huying.adapters.llm.client import HttpModel
from huying.adapters.llm.port import ModelFailed
from huying.domain.actors import Actor
from huying.foundation import clock
from huying.foundation.commit import one_commit
from huying.language.drafts import Prompt
from huying.records.actions.record_model_use import record_model_use
from huying.records.choices import ModelOutcome, ModelPurpose
from huying.records.queries import model_offer

OFF = "本站没有接入模型，请自己填写。"
RESTS = "模型暂不可用，请自己填写；一分钟后可以再试。"
BUSY = "模型正忙，请稍后再试，或者自己填写。"
UNFIT = "模型的答案不合要求，没有采用，请自己填写。"

Read = TypeVar("Read")
# Whoever waits for a model keeps a thread of the site: the others stay free for citizens.
_PLACES = BoundedSemaphore(settings.HUYING_LLM_AT_ONCE)


@dataclass(frozen=True, kw_only=True)
class Drafted(Generic[Read]):
    """What the model drafted, or the sentence that says why there is nothing."""

    found: Read | None
    sentence: str = ""


def drafted(
    *,
    purpose: ModelPurpose,
    prompt: Prompt,
    read: Callable[[str], Read | None],
    actor: Actor,
    subject: str = "",
) -> Drafted[Read]:
    """Ask once and record it, whatever comes of it; ``read`` returns what may be shown of an answer, else ``None``.

    ``subject`` is the number of an order that is not confidential: of others nothing may come here. To be called
    outside a transaction: nothing of the database is held while the model thinks.
    """
    offer = model_offer(at=clock.now())
    if offer is None or offer.rests:
        return Drafted(found=None, sentence=RESTS if offer else OFF)
    if not _PLACES.acquire(blocking=False):
        return Drafted(found=None, sentence=BUSY)
    model = HttpModel(
        url=settings.HUYING_LLM_URL,
        key=settings.HUYING_LLM_KEY,
        name=settings.HUYING_LLM_MODEL,
        seconds=settings.HUYING_LLM_SECONDS,
    )
    told, found, outcome, sentence = "", None, ModelOutcome.ERROR, ""
    begun = time.perf_counter()
    try:
        told = model.answer(instruction=prompt.instruction, material=prompt.material)
        outcome, sentence = ModelOutcome.REFUSED, UNFIT
        if (found := read(told)) is not None:
            outcome, sentence = ModelOutcome.TAKEN, ""
    except ModelFailed as fault:
        outcome, sentence = (ModelOutcome.TIMEOUT if fault.is_late else ModelOutcome.ERROR), f"{fault}请自己填写。"
    finally:
        taken = time.perf_counter() - begun
        _PLACES.release()
        with one_commit():
            record_model_use(
                purpose=purpose,
                subject=subject,
                model=model.name,
                asked=f"{prompt.instruction}\n{prompt.material}",
                told=told,
                outcome=outcome,
                milliseconds=round(taken * 1000),
                actor=actor,
                at=clock.now(),
            )
    return Drafted(found=found, sentence=sentence)

"""Move what stands under other keys to the current ones, in batches; a run that was killed is simply run again."""

from __future__ import annotations

import base64
import sys
import time
from typing import Any, Literal
from uuid import UUID

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from tqdm import tqdm

from huying.callers.actions.renew_seals import renew_seals
from huying.exchange.actions.renew_secrets import renew_secrets
from huying.foundation.commit import one_commit
from huying.foundation.sealing import current_header
from huying.notices.actions.renew_recipients import renew_recipients

_BATCH = 500
GRACE = 2.0
"""Seconds in which every running process has come upon a change of the keys, and ended what it began before."""


def move_all() -> tuple[int, int]:
    """Bring all that is sealed, and the look-up of callers, under the current keys; return moved and left."""
    changed, left = _second_factors(), 0
    with one_commit():
        changed += renew_secrets()
    changed += _recipients()
    tables: tuple[Literal["caller", "identity"], ...] = ("caller", "identity")
    with tqdm(desc="换密钥", unit="行", disable=not sys.stderr.isatty(), leave=False) as bar:
        for table in tables:
            after: UUID | None = None
            while True:
                with one_commit():
                    done = renew_seals(table=table, after=after, limit=_BATCH)
                if not done.seen:
                    break
                changed, left, after = changed + done.changed, left + done.left, done.last
                bar.update(done.seen)
    return changed, left


def wait() -> None:
    """Let other processes come upon what was just changed."""
    time.sleep(GRACE)


def _recipients() -> int:
    changed, after = 0, None
    while True:
        with one_commit():
            done = renew_recipients(after=after, limit=_BATCH)
        if done.last is None:
            return changed
        changed, after = changed + done.changed, done.last


def _second_factors() -> int:
    changed = 0
    for pk in Authenticator.objects.values_list("pk", flat=True):
        with one_commit():
            row = Authenticator.objects.select_for_update().get(pk=pk)
            renewed = {name: _renewed(value) for name, value in row.data.items()}
            if renewed != row.data:
                row.data = renewed
                row.save(update_fields=["data"])
                changed += 1
    return changed


def _renewed(value: Any) -> Any:
    if not isinstance(value, str) or base64.b64decode(value).startswith(current_header()):
        return value
    adapter = get_adapter()
    return adapter.encrypt(adapter.decrypt(value))

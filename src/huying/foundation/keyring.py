"""The keys that a running process works with; those of a folder are read again when somebody changes it."""

from __future__ import annotations

import os
from pathlib import Path

from django.conf import settings

from huying.foundation import secrets
from huying.foundation.secrets import MissingSecret, Secrets, UnfitSecret

_read: dict[Path, int] = {}


def keys(*, anew: bool = False) -> Secrets:
    """Return the keys, so that a rotation reaches every process without a restart; ``anew`` reads them in any case.

    While the folder is in disorder the keys known before stay in use. Keys from the environment never change.
    """
    folder: Path | None = settings.HUYING_KEYS
    if folder is not None:
        try:
            changed = folder.stat().st_mtime_ns
            if anew or _read.get(folder) != changed:
                settings.HUYING_SECRETS = secrets.load(folder.parent, os.environ)
                _read[folder] = changed
        except (OSError, MissingSecret, UnfitSecret):
            pass
    known: Secrets = settings.HUYING_SECRETS
    return known

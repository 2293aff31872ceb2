"""Remove the files that no order needs."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import islice

from django.db import transaction

from huying.adapters.storage.client import storage
from huying.workorders.queries.attachments import files_in_use

# 约定: a form that is being sent is done with long before.
_AGE = timedelta(days=1)
_AT_ONCE = 1000


@transaction.atomic(savepoint=False)
def sweep_files(*, at: datetime) -> int:
    """Remove files older than a day that no picture needs; return how many.

    Such are left by forms that were refused after their pictures were kept, by processes that died, and by
    erasures whose process died before the files went.

    Raises:
        StorageUnavailable.

    """
    files, swept = storage(), 0
    old = files.kept_before(at - _AGE)
    while some := set(islice(old, _AT_ONCE)):
        for file in some - files_in_use(files=some):
            files.remove(file)
            swept += 1
    return swept + files.clear_unfinished(before=at - _AGE)

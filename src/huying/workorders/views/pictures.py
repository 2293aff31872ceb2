"""A picture of an order, given only to those who may see it."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponseBase, HttpResponseNotModified
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

from huying.adapters.storage.client import storage
from huying.domain.actors import Role
from huying.foundation import clock
from huying.foundation.access import actor_of, allow
from huying.foundation.commit import one_commit
from huying.records.actions.record_access import record_access
from huying.records.choices import AccessKind
from huying.workorders.queries.attachments import PictureFile, picture_file


@allow(*(set(Role) - {Role.POLICY}))
@require_safe
def picture(request: HttpRequest, number: str, file: UUID, *, is_small: bool) -> HttpResponseBase:
    """Send a picture, or its thumbnail. Opening one of a confidential order is written down first (约定)."""
    actor = actor_of(request)
    found = picture_file(number=number, file=file, actor=actor)
    if found.is_confidential and not is_small:
        with one_commit():
            record_access(kind=AccessKind.CONFIDENTIAL_ORDER, subject=number, actor=actor, at=clock.now())
    answer = _content(request, found, is_small=is_small)
    # A browser asks each time, so that what was erased is gone; of a confidential order it keeps nothing.
    answer["Cache-Control"] = "private, no-store" if found.is_confidential else "private, no-cache"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _content(request: HttpRequest, found: PictureFile, *, is_small: bool) -> HttpResponseBase:
    file = found.thumbnail if is_small else found.file
    # A file is written once: its name says all about its content.
    etag = f'"{file.hex}"'
    if not found.is_confidential and etag in parse_etags(request.headers.get("If-None-Match", "")):
        return HttpResponseNotModified(headers={"ETag": etag})
    name = f"{found.order_number}-{file.hex[:8]}.jpg"
    opened = storage().opened(file)
    return FileResponse(opened, content_type=found.content_type, filename=name, headers={"ETag": etag})

"""Pictures, drawn for a test and kept as a form keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from huying.foundation.pictures import Kept, prepare
from huying.workorders.forms import keep_pictures


def photograph(*, colour: str = "teal", kind: str = "JPEG") -> bytes:
    """Return the bytes of a small photograph."""
    out = BytesIO()
    Image.new("RGB", (640, 480), colour).save(out, kind)
    return out.getvalue()


def upload(name: str = "IMG_1.jpg", *, content: bytes | None = None, colour: str = "teal") -> SimpleUploadedFile:
    """Return a photograph as a browser sends it; the header lies, as headers may."""
    return SimpleUploadedFile(name, content or photograph(colour=colour), content_type="text/html")


def kept(*colours: str) -> Sequence[Kept]:
    """Keep a photograph of each colour."""
    return keep_pictures([prepare(photograph(colour=colour)) for colour in colours or ("teal",)])

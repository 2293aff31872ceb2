"""Pictures that people give: known by their content, drawn anew, and nothing else of the file kept."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from io import BytesIO
from threading import Lock
from uuid import UUID

from PIL import Image, ImageOps, UnidentifiedImageError

from huying.domain.errors import Invalid

# 约定: a phone's photograph has 3 to 8 MB and 12 to 50 million points; a screen shows 2560 at most.
LARGEST_BYTES = 10_000_000
_MOST_POINTS = 50_000_000
_LONGEST_SIDE = 2560
_THUMBNAIL_SIDE = 320
_QUALITY = 85
_FORMATS = ("JPEG", "PNG", "WEBP")
CONTENT_TYPE = "image/jpeg"
ACCEPTED = "image/jpeg,image/png,image/webp"
"""What a browser is told to offer: naming the kinds lets an iPhone turn its HEIC into JPEG by itself."""

_TOO_LARGE = f"超过 {LARGEST_BYTES // 1_000_000} MB，请压缩后再传，或截图后上传。"
_TOO_MANY_POINTS = f"尺寸太大（超过 {_MOST_POINTS // 10_000} 万像素），请缩小后再传，或截图后上传。"
_MOVES = "是动图，请截取其中一张画面后上传。"
_BROKEN = "已损坏或不完整，请重新拍照或重新保存后再传。"
_UNKNOWN = "不是能识别的图片，请上传 JPEG、PNG 或 WebP 格式的照片；其他文件请拍照或截图后上传。"
# What a file begins with (offset, bytes), and what its owner may do instead.
_OTHERWISE = (
    (0, b"%PDF", "是 PDF 文件，请把需要的页面截图后上传。"),
    (0, b"PK", "是文档或压缩包，请把需要的内容截图后上传。"),
    (0, b"GIF8", "是 GIF 图片，请截图后上传。"),
    (4, b"ftypheic", "是 HEIC 照片，请在手机相机设置的“格式”中选择“兼容性最佳”后重拍，或截图后上传。"),
    (4, b"ftypheix", "是 HEIC 照片，请在手机相机设置的“格式”中选择“兼容性最佳”后重拍，或截图后上传。"),
    (4, b"ftypmif1", "是 HEIC 照片，请在手机相机设置的“格式”中选择“兼容性最佳”后重拍，或截图后上传。"),
    (4, b"ftypavif", "是 AVIF 图片，请截图后上传。"),
    (4, b"ftyp", "是视频或录音，请截取有关画面后上传，并用文字说明经过。"),
    (0, b"\x1aE\xdf\xa3", "是视频，请截取有关画面后上传，并用文字说明经过。"),
)
# Large pictures take much memory: a process draws one at a time.
_one_at_a_time = Lock()


class PictureUnfit(Invalid):
    """A file that is no picture, or none that we keep; its sentence follows the file's name."""

    code = "picture_unfit"
    sentence = _UNKNOWN


@dataclass(frozen=True, kw_only=True, repr=False)
class Prepared:
    """A picture drawn anew as JPEG, and its thumbnail; width and height in points."""

    content: bytes
    thumbnail: bytes
    width: int
    height: int


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A picture whose files are on the disk, not yet in any order; the digests are SHA-256."""

    file: UUID
    thumbnail: UUID
    size: int
    width: int
    height: int
    sha256: bytes
    thumbnail_sha256: bytes


def prepare(content: bytes) -> Prepared:
    """Draw a picture anew: upright, on white, at most 2560 points a side, without a word of what came with it.

    What is no picture, moves, is broken or too large is refused. Slow (0.1 to 1 s): call it outside a transaction.

    Raises:
        PictureUnfit: with one sentence that follows the file's name.

    """
    if len(content) > LARGEST_BYTES:
        raise PictureUnfit(_TOO_LARGE)
    with _one_at_a_time:
        try:
            with Image.open(BytesIO(content), formats=_FORMATS) as image:
                _refuse_unfit(image)
                return _drawn_anew(image)
        except PictureUnfit:
            raise
        except UnidentifiedImageError:
            raise PictureUnfit(_otherwise(content)) from None
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise PictureUnfit(_TOO_MANY_POINTS) from None
        except Exception as fault:  # made to break, a file may raise anything in its decoder
            raise PictureUnfit(_BROKEN) from fault


def as_kept(picture: Prepared, *, file: UUID, thumbnail: UUID) -> Kept:
    """Say of a picture under which names its files are kept."""
    return Kept(
        file=file,
        thumbnail=thumbnail,
        size=len(picture.content),
        width=picture.width,
        height=picture.height,
        sha256=hashlib.sha256(picture.content).digest(),
        thumbnail_sha256=hashlib.sha256(picture.thumbnail).digest(),
    )


def _refuse_unfit(image: Image.Image) -> None:
    """Look at the head of a file, before its points are read."""
    if image.width * image.height > _MOST_POINTS:
        raise PictureUnfit(_TOO_MANY_POINTS)
    # Phones write previews and depth into one file (MPO): its first picture is the photograph.
    if getattr(image, "n_frames", 1) > 1 and image.format != "MPO":
        raise PictureUnfit(_MOVES)


def _drawn_anew(image: Image.Image) -> Prepared:
    image.draft("RGB", (_LONGEST_SIDE, _LONGEST_SIDE))
    picture = _on_white(image)
    picture.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE), reducing_gap=3.0)
    picture = ImageOps.exif_transpose(picture)
    thumbnail = picture.copy()
    thumbnail.thumbnail((_THUMBNAIL_SIDE, _THUMBNAIL_SIDE))
    return Prepared(content=_jpeg(picture), thumbnail=_jpeg(thumbnail), width=picture.width, height=picture.height)


def _on_white(image: Image.Image) -> Image.Image:
    """Return the points in RGB, transparent ones white; ``info`` still says how the camera was held."""
    image.load()
    if image.mode.startswith("I;16"):
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if not image.has_transparency_data:
        return image if image.mode == "RGB" else image.convert("RGB")
    layer = image.convert("RGBA")
    ground = Image.new("RGBA", layer.size, "white")
    ground.alpha_composite(layer)
    flat = ground.convert("RGB")
    flat.info = image.info
    return flat


def _jpeg(picture: Image.Image) -> bytes:
    picture.info = {}
    out = BytesIO()
    picture.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return out.getvalue()


def _otherwise(content: bytes) -> str:
    found = (sentence for offset, head, sentence in _OTHERWISE if content[offset : offset + len(head)] == head)
    return next(found, _UNKNOWN if content else _BROKEN)

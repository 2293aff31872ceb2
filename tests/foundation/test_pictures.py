"""What becomes of a picture: known by content, drawn anew, hostile files refused in one sentence."""

from __future__ import annotations

import struct
import time
import zlib
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageCms, PngImagePlugin

from huying.foundation.pictures import LARGEST_BYTES, PictureUnfit, prepare

SECRET = b"GEHEIM-31.2304N-121.4737E"


def _picture(mode: str = "RGB", size: tuple[int, int] = (400, 300)) -> Image.Image:
    """Return a picture whose left half is dark and whose right half is light."""
    picture = Image.new("L", size, 240)
    picture.paste(20, (0, 0, size[0] // 2, size[1]))
    return picture.convert(mode)


def _saved(picture: Image.Image, kind: str = "JPEG", **words: Any) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **words)
    return out.getvalue()


def _again(content: bytes) -> Image.Image:
    picture = Image.open(BytesIO(content))
    picture.load()
    return picture


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _png(width: int, height: int, *chunks: bytes) -> bytes:
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + _chunk(b"IEND", b"")


def _with_everything() -> bytes:
    """Return a photograph with place, device, comment, profile, XMP and a second file behind its end."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = SECRET.decode()
    exif[ExifTags.Base.Orientation] = 6
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (31.0, 13.0, 49.0), 3: "E", 4: (121.0, 28.0, 25.0)})
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    xmp = b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>"
    photo = _saved(_picture(), exif=exif, comment=SECRET, icc_profile=profile, xmp=xmp, dpi=(123, 123))
    return photo + b"PK\x03\x04" + SECRET + b"<script>alert(1)</script>"


@pytest.mark.parametrize(
    ("mode", "kind", "words"),
    [
        ("RGB", "JPEG", {}),
        ("L", "JPEG", {}),
        ("CMYK", "JPEG", {}),
        ("RGB", "JPEG", {"progressive": True}),
        ("RGB", "PNG", {}),
        ("RGBA", "PNG", {}),
        ("LA", "PNG", {}),
        ("P", "PNG", {}),
        ("1", "PNG", {}),
        ("RGB", "WEBP", {}),
        ("RGBA", "WEBP", {"lossless": True}),
    ],
)
def test_each_kind_becomes_an_equal_jpeg(mode: str, kind: str, words: dict[str, Any]) -> None:
    made = prepare(_saved(_picture(mode), kind, **words))
    for content, size in ((made.content, (400, 300)), (made.thumbnail, (320, 240))):
        drawn = _again(content)
        assert (drawn.format, drawn.mode, drawn.size) == ("JPEG", "RGB", size)
        dark, light = (drawn.getpixel((x, size[1] // 2)) for x in (size[0] // 4, size[0] * 3 // 4))
        assert isinstance(dark, tuple)
        assert isinstance(light, tuple)
        assert max(dark) < 60
        assert min(light) > 200
    assert (made.width, made.height) == (400, 300)


def test_sixteen_bits_of_grey_become_eight() -> None:
    grey = Image.new("I;16", (40, 30), 60_000)
    drawn = _again(prepare(_saved(grey, "PNG")).content)
    assert drawn.getpixel((5, 5)) == pytest.approx((234, 234, 234), abs=3)


def test_what_is_transparent_becomes_white() -> None:
    clear = Image.new("RGBA", (40, 30), (0, 0, 0, 0))
    assert _again(prepare(_saved(clear, "PNG")).content).getpixel((5, 5)) == (255, 255, 255)


def test_nothing_of_what_came_with_the_picture_is_left() -> None:
    given_file = _with_everything()
    assert Image.open(BytesIO(given_file)).getexif().get_ifd(ExifTags.IFD.GPSInfo)
    made = prepare(given_file)
    for content in (made.content, made.thumbnail):
        drawn = _again(content)
        assert not dict(drawn.getexif())
        assert set(drawn.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert drawn.info.get("jfif_unit") == 0
        for word in (SECRET, b"Exif", b"ICC_PROFILE", b"xmpmeta", b"PK\x03\x04", b"<script"):
            assert word not in content


def test_the_texts_of_a_png_are_left_out() -> None:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Location", SECRET.decode())
    texts.add_itxt("Author", SECRET.decode())
    assert SECRET not in prepare(_saved(_picture(), "PNG", pnginfo=texts)).content


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize(("turn", "size"), [(1, (400, 300)), (3, (400, 300)), (6, (300, 400)), (8, (300, 400))])
def test_a_picture_stands_upright_however_the_camera_was_held(kind: str, turn: int, size: tuple[int, int]) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = turn
    made = prepare(_saved(_picture(), kind, exif=exif))
    assert (made.width, made.height) == size
    assert _again(made.content).size == size
    dark_at = {1: (20, 150), 3: (380, 150), 6: (150, 20), 8: (150, 380)}[turn]
    dark = _again(made.content).getpixel(dark_at)
    assert isinstance(dark, tuple)
    assert max(dark) < 60


@pytest.mark.parametrize(
    ("size", "expected"),
    [((6000, 4000), (2560, 1707)), ((3000, 5000), (1536, 2560)), ((2560, 100), (2560, 100)), ((60000, 1), (2560, 1))],
)
def test_the_longest_side_is_2560(size: tuple[int, int], expected: tuple[int, int]) -> None:
    made = prepare(_saved(_picture(size=size)))
    assert (made.width, made.height) == expected
    assert max(_again(made.thumbnail).size) <= 320


def test_a_second_picture_in_a_phone_s_file_is_left_out() -> None:
    preview = Image.new("RGB", (400, 300), "red")
    made = prepare(_saved(_picture(), "MPO", save_all=True, append_images=[preview]))
    drawn = _again(made.content)
    assert (drawn.format, getattr(drawn, "n_frames", 1)) == ("JPEG", 1)


_JPEG = _saved(_picture())
_FRAMES: dict[str, Any] = {"save_all": True, "append_images": [Image.new("RGB", (400, 300), "red")]}
_HOSTILE = {
    "nothing": (b"", "已损坏"),
    "words": (b"<html><script>alert(1)</script>", "不是能识别的图片"),
    "a drawing with a script": (b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "不是能识别的图片"),
    "a programme": (b"\x7fELF" + bytes(200), "不是能识别的图片"),
    "a pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "PDF"),
    "a pdf with a photograph inside": (b"%PDF-1.7\n" + _JPEG, "PDF"),
    "a document": (b"PK\x03\x04" + bytes(100), "文档或压缩包"),
    "a film": (b"\x00\x00\x00\x20ftypisom" + bytes(100), "视频"),
    "a film of the web": (b"\x1aE\xdf\xa3" + bytes(100), "视频"),
    "an iphone's photograph": (b"\x00\x00\x00\x18ftypheic" + bytes(100), "兼容性最佳"),
    "a gif": (_saved(_picture("P"), "GIF"), "GIF"),
    "a tiff": (_saved(_picture(), "TIFF"), "不是能识别的图片"),
    "a bitmap": (_saved(_picture(), "BMP"), "不是能识别的图片"),
    "a moving webp": (_saved(_picture(), "WEBP", **_FRAMES), "动图"),
    "a moving png": (_saved(_picture(), "PNG", **_FRAMES), "动图"),
    "half a jpeg": (_JPEG[: len(_JPEG) // 2], "已损坏"),
    "the head of a jpeg": (_JPEG[:20], "不是能识别的图片|已损坏"),
    "half a png": (_saved(_picture(), "PNG")[:300], "已损坏"),
    "half a webp": (_saved(_picture(), "WEBP")[:60], "不是能识别的图片|已损坏"),
    "a png without points": (_png(400, 300), "已损坏"),
    "a png whose points end early": (_png(400, 300, _chunk(b"IDAT", zlib.compress(bytes(50)))), "已损坏"),
    "a bomb of 65 million points": (_png(13_000, 5_000, _chunk(b"IDAT", b"")), "尺寸太大"),
    "a bomb of 100 million points": (_png(10_000, 10_000, _chunk(b"IDAT", b"")), "尺寸太大"),
    "a bomb of 2500 million points": (_png(50_000, 50_000, _chunk(b"IDAT", b"")), "尺寸太大"),
    "a bomb of words": (_png(9, 9, _chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(90_000_000)))), "已损坏"),
    "too many bytes": (_JPEG + bytes(LARGEST_BYTES), "超过 10 MB"),
}


@pytest.mark.parametrize("name", _HOSTILE)
def test_what_is_no_fit_picture_is_refused_in_one_sentence(name: str) -> None:
    content, sentence = _HOSTILE[name]
    begun = time.monotonic()
    with pytest.raises(PictureUnfit, match=sentence) as refused:
        prepare(content)
    assert str(refused.value).count("。") == 1
    assert "请" in str(refused.value)
    assert time.monotonic() - begun < 2


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_spoilt_file_is_drawn_or_refused_and_never_breaks(data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from([_JPEG, _saved(_picture("RGBA"), "PNG"), _saved(_picture(), "WEBP")]))
    spoilt = bytearray(whole)
    for place in data.draw(st.lists(st.integers(0, len(whole) - 1), min_size=1, max_size=8)):
        spoilt[place] = data.draw(st.integers(0, 255))
    try:
        made = prepare(bytes(spoilt))
    except PictureUnfit:
        return
    assert _again(made.content).format == "JPEG"

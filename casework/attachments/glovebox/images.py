"""Pictures: painted anew, so that nothing is kept but what the eye sees (no place, time or other file).

What phones call HEIC becomes a JPEG, which everybody can open.
"""

from __future__ import annotations

from io import BytesIO

import pi_heif
from PIL import Image, ImageFile, ImageOps

from .found import Found, Unfit

MOST_PIXELS = 50_000_000
PREVIEW = 1000  # pixels, the longer side
QUALITIES = (90, 75)  # the second where the first makes more bytes than there may be
# How such a container says what is in it: a still picture, not a film.
PHONES = (b"ftypheic", b"ftypheix", b"ftypheim", b"ftypheis", b"ftypmif1")

ImageFile.LOAD_TRUNCATED_IMAGES = False
Image.MAX_IMAGE_PIXELS = None  # counted below, before anything is decoded
pi_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)  # the picture alone


def is_image(content: bytes) -> bool:
    """Whether the first bytes are those of a kind of picture that is taken."""
    return content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or content[4:12] in PHONES


def look_at_image(content: bytes, most: int) -> Found:
    """The picture, turned as it was held, without its metadata and without anything behind it."""
    try:
        with Image.open(BytesIO(content), formats=("JPEG", "PNG", "HEIF")) as image:
            if image.width * image.height > MOST_PIXELS:
                raise Unfit("file_bomb")
            kind = "png" if image.format == "PNG" else "jpg"
            picture = _bare(ImageOps.exif_transpose(image))
    except Unfit:
        raise
    except Exception:  # whatever a library says of a file that somebody has made up
        raise Unfit("file_broken") from None
    for quality in QUALITIES:
        kept = _painted(picture, kind, quality)
        if len(kept) <= most:
            return Found(kind, pages=1, previews=(_preview(picture),), content=kept)
    raise Unfit("file_too_large")


def _preview(picture: Image.Image) -> bytes:
    """A small picture of it, as PNG."""
    small = picture.copy()
    small.thumbnail((PREVIEW, PREVIEW))
    return _painted(small, "png")


def _bare(image: Image.Image) -> Image.Image:
    """The pixels alone, in a form that both kinds can hold."""
    mode = "RGBA" if image.has_transparency_data else "L" if image.mode in ("L", "1") else "RGB"
    picture = image.convert(mode)
    picture.info = {}
    return picture


def _painted(picture: Image.Image, kind: str, quality: int = 0) -> bytes:
    out = BytesIO()
    if kind == "png":
        picture.save(out, "PNG")
    else:
        picture.save(out, "JPEG", quality=quality)
    return out.getvalue()

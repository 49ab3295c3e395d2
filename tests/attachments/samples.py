"""Files to attach, made here: honest ones of every kind, and what the dishonest are made from."""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from PIL import Image

DOCX_TYPES = (
    b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    b'wordprocessingml.document.main+xml"/></Types>'
)
WORDS = b'<?xml version="1.0"?><w:document><w:body><w:p>Hej</w:p></w:body></w:document>'
# A picture of 64 times 48 pixels as a phone keeps it (HEIC), its left half red, with where it was taken.
# Made with pillow-heif: our own library reads such pictures, but makes none.
HEIC = (
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAb5tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAA"
    "ADRpbG9jAAAAAERAAAIAAQAAAAAB4gABAAAAAAAAACUAAgAAAAACBwABAAAAAAAAAHQAAAA4aWluZgAAAAAAAgAAABVpbmZlAgAA"
    "AAABAABodmMxAAAAABVpbmZlAgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAAA/WlwcnAAAADdaXBjbwAAAHZodmNDAQNwAAAA"
    "kAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAqQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq"
    "5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkAAAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAoY2xh"
    "cAAAAEAAAAABAAAAMAAAAAEAAAAAAAAAAv////AAAAACAAAAEHBpeGkAAAAAAwgICAAAABhpcG1hAAAAAAAAAAEAAQWBAgMFhAAA"
    "ABppcmVmAAAAAAAAAA5jZHNjAAIAAQABAAAAoW1kYXQAAAAhKAGvGYDvSaW//+KGH/mta/6/sheF/KSQd4h0f8wSDbW8AAAABkV4"
    "aWYAAE1NACoAAAAIAAIBDwACAAAADgAAACaIJQAEAAAAAQAAADQAAAAAS2FuYXJpZWthbWVyYQAAAgABAAIAAAACTgAAAAACAAUA"
    "AAADAAAAUgAAAAAAAAA7AAAAAQAAABMAAAABAAAALgAAAAE="
)
ODT = b"application/vnd.oasis.opendocument.text"


def pdf(pages: int = 1, *, more: bytes = b"", catalog: bytes = b"") -> bytes:
    """A PDF with so many empty pages; `more` are further objects, from number 100 on."""
    kids = b" ".join(b"%d 0 R" % (number + 10) for number in range(pages))
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R" + catalog + b">>",
        2: b"<</Type/Pages/Kids[" + kids + b"]/Count %d>>" % pages,
    }
    objects |= {number + 10: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 400]>>" for number in range(pages)}
    body = b"%PDF-1.7\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % one for one in objects.items()) + more
    return body + b"trailer\n<</Root 1 0 R/Size 200>>\nstartxref\n0\n%%EOF\n"


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **more: object) -> bytes:
    """A picture, half of it red."""
    image = Image.new("RGB", size, "white")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    return _saved(image, kind, **more)


def picture_with_a_place() -> bytes:
    """A picture as a phone takes it, lying on its side, that says where it was taken."""
    image = Image.new("RGB", (60, 40), "white")
    exif = image.getexif()
    exif[0x0112] = 6  # turned to the right
    exif[0x010F] = "Kanariekamera"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (59.0, 19.0, 46.0)
    return _saved(image, "JPEG", exif=exif)


def phone_picture() -> bytes:
    """A picture as phones keep it, which says where it was taken."""
    return base64.b64decode(HEIC)


def container(members: Mapping[str, bytes], *, stored: frozenset[str] = frozenset()) -> bytes:
    """A zip of the members in their order."""
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content, ZIP_STORED if name in stored else ZIP_DEFLATED)
    return out.getvalue()


def docx(**more: bytes) -> bytes:
    """A Word document; further members by their names."""
    return docx_of({"[Content_Types].xml": DOCX_TYPES, "word/document.xml": WORDS, **more})


def docx_of(members: Mapping[str, bytes]) -> bytes:
    """A zip as Word makes them."""
    return container(members)


def odt(more: Mapping[str, bytes] | None = None) -> bytes:
    """An OpenDocument text; further members by their names."""
    members = {"mimetype": ODT, "content.xml": WORDS, "META-INF/manifest.xml": b"<m/>", **(more or {})}
    return container(members, stored=frozenset({"mimetype"}))


def _saved(image: Image.Image, kind: str, **more: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()

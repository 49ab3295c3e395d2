"""What a file is found to be, by a process that can do nothing else."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from casework.attachments.inspection import Look, inspect
from casework.errors import NotAcceptable
from tests.attachments.hostile import MEGA
from tests.attachments.samples import docx, odt, pdf, phone_picture, picture, picture_with_a_place

MOST = 10 * MEGA
HONEST: dict[str, tuple[Callable[[], bytes], str, int, int]] = {  # → kind, pages, previews
    "pdf": (pdf, "pdf", 1, 1),
    "a long pdf": (lambda: pdf(9), "pdf", 9, 4),
    "jpeg": (picture, "jpg", 1, 1),
    "png": (lambda: picture("PNG"), "png", 1, 1),
    "heic": (phone_picture, "jpg", 1, 1),
    "word": (docx, "docx", 0, 0),
    "word with a picture": (lambda: docx(**{"word/media/image1.png": picture("PNG")}), "docx", 0, 0),
    "opendocument": (odt, "odt", 0, 0),
    "text": ("Frånvaro, 學校 🏫\r\n\ttvå rader".encode, "txt", 0, 0),
    "text with a mark in front": ("\ufeffHej".encode, "txt", 0, 0),
}


def looked_at(content: bytes, folder: Path) -> Look:
    """What is found of the bytes."""
    file = folder / "file"
    file.write_bytes(content)
    return inspect(file, folder / "answer", MOST)


@pytest.mark.parametrize("name", HONEST)
def test_what_people_send_is_known_by_its_content(tmp_path: Path, name: str) -> None:
    content, kind, pages, previews = HONEST[name]
    found = looked_at(content(), tmp_path)
    assert (found.kind, found.pages, len(found.previews)) == (kind, pages, previews)


def test_a_picture_is_kept_without_where_and_with_what_it_was_taken(tmp_path: Path) -> None:
    sent = picture_with_a_place()
    assert b"Kanariekamera" in sent
    found = looked_at(sent, tmp_path)
    for content in (found.content, *found.previews):
        assert b"Kanariekamera" not in content
        assert not Image.open(io.BytesIO(content)).getexif()
    assert Image.open(io.BytesIO(found.content)).size == (40, 60)  # turned as it was held


def test_the_picture_of_a_phone_becomes_one_that_everybody_can_open(tmp_path: Path) -> None:
    sent = phone_picture()
    assert b"Kanariekamera" in sent
    kept = Image.open(io.BytesIO(looked_at(sent, tmp_path).content))
    assert (kept.format, kept.size, dict(kept.getexif())) == ("JPEG", (64, 48), {})
    red, white = (kept.convert("RGB").getpixel(at) for at in ((10, 24), (54, 24)))
    assert red[0] > 200 > 60 > red[1]
    assert min(white) > 240


def test_a_film_is_no_picture(tmp_path: Path) -> None:
    with pytest.raises(NotAcceptable) as refused:
        looked_at(phone_picture().replace(b"ftypheic", b"ftypqt  ", 1), tmp_path)
    assert refused.value.code == "file_kind"


def test_nothing_that_hangs_on_a_picture_is_kept(tmp_path: Path) -> None:
    for kind in ("JPEG", "PNG"):
        found = looked_at(picture(kind) + b"<?php kanarie ?>" + docx(), tmp_path)
        assert b"kanarie" not in found.content
        assert b"PK\x03\x04" not in found.content


def test_pictures_of_every_mode_are_painted(tmp_path: Path) -> None:
    for mode in ("1", "LA", "P", "RGBA", "I;16"):
        out = io.BytesIO()
        Image.new(mode, (30, 20)).save(out, "PNG")
        assert looked_at(out.getvalue(), tmp_path).kind == "png"
    out = io.BytesIO()
    Image.new("CMYK", (30, 20)).save(out, "JPEG")
    assert looked_at(out.getvalue(), tmp_path).kind == "jpg"


def test_a_preview_has_a_bearable_size_whatever_the_page_says(tmp_path: Path) -> None:
    wide = pdf().replace(b"[0 0 300 400]", b"[0 0 90000 10]")
    for content in (wide, picture(size=(5_000, 100))):
        found = looked_at(content, tmp_path)
        width, height = Image.open(io.BytesIO(found.previews[0])).size
        assert max(width, height) <= 1_400

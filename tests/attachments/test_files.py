"""Files are kept whole or not at all, scanned where a scanner is set, and given out as they were kept."""

from __future__ import annotations

import errno
import os
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask

from casework import clock
from casework.attachments import files
from casework.attachments.files import Arrived, keep, names, read, received
from casework.attachments.proof import strays, tidy
from casework.errors import Damaged, NoRoom, NotAcceptable
from casework.extensions import files_folder
from tests.attachments.samples import docx, pdf, picture


@pytest.fixture
def here(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The application with an empty place for files."""
    monkeypatch.setattr(app, "instance_path", str(tmp_path))
    return app


def kept(content: bytes) -> Arrived:
    """The file, received and put in its place."""
    with received(BytesIO(content)) as arrived:
        keep(arrived)
        return arrived


def test_a_kept_file_is_read_as_it_was_and_only_as_it_was(here: Flask) -> None:
    with here.app_context():
        arrived = kept(pdf(2))
        assert read(arrived.id, arrived.sha256) == pdf(2)
        assert read(arrived.id, arrived.previews[1], 2).startswith(b"\x89PNG")
        with (files_folder() / files.name_of(arrived.id)).open("ab") as file:
            file.write(b"x")
        with pytest.raises(Damaged):
            read(arrived.id, arrived.sha256)
        files.forget([arrived.id])
        with pytest.raises(Damaged):
            read(arrived.id, arrived.sha256)
        assert not names()


def test_what_is_not_put_in_its_place_is_gone(here: Flask) -> None:
    with here.app_context():
        with received(BytesIO(docx())) as arrived:
            assert (arrived.at / "came").exists()
        assert not names()
        with pytest.raises(NotAcceptable), received(BytesIO(b"MZ\0")):
            pass
        assert not names()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
@pytest.mark.parametrize("content", [pdf(), picture()], ids=["as it came", "painted anew"])
def test_a_full_disk_is_told_and_leaves_nothing(
    here: Flask, monkeypatch: pytest.MonkeyPatch, number: int, content: bytes
) -> None:
    def full(_file: int) -> None:
        raise OSError(number, os.strerror(number))

    with here.app_context():
        monkeypatch.setattr("os.fsync", full)
        with pytest.raises(NoRoom), received(BytesIO(content)):
            pass
        assert not names()
        monkeypatch.undo()


@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("false", "file_infected"),
        ("sh -c 'exit 2'", "file_unscanned"),
        ("sh -c 'kill $$'", "file_unscanned"),
        ("/no/such/scanner", "file_unscanned"),
        ("grep -q Hej", ""),  # finds what it looks for in the file that it is given: 0
        ("grep -q Kanarie", "file_infected"),
    ],
)
def test_a_scanner_that_is_set_decides(here: Flask, command: str, code: str) -> None:
    here.config["SCAN_COMMAND"] = command
    with here.app_context():
        if not code:
            assert kept("Hej på er".encode()).kind == "txt"
            return
        with pytest.raises(NotAcceptable) as refused, received(BytesIO("Hej på er".encode())):
            pass
        assert refused.value.code == code
        assert not names()


def test_the_scanner_sees_what_was_sent_before_anything_opens_it(here: Flask) -> None:
    here.config["SCAN_COMMAND"] = "grep -q KANARIE"
    with here.app_context():
        assert kept(picture(comment=b"KANARIE")).kind == "jpg"


def test_what_a_stopped_machine_left_is_taken_away_after_a_while(here: Flask) -> None:
    with here.app_context():
        arrived = kept(pdf())  # no row names it
        left = files_folder() / "incoming" / "left"
        left.mkdir()
        (left / "came").write_bytes(b"x")
        now = clock.now()
        assert strays(now) == []  # its commit may be on its way
        later = now + timedelta(hours=2)
        assert strays(later) == sorted([arrived.id.hex, f"{arrived.id.hex}.1.png", "incoming/left"])
        assert tidy(later) == 3
        assert not names()
        assert tidy(later) == 0

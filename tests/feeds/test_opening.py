"""What a file is: its encoding, its delimiter, files cut off in the middle, and files of another kind."""

from __future__ import annotations

import gzip
import io
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from casework.feeds.begun import begun
from casework.feeds.profiles import shipped
from casework.feeds.records import Unreadable, Unsure
from tests.feeds.writing import LATEST, faults, found, line, records, table

TEXT = table(line(subject="Idrott och hälsa – år 8"), line(key="2", subject="Slöjd"))


def zipped(name: str) -> bytes:
    """An archive with such a file in it, as workbooks are too."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as file:
        file.writestr(name, "<workbook/>")
    return whole.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_every_encoding_of_spreadsheets_is_read_as_it_was_written(tmp_path: Path, encoding: str) -> None:
    every = found(tmp_path, TEXT.encode(encoding))
    assert [one.lesson.subject for one in records(every)] == ["Idrott och hälsa – år 8", "Slöjd"]
    with begun(tmp_path / "lessons", shipped()["casework"], LATEST) as read:
        assert read.encoding == {"cp1252": "Windows-1252", "utf-16": "UTF-16"}.get(encoding, "UTF-8")


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_delimiter_is_what_stands_between_the_headings(tmp_path: Path, delimiter: str) -> None:
    assert len(records(found(tmp_path, TEXT.replace(";", delimiter)))) == 2


def test_quoted_cells_may_hold_lines_and_marks_and_the_next_line_keeps_its_number(tmp_path: Path) -> None:
    quoted = line(subject='"Ma ""A"", b"', group='"8B\r\noch\n 8C"')
    every = found(tmp_path, table(quoted, line(day="x")))
    assert [one[:2] for one in faults(every)] == [(5, "Datum")]
    assert [one.lesson.group for one in records(every)] == ["8B och 8C"]  # a name is on one line
    every = found(tmp_path, table(line(subject='"Ma ""A"", b"'), "", line(day="x")))
    assert records(every)[0].lesson.subject == 'Ma "A", b'
    assert faults(every)[0][0] == 4


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"  \r\n ", "empty"),
        (zipped("xl/workbook.xml"), "workbook"),
        (zipped("lektioner.csv"), "archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "workbook"),
        (gzip.compress(TEXT.encode()), "archive"),
        (b"%PDF-1.7\n", "pdf"),
        (b"\x89PNG\r\n\x1a\n\0\0", "picture"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "picture"),
        (b"\n <!DOCTYPE html><html><body>502</body></html>", "web_page"),
        (b'<?xml version="1.0"?><html xmlns="x"/>', "web_page"),
        (b'{"data": []}', "json"),
        (b'\xef\xbb\xbf[\r\n  {"data": 1}]', "json"),
        (b"Elev-id;" + b"x" * 300_000 + b"\n", "long_cell"),
        (TEXT.replace("Slöjd", '"' + "Slöjd\n" * 60_000).encode(), "broken_line"),
        (b"<persons/>", "is_xml"),
        (b"a;b\0;c\n", "not_text"),
        (b"Elev-id\x81;x\n", "not_text"),
        (b"Elev-id;Datum\n1;2\n", "columns_missing"),
        (b"Elev-id;Elev-id\n1;2\n", "column_twice"),
        (TEXT.replace("Slöjd", '"Slöjd').encode(), "broken_line"),
        (b"a;" * 2000 + b"\n", "no_table"),
    ],
)
def test_a_file_of_another_kind_gets_one_clear_answer(tmp_path: Path, content: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as told:
        found(tmp_path, content)
    assert told.value.code == code


def test_columns_that_are_missing_are_named_and_of_two_ways_only_the_first(tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as told:
        found(tmp_path, "Ämne;Förnamn\nMatematik;Alva\n")
    assert told.value.named == "Elev-id, Datum, Start, Lektionsminuter, Närvaro"


def test_a_file_that_is_cut_off_says_so_on_the_line_where_it_ends(tmp_path: Path) -> None:
    whole = TEXT.encode()
    cut = whole[: whole.rindex(b"08:00") + 2]
    every = found(tmp_path, cut)
    assert faults(every) == [(3, "Lektionsminuter", "", "cut_off")]
    assert len(records(every)) == 1
    inside = whole[: whole.index("Slö".encode()) + 3]  # in the middle of a sign
    assert [one[3] for one in faults(found(tmp_path, inside))] == ["cut_off"]


def test_a_mark_in_the_middle_of_a_cell_spoils_its_own_line_only(tmp_path: Path) -> None:
    every = found(tmp_path, table(line(), line(subject='"Ma" 8'), line(subject='Ma "8"'), line(day="x")))
    assert faults(every) == [(3, "", "", "stray_mark"), (5, "Datum", "x", "not_a_day")]
    assert [one.lesson.subject for one in records(every)] == ["Matematik", 'Ma "8"']
    with pytest.raises(Unreadable, match="stray_mark"):
        found(tmp_path, TEXT.replace("Elev-id", '"Elev"-id'))


def test_a_cell_without_end_spoils_its_own_line_only(tmp_path: Path) -> None:
    for cell in ("x" * 300_000, '"' + "x" * 300_000 + '"'):
        every = found(tmp_path, table(line(), line(subject=cell), line(day="x")))
        assert faults(every) == [(3, "", "", "long_cell"), (4, "Datum", "x", "not_a_day")]
        assert len(records(every)) == 1


def test_a_last_line_without_an_end_is_seen_in_every_encoding(tmp_path: Path) -> None:
    for encoding in ("utf-8", "utf-16"):
        for text, is_open in ((TEXT, False), (TEXT[:-1], True), (TEXT.replace("\n", "\r"), False)):
            found(tmp_path, text.encode(encoding))
            with begun(tmp_path / "lessons", shipped()["casework"], LATEST) as read:
                assert read.has_open_end == is_open


def test_rows_of_another_width_are_told_from_the_end_of_the_file(tmp_path: Path) -> None:
    every = found(tmp_path, table("1;2026-09-07", line(), line() + ";more", line() + ";;"))
    assert faults(every) == [(2, "Start", "", "too_few_cells"), (4, "9", "more", "too_many_cells")]
    assert [one.student.key for one in every if isinstance(one, Unsure)] == ["1", "1"]  # nobody knows of them
    assert [one.line for one in records(every)] == [3, 5]


def test_a_large_file_is_read_in_little_memory(tmp_path: Path) -> None:
    file = tmp_path / "large"
    with file.open("w") as out:
        out.write(table())
        for number in range(30_000):
            out.write(line(key=str(number % 500), start=f"{number % 24}:00") + "\n")
    size = file.stat().st_size
    tracemalloc.start()
    with begun(file, shipped()["casework"], LATEST) as read:
        count = sum(1 for _ in read.found)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 30_000
    assert peak < 1_200_000 < size

"""Tables that people send: every encoding and separator of spreadsheets, and nothing that is no table."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.access.table import product
from casework.administration.headings import COLUMNS, ROLES, known, required
from casework.administration.tables import MOST_BYTES, Unreadable, table_of, text_of
from casework.administration.templates import template
from casework.web.languages import NAMES, read_catalog
from casework.web.role_titles import _TITLES

KNOWN, REQUIRED = known("staff"), required("staff", "sv")
HEAD = "Namn;Användarnamn;Roll;Skola"
LINE = "Åsa Öberg Påhitt;asa;Rektor;Ekbackaskolan"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_what_spreadsheets_write_is_read(encoding: str, separator: str, end: str) -> None:
    text = f"{HEAD}\n{LINE}\n".replace(";", separator).replace("\n", end)
    table = table_of(text_of(text.encode(encoding)), KNOWN, REQUIRED)
    assert [row.cells["name"] for row in table.rows] == ["Åsa Öberg Påhitt"]
    assert table.rows[0].line == 2


@pytest.mark.parametrize("language", NAMES)
@pytest.mark.parametrize("kind", COLUMNS)
def test_the_headings_of_every_language_are_known(kind: str, language: str) -> None:
    for column, words in COLUMNS[kind].items():
        assert {known(kind)[word.casefold()] for word in words[language]} == {column}


@pytest.mark.parametrize("language", NAMES)
def test_every_role_is_known_by_its_title(language: str) -> None:
    catalog = read_catalog(language)
    for role in product().roles:
        assert ROLES[catalog.gettext(_TITLES[role]._args[0]).casefold()] == role
        assert ROLES[role] == role


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"PK\x03\x04 and xl/workbook.xml", "workbook"),
        (b"PK\x03\x04 and more", "archive"),
        (b"\xd0\xcf\x11\xe0 and more", "workbook"),
        (b"a\x00b", "not_text"),
        (b"a\x1bb", "not_text"),
        (b"\x81\x8d", "not_text"),
        (b"\xff\xfea", "not_text"),
        (b"x" * (MOST_BYTES + 1), "too_large"),
    ],
)
def test_what_is_no_text_is_told_so(data: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as fault:
        text_of(data)
    assert fault.value.code == code


@pytest.mark.parametrize(
    ("text", "code", "named"),
    [
        ("", "empty", ""),
        ("\n \n", "empty", ""),
        (HEAD, "empty", ""),
        (f"{HEAD}\n;;;\n", "empty", ""),
        ("just some words", "columns_missing", "Namn, Användarnamn, Roll, Skola"),
        ("Namn;Roll;Skola\nx;y;z", "columns_missing", "Användarnamn"),
        (f"{HEAD};Name\n{LINE};x", "column_twice", "Namn"),
        (f'{HEAD}\n"Åsa;asa;Rektor;Ekbackaskolan', "broken_line", "2"),
        (f"{HEAD}\n" + f"{LINE}\n" * 5001, "too_many_rows", ""),
    ],
)
def test_what_is_no_table_of_people_is_told_so(text: str, code: str, named: str) -> None:
    with pytest.raises(Unreadable) as fault:
        table_of(text, KNOWN, REQUIRED)
    assert (fault.value.code, fault.value.named) == (code, named)


def test_headings_may_stand_in_any_order_and_unknown_ones_are_told() -> None:
    table = table_of("skola; ROLL ;Skostorlek;namn;user name\nA;Rektor;43;B;c", KNOWN, REQUIRED)
    assert dict(table.rows[0].cells) == {"school": "A", "role": "Rektor", "name": "B", "username": "c"}
    assert table.unused == ("skostorlek",)


def test_a_cell_over_several_lines_does_not_shift_the_numbers_of_the_lines() -> None:
    text = f'{HEAD}\n"Åsa\nÖberg";asa;Rektor;X\n\n{LINE}\n'
    assert [row.line for row in table_of(text, KNOWN, REQUIRED).rows] == [2, 5]


@pytest.mark.usefixtures("effort")
@given(st.binary(max_size=200))
def test_no_bytes_at_all_break_the_reading(data: bytes) -> None:
    with suppress(Unreadable):
        assert table_of(text_of(data), KNOWN, REQUIRED).rows


@pytest.mark.usefixtures("effort")
@given(st.text(max_size=60), st.lists(st.text(max_size=12), max_size=6))
def test_no_text_at_all_breaks_the_reading(name: str, cells: list[str]) -> None:
    with suppress(Unreadable):
        assert table_of(f"{HEAD}\n{name};{';'.join(cells)}\n", KNOWN, REQUIRED).rows


@pytest.mark.parametrize("language", NAMES)
@pytest.mark.parametrize("kind", ["staff", "students"])
def test_the_templates_have_two_lines_that_can_be_read(kind: str, language: str) -> None:
    text = template(kind, language)
    table = table_of(text_of(text.encode()), known(kind), required(kind, language))
    assert len(table.rows) == 2
    assert not table.unused
    assert kind == "staff" or all(row.cell("home1") and row.cell("contact1") for row in table.rows)
    assert not [cell for row in table.rows for cell in row.cells.values() if cell.startswith(("=", "+", "@"))]

"""What no single field can see about itself: ids used twice, conditions and demands that point at nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from casework.definitions import Document, Path, Problem
from casework.forms.base import CONFIDENTIALITIES, RESERVED_IDS, Field
from casework.forms.choices import Choice, Multi, OneOf, Scale, YesNo
from casework.forms.table import Column, Table

CONDITION_KINDS = (Choice, Multi, YesNo)


class _Section(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def fields(self) -> Sequence[Field]: ...


def unsound(document: Document, sections: Sequence[_Section]) -> Iterator[Problem]:
    """Every problem between the fields of a form."""
    earlier: dict[str, Field] = {}
    everywhere = {field.id for section in sections for field in section.fields}
    seen: set[str] = set()
    for at, section in enumerate(sections):
        if section.id in seen:
            yield document.problem(("sections", at, "id"), f"two sections are called “{section.id}”")
        seen.add(section.id)
        if not section.fields:
            yield document.problem(("sections", at, "fields"), "at least one field is needed")
        for place, field in enumerate(section.fields):
            path: Path = ("sections", at, "fields", place)
            if field.id in earlier:
                yield document.problem((*path, "id"), f"two fields are called “{field.id}”")
            yield from _condition(document, path, field, earlier, everywhere)
            yield from _kind(document, path, field)
            earlier[field.id] = field


def _condition(
    document: Document, path: Path, field: Field, earlier: dict[str, Field], everywhere: set[str]
) -> Iterator[Problem]:
    possible = [known.id for known in earlier.values() if isinstance(known, CONDITION_KINDS)]
    for other, wanted in field.shown_if.items():
        here = (*path, "shown_if", other)
        source = earlier.get(other)
        if source is None:
            why = "stands later in the form" if other in everywhere else "is not a field of the form"
            yield document.problem(here, f"“{other}” {why}; known words: {', '.join(possible) or 'none'}")
        elif not isinstance(source, CONDITION_KINDS):
            message = f"“{other}” is {source.kind}; a condition needs a field of kind choice, multi or yes_no"
            yield document.problem(here, message)
        else:
            yield from _unknown_options(document, here, wanted, source)
            yield from _stricter(document, here, field, source)


def _unknown_options(
    document: Document, path: Path, wanted: Sequence[str], source: Field | Column
) -> Iterator[Problem]:
    known = ", ".join(source.known_options)
    if not wanted:
        yield document.problem(path, f"name at least one answer; known words: {known}")
    for option in wanted:
        if option not in source.known_options:
            yield document.problem(path, f"unknown option “{option}”; known words: {known}")


def _stricter(document: Document, path: Path, field: Field, source: Field) -> Iterator[Problem]:
    """That a question is shown must not tell an answer which its reader may not read."""
    order = CONFIDENTIALITIES.index
    if order(source.confidentiality) > order(field.confidentiality):
        own, stricter = field.confidentiality, source.confidentiality
        message = f"“{source.id}” may be read by fewer ({stricter}) than this field ({own})"
        yield document.problem(path, message)


def _kind(document: Document, path: Path, field: Field) -> Iterator[Problem]:
    if field.id in RESERVED_IDS:
        message = f"“{field.id}” cannot be a field's id; the page has an input with that name"
        yield document.problem((*path, "id"), message)
    if isinstance(field, Scale) and field.options and len(field.options) != 5:
        yield document.problem((*path, "options"), "a scale with texts needs all of “0” to “4”")
    if field.voice and field.kind == "computed":
        yield document.problem((*path, "voice"), "a computed field has no voice")
    if isinstance(field, Table):
        yield from _table(document, path, field)


def _table(document: Document, path: Path, table: Table) -> Iterator[Problem]:
    for at, column in enumerate(table.columns):
        for word in ("shown_if", "voice", "covers", "from"):
            if getattr(column, "sources" if word == "from" else word):
                yield document.problem((*path, "columns", at, word), f"a column has no {word}")
    if table.fewest > table.at_most:
        yield document.problem((*path, "at_least"), f"more than at_most ({table.at_most})")
    for column_id, wanted in table.must_include.items():
        here = (*path, "must_include", column_id)
        found = table.column(column_id)
        if found is None or not isinstance(found, OneOf):
            possible = ", ".join(column.id for column in table.columns if isinstance(column, OneOf))
            message = f"“{column_id}” is not a column to choose in; known words: {possible or 'none'}"
            yield document.problem(here, message)
        else:
            yield from _unknown_options(document, here, wanted, found)

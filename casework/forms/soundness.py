"""What no single field can see about itself: ids used twice, conditions and demands that point at nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from casework.definitions import Document, Path, Problem
from casework.forms.base import CONFIDENTIALITIES, RESERVED_IDS, Confidentiality, Field
from casework.forms.choices import Choice, Multi, OneOf, Scale, YesNo
from casework.forms.table import Column, Table
from casework.remarks import listed, remark, unknown

CONDITION_KINDS = (Choice, Multi, YesNo)
STANDS_LATER = remark("“%(id)s” stands later in the form; known: %(known)s")
NO_FIELD = remark("“%(id)s” is not a field of the form; known: %(known)s")
NO_CONDITION = remark("“%(id)s” is %(kind)s; a condition needs a field of kind choice, multi or yes_no")
STRICTER = remark("“%(id)s” may be read by fewer (%(stricter)s) than this field (%(own)s)")
LAXER = remark("a field may be read by fewer than its section (%(section)s), not by more (%(own)s)")
INPUT_OF_PAGE = remark("“%(id)s” cannot be a field's id; the page has an input with that name")
NO_CHOICE = remark("“%(id)s” is not a column to choose in; known: %(known)s")


class _Section(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def confidentiality(self) -> Confidentiality: ...
    @property
    def fields(self) -> Sequence[Field]: ...


def unsound(document: Document, sections: Sequence[_Section]) -> Iterator[Problem]:
    """Every problem between the fields of a form."""
    earlier: dict[str, Field] = {}
    everywhere = {field.id for section in sections for field in section.fields}
    seen: set[str] = set()
    for at, section in enumerate(sections):
        if section.id in seen:
            yield document.problem(
                ("sections", at, "id"), remark("two sections are called “%(id)s”", id=section.id)
            )
        seen.add(section.id)
        if not section.fields:
            yield document.problem(("sections", at, "fields"), remark("at least one field is needed"))
        for place, field in enumerate(section.fields):
            path: Path = ("sections", at, "fields", place)
            if field.id in earlier:
                yield document.problem((*path, "id"), remark("two fields are called “%(id)s”", id=field.id))
            yield from _condition(document, path, field, earlier, everywhere)
            yield from _laxer(document, path, field, section)
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
            why = STANDS_LATER if other in everywhere else NO_FIELD
            yield document.problem(here, why.about(id=other, known=listed(possible)))
        elif not isinstance(source, CONDITION_KINDS):
            yield document.problem(here, NO_CONDITION.about(id=other, kind=source.kind))
        else:
            yield from _unknown_options(document, here, wanted, source)
            yield from _stricter(document, here, field, source)


def _unknown_options(
    document: Document, path: Path, wanted: Sequence[str], source: Field | Column
) -> Iterator[Problem]:
    known = ", ".join(source.known_options)
    if not wanted:
        yield document.problem(path, remark("name at least one answer; known: %(known)s", known=known))
    for option in wanted:
        if option not in source.known_options:
            yield document.problem(
                path, unknown(remark("unknown option “%(word)s”", word=option), option, source.known_options)
            )


def _stricter(document: Document, path: Path, field: Field, source: Field) -> Iterator[Problem]:
    """That a question is shown must not tell an answer which its reader may not read."""
    order = CONFIDENTIALITIES.index
    if order(source.confidentiality) > order(field.confidentiality):
        own, stricter = field.confidentiality, source.confidentiality
        yield document.problem(path, STRICTER.about(id=source.id, stricter=stricter, own=own))


def _laxer(document: Document, path: Path, field: Field, section: _Section) -> Iterator[Problem]:
    """A part that is for few holds nothing that more may read: its heading would tell them."""
    order = CONFIDENTIALITIES.index
    if order(field.confidentiality) < order(section.confidentiality):
        own, around = field.confidentiality, section.confidentiality
        yield document.problem((*path, "class"), LAXER.about(section=around, own=own))


def _kind(document: Document, path: Path, field: Field) -> Iterator[Problem]:
    if field.id in RESERVED_IDS:
        yield document.problem((*path, "id"), INPUT_OF_PAGE.about(id=field.id))
    if isinstance(field, Scale) and field.options and len(field.options) != 5:
        yield document.problem((*path, "options"), remark("a scale with texts needs all of “0” to “4”"))
    if field.voice and field.kind == "computed":
        yield document.problem((*path, "voice"), remark("a computed field has no voice"))
    if isinstance(field, Table):
        yield from _table(document, path, field)


def _not_of_columns(column: Column) -> Iterator[tuple[str, object]]:
    yield from (("shown_if", column.shown_if), ("voice", column.voice), ("covers", column.covers))
    yield from (("from", column.sources), ("class", column.own_class))


def _table(document: Document, path: Path, table: Table) -> Iterator[Problem]:
    for at, column in enumerate(table.columns):
        for word, value in _not_of_columns(column):
            if value:
                yield document.problem(
                    (*path, "columns", at, word), remark("a column has no %(word)s", word=word)
                )
    if table.fewest > table.at_most:
        yield document.problem(
            (*path, "at_least"), remark("more than at_most (%(most)s)", most=table.at_most)
        )
    for column_id, wanted in table.must_include.items():
        here = (*path, "must_include", column_id)
        found = table.column(column_id)
        if found is None or not isinstance(found, OneOf):
            possible = listed(column.id for column in table.columns if isinstance(column, OneOf))
            yield document.problem(here, NO_CHOICE.about(id=column_id, known=possible))
        else:
            yield from _unknown_options(document, here, wanted, found)

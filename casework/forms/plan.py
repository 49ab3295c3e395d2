"""What makes a form a plan: which table holds its measures, what each column means, from when it holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from pydantic import BaseModel, ConfigDict

from casework.definitions import Document, Path, Problem
from casework.forms.base import Field, FieldId
from casework.forms.choices import OneOf
from casework.forms.table import Table
from casework.remarks import listed, remark, unknown

# What a column of a plan can mean → the kinds of column that can say it.
MEANINGS: Mapping[str, tuple[str, ...]] = {
    "area": ("choice", "text"),
    "factor": ("text",),
    "what": ("text",),
    "why": ("text",),
    "environment": ("choice", "text"),
    "responsible": ("person", "text"),
    "start": ("date",),
    "frequency": ("text",),
    "follow_up": ("date",),
    "status": ("choice",),
    "effect": ("choice",),
    "comment": ("text", "longtext"),
}
NEEDED = ("what", "responsible", "follow_up")
STATUSES = ("planned", "started", "carried_out", "partly", "not_carried_out", "stopped")
DONE = ("carried_out", "partly", "not_carried_out")  # those that say whether what was decided was done
EFFECTS = ("worse", "none", "some", "good", "goal_reached", "cannot_tell")
WORDS: Mapping[str, tuple[str, ...]] = {"status": STATUSES, "effect": EFFECTS}
NO_TABLE = remark("“%(id)s” is not a table of the form; known: %(known)s")
NO_DATE = remark("“%(id)s” is not a date of the form; known: %(known)s")
NO_MEANING = remark("unknown word “%(word)s”")
NO_COLUMN = remark("“%(id)s” has no column for “%(word)s”; name it under columns")
MISFIT = remark("“%(id)s” is %(kind)s; “%(word)s” is said by: %(kinds)s")
MORE_WORDS = remark("“%(id)s” has options that “%(word)s” does not know: %(options)s")
NOT_EACH = remark("say under must_include which measures are the school's: a plan has at least one of those")
MUST_SAY = remark("every measure says “%(id)s”, so the column cannot be optional")
HAS_VOICE = remark("a measure is decided, so the table of a plan has no voice")

Cells = Mapping[str, str]


class Plan(BaseModel):
    """Where the measures of a plan stand; `columns` says which column means what, where its id does not."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    measures: FieldId
    in_effect: FieldId | None = None
    columns: dict[str, FieldId] = {}

    def columns_in(self, table: Table) -> dict[str, str]:
        """Meaning → the id of the column that says it."""
        known = {column.id for column in table.columns}
        return {word: name for word in MEANINGS if (name := self.columns.get(word, word)) in known}

    def rows(self, table: Table, answers: Mapping[str, Any]) -> list[dict[str, str]]:
        """The measures as they were signed, each by what its cells mean; options by their ids."""
        columns = self.columns_in(table)
        return [
            {word: row[name].strip() for word, name in columns.items() if row.get(name, "").strip()}
            for _, row in table.filled(answers.get(table.id))
        ]


def said_again(
    table: Table, columns: Mapping[str, str], row: Mapping[str, str], cells: Cells
) -> dict[str, str]:
    """The row of a plan with the cells laid over it, as far as its columns can say them."""
    known = {word: table.column(name) for word, name in columns.items()}
    may = {
        columns[word]: text
        for word, text in cells.items()
        if (column := known.get(word)) and (not column.known_options or text in column.known_options)
    }
    return {**row, **may}


class _Section(Protocol):
    @property
    def fields(self) -> Sequence[Field]: ...


def unfit(document: Document, plan: Plan | None, sections: Sequence[_Section]) -> Iterator[Problem]:
    """Every reason why the form cannot be the plan that it says it is."""
    if plan is None:
        return
    fields = {field.id: field for section in sections for field in section.fields}
    dates = _dates(sections)
    if plan.in_effect and plan.in_effect not in dates:
        told = NO_DATE.about(id=plan.in_effect, known=listed(dates))
        yield document.problem(("plan", "in_effect"), told)
    table = fields.get(plan.measures)
    if not isinstance(table, Table):
        tables = listed(field.id for field in fields.values() if isinstance(field, Table))
        yield document.problem(("plan", "measures"), NO_TABLE.about(id=plan.measures, known=tables))
        return
    if not table.must_include:
        yield document.problem(("plan", "measures"), NOT_EACH)
    if table.voice:
        yield document.problem(("plan", "measures"), HAS_VOICE)
    for path, told in _unfit_columns(plan, table):
        yield document.problem(path, told)


def not_weekly(document: Document, weekly: str | None, sections: Sequence[_Section]) -> Iterator[Problem]:
    """A problem where the field from which a form is followed up each week is no date of it."""
    dates = _dates(sections)
    if weekly and weekly not in dates:
        yield document.problem(("weekly",), NO_DATE.about(id=weekly, known=listed(dates)))


def _dates(sections: Sequence[_Section]) -> list[str]:
    return [field.id for section in sections for field in section.fields if field.kind == "date"]


def _unfit_columns(plan: Plan, table: Table) -> Iterator[tuple[Path, Any]]:
    path: Path = ("plan", "columns")
    known = [column.id for column in table.columns]
    for word, name in plan.columns.items():
        if word not in MEANINGS:
            yield (*path, word), unknown(NO_MEANING.about(word=word), word, MEANINGS)
        elif name not in known:
            yield (*path, word), unknown(remark("unknown column “%(word)s”", word=name), name, known)
    found = plan.columns_in(table)
    optional = {column.id for column in table.columns if column.optional}
    for word in NEEDED:
        if word not in found:
            yield ("plan",), NO_COLUMN.about(id=table.id, word=word)
        elif found[word] in optional:
            yield (*path, word), MUST_SAY.about(id=found[word])
    for word, name in found.items():
        yield from _unfit_column((*path, word), word, table, name)


def _unfit_column(path: Path, word: str, table: Table, name: str) -> Iterator[tuple[Path, Any]]:
    column = table.column(name)
    if column is None:
        return
    if column.kind not in MEANINGS[word]:
        kinds = ", ".join(MEANINGS[word])
        yield path, MISFIT.about(id=name, kind=column.kind, word=word, kinds=kinds)
    elif word in WORDS and isinstance(column, OneOf):
        more = [option for option in column.known_options if option not in WORDS[word]]
        if more:
            yield path, MORE_WORDS.about(id=name, word=word, options=", ".join(more))

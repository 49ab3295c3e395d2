"""From a source's answer to the answer of the field that takes it, and which fields can take from which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from casework.definitions import Path, Problem, read
from casework.forms.base import CONFIDENTIALITIES, Field
from casework.forms.choices import Choice, Multi, OneOf
from casework.forms.definition import Form, LocalisedForm
from casework.forms.fields import Date, LongText, Person, Text
from casework.forms.kept import MEASURES
from casework.forms.source import Source
from casework.forms.table import Table
from casework.remarks import Remark, remark, unknown

LINES = frozenset({"person", "date", "time", "date_time", "number", "yes_no", "choice", "scale", "computed"})
# Kind → the other kinds whose answers it can hold as they are, or in words. Nothing is made of a consent.
WIDER: Mapping[str, frozenset[str]] = {
    "text": LINES,
    "longtext": LINES | {"text", "multi", "table"},
    "person": frozenset({"text"}),
    "date": frozenset({"date_time"}),
}
NEVER = frozenset({"consent", "computed"})
# What a person still has to add to a value from elsewhere; with any other fault it is not taken.
CARRIED_DOWN = remark(
    "“%(id)s” may be read by fewer (%(stricter)s) than this field (%(own)s); nothing is carried down"
)
MORE_OPTIONS = remark("“%(id)s” has options that this field has not: %(options)s")
MISFIT = remark("“%(id)s” is %(kind)s; a %(to)s field takes from: %(kinds)s")
NO_COLUMN = remark("no column of “%(id)s” has the id of one here; name them under columns: %(columns)s")
TO_ADD = frozenset({"missing_value", "missing_choice", "too_few_rows", "must_include"})


# The records as if they were fields, so that one rule tells what fits.
RECORDS: Mapping[str, Field] = {
    "student_name": Person(id="student_name", kind="person", label="-"),
    "class_group": Text(id="class_group", kind="text", label="-"),
    "case_opened_on": Date(id="case_opened_on", kind="date", label="-"),
    "guardians": Table(
        id="guardians",
        kind="table",
        label="-",
        row="-",
        add="-",
        columns=(
            Person(id="name", kind="person", label="-"),
            Text(id="phone", kind="text", label="-"),
            Choice(id="role", kind="choice", label="-", options={"guardian": "-"}),
        ),
    ),
    "measures": MEASURES,
    "current_measures": MEASURES,
    "guardians_asked": LongText(id="guardians_asked", kind="longtext", label="-"),
    "guardians_done": Table(
        id="guardians_done",
        kind="table",
        label="-",
        row="-",
        add="-",
        columns=(
            Person(id="guardian", kind="person", label="-"),
            LongText(id="what", kind="longtext", label="-"),
            Text(id="when", kind="text", label="-"),
        ),
    ),
}


def wrong_sources(form: LocalisedForm, forms: Mapping[str, Form]) -> list[Problem]:
    """A problem for each source of the form's fields that is not there or does not fit, among these forms."""
    found = list(_wrong_sources(form.in_language("sv"), forms))
    if not found:
        return []
    document = read(form.text, f"{form.id}.yaml")
    return [document.problem(path, message) for path, message in found]


def _wrong_sources(form: Form, forms: Mapping[str, Form]) -> Iterator[tuple[Path, Remark]]:
    for at, section in enumerate(form.sections):
        for place, field in enumerate(section.fields):
            for number, source in enumerate(field.sources):
                path: Path = ("sections", at, "fields", place, "from", number)
                yield from ((path, message) for message in _wrong(form, field, source, forms))


def _wrong(form: Form, field: Field, source: Source, forms: Mapping[str, Form]) -> Iterator[Remark]:
    found = source_field(source, forms)
    if source.form == form.id:
        yield remark("a form takes nothing from itself")
    elif source.form and source.form not in forms:
        others = (name for name in forms if name != form.id)
        yield unknown(remark("unknown form “%(word)s”", word=source.form), source.form, others)
    elif source.form and found is None:
        told = remark("“%(form)s” has no field “%(word)s”", form=source.form, word=source.field)
        yield unknown(told, source.field or "", (one.id for one in forms[source.form].all_fields()))
    elif found:
        yield from misfits(field, found, source)


def source_field(source: Source, forms: Mapping[str, Form]) -> Field | None:
    """The field that the source names, where there is one."""
    if source.record:
        return RECORDS[source.record]
    known = forms.get(source.form or "")
    return next((one for one in known.all_fields() if one.id == source.field), None) if known else None


def misfits(target: Field, found: Field, source: Source) -> Iterator[Remark]:
    """Why the target cannot take what the found field holds."""
    if target.kind in NEVER or found.kind == "consent":
        yield remark("a %(to)s field cannot take a value from a %(of)s field", to=target.kind, of=found.kind)
        return
    order = CONFIDENTIALITIES.index
    if order(found.confidentiality) > order(target.confidentiality):
        yield CARRIED_DOWN.about(id=found.id, stricter=found.confidentiality, own=target.confidentiality)
    if isinstance(target, Table) and isinstance(found, Table):
        yield from _misfitting_columns(target, found, source)
    elif source.columns:
        yield remark("columns are for a table that takes its rows from a table")
    else:
        yield from _misfit(target, found)


def _misfit(target: Field, found: Field) -> Iterator[Remark]:
    if found.kind != target.kind and found.kind not in WIDER.get(target.kind, ()):
        others = ", ".join(sorted({target.kind, *WIDER.get(target.kind, ())}))
        yield MISFIT.about(id=found.id, kind=found.kind, to=target.kind, kinds=others)
    elif isinstance(target, Choice | Multi):
        more = [option for option in found.known_options if option not in target.known_options]
        if more:
            yield remark(
                "“%(id)s” has options that this field has not: %(options)s",
                id=found.id,
                options=", ".join(more),
            )


def _misfitting_columns(target: Table, found: Table, source: Source) -> Iterator[Remark]:
    own, theirs = ([column.id for column in table.columns] for table in (target, found))
    pairs = columns(target, found, source)
    if not pairs:
        yield NO_COLUMN.about(id=found.id, columns=", ".join(theirs))
    for to, of in pairs.items():
        column, other = target.column(to), found.column(of)
        if column is None:
            yield unknown(remark("unknown column “%(word)s”", word=to), to, own)
        elif other is None:
            yield unknown(
                remark("unknown column “%(word)s” of “%(table)s”", word=of, table=found.id), of, theirs
            )
        else:
            yield from _misfit(column, other)


def columns(target: Table, found: Table, source: Source) -> Mapping[str, str]:
    """Which column of the target is filled from which: as the source says, else those with the same id."""
    if source.columns:
        return source.columns
    return {one.id: one.id for one in target.columns if found.column(one.id)}


def carried(target: Field, found: Field, stored: Any, source: Source) -> Any:
    """What the target holds when it takes the stored answer of the found field; None where it cannot.

    A voice that was declined is not an answer, and is never carried. Checked anew, because an earlier
    version of a form may have had other kinds, options and classes.
    """
    if any(misfits(target, found, source)) or found.why_declined(stored):
        return None
    answer = found.answer_in(stored)
    if found.empty(answer):
        return None
    if isinstance(target, Table) and isinstance(found, Table):
        made: Any = _rows(target, found, answer, columns(target, found, source))
    else:
        made = _single(target, found, answer)
    is_whole = not target.empty(made) and all(fault.code in TO_ADD for fault in target.faults(made))
    return target.settled(made) if is_whole else None


def _single(target: Field, found: Field, answer: Any) -> Any:
    if target.kind == found.kind:
        return found.settled(answer)
    if target.kind == "date":  # of a day and a time, the day
        return str(found.settled(answer))[:10]
    return found.text(answer)


def _rows(target: Table, found: Table, answer: Any, pairs: Mapping[str, str]) -> list[Mapping[str, str]]:
    """The rows of the found table with the cells that fit, each under the target's own column."""
    return [
        {to: row[of] for to, of in pairs.items() if of in row and _may_hold(target.column(to), row[of])}
        for _, row in found.filled(answer)
    ]


def _may_hold(column: Field | None, text: str) -> bool:
    """Whether the column can say it; a word that it does not offer is left for a person to choose."""
    return not isinstance(column, OneOf) or text in column.known_options

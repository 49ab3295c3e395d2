"""What a form's page says of others who write in it: where they are, and what they wrote otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from casework.clock import now, school_date
from casework.forms.base import Field
from casework.forms.checks import FieldProblem
from casework.forms.context import FormContext, readable_sections
from casework.forms.definition import Form
from casework.forms.reading import differences
from casework.forms.units import field_of, may_join, piece_label, piece_text, units
from casework.people import queries as people
from casework.records.models import DraftClash, DraftPage, Submission
from casework.web.dates import clock, moment
from casework.web.text import gettext


@dataclass(frozen=True)
class Choice:
    """Two texts that stand against each other: who wrote each and when, and the ways out."""

    anchor: str
    title: str
    texts: tuple[tuple[str, str], ...]
    ways: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Others:
    """What others have written at one question."""

    mark: str
    choices: tuple[Choice, ...]
    before: str = ""  # in a correction: what the version that it corrects says


class Company:
    """The draft and everybody in it, as one reader may know of it."""

    def __init__(
        self,
        form: Form,
        draft: Submission,
        context: FormContext,
        clashes: Sequence[DraftClash],
        reader: UUID,
        corrected: Mapping[str, Any] | None = None,
    ) -> None:
        sections = list(readable_sections(form, context))
        self.fields = {field.id: field for section in sections for field in section.fields}
        self.titles = {section.id: section.title for section in sections}
        self.draft, self.reader, self.title = draft, reader, form.title
        self.clashes = [one for one in clashes if field_of(one.path) in self.fields]
        self.is_more = len(self.clashes) < len(clashes)
        old = differences(form, corrected, draft.answers, context) if corrected is not None else ()
        self.before = {one.field_id: _changed(one.before) for one in old}
        by = [UUID(str(mark[0])) for mark in draft.written.values()]
        self.names = people.names_of([*by, *(one.by_id for one in clashes), draft.saved_by_id])

    def on_page(self) -> dict[str, Others]:
        """What stands at the questions beside their answers."""
        return {one: self.at(one) for one in dict.fromkeys((*map(_field, self.clashes), *self.before))}

    def at(self, field_id: str, *, is_marked: bool = False) -> Others:
        """What others have written at the question; marked with who changed it last."""
        mine = [one for one in self.clashes if _field(one) == field_id]
        return Others(
            self._mark(field_id) if is_marked and not mine else "",
            tuple(self._choice(self.fields[field_id], one) for one in mine),
            self.before.get(field_id, ""),
        )

    def has_from(self, page_id: UUID, field_id: str) -> bool:
        """Whether the page's own text at the question stands against another's."""
        return any(one.page_id == page_id and _field(one) == field_id for one in self.clashes)

    def problems(self) -> list[FieldProblem]:
        """What stands between the draft and its signature: each choice, and those in other people's parts."""
        found = [
            FieldProblem(_field(one), f"clash-{one.id}", "two_texts", {"label": self._label(one)})
            for one in self.clashes
        ]
        return (
            [*found, FieldProblem("", "record", "two_texts_elsewhere", {"label": self.title})]
            if self.is_more
            else found
        )

    def _label(self, clash: DraftClash) -> str:
        field = self.fields[_field(clash)]
        return piece_label(field, clash.path, self.draft.answers.get(field.id))

    def _mark(self, field_id: str) -> str:
        marks = [mark for path, mark in self.draft.written.items() if field_of(path) == field_id]
        newest = max(marks, key=lambda mark: str(mark[1]), default=None)
        if newest is None or str(newest[0]) == str(self.reader):
            return ""
        by, at = UUID(str(newest[0])), datetime.fromisoformat(str(newest[1]))
        return gettext("Changed by %(name)s %(time)s", name=self.names.get(by, ""), time=_when(at))

    def _choice(self, field: Field, clash: DraftClash) -> Choice:
        by, at, _ = self.draft.written.get(
            clash.path, [str(self.draft.saved_by_id), self.draft.saved_at.isoformat(), 0]
        )
        first, first_at = UUID(str(by)), datetime.fromisoformat(str(at))
        stands = units(field, self.draft.answers.get(field.id)).get(clash.path)
        ways = [
            (f"keep:{clash.id}", self._way(first, first_at)),
            (f"take:{clash.id}", self._way(clash.by_id, clash.at)),
        ]
        if may_join(field, clash.path) and stands:
            ways.append((f"join:{clash.id}", gettext("Put both together")))
        return Choice(
            f"clash-{clash.id}",
            gettext("Two texts: %(label)s", label=self._label(clash)),
            (
                (self._who(first, first_at, stands=True), piece_text(field, clash.path, stands)),
                (self._who(clash.by_id, clash.at), piece_text(field, clash.path, clash.answer)),
            ),
            tuple(ways),
        )

    def _who(self, by: UUID, at: datetime, *, stands: bool = False) -> str:
        name = gettext("You") if by == self.reader else self.names.get(by, "")
        if stands:
            return gettext("%(name)s %(time)s, stands in the form", name=name, time=_when(at))
        return f"{name} {_when(at)}"

    def _way(self, by: UUID, at: datetime) -> str:
        if by == self.reader:
            return gettext("Keep mine from %(time)s", time=_when(at))
        return gettext("Take what %(name)s wrote", name=self.names.get(by, ""))


def _field(clash: DraftClash) -> str:
    return field_of(clash.path)


def who_writes(pages: Iterable[DraftPage], names: Mapping[UUID, str], titles: Mapping[str, str]) -> list[str]:
    """A sentence for everybody else who writes in the form; the part only where the reader may know of it."""
    found: dict[UUID, str] = {}
    for page in pages:  # the latest comes last
        name, part = names.get(page.user_id, ""), titles.get(page.section, "")
        if part:
            found[page.user_id] = gettext("%(name)s is writing here too, in %(part)s.", name=name, part=part)
        else:
            found.setdefault(page.user_id, gettext("%(name)s has the form open too.", name=name))
    return list(found.values())


def _when(at: datetime) -> str:
    """The time of day; with the day where that was another."""
    return clock(at) if school_date(at) == school_date(now()) else moment(at)


def _changed(before: str) -> str:
    """Says what stood there before a correction."""
    return gettext("Before: %(text)s", text=before or gettext("Not answered"))

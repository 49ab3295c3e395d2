"""A table of cases that have begun elsewhere: who, in which step, since when, and from where."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from casework.access import scope
from casework.access.policy import Person, Place
from casework.administration.headings import STUDENTS, Words
from casework.administration.lines import LineFault, Reader
from casework.administration.tables import Row, table_of
from casework.cases.models import Case
from casework.cases.moving_in import MAY, move_in
from casework.engine.workflow import LocalisedWorkflow
from casework.errors import Conflict, NotAcceptable
from casework.extensions import db
from casework.people.models import Group, Student, Unit
from casework.people.queries import STUDENT_COLUMNS, place
from casework.versions.queries import model_in, models_on

COLUMNS: Words = {
    **{name: STUDENTS[name] for name in ("given", "family", "born")},
    "stage": {"sv": ("Steg", "Stadium"), "nb": ("Trinn", "Steg"), "en": ("Step", "Stage")},
    "since": {"sv": ("Sedan", "I steget sedan"), "nb": ("Siden",), "en": ("Since",)},
    "source": {"sv": ("Källa",), "nb": ("Kilde",), "en": ("Source",)},
}
LONGEST_SOURCE = 120
LONGEST_AGO = timedelta(days=5 * 366)
Named = tuple[str, str, date]


@dataclass(frozen=True)
class Arrival:
    """A case as the line has it."""

    line: int
    student: Student
    group: str
    model: LocalisedWorkflow
    stage: str
    since: date
    source: str

    @property
    def shown(self) -> tuple[UUID, Place]:
        """The student and where they belong, for the access log."""
        return self.student.id, place(self.student)


@dataclass
class Arrivals:
    """What the table says, and everything that is wrong in it."""

    text: str
    cases: list[Arrival] = field(default_factory=list)
    faults: list[LineFault] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """Tells whether two readings are one."""
        said = [(one.student.id, one.model.sha, one.stage, one.since, one.source) for one in self.cases]
        return hashlib.sha256(repr(said).encode()).hexdigest()


@dataclass(frozen=True)
class _Known:
    students: Mapping[Named, list[tuple[Student, str, Unit]]]
    busy: Collection[UUID]  # students with an open case
    today: date


def read_arrivals(text: str, language: str, *, actor: Person, today: date) -> Arrivals:
    """The cases in the text, of students whom the actor may move cases of. Raises Unreadable."""
    headings = {
        word.casefold(): column
        for column, texts in COLUMNS.items()
        for words in texts.values()
        for word in words
    }
    rows = table_of(text, headings, {name: texts[language][0] for name, texts in COLUMNS.items()}).rows
    found, known, models = Arrivals(text), _known(actor, today), models_on(today)
    seen: set[UUID] = set()
    for row in rows:
        reader = Reader(row)
        arrival = _arrival(row, reader, known, models)
        if arrival and arrival.student.id in seen:
            reader.fault("student_twice")
        found.faults += reader.faults
        if arrival and not reader.faults:
            seen.add(arrival.student.id)
            found.cases.append(arrival)
    return found


def keep(
    arrivals: Arrivals, digest: str, reasons: Sequence[str], *, actor: Person, now: datetime
) -> list[Case]:
    """Opens every case, each with its reason. Raises Conflict where it would be others than were shown."""
    if arrivals.digest != digest:
        raise Conflict("file_outcome")
    if arrivals.faults or not arrivals.cases:
        raise NotAcceptable("stale_page")
    return [
        move_in(one.student, one.model, one.stage, one.since, reason, actor=actor, now=now)
        for one, reason in zip(arrivals.cases, reasons, strict=True)
    ]


def _known(actor: Person, today: date) -> _Known:
    rows = db.session.execute(
        select(Student, Group.name, Unit)
        .join(Unit, Unit.id == Student.unit_id)
        .outerjoin(Group, Group.id == Student.group_id)
        .where(scope.within(actor, MAY, STUDENT_COLUMNS))
    )
    students: dict[Named, list[tuple[Student, str, Unit]]] = {}
    for student, group, unit in rows:
        name = student.given_name.casefold(), student.family_name.casefold(), student.birth_date
        students.setdefault(name, []).append((student, group or "", unit))
    ids = [one.id for same in students.values() for one, _, _ in same]
    return _Known(students, _busy(ids), today)


def _busy(student_ids: Collection[UUID]) -> set[UUID]:
    """Those of the students who have an open case."""
    rows = db.session.scalars(select(Case.student_id).where(Case.closed_at.is_(None)))
    return set(rows) & set(student_ids)


def _arrival(
    row: Row, reader: Reader, known: _Known, models: Mapping[str, LocalisedWorkflow]
) -> Arrival | None:
    given, family, source = reader.name("given"), reader.name("family"), reader.text("source", LONGEST_SOURCE)
    born, since = reader.day("born"), reader.day("since")
    for column in ("born", "since", "source", "stage"):
        if not row.cell(column):
            reader.fault("missing", column)
    if since and not known.today - LONGEST_AGO <= since <= known.today:
        reader.fault("unlikely_since", "since")
    if reader.faults or born is None or since is None:
        return None
    same = known.students.get((given.casefold(), family.casefold(), born), [])
    if len(same) != 1:
        reader.fault("two_students" if same else "unknown_student")
        return None
    student, group, unit = same[0]
    if student.id in known.busy:
        reader.fault("has_case")
    model = model_in(models, unit)
    stage = _stage(model, row.cell("stage")) if model else ""
    if not model or not stage:
        known_stages = ", ".join(one.name for one in model.rules.stages) if model else ""
        reader.fault("unknown_stage" if model else "no_routine", "stage", known=known_stages)
        return None
    return Arrival(row.line, student, group, model, stage, since, source)


def _stage(model: LocalisedWorkflow, cell: str) -> str:
    """The stage by its number on the ladder, its name in any language, or its id; else empty."""
    wanted = " ".join(cell.split()).casefold()
    for rules in model.by_language.values():
        for number, stage in enumerate(rules.stages, start=1):
            if wanted in (str(number), stage.id.casefold(), stage.name.casefold()):
                return stage.id
    return ""

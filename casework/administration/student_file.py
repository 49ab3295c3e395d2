"""A file of students and homes: one line for each student, known by school, names and birth date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from casework.administration.headings import MOST_HOMES, NO, YES
from casework.administration.lines import Known, LineFault, Reader
from casework.administration.student_numbers import read_numbers
from casework.administration.tables import Row
from casework.people.placing import misplaced
from casework.people.roster import EARLIEST_BIRTH, Home, Pupil

LONGEST_PHONE, LONGEST_EMAIL, LONGEST_MUNICIPALITY = 40, 254, 60


@dataclass
class StudentFile:
    """What the lines say, with the line and the numbers of each; everything wrong in them."""

    pupils: list[Pupil] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    numbers: list[dict[str, str]] = field(default_factory=list)  # by system
    faults: list[LineFault] = field(default_factory=list)


def read_students(rows: Sequence[Row], known: Known) -> StudentFile:
    """The students of the file."""
    found = StudentFile()
    seen: dict[tuple[object, ...], int] = {}
    numbers: dict[tuple[str, str], int] = {}
    for row in rows:
        reader = Reader(row)
        pupil, own = _pupil(reader, known), read_numbers(reader, numbers, known.today)
        if pupil:
            key = (pupil.given, pupil.family, pupil.born, pupil.school)
            if key in seen:
                reader.fault("student_twice", line=str(seen[key]))
            seen.setdefault(key, row.line)
        found.faults += reader.faults
        if pupil and not reader.faults:
            found.pupils.append(pupil)
            found.lines.append(row.line)
            found.numbers.append(own)
    return found


def _pupil(reader: Reader, known: Known) -> Pupil | None:
    given, family = reader.name("given"), reader.name("family")
    school = reader.place("school", known.schools)
    group = reader.place("class", known.schools.get(school, ()))
    born = reader.day("born")
    if not reader.row.cell("born"):
        reader.fault("missing", "born")
    elif born and not EARLIEST_BIRTH <= born <= known.today:
        reader.fault("unlikely_birth", "born")
    since = reader.day("since")
    if since and since > known.today:
        reader.fault("not_begun", "since")
    homes = tuple(_homes(reader))
    reached = {
        "phone": reader.text("phone", LONGEST_PHONE),
        "email": reader.text("email", LONGEST_EMAIL),
        "municipality": reader.text("municipality", LONGEST_MUNICIPALITY),
    }
    fault = misplaced(school, group, known.schools) if school else None
    if not school:
        reader.fault("missing", "school")
    elif fault:
        reader.fault(fault.code, {"at": "school", "group": "class"}[fault.key], **fault.values)
    if reader.faults or born is None:
        return None
    name = {"given": given, "family": family}
    where = {"school": school, "group": group, "since": since}
    return Pupil(**name, born=born, **where, **reached, guardians=homes)


def _homes(reader: Reader) -> Iterator[Home]:
    """Those at home who have a name; the others must be wholly empty."""
    names: set[str] = set()
    for number in range(1, MOST_HOMES + 1):
        columns = [f"{word}{number}" for word in ("home", "phone", "email", "contact")]
        if not any(reader.row.cell(column) for column in columns):
            continue
        name, phone = reader.name(columns[0]), reader.text(columns[1], LONGEST_PHONE)
        email = reader.text(columns[2], LONGEST_EMAIL)
        answer = reader.row.cell(columns[3]).casefold()
        if answer not in YES | NO:
            reader.fault("yes_or_no", columns[3])
        if name and name in names:
            reader.fault("home_twice", columns[0])
        names.add(name)
        if name:
            yield Home(name=name, phone=phone, email=email, contact=answer not in NO)

"""Microsoft School Data Sync 1: tables of students and schools; sections are no classes by themselves."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from casework.rosters.feed import Fault, Feed, Learner, Place
from casework.rosters.tables import Delivery, Row, birth_in, name_in

SCHOOLS, STUDENTS = "school.csv", "student.csv"
SECTIONS, ENROLMENTS = "section.csv", "studentenrollment.csv"
KEY, SCHOOL, SECTION = "SIS ID", "School SIS ID", "Section SIS ID"
GONE = {"inactive", "deleted"}


def read_sds(delivery: Delivery, source: str, form: str, *, today: date) -> Feed:
    """What the tables say. Who is mentor they do not tell. Raises Unreadable."""
    sections = {row[KEY]: row["Section Name"] for row in delivery.rows(SECTIONS, (KEY, "Section Name"))}
    taking: dict[str, list[str]] = defaultdict(list)
    faults: list[Fault] = []
    for row in delivery.rows(ENROLMENTS, (SECTION, KEY)):
        if row[SECTION] in sections or SECTIONS not in delivery:
            taking[row[KEY]].append(sections.get(row[SECTION], ""))
        else:
            faults.append(row.fault("unknown_key", SECTION))
    rows = delivery.rows(STUDENTS, (KEY, SCHOOL))
    here = [_learner(row, taking[row[KEY]], today) for row in rows if not _is_gone(row)]
    return Feed(
        source=source,
        form=form,
        schools=tuple(Place(key=row[KEY], name=row["Name"]) for row in delivery.rows(SCHOOLS, (KEY, "Name"))),
        learners=tuple(one for one in here if isinstance(one, Learner)),
        gone=frozenset(row[KEY] for row in rows if _is_gone(row)),
        faults=(*(one for one in here if isinstance(one, Fault)), *faults),
    )


def _learner(row: Row, sections: list[str], today: date) -> Learner | Fault:
    if not row[KEY]:
        return row.fault("missing", KEY)
    given, family = _name(row, "First Name"), _name(row, "Last Name")
    born = birth_in(row, "Birthdate", today)
    for found in (given, family, born):
        if isinstance(found, Fault):
            return found
    return Learner(
        key=row[KEY],
        given=str(given),
        family=str(family),
        born=born if isinstance(born, date) else None,
        school=row[SCHOOL],
        maybe=tuple(dict.fromkeys(name for name in sections if name)),
        file=row.file,
        line=row.line,
    )


def _name(row: Row, column: str) -> str | Fault:
    """School Data Sync may leave names out, which are then as they are here."""
    return name_in(row, column) if row[column] else ""


def _is_gone(row: Row) -> bool:
    return row["Status"].lower() in GONE

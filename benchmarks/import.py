"""How fast a file of lessons is taken in, beside a bare `executemany` of the same rows: a million of them.

The file has a line for each student and lesson of a school month, one in twelve of them an absence, and a bad
line in every ten thousand. It is read, looked up, set apart, compared and applied to an instance on SQLite,
all in this process; the other side writes the same rows, ready as tuples, into a table that has the same
natural key, in one transaction, once before and once after. Every bad line must have been reported, and no
good one lost.

`ROWS=50000 python3 run.py bench import` measures a smaller file.
"""

from __future__ import annotations

import os
import random
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import func, insert, select

from benchmarks.ground.instances import CHEAP
from casework import create_app, migrations
from casework.access.policy import Person
from casework.attendance.models import AttendanceEntry
from casework.attendance.telling import Teller
from casework.clock import now
from casework.extensions import db, unit_of_work
from casework.feeds import applying
from casework.feeds.begun import begun
from casework.feeds.profiles import shipped
from casework.feeds.stage import Stage
from casework.feeds.staging import set_apart
from casework.people.keys import StudentKey
from casework.people.models import Group, Student, Unit, User

GOAL = 0.30  # of the speed of the bare side
ROWS = int(os.environ.get("ROWS", 1_000_000))
CLASS, LESSONS, DAYS = 25, 5, 20
FIRST, LATEST = date(2026, 9, 1), date(2026, 11, 29)
SECRETS = {"SECRET_KEY": "0123456789abcdef" * 4, "HISTORY_KEY": "fedcba9876543210" * 4}
BARE = """CREATE TABLE bare (student TEXT, day TEXT, starts INTEGER, minutes INTEGER, subject TEXT,
class TEXT, code TEXT, missed INTEGER, PRIMARY KEY (student, day, starts, subject))"""
HEADINGS = "Elev-id;Datum;Start;Lektionsminuter;Ämne;Grupp;Närvaro;Frånvarominuter\n"
SUBJECTS = ("Matematik", "Svenska", "Engelska", "Biologi", "Idrott och hälsa")
Line = tuple[str, str, int, int, str, str, str, int]


def main() -> int:
    """Measures both sides; answers 1 when ours was too slow."""
    with tempfile.TemporaryDirectory() as folder:
        lines = list(_lines(max(1, ROWS // (LESSONS * DAYS))))
        file = Path(folder) / "lessons.csv"
        bad = _write(file, lines)
        before = _bare(Path(folder) / "before.sqlite", lines)
        students = sorted({line[0] for line in lines}, key=int)
        count, absent = len(lines), sum(1 for line in lines if line[6] != "närvarande")
        del lines
        own = _own(Path(folder), file, students, absent, bad)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        after = _bare(Path(folder) / "after.sqlite", list(_lines(len(students))))
    bare = (before + after) / 2  # a machine is not as quick all the time
    print(f"{count} rows: bare {bare:.1f} s, Casework {own:.1f} s; {bad} bad lines; at most {memory} MB")
    is_met = bare / own >= GOAL
    print(f"import: {bare / own:.2f} of the speed (goal {GOAL:.2f}) {'met' if is_met else 'missed'}")
    return int(not is_met)


def _lines(students: int) -> Iterator[Line]:
    """The rows day by day, as such files have them."""
    luck = random.Random(1)
    days = [day for number in range(40) if (day := FIRST + timedelta(days=number)).weekday() < 5][:DAYS]
    for day in days:
        for number, subject in enumerate(SUBJECTS):
            for student in range(students):
                code, missed = "närvarande", 0
                if luck.random() < 0.08:
                    code, missed = luck.choice(
                        [("ogiltig frånvaro", 0), ("giltig frånvaro", 0), ("sen ankomst", 7)]
                    )
                group = f"klass {student // CLASS}"
                yield str(student), day.isoformat(), 480 + 70 * number, 60, subject, group, code, missed


def _write(file: Path, lines: list[Line]) -> int:
    """The file, with lines among them that say nothing; answers how many of these."""
    bad = 0
    with file.open("w", encoding="utf-8") as out:
        out.write(HEADINGS)
        for number, (student, day, starts, *rest) in enumerate(lines):
            clock = f"{starts // 60:02}:{starts % 60:02}"
            out.write(";".join(map(str, (student, day, clock, *rest))) + "\n")
            if number % 10_000 == 0:
                out.write(f"{student};2026-02-30;{clock};60;Slöjd;;närvarande;\n")
                bad += 1
    return bad


def _bare(file: Path, lines: list[Line]) -> float:
    connection = sqlite3.connect(file, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute(BARE)
    start = time.perf_counter()
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany("INSERT INTO bare VALUES (?, ?, ?, ?, ?, ?, ?, ?)", lines)
    connection.execute("COMMIT")
    took = time.perf_counter() - start
    connection.close()
    return took


def _own(folder: Path, file: Path, students: list[str], absent: int, bad: int) -> float:
    app = create_app({"PASSWORD_EFFORT": CHEAP, **SECRETS}, folder)
    with app.app_context():
        migrations.upgrade()
        with unit_of_work():
            actor = _people(students)
        start = time.perf_counter()
        profile, teller = shipped()["casework"], Teller(actor, now(), "unknown")
        with begun(file, profile, LATEST) as read, Stage(folder / "lessons.stage") as stage:
            staged = set_apart(stage, read.found, profile, now(), lambda _lines: None)
            with unit_of_work():
                applying.apply(stage, teller)
            took = time.perf_counter() - start
            assert stage.fault_lines() == bad, f"{stage.fault_lines()} of {bad} bad lines reported"
        kept = db.session.scalar(select(func.count()).select_from(AttendanceEntry))
        assert (kept, staged.unknown_students) == (absent, 0), f"{kept} of {absent} absences"
        db.engine.dispose()
    return took


def _people(names: list[str]) -> Person:
    """A school with the students in classes, known by their names in the file."""
    school = Unit(name="Skola", kind="school", parent_id=None)
    user = User(username="nn", name="NN", password_hash="")
    db.session.add_all([school, user])
    db.session.flush()
    groups = [Group(unit_id=school.id, name=f"klass {number}") for number in range(len(names) // CLASS + 1)]
    db.session.add_all(groups)
    db.session.flush()
    named = {"given_name": "N", "family_name": "N", "search_name": "n n", "birth_date": date(2012, 1, 1)}
    rows = [{**named, "unit_id": school.id, "group_id": groups[int(name) // CLASS].id} for name in names]
    ids = db.session.scalars(insert(Student).returning(Student.id, sort_by_parameter_order=True), rows)
    keys = [
        {"source": "casework", "value": name, "student_id": one} for name, one in zip(names, ids, strict=True)
    ]
    db.session.execute(insert(StudentKey), keys)
    return Person(user.id, user.name)


if __name__ == "__main__":
    sys.exit(main())

"""How long it takes to look through everybody's absence, beside the best window query over all lessons.

10,000 students with 180 days of five lessons, 8 in 100 absent, on SQLite. Both sides answer the same four
figures of each student: occasions in the term, minutes missed and whole days in the school year, and whole
days of the latest unbroken absence. Ours reads the kept totals and says which limits of the routine are met;
the query reads a row for each student and lesson, in order, and whether the student was absent. They must
agree. Told apart: working the totals out, the readings with evidence of those who meet other limits than the
day before, the same query with an index of absences alone, and 15 times as many students with their memory.
"""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from time import process_time
from uuid import UUID

from benchmarks.ground.attending import PER_DAY, Attended, attend
from benchmarks.ground.instances import CHEAP, instance, settings
from casework import create_app
from casework.attendance.calendars import calendars_of
from casework.engine.school_calendar import ONE_DAY
from casework.extensions import db, unit_of_work
from casework.signals import evaluating
from casework.signals.thresholds import Thresholds, models_of_schools, points_in, prepare

GOAL = 15.0  # times as fast as the query
MEMORY, LINEAR, TIMES = 100, 1.5, 15  # MB above idle; the cost of a student among so many times as many
STUDENTS, ROUTINE = 10_000, "nine-weeks"
Figures = tuple[int, int, int, int]
HELD = """
CREATE TABLE held (student INTEGER, place INTEGER, minutes INTEGER, absent INTEGER,
  PRIMARY KEY (student, place)) WITHOUT ROWID;
CREATE TEMP TABLE pupil AS SELECT row_number() OVER (ORDER BY id) AS n, id, group_id FROM own.student;
CREATE TEMP TABLE slot (of_group TEXT, place INTEGER, lesson TEXT, minutes INTEGER,
  PRIMARY KEY (of_group, place)) WITHOUT ROWID;
INSERT INTO slot SELECT group_id, row_number() OVER (PARTITION BY group_id ORDER BY day, starts) - 1, id,
  minutes FROM own.lesson;
CREATE INDEX temp.by_lesson ON slot (lesson);
CREATE TEMP TABLE missed (student INTEGER, place INTEGER, PRIMARY KEY (student, place)) WITHOUT ROWID;
INSERT INTO missed SELECT n, place FROM pupil JOIN own.attendance_entry e ON e.student_id = pupil.id
  JOIN slot ON lesson = e.lesson_id;
INSERT INTO held SELECT n, s.place, minutes, m.place IS NOT NULL FROM pupil CROSS JOIN slot s
  ON of_group = group_id LEFT JOIN missed m ON m.student = n AND m.place = s.place ORDER BY n, s.place;
"""
WHOLE = "max(0, (last + 1) / :day - (first + :day - 1) / :day)"
QUERY = f"""WITH away AS (SELECT student, place, minutes,
  place - row_number() OVER (PARTITION BY student ORDER BY place) AS run FROM held WHERE absent),
runs AS (SELECT student, min(place) AS first, max(place) AS last, sum(minutes) AS minutes FROM away
  GROUP BY student, run)
SELECT student, count(DISTINCT CASE WHEN first >= :term THEN first / :day END), sum(minutes),
  sum({WHOLE}), {WHOLE}, max(last) FROM runs GROUP BY student"""  # noqa: S608 our own words


def main(arguments: list[str]) -> int:
    """Measures; answers 1 when we were too slow, too large, or did not grow in proportion."""
    if arguments[:1] == ["--alone"]:
        print(json.dumps(alone(Path(arguments[1]), date.fromisoformat(arguments[2]))))
        return 0
    with instance() as folder:
        settings(f"sqlite:///{folder / 'casework.sqlite'}", folder)
        app = create_app({"PASSWORD_EFFORT": CHEAP}, folder)
        made = attend(app, STUDENTS, ROUTINE)
        today = made.days[-1]
        with app.app_context():
            told_apart(made, today)
            db.engine.dispose()
        query, indexed, theirs = peer(folder, made)
        one = apart(folder, today)
        with app.app_context():
            ours = {student: figures for student, figures, _ in look_through(today)}
            db.engine.dispose()
        assert {one: found for one, found in ours.items() if found[1]} == theirs, "the figures differ"
        multiply(folder, TIMES)
        many = apart(folder, today)
    return told(query, indexed, one, many)


def told(query: float, indexed: float, one: dict[str, float], many: dict[str, float]) -> int:
    """Says the figures, and whether the goals are met."""
    each = one["seconds"] / STUDENTS
    growth = many["seconds"] / (STUDENTS * TIMES) / each
    memory = max(one["memory"], many["memory"])
    print(f"{STUDENTS} students: query {query:.2f} s, with an index of absences {indexed:.2f} s")
    print(f"totals {one['seconds'] * 1000:.0f} ms, {each * 1e6:.1f} µs for each student")
    print(f"{STUDENTS * TIMES} students: {many['seconds']:.2f} s, {growth:.2f} times as much for each")
    print(f"memory: at most {memory:.0f} MB above idle (goal {MEMORY} MB)")
    is_met = query / one["seconds"] >= GOAL and memory <= MEMORY and growth <= LINEAR
    figure = f"{query / one['seconds']:.1f} times as fast"
    print(f"thresholds: {figure} (goal {GOAL:.0f}) {'met' if is_met else 'missed'}")
    return int(not is_met)


def told_apart(made: Attended, today: date) -> None:
    """Works the totals out, and reads with evidence those who meet other limits than the day before."""
    before = process_time()
    for unit_id, model in models_of_schools(today).items():
        with unit_of_work():
            prepare(model.rules, [unit_id], today)
    print(f"totals worked out in {process_time() - before:.1f} s")
    earlier, now = ({one: met for one, _, met in look_through(day)} for day in made.days[-2:])
    changed = [UUID(one) for one, met in now.items() if earlier[one] != met]
    at = datetime(today.year, today.month, today.day, 18, tzinfo=UTC)
    before = process_time()
    with unit_of_work():
        evaluating.evaluate(changed, evaluating.Day(today, is_over=True, now=at))
    print(f"{len(changed)} students meet other limits: read with evidence in {process_time() - before:.2f} s")


def look_through(today: date) -> Iterator[tuple[str, Figures, tuple[str, ...]]]:
    """Each student, the four figures, and the limits that are met."""
    models = models_of_schools(today)
    for unit_id, calendar in calendars_of(models.keys()).items():
        found = Thresholds(models[unit_id].rules, calendar, today)
        first, last = (found.days.index(day) for day in (calendar.term(today)[0] - ONE_DAY, today))
        for student, points in points_in(unit_id, found):
            before, now = points[first], points[last]
            figures = now.occasions - before.occasions, now.missed, now.whole_days, now.run
            yield student, figures, found.met(points)


def peer(folder: Path, made: Attended) -> tuple[float, float, dict[str, Figures]]:
    """The query over all lessons, over an index of absences alone, and what it answers."""
    connection = sqlite3.connect(folder / "peer.sqlite")
    connection.execute("PRAGMA cache_size=-400000")
    connection.execute("ATTACH ? AS own", [str(folder / "casework.sqlite")])
    connection.executescript(HELD)
    term = {"term": PER_DAY * sum(one.year == made.days[0].year for one in made.days), "day": PER_DAY}
    taken = []
    for index in ("", "CREATE INDEX away ON held (student, place, minutes) WHERE absent"):
        connection.execute(index or "SELECT 1")
        times = []
        for _ in range(3):
            before = process_time()
            rows = connection.execute(QUERY, term).fetchall()
            times.append(process_time() - before)
        taken.append(min(times))
    names = dict(connection.execute("SELECT n, id FROM pupil"))
    connection.close()
    return taken[0], taken[1], {names[row[0]]: row[1:5] for row in rows}


def apart(folder: Path, today: date) -> dict[str, float]:
    """What looking through takes in a process of its own: seconds of the processor, MB above idle."""
    command = [sys.executable, __file__, "--alone", str(folder), today.isoformat()]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def alone(folder: Path, today: date) -> dict[str, float]:
    """The same, in that process."""
    app = create_app({"PASSWORD_EFFORT": CHEAP}, folder)
    with app.app_context():
        assert models_of_schools(today)
        idle, times = _memory("VmRSS"), []
        for _ in range(3):
            before = process_time()
            for _ in look_through(today):
                pass
            times.append(process_time() - before)
            db.session.rollback()
    return {"seconds": min(times), "memory": _memory("VmHWM") - idle}


def _memory(what: str) -> float:
    """In MB, what the process has now (`VmRSS`) or has had at most (`VmHWM`), as Linux tells it."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(what))


def multiply(folder: Path, times: int) -> None:
    """So many times as many students, with the totals of those that there are."""
    connection = sqlite3.connect(folder / "casework.sqlite")
    connection.execute("CREATE TEMP TABLE twin AS SELECT id, id AS copy FROM student WHERE 0")
    for _ in range(times - 1):
        connection.execute("DELETE FROM twin")
        originals = "SELECT id, lower(hex(randomblob(16))) FROM student ORDER BY rowid LIMIT ?"
        connection.execute(f"INSERT INTO twin {originals}", [STUDENTS])
        for table, key in (("student", "id"), ("absence_totals", "student_id")):
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            said = ", ".join("copy" if one == key else f"t.{one}" for one in columns)
            wanted = f"SELECT {said} FROM twin JOIN {table} t ON t.{key} = twin.id"  # noqa: S608
            connection.execute(f"INSERT INTO {table} {wanted}")
    connection.commit()
    connection.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

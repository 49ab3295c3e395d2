"""Who is in school when, as the file of each week says it, and the end of the school's day."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterable, Mapping
from datetime import date

from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage

from casework.attendance.models import AttendanceEntry
from casework.cli.jobs import end_the_day
from casework.extensions import db, feeds_folder
from tests.year.school import CLASS, School

AT = "/administration/attendance"
HEADINGS = "Förnamn;Efternamn;Födelsedatum;Datum;Start;Lektionsminuter;Ämne;Grupp;Närvaro;Anmäld"
LESSONS = (("08:00", "Matematik"),)
HERE, ILL, TRUANT = "närvarande", "giltig frånvaro", "ogiltig frånvaro"
Told = Mapping[date, str]


def _on(*days: tuple[int, int]) -> list[date]:
    return [date(2026 if month >= 8 else 2027, month, day) for month, day in days]


# Alva is away now and then, from October on all the time, and comes back in the new year.
AWAY_OFTEN = {
    **dict.fromkeys(_on((9, 1), (9, 8), (9, 10), (9, 17)), TRUANT),
    **dict.fromkeys(_on((9, 15), (9, 22), (9, 24)), ILL),
}
GONE = (date(2026, 10, 5), date(2027, 1, 8))
# Bo is away in September and then not any more; Cia is in hospital for some days; Dan stays away in May.
BO = dict.fromkeys(_on((9, 2), (9, 4), (9, 9), (9, 11), (9, 16), (9, 18)), ILL) | dict.fromkeys(
    _on((9, 14)), TRUANT
)
CIA = dict.fromkeys(_on((11, 3), (11, 5), (11, 9), (11, 10), (11, 12)), ILL)
DAN = dict.fromkeys(_on((5, 24), (5, 26), (5, 28), (5, 31), (6, 2), (6, 4)), ILL)


def said_of(given: str, day: date) -> str:
    """What is registered of the student on the day, in both lessons."""
    if given == "Alva" and GONE[0] <= day <= GONE[1]:
        return ILL
    told: Mapping[str, Told] = {"Alva": AWAY_OFTEN, "Bo": BO, "Cia": CIA, "Dan": DAN}
    return told.get(given, {}).get(day, HERE)


def file_of(school: School, days: Iterable[date]) -> str:
    """The lines of the days, of the whole class."""
    born = 2012 if school.class_name == "8B" else 2009
    lines = [
        f"{given};{family};{born}-11-{10 + number};{day};{start};60;{subject};{school.class_name};"
        f"{said_of(given, day)};{'ja' if said_of(given, day) == ILL else ''}"
        for day in days
        for start, subject in LESSONS
        for number, (given, family, _) in enumerate(CLASS)
        if given not in school.left
    ]
    return "\n".join([HEADINGS, *lines]) + "\n"


def is_missed(day: date) -> bool:
    """Whether somebody is away and nobody has said why."""
    return any(said_of(given, day) == TRUANT for given, _, _ in CLASS)


def is_anybody_away(day: date) -> bool:
    """Whether somebody is away."""
    return any(said_of(given, day) != HERE for given, _, _ in CLASS)


def forget_files(school: School) -> None:
    """Nothing lies there of a story before."""
    with school.app.app_context():
        shutil.rmtree(feeds_folder(), ignore_errors=True)


def takes_in(school: School, days: list[date]) -> None:
    """The administrator reads in what was registered on the days: looked at first, then applied."""
    isak, before = school.clients[school.isak], _entries(school)
    sent = FileStorage(io.BytesIO(file_of(school, days).encode()), "lektioner.csv")
    page = isak.get(isak.post(f"{AT}/new", {**isak.tokens(), "profile": "casework", "file": sent}))
    assert school.say("Nothing has been written yet. Look at what it would do.") in page.main.text
    assert _entries(school) == before
    applied = isak.get(isak.send(page, "/apply"))
    there = [name for name, _, _ in CLASS if name not in school.left]
    away = [name for name in there for day in days if said_of(name, day) != HERE]
    assert _entries(school) - before == len(LESSONS) * len(away), applied.main.text[:400]
    told = ", ".join(f"{name} {away.count(name)} days" for name in dict.fromkeys(away))
    span = " to ".join(dict.fromkeys(f"{one:%-d %b}" for one in (days[0], days[-1])))
    school.tells(isak, f"reads in the register of {span}. Away: {told or 'nobody'}")


def the_day_ends(school: School) -> None:
    """The background job works out what the day's end makes of it; once a day."""
    with school.app.app_context():
        assert end_the_day(school.now)
    with school.app.app_context():
        assert not end_the_day(school.now)


def _entries(school: School) -> int:
    away = AttendanceEntry.outcome == "absent"
    with school.app.app_context():
        return db.session.scalar(select(func.count()).select_from(AttendanceEntry).where(away)) or 0

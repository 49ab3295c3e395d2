"""Personal identity numbers. None is kept: of a student's number there is a seal, by which files find them.

The systems that register attendance in Sweden name students by nothing else. The seal is a keyed hash under a
key that lies outside the database: nobody reads a number out of it, and nobody who lacks the key tries all.
"""

from __future__ import annotations

import re
from datetime import date

from casework.clock import days_in
from casework.extensions import history_key
from casework.sealing import sealed

SOURCE = "national"  # under which the seals stand among the names that systems have for students
SWEDISH = re.compile(r"(\d{2})?(\d{2})(\d{2})(\d{2})([-+ ]?)(\d{4}|[A-Z]{2}\d{2})", re.ASCII)
NORWEGIAN = re.compile(r"(\d{2})(\d{2})(\d{2}) ?(\d{5})", re.ASCII)
SHOWN = 8  # signs of a number that tells of nobody here; the others are left out


def canonical(text: str, today: date) -> str:
    """The number as it is sealed: twelve signs in Sweden, eleven in Norway; empty for what is none.

    Co-ordination and temporary numbers are numbers too. Of ten signs the century is the latest that has been.
    """
    word = text.strip().upper()
    if found := SWEDISH.fullmatch(word):
        century, year, month, day, sign, end = found.groups()
        if century is None:
            century = str(today.year // 100 - (int(year) > today.year % 100) - (sign == "+"))
        whole = f"{century}{year}{month}{day}{end}"
        return whole if _is_day(f"{century}{year}{month}", int(day) % 60) else ""
    if found := NORWEGIAN.fullmatch(word):
        day, month, *_ = found.groups()
        is_one = 1 <= int(day) % 40 <= 31 and 1 <= int(month) % 40 <= 12  # both may be forty later
        return "".join(found.groups()) if is_one else ""
    return ""


def _is_day(month: str, day: int) -> bool:
    return next(days_in(f"{month}{day:02}", ("%Y%m%d",)), None) is not None


def seal_of(text: str, today: date) -> str:
    """The seal of the number in the text; empty for what is none."""
    number = canonical(text, today)
    return sealed(history_key(), "student-number", number) if number else ""


def shortened(text: str, today: date) -> str:
    """The text, or the beginning of it where it is a number: enough to find the line, and no more."""
    return f"{text.strip()[:SHOWN]}…" if canonical(text, today) else text

"""Reads single cells: days, times, amounts, names, yes and no, as systems in three languages write them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from casework.clock import days_in, local
from casework.people.names import Unfit, fit_text

EARLIEST = date(2000, 1, 1)
LONGEST_SUBJECT = 120
FORMULA = ("=", "@", "＝", "＠")
BLANK = "\u115f\u1160\u2800\u3164\uffa0 "
TIME = re.compile(r"(\d{1,2})[:.]?(\d{2})(?:[:.]\d{2}(?:\.\d{1,9})?)?")
ZONED = re.compile(r"\d{4}-\d{2}-\d{2}(T[\d:.]{5,18}| \d{2}:\d{2}:\d{2}(\.\d{1,9})?)(Z|[+-]\d{2}(:?\d{2})?)")
DAY_AND_TIME = re.compile(r"(.*\d)[T ]+(\d{1,2}[:.]\d{2}.*)")
AMOUNT = re.compile(r"(\d{1,6})(?:[.,](\d{1,6}))?[ \u00a0\u202f]?%?", re.ASCII)
YES = frozenset({"ja", "j", "yes", "y", "true", "sant", "sann", "1", "x"})
NO = frozenset({"nej", "nei", "n", "no", "false", "falskt", "usann", "0", ""})
MORNING = frozenset({"fm", "f", "am", "förmiddag", "formiddag", "morning", "1"})
AFTERNOON = frozenset({"em", "e", "pm", "eftermiddag", "ettermiddag", "afternoon", "2"})


class Bad(Exception):
    """A cell that says nothing that could be meant; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def day_and_time(cell: str) -> tuple[str, str]:
    """The day and the time in a cell, where it holds both; by the school's clock where it names a zone."""
    if ZONED.fullmatch(cell):
        try:
            found = local(datetime.fromisoformat(cell))
        except ValueError:
            return cell, ""
        return f"{found:%Y-%m-%d}", f"{found:%H:%M}"
    apart = DAY_AND_TIME.fullmatch(cell)
    return (apart[1].strip(), apart[2]) if apart else (cell, "")


def day(cell: str, forms: Sequence[str], latest: date) -> date:
    """The day, in the first of the forms in which it is one. Raises Bad."""
    text = day_and_time(cell)[0]
    found = _first(text, forms)
    if found < EARLIEST:
        raise Bad("unlikely_day")
    if found > latest:
        raise Bad("in_future")
    return found


def birth(cell: str, forms: Sequence[str]) -> date:
    """The same for the day on which somebody was born."""
    return _first(cell, forms)


def _first(cell: str, forms: Sequence[str]) -> date:
    found = next(days_in(cell, forms), None)
    if found is None:
        raise Bad("not_a_day" if cell else "missing")
    return found


def minute(cell: str) -> int:
    """Minutes after midnight, of a time on the school's clock. Raises Bad."""
    found = TIME.fullmatch(day_and_time(cell)[1] or cell)
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        raise Bad("missing" if not cell else "not_a_time")
    return int(found[1]) * 60 + int(found[2])


def half_day(cell: str) -> bool:
    """Whether it is the afternoon. Raises Bad."""
    word = cell.casefold()
    if word in AFTERNOON:
        return True
    if word not in MORNING:
        raise Bad("missing" if not cell else "not_a_session")
    return False


def amount(cell: str) -> Decimal:
    """A number that may have a decimal comma; nothing is nought. Raises Bad."""
    if not cell:
        return Decimal(0)
    found = AMOUNT.fullmatch(cell)
    if found is None:
        raise Bad("not_a_number")
    return Decimal(f"{found[1]}.{found[2] or 0}")


def minutes(number: Decimal, unit: str, whole: int = 0) -> int:
    """The amount in whole minutes; a percentage is one of the `whole`."""
    factor = {"minutes": Decimal(1), "hours": Decimal(60), "percent": Decimal(whole) / 100}[unit]
    return int((number * factor).quantize(Decimal(1), ROUND_HALF_UP))


def yes(cell: str) -> bool:
    """Whether it says so. Raises Bad."""
    word = cell.casefold()
    if word in YES:
        return True
    if word not in NO:
        raise Bad("yes_or_no")
    return False


def text(cell: str, longest: int = LONGEST_SUBJECT) -> str:
    """A name of something. Raises Bad for what is too long, cannot be seen or looks like a formula."""
    if cell.isascii() and cell.isprintable() and not cell.startswith(FORMULA) and len(cell) <= longest:
        return cell.strip()
    if cell.lstrip(BLANK).startswith(FORMULA):
        raise Bad("formula")
    if len(cell) > longest:
        raise Bad("too_long")
    if "\ufffd" in cell:
        raise Bad("hidden_sign")
    try:
        return fit_text(cell)
    except Unfit:
        raise Bad("hidden_sign") from None

"""What a code or amounts of absence say of a student in a lesson."""

from __future__ import annotations

from collections.abc import Mapping

from casework.attendance.actions import PARTLY, PRESENT, UNKNOWN, Said
from casework.engine.register import Outcome, Validity
from casework.feeds import cells as read
from casework.feeds.cells import Bad
from casework.feeds.faulty import Cells, Faulty
from casework.feeds.profile import Meaning, Profile
from casework.web.sheets import shown

LONGEST_CODE = 40


def meant(
    seen: Faulty, cells: Cells, profile: Profile, codes: Mapping[str, Meaning], minutes: int
) -> Said | None:
    """What the cells say of a lesson of so many minutes; nothing where something is wrong, which is noted."""
    is_notified = bool("notified" in cells and seen.take(cells, "notified", read.yes))
    if "code" in cells:
        meaning = seen.take(cells, "code", _meaning, profile, codes)
        missed = _amount(seen, cells, "missed", profile, minutes)
        if meaning is None or missed is None:
            return None
        return _by_code(seen, cells, meaning, missed, minutes, is_notified=is_notified)
    found = [_amount(seen, cells, name, profile, minutes) for name in ("missed", "valid", "invalid")]
    missed, valid, invalid = (one or 0 for one in found)
    total = missed + valid + invalid
    if seen.faults or total > minutes:
        if not seen.faults:
            _too_much(seen, cells)
        return None
    if not total:
        return PRESENT
    return in_part(total, minutes, larger(valid, invalid), is_notified=is_notified)


def in_part(
    missed: int,
    minutes: int,
    validity: Validity,
    *,
    is_late: bool = False,
    is_notified: bool = False,
    is_documented: bool = False,
    code: str = "",
) -> Said:
    """An absence from so many of the lesson's minutes: from all of it, from its beginning or from its end.

    Where a file does not tell whether somebody came late or left, they left: lateness is counted by itself.
    """
    outcome: Outcome = "absent" if missed >= minutes else "late" if is_late else "left_early"
    return Said(
        outcome, missed if outcome in PARTLY else 0, validity, is_notified, is_documented, code[:LONGEST_CODE]
    )


def larger(valid: int, invalid: int) -> Validity:
    """The validity of most of an absence, which has one alone; undecided where neither is more."""
    if valid == invalid:
        return "undecided"
    return "valid" if valid > invalid else "invalid"


def _meaning(cell: str, profile: Profile, codes: Mapping[str, Meaning]) -> Meaning:
    if not cell and profile.no_code:
        return profile.no_code
    if cell.casefold() not in codes:
        raise Bad("unknown_code" if cell else "missing")
    return codes[cell.casefold()]


def _amount(seen: Faulty, cells: Cells, column: str, profile: Profile, minutes: int) -> int | None:
    number = seen.take(cells, column, read.amount) if column in cells else read.amount("")
    return None if number is None else read.minutes(number, profile.unit, minutes)


def _by_code(
    seen: Faulty, cells: Cells, meaning: Meaning, missed: int, minutes: int, *, is_notified: bool
) -> Said | None:
    if meaning.outcome == "present" and missed:
        seen.faults.append(("missed", shown(cells["missed"]), "missed_though_there"))
        return None
    if meaning.outcome in ("present", "unknown"):
        return PRESENT if meaning.outcome == "present" else UNKNOWN
    more = {"is_notified": is_notified or meaning.is_notified, "is_documented": meaning.is_documented}
    code = cells["code"]
    if meaning.outcome in (*PARTLY, "absent"):
        if missed > minutes:
            _too_much(seen, cells)
            return None
        if not missed and meaning.outcome in PARTLY:
            seen.faults.append(("missed", shown(cells.get("missed", "")), "no_minutes"))
            return None
        is_late = meaning.outcome == "late"
        return in_part(missed or minutes, minutes, meaning.validity, is_late=is_late, code=code, **more)
    return Said(
        meaning.outcome,
        0,
        meaning.validity,
        more["is_notified"],
        more["is_documented"],
        code[:LONGEST_CODE],
    )


def _too_much(seen: Faulty, cells: Cells) -> None:
    column = next((one for one in ("missed", "invalid", "valid") if cells.get(one)), "missed")
    seen.faults.append((column, shown(cells.get(column, "")), "more_than_lesson"))

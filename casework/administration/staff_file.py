"""A file of staff: one line for each role that somebody holds, known by the user name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from casework.administration.headings import ROLES
from casework.administration.lines import Known, LineFault, Reader
from casework.administration.tables import Row
from casework.people.names import Unfit, fit_username
from casework.people.placing import misheld, misplaced
from casework.people.roster import Held, Staff, latest_end

Language = Literal["sv", "nb", "en"]


@dataclass
class StaffFile:
    """What the lines say, by person; everything wrong in them; each user name's first line."""

    staff: dict[str, Staff] = field(default_factory=dict)
    faults: list[LineFault] = field(default_factory=list)
    first_lines: dict[str, int] = field(default_factory=dict)


def read_staff(rows: Sequence[Row], known: Known, language: Language) -> StaffFile:
    """The people of the file; new accounts read the language."""
    found = StaffFile()
    for row in rows:
        reader = Reader(row)
        username, name, held = _username(reader), reader.name("name"), _held(reader, known)
        earlier = found.staff.get(username)
        if earlier and earlier.name != name:
            reader.fault("other_name", "name", line=str(found.first_lines[username]))
        elif earlier and any(_same(held, one) for one in earlier.roles):
            reader.fault("role_twice", "role")
        found.faults += reader.faults
        if not reader.faults and held:
            person = earlier or Staff(username=username, name=name, language=language)
            found.staff[username] = person.model_copy(update={"roles": (*person.roles, held)})
            found.first_lines.setdefault(username, row.line)
    return found


def _username(reader: Reader) -> str:
    cell = reader.row.cell("username")
    try:
        return fit_username(cell)
    except Unfit:
        reader.fault("unfit_username" if cell else "missing", "username")
        return ""


def _held(reader: Reader, known: Known) -> Held | None:
    """The role of the line; nothing where anything about it is wrong."""
    word = " ".join(reader.row.cell("role").split()).casefold()
    role = ROLES.get(word, "")
    at = reader.place("school", known.classes)
    group = reader.place("class", known.classes.get(at, ()))
    since, until = reader.day("from"), reader.day("to")
    if since and until and until < since:
        reader.fault("ends_before", "to")
    if until and until > latest_end(since or known.today, known.today):
        latest = latest_end(since or known.today, known.today)
        reader.fault("ends_late", "to", day=latest.isoformat())
    if not word:
        reader.fault("missing", "role")
    elif not role:
        reader.fault("unknown_role", "role", role=reader.row.cell("role")[:60])
    if not at:
        reader.fault("missing", "school")
    if not role or not at:
        return None
    fault = misplaced(at, group, known.classes) or misheld(role, at, group, known.authority)
    if fault:
        reader.fault(fault.code, {"at": "school", "group": "class"}.get(fault.key, fault.key), **fault.values)
        return None
    return Held(role=role, at=at, group=group, valid_from=since, valid_to=until)


def _same(held: Held | None, other: Held) -> bool:
    """Whether the two are one role from one day on: the second would only write over the first."""
    return held is not None and held.model_copy(update={"valid_to": other.valid_to}) == other

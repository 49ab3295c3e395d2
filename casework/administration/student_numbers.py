"""Numbers that systems know students by, as files of students have them: by these attendance finds students.

Of a personal identity number there is no more than a seal. “Elevnummer” is the school’s own number,
“Elevnummer edlevo” that of another system, as the way of reading attendance calls it, in small letters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from casework.administration.headings import STUDENTS
from casework.administration.lines import Reader
from casework.people import national
from casework.people.keys import StudentKey, keep_keys
from casework.people.national import seal_of

OWN = "casework"
COLUMN = "number"
LONGEST: int = StudentKey.value.type.length or 0
LONGEST_SYSTEM: int = StudentKey.source.type.length or 0


def number_columns(headings: Iterable[str]) -> dict[str, str]:
    """The headings of numbers of other systems, in small letters, with the columns that they stand for."""
    words = [word.casefold() for texts in STUDENTS[COLUMN].values() for word in texts]
    found = {}
    for heading in (" ".join(one.split()).casefold() for one in headings):
        system = next((heading.removeprefix(word) for word in words if heading.startswith(word + " ")), "")
        if 1 < len(system) <= LONGEST_SYSTEM:
            found[heading] = COLUMN + system
    return found


def read_numbers(reader: Reader, seen: dict[tuple[str, str], int], today: date) -> dict[str, str]:
    """The numbers in the row by system; `seen` are those of the rows before, each with its line."""
    found = {}
    for column in reader.row.cells:
        word, _, system = column.partition(" ")
        number = reader.row.cell(column)
        if word != COLUMN or not number:
            continue
        seal = seal_of(number, today)
        name = (national.SOURCE, seal) if seal else (system or OWN, number)
        if len(number) > LONGEST:
            reader.fault("too_long", COLUMN)
        elif name in seen:
            reader.fault("number_twice", COLUMN, line=str(seen[name]))
        else:
            seen[name] = reader.row.line
            found[name[0]] = name[1]
    return found


def keep_numbers(numbers: Sequence[Mapping[str, str]], entered: Mapping[int, UUID]) -> int:
    """Keeps the numbers of those who have been entered, by their place in the file; how many are new."""
    named: dict[str, dict[str, UUID]] = {}
    for index, student_id in entered.items():
        for system, number in numbers[index].items():
            named.setdefault(system, {})[number] = student_id
    return sum(keep_keys(system, students) for system, students in named.items())

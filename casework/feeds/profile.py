"""Profiles: how the files of one system say what Casework wants to know. Data, checked before it is used."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from casework.attendance.actions import PARTLY
from casework.engine.register import Outcome, Validity
from casework.remarks import Remark, Wrong, remark

LONGEST_WORD, MOST_CODES, LONGEST_DAY = 120, 200, 24 * 60
DayForm = Literal["%Y-%m-%d", "%Y%m%d", "%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y", "%m/%d/%Y", "%y%m%d"]
DAY_FORMS: tuple[DayForm, ...] = get_args(DayForm)
USUAL_DAYS = DAY_FORMS[:4]
Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_WORD)]
Place = Annotated[int, Field(ge=1, le=500)]  # of a column in a file without headings
Names = tuple[Word | Place, ...]
Minutes = Annotated[int, Field(ge=1, le=LONGEST_DAY)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Title(_Part):
    """What the profile is called, in each language."""

    sv: Word
    nb: Word
    en: Word


class Columns(_Part):
    """Under which headings something stands (any of them), or in which column where there are no headings.

    `key` is the student's name in the other system; `missed`, `valid` and `invalid` are amounts of absence;
    `registered` tells whether the teacher has reported the lesson, `notified` whether the home told of it.
    """

    key: Names = ()
    given: Names = ()
    family: Names = ()
    born: Names = ()
    day: Names = ()
    until: Names = ()
    starts: Names = ()
    ends: Names = ()
    minutes: Names = ()
    session: Names = ()
    subject: Names = ()
    group: Names = ()
    code: Names = ()
    missed: Names = ()
    valid: Names = ()
    invalid: Names = ()
    registered: Names = ()
    notified: Names = ()


COLUMNS = tuple(Columns.model_fields)


class Meaning(_Part):
    """What a code of the file says."""

    outcome: Outcome
    validity: Validity = "undecided"
    is_notified: bool = False
    is_documented: bool = False


class Profile(_Part):
    """How files of one kind are read.

    `kind`: a table, the XML of Edlevo's services for absence or presence, or what an SS 12000 system answers.
    `row`: what a line is about.
    `source`: under which name students are known by their `key`. `unnamed`: what holds for students of a
    lesson whom the file does not name. `no_code`: what an empty code says; None: nothing, it is a fault.
    """

    title: Title
    kind: Literal["table", "edlevo_absence", "edlevo_presence", "ss12000"] = "table"
    source: Annotated[str, StringConstraints(max_length=60)] = ""
    row: Literal["lesson", "session", "day", "period"] = "lesson"
    encoding: Literal["auto", "utf-8", "windows-1252"] = "auto"
    delimiter: Literal["auto", ";", ",", "tab", "|"] = "auto"
    has_headings: bool = True
    columns: Columns = Columns()
    codes: Annotated[dict[Word, Meaning], Field(max_length=MOST_CODES)] = {}
    no_code: Meaning | None = None
    days: Annotated[tuple[DayForm, ...], Field(min_length=1)] = USUAL_DAYS
    unit: Literal["minutes", "hours", "percent"] = "minutes"
    lengths: Literal["minutes", "hours"] = "minutes"
    usual_minutes: Minutes | None = None
    unnamed: Literal["unknown", "present"] = "unknown"

    @model_validator(mode="after")
    def _sound(self) -> Profile:
        wrong = next(self._faults(), None) if self.kind == "table" else None
        if wrong:
            raise Wrong(wrong)
        return self

    def _faults(self) -> Iterator[Remark]:
        has = {name for name in COLUMNS if getattr(self.columns, name)}
        if "key" not in has and not {"given", "family", "born"} <= has:
            yield remark("a column must say who it is: a number, or both names and the date of birth")
        if "key" in has and not self.source:
            yield remark("where a column holds students’ numbers, it must be said which system they are from")
        needed = {"lesson": ("day", "starts"), "session": ("day", "session"), "period": ("day", "until")}
        for name in needed.get(self.row, ("day",)):
            if name not in has:
                yield remark("there must be a column “%(name)s”", name=name)
        if not has & {"minutes", "ends"} and not self.usual_minutes:
            yield remark("how long a lesson is must stand in a column, or be said for all of them")
        if not has & {"code", "missed", "valid", "invalid"}:
            yield remark("a column must say what happened: a code, or an amount of absence")
        if ("code" in has) != bool(self.codes):
            yield remark("a column with codes and what the codes mean belong together")
        if "missed" not in has and any(one.outcome in PARTLY for one in self.codes.values()):
            yield remark("for who comes late or leaves early, a column must say how much was missed")
        places = [one for name in COLUMNS for one in getattr(self.columns, name)]
        if any(isinstance(one, int) == self.has_headings for one in places):
            yield remark("columns are named by their headings, or by number where there are none")

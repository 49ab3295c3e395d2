"""A profile in the making: what is chosen for the first lines of a file, and what these then say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from io import StringIO
from itertools import islice
from typing import Any

from pydantic import ValidationError

from casework.clock import days_in
from casework.feeds.cells import day_and_time
from casework.feeds.opening import NAMES, decoded_anew
from casework.feeds.profile import COLUMNS, DAY_FORMS, Profile
from casework.feeds.profiles import shipped
from casework.feeds.reading import TableReader
from casework.feeds.records import Fault, Record, Unreadable, Unsure
from casework.feeds.table import Sheet, places_of, sheet
from casework.remarks import Remark, Wrong, remark

MOST_ROWS, MOST_SIGNS, MOST_CODES = 40, 60_000, 60
SAMPLE = 256 * 1024  # bytes of a file that are looked at: so many signs in any encoding
NO_CODE = ""
# What a code can mean, in the words of a form → as profiles say it.
MEANINGS: Mapping[str, Mapping[str, Any]] = {
    "present": {"outcome": "present"},
    "absent": {"outcome": "absent"},
    "absent_valid": {"outcome": "absent", "validity": "valid"},
    "absent_invalid": {"outcome": "absent", "validity": "invalid"},
    "late": {"outcome": "late"},
    "left_early": {"outcome": "left_early"},
    "approved_leave": {"outcome": "approved_leave", "validity": "valid"},
    "school_activity": {"outcome": "school_activity"},
    "not_offered": {"outcome": "not_offered"},
    "unknown": {"outcome": "unknown"},
}
USUAL = {
    "row": "lesson",
    "encoding": "auto",
    "delimiter": "auto",
    "unit": "minutes",
    "lengths": "minutes",
    "unnamed": "unknown",
}
NAMELESS = "–"  # what a profile is called while nobody has said it
WRONG = remark("something in it does not fit together")


@dataclass(frozen=True)
class Draft:
    """What has been chosen. `columns` are places in the sample from 1; `codes` say what each code means.

    `found_in` is the encoding that the sample was read in.
    """

    name: str
    sample: str
    found_in: str
    choices: Mapping[str, str]
    has_headings: bool
    columns: Mapping[str, int]
    codes: Mapping[str, str]

    def sheet(self) -> Sheet:
        """The sample as a table. Raises Unreadable."""
        text = decoded_anew(self.sample, self.found_in, self.choices["encoding"])
        return sheet(StringIO(text, newline=""), self.choices["delimiter"], has_headings=self.has_headings)

    def as_found(self) -> Draft:
        """The same, with the sample in the encoding that it was read in."""
        return replace(self, choices={**self.choices, "encoding": "auto"})

    def profile(self, headings: tuple[str, ...]) -> Profile:
        """The profile that the choices make. Raises Unsound."""
        columns: dict[str, list[Any]] = {
            name: [headings[place - 1] if headings else place] for name, place in self.columns.items()
        }
        codes = {code: MEANINGS[meaning] for code, meaning in self.codes.items() if meaning in MEANINGS}
        no_code = codes.pop(NO_CODE, None)
        days, usual = self.choices.get("days"), self.choices.get("usual_minutes")
        body: dict[str, Any] = {
            **{name: self.choices[name] for name in USUAL},
            "title": dict.fromkeys(("sv", "nb", "en"), self.name or NAMELESS),
            "source": self.choices.get("source", ""),
            "has_headings": self.has_headings,
            "columns": columns,
            "codes": codes if "code" in self.columns else {},
            "no_code": no_code,
            **({"days": [days]} if days else {}),
            **({"usual_minutes": usual} if usual else {}),
        }
        try:
            return Profile.model_validate(body)
        except ValidationError as error:
            raise Unsound(error) from None

    def codes_in(self, table: Sheet) -> list[str]:
        """The codes of the sample in the chosen column, each once, and those that have a meaning already."""
        place = self.columns.get("code")
        found = dict.fromkeys(code for code in self.codes)
        if place:
            found |= dict.fromkeys(cells[place - 1].strip() for _, cells in table.rows if len(cells) >= place)
        return list(found)[:MOST_CODES]


class Unsound(Exception):
    """The choices make no profile; `said` tells why."""

    def __init__(self, error: ValidationError) -> None:
        causes = (one.get("ctx", {}).get("error") for one in error.errors())
        wrong = next((one for one in causes if isinstance(one, Wrong)), None)
        self.said: Remark = wrong.said if wrong else WRONG
        super().__init__(str(self.said))


def first_rows(text: str) -> str:
    """So much of a file as a page keeps of it, in whole rows. Raises Unreadable where it is no table."""
    some = text[:MOST_SIGNS].lstrip("\ufeff")
    is_cut, begins = len(text) > MOST_SIGNS, list[int]()
    try:
        rows = sheet(StringIO(some, newline=""), "auto", has_headings=False).rows
        begins = [line for line, _ in islice(rows, MOST_ROWS + 1)]
    except Unreadable as fault:
        if fault.code != "broken_line" or not is_cut or fault.named == "1":
            raise
        begins = [1, int(fault.named)]  # the row in which it was cut
    if is_cut or len(begins) > MOST_ROWS:
        some = "".join(islice(StringIO(some, newline=""), begins[-1] - 1))
    return some


def begin(sample: str, found_in: str) -> Draft:
    """A draft for the sample, with columns guessed by what profiles that come with the program call them.

    A day in the first line is no heading.
    """
    choices = {**USUAL, "source": "casework"}
    draft = Draft("", sample, found_in, choices, True, {}, {})
    first = draft.sheet().headings
    if any(map(_is_day, first)):
        return replace(draft, has_headings=False)
    headings = [one.casefold() for one in first]
    columns: dict[str, int] = {}
    for profile in shipped().values():
        for name in COLUMNS:
            words = (str(one).casefold() for one in getattr(profile.columns, name))
            place = next((headings.index(one) + 1 for one in words if one in headings), 0)
            if place and name not in columns:
                columns[name] = place
    draft = replace(draft, columns=columns)
    return replace(draft, codes={code: _meaning(code) for code in draft.codes_in(draft.sheet())})


def _is_day(cell: str) -> bool:
    return any(days_in(day_and_time(cell)[0], DAY_FORMS))


def _meaning(code: str) -> str:
    """What profiles that come with the program say that the code means."""
    for profile in shipped().values():
        for known, meaning in profile.codes.items():
            if known.casefold() == code.casefold() and len(code) > 1:
                said = meaning.model_dump(exclude_defaults=True)
                return next((name for name, one in MEANINGS.items() if one == said), "")
    return ""


def tried(draft: Draft, profile: Profile, latest: date, most: int = 10) -> list[Record | Fault]:
    """What the first lines say, read by the profile. Raises Unreadable."""
    table = draft.sheet()
    reader = TableReader(profile, places_of(profile, table.headings), table.headings, latest)
    said = (one for one in reader.records(table.rows) if not isinstance(one, Unsure))
    return list(islice(said, most))


def sent(form: Mapping[str, str], codes: Iterable[tuple[str, str]]) -> Draft:
    """The draft as a page sends it. Raises Unreadable where the sample is not there."""
    if not form.get("sample", "").strip():
        raise Unreadable("nothing_sent")
    chosen = {name: form.get(name) or usual for name, usual in USUAL.items()}
    more = {name: form.get(name, "").strip()[:60] for name in ("source", "days", "usual_minutes")}
    found_in = form.get("found_in", "")
    places = {name: form.get(f"column_{name}", "") for name in COLUMNS}
    return Draft(
        form.get("name", "").strip()[:120],
        first_rows(form["sample"].replace("\r\n", "\n")),
        found_in if found_in in NAMES else "utf-8",
        chosen | more,
        bool(form.get("has_headings")),
        {
            name: int(place)
            for name, place in places.items()
            if place.isascii() and place.isdigit() and int(place)
        },
        {code.strip()[:120]: meaning for code, meaning in islice(codes, MOST_CODES)},
    )

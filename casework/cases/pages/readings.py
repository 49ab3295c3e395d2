"""Who has read about a student, in plain words, for the principal and for the home."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import UUID

from casework.access.queries import ReadingRow, readings_about
from casework.people import queries as people
from casework.people.merged import rows_of
from casework.printing.setting import set_on_paper
from casework.web.dates import moment
from casework.web.role_titles import role_title
from casework.web.text import gettext, ngettext
from casework.web.text import lazy_gettext as _

PAGE, ON_PAPER = 25, 5_000
TEMPLATE = Path(__file__).parent / "readings.typ"
# What a view's door asks for → what somebody did there.
PURPOSES = {
    "start:read": _("Saw what was waiting for them"),
    "student:read": _("Looked the student up"),
    "search:read": _("Found the student in a search"),
    "case:open": _("Looked at opening a case"),
    "case:read": _("Read in the case or the list of cases"),
    "case:change": _("Worked in the case"),
    "contribution:give": _("Gave a view that was asked for"),
    "case:migrate": _("Moved cases to a new version of the routine"),
    "extract:release": _("Released an extract or looked at releasing one"),
    "log:read": _("Read who has read"),
    "own:read": _("Read what they had signed themselves"),
    "annulment:request": _("Asked for the case to be annulled"),
    "annulment:decide": _("Took a stand on annulling the case"),
    "conflict:state": _("Wanted to be kept away from the student"),
    "conflict:decide": _("Went through who must keep away"),
    "protection:decide": _("Went through who may see the student"),
    "student:merge": _("Merged two rows of the student, or looked at that"),
    "home:change": _("Went through what those at home may"),
    "attendance:register": _("Registered a lesson that the student has"),
    "attendance:read": _("Looked at attendance or a signal"),
    "attendance:decide": _("Decided whether an absence has a valid reason"),
    "leave:decide": _("Entered leave or decided about it"),
    "signal:decide": _("Dealt with a signal or an assessment"),
    "absence_task:do": _("Worked with a task about absence"),
    "absence_report:read": _("Read the monthly report on absence"),
    "student_finance:read": _("Went through invalid absence for CSN"),
    "concern:write": _("Wrote a report of concern or read their own"),
    "concern:decide": _("Read or took up a report of concern"),
    "contact:log": _("Logged a contact or read the log of contacts"),
    "register:read": _("Looked through the register of documents"),
    "monitoring:note": _("Worked with the monitoring of compulsory schooling"),
    "prevention:do": _("Saw a group of preventive work"),
    "prevention:lead": _("Kept a group of preventive work"),
    "agenda:work": _("Went through the case with the team"),
}
# What was decided about those at home or who may see the student, what went to others, and that somebody has
# reported a worry, which may be about the home: not told to the home.
NOT_FOR_HOME = frozenset(
    {
        *("home:change", "protection:decide", "student:merge", "extract:release"),
        *("concern:write", "concern:decide"),
    }
)
RELATIONS = {
    "group": _("Works with the student's class"),
    "unit": _("Works at the student's school"),
    "handed_over": _("The case is with the authority"),
    "none": _("No role towards the student"),
}
CLASSES = {
    "open": _("What is open in the case"),
    "school": _("What the school writes"),
    "student_health": _("Up to what student health writes"),
    "medical": _("Up to medical notes"),
}


@dataclass(frozen=True)
class Line:
    """One reading: when, who, in which role, why, up to which class of text, and whether it was refused."""

    when: str
    who: str
    role: str
    what: str
    classes: str
    is_refused: bool


@dataclass(frozen=True)
class Readings:
    """A part of the readings about a student, newest first; how many there are in all."""

    lines: tuple[Line, ...]
    total: int

    @property
    def sentence(self) -> str:
        """How many, in words."""
        return ngettext("%(num)d reading", "%(num)d readings", self.total)


def readings(student_id: UUID, *, limit: int, offset: int = 0, is_for_home: bool = False) -> Readings:
    """The readings about the student; for the home the readers by role only, and no word of decisions."""
    rows, total = readings_about(rows_of(student_id), limit=limit, offset=offset)
    names = {} if is_for_home else people.names_of({row.user_id for row in rows})
    told = PURPOSES.keys() - NOT_FOR_HOME if is_for_home else PURPOSES.keys()
    return Readings(tuple(_line(row, names, told) for row in rows), total)


def _line(row: ReadingRow, names: Mapping[UUID, str], told: Collection[str]) -> Line:
    known = PURPOSES[row.purpose] if row.purpose in told else None
    what = str(known or gettext("Read about the student"))
    relation = RELATIONS.get(row.relation)
    return Line(
        when=moment(row.at),
        who=names.get(row.user_id, ""),
        role=". ".join(part for part in (role_title(row.role), str(relation or "")) if part),
        what=gettext("Refused") if not row.is_allowed else what,
        classes=str(CLASSES.get(row.confidentiality, "")),
        is_refused=not row.is_allowed,
    )


def paper(name: str, found: Readings, about: Sequence[str], language: str) -> bytes:
    """The readings as PDF; those whose names are left out stand by their roles."""
    is_named = any(line.who for line in found.lines)
    headings = [gettext("When"), *([gettext("Who")] if is_named else []), gettext("Role")]
    headings += [gettext("What for"), gettext("Texts that the page may show")]
    data = {
        "title": gettext("Who has read about %(name)s", name=name),
        "language": language,
        "about": [*about, found.sentence],
        "headings": headings,
        "rows": [_cells(line, is_named) for line in found.lines],
    }
    return set_on_paper(TEMPLATE, data)


def _cells(line: Line, is_named: bool) -> list[str]:
    cells = asdict(line)
    return [cells[key] for key in ("when", *(["who"] if is_named else []), "role", "what", "classes")]

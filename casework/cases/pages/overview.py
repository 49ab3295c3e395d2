"""Where a case stands and has been, as a ladder; and the people around its student."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from casework.cases.facts import Situation
from casework.cases.models import Visit
from casework.cases.pages.words import Speech, capital
from casework.clock import school_date
from casework.engine.workflow import CLOSED
from casework.people.home import AtHome
from casework.web.dates import day_brief
from casework.web.text import gettext, ngettext


@dataclass(frozen=True)
class Rung:
    """A stage in the picture of the ladder."""

    number: int
    short: str
    title: str
    state: str
    visits: tuple[str, ...]


@dataclass(frozen=True)
class Stair:
    """Where the case stands and has been."""

    steps: tuple[Rung, ...]
    back: tuple[int, int, str] | None
    summary: str
    closed: bool
    description: str


@dataclass(frozen=True)
class PersonRow:
    """Somebody around the student."""

    initials: str
    name: str
    line: str
    phone: str | None = None


@dataclass(frozen=True)
class People:
    """Everybody around the student."""

    title: str
    staff: tuple[PersonRow, ...]
    home_title: str
    home: tuple[PersonRow, ...]
    outside: tuple[PersonRow, ...] = ()


def stair(situation: Situation, speech: Speech, *, now: datetime) -> Stair:
    """The ladder with the path that the case has taken."""
    workflow, present = speech.workflow, situation.case.stage
    steps = tuple(
        Rung(
            number=workflow.order[stage.id] + 1,
            short=stage.name,
            title=stage.title,
            state="now" if stage.id == present else "been" if _visits(situation, stage.id) else "ahead",
            visits=tuple(_stay(visit, now) for visit in _visits(situation, stage.id)),
        )
        for stage in workflow.stages
    )
    return Stair(
        steps,
        _back(situation, speech),
        _summary(situation, speech),
        present == CLOSED,
        _path(situation, speech),
    )


def _visits(situation: Situation, stage: str) -> list[Visit]:
    return [visit for visit in situation.visits if visit.stage == stage]


def _stay(visit: Visit, now: datetime) -> str:
    if visit.left_at:
        if school_date(visit.left_at) == school_date(visit.entered_at):
            return day_brief(visit.entered_at)
        return f"{day_brief(visit.entered_at)}–{day_brief(visit.left_at)}"
    days = (school_date(now) - school_date(visit.entered_at)).days
    if days < 1:
        return gettext("since today")
    length = ngettext("%(num)d day", "%(num)d days", days)
    return gettext("since %(day)s, %(days)s", day=day_brief(visit.entered_at), days=length)


def _back(situation: Situation, speech: Speech) -> tuple[int, int, str] | None:
    """The latest move down the ladder."""
    order = situation.workflow.order
    known = [visit for visit in situation.visits if visit.stage in order]
    for before, after in reversed(list(pairwise(known))):
        if order[after.stage] < order[before.stage]:
            label = gettext("back %(day)s", day=day_brief(after.entered_at))
            return order[before.stage], order[after.stage], label
    return None


def _summary(situation: Situation, speech: Speech) -> str:
    order, stage = situation.workflow.order, situation.case.stage
    if stage == CLOSED:
        last = speech.numbered(situation.facts.last_stage)
        return gettext("The case is closed. It stood in %(step)s.", step=last)
    return gettext(
        "Step %(number)s of %(count)s: %(name)s",
        number=order[stage] + 1,
        count=len(order),
        name=speech.stage(stage),
    )


def _path(situation: Situation, speech: Speech) -> str:
    names = [visit.title or speech.stage(visit.stage) for visit in situation.visits]
    return gettext("The case has been in: %(path)s.", path=", ".join(names))


def people(situation: Situation, speech: Speech, guardians: Sequence[AtHome]) -> People:
    """The adults around the student: staff once each with all their roles, and the home."""
    by_name: dict[str, list[str]] = {}
    for colleague in speech.colleagues:
        if colleague.role != "administration" or situation.case.is_handed_over:
            by_name.setdefault(colleague.name, []).append(speech.role_within(colleague.role))
    staff = tuple(
        PersonRow(
            initials(name),
            gettext("%(name)s (you)", name=name) if name == speech.reader else name,
            ", ".join(roles),
        )
        for name, roles in by_name.items()
    )
    around = gettext("Around %(name)s", name=situation.student.given_name)
    return People(around, staff, gettext("At home"), home_rows(guardians))


def home_rows(home: Sequence[AtHome]) -> tuple[PersonRow, ...]:
    """Those at home; a number only of those whom the school may call."""
    return tuple(
        PersonRow(
            initials(one.guardian.name),
            one.guardian.name,
            home_line(one),
            one.guardian.phone if one.may_be_contacted else None,
        )
        for one in home
    )


def home_line(one: AtHome) -> str:
    """What somebody at home is to the student, and what holds for them."""
    is_representative = one.bond.kind == "legal_representative"
    line = gettext("legal representative") if is_representative else gettext("guardian")
    if one.is_student_of_age and not one.bond.is_agreed_by_student:
        return gettext("%(who)s until the student came of age, may not be contacted", who=line)
    if not one.may_be_contacted:
        line = gettext("%(who)s, may not be contacted", who=line)
    if not one.may_be_informed:
        line = gettext("%(who)s, may not be told about the case", who=line)
    if one.bond.speaks:
        line = gettext("%(who)s, speaks %(language)s", who=line, language=one.bond.speaks)
    return f"{line}, {one.bond.household}" if one.bond.household else line


def initials(name: str) -> str:
    """The letters of the picture beside a name."""
    words = name.split()
    return capital(words[0][:1]) + (capital(words[-1][:1]) if len(words) > 1 else "")

"""How each thing is asked for when it is noted: the heading, what follows, the labels of its form."""

from __future__ import annotations

from casework.cases.monitoring_models import MonitoringAct
from casework.cases.pages.monitored import TITLES
from casework.monitoring.days import APPEAL
from casework.monitoring.forms import STUDENT, Offered
from casework.monitoring.kinds import AGAINST_GUARDIANS, BOARD, KINDS
from casework.monitoring.pages.ground import Page
from casework.monitoring.pages.noted import reference_label, until_label
from casework.monitoring.pages.words import OUTCOMES
from casework.monitoring.rules import closed_by, of_guardian
from casework.web.text import gettext

HEARING = {"SE": "Förvaltningslagen 25 §", "NO": "Forvaltningsloven § 16"}  # names of laws stay as they are


def offered(page: Page, kind: str, old: MonitoringAct | None = None) -> Offered:
    """What the form asks; the board's answers against guardians only while the way to them is open."""
    rule = KINDS[kind]
    people = [(one, page.names.get(one, gettext("Guardian"))) for one in _people(page, kind, old)]
    only = tuple(one for one, _ in people) if len(people) == 1 else ()
    chosen = page.matter.whom(old) if old else only
    if rule.whom == "home":
        people.append((STUDENT, page.desk.row.student.name))
    outcomes = [(one, str(OUTCOMES[kind][one])) for one in _outcomes(page, kind, old)]
    return Offered(
        kind, people if rule.whom != "nobody" else (), outcomes, _labels(kind, page.matter.country), chosen
    )


def _people(page: Page, kind: str, old: MonitoringAct | None) -> list[str]:
    """Whom it can be about; a correction also whom it was about, who may be at home no longer."""
    if old:
        return list(dict.fromkeys((*_addressed(page, kind), *page.matter.whom(old))))
    addressed = _addressed(page, kind)
    if kind == "served":
        return [one for one in addressed if of_guardian(page.matter, one).served_on is None] or addressed
    return addressed


def _addressed(page: Page, kind: str) -> list[str]:
    board = page.matter.decided
    is_about_the_decision = KINDS[kind].after in ("board", "served", "appealed")
    if not is_about_the_decision or board is None:
        return list(page.matter.guardians)
    return [one for one in page.matter.guardians if one in page.matter.whom(board)]


def _outcomes(page: Page, kind: str, old: MonitoringAct | None) -> list[str]:
    if kind != "board":
        return list(KINDS[kind].outcomes)
    is_closed = bool(closed_by(page.matter))
    kept = old.outcome if old else ""
    known = BOARD[page.matter.country]
    return [one for one in known if not is_closed or one not in AGAINST_GUARDIANS or one == kept]


def _labels(kind: str, country: str) -> dict[str, tuple[str, str]]:
    people, people_hint = gettext("Whom is it about?"), ""
    if kind == "board":
        people_hint = gettext("A decision orders each guardian by themselves. Choose those whom it orders.")
    return {
        "people": (people, people_hint),
        "outcome": (_question(kind), ""),
        "happened_on": (gettext("Which day?"), _day_hint(kind)),
        "until": (until_label(kind), _until_hint(kind)),
        "reference": (reference_label(kind), ""),
        "text": _words(kind, country),
        "is_void": (
            gettext("This never happened"),
            gettext("The row stays to be read, and counts no longer. Write why."),
        ),
    }


def _question(kind: str) -> str:
    questions = {
        "done": gettext("What has been done of it?"),
        "heard": gettext("How was it sent or said?"),
        "board": gettext("What did the board decide?"),
        "served": gettext("How was it served?"),
        "judged": gettext("What did the court decide?"),
        "fined": gettext("What has happened?"),
        "ended": gettext("Why does it end?"),
    }
    return questions.get(kind, "")


def _day_hint(kind: str) -> str:
    if kind == "served":
        return gettext(
            "The day on which the person got it. The time to appeal, %(weeks)s weeks, counts from it.",
            weeks=APPEAL.days // 7,
        )
    return ""


def _until_hint(kind: str) -> str:
    hints = {
        "heard": gettext(
            "The board does not decide before that day is over, unless everybody has replied. "
            "Not needed where somebody is not heard."
        ),
        "judged": gettext("Leave it empty until the court's decision has legal force."),
    }
    return hints.get(kind, "")


def _words(kind: str, country: str) -> tuple[str, str]:
    facts = gettext("Facts, and where they come from. The home reads it. No diagnoses.")
    words = {
        "asked": (gettext("What was the guardian asked to do?"), facts),
        "done": (gettext("What was done, and how do you know?"), facts),
        "heard": (
            gettext("What could they reply to?"),
            gettext("Where somebody is not heard: why. %(law)s says when that may be.", law=HEARING[country]),
        ),
        "replied": (gettext("What did they say?"), gettext("In their own words, in short.")),
        "board": (gettext("Reasons"), facts),
    }
    return words.get(kind, (gettext("Note"), facts))


def heading(kind: str) -> str:
    """What is being noted."""
    return str(TITLES[kind])


def lead(page: Page, kind: str) -> str:
    """What follows from noting it; why an injunction cannot be chosen while the way to it is closed."""
    if kind == "board" and closed_by(page.matter):
        closed = gettext("The way to an injunction is closed, so it cannot be chosen here.")
        return f"{_lead(kind)} {closed}"
    return _lead(kind)


def _lead(kind: str) -> str:
    leads = {
        "board": gettext(
            "The board decides; you enter what it decided. A task of the routine about it is done with that."
        ),
        "served": gettext("Each guardian has their own time to appeal."),
        "appealed": gettext("The decision gets legal force only when the court has decided."),
        "ended": gettext("The case is closed by itself afterwards, with its evaluation."),
        "fined": gettext("Only the court can impose the fine."),
    }
    return leads.get(kind, "")

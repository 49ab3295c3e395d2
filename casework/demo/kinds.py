"""Questions of every kind as a page shows them: empty, filled in, and with something to put right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from casework.definitions import read
from casework.forms.base import CONFIDENTIALITIES
from casework.forms.build import FormPage, form_page
from casework.forms.checks import problems
from casework.forms.context import FormContext
from casework.forms.days import free_days, school_year
from casework.forms.definition import Form
from casework.forms.messages import messages_by_anchor
from casework.web.text import gettext

FILE = Path(__file__).parent / "kinds.yaml"
PEOPLE = {"Karin Mallsjö": "mentor", "Sofia Demogren": "kurator"}
STATES = ("empty", "filled", "wrong")


@dataclass(frozen=True)
class State:
    """The questions in one state, with what is wrong by the place where it is."""

    id: str
    page: FormPage
    sentences: Mapping[str, str]

    @property
    def links(self) -> list[tuple[str, str]]:
        """The sentences as the summary above the questions takes them."""
        return [(sentence, f"#{anchor}") for anchor, sentence in self.sentences.items()]


def questions(today: date) -> list[State]:
    """All questions in all states."""
    here = FormContext(
        readable=frozenset(CONFIDENTIALITIES),
        people=PEOPLE,
        computed={"student_age": "14 år"},
        today=today,
        free_days=free_days("SE", school_year(today), "sv"),
    )
    return [_state(state, here, today) for state in STATES]


def _state(state: str, here: FormContext, today: date) -> State:
    form = every_kind(state)
    named = {f"{state}_{kind}": answer for kind, answer in answers(state, today).items()}
    wrong = problems(form, named, here) if state == "wrong" else ()
    return State(state, form_page(form, named, here), messages_by_anchor(wrong, gettext))


def every_kind(state: str = "filled") -> Form:
    """The form with one question of every kind."""
    return read(FILE.read_text("utf-8").replace("STATE", state), FILE.name).validated(Form)


def answers(state: str, today: date) -> Mapping[str, Any]:
    """What is answered in the state, by the kind of question."""
    row = {"what": "Möta vid dörren", "who": "Karin Mallsjö", "until": today.isoformat(), "area": "school"}
    filled: dict[str, Any] = {
        "yes_no": "yes",
        "language": "Somaliska",
        "choice": "video",
        "multi": ["absence", "stomach"],
        "scale": "1",
        "scale_words": "3",
        "text": "Ett meddelande varje fredag.",
        "longtext": "Kom in före de andra tre morgnar av fem.\n\nHemmet ringde i tisdags.",
        "voice": {"declined": "Ville tänka på saken till fredag."},
        "date": (today - timedelta(days=3)).isoformat(),
        "time": "15:30",
        "date_time": f"{date(today.year, 12, 24)}T10:00",
        "number": "7",
        "person": "Sofia Demogren",
        "table": [row, {**row, "what": "Ringa hem samma dag"}],
        "consent": {"answer": "given", "by": "Hemmet", "on": today.isoformat(), "scope": "Mötet"},
    }
    wrong = {
        "yes_no": "yes",
        "voice": {"declined": "Vill inte.", "answer": "Har svarat ändå."},
        "date": "i förrgår",
        "time": "kvart i",
        "date_time": "snart",
        "number": "många",
        "text": "Ett ord till. " * 25,
        "table": [{"what": "Möta vid dörren", "until": "snart"}],
        "consent": {"answer": "given", "by": "", "on": "nyss", "scope": ""},
    }
    return {"empty": {}, "filled": filled, "wrong": wrong}[state]

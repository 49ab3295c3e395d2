"""Every part that pages are made of, in each of its states: what the page /stil shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from casework.cases.pages.effects import EffectLine
from casework.cases.pages.gate import Gate
from casework.cases.pages.identity import Identity, SubnavItem
from casework.cases.pages.lines import Line
from casework.cases.pages.overview import People, PersonRow, Rung, Stair
from casework.cases.pages.panels import NeedRow, Panel
from casework.cases.pages.reading import AnswerRow, ReadPart
from casework.cases.pages.rows import FormRow, TaskRow, Way
from casework.web.paging import Chip, Pager

HERE = "/stil"
GATES = ("not_yet", "mine", "others", "pending", "lapsed", "declined")
NEEDS = ("missing", "waiting", "asked_later", "met")


@dataclass(frozen=True)
class Parts:
    """The parts with their states; the questions of forms stand in `kinds`."""

    identities: tuple[Identity, ...]
    stairs: tuple[Stair, ...]
    panel: Panel
    gates: tuple[Gate, ...]
    tasks: tuple[TaskRow, ...]
    forms: tuple[FormRow, ...]
    ways: tuple[Way, ...]
    effects: tuple[EffectLine, ...]
    people: People
    events: tuple[Line, ...]
    read: tuple[ReadPart, ...]
    chips: tuple[Chip, ...]
    pager: Pager


def parts(now: datetime) -> Parts:
    """All of them, with made-up words."""
    return Parts(
        identities=tuple(_identity(state, text, now) for state, text in STATES.items()),
        stairs=(_stair(5), _stair(9)),
        panel=_panel(),
        gates=tuple(_gate(kind) for kind in GATES),
        tasks=tuple(_task(state, text) for state, text in TASKS.items()),
        forms=tuple(_form(state, text) for state, text in FORMS.items()),
        ways=(
            Way("back", "Flytta tillbaka", "Två uppgifter stängs.", "", HERE, "Flytta tillbaka"),
            Way("restart", "Börja om", "Allt gäller på nytt.", "Elevhälsoteamet gör det.", None, None),
        ),
        effects=_effects(),
        people=_people(),
        events=_events(),
        read=_read(),
        chips=(Chip("Alla öppna", 12, HERE, current=True), Chip("Väntar på mig", 3, HERE, current=False)),
        pager=Pager(HERE, HERE, "Visar 51–100 av 137"),
    )


STATES: Mapping[str, str | None] = {
    "open": None,
    "closed": "Avslutat 20 november",
    "administration": "Hos förvaltningen",
}
TASKS = {
    "open": "Att göra",
    "started": "Påbörjad",
    "overdue": "Försenat · 3 dagar sen",
    "done": "Klar",
    "left": "Lämnad",
    "waived": "Behövs inte",
}
FORMS = {
    "none": "Inte påbörjat",
    "draft": "Utkast",
    "finalised": "Slutfört",
    "corrected": "Rättat, version 2",
    "locked": "Stängd för dig",
}


def _identity(state: str, text: str | None, now: datetime) -> Identity:
    waiting = ("Elevhälsoteamet",) if state == "open" else ()
    sub = (SubnavItem("Översikt", HERE, current=True), SubnavItem("Formulär", HERE, current=False, count=2))
    name = f"Alva Exempelsson ({state})"
    return Identity(name, "Alva", "8B", 14, 31, now, "Karin Mallsjö", waiting, False, state, text, sub)


def _stair(count: int) -> Stair:
    states = ["been", "been", "now", *["ahead"] * (count - 3)]
    visits = {"been": ("1–9 oktober", "3–8 november"), "now": ("sedan 9 november",), "ahead": ()}
    rungs = tuple(
        Rung(number, f"Steg {number}", f"Steg {number}, med sitt hela namn", state, visits[state])
        for number, state in enumerate(states, 1)
    )
    back = (1, 0, "tillbaka 3 november")
    summary = f"Steg 3 av {count}"
    return Stair(rungs, back, summary, closed=False, description="Har varit tillbaka en gång.")


def _panel() -> Panel:
    needs = (
        NeedRow(
            "missing",
            "Handlingsplan",
            HERE,
            "Har inget startdatum.",
            "Du",
            mine=True,
            button=("Fyll i", HERE),
        ),
        NeedRow("missing", "Beslut om stöd", None, "", "Rektor Per Modellberg"),
        NeedRow("waiting", "Samtycke från hemmet", HERE, "Frågat 12 november.", "Kurator Sofia Demogren"),
        NeedRow("asked_later", "Möte med hemmet", None, "Frågas när planen är klar."),
        NeedRow("met", "Initial kartläggning", HERE, "Karin Mallsjö, 9 november"),
    )
    return Panel(
        "Vad behövs för steg 4",
        "needs",
        1,
        5,
        "En av dem kan du göra.",
        needs,
        _gate("not_yet"),
        folded=False,
    )


def _gate(kind: str) -> Gate:
    can = kind in ("mine", "pending", "lapsed")
    text = "Elevhälsoteamet flyttar ärendet när allt är klart."
    return Gate(kind, text, kind.capitalize(), HERE if can else None, "Flytta till steg 4" if can else None)


def _task(state: str, text: str) -> TaskRow:
    return TaskRow(f"Ring hem ({text.lower()})", HERE, "Du", state, text, optional=state == "open")


def _form(state: str, text: str) -> FormRow:
    changed = None if state in ("none", "locked") else "20 november, Karin Mallsjö"
    return FormRow(
        f"Initial kartläggning ({text.lower()})",
        None if state == "locked" else HERE,
        "",
        state,
        text,
        changed,
    )


def _effects() -> tuple[EffectLine, ...]:
    return (
        EffectLine("x", "Två uppgifter stängs", "Ring hem, Möte med eleven"),
        EffectLine("check", "Tre formulär gäller fortfarande"),
        EffectLine("bell", "Karin Mallsjö får veta det"),
    )


def _people() -> People:
    staff = (PersonRow("KM", "Karin Mallsjö", "Mentor"), PersonRow("SD", "Sofia Demogren", "Kurator"))
    home = (
        PersonRow("KE", "Karl Exempelsson", "Vårdnadshavare", "070-174 06 05"),
        PersonRow("ME", "Mia Exempelsson", "Vårdnadshavare, får inte kontaktas"),
    )
    return People("Runt Alva", staff, "Hemma", home, (PersonRow("BU", "Barnpsykiatrin", "Enligt samtycke"),))


def _events() -> tuple[Line, ...]:
    return (
        Line("Till steg 3", "9 november 10.18", "Sofia Demogren", is_step=True, effects=_effects()),
        Line(
            "Till steg 1",
            "3 november 08.02",
            "Sofia Demogren",
            reason="Hemmet vill berätta mer.",
            is_step=True,
        ),
        Line("Initial kartläggning slutförd", "1 november 14.40", "Karin Mallsjö", url=HERE),
        Line(
            "Kontakt med hemmet", "30 oktober 12.00", "Karin Mallsjö", note="Mår bättre.\nRinger på fredag."
        ),
    )


def _read() -> tuple[ReadPart, ...]:
    rows = ((("Vad", "Möta vid dörren"), ("Vem", "Karin Mallsjö")), (("Vad", "Ringa hem"), ("Vem", "")))
    answers = (
        AnswerRow("Hur trivs du?", "Bättre än i våras.\n\nBild är bäst."),
        AnswerRow("Vad gör ni nu?", "", rows),
        AnswerRow("Vad säger hemmet?", "", declined="Ville tänka på saken."),
        AnswerRow("Hur ofta?", "Tre morgnar av fem", before="Två morgnar av fem"),
        AnswerRow("Behövs tolk?", "", before="Ja"),
    )
    return (ReadPart("Samtalet", "Bara elevhälsan", answers, ("Övrigt", "Vilket språk talade ni?")),)

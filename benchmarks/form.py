"""How long a form with forty questions takes: read, judged and drawn, beside the same form in WTForms alone.

Both get the same sheets in the same run, turn by turn: each sheet has other words and rows and some mistakes,
as a person sends them with a button of the page. Casework's form is the one in `ground/forty.yaml`, drawn by
the macros of the product; the peer is a class of WTForms with its own widgets, drawn by a template with
label, hint, error and widget for each field. What is told is the middle of all sheets.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter

from jinja2 import Environment, FileSystemLoader

from benchmarks.ground.sheets import Sheet, sheet
from benchmarks.peer_wtforms.form import Forty
from casework.definitions import read
from casework.forms.answers import answers_from
from casework.forms.base import CONFIDENTIALITIES
from casework.forms.build import form_page
from casework.forms.checks import posted_problems, problems, progress
from casework.forms.context import FormContext
from casework.forms.days import free_days, school_year
from casework.forms.definition import Form, load_form
from casework.forms.messages import messages_by_anchor
from tests.forms.examples import overlay, template

GOAL = 3.0
SHEETS, WARM = 400, 60
HERE = Path(__file__).parent
PEOPLE = {"Ann Exempel": "mentor", "Bo Exempel": "kurator", "Karl Exempel": "vårdnadshavare"}
AGE = "13 år"
TODAY = date(2026, 11, 20)
CONTEXT = FormContext(
    frozenset(CONFIDENTIALITIES),
    people=PEOPLE,
    computed={"student_age": AGE},
    today=TODAY,
    free_days=free_days("SE", school_year(TODAY), "sv"),
)
Handle = Callable[[Sheet], tuple[int, str]]  # a sheet → how many questions are wrong, and the page


def main() -> int:
    """Measures both in turn; answers 1 when Casework is not so much faster as it wants to be."""
    form = our_form()
    ours, peer = ours_of(form), peer_of()
    sheets = [sheet(form, seed) for seed in range(WARM + SHEETS)]
    taken: dict[str, list[float]] = {"Casework": [], "WTForms": []}
    for turn, sent in enumerate(sheets):
        order = [("Casework", ours), ("WTForms", peer)][:: 1 if turn % 2 else -1]
        found = {}
        for name, handle in order:
            before = perf_counter()
            wrong, html = handle(sent)
            taken[name].append(perf_counter() - before)
            found[name] = wrong
            assert html.count("<label") > 60, f"{name} has not drawn the form"
        assert found["Casework"] == found["WTForms"], f"sheet {turn}: {found} questions are wrong"
    middle = {name: median(times[WARM:]) * 1000 for name, times in taken.items()}
    for name, time in middle.items():
        print(f"{name:<10}{time:7.2f} ms a form")
    ratio = middle["WTForms"] / middle["Casework"]
    print(f"form: {ratio:.1f} times (goal {GOAL:.0f} times) {'met' if ratio >= GOAL else 'missed'}")
    return int(ratio < GOAL)


def our_form() -> Form:
    """The form as the product reads it, with the texts of one language for all."""
    file = HERE / "ground" / "forty.yaml"
    body = read(file.read_text("utf-8"), file.name).data
    text = json.dumps({**body, "translations": {language: overlay(body) for language in ("nb", "en")}})
    form = load_form(text, file.name).in_language("sv")
    assert len(list(form.all_fields())) == 40
    return form


def ours_of(form: Form) -> Handle:
    """What the product does with a sheet that it shows again."""

    def handle(sent: Sheet) -> tuple[int, str]:
        answers = answers_from(form, sent, {}, CONTEXT)
        posted_problems(form, sent, CONTEXT)
        found = problems(form, answers, CONTEXT)
        progress(form, answers, CONTEXT)
        sentences = messages_by_anchor(found, str)
        html = template().render(page=form_page(form, answers, CONTEXT), sentences=sentences)
        return len({one.field_id for one in found}), html

    return handle


def peer_of() -> Handle:
    """What a program with WTForms alone does with it."""
    templates = Environment(loader=FileSystemLoader(HERE / "peer_wtforms"), autoescape=True)
    page = templates.get_template("form.html")

    def handle(sent: Sheet) -> tuple[int, str]:
        form = Forty(sent)
        form.validate()
        return len(form.errors), page.render(form=form, age=AGE, people=PEOPLE)

    return handle


if __name__ == "__main__":
    sys.exit(main())

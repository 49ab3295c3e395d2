"""A form of a case on paper: empty, half filled in or signed, in the language of those who will read it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from flask import get_template_attribute, redirect, render_template, request, url_for
from flask_babel import force_locale
from markupsafe import Markup
from werkzeug.wrappers import Response

from casework.cases.pages import printed, reading
from casework.cases.views import blueprint
from casework.cases.views.paper import Paper, begun_paper, new_paper
from casework.people import queries as people
from casework.web.doors import requires
from casework.web.languages import NAMES, language

STAFF = "staff"


@dataclass(frozen=True)
class Wish:
    """In which language the paper is wanted, and whether it is for a talk with the student and the home."""

    language: str
    is_for_home: bool
    has_part_for_home: bool


@blueprint.get("/cases/<uuid:case_id>/forms/new/<form_id>/print")
@requires("case:change")
def print_new_form(case_id: UUID, form_id: str) -> str | Response:
    """The empty form; the draft of it where one is under way."""
    paper = new_paper(case_id, form_id)
    if paper.draft:
        wish = {key: request.args.get(key, "") for key in ("language", "reader")}
        address = url_for("cases.print_form", case_id=case_id, submission_id=paper.draft.id)
        return redirect(f"{address}?{urlencode(wish)}", 303)
    return _print(paper, url_for("cases.new_form", case_id=case_id, form_id=form_id))


@blueprint.get("/cases/<uuid:case_id>/forms/<uuid:submission_id>/print")
@requires("case:read")
def print_form(case_id: UUID, submission_id: UUID) -> str:
    """A draft for who may write in it, with room for the rest; a signed version for who may read it."""
    paper = begun_paper(case_id, submission_id)
    paper.demand_signed_or_own()
    return _print(paper, url_for("cases.form", case_id=case_id, submission_id=submission_id))


def _print(paper: Paper, form_url: str) -> str:
    wish = _wish(paper)
    draw = get_template_attribute("records/sheet.html", "sheet")
    with force_locale(wish.language):
        drawn = Markup(draw(_sheet(paper.in_language(wish.language), wish), printed.when_asked))  # noqa: S704 a template's output
    return render_template(
        "records/print.html",
        heading=paper.form.title,
        about=paper.about,
        sheet=drawn,
        wish=wish,
        languages=NAMES,
        up=(paper.form.title, form_url),
    )


def _wish(paper: Paper) -> Wish:
    """What the address asks for; else the reader's language, and for the home where any of it may go."""
    asked = request.args.get("language", "")
    has_part = any(
        section.confidentiality in paper.context.readable & printed.FOR_HOME
        for section in paper.form.sections
    )
    return Wish(
        asked if asked in NAMES else language(),
        has_part and request.args.get("reader") != STAFF,
        has_part,
    )


def _sheet(paper: Paper, wish: Wish) -> printed.Sheet:
    """The paper in its own language, for whom it is meant."""
    is_signed = paper.draft is not None and paper.draft.finalised_at is not None
    situation = paper.desk.situation
    facts = (
        reading.signed_facts(paper.desk.speech, paper.draft, situation.writers)
        if is_signed and paper.draft
        else []
    )
    return printed.sheet(
        paper.form,
        paper.answers,
        paper.for_home() if wish.is_for_home else paper.context,
        is_signed=is_signed,
        is_for_home=wish.is_for_home,
        school="" if paper.desk.is_marked else people.unit(paper.desk.row.student.unit_id).name,
        is_marked=paper.desk.is_marked,
        about=paper.about,
        state_text=paper.state_text,
        facts=facts,
    )

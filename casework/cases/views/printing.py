"""A form of a case on paper: empty, half filled in or signed, in the language of those who will read it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from flask import get_template_attribute, redirect, render_template, request, url_for
from flask_babel import force_locale
from markupsafe import Markup
from werkzeug.wrappers import Response

from casework.cases.for_home import STAFF, Reader
from casework.cases.pages import printed, reading
from casework.cases.pages.for_home import Way, left_out_note, ways
from casework.cases.views import blueprint
from casework.cases.views.for_home import household_of, refused_for
from casework.cases.views.paper import Paper, begun_paper, new_paper
from casework.errors import NotHere
from casework.forms.context import is_readable_at_all
from casework.people import queries as people
from casework.web.doors import requires
from casework.web.languages import NAMES, language

Answer = str | tuple[str, int]


@dataclass(frozen=True)
class Wish:
    """In which language the paper is wanted, and for whom; `ways` are those for whom it can be."""

    language: str
    reader: Reader
    ways: tuple[Way, ...]


@blueprint.get("/cases/<uuid:case_id>/forms/new/<form_id>/print")
@requires("case:change")
def print_new_form(case_id: UUID, form_id: str) -> Answer | Response:
    """The empty form; the draft of it where one is under way."""
    paper = new_paper(case_id, form_id)
    if paper.draft:
        asked = {key: request.args.get(key, "") for key in ("language", "reader")}
        address = url_for("cases.print_form", case_id=case_id, submission_id=paper.draft.id)
        return redirect(f"{address}?{urlencode(asked)}", 303)
    return _print(paper, url_for("cases.new_form", case_id=case_id, form_id=form_id))


@blueprint.get("/cases/<uuid:case_id>/forms/<uuid:submission_id>/print")
@requires("case:read")
def print_form(case_id: UUID, submission_id: UUID) -> Answer:
    """A draft for who may write in it, with room for the rest; a signed version for who may read it."""
    paper = begun_paper(case_id, submission_id)
    paper.demand_signed_or_own()
    return _print(paper, url_for("cases.form", case_id=case_id, submission_id=submission_id))


def _print(paper: Paper, form_url: str) -> Answer:
    wish, up = _wish(paper), (paper.form.title, form_url)
    if wish.reader.is_refused:
        return refused_for(wish.reader, paper.desk.row.student, up)
    draw = get_template_attribute("records/sheet.html", "sheet")
    with force_locale(wish.language):
        drawn = Markup(draw(_sheet(paper.in_language(wish.language), wish), printed.when_asked))  # noqa: S704 a template's output
    return render_template(
        "records/print.html",
        heading=paper.form.title,
        about=paper.about,
        sheet=drawn,
        language=wish.language,
        ways=wish.ways,
        note=left_out_note(wish.reader, _left_out(paper, wish.reader)),
        languages=NAMES,
        up=up,
    )


def _wish(paper: Paper) -> Wish:
    """What the address asks for; else the reader's language, and for the school.

    Raises NotHere for a paper to somebody at home of a form in which nothing is for them.
    """
    asked, whom = request.args.get("language", ""), request.args.get("reader", "")
    around = household_of(paper.desk.row.student)
    reader = around.reader(whom)
    has_part = is_readable_at_all(paper.form, paper.context.readable & printed.FOR_HOME)
    if reader.one and not has_part:
        raise NotHere
    if not has_part:
        return Wish(asked if asked in NAMES else language(), around.reader(STAFF), ())
    return Wish(asked if asked in NAMES else language(), reader, ways(around, reader))


def _left_out(paper: Paper, reader: Reader) -> list[str]:
    """What is kept from the reader, as far as who prints reads it."""
    if reader.is_staff:
        return []
    kept = paper.for_reader(reader).withheld
    readable = paper.context.readable & printed.FOR_HOME
    return [
        one.label for one in paper.form.all_fields() if one.id in kept and one.confidentiality in readable
    ]


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
        paper.for_reader(wish.reader),
        is_signed=is_signed,
        is_for_home=not wish.reader.is_staff,
        school="" if paper.desk.is_marked else people.unit(paper.desk.row.student.unit_id).name,
        is_marked=paper.desk.is_marked,
        about=paper.about,
        state_text=paper.state_text,
        facts=facts,
    )

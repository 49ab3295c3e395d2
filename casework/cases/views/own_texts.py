"""What somebody has signed in cases that they no longer see: the list, and each text to read."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, url_for

from casework.cases.concern_finding import own_reports
from casework.cases.own_texts import OwnText, own_text_for, own_texts_of
from casework.cases.pages.concern import own_line
from casework.cases.pages.reading import read_parts
from casework.cases.views import blueprint
from casework.errors import NotHere
from casework.forms.context import FormContext
from casework.forms.definition import Form
from casework.records.queries import definition_of
from casework.web.dates import moment
from casework.web.disclosure import shows
from casework.web.doors import requires
from casework.web.languages import language
from casework.web.sessions import person
from casework.web.text import gettext

MOST = 200


@blueprint.get("/signed")
@requires("own:read")
def own_texts() -> str:
    """Every text, the newest first."""
    found = own_texts_of(person(), limit=MOST)
    shows(one.shown for one in found)
    rows = [
        (
            _form(one).title,
            url_for("cases.own_text", submission_id=one.submission.id),
            one.student.name,
            _when(one),
        )
        for one in found
    ]
    reports = own_reports(person(), limit=MOST)
    shows(one.shown for one in reports)
    up = gettext("Your account"), url_for("people.account")
    return render_template("records/own.html", rows=rows, reports=[own_line(one) for one in reports], up=up)


@blueprint.get("/signed/<uuid:submission_id>")
@requires("own:read")
def own_text(submission_id: UUID) -> str:
    """One text, as far as the reader read when signing it."""
    found = own_text_for(person(), submission_id)
    form, readable = _form(found), found.readable(person())
    parts = read_parts(form, found.submission.answers, FormContext(readable=readable))
    if not parts:
        raise NotHere
    shows([found.shown], found.case.id, classes=readable)
    return render_template(
        "records/own_text.html",
        heading=form.title,
        about=found.student.name,
        signed=gettext("Signed by you %(moment)s", moment=_when(found)),
        sections=parts,
        up=(gettext("What I have signed"), url_for("cases.own_texts")),
    )


def _form(one: OwnText) -> Form:
    return definition_of(one.submission).in_language(language())


def _when(one: OwnText) -> str:
    return moment(one.submission.finalised_at) if one.submission.finalised_at else ""

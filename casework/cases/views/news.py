"""What a page hears when it sends: how the draft stands, and what others have written meanwhile."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for
from werkzeug.datastructures import MultiDict

from casework.cases.pages.form import progress_text
from casework.cases.pages.together import Company, who_writes
from casework.cases.views.paper import Paper
from casework.cases.views.sending import number
from casework.forms.build import form_page
from casework.forms.checks import progress
from casework.forms.merge import Merged
from casework.forms.units import prints
from casework.people import queries as people
from casework.records import together
from casework.records.models import Submission
from casework.records.together import Sent
from casework.web.dates import clock as clock_time
from casework.web.disclosure import shows
from casework.web.text import gettext


def news_of(paper: Paper, draft: Submission, sent: Sent, merged: Merged | None) -> dict[str, Any]:
    """What the page hears: how the draft stands, and what has been written that it does not show."""
    address = url_for("cases.form", case_id=paper.case_id, submission_id=draft.id)
    counts = progress(paper.form, draft.answers, paper.context)
    company = Company(
        paper.form, draft, paper.context, together.clashes_of(draft.id), paper.actor.id, paper.corrected
    )
    others = together.others_in(draft, actor=paper.actor, now=paper.now)
    names = people.names_of(one.user_id for one in others)
    return {
        "revision": draft.revision,
        "saved": gettext("Saved %(time)s", time=clock_time(draft.saved_at)),
        "state": paper.state_text,
        "address": address,
        "keep": f"{address}/keep",
        "progress": progress_text((done, total) for _, done, total in counts),
        "parts": {part: f"{done}/{total}" if total else "" for part, done, total in counts},
        "people": who_writes(others, names, company.titles),
        "base": merged.held if merged else {},
        "kept": sorted(sent.answers) if merged else [],
        "news": _questions(paper, draft, sent, merged, company),
    }


def _questions(
    paper: Paper, draft: Submission, sent: Sent, merged: Merged | None, company: Company
) -> dict[str, object]:
    """The questions that the page does not show as they stand; who gets to see one is noted in the log."""
    same = frozenset() if merged is None or request.form.get("do") else merged.same
    heard = together.told_since(draft, number("_seen")) | (set(sent.answers) if merged else set())
    heard = {one for one in heard & set(company.fields) if one not in same or company.at(one).choices}
    if not heard:
        return {}
    shows([paper.desk.row.shown], paper.case_id, classes=paper.desk.readable)
    shown, context = paper.carrying.on_page(draft.answers, MultiDict())
    questions = {
        one.field.id: one for part in form_page(paper.form, shown, context).parts for one in part.questions
    }
    return {
        one: {
            "html": render_template(
                "records/question.html",
                question=questions[one],
                others={one: company.at(one, is_marked=True)},
            ),
            "base": prints([company.fields[one]], shown),
            "stays": company.has_from(sent.page_id, one),
        }
        for one in heard
    }

"""Reports of concern that are signed: read again by who wrote one, taken up or set aside by who may."""

from __future__ import annotations

from collections.abc import Callable, Collection
from uuid import UUID

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from casework import clock
from casework.access.classes import Confidentiality
from casework.access.policy import decide, readable
from casework.cases import concerns
from casework.cases.act_forms import NothingNeededForm
from casework.cases.concern_finding import (
    DECIDE,
    Reported,
    corrected_by,
    locked_report,
    own_report,
    report_for,
    written_in,
)
from casework.cases.concern_models import Concern
from casework.cases.pages import concern as words
from casework.cases.pages.concern_files import file_rows
from casework.cases.pages.followed_reports import followed
from casework.cases.pages.reading import ReadPart, read_parts
from casework.cases.views import blueprint
from casework.cases.views.beside import Attached
from casework.errors import NotHere
from casework.forms.context import FormContext
from casework.people.noted import noted_student, refuse_student
from casework.records.queries import definition_on
from casework.web.act import act_page
from casework.web.disclosure import shows
from casework.web.doors import requires
from casework.web.languages import language
from casework.web.once import once
from casework.web.sessions import person
from casework.web.text import gettext

AT = "/students/<uuid:student_id>/concerns/<uuid:concern_id>"


@blueprint.get(f"{AT}/own")
@requires("own:read")
def own_concern(student_id: UUID, concern_id: UUID) -> str:
    """A report that the reader has signed, and whether somebody has taken it up; nothing else of a case."""
    try:
        found = own_report(student_id, concern_id, person())
    except NotHere:
        refuse_student(student_id)
        raise
    shows([found.shown], classes=[found.row.confidentiality])
    return render_template(
        "cases/concern.html",
        heading=words.title_of(found),
        is_own=True,
        is_marked=found.student.is_protected,
        facts=words.facts(found, words.taken_up(found)),
        correct=words.correct_way(found, person()),
        followed=followed(found, clock.school_date(clock.now())),
        **_versions(found, "own_concern"),
        sections=_sections(found, written_in(person(), found)),
        **_files(found, written_in(person(), found), "own_concern_file"),
        up=_where(found),
    )


@blueprint.get(AT)
@requires(DECIDE)
def concern(student_id: UUID, concern_id: UUID) -> str:
    """A report for those who take such reports up, with what they can do with it."""
    found = _for_reader(student_id, concern_id)
    shown = readable(person(), found.place)
    shows([found.shown], classes=shown)
    return render_template(
        "cases/concern.html",
        heading=words.title_of(found),
        is_marked=found.student.is_protected,
        facts=words.facts(found, words.state(found)),
        reason=found.row.reason,
        followed=followed(found, clock.school_date(clock.now())),
        **_versions(found, "concern"),
        sections=_sections(found, shown),
        **_files(found, shown, "concern_file"),
        ways=words.ways(found, person()),
        form_url=_form_url(found),
        student_url=url_for("cases.student", student_id=student_id),
        up=(gettext("Start"), url_for("cases.start")),
    )


@blueprint.post(f"{AT}/take-up")
@requires(DECIDE)
def take_up_concern(student_id: UUID, concern_id: UUID) -> Response:
    """Goes on with a report in the student's open case."""
    _for_reader(student_id, concern_id)
    return _done(student_id, concern_id, lambda row: concerns.take_up(row, actor=person(), now=clock.now()))


@blueprint.route(f"{AT}/dismiss", methods=["GET", "POST"])
@requires(DECIDE)
def dismiss_concern(student_id: UUID, concern_id: UUID) -> Response | tuple[str, int]:
    """Notes that nothing is needed, and why."""
    _for_reader(student_id, concern_id)
    form = NothingNeededForm()
    if form.validate_on_submit():
        why, by = form.reason.data or "", person()
        return _done(
            student_id, concern_id, lambda row: concerns.dismiss(row, why, actor=by, now=clock.now())
        )
    lead = gettext("The report is kept. Who wrote it sees that you have taken it up, and not what you write.")
    up = gettext("Report"), url_for("cases.concern", student_id=student_id, concern_id=concern_id)
    return act_page(
        form, gettext("Nothing is needed?"), gettext("Note that nothing is needed"), up, lead=lead
    )


def concern_in_address(student_id: UUID) -> UUID | None:
    """The report with which a case is opened, where the address names one that the reader may take up."""
    named = request.args.get("concern", type=UUID)
    if named is not None:
        report_for(student_id, named, person())
    return named


def take_up_with_case(student_id: UUID, concern_id: UUID | None) -> None:
    """Notes that the report, where there is one, has been taken up by opening the case."""
    if concern_id:
        concerns.take_up(locked_report(student_id, concern_id), actor=person(), now=clock.now())


def _for_reader(student_id: UUID, concern_id: UUID) -> Reported:
    """The report for who may act on it; NotHere (noted) for others."""
    noted_student(student_id, DECIDE)
    return report_for(student_id, concern_id, person())


def _done(student_id: UUID, concern_id: UUID, act: Callable[[Concern], None]) -> Response:
    def once_done() -> str:
        act(locked_report(student_id, concern_id))
        return url_for("cases.concern", student_id=student_id, concern_id=concern_id)

    return once(once_done)


def _sections(found: Reported, shown: Collection[Confidentiality]) -> list[ReadPart]:
    form = definition_on(found.row.form, found.row.form_sha).in_language(language())
    old = corrected_by(found.row)
    return read_parts(
        form, found.row.answers, FormContext(readable=frozenset(shown)), old.answers if old else None
    )


def _files(found: Reported, shown: Collection[Confidentiality], view: str) -> dict[str, object]:
    """The files with the report that the reader may know of."""
    rows, removed = file_rows(found.row, shown, view)
    return {"attached": Attached(rows), "removed": removed}


def _versions(found: Reported, view: str) -> dict[str, object]:
    """The versions of the report, and where the newest is read, for who reads an older one."""
    rows = words.versions(found, view)
    return {"versions": rows, "newest_url": rows[0].url if found.row.replaced_at else None}


def _where(found: Reported) -> tuple[str, str]:
    """Where the author came from: the student's page, or what they have signed if they see no such page."""
    if decide(person(), "student:read", found.place).is_allowed:
        return found.student.name, url_for("cases.student", student_id=found.student.id)
    return gettext("What I have signed"), url_for("cases.own_texts")


def _form_url(found: Reported) -> str | None:
    """The report as a form of the case in which it lies, for who may read there."""
    if found.case_id is None or not decide(person(), "case:read", found.place).is_allowed:
        return None
    return url_for("cases.form", case_id=found.case_id, submission_id=found.row.submission_id)

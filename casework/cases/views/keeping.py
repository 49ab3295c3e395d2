"""Who may see a student: protecting an identity, naming readers, keeping away from one's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import cast
from uuid import UUID

from flask import flash, render_template, url_for
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from casework import clock
from casework.cases.keeping_forms import AliasForm, KeepAwayForm, LiftForm, ProtectForm, ReaderForm
from casework.cases.pages import keeping as page
from casework.cases.views import blueprint
from casework.cases.views.students import StudentDesk, student_at_desk
from casework.errors import NotHere
from casework.people import protecting, protection
from casework.people import queries as people
from casework.people.protecting import Alias
from casework.web.act import act_page
from casework.web.doors import requires
from casework.web.forms import ConfirmForm
from casework.web.once import once
from casework.web.sessions import person
from casework.web.text import gettext

Answer = Response | tuple[str, int]
PROTECT, KEEP, STATE = page.PROTECT, "conflict:decide", "conflict:state"


@blueprint.route("/students/new", methods=["GET", "POST"])
@requires(PROTECT)
def new_alias() -> Answer:
    """Enters a student under another name, whom only those who are named will see."""
    groups = people.groups_within(person(), PROTECT)
    form = AliasForm([(str(group.id), f"{unit} {group.name}") for group, unit in groups])
    if form.validate_on_submit():

        def act() -> str:
            group = next(one for one, _ in groups if str(one.id) == form.group.data)
            alias = Alias(form.given.data or "", form.family.data or "", cast(date, form.born.data), group)
            said = (alias, form.reason.data or "", cast(date, form.until.data))
            made = protecting.enter_alias(*said, actor=person(), now=clock.now())
            return url_for("cases.keeping", student_id=made.id)

        return once(act)
    lead = gettext("Only you see the student until you have named others. Nothing here tells the true name.")
    up = gettext("Students"), url_for("people.students")
    heading = gettext("Enter a student under another name")
    return act_page(form, heading, gettext("Enter the student"), up, lead=lead)


@blueprint.get("/students/<uuid:student_id>/protection")
@requires(PROTECT)
def keeping(student_id: UUID) -> str:
    """Whether the identity is protected, who may read, and who keeps away."""
    desk = student_at_desk(student_id, PROTECT)
    return render_template(
        "people/keeping.html",
        kept=page.keeping(desk.row.student, person().id, clock.school_date(clock.now())),
        student_id=student_id,
        up=(desk.row.student.name, url_for("cases.student", student_id=student_id)),
    )


@blueprint.route("/students/<uuid:student_id>/protection/new", methods=["GET", "POST"])
@requires(PROTECT)
def protect(student_id: UUID) -> Answer:
    """Protects the identity for all but those who are named."""
    desk = student_at_desk(student_id, PROTECT)
    form = ProtectForm(_colleagues(desk))
    if form.validate_on_submit():

        def act() -> None:
            chosen = [UUID(one) for one in form.readers.data or ()]
            said = (form.reason.data or "", chosen, cast(date, form.until.data))
            protecting.protect(desk.row.student, *said, actor=person(), now=clock.now())

        return _done(act, student_id)
    lead = gettext(
        "From the next page on only you and those you name see the student. For everybody else the student "
        "is in no list, no search and no count. No file of students changes that."
    )
    return _page(student_id, form, gettext("Protect the identity"), lead, gettext("Protect the identity"))


@blueprint.route("/students/<uuid:student_id>/protection/lift", methods=["GET", "POST"])
@requires(PROTECT)
def lift_protection(student_id: UUID) -> Answer:
    """Lets the roles decide again who may read."""
    desk, form = student_at_desk(student_id, PROTECT), LiftForm()
    if form.validate_on_submit():

        def act() -> None:
            said = (desk.row.student, form.reason.data or "")
            protecting.lift_protection(*said, actor=person(), now=clock.now())

        return _done(act, student_id)
    lead = gettext(
        "Everybody whose role reaches the student sees the student again, in lists and searches too."
    )
    return _page(student_id, form, gettext("End the protection"), lead, gettext("End the protection"))


@blueprint.route("/students/<uuid:student_id>/protection/readers/new", methods=["GET", "POST"])
@requires(PROTECT)
def name_reader(student_id: UUID) -> Answer:
    """Names one more who may read."""
    desk = student_at_desk(student_id, PROTECT)
    today = clock.school_date(clock.now())
    form = ReaderForm(page.colleague_choices(desk.row.student, None, today))
    if form.validate_on_submit():

        def act() -> None:
            said = (desk.row.student, UUID(form.colleague.data), cast(date, form.until.data))
            protecting.name_reader(*said, actor=person(), now=clock.now())

        return _done(act, student_id)
    lead = gettext("Only colleagues whose roles reach the student can be named.")
    return _page(student_id, form, gettext("Name a reader"), lead, gettext("Name a reader"))


@blueprint.route(
    "/students/<uuid:student_id>/protection/readers/<uuid:reader_id>/end", methods=["GET", "POST"]
)
@requires(PROTECT)
def end_reader(student_id: UUID, reader_id: UUID) -> Answer:
    """Takes a naming back at once."""
    student_at_desk(student_id, PROTECT)
    row, form = protection.reader_in(student_id, reader_id), ConfirmForm()
    if row is None:
        raise NotHere
    if form.validate_on_submit():
        return _done(lambda: protecting.end_reader(row, actor=person(), now=clock.now()), student_id)
    lead = gettext("From the next page on this person does not see the student.")
    return _page(student_id, form, gettext("May see no longer?"), lead, gettext("May see no longer"))


@blueprint.route("/students/<uuid:student_id>/conflict", methods=["GET", "POST"])
@requires(STATE)
def state_conflict(student_id: UUID) -> Answer:
    """Keeps oneself away from a student: one's own child, somebody close, or one's own case."""
    desk, form = student_at_desk(student_id, STATE), ConfirmForm()
    if form.validate_on_submit():

        def act() -> str:
            protecting.state_conflict(desk.row.student, person().id, actor=person(), now=clock.now())
            flash(gettext("It is noted. You no longer see the student or anything about the student."))
            return url_for("people.students")

        return once(act)
    lead = gettext(
        "For your own child, somebody close to you, or a matter that is about yourself. From the next page "
        "on you see nothing about the student, whatever roles you have. Only the principal can change it."
    )
    up = desk.row.student.name, url_for("cases.student", student_id=student_id)
    heading, label = gettext("You should not see this student?"), gettext("Keep me away")
    return act_page(form, heading, label, up, lead=lead)


@blueprint.route("/students/<uuid:student_id>/conflicts/new", methods=["GET", "POST"])
@requires(KEEP)
def name_conflict(student_id: UUID) -> Answer:
    """Keeps a colleague away from the student."""
    desk = student_at_desk(student_id, KEEP)
    form = KeepAwayForm(_colleagues(desk))
    if form.validate_on_submit():

        def act() -> None:
            said = (desk.row.student, UUID(form.colleague.data))
            protecting.state_conflict(*said, actor=person(), now=clock.now())

        return _done(act, student_id)
    lead = gettext("The colleague's own child, somebody close, or a matter that is about the colleague.")
    return _page(student_id, form, gettext("Who must keep away?"), lead, gettext("Keep away"))


@blueprint.route("/students/<uuid:student_id>/conflicts/<uuid:conflict_id>/lift", methods=["GET", "POST"])
@requires(KEEP)
def lift_conflict(student_id: UUID, conflict_id: UUID) -> Answer:
    """Lets somebody see the student again."""
    student_at_desk(student_id, KEEP)
    row, form = protection.conflict_in(student_id, conflict_id), LiftForm()
    if row is None:
        raise NotHere
    if form.validate_on_submit():
        said = form.reason.data or ""
        return _done(lambda: protecting.lift_conflict(row, said, actor=person(), now=clock.now()), student_id)
    lead = gettext("The roles of this person decide again what they see.")
    return _page(student_id, form, gettext("Need not keep away?"), lead, gettext("Need not keep away"))


def _colleagues(desk: StudentDesk) -> list[tuple[str, str]]:
    return page.colleague_choices(desk.row.student, person().id, clock.school_date(clock.now()))


def _done(act: Callable[[], None], student_id: UUID) -> Response:
    def once_done() -> str:
        act()
        return url_for("cases.keeping", student_id=student_id)

    return once(once_done)


def _page(student_id: UUID, form: FlaskForm, heading: str, lead: str, label: str) -> tuple[str, int]:
    up = gettext("Who may see the student"), url_for("cases.keeping", student_id=student_id)
    return act_page(form, heading, label, up, lead=lead)

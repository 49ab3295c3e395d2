"""The wheel of a school's year, one work of it, and saying how a turn went."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from casework import clock
from casework.errors import NotAllowed, NotHere
from casework.prevention import actions
from casework.prevention.forms import NoteForm
from casework.prevention.pages.wheel import wheel_page
from casework.prevention.pages.words import localised, turn_name, when
from casework.prevention.pages.work import work_page
from casework.prevention.queries import School, locked_school, school_for, schools_for
from casework.prevention.reach import DO
from casework.prevention.views import blueprint
from casework.web.act import act_page
from casework.web.doors import requires
from casework.web.once import once
from casework.web.sessions import person
from casework.web.text import gettext

WORK = "/prevention/<uuid:unit_id>/work/<work_word>"


@blueprint.get("/prevention/")
@requires(DO)
def index() -> str:
    """What is to be done now, the year month by month, and what goes on all the time."""
    found = schools_for(person(), clock.school_date(clock.now()))
    asked = request.args.get("school", type=UUID)
    school = next((one for one in found if one.unit.id == asked), found[0] if found else None)
    if school is None:
        raise NotHere
    return render_template("prevention/index.html", page=wheel_page(found, school))


@blueprint.get(WORK)
@requires(DO)
def work(unit_id: UUID, work_word: str) -> str:
    """One work with its turns, and what people have said of them."""
    school = _school(unit_id)
    page = work_page(school, work_word)
    return render_template("prevention/work.html", page=page, up=_up(school))


@blueprint.route(f"{WORK}/<turn>", methods=["GET", "POST"])
@blueprint.route(f"{WORK}/<turn>/<uuid:group_id>", methods=["GET", "POST"])
@requires(DO)
def note(
    unit_id: UUID, work_word: str, turn: str, group_id: UUID | None = None
) -> Response | tuple[str, int]:
    """How a turn went."""
    school = _school(unit_id)
    piece = school.piece(work_word, turn, group_id)
    if not school.may_note(piece):
        raise NotAllowed
    form = NoteForm(actions.state_of(piece), actions.choices_at(piece), school.today)
    if form.validate_on_submit():

        def act() -> str:
            now = locked_school(person(), unit_id, school.today)
            found, seen = now.piece(work_word, turn, group_id), str(form.seen.data)
            actions.note_work(now, found, form.said, seen=seen, actor=person(), now=clock.now())
            return url_for("prevention.work", unit_id=unit_id, work_word=work_word)

        return once(act)
    which = [*([piece.group.name] if piece.group else []), turn_name(piece.work, piece.turn)]
    lead = f"{', '.join(which)}. {when(piece, school.today)}."
    title = localised(school, piece.work).title
    up = title, url_for("prevention.work", unit_id=unit_id, work_word=work_word)
    return act_page(form, title, gettext("Save the note"), up, lead=lead)


def _school(unit_id: UUID) -> School:
    return school_for(person(), unit_id, clock.school_date(clock.now()))


def _up(school: School) -> tuple[str, str]:
    return gettext("Preventive work"), url_for("prevention.index", school=school.unit.id)

"""Registering lessons: the day, a lesson with its students, a new lesson, one that was not held."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from casework import clock
from casework.attendance import actions, finding, queries
from casework.attendance.actions import Said
from casework.attendance.finding import HeldLesson
from casework.attendance.forms import LessonForm
from casework.attendance.marks import Marks, marks_of, said_ahead, said_in, sent_marks
from casework.attendance.pages.lessons import day_page, lesson_page
from casework.attendance.pages.words import lesson_title, parsed_day
from casework.attendance.views import blueprint
from casework.errors import Conflict, NotAcceptable
from casework.web.act import act_page
from casework.web.disclosure import shows
from casework.web.doors import requires
from casework.web.forms import ConfirmForm
from casework.web.once import once
from casework.web.sessions import person
from casework.web.text import gettext
from casework.web.wiring import wiring

Answer = str | Response | tuple[str, int]
REGISTER = finding.REGISTER


@blueprint.get("/attendance/")
@requires(REGISTER)
def index() -> str:
    """The lessons of a day in the groups that one registers, and those that nobody has registered."""
    now = clock.now()
    today = clock.school_date(now)
    day = min(parsed_day(request.args.get("day", "")) or today, today)
    return render_template("attendance/index.html", page=day_page(person(), day, now), day=day.isoformat())


@blueprint.post("/attendance/repeat")
@requires(REGISTER)
def repeat() -> Response:
    """Gives the day the lessons of the week before."""
    day = _day_sent()

    def act() -> str:
        groups = [one.id for one in finding.groups_to_register(person())]
        new = actions.repeat_week(groups, day)
        _follow({student for lesson in new for student in queries.students_of(lesson)}, day)
        return url_for("attendance.index", day=day.isoformat())

    return once(act)


@blueprint.route("/attendance/lessons/new", methods=["GET", "POST"])
@requires(REGISTER)
def new_lesson() -> Answer:
    """A lesson that is held, to be registered on the next page."""
    today = clock.school_date(clock.now())
    day = parsed_day(request.args.get("day", "")) or today
    groups = [(str(one.id), one.name) for one in finding.groups_to_register(person())]
    form = LessonForm(groups, day, today)
    if form.validate_on_submit():

        def act() -> str:
            lesson = form.schedule()
            _follow(queries.students_of(lesson), lesson.day)
            return url_for("attendance.lesson", lesson_id=lesson.id)

        return once(act)
    up = gettext("Attendance"), url_for("attendance.index", day=day.isoformat())
    return act_page(form, gettext("New lesson"), gettext("Go on to the students"), up)


@blueprint.route("/attendance/lessons/<uuid:lesson_id>", methods=["GET", "POST"])
@requires(REGISTER)
def lesson(lesson_id: UUID) -> Answer:
    """The students of a lesson with what is marked for each; sent, it registers or corrects the lesson."""
    held = finding.lesson_for(person(), lesson_id)
    students = finding.students_in(person(), held)
    shows((one.id, place) for one, place in students)
    entries = queries.entries_of(held.lesson)
    marks = marks_of([one for one, _ in students], held.lesson, entries, clock.now())
    if request.method == "GET":
        return _lesson_page(held, marks)
    sent = sent_marks(marks, held.lesson, request.form)
    if not sent.is_whole:
        return _lesson_page(held, sent), 422

    def act() -> str:
        _demand_seen(finding.lesson_for(person(), lesson_id, is_locked=True))
        if sent.is_ahead:
            told = said_ahead(sent, entries)
            _follow(actions.tell_ahead(held.lesson, told, actor=person(), now=clock.now()), held.lesson.day)
        else:
            _register(held, said_in(sent, entries))
        return url_for("attendance.index", day=held.lesson.day.isoformat())

    return once(act)


def _register(held: HeldLesson, said: dict[UUID, Said]) -> None:
    unseen = queries.students_of(held.lesson) - said.keys()
    reason = request.form.get("reason", "").strip()[: actions.LONGEST_REASON]
    touched = actions.register_lesson(
        held.lesson, said, reason=reason, unseen=unseen, actor=person(), now=clock.now()
    )
    _follow(touched, held.lesson.day)


def _demand_seen(held: HeldLesson) -> None:
    """Conflict where somebody has registered since the page was opened."""
    if request.form.get("seen", "") != queries.state_of(held.lesson):
        raise Conflict("lesson_registered")


def _lesson_page(held: HeldLesson, marks: Marks) -> str:
    is_sent = request.method == "POST"
    return render_template(
        "attendance/lesson.html",
        page=lesson_page(held, marks, is_sent=is_sent),
        lesson=held.lesson,
        marks=marks,
        seen=queries.state_of(held.lesson),
        reason=request.form.get("reason", ""),
        problems=is_sent,
        up=(gettext("Attendance"), url_for("attendance.index", day=held.lesson.day.isoformat())),
    )


@blueprint.route("/attendance/lessons/<uuid:lesson_id>/held", methods=["GET", "POST"])
@requires(REGISTER)
def cancel(lesson_id: UUID) -> Answer:
    """Says that a lesson was not held, or takes that back."""
    held, form = finding.lesson_for(person(), lesson_id), ConfirmForm()
    is_cancelled = held.lesson.is_cancelled
    if form.validate_on_submit():

        def act() -> str:
            locked = finding.lesson_for(person(), lesson_id, is_locked=True).lesson
            _follow(actions.cancel_lesson(locked, is_cancelled=not is_cancelled), locked.day)
            return url_for("attendance.index", day=locked.day.isoformat())

        return once(act)
    up = lesson_title(held.lesson), url_for("attendance.lesson", lesson_id=lesson_id)
    if is_cancelled:
        lead = gettext("What is registered in the lesson counts again.")
        return act_page(
            form, gettext("Was the lesson held after all?"), gettext("It was held"), up, lead=lead
        )
    lead = gettext("What is registered in the lesson stays there and counts for nothing.")
    return act_page(form, gettext("Was the lesson not held?"), gettext("It was not held"), up, lead=lead)


def _follow(touched: set[UUID], day: date) -> None:
    """Lets what follows from other figures of the day be worked out."""
    wiring().attendance_changed(touched, day, clock.now())


def _day_sent() -> date:
    day = parsed_day(request.form.get("day", ""))
    if day is None or day > clock.school_date(clock.now()):
        raise NotAcceptable("stale_page")
    return day

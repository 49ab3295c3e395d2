"""One student's attendance, and whether an absence had a valid reason."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, url_for
from werkzeug.wrappers import Response

from casework import clock
from casework.access.policy import Place, decide, readable
from casework.attendance import actions, finding
from casework.attendance.finding import Missed
from casework.attendance.forms import ValidityForm
from casework.attendance.marks import ABSENT
from casework.attendance.pages.students import attendance
from casework.attendance.pages.words import VALIDITY_WORDS, lesson_title, outcome_line, parsed_day
from casework.attendance.views import blueprint
from casework.errors import NotHere
from casework.people import queries as people
from casework.people.models import Student
from casework.people.noted import noted_student
from casework.web.act import act_page
from casework.web.dates import day as day_text
from casework.web.doors import requires
from casework.web.once import once
from casework.web.sessions import person
from casework.web.text import gettext
from casework.web.wiring import wiring

READ, DECIDE = finding.READ, "attendance:decide"
REASONS = "school"  # the class of what is written about why somebody was away


@blueprint.get("/students/<uuid:student_id>/attendance")
@requires(READ)
def student(student_id: UUID) -> str:
    """The student's attendance in the school year."""
    row = noted_student(student_id, READ, reads=REASONS)
    place = people.place(row.student)
    may_decide = decide(person(), DECIDE, place).is_allowed
    has_reasons = REASONS in readable(person(), place)
    today = clock.school_date(clock.now())
    return render_template(
        "attendance/student.html",
        heading=gettext("Attendance of %(name)s", name=row.student.name),
        page=attendance(row, today, may_decide=may_decide, has_reasons=has_reasons),
        signals_url=url_for("signals.of_student", student_id=student_id),
        leave_url=url_for("attendance.leave", student_id=student_id),
        marks_url=url_for("signals.assessments", student_id=student_id),
        class_url=_class_url(row.student),
        up=(row.name_and_class, url_for("cases.student", student_id=student_id)),
    )


def _class_url(student: Student) -> str | None:
    """Where the attendance of the student's class is, for who may read it."""
    if student.group_id is None:
        return None
    may = decide(person(), READ, Place(student.unit_id, student.group_id)).is_allowed
    return url_for("attendance.group", group_id=student.group_id) if may else None


@blueprint.route("/students/<uuid:student_id>/attendance/<day>/validity", methods=["GET", "POST"])
@requires(DECIDE)
def validity(student_id: UUID, day: str) -> Response | tuple[str, int]:
    """Decides for the absence of a day whether it had a valid reason, and says why."""
    row = noted_student(student_id, DECIDE)
    missed = _absences(student_id, day)
    form = ValidityForm([(one.lesson.id.hex, _label(one)) for one in missed])
    if form.validate_on_submit():

        def act() -> str:
            chosen = [one.lesson for one in missed if one.lesson.id.hex in (form.lessons.data or ())]
            said = (form.validity.data, form.reason.data or "")
            touched = set[UUID]()
            for lesson in chosen:
                touched |= actions.decide_validity(lesson, student_id, *said, actor=person(), now=clock.now())
            wiring().attendance_changed(touched, missed[0].lesson.day, clock.now())
            return url_for("attendance.student", student_id=student_id)

        return once(act)
    heading = gettext(
        "Was the absence of %(name)s valid on %(day)s?",
        name=row.student.given_name,
        day=day_text(missed[0].lesson.day),
    )
    up = gettext("Attendance"), url_for("attendance.student", student_id=student_id)
    return act_page(form, heading, gettext("Save"), up)


def _absences(student_id: UUID, text: str) -> list[Missed]:
    """The absence of the day that the address names; NotHere where there is none."""
    day = parsed_day(text)
    found = finding.missed_by(student_id, day, day) if day else []
    absences = [one for one in reversed(found) if one.outcome in ABSENT]
    if not absences:
        raise NotHere
    return absences


def _label(one: Missed) -> str:
    told = f"{lesson_title(one.lesson)}: {outcome_line(one)}"
    validity = one.entry.validity
    return told if validity == "undecided" else f"{told}. {VALIDITY_WORDS[validity]}"

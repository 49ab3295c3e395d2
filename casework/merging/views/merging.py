"""Two rows of one student: the other one is found, what would move is shown, and they become one."""

from __future__ import annotations

import re
from uuid import UUID

from flask import flash, render_template, request, url_for
from werkzeug.wrappers import Response

from casework.cases.views import blueprint
from casework.clock import now
from casework.errors import CaseworkError, NotHere
from casework.extensions import rehearsal
from casework.merging import actions
from casework.merging.attendance import Word
from casework.merging.candidates import MERGE, candidates
from casework.merging.pages import merging as pages
from casework.people import queries as people
from casework.people.noted import noted_student
from casework.people.queries import StudentRow
from casework.web.disclosure import shows
from casework.web.doors import requires
from casework.web.once import once
from casework.web.problems import show_again
from casework.web.sessions import person
from casework.web.text import gettext

Answer = str | Response | tuple[str, int]
LESSON, WORDS = re.compile(r"lesson_([0-9a-f]{32})"), ("into", "from")


@blueprint.get("/students/<uuid:student_id>/same")
@requires(MERGE)
def find_same(student_id: UUID) -> str:
    """Looks for the other row of the student."""
    row, query = noted_student(student_id, MERGE), request.args.get("q", "")[:80]
    found = list(candidates(person(), row.student, query))
    shows((one.student.id, people.place(one.student)) for one in (row, *found))
    return render_template(
        "merging/find.html",
        student=pages.row_of(row),
        rows=pages.found_rows(row, found),
        q=query,
        list_url=url_for("cases.find_same", student_id=student_id),
        up=(row.name_and_class, url_for("cases.student", student_id=student_id)),
    )


@blueprint.route("/students/<uuid:student_id>/same/<uuid:other_id>", methods=["GET", "POST"])
@requires(MERGE)
def merge_same(student_id: UUID, other_id: UUID) -> Answer:
    """Shows what would move from the other row to this one, and moves it."""
    row, other = noted_student(student_id, MERGE), people.student_for(person(), other_id, MERGE)
    if other is None or other_id == student_id:
        raise NotHere
    shows((one.student.id, people.place(one.student)) for one in (row, other))
    if request.method == "GET":
        return _page(row, other)
    show_again(lambda error: _page(row, other, error))

    def act() -> str:
        reason = request.form.get("reason", "")[: actions.LONGEST_REASON]
        said = (row.student, other.student, reason, _decided(), request.form.get("digest", ""))
        actions.merge(*said, actor=person(), now=now())
        flash(gettext("The two are one. Old links to the row that is gone lead here."))
        return url_for("cases.student", student_id=student_id)

    return once(act)


def _decided() -> dict[UUID, Word]:
    """Whose word holds in each lesson, as it was sent: one word for all, or one for each."""
    every = request.form.get("every", "")
    found: dict[UUID, Word] = {}
    for name, word in request.form.items():
        of_lesson = LESSON.fullmatch(name)
        chosen = every if every in WORDS else word
        if of_lesson and chosen in WORDS:
            found[UUID(hex=of_lesson[1])] = "from" if chosen == "from" else "into"
    return found


def _page(row: StudentRow, other: StudentRow, error: CaseworkError | None = None) -> str:
    why_not = actions.refusals(row.student, other.student)
    lines, choices, digest = list[str](), list[pages.Choice](), ""
    if not why_not:
        with rehearsal():
            merged = actions.carry_out(
                row.student, other.student, gettext("Looked at"), {}, actor=person(), now=now()
            )
            lines, digest = pages.moved_lines(merged), merged.digest
            choices = pages.choices_of(merged.both.differing)
    this, that = row.student.id, other.student.id
    return render_template(
        "merging/merge.html",
        into=pages.row_of(row),
        other=pages.row_of(other),
        why_not=[pages.WHY_NOT[code] for code in why_not],
        lines=lines,
        choices=choices,
        digest=digest,
        becomes_protected=other.student.is_protected and not row.student.is_protected,
        problem=pages.problem_text(error) if error else "",
        sent=request.form,
        action=url_for("cases.merge_same", student_id=this, other_id=that),
        swap_url=url_for("cases.merge_same", student_id=that, other_id=this),
        up=(gettext("Is the student here twice?"), url_for("cases.find_same", student_id=row.student.id)),
    )

"""Those at home: what each may be told, whether the school may contact them, and who decided that."""

from __future__ import annotations

from uuid import UUID

from flask import render_template, url_for
from werkzeug.wrappers import Response

from casework import clock
from casework.cases.following_rights import follow_rights
from casework.cases.keeping_forms import HomeForm
from casework.cases.pages.overview import home_line
from casework.cases.pages.withholding import kept_text
from casework.cases.views import blueprint
from casework.cases.views.students import student_at_desk
from casework.errors import NotHere
from casework.people import queries as people
from casework.people.home import at_home_of, change_rights, home_of
from casework.people.withholding import withheld_in
from casework.web.act import act_page
from casework.web.dates import day
from casework.web.doors import requires
from casework.web.once import once
from casework.web.sessions import person
from casework.web.text import gettext

MAY = "home:change"


@blueprint.get("/students/<uuid:student_id>/home")
@requires(MAY)
def home(student_id: UUID) -> str:
    """Everybody at home, with what holds for each and who decided it."""
    desk = student_at_desk(student_id, MAY)
    found = home_of(desk.row.student, clock.school_date(clock.now()))
    withheld = withheld_in(student_id)
    names = people.names_of(one.bond.decided_by_id for one in found)
    rows = [
        (
            one.guardian.name,
            home_line(one),
            one.bond.reason,
            gettext("%(day)s, %(name)s", day=day(one.bond.decided_at), name=names[one.bond.decided_by_id])
            if one.bond.decided_at and one.bond.decided_by_id
            else "",
            url_for("cases.home_rights", student_id=student_id, bond_id=one.bond.id),
            kept_text(sum(row.guardianship_id == one.bond.id for row in withheld)),
            url_for("cases.withheld", student_id=student_id, bond_id=one.bond.id),
        )
        for one in found
    ]
    up = desk.row.student.name, url_for("cases.student", student_id=student_id)
    return render_template("people/home.html", rows=rows, up=up)


@blueprint.route("/students/<uuid:student_id>/home/<uuid:bond_id>", methods=["GET", "POST"])
@requires(MAY)
def home_rights(student_id: UUID, bond_id: UUID) -> Response | tuple[str, int]:
    """What one of them may, as it is decided."""
    desk, now = student_at_desk(student_id, MAY), clock.now()
    one = at_home_of(desk.row.student, bond_id, clock.school_date(now))
    if one is None:
        raise NotHere
    form = HomeForm(one)
    if form.validate_on_submit():

        def act() -> str:
            change_rights(one.bond, form.rights, actor=person(), now=now)
            follow_rights(desk.row.student, actor=person(), now=now)
            return url_for("cases.home", student_id=student_id)

        return once(act)
    return act_page(
        form,
        one.guardian.name,
        gettext("Save"),
        (gettext("What those at home may"), url_for("cases.home", student_id=student_id)),
        lead=gettext("What holds from the next page on. Files of students do not change it any more."),
    )

"""Single answers that are kept from somebody at home: seeing which, keeping more, keeping one no longer."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import render_template, url_for
from werkzeug.wrappers import Response

from casework import clock
from casework.access import policy
from casework.cases.keeping_forms import LiftForm, WithholdForm
from casework.cases.pages import withholding as page
from casework.cases.views import blueprint
from casework.cases.views.students import StudentDesk, student_at_desk
from casework.errors import NotHere
from casework.forms.base import Confidentiality
from casework.people import queries as people
from casework.people import withholding as actions
from casework.people.home import AtHome, at_home_of
from casework.web.act import act_page
from casework.web.doors import requires
from casework.web.once import once
from casework.web.sessions import person
from casework.web.text import gettext

MAY = "home:change"


@dataclass(frozen=True)
class Kin:
    """Somebody at the student's home, in front of who decides about them."""

    desk: StudentDesk
    one: AtHome

    @property
    def readable(self) -> frozenset[Confidentiality]:
        """The classes of text that who decides reads here."""
        return policy.readable(person(), people.place(self.desk.row.student))

    @property
    def url(self) -> str:
        """The page with what is kept from them."""
        return url_for("cases.withheld", student_id=self.desk.row.student.id, bond_id=self.one.bond.id)


def _kin(student_id: UUID, bond_id: UUID) -> Kin:
    desk = student_at_desk(student_id, MAY)
    one = at_home_of(desk.row.student, bond_id, clock.school_date(clock.now()))
    if one is None:
        raise NotHere
    return Kin(desk, one)


@blueprint.get("/students/<uuid:student_id>/home/<uuid:bond_id>/withheld")
@requires(MAY)
def withheld(student_id: UUID, bond_id: UUID) -> str:
    """What is kept from one of them, and the forms in which more can be."""
    kin = _kin(student_id, bond_id)
    return render_template(
        "people/withheld.html",
        name=kin.one.guardian.name,
        rows=page.kept_rows(student_id, actions.withheld_from(kin.one.bond)),
        forms=[
            (title, url_for("cases.withhold", student_id=student_id, bond_id=bond_id, form_id=form_id))
            for form_id, title in page.forms_to_choose(kin.readable)
        ],
        up=(gettext("What those at home may"), url_for("cases.home", student_id=student_id)),
    )


@blueprint.route(
    "/students/<uuid:student_id>/home/<uuid:bond_id>/withheld/new/<form_id>", methods=["GET", "POST"]
)
@requires(MAY)
def withhold(student_id: UUID, bond_id: UUID, form_id: str) -> Response | tuple[str, int]:
    """Keeps the answers to some questions of a form from one of them."""
    kin = _kin(student_id, bond_id)
    kept = {one.field for one in actions.withheld_from(kin.one.bond) if one.form == form_id}
    form = WithholdForm(page.questions_to_choose(form_id, kin.readable, kept))
    if not form.fields.choices:
        raise NotHere
    if form.validate_on_submit():

        def act() -> str:
            said = (form_id, form.fields.data or (), form.reason.data or "")
            actions.withhold(kin.one.bond, *said, actor=person(), now=clock.now())
            return kin.url

        return once(act)
    name, title = kin.one.guardian.name, page.form_title(form_id)
    heading = gettext("Keep answers in “%(form)s” from %(name)s", form=title, name=name)
    lead = gettext(
        "They are on no paper for this person, in any case of the student. Nor is what is asked because of "
        "them, or takes its answer from them. Colleagues read everything as before."
    )
    return act_page(form, heading, gettext("Keep the answers"), (name, kin.url), lead=lead)


@blueprint.route(
    "/students/<uuid:student_id>/home/<uuid:bond_id>/withheld/<uuid:withholding_id>/end",
    methods=["GET", "POST"],
)
@requires(MAY)
def end_withholding(student_id: UUID, bond_id: UUID, withholding_id: UUID) -> Response | tuple[str, int]:
    """Keeps an answer from one of them no longer."""
    kin, form = _kin(student_id, bond_id), LiftForm()
    row = actions.withholding_in(kin.one.bond, withholding_id)
    if row is None:
        raise NotHere
    if form.validate_on_submit():

        def act() -> str:
            reason = form.reason.data or ""
            actions.end_withholding(kin.one.bond, row, reason, actor=person(), now=clock.now())
            return kin.url

        return once(act)
    name = kin.one.guardian.name
    heading = gettext("Keep the answer from %(name)s no longer?", name=name)
    lead = gettext("“%(text)s”", text=page.question_text(row.form, row.field))
    return act_page(form, heading, gettext("Keep it no longer"), (name, kin.url), lead=lead)

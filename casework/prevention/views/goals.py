"""Goals and groups of a school: reading them, a new figure, who comes into a group and who leaves it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import render_template, url_for
from werkzeug.wrappers import Response

from casework import clock
from casework.engine.beside import Goal
from casework.errors import NotAllowed, NotHere
from casework.people import queries as people
from casework.people.noted import noted_student
from casework.prevention import cohorts, goals
from casework.prevention.forms import AddForm, EndForm, ValueForm
from casework.prevention.pages.goals import goals_page, member_rows
from casework.prevention.pages.words import rules_of
from casework.prevention.queries import School, locked_school, school_for
from casework.prevention.reach import DO, LEAD
from casework.prevention.views import blueprint
from casework.web.act import act_page
from casework.web.disclosure import shows
from casework.web.doors import requires
from casework.web.once import once
from casework.web.sessions import person
from casework.web.text import gettext

AT = "/prevention/<uuid:unit_id>/goals"
COHORT = "/prevention/<uuid:unit_id>/cohorts/<cohort_word>"


@blueprint.get(AT)
@requires(DO)
def goals_of_school(unit_id: UUID) -> str:
    """Every goal with its figures over time, and the groups."""
    school = _school(unit_id)
    up = gettext("Preventive work"), url_for("prevention.index", school=unit_id)
    return render_template("prevention/goals.html", page=goals_page(school), up=up)


@blueprint.route(f"{AT}/<goal_word>", methods=["GET", "POST"])
@requires(LEAD)
def enter(unit_id: UUID, goal_word: str) -> Response | tuple[str, int]:
    """A figure of something that the goal follows."""
    school = _led(unit_id)
    goal = goals.goal_in(school, goal_word)
    spoken = next((one for one in _goals(school) if one.id == goal_word), goal)
    if not goals.tracks(goal):
        raise NotHere
    form = ValueForm(list(goals.tracks(spoken).items()), school.today)
    if form.validate_on_submit():

        def act() -> str:
            said = str(form.track.data), form.day, form.value.data or "", form.note.data or ""
            goals.enter_value(school, goal, *said, actor=person(), now=clock.now())
            return url_for("prevention.goals_of_school", unit_id=unit_id)

        return once(act)
    up = gettext("Goals and groups"), url_for("prevention.goals_of_school", unit_id=unit_id)
    return act_page(form, spoken.title, gettext("Save the figure"), up)


@blueprint.get(COHORT)
@requires(LEAD)
def cohort(unit_id: UUID, cohort_word: str) -> str:
    """Who is and was in the group."""
    school = _led(unit_id)
    title = _title(school, cohort_word)
    found = cohorts.members_of(school, cohort_word)
    shows([one.shown for one in found])
    return render_template(
        "prevention/cohort.html",
        heading=title,
        rows=list(member_rows(found)),
        add_url=url_for("prevention.choose_class", unit_id=unit_id, cohort_word=cohort_word),
        up=(gettext("Goals and groups"), url_for("prevention.goals_of_school", unit_id=unit_id)),
    )


@blueprint.get(f"{COHORT}/add")
@requires(LEAD)
def choose_class(unit_id: UUID, cohort_word: str) -> str:
    """The class whose students come into the group."""
    school = _led(unit_id)
    title, named = _title(school, cohort_word), _named(unit_id, cohort_word)
    groups = [(one.name, url_for("prevention.join", **named, group_id=one.id)) for one in school.groups]
    up = title, url_for("prevention.cohort", **named)
    return render_template("prevention/classes.html", heading=title, groups=groups, up=up)


@blueprint.route(f"{COHORT}/add/<uuid:group_id>", methods=["GET", "POST"])
@requires(LEAD)
def join(unit_id: UUID, cohort_word: str, group_id: UUID) -> Response | tuple[str, int]:
    """Puts students of the class into the group."""
    school = _led(unit_id)
    title, there = (
        _title(school, cohort_word),
        url_for("prevention.cohort", unit_id=unit_id, cohort_word=cohort_word),
    )
    found = cohorts.candidates(school, cohort_word, group_id)
    shows([(one.id, people.place(one)) for one in found])
    form = AddForm([(str(one.id), one.name) for one in found], school.today)
    if form.validate_on_submit():

        def act() -> str:
            now = locked_school(person(), unit_id, school.today)
            chosen = [one for one in found if str(one.id) in (form.students.data or ())]
            said = cohorts.cohort_in(now, cohort_word), chosen, form.day
            cohorts.add_members(now, *said, actor=person(), now=clock.now())
            return there

        return once(act)
    return act_page(form, title, gettext("Put into the group"), (title, there))


@blueprint.route("/students/<uuid:student_id>/cohorts/<uuid:member_id>/end", methods=["GET", "POST"])
@requires(LEAD)
def leave(student_id: UUID, member_id: UUID) -> Response | tuple[str, int]:
    """The last day of a student in a group."""
    row = noted_student(student_id, LEAD)
    member = cohorts.member_for(student_id, member_id)
    school = _led(member.unit_id)
    form = EndForm(member.first_on, school.today)
    title, there = _left(school, member.cohort)
    if form.validate_on_submit():

        def act() -> str:
            now = locked_school(person(), school.unit.id, school.today)
            found = cohorts.member_for(student_id, member_id)
            cohorts.end_member(now, found, form.day, actor=person(), now=clock.now())
            return there

        return once(act)
    lead = gettext("The student stays in the figures of the days until then.")
    return act_page(
        form, f"{row.name_and_class}: {title}", gettext("Take out of the group"), (title, there), lead=lead
    )


def _school(unit_id: UUID) -> School:
    return school_for(person(), unit_id, clock.school_date(clock.now()))


def _led(unit_id: UUID) -> School:
    """The school for who leads its preventive work."""
    school = _school(unit_id)
    if not school.may_lead:
        raise NotAllowed
    return school


def _title(school: School, cohort_word: str) -> str:
    rules = rules_of(school)
    titles = {one.id: one.title for one in rules.cohorts} if rules else {}
    return titles.get(cohort_word) or cohorts.cohort_in(school, cohort_word).title


def _left(school: School, cohort_word: str) -> tuple[str, str]:
    """What a group is called and where it stands; one of an earlier routine has no page any more."""
    if any(one.id == cohort_word for one in (school.model.rules.cohorts if school.model else ())):
        return _title(school, cohort_word), url_for(
            "prevention.cohort", **_named(school.unit.id, cohort_word)
        )
    return cohort_word, url_for("prevention.goals_of_school", unit_id=school.unit.id)


def _named(unit_id: UUID, cohort_word: str) -> dict[str, Any]:
    return {"unit_id": unit_id, "cohort_word": cohort_word}


def _goals(school: School) -> tuple[Goal, ...]:
    rules = rules_of(school)
    return rules.goals if rules else ()

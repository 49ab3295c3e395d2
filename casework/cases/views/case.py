"""The overview of a case, its history, and opening one."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from casework import clock
from casework.access.policy import decide
from casework.cases import actions, opening, queries
from casework.cases.asks import open_asks
from casework.cases.beside import Beside, beside
from casework.cases.forms import OpenForm
from casework.cases.pages import overview, panels, rows
from casework.cases.pages.annulment import annul_notice, annul_ways
from casework.cases.pages.around import with_participants
from casework.cases.pages.asking import ask_notices, ask_way
from casework.cases.pages.extract import extract_rows
from casework.cases.pages.history import event_line
from casework.cases.pages.measure_words import due_notice
from casework.cases.pages.migration_ways import migration_ways
from casework.cases.pages.notes import notes
from casework.cases.pages.student_rows import ground_notice, student_task_rows
from casework.cases.pages.words import numbered_stages, opens_for, who_opens
from casework.cases.student_tasks import DO
from casework.cases.views import blueprint
from casework.cases.views.concerns import concern_in_address, take_up_with_case
from casework.cases.views.desk import Desk, at_desk
from casework.cases.views.students import model_for, student_at_desk
from casework.errors import NotAllowed
from casework.history import queries as history
from casework.history.queries import EventRow
from casework.people import queries as people
from casework.people.home import home_of
from casework.web.doors import requires
from casework.web.languages import language
from casework.web.once import once
from casework.web.sessions import person
from casework.web.text import gettext

LATEST, LATEST_NOTES = 6, 2
# What the page calls each address → the page that it leads to.
TO_WRITE = {"call_url": "contacts.log_in_case", "note_url": "cases.write_note"}
LINKS = {
    "print_url": "cases.print_case",
    "forms_url": "cases.forms",
    "people_url": "cases.participants",
    "messages_url": "cases.messages",
    "notes_url": "cases.notes",
    "history_url": "cases.history_page",
    **TO_WRITE,
}


@blueprint.get("/cases/<uuid:case_id>")
@requires("case:read")
def show(case_id: UUID) -> str:
    """The overview of a case."""
    desk = at_desk(case_id)
    situation, speech = desk.situation, desk.speech
    ways_forward = panels.panels(situation, speech, desk.now)
    needed = frozenset(f for s in situation.steps for f in _needed(desk, s.transition.id, ways_forward))
    tasks, done = rows.tasks_here(situation, speech, needed)
    ladder = overview.stair(situation, speech, now=desk.now)
    besides = beside(case_id, desk.reader, desk.readable, desk.today)
    noted = notes(desk.row, speech, desk.reader, desk.readable)
    return render_template(
        "cases/show.html",
        identity=desk.identity("show"),
        follow=_follow(case_id, besides.is_followed),
        stair=ladder,
        panels=ways_forward,
        tasks=[*(student_task_rows(desk.reader, situation, speech) if desk.is_open else ()), *tasks],
        done_tasks=done,
        add_task_url=_add_task(desk),
        duties_url=_duties(desk),
        forms=rows.form_rows(situation, speech, desk.readable),
        extracts=extract_rows(case_id, speech, desk.readable),
        notices=annul_notice(desk.row, besides.pending)
        + ground_notice(desk.reader, desk.row.student, besides.groundless)
        + due_notice(case_id, besides.due_measures)
        + ask_notices(situation, speech, open_asks(case_id, desk.readable)),
        ask=ask_way(situation, speech),
        ways=rows.ways(situation, speech)
        + migration_ways(desk.row, desk.reader)
        + annul_ways(desk.row, speech, desk.reader, besides.pending),
        people=_people(desk, besides),
        notes=noted.rows[:LATEST_NOTES],
        **_links(case_id, is_open=desk.is_open),
        events=[event_line(speech, one, noted.texts) for one in _latest(desk)],
        guidance=rows.guidance(situation, speech),
        version_note=_version(desk),
    )


def _people(desk: Desk, besides: Beside) -> overview.People:
    home = home_of(desk.row.student, desk.today)
    return with_participants(overview.people(desk.situation, desk.speech, home), besides.participants)


def _links(case_id: UUID, *, is_open: bool) -> dict[str, str | None]:
    """The other pages of the case; where one writes only while it is open."""
    return {
        name: url_for(page, case_id=case_id) if is_open or name not in TO_WRITE else None
        for name, page in LINKS.items()
    }


def _add_task(desk: Desk) -> str | None:
    """Where whoever works in the case adds a task."""
    may = desk.is_open and desk.speech.is_mine([*desk.situation.workflow.acting])
    return url_for("cases.add_task", case_id=desk.row.case.id) if may else None


def _duties(desk: Desk) -> str | None:
    """Where what else can be needed is begun, for who does such tasks."""
    student = desk.row.student
    may = desk.is_open and decide(desk.reader, DO, people.place(student)).is_allowed
    return url_for("signals.duties", student_id=student.id) if may else None


def _version(desk: Desk) -> str:
    """Which version of the routine the case runs on."""
    model = desk.speech.workflow
    return gettext("Routine: %(title)s, version %(n)s", title=model.title, n=model.version)


def _follow(case_id: UUID, is_mine: bool) -> tuple[bool, str]:
    """Whether the reader follows the case, and where that is changed."""
    return is_mine, url_for("cases.unfollow" if is_mine else "cases.follow", case_id=case_id)


def _latest(desk: Desk) -> Sequence[EventRow]:
    return history.events_of(desk.row.case.id, limit=LATEST, readable=desk.readable)


def _needed(desk: Desk, transition: str, shown: tuple[panels.Panel, ...]) -> tuple[str, ...]:
    """The forms and actions that stand in the open panel already, so that nothing stands twice."""
    is_here = shown and not shown[0].folded and shown[0].anchor.startswith(f"way-{transition}__")
    if not is_here:
        return ()
    workflow, facts = desk.situation.workflow, desk.situation.facts
    step = workflow.transition(transition)
    asked = [one for one in step.needs if all(i.need(facts, workflow).is_met for i in one.applies_if)]
    lacking = (one.need(facts, workflow).lacks() for one in asked)
    return (*(guard.form for guard in workflow.forms_needed(step)), *lacking)


@blueprint.get("/cases/<uuid:case_id>/history")
@requires("case:read")
def history_page(case_id: UUID) -> str:
    """Everything that has happened in the case."""
    desk = at_desk(case_id)
    broken = any(True for _ in history.breaches(case_id))
    events = history.events_of(case_id, readable=desk.readable)
    holds = gettext("The chain of this case holds.")
    told = notes(desk.row, desk.speech, desk.reader, desk.readable).texts
    return render_template(
        "cases/history.html",
        identity=desk.identity("history_page"),
        events=[event_line(desk.speech, one, told, with_effects=True) for one in events],
        verified_text=gettext("The chain is broken. Tell the system administrator.") if broken else holds,
    )


@blueprint.route("/students/<uuid:student_id>/open", methods=["GET", "POST"])
@requires("case:open")
def create(student_id: UUID) -> Response | tuple[str, int]:
    """Opens a case for the student, with or without absence, in a step that the routine opens in."""
    desk = student_at_desk(student_id, "case:open")
    model = model_for(desk.row)
    spoken = model.in_language(language())
    ways = opening.openings(spoken, opening.opener(person(), desk.row.student, spoken))
    proposed = opening.proposed(student_id, spoken, ways)
    form = OpenForm(numbered_stages(spoken, ways), proposed) if ways else None
    concern_id = concern_in_address(student_id)
    if form is None and request.method == "POST":
        raise NotAllowed
    if form and form.validate_on_submit():

        def act() -> str:
            case = actions.open_case(
                desk.row.student,
                model,
                form.stage.data,
                reason=form.reason.data or "",
                actor=person(),
                now=clock.now(),
            )
            take_up_with_case(student_id, concern_id)
            return url_for("cases.show", case_id=case.id)

        return once(act)
    existing = queries.open_case_of(student_id)
    has = gettext("%(name)s already has an open case.", name=desk.row.student.given_name)
    shown = render_template(
        "cases/create.html",
        form=form,
        student=desk.head,
        action=url_for("cases.create", student_id=student_id, concern=concern_id),
        up=(desk.row.name_and_class, url_for("cases.student", student_id=student_id)),
        existing=(has, url_for("cases.show", case_id=existing.id)) if existing else None,
        lead=opens_for(spoken, proposed) if form else who_opens(spoken),
    )
    return shown, 422 if form and form.errors else 200

"""No row about a student is read past the scope: a query carries it, or belongs to what was loaded with it.

Students and cases are where every way in begins. Who reads one by an id that comes from outside carries the
scope; the few who do not are named here, with why nothing is shown by it. Everything that hangs on a case or
student is read for one that somebody has loaded, and every view about one loads it first.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.house.source import Module, modules

ROOTS = {"Student", "Case"}
HANGING = {
    "Guardian", "Guardianship", "Protection", "NamedReader", "ConflictOfInterest", "CaseWaiting", "Visit",
    "Approval", "Consent", "Note", "Annulment", "Ask", "Participant", "TakenBack", "Following",
    "CaseMigration", "Submission", "Contribution", "DraftPage", "DraftClash", "Task", "TaskRole", "Milestone",
    "Attachment", "AttachmentVersion", "StudentTask", "StudentTaskRole", "StudentReport", "Message",
    "Concern", "LoggedContact", "StudentMark", "StudentLeave", "Measure", "MeasureVersion", "MeasureReview",
    "Letter", "ReceivedDocument", "MonitoringAct", "CohortMember", "Meeting", "Invited", "Shared",
    "AgendaPoint",
}  # fmt: skip
READS = {"select", "get", "get_one", "update", "delete"}
SCOPES = {
    "within",
    "holding",
    "not_forbidden",
    "waits_for_me",
    "waits_for_my_work",
    "overdue_with_others",
    "is_for",
    "wait_for_reader",
}
# Arguments that are rows which somebody has loaded.
LOADED = {
    "case",
    "cases",
    "student",
    "letter",
    "measure",
    "row",
    "rows",
    "situation",
    "kept",
    "draft",
    "run",
    "given",
}
# Arguments that say to which loaded row the others belong.
BELONGS = {
    "case_id", "case_ids", "student_id", "submission_id", "task_id", "task_ids", "tasks_before", "chain_id",
    "meeting_id", "meeting_ids",
}  # fmt: skip
# Who reads students or cases without the scope, and why nobody is shown anything by it.
WITHOUT = {
    "administration.queries.schools": "how many students a school has, without those who are protected",
    "attendance.queries.students_of": "who has a lesson that is loaded: ids, and nothing of them",
    "attendance.totals.missing": "whose totals are to be worked out: ids, and nothing of them",
    "attendance.queries.stays_of": "in which groups students have been who are loaded",
    "cases.concern_finding._reported": "a statement that its callers lay the scope on",
    "cases.facts._students": "the students of cases that are loaded",
    "cases.lists._order": "an order, no row",
    "cases.moves.locked_case": "locks the case that the view has loaded",
    "cases.rescheduling.open_cases": "in which cases days are worked out anew: ids, and nothing of them",
    "cases.rescheduling.reschedule": "days of tasks are set anew in the same cases; nothing is shown",
    "cases.queries._rows": "a statement that its callers lay the scope on",
    "cases.queries.open_case_of": "answers to who may see the student whether a case can be opened",
    "cases.queries.student_of_case": "what the log of refused readings needs",
    "cases.proof.faults": "a command proves the chains of all cases, and tells no content",
    "cases.proof._case_faults": "the same for one of them",
    "cli.explaining.explain": "a command on the machine itself, in the name of the user it is given",
    "demo.attending._students": "the fictional authority is made",
    "demo.cases.tell_all": "the fictional authority is made",
    "demo.preventing._follow_the_project": "the fictional authority is made",
    "demo.todo._ask": "the fictional authority is made",
    "demo.outgoing.write_some": "the fictional authority is made",
    "attendance.many.Having.learn": "who has lessons that a file tells of: ids, and nothing of them",
    "feeds.finding.Finder._by_name": "an import finds by name and birth date whom a file means",
    "feeds.finding.known_of": "the classes of students whom a file means",
    "cases.mails._demand_allowed": "whether a colleague may still see what a mail is about, and no more",
    "cases.mails._may_decide": "the same for a decision",
    "meetings.inviting._found": "whether an invitation may still go out; it names no student",
    "messages.letters._about": "whether a message to the home may still go out; it names no student",
    "people.filling_students.Register._read": "an import compares a file with everybody who is there",
    "publishing.queries.all_versions": "which texts of routines cases have run on, and no case",
    "publishing.queries.any_version": "the same of one text",
    "publishing.queries.open_cases_on": "how many cases of the whole authority a text holds, and no student",
    "people.protection.namings_ending": "a statement that its caller lays the scope on",
    "merging.actions.refusals": "which of two students who are loaded have an open case",
    "merging.actions.merge": "locks two students whom the view has loaded",
    "merging.moving.move_cases": "the cases of a student who is loaded",
    "people.merged.leads_to": "where an old link leads; who asks then loads that student",
    "people.proof._mark_faults": "a command proves what is decided about students, and tells no content",
    "people.recovery._lost": "whether there are students whom nobody sees, and no student",
    "prevention.goals._everybody": "for figures of a whole school: ids, and nothing of them",
    "rosters.actions._protect": "students whom a delivery marks become protected; nothing is shown",
    "rosters.matching._known": "a delivery is compared with everybody who is there",
    "rosters.moving._busy": "which of the students found within the scope have an open case",
    "cases.student_tasks.hindrance": "whether a case goes on with a task that is loaded; nothing is shown",
    "signals.evaluating._evaluate": "rules are read for students whose figures changed; nothing is shown",
    "signals.evaluating._open_cases": "the open cases of the same students",
    "signals.evaluating.everybody": "the end of a day reads the rules for all students; nothing is shown",
    "signals.finding._rows": "the students whom the list has found within the scope",
    "signals.simulating._played": "a command on the machine itself; it tells ids, or names where asked",
    "people.queries._student_rows": "a statement that its callers lay the scope on",
    "people.regular_times.weekdays_of": "the weekdays that classes and schools keep; nothing of students",
    "people.queries.is_student": "what the log of refused readings needs",
}
# The same for what hangs on them.
HANGING_WITHOUT = {
    "attendance.leave_proof.kept": "a command proves what is decided about leave, and tells no content",
    "signals.mark_proof.kept": "a command proves what is said of students, and tells no content",
    "signals.marks.marks_of": "what is said of students who are loaded",
    "merging.moving.move_leave": "what hangs on two students whom the view has loaded",
    "merging.moving.move_marks": "the same",
    "demo.todo.ask": "the fictional authority is made",
    "demo.gathering.gather": "the fictional authority is made",
    "attachments.proof.file_faults": "a command compares files with rows, and tells no content",
    "attachments.proof._in_no_case": "the same",
    "attachments.proof.strays": "the same",
    "cases.concern_proof.kept": "a command proves what is reported about students, and tells no content",
    "cases.concern_files.lay_files": "files of a report that is loaded",
    "cases.concern_files.removed_in_case": "which files of a report that is loaded have been removed",
    "cases.concern_finding.correction_of": "the draft in place of a report of the author's own",
    "cases.conditions._waits_for": "a condition that the scope is laid beside",
    "cases.conditions._asks_for": "the same",
    "cases.student_tasks._asks_for": "the same",
    "cases.rescheduling.reschedule_beside": "days of tasks are set anew at a school; nothing is shown",
    "people.home.homes_of": "those at home of students who are loaded",
    "cases.mails._is_told": "whether the same mail has been sent today",
    "messages.letters._is_told": "whether the same message has been sent about the day",
    "merging.moving._know_home_again": "what hangs on two students whom the view has loaded",
    "letters.proof.kept": "a command proves what was sent and came in, and tells no content",
    "letters.queries.numbers_given": "which numbers the register has given, and nothing of what they are for",
    "contacts.proof.kept": "a command proves what is logged of contacts, and tells no content",
    "monitoring.queries._guardians": "those at home of students who are loaded",
    "monitoring.proof.kept": "a command proves what was noted in monitoring, and tells no content",
    "cases.student_proof.kept": "a command proves what is reported about students, and tells no content",
    "tasks.student_tasks.open_alike": "the other tasks about the student of a task that is loaded",
    "merging.moving._move_once": "what hangs on two students whom the view has loaded",
    "merging.moving.move_groups": "the same",
    "merging.moving.move_tasks": "the same",
    "prevention.cohorts.add_members": "which students are in a group already: ids, and nothing of them",
    "prevention.cohorts.days_in": "for figures of a group: ids, and nothing of them",
    "prevention.proof.kept": "a command proves who is in which group, and tells no content",
    "merging.moving.move_notices": "the same",
    "merging.moving.move_reports": "the same",
    "merging.moving.drafts_of_both": "the same",
    "tasks.student_tasks.reports_about": "what was reported about students who are loaded",
    "tasks.student_tasks.tasks_about": "the tasks about students who are loaded",
    "cases.mails.about_approval": "whether what a mail is about waits still",
    "cases.digests.leave_digests": "whether somebody has got today's summary",
    "meetings.inviting._outside": "whether the consent that an invitation rests on still holds",
    "meetings.proof.kept": "a command proves what is noted of meetings, and tells no content",
    "messages.actions._dead": "an administrator decides about a message, and sees nobody's name",
    "messages.actions.hold_all": "a command holds all of them, and tells how many",
    "messages.notices.live_notices": "what waits to be sent about students who are loaded",
    "messages.queries._found": "a statement that its callers narrow to what they have loaded",
    "messages.queries.backlog": "how many messages wait",
    "messages.queries.dead": "an administrator sees which messages could not be sent, and nobody's name",
    "messages.queries.dead_one": "an administrator decides about a message, and sees nobody's name",
    "messages.sending._locked": "the message that is being sent",
    "messages.sending.lease": "the message that is sent next",
    "people.filling_students.Register._read": "an import compares a file with everybody who is there",
    "people.protection.kept_apart": "which of the students who are loaded somebody must keep away from",
    "people.protection.kept_from": "whom somebody is kept from: the facts that the scope is made of",
    "people.protection.is_concerned": "whether there are such facts",
    "people.proof._kept_at_home": "the same of those at home",
    "people.proof.kept": "a command proves what is decided about students, and tells no content",
    "records.together.is_due": "the page that belongs to the draft",
    "tasks.actions.set_roles": "who may do the tasks that were just changed",
    "demo.story.Story.does": "the fictional authority is made",
    "demo.story.Story.decides": "the same",
}
# The last: what somebody has reported themselves, unless the student is kept from them.
LOADERS = {"case_for", "student_for", "noted_student", "own_report"}

Function = ast.FunctionDef


def functions(module: Module) -> Iterator[tuple[str, Function]]:
    """Every function and method with its name in the package."""
    room = module.name.removeprefix("casework.")
    for node in module.tree.body:
        if isinstance(node, Function):
            yield f"{room}.{node.name}", node
        elif isinstance(node, ast.ClassDef):
            for one in node.body:
                if isinstance(one, Function):
                    yield f"{room}.{node.name}.{one.name}", one


@cache
def called(function: ast.AST) -> frozenset[str]:
    """The last names of everything that is called or named as a callback."""
    return frozenset(_last(node.func) for node in ast.walk(function) if isinstance(node, ast.Call))


def _last(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


@cache
def read_models(function: Function) -> set[str]:
    """The tables that the function asks for."""
    found: set[str] = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and _last(node.func) in READS:
            named = (name for argument in node.args for name in ast.walk(argument))
            found |= {one.id for one in named if isinstance(one, ast.Name)}
    return found


def carrying(module: Module) -> set[str]:
    """The functions of the module that lay the scope on what they read, by themselves or through another."""
    found = set(SCOPES)
    while True:
        more = {function.name for _, function in functions(module) if called(function) & found} - found
        if not more:
            return found
        found |= more


def arguments(function: Function) -> set[str]:
    """The names of its arguments."""
    return {one.arg for one in (*function.args.args, *function.args.kwonlyargs)}


def unscoped(found: list[Module]) -> Iterator[tuple[str, set[str], set[str]]]:
    """Functions that read about students without the scope: name, tables, arguments."""
    for module in found:
        scoped = carrying(module)
        for name, function in functions(module):
            tables = read_models(function) & (ROOTS | HANGING)
            if tables and function.name not in scoped and not called(function) & scoped:
                yield name, tables, arguments(function)


def test_students_and_cases_are_read_with_the_scope_or_from_what_is_loaded() -> None:
    found = {name for name, tables, takes in unscoped(modules()) if tables & ROOTS and not takes & LOADED}
    assert found == set(WITHOUT)


class Planted(Module):
    """A module that is not in the program."""

    @property
    def name(self) -> str:
        """Where it would be."""
        return "casework.cases.planted"


def test_a_planted_reading_past_the_scope_is_found(tmp_path: Path) -> None:
    file = tmp_path / "planted.py"
    file.write_text(
        "def peek(case_id):\n    return db.session.get(Case, case_id)\n"
        "def look(actor, case_id):\n    return select(Case).where(scope.within(actor, MAY, COLUMNS))\n"
        "def write_all(answer):\n    return select(Note)\n"
    )
    found = [(name, tables) for name, tables, _ in unscoped([Planted(file)])]
    assert found == [("cases.planted.peek", {"Case"}), ("cases.planted.write_all", {"Note"})]


def test_what_hangs_on_a_student_or_case_is_read_for_one_that_is_loaded() -> None:
    found = {
        name
        for name, tables, takes in unscoped(modules())
        if tables <= HANGING and tables and not takes & (LOADED | BELONGS)
    }
    assert found | {"people.filling_students.Register._read"} == set(HANGING_WITHOUT)


def test_views_and_pages_read_nothing_themselves() -> None:
    for module in modules():
        if module.door in ("views", "pages"):
            for name, function in functions(module):
                about = read_models(function) & (ROOTS | HANGING)
                assert not about, f"{name} reads {about} itself"


def views() -> list[Module]:
    """The modules with views."""
    return [module for module in modules() if module.door == "views"]


@cache
def loading() -> set[str]:
    """The functions that load a case or student with the scope, by themselves or through others."""
    found = set(LOADERS)
    while True:
        more = {f.name for module in views() for _, f in functions(module) if called(f) & found} - found
        if not more:
            return found
        found |= more


def about_one() -> list[tuple[str, Function]]:
    """The views whose address names a case or a student."""
    return [
        (name, function)
        for module in views()
        for name, function in functions(module)
        if function.decorator_list and arguments(function) & {"case_id", "student_id"}
    ]


def test_every_view_about_a_case_or_student_loads_it_with_the_scope() -> None:
    assert len(about_one()) > 30
    without = [name for name, view in about_one() if not called(view) & loading()]
    assert not without, f"{without} show something about an id that they have not loaded"

"""What is published on one process holds on the other, and nothing is half of it and half of before."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

from sqlalchemy import select

from casework.cases.models import Case
from casework.clock import now, school_date
from casework.extensions import db
from casework.tasks.models import Task
from casework.versions.actions import upload
from casework.versions.models import Publication
from tests.factories import work
from tests.races.arena import HAPPENED, Arena, id_of, someone
from tests.races.racers import Racer, racers
from tests.versions.texts import CALLED, model, second

ROUTINE, NEW_TASK = "/routines/five-step", "Ring hem en gång till"


def draft(arena: Arena, number: int) -> tuple[UUID, str]:
    """A draft with that number, and its hash."""
    with work(arena.place.app):
        row = upload(model(second(number)), actor=someone(arena.school.administration), now=now())
        return row.id, row.sha


def lookers_after(arena: Arena) -> list[Racer]:
    """The administration at a browser on each process."""
    return racers(arena.place, arena.ports, [arena.school.administration] * len(arena.ports))


def publish(browser: Racer, publication: UUID) -> int:
    """Publishes the draft from today on."""
    sent = {**browser.tokens(), "valid_from": str(school_date(now())), "reason": "Beslutat i nämnden."}
    return browser.post(f"/publishing/drafts/{publication}/publish", sent)[0]


def state(page: str) -> tuple[bool, bool]:
    """Whether the page is headed with the first version, and whether it holds the new task."""
    head = page.split('class="gap-m routine-tools"', maxsplit=1)[0]
    return "Version 1 " in head, NEW_TASK in page


def opened(browser: Racer, student: UUID) -> str:
    """A new case in the mapping; its address."""
    url = f"/students/{student}/open"
    status, where = browser.post(url, {**browser.tokens(), "stage": "mapping", "reason": "Borta ofta."})
    assert status == HAPPENED
    return where


def test_what_is_published_on_one_process_holds_on_the_other(arena: Arena) -> None:
    publication, sha = draft(arena, 2)
    here, there = lookers_after(arena)
    assert here.port != there.port
    mentor = next(one for one in arena.mentors if one.port == there.port)
    assert state(mentor.ask("GET", ROUTINE)[1]) == (True, False)
    assert arena.count(Case, Case.id == id_of(opened(mentor, arena.student())), Case.workflow_sha == sha) == 0
    assert publish(here, publication) == HAPPENED
    assert state(mentor.ask("GET", ROUTINE)[1]) == (False, True)
    assert arena.count(Case, Case.id == id_of(opened(mentor, arena.student())), Case.workflow_sha == sha) == 1
    assert there.ask("GET", f"/publishing/versions/{sha}")[0] == 200


def test_what_is_read_and_opened_meanwhile_is_wholly_before_or_wholly_after(arena: Arena) -> None:
    with work(arena.place.app):
        for row in db.session.scalars(select(Publication)):
            row.status = "withdrawn"  # so that the first version holds again
    publication, sha = draft(arena, 3)
    here, _ = lookers_after(arena)
    assert state(arena.mentors[0].ask("GET", ROUTINE)[1]) == (True, False)
    students = [arena.student() for _ in arena.mentors]
    with ThreadPoolExecutor() as pool:
        pages = [pool.submit(one.ask, "GET", ROUTINE) for one in arena.mentors]
        cases = [pool.submit(opened, *one) for one in zip(arena.mentors, students, strict=True)]
        done = pool.submit(publish, here, publication)
        read, where = [one.result() for one in pages], [one.result() for one in cases]
        assert done.result() == HAPPENED
    for status, page in read:
        is_first, has_new = state(page)
        assert (status, has_new) == (200, not is_first)
    for case in where:
        on_new = arena.count(Case, Case.id == id_of(case), Case.workflow_sha == sha)
        assert arena.count(Task, Task.case_id == id_of(case), Task.action == CALLED) == on_new
    after = opened(arena.mentors[-1], arena.student())
    assert arena.count(Case, Case.id == id_of(after), Case.workflow_sha == sha) == 1

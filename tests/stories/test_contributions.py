"""Others are asked for answers to a form: each gives their own, and whoever fills it in signs the whole."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from casework.extensions import db
from casework.people.models import Group, Unit
from casework.records.models import Contribution, Submission
from casework.tasks.models import Task
from tests.clients import Client
from tests.factories import make_user, work
from tests.filling import fill_in
from tests.stories.journey import Journey

MAPPING, ASKED = "initial_mapping", "teachers_view"
TABLE = "teacher_reports"
PICTURE = "Är med på laborationerna, försvinner vid genomgångar."


@pytest.fixture
def mapping(journey: Journey) -> Journey:
    """A case in mapping, where the subject teacher is asked."""
    journey.begins_in("mapping")
    return journey


def sheet(journey: Journey) -> str:
    """Where the teacher writes."""
    return journey.task(ASKED).replace("/tasks/", "/contributions/")


def row(subject: str, picture: str, index: int = 0) -> dict[str, str]:
    """A row as the page sends it."""
    cells = {"subject": subject, "picture": picture}
    return {f"{TABLE}-{index}-{column}": text for column, text in cells.items()}


def gives(journey: Journey, who: Client, picture: str = PICTURE, *, do: str = "give") -> None:
    """Somebody writes a row and gives it, or saves it for later."""
    page = who.get(sheet(journey))
    assert who.send(page, do=do, **row("NO", picture)) == "/"


def another_teacher(journey: Journey) -> Client:
    """One more who teaches the class."""
    with work(journey.app):
        unit = db.session.get_one(Unit, journey.school.unit)
        group = db.session.get_one(Group, journey.school.group)
        user = make_user(role="subject_teacher", unit=unit, group=group, name="Tova Utkastberg")
    return journey.at(user.id)


def status(journey: Journey) -> str:
    """How the task stands."""
    with journey.app.app_context():
        found = db.session.scalars(select(Task).where(Task.action == ASKED)).one()
        return found.status


def signed_rows(journey: Journey) -> list[dict[str, str]]:
    """The table of the signed version."""
    with journey.app.app_context():
        found = db.session.scalars(
            select(Submission).where(Submission.form == MAPPING, Submission.status == "finalised")
        ).one()
        return list(found.answers.get(TABLE, []))  # type: ignore[call-overload] # a table is a list


def test_a_teacher_is_asked_on_the_start_page_and_sees_only_the_question(mapping: Journey) -> None:
    teacher = mapping.teacher
    assert sheet(mapping) in {one.attributes.get("href") for one in teacher.get("/").main.all("a")}
    page = teacher.get(sheet(mapping))
    names = {one.attributes.get("name", "") for one in page.main.all("input") + page.main.all("textarea")}
    assert any(name.startswith(TABLE) for name in names)
    assert not any(name.startswith("events") for name in names)
    teacher.get(mapping.case, 403)
    teacher.get(mapping.task(ASKED), 403)
    mapping.mentor.get(sheet(mapping), 404)
    mapping.stranger.get(sheet(mapping), 404)


def test_what_is_given_stands_in_the_form_and_is_signed_with_it(mapping: Journey) -> None:
    mentor = mapping.mentor
    form = f"{mapping.case}/forms/new/{MAPPING}"
    mapping.tells(mentor.get(form), "Nils Skissgård (undervisande lärare)")
    gives(mapping, mapping.teacher, "Halvskriven tanke.", do="save")
    assert "Halvskriven tanke." not in mentor.get(form).text
    gives(mapping, mapping.teacher)
    assert status(mapping) == "done"
    page = mentor.get(form)
    mapping.tells(page, PICTURE)
    assert "väntar på" not in page.main.text.lower()
    mapping.signs(mentor, MAPPING)
    assert {"teacher": "Nils Skissgård", "picture": PICTURE}.items() <= signed_rows(mapping)[0].items()
    late = mapping.teacher.get(sheet(mapping))
    mapping.tells(late, PICTURE)
    mapping.teacher.post(
        sheet(mapping), {**mapping.teacher.tokens(), **row("NO", "Efteråt"), "do": "give"}, 409
    )
    assert "Efteråt" not in str(signed_rows(mapping))


def test_nobody_is_asked_for_their_own_name_or_writes_in_somebody_elses(mapping: Journey) -> None:
    page = mapping.teacher.get(sheet(mapping))
    assert not [one for one in page.main.all("input") if "-teacher" in one.attributes.get("name", "")]
    mapping.teacher.send(page, do="give", **row("NO", PICTURE), **{f"{TABLE}-0-teacher": "Tova Utkastberg"})
    mapping.signs(mapping.mentor, MAPPING)
    assert signed_rows(mapping)[0]["teacher"] == "Nils Skissgård"


def test_each_teacher_gives_their_own_and_the_last_closes_the_task(mapping: Journey) -> None:
    second = another_teacher(mapping)
    gives(mapping, mapping.teacher)
    assert status(mapping) == "open"
    assert PICTURE not in second.get(sheet(mapping)).text
    mapping.tells(mapping.mentor.get(f"{mapping.case}/forms/new/{MAPPING}"), "Tova Utkastberg")
    gives(mapping, second, "Räknar gärna, men inte vid tavlan.")
    assert status(mapping) == "done"
    mapping.signs(mapping.mentor, MAPPING)
    assert [one["picture"] for one in signed_rows(mapping)][:2] == [
        PICTURE,
        "Räknar gärna, men inte vid tavlan.",
    ]


def test_what_was_given_can_be_changed_until_the_form_is_signed(mapping: Journey) -> None:
    gives(mapping, mapping.teacher)
    gives(mapping, mapping.teacher, "Jag tänker", do="save")
    mapping.tells(mapping.mentor.get(f"{mapping.case}/forms/new/{MAPPING}"), PICTURE)
    gives(mapping, mapping.teacher, "Jag tänkte om.")
    mapping.signs(mapping.mentor, MAPPING)
    assert signed_rows(mapping)[0]["picture"] == "Jag tänkte om."


def test_who_signs_has_seen_all_that_is_signed(mapping: Journey) -> None:
    mentor = mapping.mentor
    signing = fill_in(mentor, mapping.case, MAPPING, do="finalise")
    page = mentor.get(signing)
    gives(mapping, mapping.teacher)
    mentor.send(page, status=409)
    mapping.tells(mentor.get(signing), PICTURE)
    mentor.send(mentor.get(signing))
    assert signed_rows(mapping)[0]["picture"] == PICTURE


def test_a_form_may_be_signed_without_what_has_not_come(mapping: Journey) -> None:
    mapping.signs(mapping.mentor, MAPPING)
    assert status(mapping) == "left"
    answer = mapping.teacher.post(
        sheet(mapping), {**mapping.teacher.tokens(), **row("NO", PICTURE), "do": "give"}, 409
    )
    mapping.tells(answer, PICTURE)
    with mapping.app.app_context():
        assert not db.session.scalars(select(Contribution)).all()


def test_what_is_not_complete_is_kept_but_not_given(mapping: Journey) -> None:
    teacher = mapping.teacher
    page = teacher.get(sheet(mapping))
    answer = teacher.send(page, status=422, do="give", **{f"{TABLE}-0-subject": "Hemkunskap"})
    assert answer.main.one("input", name=f"{TABLE}-0-subject").attributes["value"] == "Hemkunskap"
    assert status(mapping) == "open"
    gives(mapping, teacher)
    assert status(mapping) == "done"


def test_two_windows_of_one_teacher_lose_nothing(mapping: Journey) -> None:
    teacher = mapping.teacher
    first, second = teacher.get(sheet(mapping)), teacher.get(sheet(mapping))
    teacher.send(first, do="save", **row("NO", "I det ena fönstret."))
    answer = teacher.send(second, status=409, do="save", **row("NO", "I det andra."))
    mapping.tells(answer, "I det andra.")


def test_the_history_tells_who_gave_and_holds(mapping: Journey) -> None:
    gives(mapping, mapping.teacher)
    mapping.tells(mapping.mentor.get(f"{mapping.case}/history"), "Nils Skissgård")
    mapping.tells(mapping.mentor.get(mapping.task(ASKED)), "Nils Skissgård")


def test_who_fills_in_the_form_may_say_that_a_view_is_not_needed(mapping: Journey) -> None:
    address = f"{mapping.task(ASKED)}/waive"
    mapping.team.post(address, {**mapping.team.tokens(), "waive-reason": "Hinns inte."}, 403)
    mapping.mentor.send(
        mapping.mentor.get(mapping.task(ASKED)), "/waive", **{"waive-reason": "Ny i klassen."}
    )
    assert status(mapping) == "waived"


def test_rows_are_added_and_moved_without_being_given(mapping: Journey) -> None:
    teacher = mapping.teacher
    page = teacher.get(sheet(mapping))
    led_to = teacher.send(page, do=f"add:{TABLE}", **row("NO", "Den första raden."))
    assert led_to.startswith(sheet(mapping))
    page = teacher.get(sheet(mapping))
    ups = [
        value
        for one in page.main.all("button")
        if (value := one.attributes.get("value", "")).startswith("up:")
    ]
    teacher.send(page, do=ups[1], **row("Slöjd", "Den andra raden.", 1))
    page = teacher.get(sheet(mapping))
    subjects = [page.main.one("input", name=f"{TABLE}-{at}-subject").attributes["value"] for at in (0, 1)]
    assert subjects == ["Slöjd", "NO"]
    assert status(mapping) == "open"

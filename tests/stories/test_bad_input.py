"""What no page sends, or sends twice: a clear page, nothing changed, and nothing of it in the log."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from werkzeug.datastructures import MultiDict

from tests.clients import Client, filled
from tests.filling import fill_in
from tests.pages import Page
from tests.stories.ground import unchanged
from tests.stories.journey import Journey

CANARY = "Kanariefågeln Ture sjöng hela natten"
HUGE = "x" * 10 * 1024 * 1024
# What turns up where a page sends a number, a date or an id.
ODD = ["", " ", "²", "-1", "1.5", "9" * 30, "9" * 5000, "null", "../../etc/passwd", "<b>1</b>", "'; --"]


@pytest.fixture
def ready(journey: Journey) -> Journey:
    """A case in its first step that can go on to the second."""
    journey.begins_in("report")
    journey.has_signed(journey.mentor, "student_guardian_checklist")
    return journey


@pytest.fixture(autouse=True)
def _nothing_is_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    yield
    logged = "\n".join(f"{record.getMessage()} {record.exc_text}" for record in caplog.records)
    assert not [word for word in ("Kanarie", "xxxx", "Alva", "Exempelsson") if word in logged]


def test_what_does_not_exist_and_what_is_somebody_elses_are_one_page(ready: Journey) -> None:
    nowhere, case = f"/cases/{uuid4()}", ready.case
    team, stranger = ready.team, ready.stranger
    with unchanged(ready.app):
        pages = []
        for address in ("", "/history", "/forms", "/consents", "/advance/start_mapping", f"/tasks/{uuid4()}"):
            pages += [team.get(nowhere + address, 404), stranger.get(case + address, 404)]
        assert len({page.main.text for page in pages}) == 1
        for address in ("/advance/start_mapping", "/forms/new/closing_evaluation", f"/tasks/{uuid4()}/waive"):
            for who, url in ((stranger, case + address), (team, nowhere + address)):
                who.post(url, {**who.tokens(), "reason": CANARY}, 404)
        team.get(f"/cases/{case[-5:]}", 404)


def test_parts_of_another_case_are_not_reached_through_ones_own(ready: Journey) -> None:
    mentor, team, own = ready.mentor, ready.team, ready.case
    other = mentor.send(mentor.get(f"{ready.another_student()}/open"), stage="report", reason="Borta.")
    task = next(link for link in links(mentor.get(other)) if "/tasks/" in link).rsplit("/", 1)[-1]
    draft = fill_in(mentor, other, "student_guardian_checklist", do="finalise").split("/")[-2]
    consent = new_consent(team, other)
    with unchanged(ready.app):
        mentor.get(f"{own}/tasks/{task}", 404)
        mentor.post(f"{own}/tasks/{task}/waive", {**mentor.tokens(), "waive-reason": CANARY}, 404)
        mentor.get(f"{own}/forms/{draft}", 404)
        mentor.post(f"{own}/forms/{draft}/sign", {**mentor.tokens(), "revision": "2"}, 404)
        team.post(f"{own}/consents/{consent}/withdraw", team.tokens(), 404)
        team.get(f"{own}/approvals/{consent}", 404)
    mentor.get(f"{other}/tasks/{task}")
    mentor.get(f"{other}/forms/{draft}")


def links(page: Page) -> list[str]:
    """Where the page's own links lead."""
    return [one.attributes["href"] for one in page.main.all("a")]


def new_consent(who: Client, case: str) -> str:
    """The id of a consent that is noted now."""
    said = {"given_by": "Karl Exempelsson", "scope": "Mötet."}
    page = who.get(f"{case}/consents/new/share_with_partners")
    listed = who.get(who.post(page.form().attributes["action"], {**filled(page.form()), **said}))
    return next(link for link in links(listed) if link.endswith("/withdraw")).split("/")[-2]


@pytest.mark.parametrize("name", ["to_closed", "start_mapping__mapping", "öppna", "x" * 300])
def test_a_forged_step_is_not_there(ready: Journey, name: str) -> None:
    with unchanged(ready.app):
        sent = {**ready.team.tokens(), "revision": str(ready.row().revision), "reason": CANARY}
        ready.team.post(f"{ready.case}/advance/{name}", sent, 404)
        ready.team.get(f"{ready.case}/advance/{name}", 404)


@pytest.mark.parametrize("to", ["closed", "analysis", "compulsory_school_monitoring", "nowhere"])
def test_a_step_to_a_forged_place_is_refused(ready: Journey, to: str) -> None:
    with unchanged(ready.app):
        ready.may_not_step(ready.team, "start_mapping", 409, to=to, reason=CANARY)
        ready.may_not_step(ready.team, "open", 409, reason=CANARY)


def test_a_form_without_its_tokens_is_refused_with_the_text_kept(ready: Journey) -> None:
    mentor, address = ready.mentor, f"{ready.case}/forms/new/closing_evaluation"
    sent = {**mentor.tokens(), "revision": "0", "do": "save", "school_lessons": CANARY}
    theirs = ready.team.tokens()["csrf_token"]
    with unchanged(ready.app):
        for gone in ({"csrf_token": ""}, {"csrf_token": theirs}, {"once": ""}, {"once": "forged"}):
            ready.tells(mentor.post(address, {**sent, **gone}, 400), CANARY)
    mentor.post(address, sent)


def test_a_once_token_of_somebody_else_is_refused(ready: Journey) -> None:
    address, reason = f"{ready.case}/advance/start_again", "Vi börjar om från början."
    theirs = {**ready.team.tokens(), "revision": str(ready.row().revision), "reason": reason}
    ready.team.post(address, theirs)
    with unchanged(ready.app):
        mine = {**ready.rector.tokens(), "revision": str(ready.row().revision), "reason": reason}
        ready.tells(ready.rector.post(address, {**mine, "once": theirs["once"]}, 400), reason)
    ready.rector.post(address, mine)


def test_ten_megabytes_are_too_much(ready: Journey) -> None:
    with unchanged(ready.app):
        for who, address in (
            (ready.mentor, "forms/new/closing_evaluation"),
            (ready.team, "advance/start_mapping"),
        ):
            page = who.post(f"{ready.case}/{address}", {**who.tokens(), "reason": HUGE}, 413)
            assert len(page.answer.text) < 20_000


@pytest.mark.parametrize("signs", [b"%00", b"%1B[31m", b"\xff\xfe", b"%7F"])
def test_what_is_not_text_is_refused(ready: Journey, signs: bytes) -> None:
    sent = {**ready.mentor.tokens(), "revision": "0", "do": "save", "school_lessons": CANARY}
    body = urlencode(sent).encode() + signs
    with unchanged(ready.app):
        answer = ready.mentor.raw.post(
            f"{ready.case}/forms/new/closing_evaluation",
            data=body,
            content_type="application/x-www-form-urlencoded",
        )
        assert answer.status_code == 400
        assert ready.say("Something has to be put right") in answer.text
    answer = ready.mentor.raw.post(f"{ready.case}/forms/new/closing_evaluation", data=sent)
    assert answer.status_code == 303


def test_files_and_other_kinds_of_body_are_refused(ready: Journey) -> None:
    address, mentor = f"{ready.case}/forms/new/closing_evaluation", ready.mentor
    with unchanged(ready.app):
        sent = {**mentor.tokens(), "school_lessons": (BytesIO(b"\x89PNG\r\n"), "bild.png")}
        with_file = mentor.raw.post(address, data=sent, content_type="multipart/form-data")
        as_json = mentor.raw.post(address, json={"school_lessons": CANARY})
        assert (with_file.status_code, as_json.status_code) == (400, 400)


def test_odd_numbers_dates_and_options_are_told_and_never_a_failure(ready: Journey) -> None:
    team, mentor, task = ready.team, ready.mentor, ready.task("contact_home")
    tokens = mentor.tokens()
    with unchanged(ready.app):
        for odd in ODD:
            step = team.raw.post(
                f"{ready.case}/advance/start_mapping", data={**team.tokens(), "revision": odd}
            )
            assert step.status_code in (400, 409)
            for where in ("/cases/", "/students"):
                asked = {"page": odd, "q": odd, "stage": odd, "group": odd, "waits_for": odd}
                assert team.raw.get(where, query_string=asked).status_code == 200
            said = {"done-happened_on": odd, "done-outcome": odd, "done-note": CANARY}
            again = Page(mentor.raw.post(f"{task}/report/done", data={**tokens, **said}))
            assert again.all("p", class_="error")
            assert CANARY in again.answer.text
            form = {**tokens, "revision": odd, "close_reason": odd.strip() or "x", "do": f"add:{odd}:²"}
            saved = mentor.raw.post(f"{ready.case}/forms/new/closing_evaluation", data=form)
            assert saved.status_code == 422


def test_the_same_form_sent_again_has_one_effect_and_the_same_answer(journey: Journey) -> None:
    journey.begins_in("report")
    journey.has_signed(journey.mentor, "student_guardian_checklist")
    for act in (takes_a_step, notes_a_contact, begins_a_form, records_a_consent):
        who, url, sent = act(journey)
        first = who.post(url, sent)
        with unchanged(journey.app):
            for _ in range(3):
                assert who.post(url, sent) == first


Sending = tuple[Client, str, dict[str, Any]]


def takes_a_step(journey: Journey) -> Sending:
    """The team goes on to the mapping."""
    return as_its_page_sends(journey.team, f"{journey.case}/advance/start_mapping", {})


def notes_a_contact(journey: Journey) -> Sending:
    """The mentor notes that the school has asked what it can do."""
    sent = {"done-outcome": "reached", "done-note": "De vill börja senare på morgonen."}
    return as_its_page_sends(journey.mentor, journey.task("ask_what_school_can_do"), sent, "/report/done")


def begins_a_form(journey: Journey) -> Sending:
    """The mentor saves a mapping for the first time."""
    return as_its_page_sends(journey.mentor, f"{journey.case}/forms/new/initial_mapping", {"do": "save"})


def records_a_consent(journey: Journey) -> Sending:
    """The team notes a consent."""
    sent = {"given_by": "Karl Exempelsson", "scope": "Mötet."}
    return as_its_page_sends(journey.team, f"{journey.case}/consents/new/share_with_partners", sent)


def as_its_page_sends(who: Client, url: str, said: dict[str, Any], action: str = "") -> Sending:
    """What the page's form sends, with these answers."""
    form = who.get(url).form(action)
    return who, form.attributes["action"], {**filled(form), **said}


def test_a_page_from_before_the_case_moved_is_refused_with_the_text_kept(journey: Journey) -> None:
    journey.begins_in("mapping")
    page = journey.team.get(f"{journey.case}/advance/step_back?to=report")
    journey.has_signed(journey.mentor, "initial_mapping")  # the case has changed meanwhile
    with unchanged(journey.app):
        answer = journey.team.send(page, status=409, reason=CANARY)
        journey.tells(answer, CANARY, journey.say("Somebody was before you"))
    journey.steps(journey.team, "step_back", to="report", reason=CANARY)
    late = journey.team.post(page.form().attributes["action"], {**filled(page.form()), "reason": CANARY}, 409)
    journey.tells(late, CANARY)
    journey.stands_in("report")


def test_who_has_been_signed_out_keeps_what_they_wrote(journey: Journey) -> None:
    journey.begins_in("report")
    page = journey.mentor.get(f"{journey.case}/forms/new/student_guardian_checklist")
    sent = {**filled(page.form()), "absence_summary": CANARY}
    form = next(one for one in page.all("form") if one.attributes["action"].endswith("/sign-out"))
    journey.mentor.raw.post("/sign-out", data=MultiDict(filled(form)))
    with unchanged(journey.app):
        answer = journey.mentor.raw.post(page.form().attributes["action"], data=MultiDict(sent))
        assert answer.status_code == 403
        assert CANARY in answer.text

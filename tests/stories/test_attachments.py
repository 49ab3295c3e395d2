"""Attachments in the life of a case: who reads them, what goes out, newer versions, removal."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import select

from casework.attachments.proof import file_faults
from casework.cases import proof
from casework.extensions import db, files_folder
from tests.attachments.samples import docx, pdf, picture
from tests.attachments.sending import TITLE, attach, file_of, links
from tests.clients import Client
from tests.stories.journey import Journey


def in_list(journey: Journey, who: Client) -> dict[str, str]:
    """Title → address of what the reader finds among the documents of the case."""
    return links(who.get(f"{journey.case}/attachments"))


def on_disk(journey: Journey) -> list[str]:
    """The names of the files that are kept."""
    with journey.app.app_context():
        folder = files_folder()
        return sorted(one.name for one in folder.glob("*")) if folder.exists() else []


def holds(journey: Journey) -> bool:
    """Whether rows, files and history fit."""
    with journey.app.app_context():
        return not [*proof.faults(), *file_faults()]


@pytest.fixture
def case(journey: Journey, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Journey:
    """A case that the school investigates, with nothing attached to it, and no other files beside it."""
    monkeypatch.setattr(journey.app, "instance_path", str(tmp_path))
    journey.begins_in("investigation")
    return journey


def test_a_file_is_attached_read_and_saved_again_as_it_was(case: Journey) -> None:
    content = pdf(2)
    assert attach(case.mentor, f"{case.case}/attach", content) == f"{case.case}/attachments"
    address = in_list(case, case.counsellor)[TITLE]
    page = case.counsellor.get(address)
    case.tells(page, TITLE, "PDF, 2 sidor", "Karin Mallsjö", "Alla i ärendet")
    pictures = page.main.all("img")
    assert [one.attributes["alt"] for one in pictures] == [
        "Förhandsvisning av bilagans sida 1",
        "Förhandsvisning av bilagans sida 2",
    ]
    shown = case.counsellor.raw.get(pictures[0].attributes["src"])
    assert shown.content_type == "image/png"
    assert shown.data.startswith(b"\x89PNG")
    assert file_of(case.counsellor, address).data == content
    assert holds(case)
    history = case.counsellor.get(f"{case.case}/history")
    case.tells(history, f"”{TITLE}” bifogad")


def test_a_file_is_saved_under_a_name_that_tells_nothing_and_never_shown(case: Journey) -> None:
    attach(case.mentor, f"{case.case}/attach", name="Alva Exempelsson diagnos.pdf")
    address = in_list(case, case.mentor)[TITLE]
    answer = file_of(case.mentor, address)
    sha = address.rsplit("/", 1)[-1].replace("-", "")[:4]
    assert (
        answer.headers["Content-Disposition"] == f"attachment; filename=bilaga-{case.row().number}-{sha}.pdf"
    )
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.content_type == "application/pdf"
    assert "diagnos" not in case.mentor.get(address).answer.text
    with case.app.app_context():
        tables = db.metadata.sorted_tables
        everything = "".join(
            repr(tuple(row)) for table in tables for row in db.session.execute(select(table))
        )
    assert TITLE in everything
    assert "diagnos.pdf" not in everything


def test_whoever_may_not_read_the_class_learns_nothing_of_it(case: Journey) -> None:
    attach(case.nurse, f"{case.case}/attach", picture(), title="Kanarie medicinsk", place="medical")
    attach(case.nurse, f"{case.case}/attach", docx(), title="Kanarie elevhälsa", place="student_health")
    attach(case.nurse, f"{case.case}/attach", b"Hej", title="Kanarie skola", place="school")
    found = in_list(case, case.nurse)
    assert len(found) == 3
    readers = {
        "Kanarie medicinsk": {case.nurse},
        "Kanarie elevhälsa": {case.nurse, case.counsellor, case.rector},
    }
    for who in (case.mentor, case.counsellor, case.rector, case.nurse):
        seen = in_list(case, who)
        told = who.get(f"{case.case}/history").text + who.get(case.case).text
        for title, address in found.items():
            may = who in readers.get(title, {who})
            assert (title in seen) == (title in told) == may
            for place in ("", "/file", "/pages/1", "/replace", "/remove"):
                allowed = {200, 403} if place in ("/replace", "/remove") else {200}
                has_page = place != "/pages/1" or title == "Kanarie medicinsk"
                expected = allowed if may and has_page else {404}
                assert who.raw.get(address + place).status_code in expected, f"{title} {place}"


def test_nobody_gives_a_class_that_they_may_not_read(case: Journey) -> None:
    page = case.mentor.get(f"{case.case}/attach")
    assert not page.form().all("input", name="place")
    attach(case.mentor, f"{case.case}/attach", place="medical")
    assert in_list(case, case.mentor)
    attach(case.counsellor, f"{case.case}/attach", place="medical", status=422)
    attach(case.counsellor, f"{case.case}/attach", status=422)  # who reads several classes has to choose
    attach(case.counsellor, f"{case.case}/attach", place="student_health", title="Två")
    assert set(in_list(case, case.counsellor)) == {TITLE, "Två"}


def test_a_newer_version_takes_the_place_and_the_older_stay(case: Journey) -> None:
    attach(case.mentor, f"{case.case}/attach", pdf(1))
    first = in_list(case, case.mentor)[TITLE]
    second = attach(case.counsellor, f"{first}/replace", pdf(2), title="Brevet i sin helhet")
    assert in_list(case, case.mentor) == {"Brevet i sin helhet": second}
    old = case.mentor.get(first)
    case.tells(old, "äldre version")
    assert not [one for one in old.main.all("a") if one.attributes["href"].endswith("/remove")]
    assert file_of(case.mentor, first).data == pdf(1)
    assert file_of(case.mentor, second).data == pdf(2)
    late = case.mentor.raw.get(f"{first}/replace")
    assert late.status_code == 409  # somebody was before
    assert holds(case)


def test_removing_needs_a_reason_and_leaves_the_trace_without_the_file(case: Journey) -> None:
    attach(case.mentor, f"{case.case}/attach")
    address = in_list(case, case.mentor)[TITLE]
    assert len(on_disk(case)) > 1
    page = case.mentor.get(f"{address}/remove")
    case.mentor.send(page, status=422, reason=" ")
    assert file_of(case.mentor, address).data
    assert case.mentor.send(page, reason="Hör till en annan elev.") == f"{case.case}/attachments"
    assert in_list(case, case.mentor) == {}
    for who in (case.mentor, case.counsellor):
        case.tells(who.get(f"{case.case}/attachments"), TITLE, "Hör till en annan elev.", "Karin Mallsjö")
        assert who.raw.get(f"{address}/file").status_code == 404
        assert who.raw.get(f"{address}/pages/1").status_code == 404
    case.tells(case.mentor.get(f"{case.case}/history"), "borttagen", "Hör till en annan elev.")
    assert not [one for one in on_disk(case) if one != "incoming"]
    case.mentor.post(f"{address}/remove", {**case.mentor.tokens(), "reason": "En gång till."}, 409)
    assert holds(case)


def test_only_who_attached_it_or_owns_the_step_removes(case: Journey) -> None:
    attach(case.mentor, f"{case.case}/attach", title="Mentorns")
    attach(case.counsellor, f"{case.case}/attach", title="Kuratorns", place="school")
    found = in_list(case, case.mentor)
    assert case.mentor.raw.get(f"{found['Kuratorns']}/remove").status_code == 403
    assert case.mentor.raw.get(f"{found['Mentorns']}/remove").status_code == 200
    assert case.team.raw.get(f"{found['Mentorns']}/remove").status_code == 200
    assert case.rector.raw.get(f"{found['Mentorns']}/remove").status_code == 403


def test_nothing_is_attached_to_a_closed_case_and_all_can_be_read(journey: Journey) -> None:
    journey.begins_in("report")
    attach(journey.mentor, f"{journey.case}/attach")
    address = in_list(journey, journey.mentor)[TITLE]
    page = journey.mentor.get(f"{journey.case}/attach")
    journey.has_signed(journey.mentor, "closing_evaluation")
    journey.steps(journey.rector, "close")
    journey.mentor.send(page, status=409, title="För sent", file=(BytesIO(pdf()), "a.pdf"))
    for place in ("/replace", "/remove"):
        assert journey.mentor.raw.get(address + place).status_code == 409
    assert file_of(journey.mentor, address).data == pdf()
    assert set(in_list(journey, journey.mentor)) == {TITLE}
    assert holds(journey)

"""Running cases and another version: what would change is shown, then done, then taken back, over HTTP."""

from __future__ import annotations

from uuid import uuid4

from flask import Flask

from casework.access.models import ReadStudent
from casework.cases.models import Case
from casework.cases.proof import faults
from casework.extensions import db
from casework.history.queries import breaches
from casework.people.models import Group, Unit
from casework.publishing.queries import MOST
from tests.clients import Client, client_as, filled
from tests.factories import School, make_case, make_student, work
from tests.pages import Page
from tests.publishing.conftest import addresses, published
from tests.versions.texts import renamed_stage


def more(app: Flask, school: School, *stages: str) -> list[Case]:
    """More cases at the school, in these stages."""
    with work(app):
        unit, group = db.session.get_one(Unit, school.unit), db.session.get_one(Group, school.group)
        names = ("Milo", "Noor", "Juni", "Saga")
        return [
            make_case(student=make_student(unit=unit, group=group, given=given), stage=stage)
            for given, stage in zip(names, stages, strict=False)
        ]


def stands(app: Flask, case: Case) -> tuple[str, str]:
    with app.app_context():
        row = db.session.get_one(Case, case.id)
        return row.workflow_sha, row.stage


def goes_on(browser: Client, page: Page, **fields: object) -> str:
    """Sends the preview and everything that its next page sends by itself; where the run is."""
    run = str(browser.send(page, **{"reason": "Beslut 12.", **fields}))
    while "data-go-on" in browser.raw.get(run).text:
        browser.send(browser.get(run), "/go-on")
    return run


def test_the_preview_tells_what_changes_and_nothing_has_happened(
    app: Flask, per: Client, case: Case, sha: str
) -> None:
    before = stands(app, case)
    page = per.get(f"/publishing/cases/{sha}")
    told = page.main.text
    assert "Alva Exempelsson, 8B" in told
    for text in (
        "behövs inte längre",
        "Fråga eleven och hemmet",
        "1 uppgift öppnas",
        "Ring hem en gång till",
    ):
        assert text in told, text
    assert "Saknas nu för nästa steg" in told
    assert "Inget har hänt än" in told
    assert stands(app, case) == before
    assert "1 ärende" in per.get("/publishing/cases").main.text


def test_what_the_preview_shows_of_students_is_logged(app: Flask, per: Client, case: Case, sha: str) -> None:
    per.get(f"/publishing/cases/{sha}")
    with app.app_context():
        assert case.student_id in set(db.session.scalars(db.select(ReadStudent.student_id)))


def test_chosen_cases_go_on_and_the_history_says_why(
    app: Flask, school: School, per: Client, case: Case, sha: str
) -> None:
    (kept,) = more(app, school, "mapping")
    page = per.get(f"/publishing/cases/{sha}")
    values = [one.attributes["value"] for one in page.main.all("input", name="case")]
    chosen = next(value for value in values if value.startswith(str(case.id)))
    assert len(values) == 2
    run = goes_on(per, page, case=chosen)
    assert "Går vidare med versionen" in per.get(run).main.text
    assert stands(app, case)[0] == sha
    assert stands(app, kept)[0] != sha
    history = per.get(f"/cases/{case.id}/history").main.text
    assert "Går vidare med rutinen Stegvis arbete för ökad skolnärvaro, version 2" in history
    assert "Beslut 12." in history
    assert "Ring hem en gång till" in history
    with app.app_context():
        assert not list(breaches())
        assert not list(faults())


def test_whoever_sends_without_reason_or_case_is_told(app: Flask, per: Client, case: Case, sha: str) -> None:
    page = per.get(f"/publishing/cases/{sha}")
    assert "Skriv varför de går vidare" in per.send(page, status=422, reason="").main.text
    fields = {key: value for key, value in filled(page.form()).items() if key != "case"}
    again = per.post(f"/publishing/cases/{sha}", {**fields, "reason": "Beslut"}, 422)
    assert "Se vad som" not in again.heading
    assert stands(app, case)[0] != sha


def test_a_case_that_was_touched_after_the_preview_stays(
    app: Flask, per: Client, case: Case, sha: str
) -> None:
    page = per.get(f"/publishing/cases/{sha}")
    with work(app):
        db.session.get_one(Case, case.id).place = 3
    run = goes_on(per, page)
    assert "någon har ändrat det sedan du tittade" in per.get(run).main.text
    assert stands(app, case)[0] != sha


def test_a_step_that_is_gone_is_mapped_or_its_cases_stay(
    app: Flask, school: School, berit: Client, per: Client
) -> None:
    investigation, mapping = more(app, school, "investigation", "mapping")
    sha = published(berit, renamed_stage())
    page = per.get(f"/publishing/cases/{sha}")
    assert "Versionen har inget sådant steg" in page.main.text
    assert len(page.main.all("input", name="case")) == 1
    mapped = per.get(f"/publishing/cases/{sha}?stage-investigation=inquiry")
    assert len(mapped.main.all("input", name="case")) == 2
    goes_on(per, mapped)
    assert stands(app, investigation) == (sha, "inquiry")
    assert stands(app, mapping) == (sha, "mapping")


def test_the_run_is_taken_back_but_for_cases_in_which_something_has_happened(
    app: Flask, school: School, per: Client, case: Case, sha: str
) -> None:
    (touched,) = more(app, school, "mapping")
    before = stands(app, case)
    run = goes_on(per, per.get(f"/publishing/cases/{sha}"))
    assert stands(app, touched)[0] == stands(app, case)[0] == sha
    per.send(per.get(f"/cases/{touched.id}/notes/new"), text="Pratade med Milo.", confidentiality="school")
    per.send(per.get(f"{run}/undo"))
    assert stands(app, case) == before
    assert stands(app, touched)[0] == sha
    told = per.get(run).main.text
    assert "Återtaget" in told
    history = per.get(f"/cases/{case.id}/history").main.text
    assert "Återtaget: går vidare med rutinen Stegvis arbete för ökad skolnärvaro, version 1" in history


def test_nobody_sees_or_moves_cases_of_another_school(
    app: Flask, school: School, per: Client, case: Case, sha: str
) -> None:
    maja = client_as(app, school.stranger)
    page = maja.get(f"/publishing/cases/{sha}")
    assert "Alva" not in page.main.text
    mine = per.get(f"/publishing/cases/{sha}")
    value = mine.main.one("input", name="case").attributes["value"]
    fields = {**maja.tokens(), "case": value, "reason": "Beslut"}
    maja.post(f"/publishing/cases/{sha}", fields, 422)
    run = goes_on(per, mine)
    maja.get(run, 404)
    assert maja.raw.post(f"{run}/go-on", data=maja.tokens()).status_code == 404
    maja.get(f"{run}/undo", 404)
    per.get(run)
    per.get(f"/publishing/runs/{uuid4()}", 404)


def test_the_administration_reaches_what_has_been_handed_over(
    app: Flask, school: School, berit: Client, sha: str
) -> None:
    over, _ = more(app, school, "compulsory_school_monitoring", "mapping")
    page = berit.get(f"/publishing/cases/{sha}")
    assert len(page.main.all("input", name="case")) == 1
    goes_on(berit, page)
    assert stands(app, over)[0] == sha


def test_the_administrator_of_the_program_sees_no_running_cases(
    app: Flask, school: School, case: Case, sha: str
) -> None:
    isak = client_as(app, school.administrator)
    isak.get(f"/publishing/cases/{sha}", 403)
    isak.get("/publishing/cases", 403)
    page = isak.get("/publishing/")
    assert not any("/publishing/cases" in one for one in addresses(page))


def test_a_draft_is_no_version_to_go_on_with(app: Flask, per: Client) -> None:
    per.get(f"/publishing/cases/{'0' * 64}", 404)


def test_so_many_are_looked_at_together() -> None:
    assert MOST == 500

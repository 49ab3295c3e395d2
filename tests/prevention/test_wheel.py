"""The wheel of a school's year: what is to be done, by whom it is noted, and how it stands from then on."""

from __future__ import annotations

from collections.abc import Callable

from tests.clients import Client
from tests.factories import School

See = Callable[[str], Client]
Follow = Callable[[str], School]


def work_url(school: School, work_id: str, *more: object) -> str:
    """The page of the work, or of one of its turns."""
    return "/".join(["/prevention", str(school.unit), "work", work_id, *map(str, more)])


def test_what_is_due_is_noted_and_stands_as_done(laid: School, sees: See) -> None:
    team = sees("health_team")
    page = team.get("/prevention/")
    assert page.text.count("Följ upp närvaron för varje elev med elevhälsoteamet") > 10
    at = work_url(laid, "monthly_students", "2026-11")
    assert at in page.text
    form = team.get(at)
    there = team.send(form, at, kind="done", on="2026-11-06", note="Gick igenom 8B.", answered="", result="")
    told = team.get(there)
    assert "Gick igenom 8B." in told.text
    assert "Klart 6 november" in told.text

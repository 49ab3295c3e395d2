"""An extract of a signed form is released by a decision: it holds what was chosen, the form stays closed."""

from __future__ import annotations

from typing import Any

import pytest

from casework.cases import proof
from casework.cases.extract_models import Extract
from casework.extensions import db
from casework.people.models import Guardianship
from tests.clients import Client
from tests.factories import work
from tests.stories.journey import Journey

FORM = "school_social_mapping"
CHOSEN, CLOSED, SUMMARY = "Sover oroligt sedan flytten.", "Bor hos farmor just nu.", "Trivs i bildsalen."
WHY = "Skolan ska anpassa morgnarna."
TO_SCHOOL = {
    "recipient": "school",
    "name": "Granbackaskolan",
    "ground": "general_clause",
    "confidentiality": "school",
    "reason": WHY,
}


@pytest.fixture
def mapped(journey: Journey) -> Journey:
    """A mapping that the counsellor has signed; most of it is for student health."""
    journey.begins_in("mapping")
    said = {"wellbeing": CHOSEN, "school_history": CLOSED, "c2_summary": SUMMARY}
    journey.has_signed(journey.counsellor, FORM, **said)
    return journey


def signed(journey: Journey) -> str:
    """The address of the signed mapping."""
    return journey.counsellor.get(f"{journey.case}/forms").main.link(journey.title(FORM))


def releases(journey: Journey, who: Client, status: int = 303, **said: Any) -> Any:
    """Somebody releases what is said from its page; the extract's address, or the page that tells why not."""
    page = who.get(f"{signed(journey)}/release")
    return who.send(page, status=status, **{"what": ["wellbeing"], **TO_SCHOOL, **said})


def bond(journey: Journey) -> str:
    """How the form names the student's guardian."""
    with journey.app.app_context():
        mine = Guardianship.student_id == journey.school.student
        return str(db.session.query(Guardianship.id).filter(mine).scalar())


def test_an_extract_holds_what_was_chosen_for_those_it_was_released_to(mapped: Journey) -> None:
    assert CHOSEN not in mapped.mentor.get(signed(mapped)).text
    extract = releases(mapped, mapped.counsellor)
    for page in (mapped.mentor.get(extract), mapped.mentor.get(f"{extract}/print?language=nb")):
        assert CHOSEN in page.text
        assert "Granbackaskolan" in page.text
        assert "OSL 10 kap. 27 §" in page.text
        assert CLOSED not in page.text
        assert SUMMARY not in page.text
    assert WHY not in mapped.mentor.get(f"{extract}/print").main.one("article").text
    assert CHOSEN not in mapped.mentor.get(signed(mapped)).text  # the form is as closed as before


def test_it_stands_with_the_documents_of_the_case_with_who_when_and_why(mapped: Journey) -> None:
    extract = releases(mapped, mapped.counsellor)
    for page in (mapped.mentor.get(mapped.case), mapped.mentor.get(f"{mapped.case}/attachments")):
        listed = page.main.one("section", id="extracts")
        assert listed.link("Utdrag ur") == extract
        assert all(text in listed.text for text in ("Granbackaskolan", "Sofia", WHY))
    told = mapped.mentor.get(f"{mapped.case}/history").main.text
    assert (
        mapped.say("Extract of %(form)s released to %(name)s", form=mapped.title(FORM), name="Granbacka")[:20]
        in told
    )


def test_an_extract_for_student_health_is_not_known_to_others(mapped: Journey) -> None:
    extract = releases(mapped, mapped.counsellor, confidentiality="student_health")
    mapped.mentor.get(extract, 404)
    mapped.mentor.get(f"{extract}/print", 404)
    for url in (mapped.case, f"{mapped.case}/attachments", f"{mapped.case}/history"):
        assert "Granbackaskolan" not in mapped.mentor.get(url).text
        assert "Granbackaskolan" in mapped.rector.get(url).text
    assert CHOSEN in mapped.nurse.get(extract).text


def test_a_part_is_released_as_a_whole(mapped: Journey) -> None:
    page = mapped.counsellor.get(f"{signed(mapped)}/release")
    things = [one.attributes["value"] for one in page.main.all("input", name="what")]
    whole = next(one for one in things if one.startswith("*"))
    releases(mapped, mapped.counsellor, what=[whole])
    with mapped.app.app_context():
        fields = db.session.query(Extract).one().fields
    first = things.index(whole) + 1
    assert fields == things[first : first + len(fields)]
    assert len(fields) > 1


def test_what_is_missing_is_told_at_once_and_nothing_is_released(mapped: Journey) -> None:
    said = {"what": [], "recipient": "", "ground": "other_body", "confidentiality": "medical", "reason": " "}
    page = releases(mapped, mapped.counsellor, 422, **said)
    mapped.tells(
        page,
        mapped.say("Choose at least one answer."),
        mapped.say("Choose to whom, and write which school or authority."),
        mapped.say("Choose a legal ground."),  # the one that was sent is Norwegian
        mapped.say("Choose who reads the extract here."),
        mapped.say("Write a reason. Those who read the case later need it."),
    )
    releases(mapped, mapped.counsellor, 422, what=["no_such_question"])
    releases(mapped, mapped.counsellor, 422, ground="consent")
    with mapped.app.app_context():
        assert not db.session.query(Extract).count()


def test_a_consent_has_its_day_and_the_guardian_their_name(mapped: Journey) -> None:
    said = {"recipient": bond(mapped), "name": "", "ground": "consent", "consent_on": "2026-11-02"}
    page = mapped.mentor.get(releases(mapped, mapped.counsellor, **said))
    assert "Karl Exempelsson" in page.main.text
    assert "2 november" in page.main.text


def test_nothing_is_released_to_a_guardian_that_is_kept_from_them(mapped: Journey) -> None:
    home = f"/students/{mapped.school.student}/home/{bond(mapped)}/withheld/new/{FORM}"
    said = {"recipient": bond(mapped), "name": "", "what": ["c2_summary"]}
    mapped.counsellor.send(mapped.counsellor.get(home), fields=["c2_summary"], reason="Kan ta skada.")
    page = releases(mapped, mapped.counsellor, 422, **said)
    mapped.tells(
        page,
        mapped.say("One of the answers is kept from this person. Take it away, or let it be told again."),
    )
    released = releases(mapped, mapped.counsellor, **{**said, "what": ["wellbeing", "school_history"]})
    assert CLOSED in mapped.counsellor.get(f"{released}/print").main.one("article").text
    with work(mapped.app):
        row = db.session.query(Guardianship).filter_by(student_id=mapped.school.student).one()
        row.may_be_informed, row.reason = False, "Beslut."
    page = releases(mapped, mapped.counsellor, 422, **{**said, "what": ["wellbeing"]})
    mapped.tells(page, mapped.say("It is decided that this person may not be told about the case."))
    mapped.counsellor.get(f"{released}/print", 409)


def test_a_withdrawn_extract_is_gone_and_the_history_keeps_that_it_was(mapped: Journey) -> None:
    extract = releases(mapped, mapped.counsellor)
    mapped.mentor.get(f"{extract}/withdraw", 403)
    page = mapped.rector.get(f"{extract}/withdraw")
    mapped.rector.send(page, reason=" ", status=422)
    mapped.rector.send(page, reason="Fel mottagare.")
    for url in (extract, f"{extract}/print", f"{extract}/withdraw"):
        mapped.rector.get(url, 404)
    assert not mapped.mentor.get(mapped.case).main.all("section", id="extracts")
    told = mapped.mentor.get(f"{mapped.case}/history").main.text
    assert "Fel mottagare." in told
    assert WHY in told
    with mapped.app.app_context():
        row = db.session.query(Extract).one()
        assert (row.withdrawn_by_id, row.withdrawal_reason) == (mapped.school.rector, "Fel mottagare.")
        assert not list(proof.faults())


def test_what_was_released_cannot_be_changed_without_trace(mapped: Journey) -> None:
    releases(mapped, mapped.counsellor)
    for column, value in (("fields", ["school_history"]), ("recipient", "Annan"), ("law", "Ingen")):
        with mapped.app.app_context():
            row = db.session.query(Extract).one()
            setattr(row, column, value)
            db.session.flush()
            assert [one for one in proof.faults() if "extract" in one and "is changed" in one]
            db.session.rollback()
    with mapped.app.app_context():
        assert not list(proof.faults())


def test_only_who_may_releases_and_only_what_is_signed(mapped: Journey) -> None:
    url = f"{signed(mapped)}/release"
    for who, status in ((mapped.mentor, 403), (mapped.teacher, 403), (mapped.stranger, 404)):
        who.get(url, status)
        who.post(url, {**who.tokens(), "what": "wellbeing", **TO_SCHOOL}, status)
    for who in (mapped.nurse, mapped.rector, mapped.team):
        who.get(url)
    mapped.mentor.send(
        mapped.mentor.get(f"{mapped.case}/forms/new/initial_mapping"), do="save", school_causes="Inget."
    )
    draft = mapped.mentor.redirected(f"{mapped.case}/forms/new/initial_mapping")
    mapped.rector.get(f"{draft}/release", 404)
    with mapped.app.app_context():
        assert not db.session.query(Extract).count()

"""Nothing is typed twice: an answer from elsewhere stands there with where from, and both are kept."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select, text

from casework.extensions import db, unit_of_work
from casework.records import together
from casework.records.models import Submission
from tests.clients import Client
from tests.pages import Page
from tests.stories.journey import Journey

CHECKLIST, MAPPING = "student_guardian_checklist", "initial_mapping"
HAPPENED = "Bytte till ny klass efter sommaren."
MORE = "Bytte till ny klass efter sommaren. Bästa vännen har flyttat."
CORRECTED = "Bytte till ny klass i augusti, inte i juni."
PATTERN = ["certain_weekdays", "mornings"]
LINE = "Från Checklista för elev och vårdnadshavare, version 1"


def begins(journey: Journey) -> str:
    """A case in mapping, where the checklist says what happened; the address of the checklist."""
    journey.opens(journey.mentor)
    signed = journey.signs(journey.mentor, CHECKLIST, g_changes=HAPPENED, days_subjects=PATTERN)
    journey.steps(journey.team, "start_mapping")
    return signed


def new(journey: Journey, who: Client, form: str = MAPPING) -> Page:
    """The form before anybody has begun it."""
    return who.get(f"{journey.case}/forms/new/{form}")


def events(page: Page) -> str:
    """What stands in the question about what has happened."""
    area = page.main.one("textarea", name="events")
    return "".join(one for one in area.inside if isinstance(one, str)).strip()


def row(journey: Journey, form: str = MAPPING) -> Submission:
    """The newest version of the form."""
    newest = select(Submission).where(Submission.form == form).order_by(Submission.started_at.desc())
    with journey.app.app_context():
        found = db.session.scalars(newest).first()
        assert found
        return found


def buttons(page: Page) -> list[str]:
    """What the buttons of the form would do."""
    return [one.attributes.get("value", "") for one in page.main.all("button")]


def corrects(journey: Journey, address: str, **said: Any) -> str:
    """The mentor corrects the signed version; the address of the new one."""
    draft = str(journey.mentor.send(journey.mentor.get(address), "/correct"))
    signing = journey.mentor.send(journey.mentor.get(draft), do="finalise", **said)
    journey.mentor.send(journey.mentor.get(signing))
    return draft


def test_a_new_form_shows_what_stands_elsewhere_with_a_link_and_leaves_no_trace(journey: Journey) -> None:
    checklist = begins(journey)
    page = new(journey, journey.mentor)
    assert events(page) == HAPPENED
    journey.tells(page, LINE, "Karin Mallsjö")
    assert page.main.all("a", href=checklist)
    ticked = {one.attributes["value"] for one in page.main.all("input", name="pattern", checked="")}
    assert ticked == set(PATTERN)
    with journey.app.app_context():
        assert not db.session.scalars(select(Submission).where(Submission.form == MAPPING)).all()


def test_it_counts_as_an_answer_and_is_kept_with_where_it_came_from(journey: Journey) -> None:
    checklist = begins(journey)
    journey.mentor.send(new(journey, journey.mentor), do="save")
    draft = row(journey)
    assert (draft.answers["events"], draft.answers["pattern"]) == (HAPPENED, PATTERN)
    assert draft.origins["events"]["submission"] == checklist.rsplit("/", 1)[-1]
    assert (draft.origins["events"]["value"], draft.origins["events"]["by"]) == (HAPPENED, "Karin Mallsjö")
    assert "concern_type" not in draft.origins  # this is asked here only


def test_it_can_be_changed_and_taken_back_without_a_script(journey: Journey) -> None:
    begins(journey)
    journey.mentor.send(new(journey, journey.mentor), do="save", events=MORE)
    draft = f"{journey.case}/forms/{row(journey).id}"
    page = journey.mentor.get(draft)
    assert events(page) == MORE
    journey.tells(page, LINE, journey.say("Changed here. It said there:"), HAPPENED)
    assert "fetch:events" in buttons(page)
    assert "fetch:pattern" not in buttons(page)  # nothing there to take back
    led_to = journey.mentor.send(page, do="fetch:events")
    assert led_to.endswith("#f-events")
    page = journey.mentor.get(draft)
    assert events(page) == HAPPENED
    assert "fetch:events" not in buttons(page)


def test_whoever_empties_it_does_not_get_it_again(journey: Journey) -> None:
    begins(journey)
    journey.mentor.send(new(journey, journey.mentor), do="save", events="")
    page = journey.mentor.get(f"{journey.case}/forms/{row(journey).id}")
    assert events(page) == ""
    assert "fetch:events" in buttons(page)


def test_a_field_that_nobody_has_touched_takes_what_is_signed_later(journey: Journey) -> None:
    journey.begins_in("mapping")
    journey.mentor.send(new(journey, journey.mentor), do="save", form_date="2026-11-20")
    draft = f"{journey.case}/forms/{row(journey).id}"
    assert events(journey.mentor.get(draft)) == ""
    with journey.app.app_context():
        old = db.session.scalars(select(Submission).where(Submission.form == CHECKLIST)).one()
    corrects(journey, f"{journey.case}/forms/{old.id}", g_changes=HAPPENED)
    page = journey.mentor.get(draft)
    assert events(page) == HAPPENED
    journey.tells(page, "version 2")


def test_a_correction_of_the_source_is_told_in_the_draft_and_offered(journey: Journey) -> None:
    checklist = begins(journey)
    journey.mentor.send(new(journey, journey.mentor), do="save")
    draft = f"{journey.case}/forms/{row(journey).id}"
    later = corrects(journey, checklist, g_changes=CORRECTED)
    page = journey.mentor.get(draft)
    assert events(page) == HAPPENED
    journey.tells(page, LINE, "Det finns en senare version", CORRECTED)
    assert page.main.all("a", href=later)
    journey.mentor.send(page, do="fetch:events")
    page = journey.mentor.get(draft)
    assert events(page) == CORRECTED
    assert row(journey).origins["events"]["submission"] == later.rsplit("/", 1)[-1]
    assert "fetch:events" not in buttons(page)


def test_what_a_page_showed_is_kept_also_when_the_source_was_corrected_meanwhile(journey: Journey) -> None:
    checklist = begins(journey)
    page = new(journey, journey.mentor)
    corrects(journey, checklist, g_changes=CORRECTED)
    journey.mentor.send(page, do="save")
    kept = row(journey)
    assert (kept.answers["events"], kept.origins["events"]["value"]) == (HAPPENED, HAPPENED)
    assert kept.origins["events"]["version"] == 1


def test_a_signed_form_keeps_both_and_only_its_reading_tells_of_a_later_version(journey: Journey) -> None:
    checklist = begins(journey)
    signed = journey.signs(journey.mentor, MAPPING, events=MORE, pattern=PATTERN)
    kept = row(journey)
    assert (kept.answers["events"], kept.origins["events"]["value"]) == (MORE, HAPPENED)
    page = journey.team.get(signed)
    journey.tells(page, MORE, LINE, journey.say("Changed here. It said there:"), HAPPENED)
    assert "Det finns en senare version" not in page.text
    corrects(journey, checklist, g_changes=CORRECTED)
    journey.tells(journey.team.get(signed), MORE, "Det finns en senare version", "version 2")
    assert row(journey).answers == kept.answers
    assert row(journey).origins == kept.origins


PLAN, SAID, SAID_MORE = (
    "attendance_action_plan",
    "Jag vill börja senare.",
    "Jag vill börja senare på måndagar.",
)


def two_at_the_plan(journey: Journey) -> tuple[Page, Page]:
    """The pages of two who both see what the student said in the investigation."""
    journey.begins_in("investigation")
    journey.has_signed(journey.team, "absence_investigation", child_view=SAID)
    return new(journey, journey.team, PLAN), new(journey, journey.counsellor, PLAN)


def test_two_who_see_the_same_value_do_not_stand_against_each_other(journey: Journey) -> None:
    hanna, sofia = two_at_the_plan(journey)
    journey.counsellor.send(sofia, do="save", child_view=SAID_MORE)
    journey.team.send(
        hanna, do="save", baseline="Tre dagar av fem"
    )  # and leaves the value as she was shown it
    kept = row(journey, PLAN)
    assert (kept.answers["child_view"], kept.answers["baseline"]) == (SAID_MORE, "Tre dagar av fem")
    assert kept.origins["child_view"]["value"] == SAID
    with journey.app.app_context():
        assert not together.clashes_of(kept.id)


def test_two_who_write_it_otherwise_choose(journey: Journey) -> None:
    hanna, sofia = two_at_the_plan(journey)
    journey.counsellor.send(sofia, do="save", child_view=SAID_MORE)
    journey.team.send(hanna, do="save", child_view="Helst på onsdagar.")
    kept = row(journey, PLAN)
    with journey.app.app_context():
        assert [clash.answer for clash in together.clashes_of(kept.id)] == ["Helst på onsdagar."]
    page = journey.team.get(f"{journey.case}/forms/{kept.id}")
    journey.tells(page, SAID_MORE, "Helst på onsdagar.", "Från Frånvaroutredning, version 1")


def test_what_is_no_source_of_the_field_is_not_kept_as_one(journey: Journey) -> None:
    checklist = begins(journey)
    other = checklist.rsplit("/", 1)[-1]
    for name, key in (("events", str(UUID(int=7))), ("events", "record:guardians"), ("form_date", other)):
        journey.mentor.send(new_or_draft(journey), do="save", **{f"{name}__from": key})
        assert name not in row(journey).origins


def new_or_draft(journey: Journey) -> Page:
    """The form to write in, begun or not, as if it showed nothing from elsewhere."""
    with journey.app.app_context():
        draft = db.session.scalars(select(Submission).where(Submission.form == MAPPING)).first()
    if draft is None:
        return new(journey, journey.mentor)
    return journey.mentor.get(f"{journey.case}/forms/{draft.id}")


def test_the_guardians_who_may_be_contacted_come_from_the_records(journey: Journey) -> None:
    journey.opens(journey.mentor)
    page = new(journey, journey.mentor, CHECKLIST)
    assert page.main.one("input", name="participants-0-name").attributes["value"] == "Karl Exempelsson"
    journey.tells(page, "Ur elevens uppgifter")
    journey.mentor.send(page, do="save")
    assert row(journey, CHECKLIST).origins["participants"]["record"] == "guardians"
    with journey.app.app_context(), unit_of_work():
        db.session.execute(text("update guardian set name = 'Kaj Exempelsson'"))
    page = journey.mentor.get(f"{journey.case}/forms/{row(journey, CHECKLIST).id}")
    journey.tells(page, journey.say("The records have changed since then"), "Kaj Exempelsson")
    with journey.app.app_context(), unit_of_work():
        db.session.execute(text("update guardianship set may_be_contacted = false"))
    page = journey.mentor.get(f"{journey.case}/forms/{row(journey, CHECKLIST).id}")
    assert "Kaj Exempelsson" not in page.text


def test_a_computed_answer_says_how_it_was_worked_out_in_the_page_and_when_signed(journey: Journey) -> None:
    journey.begins_in("compulsory_school_monitoring")
    berit, form = journey.administration, "compulsory_school_assessment"
    journey.does(berit, "acceptance", "taken", outcome="accepted", note="Underlaget räcker.")
    journey.tells(new(journey, berit, form), "Räknat från födelsedatum 14 mars 2012")
    signed = journey.signs(berit, form)
    figures = row(journey, form).origins["compulsory_now"]["figures"]
    assert (figures["born"], figures["first"], figures["last"]) == ("2012-03-14", "6", "18")
    journey.tells(berit.get(signed), "Räknat från födelsedatum 14 mars 2012", "från 6 till 18 år")

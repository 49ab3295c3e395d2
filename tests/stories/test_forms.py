"""Filling in, signing, reading and correcting forms: nothing typed is lost, nothing signed is changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from werkzeug.datastructures import MultiDict

from casework.extensions import db
from casework.forms.definition import load_form
from casework.forms.shared import load_shared
from casework.records.models import Submission
from tests.clients import Client
from tests.filling import fill_in
from tests.stories.journey import Journey

CHECKLIST, MAPPING, SOCIAL = "student_guardian_checklist", "initial_mapping", "school_social_mapping"
PLAN, INVESTIGATION = "attendance_action_plan", "absence_investigation"
WELLBEING = "Sover oroligt sedan flytten i somras."
HEALTH = "Hälsosamtalet visade ingenting särskilt."


def draft_of(journey: Journey, who: Client, form: str, **typed: Any) -> str:
    """A draft that somebody has begun; its address."""
    page = who.get(f"{journey.case}/forms/new/{form}")
    who.send(page, do="save", **typed)
    return who.redirected(f"{journey.case}/forms/new/{form}")


def kept(journey: Journey, address: str) -> Submission:
    """The version as the database has it."""
    with journey.app.app_context():
        return db.session.get_one(Submission, UUID(address.rsplit("/", 1)[-1]))


def test_a_draft_keeps_what_is_not_valid_and_shows_it_again(journey: Journey) -> None:
    journey.begins_in("report")
    draft = draft_of(journey, journey.mentor, CHECKLIST, meeting_date="i förrgår", follow_up_at="snart")
    fields = {one.attributes.get("name"): one for one in journey.mentor.get(draft).main.all("input")}
    assert fields["meeting_date"].attributes["value"] == "i förrgår"
    assert fields["follow_up_at"].attributes["value"] == "snart"
    assert kept(journey, draft).status == "draft"


def test_a_form_with_errors_is_not_signed_and_says_each_of_them_with_a_link_to_it(journey: Journey) -> None:
    journey.begins_in("report")
    draft = draft_of(journey, journey.mentor, CHECKLIST, meeting_date="i förrgår")
    mentor = journey.mentor
    answer = mentor.raw.post(draft, data=MultiDict({**sent_by(mentor, draft), "do": "finalise"}))
    page = mentor.get(answer.headers["Location"])
    with journey.app.app_context():
        form = journey.app.extensions["casework_catalog"].forms[CHECKLIST].in_language("sv")
    wanted = {field.anchor() for field in form.all_fields() if field.is_wanted and not field.shown_if}
    links = {one.attributes["href"][1:] for one in page.main.one("div", class_="ds-error-summary").all("a")}
    ids = {one.attributes["id"] for one in page.everything() if "id" in one.attributes}
    assert links <= ids
    assert wanted <= links
    assert mentor.raw.post(f"{draft}/sign", data=mentor.tokens()).headers["Location"].endswith("?check=1")
    assert kept(journey, draft).status == "draft"
    journey.signs(mentor, CHECKLIST)
    assert kept(journey, draft).status == "finalised"


def sent_by(who: Client, address: str) -> dict[str, str]:
    """The tokens and the revision that the page would send."""
    inputs = who.get(address).form().all("input", type="hidden")
    return {one.attributes["name"]: one.attributes["value"] for one in inputs}


def test_a_signed_form_is_locked_for_everybody(journey: Journey) -> None:
    journey.begins_in("report")
    draft = draft_of(journey, journey.mentor, CHECKLIST)
    page = journey.mentor.get(draft)
    signed = journey.signs(journey.mentor, CHECKLIST)
    before = kept(journey, signed)
    late = "Det här skrev jag efteråt, och det får inte försvinna."
    answer = journey.mentor.send(page, status=409, do="save", absence_summary=late)
    journey.tells(answer, late)
    journey.mentor.post(f"{signed}/sign", {**journey.mentor.tokens(), "revision": "9"}, 409)
    journey.team.post(signed, {**journey.team.tokens(), "revision": str(before.revision)}, 403)
    after = kept(journey, signed)
    assert (after.answers, after.finalised_at, after.revision) == (
        before.answers,
        before.finalised_at,
        before.revision,
    )


def test_a_correction_is_a_new_version_and_the_old_one_can_still_be_read(journey: Journey) -> None:
    journey.begins_in("report")
    old = journey.signs(journey.mentor, CHECKLIST, absence_summary="Tio förmiddagar.")
    assert not journey.team.get(old).main.all("form", action=f"{old}/correct")
    journey.team.post(f"{old}/correct", journey.team.tokens(), 403)
    draft = journey.mentor.send(journey.mentor.get(old), "/correct")
    page = journey.mentor.get(draft)
    changed = journey.say("Changed. Before: %(before)s", before="Tio förmiddagar.")
    assert changed not in page.text
    signing = journey.mentor.send(page, do="finalise", absence_summary="Elva förmiddagar.")
    journey.tells(journey.mentor.get(draft), changed)  # while it is being written, and before it is signed
    read = journey.mentor.get(signing)
    journey.tells(read, journey.say("Changed"), "Tidigare: Tio förmiddagar.")
    journey.mentor.send(journey.mentor.get(signing))
    first, second = kept(journey, old), kept(journey, draft)
    assert (first.status, first.number, second.status, second.number) == ("replaced", 1, "finalised", 2)
    assert first.answers["absence_summary"] == "Tio förmiddagar."
    journey.tells(journey.team.get(old), "Tio förmiddagar.")
    journey.tells(journey.team.get(draft), "Elva förmiddagar.", "Tio förmiddagar.")
    journey.mentor.post(f"{old}/correct", journey.mentor.tokens(), 409)


def test_nobody_signs_what_was_written_after_they_had_read_it(journey: Journey) -> None:
    journey.begins_in("investigation")
    signing = journey.team.get(fill_in(journey.team, journey.case, PLAN, do="finalise"))
    draft = journey.team.redirected(f"{journey.case}/forms/new/{PLAN}")
    journey.counsellor.send(journey.counsellor.get(draft), do="save", baseline="Något helt annat.")
    answer = journey.team.send(signing, status=409)
    journey.tells(answer, journey.say("Somebody was before you"))
    assert kept(journey, draft).status == "draft"
    again = journey.team.get(f"{draft}/sign")
    journey.tells(again, "Något helt annat.")
    journey.team.send(again)
    assert kept(journey, draft).status == "finalised"


def test_who_helps_with_a_form_writes_in_it_and_does_not_sign_it(journey: Journey) -> None:
    journey.begins_in("investigation")
    fill_in(journey.mentor, journey.case, PLAN)
    draft = journey.mentor.redirected(f"{journey.case}/forms/new/{PLAN}")
    assert not [one for one in journey.mentor.get(draft).main.all("button") if one.has({"value": "finalise"})]
    journey.mentor.get(f"{draft}/sign", 403)
    journey.mentor.post(f"{draft}/sign", {**journey.mentor.tokens(), "revision": "2"}, 403)
    assert kept(journey, draft).status == "draft"
    journey.rector.get(draft, 403)  # neither helps nor signs; reads it when it is signed
    journey.team.send(journey.team.get(f"{draft}/sign"))
    journey.rector.get(draft)


def test_a_section_above_the_readers_class_is_not_in_the_page(journey: Journey) -> None:
    journey.begins_in("mapping")
    signed = journey.signs(journey.counsellor, SOCIAL, wellbeing=WELLBEING, c2_summary="Trivs i bildsalen.")
    page = journey.mentor.get(signed)
    journey.tells(page, "Trivs i bildsalen.")
    assert WELLBEING not in page.answer.text
    journey.tells(journey.rector.get(signed), "Trivs i bildsalen.", WELLBEING)


def test_a_section_above_the_writers_class_is_neither_shown_nor_overwritten(journey: Journey) -> None:
    journey.begins_in("investigation")
    draft = draft_of(
        journey, journey.nurse, INVESTIGATION, investigation_needed="needed", health_share=HEALTH
    )
    page = journey.team.get(draft)
    assert HEALTH not in page.answer.text
    assert "health_share" not in {one.attributes.get("name") for one in page.everything()}
    journey.team.send(page, do="save", health_share="Överskrivet.", analysis="Skolan kan göra mer.")
    answers = kept(journey, draft).answers
    assert (answers["health_share"], answers["analysis"]) == (HEALTH, "Skolan kan göra mer.")
    signed = journey.signs(journey.team, INVESTIGATION)
    assert kept(journey, signed).answers["health_share"] == HEALTH
    assert HEALTH not in journey.team.get(signed).answer.text
    journey.tells(journey.nurse.get(signed), HEALTH)


def test_a_form_begun_on_an_older_text_goes_on_and_reads_on_it(
    journey: Journey, monkeypatch: pytest.MonkeyPatch
) -> None:
    journey.begins_in("report")
    draft = draft_of(journey, journey.mentor, CHECKLIST, absence_summary="Tio förmiddagar.")
    catalog = journey.app.extensions["casework_catalog"]
    old = catalog.forms[CHECKLIST]
    label = old.in_language("sv").field("absence_summary").label
    text = old.text.replace(f"label: {label}", "label: En helt ny fråga", 1)
    newer = load_form(text, f"{CHECKLIST}.yaml", load_shared(old.options_text, "options.yaml"))
    assert newer.sha != old.sha
    monkeypatch.setitem(
        journey.app.extensions,
        "casework_catalog",
        replace(catalog, forms={**catalog.forms, CHECKLIST: newer}),
    )
    journey.tells(journey.mentor.get(draft), label)
    assert "En helt ny fråga" not in journey.mentor.get(draft).text
    signed = journey.signs(journey.mentor, CHECKLIST, absence_summary="Tio förmiddagar.")
    journey.tells(journey.team.get(signed), label, "Tio förmiddagar.")
    correction = journey.mentor.send(journey.mentor.get(signed), "/correct")
    journey.tells(journey.mentor.get(correction), "En helt ny fråga", "Tio förmiddagar.")

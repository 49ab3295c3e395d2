"""Which value a field is offered: of which version, for whom, and when it counts as changed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask

from casework.catalog import catalog
from casework.forms.base import CONFIDENTIALITIES, Confidentiality
from casework.forms.context import FormContext
from casework.forms.definition import Form, load_form
from casework.forms.origin import origin_name
from casework.records.carried import (
    Holdings,
    Origin,
    is_changed,
    is_untouched,
    may_be_told,
    offers,
    posted_origins,
    signed_origins,
)
from casework.records.models import Submission
from tests.factories import NOW
from tests.forms.examples import a_field, form_of, form_text, posted

KARIN = UUID(int=1)
EVERYTHING = frozenset(CONFIDENTIALITIES)
HEALTH: frozenset[Confidentiality] = frozenset({"student_health"})
EVENTS = {"form": "initial_mapping", "field": "events"}
CHANGES = {"form": "student_guardian_checklist", "field": "g_changes"}


@pytest.fixture(autouse=True)
def _in_app(app: Flask) -> Any:
    with app.app_context():
        yield


def version(
    form: str, number: int = 1, *, round_number: int = 1, status: str = "finalised", **answers: Any
) -> Submission:
    """A version of the form, signed as many hours after another as its number says."""
    signed = None if status == "draft" else NOW + timedelta(hours=number)
    return Submission(
        id=uuid4(),
        form=form,
        form_sha=catalog().forms[form].sha,
        number=number,
        round=round_number,
        status=status,
        answers=answers,
        origins={},
        saved_at=NOW,
        saved_by_id=KARIN,
        finalised_at=signed,
        finalised_by_id=KARIN if signed else None,
    )


def holding(*versions: Submission, round_number: int = 1, **records: Any) -> Holdings:
    """A case that holds these."""
    return Holdings(versions, {KARIN: "Karin Mallsjö"}, records, round_number, NOW)


def taker(*sources: Any, kind: str = "longtext", confidentiality: str = "school", **more: Any) -> Form:
    """A form with one field that takes from the sources."""
    return form_of(a_field(kind, **{"from": list(sources)}, **more), **{"class": confidentiality})


def offered(form: Form, held: Holdings, readable: frozenset[Confidentiality] = EVERYTHING) -> Any:
    """What the field is offered, or None."""
    found = offers(form, held, FormContext(readable)).get("asked")
    return found.value if found else None


def test_the_newest_signed_version_counts_and_a_draft_or_a_replaced_one_does_not() -> None:
    old, new = version("initial_mapping", 1, events="Förr"), version("initial_mapping", 2, events="Nu")
    draft = version("initial_mapping", 3, status="draft", events="Inte än")
    replaced = version("initial_mapping", 4, status="replaced", events="Fel")
    assert offered(taker(EVENTS), holding(new, old, draft, replaced)) == "Nu"
    assert offered(taker(EVENTS), holding(draft, replaced)) is None


def test_this_round_comes_before_an_earlier_one_and_then_the_order_of_the_sources() -> None:
    mapping, checklist = version("initial_mapping", events="A"), version(CHANGES["form"], g_changes="B")
    later = version(CHANGES["form"], 2, round_number=2, g_changes="C")
    form = taker(EVENTS, CHANGES)
    assert offered(form, holding(mapping, checklist)) == "A"
    assert offered(form, holding(mapping, checklist, later, round_number=2)) == "C"
    assert offered(form, holding(mapping, round_number=2)) == "A"
    assert offered(form, holding(version("initial_mapping", events=" "), checklist)) == "B"


def test_a_voice_that_was_declined_is_not_carried() -> None:
    declined = version(CHANGES["form"], g_changes={"declined": "Vill inte"})
    assert offered(taker(CHANGES, EVENTS), holding(declined)) is None
    assert offered(taker(CHANGES, EVENTS), holding(declined, version("initial_mapping", events="A"))) == "A"


def test_whoever_may_not_read_the_source_gets_nothing_from_it_and_no_word_of_it() -> None:
    held, form = (
        holding(version("initial_mapping", events="A")),
        taker(EVENTS, confidentiality="student_health"),
    )
    [origin] = offers(form, held, FormContext(EVERYTHING)).values()
    assert offered(form, held, HEALTH) is None
    assert not may_be_told(origin, held, FormContext(HEALTH))
    assert may_be_told(origin, held, FormContext(EVERYTHING))
    sent = posted({origin_name("asked"): origin.key})
    assert posted_origins(form, sent, held, FormContext(HEALTH)) == {}
    assert posted_origins(form, sent, held, FormContext(EVERYTHING)) == {"asked": origin}


def test_whoever_may_not_read_the_field_is_not_offered_anything_for_it() -> None:
    held, form = (
        holding(version("initial_mapping", events="A")),
        taker(EVENTS, confidentiality="student_health"),
    )
    assert offers(form, held, FormContext(frozenset({"school"}))) == {}


def test_a_record_is_taken_as_it_is_now() -> None:
    form = taker({"record": "class_group"})
    assert offered(form, holding(class_group="8B")) == "8B"
    assert offered(form, holding(class_group="")) is None
    assert offered(form, holding(class_group="8B"), HEALTH) is None


def test_an_origin_is_only_kept_for_a_source_of_the_field_in_this_case() -> None:
    mine, other = version("initial_mapping", events="A"), version(CHANGES["form"], g_changes="B")
    form, held = taker(EVENTS), holding(mine, other)
    for key, is_kept in ((mine.id, True), (other.id, False), (uuid4(), False), ("record:guardians", False)):
        sent = posted({origin_name("asked"): str(key)})
        assert bool(posted_origins(form, sent, held, FormContext(EVERYTHING))) == is_kept


def test_a_field_is_untouched_until_it_is_answered_declined_or_carried() -> None:
    field = taker(EVENTS, voice="student").field("asked")
    assert is_untouched(field, {}, {})
    assert is_untouched(field, {"asked": "  "}, {})
    assert not is_untouched(field, {"asked": "Jo"}, {})
    assert not is_untouched(field, {"asked": {"declined": "Vill inte"}}, {})
    assert not is_untouched(field, {}, {"asked": Origin("A", "")})


@pytest.mark.parametrize(
    ("stored", "changed"),
    [("A", False), (" A\n", False), ("A och B", True), ("", True), (None, True), ({"declined": "Nej"}, True)],
)
def test_an_answer_is_changed_when_it_says_something_else(stored: Any, changed: bool) -> None:
    field = taker(EVENTS, voice="student").field("asked")
    assert is_changed(field, stored, Origin("A", "")) == changed


def test_a_row_that_is_completed_is_not_changed() -> None:
    columns = [a_field("text", "what"), a_field("text", "why")]
    field = form_of(a_field("table", columns=columns)).field("asked")
    origin = Origin([{"what": "Ringa"}], "")
    assert not is_changed(field, [{"what": "Ringa", "why": "Det hjälper"}], origin)
    assert is_changed(field, [{"what": "Skriva", "why": "Det hjälper"}], origin)
    assert is_changed(field, [{"what": "Ringa"}, {"what": "Skriva"}], origin)


def test_only_the_origins_of_what_is_asked_are_signed_and_computed_values_with_their_figures() -> None:
    fields = [
        a_field("yes_no", "some"),
        a_field("text", "which", shown_if={"some": ["yes"]}),
        a_field("computed", "age"),
    ]
    form = load_form(form_text(*fields), "talk.yaml").in_language("sv")
    figures = {"student_age": {"born": "2012-03-14", "on": "2026-11-20"}}
    here = FormContext(EVERYTHING, computed={"student_age": "14 år"}, figures=figures)
    kept = {"which": Origin("A", "2026-11-20", form="initial_mapping")}
    shown, hidden = (signed_origins(form, {"some": said}, kept, here, NOW) for said in ("yes", "no"))
    assert set(shown) == {"which", "age"}
    assert set(hidden) == {"age"}
    assert hidden["age"]["figures"] == figures["student_age"]
    assert Origin(**shown["which"]) == kept["which"]

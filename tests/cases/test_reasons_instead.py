"""What the case page says where a written reason can stand for what is missing, and forms of every stage."""

from __future__ import annotations

import pytest
from flask import Flask

from casework.errors import Refused
from tests.cases.test_closing_with_approval import newest_case, story_on
from tests.clients import client_as
from tests.factories import School, make_school, work


@pytest.fixture
def seventh(app: Flask) -> School:
    """A student whose case was opened at the seventh occasion."""
    with work(app):
        school = make_school()
        story_on("nine-weeks", school).opens("per", "seventh_time", "Sjunde gången den här terminen.")
    return school


def page(app: Flask, school: School) -> str:
    """The case page as the principal reads it."""
    with work(app):
        url = f"/cases/{newest_case(school.student).id}"
    return client_as(app, school.rector).get(url).text


def test_the_page_says_which_form_the_reason_stands_for(app: Flask, seventh: School) -> None:
    line = "”Skolsocial kartläggning” är inte slutfört. Då behövs ett skrivet skäl."
    assert line in page(app, seventh)
    with work(app):
        story = story_on("nine-weeks", seventh)
        story._case_id = newest_case(seventh.student).id
        story.signs("sofia", "school_social_mapping")
    assert line not in page(app, seventh)


def test_a_form_that_holds_everywhere_can_be_begun_below_its_stage(app: Flask, seventh: School) -> None:
    with work(app):
        story = story_on("nine-weeks", seventh)
        story._case_id = newest_case(seventh.student).id
        story.signs("leila", "concern_report")
        with pytest.raises(Refused):
            story.signs("per", "network_meeting_notes")

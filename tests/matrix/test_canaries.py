"""No byte of an answer holds a text that its reader may not see, and every reading of a student is logged."""

from __future__ import annotations

import re

from flask import Flask
from sqlalchemy import func, select

from casework.access.models import Reading, ReadStudent
from casework.extensions import db
from tests.clients import Client
from tests.matrix.asking import Answers, read
from tests.matrix.whom import READERS
from tests.matrix.world import World, addresses

# Written apart from the policy: the classes of text that each may read. What the subject teacher has given
# ("own") stands in a form of class school.
# What is decided about those at home ("home") is for those who decide it. What she has reported ("reported")
# is for those who take it up, and what she has begun to ("begun") for nobody but her.
CLEARED = {
    "mentor": {"case", "home", "open", "own", "school"},
    "administration": {"case", "open", "own", "school"},
    "rector": {"case", "home", "open", "own", "reported", "school", "student_health"},
    "health_team": {"case", "home", "open", "own", "reported", "school", "student_health"},
    "counsellor": {"case", "home", "open", "own", "reported", "school", "student_health"},
    "nurse": {"case", "home", "open", "own", "reported", "school", "student_health", "medical"},
}
WRITTEN = {"own", "reported", "begun"}  # by the subject teacher
CANARY = re.compile(r"kanarie\d{4}zq")
NAMES = {"school": "Alva Exempelsson", "authority": "Vidar Låtsberg"}


def test_no_answer_holds_a_text_that_its_reader_may_not_see(world: World, answers: Answers) -> None:
    for asking, answer in answers.items():
        for found in CANARY.findall(answer.text):
            where, confidentiality = world.canaries[found]
            told = f"{asking.who} reads what is {confidentiality} at the {where} on {asking.url}"
            if asking.who == "subject_teacher" and confidentiality in WRITTEN:
                continue
            assert asking.who in READERS[where], told
            assert confidentiality in CLEARED[asking.who], told


def test_no_page_that_writes_hears_a_text_that_its_writer_may_not_see(
    place: Flask, world: World, browsers: dict[str, Client]
) -> None:
    heard = 0
    for where, cell in world.cases.items():
        for _, url in (one for one in addresses(place, cell) if one[1].endswith("/keep")):
            for who, browser in browsers.items():
                answer = browser.raw.post(url, data={**browser.tokens(), "_seen": "0"})
                for found in CANARY.findall(answer.text):
                    at, confidentiality = world.canaries[found]
                    assert who in READERS[at], f"{who} hears of the {at} from {url}"
                    assert confidentiality in CLEARED[who], (
                        f"{who} hears what is {confidentiality} from {url}"
                    )
                    heard += where == "school"
    assert heard > 5


def test_those_who_may_do_read_every_class(world: World, answers: Answers) -> None:
    for who, classes in CLEARED.items():
        where = "authority" if who == "administration" else "school"
        texts = [
            answer.text for asking, answer in answers.items() if (asking.who, asking.where) == (who, where)
        ]
        heard = {world.canaries[found][1] for text in texts for found in CANARY.findall(text)}
        expected = classes - {"open"}
        assert expected <= heard, f"{who} misses {expected - heard}"


def test_every_page_that_names_a_student_leaves_a_line_in_the_access_log(
    place: Flask, world: World, browsers: dict[str, Client], answers: Answers
) -> None:
    named = 0
    for asking, answer in answers.items():
        names = NAMES[asking.where] in answer.text and answer.status == 200
        assert answer.lines == 1 or not names, f"{asking.who} read {asking.url} without a line"
        named += names
    for where, cell in world.cases.items():
        for url in ("/", "/cases/", "/students", "/search?q=a", "/search?q=v"):
            for who in ("mentor", "rector", "administration"):
                answer, lines = read(place, browsers[who], url, cell.student)
                names = NAMES[where] in answer.text
                assert lines == 1 or not names, f"{who} read {url} without a line"
                named += names
    assert named > 500


def test_what_is_refused_is_logged_too(place: Flask, world: World, browsers: dict[str, Client]) -> None:
    cell = world.cases["school"]
    before = _logged(place, cell.student, world.people["stranger"], allowed=False)
    browsers["stranger"].get(f"/cases/{cell.case}", 404)
    assert _logged(place, cell.student, world.people["stranger"], allowed=False) == before + 1
    browsers["mentor"].get(f"/cases/{cell.case}")


def _logged(place: Flask, student: object, user: object, *, allowed: bool = True) -> int:
    lines = (
        select(func.count())
        .select_from(Reading)
        .join(ReadStudent, ReadStudent.reading_id == Reading.id)
        .where(ReadStudent.student_id == student, Reading.user_id == user, Reading.is_allowed.is_(allowed))
    )
    with place.app_context():
        return db.session.scalar(lines) or 0

"""Everybody asks for every address: what came back, and what the access log tells of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Flask
from sqlalchemy import func, select

from casework.access.models import Reading, ReadStudent
from casework.extensions import db
from tests.clients import Client
from tests.matrix.world import World, addresses


@dataclass(frozen=True)
class Asking:
    """One request: who asks for which address about which case."""

    where: str
    endpoint: str
    url: str
    who: str


@dataclass(frozen=True)
class Answer:
    """What came back, and how many lines of the access log tell that it was read."""

    status: int
    text: str
    lines: int


Answers = dict[Asking, Answer]
# They ask for the first address of each endpoint about the case at the school, and for each thing whose
# class decides; the subject teacher too: what she has written herself nobody else reads. All others take
# turns, which change from one to the next (tests/matrix/test_stages.py lets everybody ask for everything).
EVERYWHERE = ("mentor", "health_team", "rector", "nurse", "administration", "counsellor")
FIRST = {"school": (*EVERYWHERE, "subject_teacher"), "authority": ("administration",)}
OF_A_CLASS = ("cases.form", "cases.attachment", "cases.attached_file")
TURNS = 7


def ask_everything(app: Flask, world: World, browsers: dict[str, Client]) -> Answers:
    """The answer to every address with a page about the cases for everybody who is to ask for it."""
    answers: Answers = {}
    for place, (where, cell) in enumerate(world.cases.items()):
        found = list(addresses(app, cell, "GET"))
        firsts = {*dict(reversed(found)).values()}
        for number, (endpoint, url) in enumerate(found):
            always = EVERYWHERE if endpoint in OF_A_CLASS else FIRST[where] if url in firsts else ()
            for turn, (who, browser) in enumerate(browsers.items()):
                if who not in always and (2 * place + number + turn) % TURNS:
                    continue
                answer, lines = read(app, browser, url, cell.student)
                body = answer.get_data().decode(errors="replace")  # files and pictures too
                answers[Asking(where, endpoint, url, who)] = Answer(answer.status_code, body, lines)
    return answers


def read(app: Flask, browser: Client, url: str, student: UUID) -> tuple[Any, int]:
    """The answer, and how many lines of the access log say that it showed the student to this person."""
    newest = select(func.coalesce(func.max(Reading.seq), 0))
    shown = select(func.count(Reading.id)).join(ReadStudent, ReadStudent.reading_id == Reading.id)
    with app.app_context():
        before = db.session.scalar(newest)
    answer = browser.raw.get(url)
    told = shown.where(Reading.seq > before, Reading.user_id == browser.user_id, Reading.is_allowed)
    with app.app_context():
        return answer, db.session.scalar(told.where(ReadStudent.student_id == student)) or 0

"""An attachment is there for exactly those who may read its class; for everybody else there is none."""

from __future__ import annotations

from uuid import UUID

from flask import Flask
from sqlalchemy import select

from casework.attachments.models import Attachment, AttachmentVersion
from casework.extensions import db
from tests.clients import Client
from tests.matrix.asking import Answers
from tests.matrix.test_canaries import CLEARED
from tests.matrix.whom import READERS
from tests.matrix.world import World

READ = ("cases.attachment", "cases.attached_file")


def classes(place: Flask) -> dict[str, str]:
    """The id of each version → its class."""
    with place.app_context():
        rows = db.session.execute(
            select(AttachmentVersion.id, Attachment.confidentiality).join(
                Attachment, Attachment.id == AttachmentVersion.attachment_id
            )
        )
        return {str(version): confidentiality for version, confidentiality in rows}


def test_an_attachment_is_open_for_exactly_those_who_may_read_its_class(
    place: Flask, world: World, answers: Answers
) -> None:
    found, asked = classes(place), {True: 0, False: 0}
    for asking, answer in answers.items():
        if asking.endpoint in READ:
            confidentiality = found[asking.url.split("/")[4]]
            may = asking.who in READERS[asking.where] and confidentiality in CLEARED[asking.who]
            told = f"{asking.who} on what is {confidentiality} at the {asking.where}: {answer.status}"
            assert answer.status == (200 if may else 403 if answer.status == 403 else 404), told
            assert (answer.status == 200) == may, told
            asked[may] += 1
    assert min(asked.values()) > 20


def test_a_hidden_attachment_is_the_same_answer_as_none(
    place: Flask, world: World, browsers: dict[str, Client]
) -> None:
    hidden = next(version for version, each in classes(place).items() if each == "medical")
    case = world.cases["school"].case
    mentor = browsers["mentor"].raw
    missing = UUID(int=0)
    for way in ("", "/file", "/pages/1", "/replace", "/remove"):
        answers = [mentor.get(f"/cases/{case}/attachments/{one}{way}") for one in (hidden, missing)]
        assert answers[0].status_code == answers[1].status_code == 404
        assert len(answers[0].data) == len(answers[1].data)

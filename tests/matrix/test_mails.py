"""No message that leaves the house holds a text of a case, a name, or an address of a page about somebody."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import select

from casework.cli.authors import AUTHORS
from casework.clock import school_date
from casework.extensions import db
from casework.messages.letters import NotSent
from casework.messages.models import DIGEST, Message
from casework.messages.wires import Letter
from tests.matrix.test_canaries import CANARY
from tests.matrix.world import NOW, World

NAMES = ("Alva", "Vidar", "Exempelsson", "Låtsberg", "8B", "kanarie")


def letters(world: World) -> Iterator[tuple[str, Letter]]:
    """What would go out about everything in the world, and of which kind it is."""
    summaries = [
        Message(kind=DIGEST, user_id=one, on=school_date(NOW), channels=["email"])
        for one in world.people.values()
    ]
    notices = db.session.scalars(select(Message))
    for row in (*notices, *summaries):
        try:
            yield row.kind, AUTHORS[row.kind](row, NOW)
        except NotSent:
            continue


def test_no_message_holds_what_its_receiver_could_show_to_others(
    place: Flask, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(place.config, "PUBLIC_URL", "https://casework.exempel.test")
    with place.app_context():
        found = list(letters(world))
    for _, letter in found:
        said = f"{letter.subject}\n{letter.text}"
        assert not CANARY.findall(said)
        assert not [name for name in NAMES if name in said], said
        assert "/cases" not in said
        assert "/students" not in said
    assert {kind for kind, _ in found} == {"absence", "approval", "digest", "meeting"}


def test_who_may_approve_gets_word_and_nobody_else(place: Flask, world: World) -> None:
    with place.app_context():
        told = [letter.to for kind, letter in letters(world) if kind == "approval"]
    assert told == ["rector@exempel.test"]

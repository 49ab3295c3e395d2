"""What seals the access log is worked out as it always was, or the logs that are there hold no more."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

from casework.access.chain import EMPTY, Said, Towards, link, seal

KEY = b"the key of a test"
SAID = Said(
    at=datetime(2026, 11, 20, 9, 30, tzinfo=UTC),
    user=UUID(int=9),
    roles="mentor,rector",
    page="cases.show",
    purpose="case:read",
    confidentiality="school",
    case=UUID(int=5),
    is_allowed=True,
    students=(Towards(UUID(int=8), "rector", "unit"), Towards(UUID(int=7), "mentor", "group")),
)


def test_a_reading_is_sealed_as_it_always_was() -> None:
    assert link(KEY, 1, SAID, EMPTY) == "4ac09ee5be6e35af4292d5a47519e2dc317c9d7b72949715f4589754c8346bca"
    assert seal(KEY, 1, "a" * 64) == "ed4d69532dd1921970d77fce536f70114c162841c9ff08b790cfe34cc1381430"
    assert EMPTY == ""


def test_the_same_reading_has_the_same_seal_however_it_is_written_down() -> None:
    here = SAID.at.astimezone(timezone(timedelta(hours=1)))
    turned = replace(SAID, at=here, students=tuple(reversed(SAID.students)))
    assert link(KEY, 1, turned, EMPTY) == link(KEY, 1, SAID, EMPTY)


def test_whatever_a_reading_says_differently_is_sealed_differently() -> None:
    others = [
        replace(SAID, at=SAID.at + timedelta(microseconds=1)),
        replace(SAID, user=UUID(int=8)),
        replace(SAID, roles="mentor"),
        replace(SAID, page="cases.print"),
        replace(SAID, purpose="case:change"),
        replace(SAID, confidentiality="medical"),
        replace(SAID, case=None),
        replace(SAID, is_allowed=False),
        replace(SAID, students=SAID.students[:1]),
        replace(SAID, students=(replace(SAID.students[0], role="mentor"), SAID.students[1])),
        replace(SAID, students=(replace(SAID.students[0], relation="none"), SAID.students[1])),
    ]
    links = [link(KEY, 1, one, EMPTY) for one in (SAID, *others)]
    links += [link(KEY, 2, SAID, EMPTY), link(KEY, 1, SAID, "a" * 64), link(b"another", 1, SAID, EMPTY)]
    assert len(set(links)) == len(links)

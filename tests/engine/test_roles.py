"""The words for roles, parties and consents do not overlap."""

from __future__ import annotations

from casework.engine.roles import AUTHORITY, OUTSIDE, PARTIES, PURPOSES, SCHOOL, SIDES


def test_every_role_works_on_one_side():
    assert len(SIDES) == len(SCHOOL) + len(AUTHORITY) + len(OUTSIDE)
    assert (SIDES["mentor"], SIDES["administration"], SIDES["social_services"]) == (
        "school",
        "authority",
        "outside",
    )


def test_no_party_is_a_role():
    assert not SIDES.keys() & set(PARTIES)


def test_no_consent_is_asked_for_twice():
    assert len(PURPOSES) == len(set(PURPOSES))

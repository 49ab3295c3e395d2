"""A role that acts has an account, or the rights of one that has."""

from __future__ import annotations

from casework.access.table import ACCOUNTS
from casework.engine.accounts import without_account
from tests.engine.examples import small


def test_every_place_where_a_role_without_account_acts_is_told() -> None:
    assert without_account(small(), frozenset(ACCOUNTS)) == []
    found = without_account(small(), frozenset(ACCOUNTS) - {"mentor"})
    there = ["stages.notice.owner", "stages.notice.actions.call_home.by", "transitions.open.by"]
    assert [one.path for one in found] == there
    for one in found:
        assert one.line > 0
        assert one.message.startswith("nobody can sign in as “mentor”; give it `rights_as` one of: ")

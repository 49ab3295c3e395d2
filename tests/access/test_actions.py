"""A reading is added to the end of the log's chain, wherever that is, or not at all."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import delete

from casework.access import actions
from casework.access.actions import log_reading
from casework.access.chain import EMPTY, Said, Towards
from casework.access.models import ReadingChain
from casework.access.queries import log_end, log_faults, log_hash
from casework.extensions import db


def test_where_another_process_has_written_since_the_end_is_looked_up(log: list[Said]) -> None:
    engine = db.session.get_bind().engine
    for stale in ((2, log_hash(2) or ""), (9, "a" * 64), (3, "a" * 64)):
        actions._tails[engine] = stale
        with db.session.begin_nested() as before:
            log_reading(log[0])
            assert actions._tails[engine] == log_end() == (4, log_hash(4))
            assert not list(log_faults())
            before.rollback()
    del actions._tails[engine]
    log_reading(log[0])
    assert log_end()[0] == 4
    log_reading(log[1])
    assert log_end()[0] == 5
    assert not list(log_faults())


def test_somebody_who_is_no_student_and_a_log_without_an_end_stop_the_page(log: list[Said]) -> None:
    nobody = replace(log[0], students=(*log[0].students, Towards(UUID(int=1), "mentor", "group")))
    with pytest.raises(RuntimeError, match="no student"):
        log_reading(nobody)
    db.session.execute(delete(ReadingChain))
    with pytest.raises(RuntimeError, match="no end to add to"):
        log_reading(log[0])
    assert log_end() == (0, EMPTY)

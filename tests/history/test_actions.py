"""What is recorded stands in its chain at once; what is wrong with a chain is told, place by place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select, text

from casework.access.policy import Person
from casework.extensions import db, history_key
from casework.history import anchor, chain
from casework.history.actions import (
    Entry,
    begin_case_chain,
    begin_chain,
    record,
    record_about,
    record_each,
    says,
)
from casework.history.binding import row_faults
from casework.history.events import KEYS, What
from casework.history.models import Chain, Event, Payload
from casework.history.queries import Breach, breaches, events_of, head
from tests.factories import NOW, School, work

CASE = UUID(int=5)
ALL = dict.fromkeys(KEYS[What.TASK_WAIVED], "word")


@pytest.fixture
def told(app: Flask, school: School) -> Iterator[UUID]:
    """The student of two chains: of a case, with its opening told in the student's own."""
    karin = Person(school.mentor, "Karin Mallsjö")
    with work(app):
        begin_case_chain(CASE, 7, school.student, actor=karin, now=NOW)
        assert not db.session.new
        record(What.TASK_WAIVED, CASE, actor=karin, now=NOW, **ALL)
        record(What.TASK_WAIVED, CASE, actor=karin, role="mentor", now=NOW + timedelta(days=1), **ALL)
        record_about(What.CONFLICT_LIFTED, school.student, actor=karin, now=NOW, **said_about())
        assert not db.session.new
    with app.app_context():
        for name in db.session.scalars(text("select name from sqlite_master where type = 'trigger'")).all():
            db.session.execute(text(f"drop trigger {name}"))
        yield school.student
        db.session.rollback()


def said_about() -> dict[str, object]:
    """What an event in the student's own chain says."""
    return dict.fromkeys(KEYS[What.CONFLICT_LIFTED], "x")


def test_each_event_follows_the_one_before_in_its_chain(told: UUID) -> None:
    rows = {one.id: one for one in db.session.scalars(select(Chain))}
    assert {key: (row.kind, row.student_id, row.length) for key, row in rows.items()} == {
        CASE: ("case", told, 2),
        told: ("student", told, 2),
    }
    for row in rows.values():
        before = chain.start(history_key(), row.id)
        for place, one in enumerate(
            db.session.scalars(select(Event).where(Event.chain_id == row.id).order_by(Event.seq))
        ):
            assert (one.seq, one.prev_hash) == (place + 1, before)
            before = one.hash
        assert row.head == before
    assert not list(breaches())


def test_an_event_says_who_did_it_when_and_in_which_role(told: UUID) -> None:
    newest, oldest = events_of(CASE)
    assert (newest.seq, newest.kind, newest.role, newest.at) == (
        2,
        "task:waived",
        "mentor",
        NOW + timedelta(days=1),
    )
    assert (oldest.seq, oldest.kind, oldest.role, oldest.at) == (1, "task:waived", "", NOW)
    assert newest.by == oldest.by == "Karin Mallsjö"
    assert newest.says == ALL
    assert [one.seq for one in events_of(CASE, limit=1)] == [2]
    (lifted, opened) = events_of(told)
    assert (opened.kind, opened.role, opened.says) == (
        "student:case_opened",
        "",
        {"case": str(CASE), "number": 7},
    )
    assert (lifted.kind, lifted.role, lifted.says) == ("conflict:lifted", "", said_about())
    db.session.execute(text("delete from event_payload"))
    db.session.execute(text("update event set actor_id = null"))
    assert [(one.says, one.by) for one in events_of(told)] == [({}, ""), ({}, "")]


def test_one_word_of_what_an_event_says_is_a_text_also_where_it_is_gone() -> None:
    assert says({"number": 7}, "number") == "7"
    assert says({}, "number") == ""


def test_what_is_classed_is_read_by_those_who_read_the_class(told: UUID, school: School) -> None:
    karin = Person(school.mentor, "Karin Mallsjö")
    for what in (What.NOTE_WRITTEN, What.ASK_MADE, What.ATTACHMENT_REMOVED, What.EXTRACT_WITHDRAWN):
        entry = {**dict.fromkeys(KEYS[what], "x"), "confidentiality": "school"}
        record_each(what, [Entry(CASE, "", entry)], actor=karin, now=NOW)
    assert len(events_of(CASE)) == len(events_of(CASE, readable={"school"})) == 6
    for readable in (set(), {"open", "medical"}):
        assert [one.kind for one in events_of(CASE, readable=readable)] == ["task:waived", "task:waived"]


# What is done → which chain is at fault (the case's, or the student's), where and how.
BREACHES: dict[str, list[tuple[bool, int, str]]] = {
    "update event set role = 'x' where kind = 'task:waived' and seq = 1": [(True, 1, "changed")],
    "update event set seq = 3 where kind = 'task:waived' and seq = 2": [
        (True, 3, "out_of_order"),
        (True, 3, "changed"),
    ],
    "update event set prev_hash = 'x' where kind = 'task:waived' and seq = 2": [
        (True, 2, "out_of_order"),
        (True, 2, "changed"),
    ],
    "update event set hash = 'x' where kind = 'conflict:lifted'": [
        (False, 2, "changed"),
        (False, 2, "cut_off"),
    ],
    "update event_payload set body = '{}' where event_id in (select id from event where role = 'mentor')": [
        (True, 2, "payload_changed")
    ],
    "update event_payload set salt = 'x' where event_id in (select id from event where role = 'mentor')": [
        (True, 2, "payload_changed")
    ],
    "delete from event_payload where event_id in (select id from event where role = 'mentor')": [
        (True, 2, "payload_missing")
    ],
    "update chain set length = 3 where kind = 'case'": [(True, 2, "cut_off")],
    "update chain set head = 'x' where kind = 'student'": [(False, 2, "cut_off")],
    "update event set at = 'yesterday' where role = 'mentor'": [(True, 0, "unreadable")],
    "delete from chain where kind = 'case'": [(False, 1, "case_gone"), (True, 0, "no_chain")],
}


def test_what_is_wrong_with_a_chain_is_told_place_by_place(told: UUID) -> None:
    for statement, expected in BREACHES.items():
        with db.session.begin_nested() as before:
            db.session.execute(text("pragma defer_foreign_keys = on"))
            db.session.execute(text(statement))
            db.session.expire_all()
            found = [(one.chain_id == CASE, one.seq, one.fault) for one in breaches()]
            alone = [one.fault for one in breaches(CASE)]
            before.rollback()
        assert found == expected, statement
        assert alone == [fault for is_case, _, fault in expected if is_case], statement
    nobody = uuid4()
    assert list(breaches(nobody)) == [Breach(nobody, 0, "no_chain")]
    assert not list(breaches())


def test_the_head_of_all_is_worked_out_over_every_chain(told: UUID) -> None:
    rows = [(one.id, one.length, one.head) for one in db.session.scalars(select(Chain))]
    assert head() == chain.head_of_all(history_key(), rows)


def test_an_anchor_has_a_line_for_the_log_and_for_every_chain_and_a_seal(told: UUID) -> None:
    kept = anchor.anchor(NOW)
    heads = {one.id: one.head for one in db.session.scalars(select(Chain))}
    lines = ["casework anchor 1", NOW.isoformat(), "readings 0 -"]
    lines += [f"{one} 2 {heads[one]}" for one in sorted(heads)]
    assert kept.splitlines()[:-1] == lines
    assert kept.splitlines()[-1] == f"seal {anchor._sealed(lines)}"
    assert not list(anchor.anchor_faults(kept))
    with db.session.begin_nested() as before:
        db.session.execute(text("update event set hash = 'x' where role = 'mentor'"))
        assert list(anchor.anchor_faults(kept)) == [f"anchor: chain {CASE} is not what it was up to event 2"]
        before.rollback()
    for broken in ("", kept.replace("anchor 1", "anchor 2"), kept.replace("seal ", "seal"), lines[0]):
        assert list(anchor.anchor_faults(broken)) == [anchor.UNUSABLE]


def test_rows_are_held_against_the_events_that_tell_of_them() -> None:
    told = {("note", "1"): "a", ("note", "2"): "b", ("ask", "1"): "c"}
    assert list(row_faults(told, dict(told))) == []
    found = {("note", "1"): "a", ("note", "2"): "x", ("form", "1"): "d"}
    assert sorted(row_faults(told, found)) == ["ask 1 is missing", "form 1 has no event", "note 2 is changed"]


def test_a_chain_begins_empty_and_sealed(app: Flask, school: School) -> None:
    with work(app):
        row = begin_chain(CASE, "case", school.student)
        assert not db.session.new
        assert (row.length, row.head) == (0, chain.start(history_key(), CASE))
        assert not list(breaches())
        assert events_of(CASE) == []
        assert not db.session.scalars(select(Payload)).all()

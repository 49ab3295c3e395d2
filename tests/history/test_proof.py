"""Whatever somebody who owns the database changes behind the program's back is found, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from casework.cases import proof, student_proof
from casework.extensions import db
from casework.history.guards import missing_triggers
from casework.history.queries import breaches, head
from casework.people import proof as decided
from tests.databases import Place

# ruff: noqa: S608 the statements are the tests' own

LAST = "form = 'authority_report' and status = 'finalised'"
CARRIED = "cast(origins as text) <> '{}'"
CLOSED_NOW = "closed_at = '2026-11-20 09:00:00'"
OTHER = '(select student_id from "case" where number = 2)'
FIRST = '(select student_id from "case" where number = 1)'
LONG_AGO = "'2026-01-01 09:00:00'"
A_CASE = 'id = (select id from "case" where number = 1)'
# The same for what is decided about a student: whom they are kept from, and what a home may.
DECIDED = {
    "update student set is_protected = false where is_protected": "is_protected is False",
    "update student set is_protected = true where not is_protected": "is_protected is True",
    "update protection set reason = 'x' where lifted_at is null": "is changed",
    f"update protection set student_id = {OTHER} where lifted_at is not null": "is changed",
    f"update protection set lifted_at = {LONG_AGO}, lifted_by_id = set_by_id": "end of protection",
    "update protection set lift_reason = 'x' where lifted_at is not null": "is changed",
    "delete from protection where lifted_at is not null": "is missing",
    "update named_reader set until = '2027-01-01' where ended_at is null": "is changed",
    "update named_reader set user_id = named_by_id where user_id <> named_by_id": "is changed",
    f"update named_reader set student_id = {OTHER}": "is changed",
    "update named_reader set ended_at = null, ended_by_id = null where ended_at is not null": "is missing",
    f"update named_reader set ended_at = {LONG_AGO} where ended_at is null": "has no event",
    "delete from named_reader where ended_at is null": "is missing",
    "update conflict_of_interest set user_id = stated_by_id where lifted_at is null": "is changed",
    f"update conflict_of_interest set lifted_at = {LONG_AGO} where lifted_at is null": "has no event",
    "update conflict_of_interest set lift_reason = 'x' where lifted_at is not null": "is changed",
    "delete from conflict_of_interest where lifted_at is null": "is missing",
    "update guardianship set may_be_informed = true where decided_at is not null": "is changed",
    "update guardianship set reason = 'x' where decided_at is not null": "is changed",
    "update guardianship set decided_at = null, decided_by_id = null": "rights at home",
    f"update guardianship set decided_at = {LONG_AGO} where decided_at is null": "has no event",
    "delete from guardianship where decided_at is not null": "is missing",
}
# The same for what was decided on figures, outside cases and in them, and for answers kept from a home.
ON_FIGURES = {
    "update signal set state = 'new' where state = 'dismissed'": "decision on a signal",
    "update signal set state = 'dismissed' where state = 'new'": "has no event",
    "update signal set state = 'paused' where state = 'dismissed'": "is changed",
    "update signal set reason = 'x' where state = 'dismissed'": "is changed",
    "update signal set cause = 'x' where state = 'paused'": "is changed",
    "update signal set quiet_until = '2027-01-01' where state = 'paused'": "is changed",
    "update signal set case_id = null where state = 'taken_up'": "is changed",
    f"update signal set student_id = {FIRST} where state = 'taken_up'": "is changed",
    f"update signal set decided_at = {LONG_AGO} where state = 'dismissed'": "is changed",
    "update signal set lessons = '[]' where state = 'dismissed'": "is changed",
    "delete from signal where state = 'paused'": "is missing",
    "update student_task set reason = 'x' where status = 'waived'": "is changed",
    "update student_task set status = 'open' where status = 'waived'": "waiver about a student",
    "update student_task set status = 'waived', reason = 'x' where status = 'open'": "has no event",
    "update student_report set note = 'x'": "is changed",
    "delete from student_report": "is missing",
    "update task set reason = 'x' where status = 'waived'": "is changed",
    "update task set status = 'open' where status = 'waived'": "waiver",
    "update task set status = 'waived' where status = 'left'": "has no event",
    "update withholding set reason = 'x' where lifted_at is null": "is changed",
    "update withholding set field = 's_safe' where lifted_at is null": "is changed",
    f"update withholding set lifted_at = {LONG_AGO} where lifted_at is null": "has no event",
    "update withholding set lift_reason = 'x' where lifted_at is not null": "is changed",
    "update withholding set lifted_at = null, lifted_by_id = null, lift_reason = ''": "is missing",
    "delete from withholding where lifted_at is null": "is missing",
}
# What is done to the data → what verifying says about it.
TAMPERINGS = {
    f"update submission set answers = '{{}}' where {LAST}": "is changed",
    f"update submission set origins = '{{}}' where {CARRIED}": "is changed",
    f"update submission set finalised_role = 'mentor' where {LAST}": "is changed",
    f"update submission set finalised_at = '2026-01-01 09:00:00' where {LAST}": "is changed",
    f"update submission set round = 2 where {LAST}": "is changed",
    f"update submission set status = 'replaced' where {LAST}": "has no event",
    f"update submission set status = 'draft' where {LAST}": "is missing",
    "update submission set status = 'finalised' where status = 'replaced'": "replaced form",
    "update submission set status = 'finalised' where status = 'draft'": "has no event",
    f"delete from submission where {LAST}": "is missing",
    "update milestone set note = 'x' where kind = 'tried'": "is changed",
    "update milestone set at = '2026-01-01 09:00:00' where kind = 'finalised'": "is changed",
    "delete from milestone where kind = 'tried'": "is missing",
    "delete from milestone where kind = 'finalised'": "is missing",
    "update approval set summary = 'x'": "is changed",
    "update approval set decision_reason = 'x'": "is changed",
    "update approval set decided_by_id = requested_by_id": "is changed",
    "update approval set status = 'declined'": "is changed",
    "update approval set status = 'pending'": "is missing",
    "delete from approval": "is missing",
    "update note set text = 'x'": "is changed",
    "update measure set status = 'stopped'": "is changed",
    "update measure set follow_up_on = null": "is changed",
    "update measure_version set cells = '{}'": "is changed",
    "delete from measure_version": "is missing",
    "update measure_review set said = 'x'": "is changed",
    "delete from measure_review": "is missing",
    "update note set confidentiality = 'medical'": "is changed",
    "delete from note": "is missing",
    "update participant set name = 'x'": "is changed",
    "update participant set until = null, ended_at = null": "is missing",
    "delete from participant": "is missing",
    "update visit set responsible_id = entered_by_id where responsible_id is not null": "is changed",
    "update visit set responsible_id = entered_by_id where left_at is not null": "has no event",
    "update taken_back set reason = 'x'": "is changed",
    "delete from taken_back": "is missing",
    "update consent set mistake = 'x'": "is changed",
    "update annulment set reason = 'x'": "is changed",
    "update annulment set decision_reason = 'x'": "is changed",
    "update annulment set status = 'pending'": "is missing",
    "delete from annulment": "is missing",
    "update ask set reason = 'x'": "is changed",
    "update ask set confidentiality = 'medical'": "is changed",
    "update ask set answer = 'x'": "is changed",
    "update ask set status = 'open'": "is missing",
    f'update "case" set annulled_at = closed_at, closed_at = opened_at where {A_CASE}': "closed_at is",
    f"update \"case\" set annulled_at = '2026-11-20 09:00:00' where {A_CASE}": "annulled_at is",
    "update consent set scope = 'x'": "is changed",
    "update consent set valid_to = null": "is changed",
    "update consent set withdrawn_at = null, withdrawn_by_id = null": "is missing",
    "update consent set withdrawn_at = '2026-01-01 09:00:00'": "is changed",
    "delete from consent": "is missing",
    **DECIDED,
    **ON_FIGURES,
    f"update \"case\" set stage = 'report' where {A_CASE}": "stands in report, its history has led it to",
    f'update "case" set round = 2 where {A_CASE}': "round is 2",
    f'update "case" set is_handed_over = not is_handed_over where {A_CASE}': "is_handed_over",
    f'update "case" set {CLOSED_NOW} where {A_CASE}': "closed_at",
    f'update "case" set number = 99 where {A_CASE}': "number is 99",
    f"update \"case\" set opened_at = '2026-01-01 09:00:00' where {A_CASE}": "opened_at",
    f'update "case" set {CLOSED_NOW}, student_id = {OTHER} where {A_CASE}': ("another student"),
    "update chain set kind = 'student' where kind = 'case'": "has no chain",
    "insert into case_number (number) values (50)": "case 50: is not there",
    "update workflow_version set text = 'x'": "its text is changed",
    "update form_version set options_text = 'x'": "its text is changed",
    "delete from event_payload where event_id = (select id from event where kind = 'case:moved' limit 1)": (
        "payload_missing"
    ),
    "update event_payload set salt = 'no hex'": "payload_changed",
    "update event_payload set body = '[1]'": "cannot be read",
    "update event_payload set body = 'null'": "payload_changed",
}
ON_SQLITE = {
    "update event_payload set body = '{'": "unreadable",
    "update named_reader set until = 'x'": "about students cannot be read",
    "update event_payload set body = x'ff'": "unreadable",
    "update event set at = 'yesterday'": "unreadable",
    "update \"case\" set opened_at = 'yesterday'": "cannot be read",
    "update submission set answers = '{'": "cannot be read",
}


def all_faults() -> list[str]:
    """What verifying finds in the data."""
    broken = [f"{one.chain_id}: {one.fault}" for one in breaches()]
    return [*broken, *proof.faults(), *decided.faults(), *student_proof.faults()]


def unguarded() -> None:
    """The triggers are gone, until all is rolled back."""
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("set session_replication_role = replica"))
        return
    for name in db.session.scalars(text("select name from sqlite_master where type = 'trigger'")).all():
        db.session.execute(text(f"drop trigger {name}"))


def found_after(place: Place, statement: str) -> list[str]:
    """What verifying finds after the tampering, which is rolled back."""
    with place.app.app_context():
        assert not all_faults()
        unguarded()
        if place.kind == "sqlite":
            db.session.execute(text("pragma defer_foreign_keys = on"))
        assert db.session.execute(text(statement)).rowcount  # type: ignore[attr-defined]
        db.session.expire_all()
        found = all_faults()
        db.session.rollback()
        return found


@pytest.mark.parametrize("statement", TAMPERINGS)
def test_what_no_longer_fits_the_history_is_told(signed: Place, statement: str) -> None:
    assert [fault for fault in found_after(signed, statement) if TAMPERINGS[statement] in fault]


@pytest.mark.parametrize("statement", ON_SQLITE)
def test_what_cannot_be_read_is_a_fault_and_stops_nothing(
    sqlite: Place, signed: Place, statement: str
) -> None:
    if signed.kind == "sqlite":  # PostgreSQL takes no such values
        assert [fault for fault in found_after(signed, statement) if ON_SQLITE[statement] in fault]


def test_a_case_that_is_gone_with_its_chain_is_told(signed: Place) -> None:
    with signed.app.app_context():
        unguarded()
        if signed.kind == "sqlite":
            db.session.execute(text("pragma defer_foreign_keys = on"))
        a_chain = '(select id from "case" where number = 1)'
        events = f"select id from event where chain_id = {a_chain}"
        db.session.execute(text(f"delete from event_payload where event_id in ({events})"))
        db.session.execute(text(f"delete from event where chain_id = {a_chain}"))
        db.session.execute(text(f"delete from chain where id = {a_chain}"))
        assert {"case 1: has no chain"} < set(all_faults())
        db.session.execute(text('delete from "case" where number = 1'))
        found = all_faults()
        db.session.rollback()
    assert "case 1: is not there" in found
    assert [fault for fault in found if fault.endswith("case_gone")]


def test_a_trigger_that_is_gone_is_told(signed: Place) -> None:
    with signed.app.app_context():
        assert not list(missing_triggers())
        on = " on milestone" if signed.kind == "postgresql" else ""
        name = "milestone_refuse_change" if on else "milestone_refuse_insert"
        db.session.execute(text(f"drop trigger {name}{on}"))
        assert list(missing_triggers()) == [name]
        db.session.rollback()
        if on:
            db.session.execute(text(f"alter table milestone disable trigger {name}"))
            assert list(missing_triggers()) == [name]
            db.session.rollback()


def test_the_head_is_another_after_every_event_and_the_same_until_then(signed: Place) -> None:
    with signed.app.app_context():
        before = head()
        assert head() == before
        unguarded()
        db.session.execute(text("update chain set length = length + 1 where kind = 'student'"))
        assert head() != before
        db.session.rollback()

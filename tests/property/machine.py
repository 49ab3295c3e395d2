"""People who do random things with cases, each checked against the oracle and followed by what must always hold."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Flask
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import select

from casework.access.policy import Person
from casework.cases import actions, approvals, work
from casework.cases.facts import actor_at, situation_of
from casework.cases.fold import stage_by_history
from casework.cases.models import Approval, Case, CaseWaiting, Consent, Visit
from casework.cases.moves import locked_case
from casework.cases.waiting import waiting_of
from casework.catalog import catalog
from casework.engine.actions import Decision
from casework.errors import CaseworkError, Refused
from casework.extensions import db, unit_of_work
from casework.forms.answers import settled
from casework.history.queries import breaches
from casework.people.models import Group, Student, Unit, User
from casework.people.queries import person
from casework.records import actions as records
from casework.records.models import Submission
from casework.tasks.actions import Report
from casework.tasks.models import Task
from tests import factories
from tests.factories import NOW
from tests.filling import EVERYTHING, asked
from tests.property.oracle import HAND_OVER_FORMS, RECTOR, SIGNERS, STAGES, TEAM, Ledger

TRANSITIONS = (
    "start_mapping",
    "start_investigation",
    "start_analysis",
    "hand_over",
    "return_to_school",
    "step_back",
    "start_again",
    "close",
    "close_monitoring",
    "reopen",
)
REASONS = st.sampled_from(("", " ", "Därför att det behövs."))
ANYBODY = st.integers(0, 99)


def make_staff() -> tuple[UUID, UUID, list[UUID]]:
    """A school for all the cases of a run: its unit and class, and more people than a case needs."""
    school = factories.make_school()
    unit, group = db.session.get_one(Unit, school.unit), db.session.get_one(Group, school.group)
    both = factories.make_user(role=RECTOR, unit=unit, name="Dubbel Tjänstgörsson")
    factories.make_grant(user=both, role=TEAM, unit=unit)
    second = factories.make_user(role=RECTOR, unit=unit, name="Biträdande Rektorsson")
    people = (school.mentor, school.other_mentor, school.counsellor, school.nurse, school.health_team)
    others = (school.rector, school.administration, school.administrator, both.id, second.id)
    return unit.id, group.id, [*people, *others]

"""The number in the menu of every page: what waits for the reader, of every kind that the start page has."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from benchmarks.peer_django.models import Case, Task, TaskRole, Waiting
from benchmarks.peer_django.sessions import Person, now
from benchmarks.peer_django.waiting_models import (
    Annulment,
    Ask,
    AskRole,
    Concern,
    Contribution,
    Measure,
    StudentTask,
    StudentTaskRole,
)

MOST_TOLD = 99
READ = ("open", "school", "student_health")
STEPS = ("ready", "approval")


def waiting_count(person: Person) -> str:
    """How many things wait, in one query that counts to a hundred."""
    first, *rest = (kind.values_list("pk") for kind in kinds(person, now().date()))
    found = first.union(*rest, all=True)[: MOST_TOLD + 1].count()
    return f"{MOST_TOLD}+" if found > MOST_TOLD else str(found)


def kinds(person: Person, today: date) -> Iterable[QuerySet]:
    """The rows of each kind, what is found quickest first."""
    mine = Q(responsible=person.user, follow_up_on__lte=today, ended_at=None, confidentiality__in=READ)
    runs = Q(case__closed_at=None, case__annulled_at=None)
    yield Measure.objects.filter(person.reach("case__student__"), mine, runs)
    yield Case.objects.filter(
        person.reach("student__"), waits_for(person), closed_at=None, waiting_code__in=STEPS
    )
    yield tasks(person, today)
    wishes = Annulment.objects.filter(person.reach("case__student__"), status="pending")
    yield wishes.exclude(requested_by=person.user)
    asked = AskRole.objects.filter(person.reach("ask__case__student__", role="role"), ask=OuterRef("pk"))
    asks = Ask.objects.filter(person.reach("case__student__"), Exists(asked), status="open")
    yield asks.filter(confidentiality__in=READ).exclude(asked_by=person.user)
    doing = StudentTaskRole.objects.filter(person.reach("task__student__", role="role"), task=OuterRef("pk"))
    yield StudentTask.objects.filter(person.reach("student__"), Exists(doing), status="open")
    new = Q(state="new", replaced_at=None, confidentiality__in=READ)
    yield Concern.objects.filter(person.reach("student__"), new)


def tasks(person: Person, today: date) -> QuerySet[Task]:
    """Open tasks of the person's roles that no colleague has taken in time, that do not rest, and are due."""
    mine = TaskRole.objects.filter(person.reach("task__case__student__", role="role"), task=OuterRef("pk"))
    given = Contribution.objects.filter(task=OuterRef("pk"), user=person.user, given_at__isnull=False)
    free = Q(owner=None) | Q(owner=person.user) | Q(due_on__lt=today)
    awake = Q(rests_until=None) | Q(rests_until__lte=today)
    asked = Q(is_contribution=False, is_optional=False) | (Q(is_contribution=True) & ~Exists(given))
    is_open = Q(status="open", case__closed_at=None)
    return Task.objects.filter(person.reach("case__student__"), Exists(mine), is_open, free, awake, asked)


def waits_for(person: Person) -> Exists:
    """True for cases that wait for the person."""
    return Exists(Waiting.objects.filter(person.reach("case__student__", role="role"), case=OuterRef("pk")))

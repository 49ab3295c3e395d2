"""The tables that the list needs, as Django models on the database that our migrations have made."""

from __future__ import annotations

import uuid
from urllib.parse import parse_qsl

from django.db import models


class Row(models.Model):
    """A row with a random id."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)

    class Meta:
        abstract = True


class Unit(Row):
    name = models.TextField()
    parent = models.ForeignKey("self", models.PROTECT, null=True)

    class Meta:
        managed, db_table = False, "unit"


class Group(Row):
    name = models.TextField()
    unit = models.ForeignKey(Unit, models.PROTECT)

    class Meta:
        managed, db_table = False, "group"


class Student(Row):
    given_name = models.TextField()
    family_name = models.TextField()
    search_name = models.TextField()
    unit = models.ForeignKey(Unit, models.PROTECT)
    group = models.ForeignKey(Group, models.PROTECT, null=True)
    is_protected = models.BooleanField()

    class Meta:
        managed, db_table = False, "student"


class StudentWord(models.Model):
    pk = models.CompositePrimaryKey("student_id", "word")
    student = models.ForeignKey(Student, models.PROTECT)
    word = models.TextField()

    class Meta:
        managed, db_table = False, "student_word"


class User(Row):
    name = models.TextField()
    is_active = models.BooleanField()

    class Meta:
        managed, db_table = False, "user"


class Session(Row):
    user = models.ForeignKey(User, models.PROTECT)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        managed, db_table = False, "user_session"


class Grant(Row):
    user = models.ForeignKey(User, models.PROTECT)
    unit = models.ForeignKey(Unit, models.PROTECT)
    group = models.ForeignKey(Group, models.PROTECT, null=True)
    role = models.TextField()
    valid_from = models.DateField()
    valid_to = models.DateField()

    class Meta:
        managed, db_table = False, "role_grant"


class Case(Row):
    number = models.IntegerField()
    student = models.ForeignKey(Student, models.PROTECT)
    stage = models.TextField()
    place = models.IntegerField()
    closed_at = models.DateTimeField(null=True)
    annulled_at = models.DateTimeField(null=True)
    next_due_on = models.DateField(null=True)
    is_handed_over = models.BooleanField()
    waiting_code = models.TextField()
    waiting_since = models.DateTimeField()

    class Meta:
        managed, db_table = False, "case"


class Visit(Row):
    case = models.ForeignKey(Case, models.PROTECT, related_name="visits")
    responsible = models.ForeignKey(User, models.PROTECT, null=True)
    left_at = models.DateTimeField(null=True)

    class Meta:
        managed, db_table = False, "visit"


class Waiting(models.Model):
    pk = models.CompositePrimaryKey("case_id", "role")
    case = models.ForeignKey(Case, models.PROTECT, related_name="waiting")
    role = models.TextField()

    class Meta:
        managed, db_table = False, "case_waiting"


class Task(Row):
    case = models.ForeignKey(Case, models.PROTECT)
    status = models.TextField()
    is_optional = models.BooleanField()
    is_contribution = models.BooleanField()
    owner = models.ForeignKey(User, models.PROTECT, null=True)
    due_on = models.DateField(null=True)
    rests_until = models.DateField(null=True)

    class Meta:
        managed, db_table = False, "task"


class TaskRole(models.Model):
    pk = models.CompositePrimaryKey("task_id", "role")
    task = models.ForeignKey(Task, models.PROTECT, related_name="roles")
    role = models.TextField()

    class Meta:
        managed, db_table = False, "task_role"


class SavedView(Row):
    user = models.ForeignKey(User, models.PROTECT)
    name = models.TextField()
    address = models.TextField()

    @property
    def filter(self) -> dict[str, str]:
        """What the view narrows the list down to."""
        return dict(parse_qsl(self.address))

    class Meta:
        managed, db_table = False, "saved_view"


class ReadingChain(models.Model):
    length = models.IntegerField()
    head = models.TextField()
    seal = models.TextField()

    class Meta:
        managed, db_table = False, "reading_chain"


class Reading(Row):
    seq = models.IntegerField()
    hash = models.TextField()
    purpose = models.TextField(default="case:read")
    confidentiality = models.TextField(default="")
    at = models.DateTimeField()
    user = models.ForeignKey(User, models.PROTECT)
    roles = models.TextField()
    page = models.TextField()
    case_id = models.UUIDField(null=True)
    is_allowed = models.BooleanField()

    class Meta:
        managed, db_table = False, "reading"


class ReadStudent(models.Model):
    pk = models.CompositePrimaryKey("reading_id", "student_id")
    reading = models.ForeignKey(Reading, models.PROTECT)
    student = models.ForeignKey(Student, models.PROTECT)
    role = models.TextField()
    relation = models.TextField(default="unit")

    class Meta:
        managed, db_table = False, "reading_student"

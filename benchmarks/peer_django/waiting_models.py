"""The tables that the number in the menu asks besides those of the list."""

from __future__ import annotations

from django.db import models

from benchmarks.peer_django.models import Case, Row, Student, Task, User


class Contribution(Row):
    task = models.ForeignKey(Task, models.PROTECT, related_name="contributions")
    user = models.ForeignKey(User, models.PROTECT)
    given_at = models.DateTimeField(null=True)

    class Meta:
        managed, db_table = False, "contribution"


class Measure(Row):
    case = models.ForeignKey(Case, models.PROTECT)
    responsible = models.ForeignKey(User, models.PROTECT)
    follow_up_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    confidentiality = models.TextField()

    class Meta:
        managed, db_table = False, "measure"


class Annulment(Row):
    case = models.ForeignKey(Case, models.PROTECT)
    requested_by = models.ForeignKey(User, models.PROTECT)
    status = models.TextField()

    class Meta:
        managed, db_table = False, "annulment"


class Ask(Row):
    case = models.ForeignKey(Case, models.PROTECT)
    asked_by = models.ForeignKey(User, models.PROTECT)
    status = models.TextField()
    confidentiality = models.TextField()

    class Meta:
        managed, db_table = False, "ask"


class AskRole(models.Model):
    pk = models.CompositePrimaryKey("ask_id", "role")
    ask = models.ForeignKey(Ask, models.PROTECT, related_name="roles")
    role = models.TextField()

    class Meta:
        managed, db_table = False, "ask_role"


class StudentTask(Row):
    student = models.ForeignKey(Student, models.PROTECT)
    status = models.TextField()

    class Meta:
        managed, db_table = False, "student_task"


class StudentTaskRole(models.Model):
    pk = models.CompositePrimaryKey("task_id", "role")
    task = models.ForeignKey(StudentTask, models.PROTECT, related_name="roles")
    role = models.TextField()

    class Meta:
        managed, db_table = False, "student_task_role"


class Concern(Row):
    student = models.ForeignKey(Student, models.PROTECT)
    state = models.TextField()
    replaced_at = models.DateTimeField(null=True)
    confidentiality = models.TextField()

    class Meta:
        managed, db_table = False, "concern"

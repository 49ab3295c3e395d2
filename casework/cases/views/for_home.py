"""Whom a paper is for, as its address says; and the page that says why nothing is printed for somebody."""

from __future__ import annotations

from flask import render_template

from casework import clock
from casework.access.policy import decide
from casework.cases.for_home import Household, Reader, household
from casework.cases.pages.for_home import not_for
from casework.people import queries as people
from casework.people.models import Student
from casework.web.sessions import person

DECIDES = "home:change"


def household_of(student: Student) -> Household:
    """The student's home today."""
    return household(student, clock.school_date(clock.now()))


def refused_for(reader: Reader, student: Student, up: tuple[str, str]) -> tuple[str, int]:
    """The page for a reader who may not be told; `up` is where one goes back to."""
    refusal = not_for(reader, is_told_why=decide(person(), DECIDES, people.place(student)).is_allowed)
    return render_template("cases/not_for.html", refusal=refusal, up=up), 409

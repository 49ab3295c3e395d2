"""The lists about a whole month, for reading and printing; nothing is sent by itself."""

from __future__ import annotations

from flask import render_template, request

from casework import clock
from casework.signals.monthly import READ as REPORT
from casework.signals.pages.months import finance_list, month_page
from casework.signals.student_finance import READ as FINANCE
from casework.signals.views import blueprint
from casework.web.disclosure import shows
from casework.web.doors import requires
from casework.web.paging import page_number
from casework.web.sessions import person


@blueprint.get("/signals/student-finance")
@requires(FINANCE)
def student_finance() -> str:
    """Invalid absence in a month, for deciding what is reported to the student finance agency."""
    today = clock.school_date(clock.now())
    found = finance_list(person(), request.args.get("month", ""), page_number(), today)
    shows(found.students)
    return render_template("signals/student_finance.html", page=found)


@blueprint.get("/signals/month")
@requires(REPORT)
def month() -> str:
    """Absence in a month, of each student and each class."""
    today = clock.school_date(clock.now())
    found = month_page(person(), request.args.get("month", ""), page_number(), today)
    shows(found.students)
    return render_template("signals/month.html", page=found)

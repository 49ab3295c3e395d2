"""Casework: cases of student absence, from the first concern to the administration's decision."""

from __future__ import annotations

import gc
import os
from collections.abc import Collection, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import Flask, current_app
from werkzeug.middleware.proxy_fix import ProxyFix

from casework import catalog, config, database, demo, extensions
from casework.access import actions as access
from casework.access.readings import said
from casework.cases.counts import waiting_count
from casework.cases.pages.refusals import refusal_lines
from casework.cases.queries import student_of_case
from casework.cases.views.desk import at_desk
from casework.clock import now as this_moment
from casework.clock import school_date
from casework.errors import Refused
from casework.feeds.profiles import shipped
from casework.help.views import demand_texts
from casework.letters.settings import letter_settings_in
from casework.own_definitions import with_own
from casework.people import sign_in_actions, sign_in_queries
from casework.people.merged import leads_to
from casework.people.queries import is_student, student_for
from casework.rooms import MENU, ROOMS
from casework.signals import evaluating
from casework.web import application, doors
from casework.web import sessions as browser
from casework.web.role_titles import titles_of
from casework.web.wiring import Limits, SignedIn, Trace, Wiring

COLLECTED_AT = 250_000  # things made and not let go of since; Python's own is 700


def create_app(test_config: Mapping[str, Any] | None = None, instance: Path | None = None) -> Flask:
    """The application on the instance folder; test_config takes the place of the instance's own settings."""
    folder = instance_folder(instance)
    app = Flask(__name__, instance_path=str(folder), instance_relative_config=True)
    app.config.from_mapping(config.settings(folder) | dict(test_config or {}))
    config.demand_safe(app.config, folder)
    extensions.init_app(app)
    with app.app_context():
        database.prepare(extensions.db.engine)
    catalog.init_app(app, with_own)
    letter_settings_in(app.config["AUTHORITY_NAME"], app.config["LETTERS"], folder)
    demand_texts()
    shipped()  # with a broken profile of its own the program does not start
    for room in ROOMS:
        app.register_blueprint(room)
    application.init_app(app, WIRING)
    proxies = app.config["PROXIES"]  # as many in front are believed about whom a request comes from
    app.wsgi_app = ProxyFix(app.wsgi_app, proxies, proxies, proxies)  # type: ignore[method-assign]
    doors.demand_doors(app)
    _spare_collecting()
    return app


def _spare_collecting() -> None:
    """What has been read by now stays, and what is done leaves little behind that only the collector finds.

    With Python's own settings it runs twice for each page, and once in some hundreds looks through all
    that was read at the start, which keeps somebody waiting for a tenth of a second. It would also look
    again and again through the registers of some hundred students while their signals are worked out.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECTED_AT, 10, 10)


def instance_folder(named: Path | None = None) -> Path:
    """The folder with the instance's settings and data: the one named, the environment's, else ./instance."""
    return Path(named or os.environ.get("CASEWORK_INSTANCE") or "instance").absolute()


def _signed_in(session_id: UUID, now: datetime, limits: Limits) -> SignedIn | None:
    found = sign_in_queries.visit(session_id, now, idle=limits.idle, longest=limits.longest)
    if found is None:
        return None
    return SignedIn(
        found.person,
        found.session.id,
        found.user.language,
        found.unit_name,
        found.session.seen_at,
        found.user.one_time_until is not None,
    )


def _log_reading(trace: Trace, now: datetime) -> None:
    access.log_reading(said(trace, now))


def _students_named(named: Mapping[str, object]) -> tuple[UUID, ...]:
    """Whom the values in an address are about, where that is somebody."""
    student, case_id = named.get("student_id"), named.get("case_id")
    if isinstance(case_id, UUID):
        student = student_of_case(case_id)
    return (student,) if isinstance(student, UUID) and is_student(student) else ()


def _moved_to(named: Mapping[str, object]) -> UUID | None:
    """The row that stays of a student whose old row the address names, for somebody who may see it."""
    student_id = named["student_id"]
    stays = leads_to(student_id) if isinstance(student_id, UUID) else student_id
    if not isinstance(stays, UUID) or stays == student_id or not browser.signed_in():
        return None
    return stays if student_for(browser.person(), stays, "student:read") else None


def _refusal_lines(error: Refused) -> list[str]:
    """The refusals in words; those of a case that is not open yet are told on its page."""
    return refusal_lines(at_desk(UUID(error.case_id)).speech, error.refusals) if error.case_id else []


def _sign_in_help() -> Mapping[str, object]:
    """What stands under the sign-in form of a demonstration."""
    if not current_app.config["IS_DEMO"]:
        return {}
    accounts = [
        (one.username, one.name, titles_of(held.role for held in one.roles)) for one in demo.roster().staff
    ]
    return {"demo_accounts": accounts, "demo_password": demo.PASSWORD}


def _attendance_changed(students: Collection[UUID], since: date, now: datetime) -> None:
    """Works out what the absence of the students proposes, as it has changed from that day on."""
    evaluating.evaluate(students, evaluating.Day.at(now, since))


WIRING = Wiring(
    signed_in=_signed_in,
    note_seen=lambda session_id, now: sign_in_actions.note_seen(session_id, now=now),
    log_reading=_log_reading,
    students_named=_students_named,
    moved_to=_moved_to,
    refusal_lines=_refusal_lines,
    attendance_changed=_attendance_changed,
    waiting_count=lambda person, most: waiting_count(person, school_date(this_moment()), most=most),
    sign_in_help=_sign_in_help,
    menu=MENU,
    search=("cases.search", "search:read"),
)

__all__ = ["create_app", "instance_folder"]

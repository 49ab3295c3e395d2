"""Puts the shell around an application, in the order in which a request meets it."""

from __future__ import annotations

from flask import Flask

from casework.web import (
    assets,
    dates,
    disclosure,
    doors,
    hygiene,
    languages,
    navigation,
    once,
    problems,
    security,
    sessions,
    uploads,
    way_back,
)
from casework.web.wiring import Wiring


def init_app(app: Flask, wiring: Wiring) -> None:
    """Text of a bearable size, then the door, then the token; after the view the log, then the headers."""
    app.extensions["casework_wiring"] = wiring
    app.request_class = uploads.Request
    sessions.init_app(app)
    languages.init_app(app)
    security.init_app(app)  # the last registered runs first, and headers go on whatever the log answers
    disclosure.init_app(app)
    for check in (hygiene.check_request, doors.check_door, doors.check_token):
        app.before_request(check)
    for part in (assets, dates, once, navigation, problems, way_back):
        part.init_app(app)

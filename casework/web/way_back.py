"""The way back to a list as somebody left it: this browser's session keeps how the list was asked for.

A page that belongs to a list leads back to its filter and page, without script or a trace in addresses.
"""

from __future__ import annotations

from flask import Flask, request, session, url_for

KEPT = "lists"
LONGEST = 1000  # signs of an address that is worth keeping in a cookie


def init_app(app: Flask) -> None:
    """Gives templates the way back."""
    app.jinja_env.globals["way_back"] = way_back


def keep_way() -> None:
    """Called by the view of a list: this is how it was asked for."""
    asked = request.query_string.decode("ascii", "ignore")
    kept = dict(session.get(KEPT) or {})
    if kept.get(request.endpoint, "") != asked and len(asked) <= LONGEST:
        session[KEPT] = {**kept, request.endpoint: asked}


def way_back(endpoint: str) -> str:
    """The list's address as this browser last saw it."""
    asked = (session.get(KEPT) or {}).get(endpoint, "")
    return url_for(endpoint) + (f"?{asked}" if asked else "")

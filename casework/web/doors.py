"""The door of every view: what one must be allowed. A view without one keeps the app from starting."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from casework.access.policy import PUBLIC, is_permission, may_at_all
from casework.errors import NotAllowed, SomebodyElse
from casework.extensions import csrf
from casework.web.sessions import person, signed_in

View = TypeVar("View", bound=Callable[..., Any])
STATIC = "static"
CHOOSE_PASSWORD, SIGN_OUT = "people.choose_password", "people.sign_out"
MADE_FOR = "_writer"  # the input that says for whom a page was made


class NoDoor(Exception):
    """A view says nothing about who may use it; names the view."""


def requires(permission: str) -> Callable[[View], View]:
    """Lets in who may do this somewhere; the view itself asks about the student or case."""
    if not is_permission(permission):
        raise NoDoor(f"there is no permission “{permission}”")
    return _marked(permission)


def public(view: View) -> View:
    """Lets anybody in, also those who are not signed in."""
    return _marked(next(iter(PUBLIC)))(view)


def takes_file(view: View) -> View:
    """Lets a form of this view carry one file, in its field `file`; every other view refuses files."""
    view.takes_file = True  # type: ignore[attr-defined] # read by is_taking_file
    return view


def takes_large_file(view: View) -> View:
    """The same for a file of a whole system's lines, which may be larger than what people attach."""
    view.takes_large_file = True  # type: ignore[attr-defined] # read by is_taking_large_file
    return takes_file(view)


def is_taking_large_file(app: Flask, endpoint: str | None) -> bool:
    """Whether the endpoint's view takes a large one."""
    return endpoint is not None and getattr(app.view_functions.get(endpoint), "takes_large_file", False)


def is_taking_file(app: Flask, endpoint: str | None) -> bool:
    """Whether the endpoint's view takes a file."""
    return endpoint is not None and getattr(app.view_functions.get(endpoint), "takes_file", False)


def permission_of(app: Flask, endpoint: str) -> str | None:
    """What the endpoint's view requires; None where it says nothing. Static files are public."""
    if endpoint == STATIC:
        return next(iter(PUBLIC))
    found: str | None = getattr(app.view_functions[endpoint], "required_permission", None)
    return found


def is_public(app: Flask, endpoint: str | None) -> bool:
    """Whether anybody may come there without signing in; so it is with an address that leads nowhere."""
    return endpoint is None or permission_of(app, endpoint) in PUBLIC


def demand_doors(app: Flask) -> None:
    """Raises NoDoor when any view of the application lacks its policy."""
    without = sorted(endpoint for endpoint in app.view_functions if permission_of(app, endpoint) is None)
    if without:
        raise NoDoor(f"these views declare no policy with @requires or @public: {', '.join(without)}")


def demand_permission() -> None:
    """Raises NotSignedIn or NotAllowed where the view is not for who asks; reads nothing of what was sent."""
    permission = permission_of(current_app, request.endpoint or "")
    if permission is None or not may_at_all(person(), permission):
        raise NotAllowed


def check_door() -> Response | None:
    """Before every request: raises NotSignedIn or NotAllowed where the door stays closed.

    Who has come in with a password that somebody else has made is led to choosing one, and no further.
    A page may say whom it was made for; from somebody else it is not taken (SomebodyElse).
    """
    if request.endpoint is None:
        return None
    visitor = signed_in()
    if visitor and request.form.get(MADE_FOR, str(visitor.person.id)) != str(visitor.person.id):
        raise SomebodyElse
    if is_public(current_app, request.endpoint):
        return None
    demand_permission()
    if visitor and visitor.must_choose_password and request.endpoint not in (CHOOSE_PASSWORD, SIGN_OUT):
        return redirect(url_for(CHOOSE_PASSWORD), 303)
    return None


def check_token() -> None:
    """Behind the door: raises CSRFError for a form that is not from this browser's session."""
    if request.endpoint is not None:
        csrf.protect()


def _marked(permission: str) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.required_permission = permission  # type: ignore[attr-defined] # read by permission_of
        return view

    return mark

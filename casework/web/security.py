"""The headers of every answer: nothing from elsewhere runs, nothing is kept by browsers or told to others."""

from __future__ import annotations

from flask import Flask, Response, current_app, request

from casework.web.doors import STATIC

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
ONE_YEAR = 31_536_000


def init_app(app: Flask) -> None:
    """Puts the headers on every answer, problems too."""
    app.after_request(add_headers)


def add_headers(response: Response) -> Response:
    """The response with the headers, but for those that it has; pages are never stored, static files are."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if request.endpoint != STATIC:
        response.headers["Cache-Control"] = "no-store"
    elif request.path.endswith(".js") and "v" not in request.args:
        response.headers["Cache-Control"] = "no-cache"  # named by another script, without a version
    if current_app.config["SESSION_COOKIE_SECURE"]:
        response.headers["Strict-Transport-Security"] = f"max-age={ONE_YEAR}"
    return response

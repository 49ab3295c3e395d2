"""The pages about people that every account has; each module here is one errand."""

from __future__ import annotations

from flask import Blueprint

views = Blueprint("people", __name__)

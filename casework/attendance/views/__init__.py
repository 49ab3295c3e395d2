"""The pages about attendance; each module here is one errand."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("attendance", __name__)

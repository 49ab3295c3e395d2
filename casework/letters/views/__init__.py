"""The pages of letters; each module here is one errand."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("letters", __name__)

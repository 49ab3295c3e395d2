"""The pages of contacts; each module here is one errand."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("contacts", __name__)

"""The pages about signals; each module here is one errand."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("signals", __name__)

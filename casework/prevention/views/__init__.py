"""The pages of preventive work; each module hangs its views on the blueprint."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("prevention", __name__)

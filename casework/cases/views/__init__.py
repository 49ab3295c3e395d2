"""The doors of the case pages: one blueprint, its views by what they are about."""

from flask import Blueprint

blueprint = Blueprint("cases", __name__)

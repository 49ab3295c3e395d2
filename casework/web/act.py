"""The page of one act: what it is, what follows from it, its form, and one button."""

from __future__ import annotations

from flask import render_template, request
from flask_wtf import FlaskForm


def act_page(
    form: FlaskForm, heading: str, label: str, up: tuple[str, str], *, lead: str = "", **around: object
) -> tuple[str, int]:
    """The page and its status: 422 where what was sent has faults. `label` is on the button.

    `up` is where one goes back to, its name and address; `around` what else `act.html` shows.
    """
    shown = render_template(
        "act.html",
        form=form,
        heading=heading,
        lead=lead,
        action=request.path,
        submit_label=label,
        up=up,
        **around,
    )
    return shown, 422 if form.errors else 200

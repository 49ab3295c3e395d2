"""Filters of the case list that people keep under a name: each sees and changes only their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from casework.access.policy import Person
from casework.cases.filters import Filter, filter_from, in_address
from casework.cases.models import SavedView
from casework.errors import NotAcceptable, NotHere
from casework.extensions import db

MOST = 12  # of one person: each is a chip above the list, and is counted


def views_of(actor: Person) -> Sequence[SavedView]:
    """The actor's views, by name."""
    mine = select(SavedView).where(SavedView.user_id == actor.id)
    return db.session.scalars(mine.order_by(SavedView.name)).all()


def view_of(actor: Person, view_id: UUID) -> SavedView:
    """The actor's own view; NotHere when there is none, or it is somebody else's."""
    found = db.session.scalars(
        select(SavedView).where(SavedView.id == view_id, SavedView.user_id == actor.id)
    ).one_or_none()
    if found is None:
        raise NotHere
    return found


def filter_of(view: SavedView) -> Filter:
    """What the view narrows the list down to."""
    return filter_from(dict(parse_qsl(view.address)))


def without_words(wanted: Filter) -> Filter:
    """What of a filter can be kept: words that were searched for may be the name of a student."""
    return replace(wanted, query="")


def save_view(name: str, wanted: Filter, *, actor: Person, now: datetime) -> SavedView:
    """Keeps the filter, without words that were searched for, under a name that the actor has not used."""
    address = urlencode(in_address(without_words(wanted)))
    view = SavedView(user_id=actor.id, name=name, address=address, saved_at=now)
    db.session.add(view)
    _flush_name()
    return view


def rename_view(view: SavedView, name: str) -> None:
    """Gives the view another name, which none of the owner's others has."""
    view.name = name
    _flush_name()


def remove_view(view: SavedView) -> None:
    """Takes the view away; the cases in it are as they were."""
    db.session.delete(view)
    db.session.flush()


def _flush_name() -> None:
    try:
        db.session.flush()
    except IntegrityError as error:  # the form has asked too; the same person was faster in another window
        raise NotAcceptable("view_named") from error

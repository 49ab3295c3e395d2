"""Imports and profiles for the pages and the command."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from casework.errors import NotHere
from casework.extensions import db
from casework.feeds.models import FeedImport, FeedProfile
from casework.feeds.profile import Profile
from casework.feeds.profiles import shipped

FOR_THE_PROCESS = ("waiting", "reading", "asked", "applying", "counting")


@dataclass(frozen=True)
class KnownProfile:
    """A profile under the name by which forms choose it; `own_id` where it is the authority's own."""

    name: str
    profile: Profile
    own_id: UUID | None = None


def imported(import_id: UUID, *, is_locked: bool = False) -> FeedImport:
    """The import, or NotHere."""
    wanted = select(FeedImport).where(FeedImport.id == import_id)
    if is_locked:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    row = db.session.scalars(wanted).one_or_none()
    if row is None:
        raise NotHere
    return row


def imports(*, limit: int, offset: int = 0) -> tuple[Sequence[FeedImport], int]:
    """The imports, newest first, and how many there are."""
    total = db.session.scalar(select(func.count()).select_from(FeedImport)) or 0
    order = select(FeedImport).order_by(FeedImport.at.desc(), FeedImport.id).limit(limit).offset(offset)
    return db.session.scalars(order).all(), total


def for_the_process() -> list[UUID]:
    """The imports that a process has to go on with, in order."""
    wanted = select(FeedImport.id).where(FeedImport.state.in_(FOR_THE_PROCESS))
    return list(db.session.scalars(wanted.order_by(FeedImport.at, FeedImport.id)))


def profile_of(row: FeedImport) -> Profile:
    """How the import is read, as it was when it was sent."""
    return Profile.model_validate(row.body)


def elsewhere(profile: Profile) -> str:
    """The system whose names for lessons are kept, where the import is what it answers; else nothing."""
    return profile.source if profile.kind == "ss12000" else ""


def own_profiles() -> Sequence[FeedProfile]:
    """The authority's own, by name."""
    return db.session.scalars(select(FeedProfile).order_by(FeedProfile.name)).all()


def own_profile(profile_id: UUID) -> FeedProfile:
    """One of them, or NotHere."""
    row = db.session.get(FeedProfile, profile_id)
    if row is None:
        raise NotHere
    return row


def profiles(language: str) -> Mapping[str, KnownProfile]:
    """Every profile by the word that forms choose it with: the authority's own first."""
    own = {
        row.id.hex: KnownProfile(row.name, Profile.model_validate(row.body), row.id) for row in own_profiles()
    }
    return own | {word: KnownProfile(getattr(one.title, language), one) for word, one in shipped().items()}

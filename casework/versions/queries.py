"""Reads versions: those that there are of each routine, and the one that new cases are opened on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from sqlalchemy import select

from casework.catalog import catalog, workflow_from
from casework.engine.workflow import LocalisedWorkflow
from casework.extensions import db
from casework.people.models import Unit
from casework.versions.models import Publication, WorkflowVersion

Models = Mapping[str, LocalisedWorkflow]


@dataclass(frozen=True)
class Version:
    """One version of a routine: from the program, the authority's folder, uploaded, or an earlier file."""

    model: LocalisedWorkflow
    origin: str  # product, own, uploaded, earlier
    status: str  # file, draft, published, kept
    valid_from: date | None
    valid_until: date | None
    publication: Publication | None = None

    @property
    def number(self) -> int:
        """The number that the file gives itself."""
        return self.model.rules.version

    @property
    def is_offered(self) -> bool:
        """Whether cases may be opened on it on some day."""
        return self.status in ("file", "published")

    def is_valid_on(self, day: date) -> bool:
        """Whether the day lies within its days; what comes with the program is there from the first day."""
        begins = None if self.origin == "product" else self.valid_from
        return (begins is None or begins <= day) and (self.valid_until is None or day <= self.valid_until)


def model_of(sha: str) -> LocalisedWorkflow:
    """The model version that a case runs on: one in use is at hand, an earlier one was kept."""
    in_use = {model.sha: model for model in catalog().workflows.values()}
    return in_use.get(sha) or _kept(sha)


@lru_cache(maxsize=64)  # what has this hash is the same text for ever
def _kept(sha: str) -> LocalisedWorkflow:
    return workflow_from(db.session.get_one(WorkflowVersion, sha).text)


def versions() -> dict[str, list[Version]]:
    """Every version that is not withdrawn, by routine, the newest first."""
    found: dict[str, list[Version]] = {}
    for version in (*_of_files(), *_uploaded()):
        found.setdefault(version.model.rules.workflow, []).append(version)
    return {
        name: sorted(of_one, key=lambda one: (one.number, one.origin == "uploaded"), reverse=True)
        for name, of_one in sorted(found.items())
    }


def versions_of(workflow: str) -> list[Version]:
    """The versions of one routine, the newest first."""
    return versions().get(workflow, [])


def version_by(sha: str) -> Version | None:
    """The version with that text, where it is not withdrawn."""
    return next((one for found in versions().values() for one in found if one.model.sha == sha), None)


def earlier(sha: str) -> Version:
    """A version that cases run on and that is no longer in any file; its text is kept."""
    rules = (model := model_of(sha)).rules
    return Version(model, "earlier", "kept", _day(rules.valid_from), _day(rules.valid_to))


def next_after(version: Version, day: date) -> Version | None:
    """The version of the routine that cases are opened on that day if this one no longer holds."""
    there = versions_of(version.model.rules.workflow)
    return in_force((one for one in there if one.model.sha != version.model.sha), day)


def models_on(day: date) -> dict[str, LocalisedWorkflow]:
    """For each routine the version that cases are opened on that day; none where no version is valid.

    What the authority has published goes before what lies in files, the later before the earlier.
    """
    found = {name: in_force(of_one, day) for name, of_one in versions().items()}
    return {name: version.model for name, version in found.items() if version}


def in_force(of_one: Iterable[Version], day: date) -> Version | None:
    """The one of a routine's versions that cases are opened on that day."""
    valid = [one for one in of_one if one.is_offered and one.is_valid_on(day)]
    return max(valid, key=_rank, default=None)


def model_at(unit: Unit, day: date) -> LocalisedWorkflow | None:
    """The version that the school's cases are opened on that day."""
    return model_in(models_on(day), unit)


def model_in(offered: Models, unit: Unit) -> LocalisedWorkflow | None:
    """The one that the school follows: as chosen for it, else the first written for such schools there."""
    if unit.workflow:
        return offered.get(unit.workflow)
    return next(iter(fitting(offered.values(), unit.school_form, unit.country)), None)


def fitting(models: Iterable[LocalisedWorkflow], school_form: str, country: str) -> list[LocalisedWorkflow]:
    """The models that are written for such schools, the authority's own before those of the program."""
    own = catalog().own
    written = (
        model
        for model in models
        if model.rules.country == country and school_form in model.rules.school_forms
    )
    return sorted(written, key=lambda model: (not _is_own(model, own), model.rules.workflow))


def publication(publication_id: UUID) -> Publication | None:
    """The upload with that id."""
    return db.session.get(Publication, publication_id)


def _is_own(model: LocalisedWorkflow, own: frozenset[str]) -> bool:
    return model.rules.workflow in own or model.rules.workflow not in catalog().workflows


def _rank(version: Version) -> tuple[bool, date, int]:
    return version.origin == "uploaded", version.valid_from or date.min, version.number


def _of_files() -> Iterable[Version]:
    """What was read from files when the program started."""
    found = catalog()
    for name, model in found.workflows.items():
        origin = "own" if name in found.own else "product"
        rules = model.rules
        yield Version(model, origin, "file", _day(rules.valid_from), _day(rules.valid_to))


def _uploaded() -> Iterable[Version]:
    """Drafts and what is published; every process reads them anew, so that a publication holds at once."""
    rows = db.session.scalars(select(Publication).where(Publication.status != "withdrawn"))
    for row in rows.all():
        yield Version(model_of(row.sha), "uploaded", row.status, row.valid_from, row.valid_until, row)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None

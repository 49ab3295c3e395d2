"""What monitoring has come to: how it stands for each guardian, what closes the way, and what is next.

Values in, values out. The order of the law: the school's part first, then what each guardian was asked and
has done, then that they have been heard; the board decides, and each decision is served on each guardian.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from casework.monitoring.days import last_day_to_appeal, legal_force_on
from casework.monitoring.kinds import AGAINST_GUARDIANS, INJUNCTIONS, NOT_HEARD, PROPOSED


class Noted(Protocol):
    """What was noted, as these rules read it."""

    @property
    def kind(self) -> str:
        """One of the kinds."""

    @property
    def guardians(self) -> Sequence[str]:
        """Whom of those at home it is about."""

    @property
    def happened_on(self) -> date:
        """The day on which it happened."""

    @property
    def until(self) -> date | None:
        """The day that goes with it."""

    @property
    def outcome(self) -> str:
        """One of the answers of its kind, or nothing."""


@dataclass(frozen=True)
class Assessed:
    """What the signed assessment says; empty answers where there is none."""

    is_signed: bool = False
    school_part: str = ""
    cause: str = ""
    proposal: str = ""


@dataclass(frozen=True)
class Matter:
    """Everything that these rules look at: what was noted, in the order of its days, and what stands around.

    `since`: the day on which the authority got the case the last time. `same`: who was at home of a row that
    was merged into the student's → the same person as they are known now.
    """

    noted: tuple[Noted, ...]
    assessed: Assessed
    guardians: tuple[str, ...]
    today: date
    since: date
    country: str = "SE"
    is_compulsory: bool = True
    same: Mapping[str, str] = field(default_factory=dict)

    def whom(self, one: Noted) -> tuple[str, ...]:
        """Whom of those at home it is about, as they are known now."""
        return tuple(dict.fromkeys(self.same.get(guardian, guardian) for guardian in one.guardians))

    def last(self, kind: str, guardian: str = "") -> Noted | None:
        """The latest of the kind, about the guardian where one is named."""
        of_kind = (one for one in reversed(self.noted) if one.kind == kind)
        return next((one for one in of_kind if not guardian or guardian in self.whom(one)), None)

    @property
    def decided(self) -> Noted | None:
        """The board's decision that counts; one that orders nobody counts until the case comes anew."""
        one = self.last("board")
        stays = one is not None and (one.outcome in AGAINST_GUARDIANS or one.happened_on >= self.since)
        return one if stays else None


@dataclass(frozen=True)
class OfGuardian:
    """How a decision stands for one guardian: served, appealed against, in legal force from a day."""

    is_addressed: bool
    served_on: date | None = None
    appeal_until: date | None = None
    is_appealed: bool = False
    legal_force_on: date | None = None
    is_annulled: bool = False


def of_guardian(matter: Matter, guardian: str) -> OfGuardian:
    """How the board's decision stands for the guardian."""
    board = matter.decided
    if board is None or board.outcome not in INJUNCTIONS or guardian not in matter.whom(board):
        return OfGuardian(False)
    served = _after(matter, "served", guardian, board)
    if served is None:
        return OfGuardian(True)
    until = last_day_to_appeal(served.happened_on, matter.country)
    appealed = _after(matter, "appealed", guardian, served)
    judged = _after(matter, "judged", guardian, appealed) if appealed else None
    if judged and judged.outcome == "annulled":
        return OfGuardian(True, served.happened_on, until, is_annulled=True)
    force = (
        judged.until if judged else None if appealed else legal_force_on(served.happened_on, matter.country)
    )
    return OfGuardian(True, served.happened_on, until, bool(appealed) and not judged, force)


def _after(matter: Matter, kind: str, guardian: str, earlier: Noted) -> Noted | None:
    """The latest of the kind about the guardian, not before the other."""
    found = matter.last(kind, guardian)
    return found if found and found.happened_on >= earlier.happened_on else None


@dataclass(frozen=True)
class Lack:
    """One thing that closes the way to an injunction: a code, the guardian it is about, and until when."""

    code: str
    guardian: str = ""
    day: date | None = None


def closed_by(matter: Matter) -> tuple[Lack, ...]:
    """Everything that closes the way to an injunction, the school's part before the home's."""
    assessed, found = matter.assessed, list[Lack]()
    if not matter.is_compulsory:
        found.append(Lack("not_compulsory"))
    if not assessed.is_signed:
        found.append(Lack("no_assessment"))
    else:
        if assessed.school_part != "yes":
            found.append(Lack("school_part"))
        if assessed.cause != "clear":
            found.append(Lack("cause_unclear"))
        if assessed.proposal not in PROPOSED[matter.country]:
            found.append(Lack("not_proposed"))
    if not matter.guardians:
        found.append(Lack("no_guardian"))
    return (*found, *unheard(matter))


def unheard(matter: Matter) -> Iterable[Lack]:
    """The guardians who have not had their say: not asked yet, or still with time to reply."""
    for guardian in matter.guardians:
        asked, replied = matter.last("heard", guardian), matter.last("replied", guardian)
        if asked is None or asked.happened_on < matter.since:
            yield Lack("not_heard", guardian)
        elif asked.outcome == NOT_HEARD or (replied and replied.happened_on >= asked.happened_on):
            continue
        elif asked.until is None or asked.until >= matter.today:
            yield Lack("time_to_reply", guardian, asked.until)


@dataclass(frozen=True)
class Standing:
    """Where the monitoring stands: a code, and the next day that matters, where there is one."""

    code: str
    day: date | None = None


def standing(matter: Matter) -> Standing:
    """Where it stands now."""
    ended, board = matter.last("ended"), matter.decided
    if ended and ended.happened_on >= matter.since:
        return Standing("ended", ended.happened_on)
    if board is None:
        return _before_the_board(matter)
    if board.outcome not in INJUNCTIONS:
        return Standing(board.outcome, board.happened_on)
    return _after_the_board(matter, board)


def _before_the_board(matter: Matter) -> Standing:
    lacks = {one.code for one in closed_by(matter)}
    if "no_assessment" in lacks:
        return Standing("assessing")
    if "school_part" in lacks:
        return Standing("school_part")
    if lacks & {"cause_unclear", "not_proposed", "not_compulsory"}:
        return Standing("no_proposal")
    if lacks & {"not_heard", "no_guardian"}:
        return Standing("to_hear")
    days = [one.day for one in unheard(matter) if one.day]
    return Standing("replying", max(days, default=None)) if lacks else Standing("to_board")


def _after_the_board(matter: Matter, board: Noted) -> Standing:
    each = [of_guardian(matter, one) for one in matter.whom(board)]
    if any(one.served_on is None for one in each):
        return Standing("to_serve", board.happened_on)
    if any(one.is_appealed for one in each):
        return Standing("appealed")
    left = [one for one in each if not one.is_annulled]
    if not left:
        return Standing("annulled")
    running = [one.appeal_until for one in left if one.appeal_until and one.appeal_until >= matter.today]
    if running and any(one.legal_force_on is None or one.legal_force_on > matter.today for one in left):
        return Standing("appealable", max(running))
    if any(one.legal_force_on is None for one in left):
        return Standing("appealed")  # judged, and the judgment has not got legal force
    fined = matter.last("fined")
    if fined and fined.happened_on >= board.happened_on:  # of an earlier injunction it says nothing
        return Standing(f"fine_{fined.outcome}", fined.happened_on)
    return Standing("in_force", max(one.legal_force_on for one in left if one.legal_force_on))

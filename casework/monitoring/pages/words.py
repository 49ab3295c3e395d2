"""The words of monitoring: answers, where it stands, and what closes the way to an injunction."""

from __future__ import annotations

from collections.abc import Mapping

from casework.monitoring.rules import Lack, Standing
from casework.web.dates import day
from casework.web.text import gettext
from casework.web.text import lazy_gettext as _

OUTCOMES: Mapping[str, Mapping[str, str]] = {
    "done": {
        "all": _("Everything that was asked for"),
        "part": _("A part of it"),
        "none": _("Nothing of it"),
        "not_able": _("It is not in their power"),
    },
    "heard": {
        "letter": _("By letter"),
        "registered_mail": _("By registered mail"),
        "meeting": _("At a meeting"),
        "not_heard": _("Is not heard, with a reason"),
    },
    "board": {
        "injunction": _("Injunction"),
        "penalty_injunction": _("Injunction under penalty"),
        "no_injunction": _("No injunction"),
        "more_work": _("Back to the school for more work"),
        "prosecution_request": _("Request for prosecution"),
        "no_request": _("No request for prosecution"),
    },
    "served": {
        "ordinary": _("Ordinary service, with a receipt"),
        "oral": _("Oral service"),
        "bailiff": _("Service by a process server"),
        "simplified": _("Simplified service"),
    },
    "judged": {
        "stands": _("The decision stands"),
        "changed": _("The decision was changed"),
        "annulled": _("The decision was annulled"),
    },
    "fined": {
        "applied": _("The court has been asked to impose it"),
        "imposed": _("The court has imposed it"),
        "not_imposed": _("The court has not imposed it"),
    },
    "ended": {
        "attends": _("The student fulfils compulsory schooling"),
        "lapsed": _("The time of the injunction is over"),
        "lifted": _("The injunction is lifted"),
        "not_compulsory": _("Compulsory schooling does not apply any more"),
        "other": _("Another reason"),
    },
}
WAITS: Mapping[str, str] = {
    "assessing": _("The assessment is being made"),
    "school_part": _("The school has not done all of its part"),
    "no_proposal": _("Nothing is proposed that the board decides on"),
    "to_hear": _("The guardians are to be heard"),
    "replying": _("The guardians have time to reply"),
    "to_board": _("The board can decide"),
    "more_work": _("The board wants the school to do more"),
    "no_injunction": _("The board has decided on no injunction"),
    "no_request": _("The board has decided not to request prosecution"),
    "prosecution_request": _("Prosecution is requested"),
    "to_serve": _("The decision is to be served"),
    "appealable": _("The decision can be appealed against"),
    "appealed": _("An appeal is with the court"),
    "annulled": _("The court has annulled the decision"),
    "in_force": _("The decision has legal force"),
    "fine_applied": _("The court has been asked to impose the conditional fine"),
    "fine_imposed": _("The conditional fine is imposed"),
    "fine_not_imposed": _("The conditional fine is not imposed"),
    "ended": _("The monitoring has ended"),
}
FUTURE = ("replying", "appealable")


def outcome_title(kind: str, outcome: str) -> str:
    """The answer in words; nothing where there is none."""
    return str(OUTCOMES.get(kind, {}).get(outcome, ""))


def standing_title(standing: Standing) -> str:
    """Where it stands, in few words."""
    return str(WAITS[standing.code])


def standing_day(standing: Standing) -> str:
    """The day that goes with it: until when, or since when."""
    if standing.day is None:
        return ""
    if standing.code in FUTURE:
        return gettext("Until and including %(day)s", day=day(standing.day))
    return gettext("Since %(day)s", day=day(standing.day))


def lack_title(lack: Lack, names: Mapping[str, str]) -> str:
    """What is missing, as the heading of its row."""
    titles = {
        "not_compulsory": gettext("Compulsory schooling"),
        "no_assessment": gettext("The assessment"),
        "school_part": gettext("The school's part"),
        "cause_unclear": gettext("What the absence is due to"),
        "not_proposed": gettext("The proposal"),
        "no_guardian": gettext("Guardian"),
    }
    return titles.get(lack.code) or names.get(lack.guardian, gettext("Guardian"))


def lack_text(lack: Lack) -> str:
    """What is missing, as a sentence."""
    texts = {
        "not_compulsory": gettext("The student is not of compulsory school age."),
        "no_assessment": gettext("Not signed yet."),
        "school_part": gettext(
            "The assessment does not say that the school has done all of its part. Until it does, nobody can "
            "be ordered to do anything."
        ),
        "cause_unclear": gettext(
            "It is not clear that the absence is due to what the guardians have not done."
        ),
        "not_proposed": gettext("The assessment proposes no injunction."),
        "no_guardian": gettext("Nobody at home is entered whom a decision could be about."),
        "not_heard": gettext("Has not been given the chance to reply."),
    }
    if lack.code == "time_to_reply":
        until = day(lack.day) if lack.day else ""
        return gettext("Has time to reply until %(day)s, and has not replied.", day=until)
    return texts[lack.code]

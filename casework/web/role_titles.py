"""What each role and party is called where a model says nothing else, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable

from casework.web.text import gettext
from casework.web.text import lazy_gettext as _

_TITLES = {
    "mentor": _("Mentor"),
    "subject_teacher": _("Subject teacher"),
    "school_staff": _("School staff"),
    "rector": _("Principal"),
    "assistant_rector": _("Assistant principal"),
    "student_health_team": _("Student health team"),
    "attendance_team": _("Attendance team"),
    "school_counsellor": _("School counsellor"),
    "school_nurse": _("School nurse"),
    "school_doctor": _("School doctor"),
    "school_psychologist": _("School psychologist"),
    "special_educator": _("Special educator"),
    "career_counsellor": _("Career counsellor"),
    "administration": _("Administration"),
    "education_director": _("Director of education"),
    "chief_education_officer": _("Chief education officer"),
    "education_board": _("Education board"),
    "system_administrator": _("System administrator"),
    "social_services": _("Social services"),
    "individual_family_services": _("Individual and family services"),
    "social_worker": _("Social worker"),
    "child_psychiatry": _("Child and adolescent psychiatry"),
    "primary_care": _("Primary care"),
    "health_region": _("Health region"),
    "pp_service": _("Educational psychology service"),
    "school_health_service": _("School health service"),
    "student_finance_agency": _("Student Finance Agency"),
    "social_insurance": _("Social Insurance Agency"),
    "employment_service": _("Employment Service"),
    "adult_education": _("Adult education"),
    "youth_followup_service": _("Follow-up service for young people"),
    "home_municipality": _("Home municipality"),
    "school_authority": _("School authority"),
}

_PARTIES = {
    "student": _("the student"),
    "guardians": _("the guardians"),
    "guardian": _("a guardian"),
    "home": _("the home"),
}


# Bodies of people: a name stands beside them in brackets, not behind them as behind a title.
_BODIES = frozenset(
    {"school_staff", "student_health_team", "attendance_team", "administration", "education_board"}
)
_PROPER_NAMES = frozenset({"student_finance_agency", "social_insurance", "employment_service"})


def role_title(role: str) -> str:
    """What the role is called."""
    return str(_TITLES.get(role, role))


def titles_of(roles: Iterable[str]) -> str:
    """The roles in a row, each once."""
    first, *others = dict.fromkeys(roles) or ("",)
    return ", ".join((role_title(first), *(in_sentence(role, role_title(role)) for role in others)))


def in_sentence(role: str, title: str) -> str:
    """The title as it stands inside a sentence: small, unless it is a proper name or an abbreviation."""
    if role in _PROPER_NAMES or title[1:2].isupper():
        return title
    return title[:1].lower() + title[1:]


def mentioned(role: str, title: str, name: str = "") -> str:
    """The role as a sentence speaks of it, with the name of whoever holds it where that is one person."""
    words = in_sentence(role, title)
    if not name:
        return gettext("the %(role)s", role=words)
    if role in _BODIES:
        return gettext("the %(body)s (%(name)s)", body=words, name=name)
    return gettext("%(role)s %(name)s", role=words, name=name)


def party_title(party: str) -> str:
    """What somebody at home is called who is contacted, met or written to; as it stands inside a sentence."""
    return str(_PARTIES[party])

"""What each role and party is called where a model says nothing else, in the reader's language."""

from __future__ import annotations

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
    "administration": _("Education administration"),
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
    "student_finance_agency": _("Student finance agency"),
    "social_insurance": _("Social insurance agency"),
    "employment_service": _("Employment service"),
    "adult_education": _("Adult education"),
    "youth_followup_service": _("Follow-up service for young people"),
    "home_municipality": _("Home municipality"),
    "school_authority": _("School authority"),
}

_PARTIES = {
    "student": _("The student"),
    "guardians": _("The guardians"),
    "guardian": _("A guardian"),
    "home": _("The home"),
}


def role_title(role: str) -> str:
    """What the role is called."""
    return str(_TITLES.get(role, role))


def party_title(party: str) -> str:
    """What somebody at home is called who is contacted, met or written to."""
    return str(_PARTIES[party])

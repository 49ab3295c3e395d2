"""The roles, parties and consents that every model may name without declaring them."""

from __future__ import annotations

from typing import Literal

Side = Literal["school", "authority", "outside"]

SCHOOL = (
    "mentor",
    "subject_teacher",
    "school_staff",
    "rector",
    "assistant_rector",
    "student_health_team",
    "attendance_team",
    "school_counsellor",
    "school_nurse",
    "school_doctor",
    "school_psychologist",
    "special_educator",
    "career_counsellor",
)
AUTHORITY = ("administration", "education_director", "chief_education_officer", "education_board")
OUTSIDE = (
    "social_services",
    "individual_family_services",
    "social_worker",
    "child_psychiatry",
    "primary_care",
    "health_region",
    "pp_service",
    "school_health_service",
    "student_finance_agency",
    "social_insurance",
    "employment_service",
    "adult_education",
    "youth_followup_service",
    "home_municipality",
    "school_authority",
)
ANY_STAFF = "any_staff"  # whoever works with the student, in whichever role
PARTIES = ("student", "guardians", "guardian", "home")
PURPOSES = ("share_with_partners", "health_information")

SIDES: dict[str, Side] = {}
SIDES |= dict.fromkeys(SCHOOL, "school")
SIDES |= dict.fromkeys(AUTHORITY, "authority")
SIDES |= dict.fromkeys(OUTSIDE, "outside")

"""What there is to be allowed: the words that roles are given and that doors ask for."""

from __future__ import annotations

# About a student or case: asked with the student at hand.
ABOUT_STUDENTS = (
    "student:read",
    "search:read",
    "own:read",
    "case:open",
    "case:read",
    "case:change",
    "contribution:give",
    "annulment:request",
    "annulment:decide",
    "conflict:state",
    "conflict:decide",
    "protection:decide",
    "student:merge",
    "home:change",
    "log:read",
    "extract:release",
    "case:migrate",
    "attendance:register",
    "attendance:read",
    "attendance:decide",
    "leave:decide",
    "signal:decide",
    "absence_task:do",
    "absence_report:read",
    "student_finance:read",
    "concern:write",
    "concern:decide",
    "contact:log",
    "agenda:work",
    "register:read",
    "monitoring:note",
    "prevention:do",
    "prevention:lead",
)
# About no student: what somebody does with the program itself and with its routines.
ABOUT_NOBODY = (
    "people:administer",
    "substitute:name",
    "attendance:import",
    "routine:read",
    "routine:administer",
)
PERMISSIONS = frozenset((*ABOUT_STUDENTS, *ABOUT_NOBODY))

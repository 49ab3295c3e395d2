"""Who may what, written down by hand from what the roles are for: nothing here is read from the program.

Each role has how far it reaches, the classes that it reads there, and the letters of what it may.
"""

from __future__ import annotations

LETTERS = {
    "s": "student:read",
    "f": "search:read",
    "o": "case:open",
    "r": "case:read",
    "c": "case:change",
    "g": "contribution:give",
    "a": "annulment:request",
    "A": "annulment:decide",
    "k": "conflict:state",
    "K": "conflict:decide",
    "P": "protection:decide",
    "h": "home:change",
    "l": "log:read",
    "m": "case:migrate",
    "w": "own:read",
    "x": "extract:release",
    "t": "attendance:register",
    "n": "attendance:read",
    "d": "attendance:decide",
    "v": "leave:decide",
    "S": "signal:decide",
    "b": "concern:write",
    "B": "concern:decide",
    "T": "absence_task:do",
    "M": "absence_report:read",
    "F": "student_finance:read",
    "L": "contact:log",
    "U": "student:merge",
    "R": "register:read",
    "W": "agenda:work",
    "V": "monitoring:note",
    "y": "prevention:do",
    "Y": "prevention:lead",
}
ROLES = {
    "mentor": ("own class", "open school", "sforcgakhwtndvSbBTLy"),
    "subject_teacher": ("own class", "open", "sfgkwtbTLy"),
    "attendance_team": ("own school", "open school student_health", "sforcgakhwtndvSbBTMLyYW"),
    "student_health_team": ("own school", "open school student_health", "sforcgaAkhwxnvSbBTMLyYW"),
    "school_counsellor": ("own school", "open school student_health", "sforcgakhwxnvSbBTMLyW"),
    "career_counsellor": ("own school", "open school", "sfrcgkwbTLy"),
    "school_nurse": ("own school", "open school student_health medical", "sforcgakhwxnvSbBTMLyW"),
    "rector": ("own school", "open school student_health", "sforcgaAkKPhlmwxtndvSbBTMFLURyYW"),
    "administration": ("handed over", "open school", "frcmwRV"),
    "system_administrator": ("nobody", "", ""),
    "nobody": ("nobody", "", ""),
}
# What is asked of roles and not of students: permission → who has it.
ABOUT_NOBODY = {
    "people:administer": {"system_administrator"},
    "substitute:name": {"system_administrator", "rector"},
    "attendance:import": {"system_administrator"},
    "routine:read": {"system_administrator", "administration", "rector"},
    "routine:administer": {"system_administrator", "administration"},
}


def is_near(reach: str, *, school: bool, classroom: bool, handed_over: bool) -> bool:
    """Whether somebody reaches: whose school it is, whose class, and whether the authority has the case."""
    return {
        "own class": school and classroom,
        "own school": school,
        "handed over": school and handed_over,
        "nobody": False,
    }[reach]


def may(
    role: str,
    letter: str,
    text_class: str | None,
    *,
    near: bool,
    kept_away: bool,
    wrote: bool,
    as_role: str,
    alone: bool = False,
) -> bool:
    """The right answer; `wrote`: the text is one's own, signed in the role `as_role`, perhaps `alone`."""
    _, reads, letters = ROLES[role]
    if kept_away or letter not in letters:
        return False
    if letter == "w":
        return wrote and (alone or text_class is None or text_class in ROLES[as_role][1].split())
    return near and (text_class is None or text_class in reads.split())

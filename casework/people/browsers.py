"""What a browser calls itself, in words that its user knows it by."""

from __future__ import annotations

# The first that the browser's own line holds; nearly all of them also claim to be others.
_PROGRAMS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "Chromebook"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def browser_name(line: str) -> str:
    """ "Firefox, Windows" and the like; as much of it as is known."""
    known = (next((name for sign, name in table if sign in line), "") for table in (_PROGRAMS, _SYSTEMS))
    return ", ".join(part for part in known if part)

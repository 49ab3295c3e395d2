"""Files for download: the headings of each language, and two made-up lines that show how to fill them in."""

from __future__ import annotations

import csv
from io import StringIO

from casework.administration.headings import COLUMNS

# Kind → language → the lines. Nobody in them exists; the numbers are free for books and films.
_LINES: dict[str, dict[str, tuple[tuple[str, ...], ...]]] = {
    "staff": {
        "sv": (
            ("Karin Mallsjö", "karin.mallsjo", "Mentor", "Ekbackaskolan", "8B", "2026-08-01", "2027-07-31"),
            ("Per Modellberg", "per.modellberg", "Rektor", "Ekbackaskolan"),
        ),
        "nb": (
            ("Kari Malvik", "kari.malvik", "Kontaktlærer", "Granli skole", "8B", "2026-08-01", "2027-07-31"),
            ("Per Modellberg", "per.modellberg", "Rektor", "Granli skole"),
        ),
        "en": (
            ("Karin Mallsjö", "karin.mallsjo", "Mentor", "Ekbacka School", "8B", "2026-08-01", "2027-07-31"),
            ("Per Modellberg", "per.modellberg", "Principal", "Ekbacka School"),
        ),
    },
    "students": {
        "sv": (
            (
                "Alva",
                "Exempelsson",
                "2012-03-14",
                "Ekbackaskolan",
                "8B",
                "Karl Exempelsson",
                "070-174 06 05",
                "ja",
            ),
            (
                "Vidar",
                "Låtsberg",
                "2012-11-02",
                "Ekbackaskolan",
                "8B",
                "Maja Låtsberg",
                "070-174 06 06",
                "nej",
            ),
        ),
        "nb": (
            ("Alva", "Eksempelsen", "2012-03-14", "Granli skole", "8B", "Karl Eksempelsen", "", "ja"),
            ("Vidar", "Latvik", "2012-11-02", "Granli skole", "8B", "Maja Latvik", "", "nei"),
        ),
        "en": (
            (
                "Alva",
                "Exempelsson",
                "2012-03-14",
                "Ekbacka School",
                "8B",
                "Karl Exempelsson",
                "070-174 06 05",
                "yes",
            ),
            (
                "Vidar",
                "Låtsberg",
                "2012-11-02",
                "Ekbacka School",
                "8B",
                "Maja Låtsberg",
                "070-174 06 06",
                "no",
            ),
        ),
    },
    "calendar": {
        "sv": (
            ("2026-08-18", "2026-12-18", "Hösttermin"),
            ("2026-10-26", "2026-10-30", "Höstlov"),
            ("2026-11-16", "", "Studiedag"),
        ),
        "nb": (
            ("2026-08-17", "2026-12-18", "Høsttermin"),
            ("2026-10-05", "2026-10-09", "Høstferie"),
            ("2026-11-16", "", "Planleggingsdag"),
        ),
        "en": (
            ("2026-08-18", "2026-12-18", "Autumn term"),
            ("2026-10-26", "2026-10-30", "Autumn break"),
            ("2026-11-16", "", "Staff day"),
        ),
    },
}
SHOWN_HOMES = ("home1", "phone1", "contact1", "home2", "phone2", "contact2")
FIRST = ("given", "family", "born", "school", "class", *SHOWN_HOMES)  # what the made-up lines fill in


def template(kind: str, language: str) -> str:
    """The file as spreadsheets of the three countries open it: with the mark of UTF-8, and semicolons."""
    words = COLUMNS[kind]
    columns = [column for column in words if not column[-1:].isdigit() or column in SHOWN_HOMES]
    if kind == "students":
        columns = [*FIRST, *(column for column in columns if column not in FIRST)]
    text = StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(words[column][language][0] for column in columns)
    writer.writerows((*line, *[""] * (len(columns) - len(line))) for line in _LINES[kind][language])
    return "\ufeff" + text.getvalue()

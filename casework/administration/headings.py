"""The headings and the words for roles, yes and no that files may use, in Swedish, Norwegian and English.

The first heading of each language is the one that the templates for download have.
"""

from __future__ import annotations

from collections.abc import Mapping

Words = Mapping[str, Mapping[str, tuple[str, ...]]]

STAFF: Words = {
    "name": {"sv": ("Namn",), "nb": ("Navn",), "en": ("Name", "Full name")},
    "username": {
        "sv": ("Användarnamn", "Användare", "Konto"),
        "nb": ("Brukernavn", "Bruker"),
        "en": ("User name", "Username", "Account"),
    },
    "role": {"sv": ("Roll",), "nb": ("Rolle",), "en": ("Role",)},
    "school": {"sv": ("Skola", "Enhet", "Skolenhet"), "nb": ("Skole",), "en": ("School", "Unit")},
    "class": {"sv": ("Klass", "Grupp"), "nb": ("Klasse", "Gruppe"), "en": ("Class", "Group")},
    "from": {"sv": ("Från", "Från och med"), "nb": ("Fra", "Fra og med"), "en": ("From",)},
    "to": {"sv": ("Till", "Till och med"), "nb": ("Til", "Til og med"), "en": ("To", "Until")},
}

MOST_HOMES = 4

STUDENTS: Words = {
    "given": {"sv": ("Förnamn", "Tilltalsnamn"), "nb": ("Fornavn",), "en": ("First name", "Given name")},
    "family": {"sv": ("Efternamn",), "nb": ("Etternavn",), "en": ("Last name", "Family name", "Surname")},
    "born": {
        "sv": ("Födelsedatum", "Född"),
        "nb": ("Fødselsdato", "Født"),
        "en": ("Date of birth", "Birth date", "Born"),
    },
    "school": STAFF["school"],
    "class": STAFF["class"],
    "since": {
        "sv": ("Började", "Började i klassen", "Startdatum"),
        "nb": ("Begynte", "Begynte i klassen", "Startdato"),
        "en": ("Started", "Started in the class", "Start date"),
    },
    "phone": {"sv": ("Elevens telefon",), "nb": ("Elevens telefon",), "en": ("Student’s phone",)},
    "email": {"sv": ("Elevens e-post",), "nb": ("Elevens e-post",), "en": ("Student’s e-mail",)},
    "municipality": {
        "sv": ("Hemkommun",),
        "nb": ("Hjemkommune", "Bostedskommune"),
        "en": ("Home municipality",),
    },
    "number": {
        "sv": ("Elevnummer", "Personnummer"),
        "nb": ("Elevnummer", "Fødselsnummer"),
        "en": ("Student number", "Personal identity number"),
    },
} | {
    f"{column}{number}": {
        language: tuple(f"{word} {number}" for word in words) for language, words in texts.items()
    }
    for number in range(1, MOST_HOMES + 1)
    for column, texts in {
        "home": {"sv": ("Vårdnadshavare",), "nb": ("Foresatt",), "en": ("Guardian",)},
        "phone": {"sv": ("Telefon",), "nb": ("Telefon",), "en": ("Phone",)},
        "contact": {"sv": ("Får kontaktas",), "nb": ("Kan kontaktes",), "en": ("May be contacted",)},
        "email": {"sv": ("E-post",), "nb": ("E-post",), "en": ("E-mail",)},
    }.items()
}

CALENDAR: Words = {
    "first": {
        "sv": ("Första dag", "Från", "Från och med", "Startdatum", "Start", "Datum", "Dag"),
        "nb": ("Første dag", "Fra", "Fra og med", "Startdato", "Dato"),
        "en": ("First day", "From", "Start date", "Date", "Day"),
    },
    "last": {
        "sv": ("Sista dag", "Till", "Till och med", "Slutdatum", "Slut"),
        "nb": ("Siste dag", "Til", "Til og med", "Sluttdato", "Slutt"),
        "en": ("Last day", "To", "Until", "End date", "End"),
    },
    "what": {
        "sv": ("Vad", "Typ", "Beskrivning", "Benämning", "Rubrik", "Ämne", "Namn"),
        "nb": ("Hva", "Beskrivelse", "Tittel", "Emne", "Navn"),
        "en": ("What", "Type", "Description", "Title", "Subject", "Name", "Summary"),
    },
}

REQUIRED = {
    "staff": ("name", "username", "role", "school"),
    "students": ("given", "family", "born", "school"),
    "calendar": ("first", "what"),
}
COLUMNS = {"staff": STAFF, "students": STUDENTS, "calendar": CALENDAR}

ROLE_WORDS = {
    "mentor": ("mentor", "klassföreståndare", "kontaktlærer", "contact teacher", "class teacher"),
    "subject_teacher": (
        "undervisande lärare",
        "ämneslärare",
        "lärare",
        "faglærer",
        "subject teacher",
        "teacher",
    ),
    "attendance_team": ("närvaroteamet", "närvaroteam", "nærværsteamet", "nærværsteam", "attendance team"),
    "career_counsellor": (
        *("studie- och yrkesvägledare", "syv", "rådgiver", "yrkes- og utdanningsrådgiver"),
        "career counsellor",
    ),
    "student_health_team": (
        *("elevhälsoteamet", "elevhälsoteam", "elevhälsan", "eht", "ressursteamet", "ressursteam"),
        *("tverrfaglig team", "student health team"),
    ),
    "school_counsellor": ("skolkurator", "kurator", "sosiallærer", "school counsellor", "counsellor"),
    "school_nurse": ("skolsköterska", "skolsköterskan", "helsesykepleier", "school nurse", "nurse"),
    "rector": ("rektor", "principal", "head teacher"),
    "administration": ("förvaltningen", "förvaltning", "skoleeier", "administration"),
    "system_administrator": ("systemadministratör", "systemadministrator", "system administrator"),
}
ROLES = {word: role for role, words in ROLE_WORDS.items() for word in (role, *words)}
YES = frozenset({"", "ja", "j", "yes", "y", "x", "1", "true", "sant", "sann"})
NO = frozenset({"nej", "nei", "n", "no", "0", "false", "falskt", "usann"})


def known(kind: str) -> dict[str, str]:
    """Heading in small letters → column, in every language."""
    words = COLUMNS[kind].items()
    return {word.casefold(): column for column, texts in words for one in texts.values() for word in one}


def required(kind: str, language: str) -> dict[str, str]:
    """The columns that a file must have, with what they are called in the language."""
    return {column: COLUMNS[kind][column][language][0] for column in REQUIRED[kind]}

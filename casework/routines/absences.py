"""What is counted as absence, in words inside a sentence: "unreported absence"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from casework.engine.counting import Absences
from casework.routines.amounts import amount
from casework.routines.speaker import Fact, Speaker, both, either, quoted
from casework.web.text import gettext
from casework.web.text import lazy_gettext as _

BUILT_IN = {
    "any": _("absence"),
    "valid": _("valid absence"),
    "invalid": _("invalid absence"),
    "reported": _("reported absence"),
    "unreported": _("unreported absence"),
    "documented": _("absence with a certificate"),
    "undocumented": _("absence without a certificate"),
    "not_attended": _("time away for whatever reason"),
}


def absence(speaker: Speaker, name: str) -> str:
    """The choice of absence as inside a sentence."""
    if name in speaker.model.absences:
        return quoted(speaker.model.absences[name].title)
    return str(BUILT_IN.get(name, name))


def absence_names(speaker: Speaker, names: Iterable[str]) -> str:
    """Several choices added."""
    return both(absence(speaker, name) for name in names)


def absence_facts(speaker: Speaker, value: Absences) -> Iterator[Fact]:
    """What the named choice of absence holds."""
    if value.validity:
        said = {
            "valid": gettext("Valid absence only."),
            "invalid": gettext("Invalid absence only."),
            "undecided": gettext("Only absence that nobody has decided on yet."),
        }
        yield Fact(("validity",), said[value.validity])
    if value.reported is not None:
        yield Fact(
            ("reported",),
            gettext("Reported absence only.") if value.reported else gettext("Unreported absence only."),
        )
    if value.documented is not None:
        with_one = gettext("Only absence with a certificate.")
        yield Fact(
            ("documented",), with_one if value.documented else gettext("Only absence without a certificate.")
        )
    if value.codes:
        yield Fact(("codes",), gettext("Registered as %(codes)s.", codes=either(value.codes)))
    if value.kinds:
        kinds = {
            "absent": gettext("being away"),
            "late": gettext("coming late"),
            "left_early": gettext("leaving early"),
        }
        yield Fact(
            ("kinds",), gettext("What counts: %(kinds)s.", kinds=both(kinds[one] for one in value.kinds))
        )
    if value.longer_than:
        yield Fact(("longer_than",), gettext("Longer than %(amount)s.", amount=amount(value.longer_than)))
    yield from _units(speaker, value)


def _units(speaker: Speaker, value: Absences) -> Iterator[Fact]:
    if value.each:
        each = {
            "lesson": gettext("Counted lesson by lesson."),
            "session": gettext("Counted half-day by half-day."),
            "day": gettext("Counted day by day."),
            "occasion": gettext("Counted occasion by occasion."),
        }
        yield Fact(("each",), each[value.each])
    if value.not_within:
        inside = absence(speaker, value.not_within)
        yield Fact(
            ("not_within",), gettext("What is already part of %(absence)s is not counted.", absence=inside)
        )

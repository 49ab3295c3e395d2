"""The few words that the program itself puts into an answer or beside it, in the language of the form."""

from __future__ import annotations

from collections.abc import Mapping

_WORDS: Mapping[str, Mapping[str, str]] = {
    "sv": {
        "yes": "Ja",
        "no": "Nej",
        "unknown": "Vet inte",
        "given": "Samtycke är lämnat",
        "declined": "Har sagt nej",
        "not_asked": "Inte tillfrågad än",
        "by": "Vem har svarat?",
        "on": "Datum",
        "scope": "Vad gäller samtycket?",
        "consent_by": "{answer}. {by}, {on}",
        "no_answer": "Inget svar: {why}",
        "scale": "{answer} på en skala från 0 ({low}) till 4 ({high})",
        "weekend": "Ingen skoldag",
        "holiday": "{name}, ingen skoldag",
        "not_yet": "Dagen har inte varit än",
        "been": "Dagen har redan varit",
        "today": "I dag",
        "left": "{count} tecken kvar",
        "over": "{count} tecken för mycket",
        "facts": "Skriv det du vet, och vem som har sagt det.",
    },
    "nb": {
        "yes": "Ja",
        "no": "Nei",
        "unknown": "Vet ikke",
        "given": "Samtykke er gitt",
        "declined": "Har sagt nei",
        "not_asked": "Ikke spurt ennå",
        "by": "Hvem har svart?",
        "on": "Dato",
        "scope": "Hva gjelder samtykket?",
        "consent_by": "{answer}. {by}, {on}",
        "no_answer": "Ikke svart: {why}",
        "scale": "{answer} på en skala fra 0 ({low}) til 4 ({high})",
        "weekend": "Ikke skoledag",
        "holiday": "{name}, ikke skoledag",
        "not_yet": "Dagen har ikke vært ennå",
        "been": "Dagen har allerede vært",
        "today": "I dag",
        "left": "{count} tegn igjen",
        "over": "{count} tegn for mye",
        "facts": "Skriv det du vet, og hvem som har sagt det.",
    },
    "en": {
        "yes": "Yes",
        "no": "No",
        "unknown": "Do not know",
        "given": "Consent given",
        "declined": "Said no",
        "not_asked": "Not asked yet",
        "by": "Who answered?",
        "on": "Date",
        "scope": "What does the consent cover?",
        "consent_by": "{answer}. {by}, {on}",
        "no_answer": "No answer: {why}",
        "scale": "{answer} on a scale from 0 ({low}) to 4 ({high})",
        "weekend": "Not a school day",
        "holiday": "{name}, not a school day",
        "not_yet": "The day has not been yet",
        "been": "The day has already been",
        "today": "Today",
        "left": "{count} characters left",
        "over": "{count} characters too many",
        "facts": "Write what you know, and who has said it.",
    },
}


def words(language: str) -> Mapping[str, str]:
    """The words in the language; an unknown language is a mistake in the program."""
    return _WORDS[language]

"""Numbers that people have written in their own ways, as one that a message can be sent to."""

from __future__ import annotations

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberType

# What can get a text message: mobiles, and where the plan of the country tells no difference.
MOBILE = (
    PhoneNumberType.MOBILE,
    PhoneNumberType.FIXED_LINE_OR_MOBILE,
    PhoneNumberType.PERSONAL_NUMBER,
)


class Unusable(Exception):
    """No text message can be sent there; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def mobile(text: str, country: str) -> str:
    """The number as E.164, such as +46701740605; without a prefix it is one of the country (SE, NO).

    Raises Unusable for nothing, for what is no number, and for one that takes no text messages.
    """
    if not text.strip():
        raise Unusable("no_number")
    try:
        number = phonenumbers.parse(text, country)
        if not phonenumbers.is_valid_number(number):
            number = _with_prefix(text, country)
    except NumberParseException:
        raise Unusable("not_a_number") from None
    if not phonenumbers.is_valid_number(number):
        raise Unusable("not_a_number")
    if phonenumbers.number_type(number) not in MOBILE:
        raise Unusable("not_a_mobile")
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def _with_prefix(text: str, country: str) -> PhoneNumber:
    """The number where the country's own prefix is written without its sign: 46 70 …"""
    number = phonenumbers.parse(f"+{text.strip()}", country)
    if number.country_code != phonenumbers.country_code_for_region(country):
        raise Unusable("not_a_number")
    return number

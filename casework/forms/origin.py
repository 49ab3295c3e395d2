"""What a page says of an answer that came from elsewhere, beside the question that it answers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class OriginLine:
    """From where and when, with the way there; what it said, where that is changed; what it says since."""

    key: str  # which source the page shows, so that saving keeps that one and not a newer
    text: str
    url: str = ""  # of the signed version; empty for what the records say
    before: str = ""  # the value as it was there; empty while it is the same here
    later: str = ""  # that the source says something else since; empty while it does not
    later_url: str = ""
    later_value: str = ""
    take: str = ""  # the text of the button that takes the source's value; empty where there is none to take


def origin_name(field_id: str) -> str:
    """The hidden input that tells from where the page's value came."""
    return f"{field_id}__from"

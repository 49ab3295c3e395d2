"""The part of a mail that calendars take in: one meeting, for one receiver, who learns of no other."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import parseaddr

from icalendar import Calendar, Event, vCalAddress

from casework.clock import SCHOOL_ZONE
from casework.messages.settings import MailSettings
from casework.messages.wires import Appointment

MAKER = "-//Casework//Casework//EN"


def add_appointment(mail: EmailMessage, appointment: Appointment, settings: MailSettings) -> None:
    """Adds it beside the text, as what mail programs offer to accept or to take away again."""
    organizer, receiver = parseaddr(settings.sender)[1], parseaddr(str(mail["To"]))[1]
    text = calendar_of(appointment, settings.domain, organizer, receiver, mail["Date"].datetime)
    method = "CANCEL" if appointment.is_cancelled else "REQUEST"
    mail.add_alternative(text, subtype="calendar", charset="utf-8", params={"method": method})


def calendar_of(
    appointment: Appointment, domain: str, organizer: str, receiver: str, written_at: datetime
) -> str:
    """The calendar with the one event, in the school's time."""
    starts = appointment.starts_at.astimezone(SCHOOL_ZONE)
    event = Event()
    event.add("uid", f"{appointment.uid}@{domain}")
    event.add("sequence", appointment.sequence)
    event.add("dtstamp", written_at.astimezone(UTC))
    event.add("dtstart", starts)
    event.add(
        "dtend", (appointment.starts_at + timedelta(minutes=appointment.minutes)).astimezone(SCHOOL_ZONE)
    )
    event.add("summary", appointment.title)
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if appointment.is_cancelled else "CONFIRMED")
    if appointment.place:
        event.add("location", appointment.place)
    event.add("organizer", vCalAddress(f"mailto:{organizer}"))
    event.add("attendee", _receiver(receiver, appointment))
    calendar = Calendar()
    calendar.add("prodid", MAKER)
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if appointment.is_cancelled else "REQUEST")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    return str(calendar.to_ical().decode("utf-8"))


def _receiver(address: str, appointment: Appointment) -> vCalAddress:
    found = vCalAddress(f"mailto:{address}")
    found.params["role"], found.params["partstat"] = "REQ-PARTICIPANT", "NEEDS-ACTION"
    found.params["rsvp"] = "FALSE" if appointment.is_cancelled else "TRUE"
    return found

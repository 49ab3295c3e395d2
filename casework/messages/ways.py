"""The ways by which this instance's messages leave, made from its settings."""

from __future__ import annotations

from casework.extensions import is_demo, outgoing_settings
from casework.messages.mail import Mail
from casework.messages.settings import mail_settings, sms_settings
from casework.messages.sms import Sms
from casework.messages.wires import Console, Wire, Wires


def ways() -> Wires:
    """By channel; those that are not set up are not there. Raises Unset where the settings do not hold."""
    if is_demo():
        return {"email": Console(), "sms": Console()}
    mail, sms = outgoing_settings()
    found: dict[str, Wire] = {}
    by_mail, by_sms = mail_settings(mail), sms_settings(sms)
    if by_mail:
        found["email"] = Mail(by_mail)
    if by_sms:
        found["sms"] = Sms(by_sms)
    return found

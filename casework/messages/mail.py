"""Hands mail to the server that the settings name."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, parseaddr

from casework.messages.calendars import add_appointment
from casework.messages.settings import MailSettings, Unset
from casework.messages.wires import LONGEST, Letter, Undelivered, in_time

READY = 220
FOR_GOOD = 500  # answers from here on mean that sending it again would not help


class Mail:
    """Mail by SMTP, one connection for each."""

    def __init__(self, settings: MailSettings, *, longest: float = LONGEST) -> None:
        self._settings, self._longest = settings, longest

    def send(self, letter: Letter) -> str:
        """Hands the mail over. Raises Undelivered."""
        mail = written(letter, self._settings)
        try:
            with self._connection() as server:
                server.send_message(mail)
        except smtplib.SMTPRecipientsRefused as error:
            code = next(iter(error.recipients.values()))[0]
            raise Undelivered("address_refused", is_final=code >= FOR_GOOD) from None
        except smtplib.SMTPSenderRefused:
            raise Undelivered("refused", is_the_way=True) from None
        except smtplib.SMTPDataError as error:
            raise Undelivered("refused", is_final=error.smtp_code >= FOR_GOOD) from None
        except smtplib.SMTPAuthenticationError:
            raise Undelivered("login_refused", is_the_way=True) from None
        except (OSError, smtplib.SMTPException, Unset, ValueError):
            raise Undelivered("no_answer", is_the_way=True) from None
        return str(mail["Message-ID"])

    @contextmanager
    def _connection(self) -> Iterator[smtplib.SMTP]:
        """A connection that is safe and signed in, and that ends in time."""
        settings = self._settings
        context = ssl.create_default_context(cafile=settings.authority or None)
        is_tls = settings.security == "tls"
        wait = settings.seconds
        server = smtplib.SMTP_SSL(timeout=wait, context=context) if is_tls else smtplib.SMTP(timeout=wait)
        vars(server)["_host"] = (
            settings.host
        )  # whose certificate it must be; the library asks at no other time
        try:
            with in_time(self._longest, lambda: server.sock):
                if server.connect(settings.host, settings.port)[0] != READY:
                    raise Undelivered("no_answer", is_the_way=True)
                if settings.security == "starttls":
                    server.starttls(context=context)
                if settings.username:
                    server.login(settings.username, settings.password())
                yield server
                with suppress(smtplib.SMTPException, OSError):
                    server.quit()  # the mail is handed over by now, whatever comes of this
        finally:
            server.close()


def written(letter: Letter, settings: MailSettings) -> EmailMessage:
    """The mail as it goes out; known by the same Message-ID however often it is sent.

    Raises Undelivered where the address is none.
    """
    mail = EmailMessage(policy=SMTP)
    mail["To"] = address(letter.to)
    mail["From"] = settings.sender
    mail["Subject"] = " ".join(letter.subject.split())
    mail["Message-ID"] = f"<{letter.id}@{settings.domain}>"
    mail["Date"] = formatdate()
    mail["Auto-Submitted"] = "auto-generated"
    mail["Content-Language"] = letter.language
    mail.set_content(letter.text)
    if letter.appointment:
        add_appointment(mail, letter.appointment, settings)
    return mail


def address(text: str) -> Address:
    """The one address that the text is. Raises Undelivered for more, less, or signs that steer."""
    try:
        if not text.isascii() or not text.isprintable() or parseaddr(text)[1] != text:
            raise ValueError(text)
        return Address(addr_spec=text)
    except (ValueError, IndexError, MessageError):
        raise Undelivered("not_an_address", is_final=True) from None

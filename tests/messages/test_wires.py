"""Mail and text messages at servers that take them, refuse, hang, reset, babble: a clear answer each."""

from __future__ import annotations

import base64
from uuid import UUID

import pytest

from casework.messages.mail import Mail, address
from casework.messages.phones import Unusable, mobile
from casework.messages.settings import MailSettings, SmsSettings, Unset, mail_settings, sms_settings
from casework.messages.sms import Sms
from casework.messages.wires import Letter, Undelivered
from tests.messages.servers import (
    Asked,
    Inbox,
    babbles,
    badly,
    drips,
    free_port,
    hangs,
    http_server,
    mail_server,
    resets,
)

ID = UUID("0190e4a2-0000-7000-8000-00000000abcd")
MAIL = Letter(ID, "email", "karl@exempel.test", "sv", "Meddelande från Ekbackaskolan", "Hör av dig.\n")
SMS = Letter(ID, "sms", "+46701740605", "sv", "", "Ekbackaskolan: hör av dig till skolan.")
BAD = {"hangs": hangs, "resets": resets, "babbles": babbles, "drips": drips}


def mail(port: int, **more: object) -> Mail:
    """The way to the server on that port; nobody waits long."""
    said = {
        "host": "127.0.0.1",
        "port": port,
        "security": "none",
        "sender": "Casework <no-reply@exempel.test>",
    }
    settings = mail_settings({**said, "seconds": 0.3, **more})
    assert settings
    return Mail(settings, longest=0.6)


def sms(url: str, **more: object) -> Sms:
    """The way to the service at that address."""
    said = {"by": "46elks", "sender": "Skolan", "url": url, "username": "u1", "seconds": 0.3}
    settings = sms_settings({**said, **more})
    assert settings
    return Sms(settings, longest=0.6)


@pytest.fixture(autouse=True)
def _passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CASEWORK_MAIL_PASSWORD", "ett hemligt ord")
    monkeypatch.setenv("CASEWORK_SMS_PASSWORD", "ett hemligt ord")


def test_a_mail_arrives_whole_and_is_known_by_the_same_id_each_time() -> None:
    inbox = Inbox()
    with mail_server(inbox) as port:
        ids = {mail(port).send(MAIL) for _ in range(2)}
    first, second = inbox.mails
    assert ids == {f"<{ID}@exempel.test>"} == {first["Message-ID"], second["Message-ID"]}
    assert (first["To"], first["Subject"]) == ("karl@exempel.test", "Meddelande från Ekbackaskolan")
    assert first["Auto-Submitted"] == "auto-generated"
    assert first.get_content().strip() == "Hör av dig."


def test_who_signs_in_is_let_in_and_who_cannot_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    inbox = Inbox()
    with mail_server(inbox, wants_login=True) as port:
        mail(port, username="casework").send(MAIL)
        monkeypatch.setenv("CASEWORK_MAIL_PASSWORD", "fel")
        with pytest.raises(Undelivered) as fault:
            mail(port, username="casework").send(MAIL)
    assert len(inbox.mails) == 1
    assert (fault.value.code, fault.value.is_the_way, fault.value.is_final) == ("login_refused", True, False)


@pytest.mark.parametrize(
    ("where", "answer", "code", "is_final"),
    [
        ("rcpt", "550 No such user", "address_refused", True),
        ("rcpt", "450 Not now", "address_refused", False),
        ("data", "554 Spam", "refused", True),
        ("data", "451 Try later", "refused", False),
    ],
)
def test_what_the_mail_server_refuses_is_for_good_or_for_now(where, answer, code, is_final) -> None:
    inbox = Inbox(**{where: [answer]})
    with mail_server(inbox) as port, pytest.raises(Undelivered) as fault:
        mail(port).send(MAIL)
    assert (fault.value.code, fault.value.is_final, fault.value.is_the_way) == (code, is_final, False)
    assert not inbox.mails


@pytest.mark.parametrize("behave", BAD.values(), ids=BAD)
def test_a_bad_mail_server_or_sms_service_is_told_in_time(behave) -> None:
    with badly(behave) as port:
        for wire, letter in ((mail(port), MAIL), (sms(f"http://127.0.0.1:{port}/"), SMS)):
            with pytest.raises(Undelivered) as fault:
                wire.send(letter)
            assert (fault.value.code, fault.value.is_the_way, fault.value.is_final) == (
                "no_answer",
                True,
                False,
            )


def test_nobody_there_is_told() -> None:
    port = free_port()
    for wire, letter in ((mail(port), MAIL), (sms(f"http://127.0.0.1:{port}/"), SMS)):
        with pytest.raises(Undelivered, match="no_answer"):
            wire.send(letter)


def test_a_mail_server_without_the_safety_asked_for_gets_nothing() -> None:
    inbox = Inbox()
    with mail_server(inbox) as port, pytest.raises(Undelivered, match="no_answer"):
        mail(port, security="starttls").send(MAIL)
    assert not inbox.mails


@pytest.mark.parametrize(
    "text",
    [
        "karl@exempel.test\nBcc: alla@exempel.test",
        "karl@exempel.test\r",
        "karl@exempel.test, ann@exempel.test",
        "Karl <karl@exempel.test>",
        "karl",
        "@exempel.test",
        "kårl@exempel.test",
        " ",
    ],
)
def test_what_is_not_one_address_is_no_address(text: str) -> None:
    with pytest.raises(Undelivered) as fault:
        address(text)
    assert (fault.value.code, fault.value.is_final) == ("not_an_address", True)


def test_46elks_gets_what_it_asks_for() -> None:
    asked = Asked()
    with http_server(asked) as url:
        assert sms(url).send(SMS) == "s1"
    ((headers, form),) = asked.requests
    assert form == {"from": ["Skolan"], "to": ["+46701740605"], "message": [SMS.text]}
    login = base64.b64encode(b"u1:ett hemligt ord").decode()
    assert headers["Authorization"] == f"Basic {login}"


def test_any_other_service_gets_the_fields_of_its_own() -> None:
    asked = Asked(body=b'{"ref": 17}')
    names = {"to_field": "destination", "from_field": "source", "text_field": "userData", "id_field": "ref"}
    with http_server(asked) as url:
        assert sms(url, by="http", sends="json", **names).send(SMS) == "17"
        assert sms(url, by="http", **names).send(SMS) == "17"
    (_, first), (_, second) = asked.requests
    assert isinstance(first, bytes)
    assert b'"destination": "+46701740605"' in first
    assert second == {"destination": ["+46701740605"], "source": ["Skolan"], "userData": [SMS.text]}


@pytest.mark.parametrize(
    ("status", "body", "code", "is_final", "is_the_way"),
    [
        (500, b"", "busy", False, True),
        (429, b"", "busy", False, True),
        (401, b"", "login_refused", False, True),
        (403, b"", "login_refused", False, True),
        (400, b"Invalid number", "refused", True, False),
        (404, b"", "refused", False, True),
        (302, b"", "refused", False, False),
        (200, b"<html>", "garbage", True, True),
        (200, b'{"ok": true}', "garbage", True, True),
        (200, b"[1]", "garbage", True, True),
        (200, b"x" * 70_000, "garbage", True, True),
    ],
)
def test_what_the_service_answers_is_for_good_or_for_now(status, body, code, is_final, is_the_way) -> None:
    asked = Asked(status, body, {"Location": "http://127.0.0.1:9/"} if status == 302 else {})
    with http_server(asked) as url, pytest.raises(Undelivered) as fault:
        sms(url).send(SMS)
    told = fault.value
    assert (told.code, told.is_final, told.is_the_way) == (code, is_final, is_the_way)
    assert len(asked.requests) == 1


SPELLINGS = (
    "070-174 06 05",
    "+46701740605",
    "0046701740605",
    "46 70 174 06 05",
    "070 174 0605",
    "(070) 1740605",
    "+46 (0)70-174 06 05",
    "070.174.06.05",
    "070 – 174 06 05",
    "tel: 070-1740605",
    "０７０１７４０６０５",
)


@pytest.mark.parametrize("text", SPELLINGS)
def test_a_number_is_the_same_however_it_is_written(text: str) -> None:
    assert mobile(text, "SE") == "+46701740605"


@pytest.mark.parametrize(
    ("text", "country", "code"),
    [
        ("", "SE", "no_number"),
        ("12", "SE", "not_a_number"),
        ("hej", "SE", "not_a_number"),
        ("070-174 06 05 / 070-174 06 06", "SE", "not_a_number"),
        ("46 70 174 06 05", "NO", "not_a_number"),
        ("08-465 00 400", "SE", "not_a_mobile"),
    ],
)
def test_what_takes_no_text_message_is_told_apart(text: str, country: str, code: str) -> None:
    with pytest.raises(Unusable, match=code):
        mobile(text, country)
    assert mobile("406 12 345", "NO") == "+4740612345"


@pytest.mark.parametrize(
    ("read", "found"),
    [
        (mail_settings, {"host": "smtp.exempel.test"}),
        (mail_settings, {"host": "smtp.exempel.test", "sender": "ingen adress"}),
        (mail_settings, {"host": "smtp.exempel.test", "sender": "a@b.se", "security": "none"}),
        (mail_settings, {"host": "smtp.exempel.test", "sender": "a@b.se", "port": "många"}),
        (mail_settings, {"host": "smtp.exempel.test", "sender": "a@b.se", "passwrod": "x"}),
        (sms_settings, {"by": "duva", "sender": "Skolan"}),
        (sms_settings, {"by": "http", "sender": "Skolan", "url": "http://sms.exempel.test/"}),
        (sms_settings, {"by": "http", "sender": "Skolan", "sends": "xml"}),
    ],
)
def test_settings_that_are_not_safe_or_whole_are_refused(read, found) -> None:
    with pytest.raises(Unset):
        read(found)


def test_settings_that_are_whole_are_read() -> None:
    assert mail_settings({}) is sms_settings({}) is None
    assert mail_settings({"host": "smtp.exempel.test", "sender": "a@b.se", "port": "465"}) == MailSettings(
        "smtp.exempel.test", "a@b.se", 465
    )
    assert sms_settings({"by": "46elks", "sender": "Skolan"}) == SmsSettings("46elks", "Skolan")

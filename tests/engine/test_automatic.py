"""What a model asks of the program itself is a notice of absence to those at home, and is refused else."""

from __future__ import annotations

import pytest

from tests.engine.examples import found

CALL = "{id: call_home, do: contact, title: Ring hem, by: [mentor], with: [home], covers: [D-1]}"
EACH = "each_time: {occasion: {counting: unreported}}"
TOLD = f"{{id: told, do: notice, title: Berätta, by: system, to: [guardians], channel: [sms], {EACH}}}"
NAMED = (
    ("call_home: Ring hjem,", "call_home: Ring hjem, told: Fortell,"),
    ("{call_home: Call home,", "{call_home: Call home, told: Tell,"),
)
NEED = "needs: [{contact: call_home}]"
DUTY = "  - {id: rest, title: Vila, when: {occasion: {counting: any}}, actions: [%s]}\n"
OF_DUTY = (
    ("  nb:\n    title", "  nb:\n    duties: {rest: Hvil}\n    title"),
    ("  en:\n    title", "  en:\n    duties: {rest: Rest}\n    title"),
)


def told(*changes: tuple[str, str]) -> list[str]:
    """What the check says of the small model with such a notice, in which the words are changed."""
    text = TOLD
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return [one.message for one in found((CALL, f"{CALL}\n      - {text}"), *NAMED)]


@pytest.mark.parametrize(
    "change",
    [
        ("to: [guardians]", "to: [home, student]"),
        ("channel: [sms]", "channel: [email, sms]"),
        (EACH, "each_time: {all: [{lesson: {counting: any}}, {age: {at_least: 7}}]}"),
        (EACH, "each_time: {any: [{day: {counting: any}}, {run: {at_least: 2 days}}]}"),
    ],
)
def test_a_notice_of_absence_is_taken(change) -> None:
    assert told() == []
    assert told(change) == []


NO_EACH = "say with `each_time`"
OR_AGE = "each_time: {any: [{lesson: {counting: any}}, {age: {at_least: 7}}]}"
BODY = "[guardians, social_services]"
WRONG = {
    "another kind": (
        ("do: notice", "do: work"),
        ("to: [guardians], channel: [sms], ", ""),
        "nothing but send",
    ),
    "a person beside it": (("by: system", "by: [system, mentor]"), "no role beside"),
    "nothing that it is about": ((f", {EACH}", ""), NO_EACH),
    "something else than absence": ((EACH, "each_time: {age: {at_least: 16}}"), NO_EACH),
    "absence as one way of two": ((EACH, OR_AGE), NO_EACH),
    "a body": (("[guardians]", BODY), "does not write to “social_services”"),
    "paper": (("[sms]", "[sms, letter]"), "does not send by “letter”"),
    "a receipt": (("channel: [sms]", "channel: [sms], receipt: true"), "nothing is reported on it"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_the_program_does_not_do_by_itself_is_refused(case) -> None:
    *changes, message = WRONG[case]
    (said,) = told(*changes)
    assert message in said


def test_nothing_can_wait_for_what_nobody_reports() -> None:
    (said,) = found((CALL, f"{CALL}\n      - {TOLD}"), *NAMED, (NEED, "needs: [{notice: told}]"))
    assert "“told” is sent by the program" in said.message


def test_no_step_is_taken_by_the_program() -> None:
    (said,) = found(("to: notice, by: [mentor]", "to: notice, by: [system]"))
    assert "unknown role “system”" in said.message


def test_a_duty_is_no_place_for_it() -> None:
    duties = "duties:\n" + DUTY % TOLD
    (said,) = found(
        ("transitions:\n  - {id: open", f"{duties}transitions:\n  - {{id: open"), *NAMED, *OF_DUTY
    )
    assert "in a stage" in said.message

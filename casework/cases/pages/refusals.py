"""What a case still needs and what it has: each unmet need in words, and each met one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from casework.cases.pages.words import Speech, capital
from casework.engine.facts import Proof, Refusal
from casework.web.dates import day
from casework.web.text import gettext, ngettext


def refusal_lines(speech: Speech, refusals: Sequence[Refusal]) -> list[str]:
    """One line for each: what it is about, and what is missing."""
    return [f"{refusal_title(speech, one)}: {refusal_text(speech, one)}" for one in refusals]


def refusal_title(speech: Speech, refusal: Refusal) -> str:
    """What is missing, as the heading of its row."""
    params = refusal.params
    if "form" in params:
        return speech.form(params["form"])
    if "action" in params:
        return speech.titled(params["action"], params.get("title", ""))
    titles = {
        "consent_missing": gettext("Consent"),
        "tasks_open": gettext("The tasks of this step"),
        "reason_missing": gettext("A written reason"),
        "approval_pending": gettext("Approval"),
        "role": gettext("Another role does this"),
        "own_request": gettext("Two pairs of eyes"),
        "moved_on": gettext("The case has moved on"),
        "ground_changed": gettext("The ground has changed"),
        "document_missing": gettext("A document"),
        "moment_not_come": params.get("moment", ""),
        "clock_not_started": gettext("Time that must pass"),
        "time_not_passed": gettext("Time that must pass"),
        "time_too_long": gettext("Time that may have passed"),
        "age_differs": gettext("The student's age"),
        "student_differs": gettext("Compulsory schooling"),
        "signal_missing": gettext("A proposal from the figures"),
    }
    return titles[refusal.code]


def refusal_text(speech: Speech, refusal: Refusal) -> str:
    """What is missing, as a sentence."""
    params = refusal.params
    if "field" in params:
        return _about_answer(speech, refusal)
    if refusal.code == "reason_instead":
        return _about_reason(speech, refusal)
    if refusal.code == "form_draft":
        return gettext(
            "Draft, %(done)s of %(total)s questions answered.", done=params["done"], total=params["total"]
        )
    if refusal.code == "tasks_open":
        titles = (gettext("“%(text)s”", text=speech.action(one)) for one in params["actions"].split())
        return gettext("Left to do: %(titles)s.", titles=", ".join(titles))
    if "limit" in params:
        done, limit = params["count"], params["limit"]
        return gettext("Done %(count)s times; the routine says %(limit)s.", count=done, limit=limit)
    if "since" in params:
        return _about_time(refusal)
    if refusal.code == "role":
        return gettext("%(who)s can do it.", who=capital(speech.who(refusal.who)))
    return _plain(refusal.code)


def _about_reason(speech: Speech, refusal: Refusal) -> str:
    """What a written reason stands for, where something that is missing can be replaced by one."""
    params = refusal.params
    if "form" in params:
        what = speech.form(params["form"])
        return gettext("“%(what)s” is not finalised. A written reason is asked for then.", what=what)
    if "action" in params:
        what = speech.action(params["action"])
        return gettext("“%(what)s” is not done. A written reason is asked for then.", what=what)
    if "actions" in params:
        return gettext("Tasks of this step are left. A written reason is asked for then.")
    return gettext("Needed only if what has been done does not lead on by itself.")


def _about_time(refusal: Refusal) -> str:
    start, end = (day(date.fromisoformat(refusal.params[word])) for word in ("since", "day"))
    if refusal.code == "time_too_long":
        return gettext("The time from %(start)s ended %(end)s.", start=start, end=end)
    return gettext("The time from %(start)s has passed on %(end)s.", start=start, end=end)


def _about_answer(speech: Speech, refusal: Refusal) -> str:
    question = speech.field_is(refusal.params["form"], refusal.params["field"])
    if refusal.code == "reason_instead":
        return gettext(
            "“%(question)s” is not answered with yes. A written reason is asked for then.", question=question
        )
    return gettext("The answer to “%(question)s” does not lead here.", question=question)


def _plain(code: str) -> str:
    """The sentences that name nothing."""
    texts = {
        "form_missing": gettext("Not begun."),
        "form_renewed": gettext("Has to be filled in again in this step."),
        "form_by_other": gettext("Is signed by somebody else than the routine asks for."),
        "form_unsigned": gettext("Somebody is writing in it. You can read it when it is signed."),
        "form_not_here": gettext("The form belongs to another step of the routine."),
        "reason_missing": gettext("You write it when you take the step."),
        "consent_missing": gettext("No consent is in force."),
        "approval_pending": gettext("Is requested and not decided yet."),
        "own_request": gettext("You asked for it, so somebody else decides."),
        "own_form": gettext("You have signed this form, which the decision rests on. Somebody else decides."),
        "built_on": gettext("Has been begun because of this task. It has to stand as it is."),
        "not_reopened": gettext("Only a task of this stay that is no form can be opened again."),
        "moved_on": gettext("Look at the case again: it stands in another step now."),
        "ground_changed": gettext("A form that the request rests on has been corrected. Ask again."),
        "task_open": gettext("Not done yet."),
        "meeting_missing": gettext("Not held yet."),
        "decision_missing": gettext("Not decided yet."),
        "decision_other": gettext("Is decided in another way."),
        "report_missing": gettext("Not sent yet."),
        "notice_missing": gettext("Not sent yet."),
        "document_missing": gettext("Has not come in yet."),
        "moment_not_come": gettext("Has not happened yet."),
        "clock_not_started": gettext("The clock has not started."),
        "age_differs": gettext("The student's age does not fit this step."),
        "student_differs": gettext("What the step asks of the student does not hold."),
        "signal_missing": gettext("Nothing in the figures proposes this step."),
    }
    return texts.get(code, gettext("Not done yet."))


def proof_title(speech: Speech, proof: Proof) -> str:
    """What is met, as the heading of its row; an answer that counts stands behind its question."""
    form, field = proof.params.get("form", ""), proof.params.get("field", "")
    if field:
        return f"{speech.field_is(form, field)} {speech.option(form, field, proof.params['answer'])}"
    if form:
        return speech.form(form)
    if "action" in proof.params:
        return speech.action(proof.params["action"])
    titles = {
        "consent_given": gettext("Consent"),
        "tasks_settled": gettext("The tasks of this step"),
        "reason_written": gettext("A written reason"),
        "moment_come": proof.params.get("moment", ""),
        "time_passed": gettext("The time has passed"),
        "age_fits": gettext("The student's age"),
        "student_fits": gettext("Compulsory schooling"),
        "signal_given": gettext("A proposal from the figures"),
    }
    return titles.get(proof.code, gettext("Done"))


def proof_text(proof: Proof) -> str:
    """Who met it and when."""
    if proof.code == "form_finalised" and proof.at:
        return gettext("Finalised %(day)s by %(name)s.", day=day(proof.at), name=proof.by_name)
    if proof.code == "consent_given" and proof.at:
        return gettext("Given by %(name)s, recorded %(day)s.", name=proof.params["by"], day=day(proof.at))
    if proof.at:
        return gettext("%(day)s, %(name)s.", day=capital(day(proof.at)), name=proof.by_name)
    if proof.code == "times_done":
        return _about_times(int(proof.params["count"]), proof.params["state"])
    return {"task_waived": gettext("Not needed, with a reason.")}.get(proof.code, "")


def _about_times(count: int, state: str) -> str:
    if state == "tried":
        return ngettext("Tried in vain %(num)d time.", "Tried in vain %(num)d times.", count)
    return ngettext("Done %(num)d time.", "Done %(num)d times.", count)

"""What happens in many of the demonstration's cases alike: the ways from one step to the next."""

from __future__ import annotations

from casework.demo.planning import follows_up, signs_plan
from casework.demo.story import Story

CHANGES = "Bytte till ny klass efter sommaren. Har sovit sämre sedan dess."
HAPPENED = f"{CHANGES} Bästa vännen bytte skola i september."
SUMMARY = "Frånvaron har ökat trots planen. Åtgärderna är gjorda och utvärderade. Eleven och hemmet är hörda."


def reported(story: Story, mentor: str, *, day: int) -> None:
    """What the first step asks for is done, and its form signed."""
    story.days_ago(day)
    story.calls(mentor, "contact_student", "Pratade i korridoren. Det är morgonen som är svår.")
    story.calls(mentor, "contact_home", "Berättade att vi saknar eleven. De vill gärna ha kontakt.")
    story.does(mentor, "tell_health_team", "Tog upp det på elevhälsans möte.")
    story.signs(mentor, "student_guardian_checklist", g_changes=CHANGES)


def mapped(story: Story, mentor: str, *, day: int) -> None:
    """The mapping is done."""
    story.days_ago(day)
    story.does(mentor, "ask_what_school_can_do", "Lugn start och en känd vuxen vid dörren.")
    story.signs(mentor, "initial_mapping", takes=("pattern", "events"))
    story.days_ago(day - 2)
    story.signs("sofia", "school_social_mapping")
    story.does(mentor, "start_adaptations", "Alla lärare har fått veta vad som gäller från måndag.")


def investigated(story: Story, mentor: str, *, start: int) -> None:
    """A case from its beginning into the investigation."""
    story.days_ago(start)
    story.opens(mentor, "report", "Upprepad frånvaro sedan terminsstarten, mest på förmiddagar.")
    reported(story, mentor, day=start - 2)
    story.days_ago(start - 10)
    story.moves("sofia", "start_mapping")
    mapped(story, mentor, day=start - 20)
    story.days_ago(start - 30)
    story.moves("sofia", "start_investigation")
    story.does("sofia", "listen_to_student", "Två samtal på skolan.")
    story.does("sofia", "listen_to_home", "Ett samtal hemma, ett på skolan.")


def analysed(story: Story, mentor: str, *, start: int) -> None:
    """The same on into the analysis."""
    investigated(story, mentor, start=start)
    story.days_ago(start - 40)
    story.signs("sofia", "absence_investigation")
    signs_plan(story, mentor, day=start - 40)
    story.does("sofia", "share_plan", "Planen är utdelad till alla som gör något i den.")
    story.days_ago(start - 45)
    story.moves("sofia", "start_analysis")
    follows_up(story, mentor, day=start - 40)


def requested(story: Story, *, day: int) -> None:
    """The analysis is written, and the hand-over asked for."""
    story.days_ago(day + 4)
    story.signs("hanna", "in_depth_evaluation")
    story.does("hanna", "consider_cooperation", "Vi har det stöd vi behöver just nu.", outcome="nobody")
    story.days_ago(day + 2)
    story.signs("sofia", "authority_report")
    story.days_ago(day)
    story.moves("sofia", "hand_over", summary=SUMMARY)

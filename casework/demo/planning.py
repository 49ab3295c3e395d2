"""The plan of the demonstration's cases, and how its measures are followed up: one is late, one has ended."""

from __future__ import annotations

from casework.demo.story import Story
from casework.plans.actions import FollowUp

DOOR = "En känd vuxen möter vid dörren"
MATHS = "Mattestöd i liten grupp, två gånger i veckan"
EVENING = "Dagens plan skickas kvällen innan"
TWICE, NIGHTLY = "Tisdag och torsdag", "Varje kväll"
WEEKS = 21  # days between a plan and its follow-up, and to the next


def signs_plan(story: Story, mentor: str, *, day: int) -> None:
    """The team signs a plan with three measures, that many days ago."""
    follow_up = story.day(WEEKS - day).isoformat()
    begins = {"start": story.day(2 - day).isoformat(), "follow_up": follow_up, "status": "planned"}
    at_school = {"environment": "school", **begins}
    team, by = story.name_of("sofia"), story.name_of(mentor)
    start = {"factor": "Starten på dagen är stor och oviss", **at_school}
    maths = {"factor": "Det som missas gör nästa lektion svårare", **at_school}
    rows = [
        {"area": "relation", "what": DOOR, "responsible": by, "frequency": "Varje morgon", **start},
        {"area": "teaching_adaptation", "what": MATHS, "responsible": by, "frequency": TWICE, **maths},
        {"area": "home_school_routine", "what": EVENING, "responsible": team, "frequency": NIGHTLY, **start},
    ]
    story.signs("sofia", "attendance_action_plan", measures=rows, effective_from=begins["start"])


def follows_up(story: Story, mentor: str, *, day: int) -> None:
    """They look twice at what has come of it; what is agreed last lies around today."""
    story.days_ago(day - WEEKS)
    soon = story.day(2 * WEEKS - day)
    story.follows_up(mentor, DOOR, FollowUp("carried_out", "some", "keep", soon, ""))
    late = "Läraren var sjuk två veckor. Specialpedagogen tar över."
    story.follows_up(mentor, MATHS, FollowUp("not_carried_out", "", "change", soon, late))
    story.follows_up("sofia", EVENING, FollowUp("carried_out", "good", "keep", soon, ""))
    story.days_ago(day - 2 * WEEKS)
    story.follows_up(mentor, DOOR, FollowUp("carried_out", "good", "keep", story.day(6), ""))
    partly = "Kom igång, men bara på torsdagar. Vi ser på schemat igen."
    story.follows_up(mentor, MATHS, FollowUp("partly", "none", "change", story.day(-3), partly))
    done = "{elev} skriver planen själv nu.".replace("{elev}", story.student.given_name)
    story.follows_up("sofia", EVENING, FollowUp("carried_out", "goal_reached", "stop", None, done))

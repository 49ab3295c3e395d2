"""Every element of a model in sentences, each with the fields that it tells: what comparing looks at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from casework.engine.diff import TEXT
from casework.engine.elements import Guidance, Role, Source, Stage
from casework.engine.roles import Side
from casework.engine.workflow import Workflow
from casework.routines.absences import absence_facts
from casework.routines.amounts import day_of
from casework.routines.counting import counting_facts
from casework.routines.deadlines import documented, follow_up
from casework.routines.rules import (
    cohort_facts,
    duty_facts,
    goal_facts,
    leave_line,
    moment_facts,
    pause_facts,
    prevention_facts,
    trigger_facts,
)
from casework.routines.speaker import Fact, Speaker, capital, quoted
from casework.routines.tasks import action_facts
from casework.routines.ways import way_facts
from casework.web.text import gettext

Said = Callable[[Speaker, Any], Iterable[Fact]]


def facts(speaker: Speaker, part: str, value: Any) -> tuple[Fact, ...]:
    """The sentences about the element; its own text, where it is nothing but a text."""
    if isinstance(value, str):
        return (Fact((TEXT,), quoted(value)),)
    title = getattr(value, "title", "")
    named = (Fact(("title",), quoted(title)),) if title else ()
    return (*named, *_SAID[part](speaker, value))


def works(side: Side) -> str:
    """Where a role on the side works."""
    sides = {
        "school": gettext("At the school."),
        "authority": gettext("At the school authority."),
        "outside": gettext("Outside the school and the authority."),
    }
    return sides[side]


def role_facts(speaker: Speaker, role: Role) -> Iterator[Fact]:
    """Where the role works, and whose rights it has in the program."""
    yield Fact(("side",), works(role.side))
    if role.rights_as:
        same = speaker.one(role.rights_as)
        yield Fact(("rights_as",), gettext("May do the same in the program as %(role)s.", role=same))


def stage_facts(speaker: Speaker, stage: Stage) -> Iterator[Fact]:
    """Who is responsible, whether a case is needed, how it is followed up and written down."""
    if stage.short:
        yield Fact(("short",), gettext("In short: %(name)s.", name=quoted(stage.short)))
    who = capital(speaker.one(stage.owner))
    yield Fact(("owner",), gettext("%(who)s is responsible for the step.", who=who))
    if stage.case == "none":
        none = gettext("No case is opened at this step: what is done is noted on the student.")
        yield Fact(("case",), none)
    if stage.guidance:
        yield Fact(("guidance",), stage.guidance.strip())
    if stage.follow_up:
        yield Fact(("follow_up",), follow_up(speaker, stage.follow_up))
    for line in documented(speaker, stage.documented_by):
        yield Fact(("documented_by",), line)


def source_facts(speaker: Speaker, source: Source) -> Iterator[Fact]:
    """The written routine: its name, when it was adopted, where it stands."""
    yield Fact(("document",), gettext("Written routine: %(document)s.", document=source.document))
    if source.adopted:
        yield Fact(("adopted",), gettext("Adopted: %(adopted)s.", adopted=day_of(source.adopted)))
    if source.links:
        yield Fact(("links",), gettext("Read more: %(links)s", links=", ".join(source.links)))


def validity(model: Workflow) -> str:
    """The version and when it is in force."""
    told = {"number": model.version, "first": day_of(model.valid_from)}
    if model.valid_to:
        last = day_of(model.valid_to)
        return gettext("Version %(number)s, in force from %(first)s to %(last)s.", last=last, **told)
    return gettext("Version %(number)s, in force from %(first)s.", **told)


def schools(model: Workflow) -> tuple[str, ...]:
    """Which schools the routine is for."""
    swedish = {
        "compulsory": gettext("compulsory school in Sweden"),
        "adapted_compulsory": gettext("adapted compulsory school in Sweden"),
        "upper_secondary": gettext("upper secondary school in Sweden"),
    }
    norwegian = {
        "compulsory": gettext("compulsory school in Norway"),
        "adapted_compulsory": gettext("adapted compulsory school in Norway"),
        "upper_secondary": gettext("upper secondary school in Norway"),
    }
    names = swedish if model.country == "SE" else norwegian
    return tuple(names[form] for form in model.school_forms)


def model_facts(speaker: Speaker, model: Workflow) -> Iterator[Fact]:
    """What the model says of itself."""
    yield Fact(("workflow",), quoted(model.workflow))
    yield Fact(("version", "valid_from", "valid_to"), validity(model))
    for school in schools(model):
        yield Fact(("country", "school_forms"), gettext("For %(schools)s.", schools=school))


def guidance_facts(speaker: Speaker, guidance: Guidance) -> Iterator[Fact]:
    """The advice, and where it is shown."""
    place = guidance.show
    if place in speaker.model.order:
        place = speaker.stage(place)
    elif speaker.find_action(place):
        place = speaker.action(place)
    else:
        place = gettext("the whole routine")
    yield Fact(("show",), gettext("Shown at: %(place)s.", place=place))
    yield Fact((TEXT,), guidance.text.strip())


_SAID: Mapping[str, Said] = {
    "model": model_facts,
    "source": source_facts,
    "guidance": guidance_facts,
    "roles": role_facts,
    "absences": absence_facts,
    "moments": moment_facts,
    "triggers": trigger_facts,
    "duties": duty_facts,
    "cohorts": cohort_facts,
    "goals": goal_facts,
    "prevention": prevention_facts,
    "stages": stage_facts,
    "transitions": way_facts,
    "actions": action_facts,
    "counting": lambda speaker, value: counting_facts(value),
    "leave": lambda speaker, value: (Fact(("by", "up_to"), leave_line(speaker, value)),),
    "pause": pause_facts,
}

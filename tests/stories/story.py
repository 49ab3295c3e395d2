"""A whole story of a model: up its ladder, back, up again, closed and reopened; each gate shut and opened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import chain, islice, product

from casework.engine.actions import Decision
from casework.engine.guards import Guard
from casework.engine.workflow import NEW, Step, Workflow
from tests.databases import Place, SqlitePlace
from tests.stories.acts import Act, Ground, Way, applying, ways
from tests.stories.doing import WHY, Elsewhere
from tests.stories.walk import Walk

UP, DOWN = ("forward", "hand_over"), ("return", "back")
TRIED = 60  # combinations of ways at most, before one guard is taken to follow from the others
Kept = tuple[bytes, str, timedelta]


class Story:
    """The case that goes through the model; on SQLite it can be put back to where it came to a stage."""

    def __init__(self, place: Place, rules: Workflow, early: dict[str, list[Act]]) -> None:
        self.place, self.rules, self.early = place, rules, early
        self.walk = Walk(place, rules)
        self.taken: set[str] = set()
        self.kept: dict[str, Kept] = {}

    # From the first stage to the last and back

    def goes_all_the_way(self) -> None:
        """Opened, up, back, up again, closed, reopened, as far as the model has these ways."""
        self.keep(NEW)
        first = min(self.rules.steps_from(NEW), key=lambda step: self.rules.order[step.target])
        self.walk.opens(first)
        self.taken.add(first.transition.id)
        self.climbs()
        down = self.ways_out(DOWN)
        if down:
            self.takes(max(down, key=lambda step: self.rules.order[step.target]))
            self.climbs()
        for step in self.ways_out(("close",))[:1]:
            self.takes(step)
            for again in self.ways_out(("reopen",))[:1]:
                self.takes(again)

    def climbs(self) -> None:
        """Stage by stage to the last."""
        while up := self.ways_out(UP):
            self.takes(min(up, key=lambda step: self.rules.order[step.target]))

    def ways_out(self, kinds: Iterable[str]) -> list[Step]:
        """The steps of these kinds from where the case stands, or from where it was closed."""
        row = self.walk.row()  # of a closed case, `place` is where it was closed
        last = list(self.rules.order)[row.place]
        return [step for step in self.rules.steps_from(row.stage, last) if step.transition.kind in kinds]

    # Every other way

    def takes_every_other_way(self, *, all_of_them: bool) -> None:
        """From each stage that the case has been in, the ways that it has not gone, and on from there."""
        tried: set[tuple[str, str]] = set()
        while step := self.way_left(tried, all_of_them=all_of_them):
            tried.add((step.event, step.source))
            self.back_to(step.source)
            if step.source == NEW:
                self.walk.opens(step)
                self.taken.add(step.transition.id)
            elif step in self.ways_out((step.transition.kind,)):
                self.takes(step)
            if step.target not in self.kept:
                self.keep(self.walk.row().stage)

    def way_left(self, tried: set[tuple[str, str]], *, all_of_them: bool) -> Step | None:
        """A way that was not gone; each transition and stage once, unless all ways are asked for."""
        for step in self.rules.steps():
            leads_on = step.target not in self.kept or step.transition.id not in self.taken
            is_new = (step.event, step.source) not in tried and (all_of_them or leads_on)
            if is_new and step.source in self.kept:
                return step
        return None

    # One step

    def takes(self, step: Step) -> None:
        """The step, refused to others and while anything is missing, then taken."""
        self.keep(step.source)
        if step.transition.id not in self.taken:
            self.proves(step)
        self.taken.add(step.transition.id)
        early = self.early.get(step.source, ())
        self.walk.does(tuple(act for act in early if self.walk.tasks(act.about)))
        said = self.prepares(step)
        self.walk.is_for_others(step)
        self.walk.takes(step, said)

    def proves(self, step: Step) -> None:
        """The step is refused while anything is missing, be it one thing."""
        self.walk.looks(step)
        missing = self.walk.unmet(step, WHY)
        if missing:
            self.walk.is_refused(step, missing, WHY)
        if self.can_go_back:
            ground = self.walk.ground(step)
            for guard in step.transition.needs:
                self.is_shut_without(step, guard, ground)
            self.back_to(step.source)

    def prepares(self, step: Step) -> str:
        """Everything that the step needs is done; answers the reason that is said."""
        ground = self.walk.ground(step)
        usual = [ways(guard, ground) for guard in step.transition.needs]
        for combination in self.combinations(usual):
            said = self.does(combination)
            if not self.walk.unmet(step, said):
                return said
            assert self.can_go_back, f"{step.event} is not open after {combination}"
            self.back_to(step.source)
        raise AssertionError(f"{step.event} cannot be opened from “{step.source}”: {usual}")

    def is_shut_without(self, step: Step, guard: Guard, ground: Ground) -> None:
        """With everything supplied but what one guard asks, the step is refused for that and nothing else."""
        others = [one for one in step.transition.needs if one is not guard]
        choices = [[(), *ways(one, ground)] if applying(one, ground) else ways(one, ground) for one in others]
        tried = []
        for combination in self.combinations([[applying(guard, ground)], *choices]):
            self.back_to(step.source)
            said = self.does(combination, brief=True)
            unmet = self.walk.unmet(step, said)
            if len(unmet) == 1 and unmet[0] is guard:
                self.walk.is_refused(step, [guard], said)
                return
            tried.append(([act.about for act in combination], [one.subject for one in unmet]))
        asked_twice = {inner.subject for one in others for inner in one.unfolded()}
        early = {act.about for acts in self.early.values() for act in acts}
        own = {name for one in guard.unfolded() for name in (one.subject, one.about())}
        assert own & (asked_twice | early), (
            f"{step.event}: nothing is refused for want of {guard.subject} alone: {tried}"
        )

    def does(self, way: Way, *, brief: bool = False) -> str:
        """The acts, noted for earlier where they belong to another stage."""
        try:
            return self.walk.does(way, brief=brief)
        except Elsewhere as found:
            name = str(found)
            act = next((one for one in way if one.about == name), None)
            own = self.rules.stage_of(name).id
            if act is None or own == self.walk.row().stage or act in self.early.get(own, []):
                raise
            self.early.setdefault(own, []).append(act)
            raise

    def combinations(self, choices: list[list[Way]]) -> Iterator[Way]:
        """One way of each, those that do not contradict each other."""
        for combination in islice(product(*choices), TRIED):
            together = merged(chain(*combination), self.rules)
            if together is not None:
                yield together

    # Going back

    @property
    def can_go_back(self) -> bool:
        """Whether this database can be put back."""
        return isinstance(self.place, SqlitePlace)

    def keep(self, stage: str) -> None:
        """Remembers everything as it is now, in this stage."""
        if isinstance(self.place, SqlitePlace):
            self.kept[stage] = (self.place.kept(), self.walk.case, self.walk.later)

    def back_to(self, stage: str) -> None:
        """Everything as it was when the case last came to the stage."""
        assert isinstance(self.place, SqlitePlace)
        kept, self.walk.case, self.walk.later = self.kept[stage]
        self.place.back_to(kept)


def merged(acts: Iterable[Act], rules: Workflow) -> Way | None:
    """The acts, each form signed once with all answers; None where two of them cannot both be."""
    found: dict[tuple[str, ...], Act] = {}
    for act in acts:
        is_choice = act.kind == "reports" and isinstance(rules.find_action(act.about), Decision)
        key = (act.kind, act.about, *(() if act.kind == "signs" or is_choice else (act.state,)))
        before = found.get(key)
        if before is None:
            found[key] = act
        elif before.kind == "signs":
            answers = dict(before.answers) | dict(act.answers)
            if len(answers) < len({*before.answers, *act.answers}):
                return None
            other = (*before.other, *act.other)
            if set(answers.items()) & set(other):
                return None
            by = before.by or act.by
            found[key] = Act("signs", act.about, by=by, answers=tuple(answers.items()), other=other)
        elif before != act:
            return None
    return tuple(sorted(found.values(), key=lambda act: act.kind == "settles"))  # what is left then

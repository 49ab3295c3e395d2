"""One year at a school: what happens on which day, whatever routine the school follows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID

from casework.engine.workflow import NEW
from tests.year import attendance, prevention, signals
from tests.year.course import Course
from tests.year.school import CLASS, School

SEEN = "Borta flera gånger den senaste tiden."
BACK = "Eleven är tillbaka sedan fyra veckor."
A_MONTH = 18  # days of school
BACK_ON = date(2026, 9, 22)  # from then on nobody works in the case of Bo
GOES_ON = "Eleven går vidare till något annat, som har tagit över."
HOSPITAL = "Planerad vård, skolan visste om det."


class Year:
    """The year with the students whom it is about."""

    def __init__(self, school: School) -> None:
        self.school = school
        self.courses = {
            given: Course(school, given, goes_far=given == "Alva") for given in ("Alva", "Bo", "Dan")
        }
        self.known: set[UUID] = set()
        self.unread: list[date] = []
        self.dismissed = self.taken_up = 0
        self.plot = dict(PLOT)

    def goes_by(self, until: date = date.max) -> None:
        """The year, day by day; its first days where one does not want all of it."""
        days = [one for one in self.school.year.days() if one <= until]
        for number, day in enumerate(days):
            before, after = days[number - 1 : number], days[number + 1 : number + 2]
            is_first = not before or _week(before[0]) != _week(day)
            is_last = not after or _week(after[0]) != _week(day)
            is_new = not before or before[0].month != day.month
            self.day(day, is_first=is_first)
            self.day_ends(day, is_friday=is_last, is_new=is_new, is_over=not after)

    def day(self, day: date, *, is_first: bool) -> None:
        """What people do on a day of school."""
        self.school.comes(day, 8, 30)
        if is_first:
            prevention.does_what_is_due(self.school)
            self.looks_at_signals()
        self.unread.append(day)
        if attendance.is_missed(day):
            self.reads_in(day)
        self.school.comes(day, 13)
        signals.does_absence_tasks(self.school, lambda given, form: self.courses[given].signs(form))
        for given, course in self.courses.items():
            if course.is_open and not (given == "Bo" and day > BACK_ON):
                course.day()
        while self.plot and min(self.plot) <= day:
            self.plot.pop(min(self.plot))(self)

    def reads_in(self, day: date) -> None:
        """The register so far is read in."""
        self.school.comes(day, 12)
        attendance.takes_in(self.school, self.unread)
        self.unread = []

    def day_ends(self, day: date, *, is_friday: bool, is_new: bool, is_over: bool) -> None:
        """At the end of the week the register is read in and mail goes out; the day's end is worked out."""
        is_busy = any(attendance.is_anybody_away(one) for one in self.unread)
        if self.unread and (is_over or (is_friday and (is_busy or len(self.unread) > A_MONTH))):
            self.reads_in(day)
        self.school.post_goes()
        if is_friday or is_new or not self.unread:  # a month's duties come on its first day
            self.school.comes(day, 18, 30)
            attendance.the_day_ends(self.school)
            signals.tells_new(self.school, self.known)

    # Signals

    def looks_at_signals(self) -> None:
        """On Mondays the mentor looks at what attendance has brought."""
        for given, course in self.courses.items():
            if course.case and not course.is_open:
                self.dismissed += signals.dismisses(
                    self.school, given, "Ärendet är avslutat, vi följer eleven."
                )
            elif course.is_open:
                self.moves_on(given, course)
            else:
                self.takes_up(given, course)
        self.dismissed += signals.dismisses(self.school, "Cia", HOSPITAL)

    def takes_up(self, given: str, course: Course) -> None:
        """A signal for a step that has a case is taken up; the others wait until there is more."""
        needed = {one.id for one in self.school.rules.stages if one.case == "needed"}
        found = [one for one in signals.waiting(self.school, given) if one.proposes in needed]
        if found:
            who = self.school.at("mentor")
            url = signals.take_up(self.school, found[0], who)
            course.opens_at(who, found[0].proposes, SEEN, url)
            self.taken_up += 1
            assert not signals.waiting(self.school, given)

    def moves_on(self, given: str, course: Course) -> None:
        """The case goes on where it is ripe for it."""
        proposed = [one.proposes for one in signals.waiting(self.school, given)]
        if given == "Alva" and course.leaves:
            course.closes(GOES_ON)
            self.school.left.add(given)
        elif given == "Alva" and course.is_ripe(proposed):
            course.rises()

    # What stands in the plot

    def logs_a_call(self) -> None:
        """The mentor rings before there is a case: nobody answers, and then somebody does."""
        mentor, student = self.school.at("mentor"), self.courses["Alva"].student
        url = f"{student}/contacts/new"
        for outcome in ("not_reached", "reached"):
            self.school.goes_on()
            page = mentor.get(url)
            party = page.all("input", name="party")[0].attributes["value"]
            mentor.send(page, url, party=party, outcome=outcome, note="Undrade hur det är.")
            told = "nobody answers" if outcome == "not_reached" else "and is told how things are"
            self.school.tells(mentor, f"calls the home of Alva: {told}")
        assert mentor.get(f"{student}/contacts").main.text.count("Undrade hur det är.") == 2

    def opens_by_concern(self, given: str) -> None:
        """Somebody opens the case where no signal has proposed it."""
        course = self.courses[given]
        if course.case:
            return
        who = self.school.at("mentor")
        first = next(
            step.target
            for step in self.school.rules.steps_from(NEW)
            if self.school.rules.stage(step.target).case == "needed"
            and {self.school.rules.rights(one) for one in step.transition.by} & {"mentor"}
        )
        course.opens_at(who, first, SEEN)

    def closes(self, given: str) -> None:
        """The case ends; what is left in it is not needed any more."""
        course = self.courses[given]
        if not course.is_open:
            return
        for task in [one for one in course.tasks() if not course.action_of(one).every][:1]:
            course.waives(task, BACK)
        course.closes(BACK)

    def sends_information(self) -> None:
        """The principal sends the home what the routine says, as a letter."""
        self.courses["Alva"].informs()

    def looks_back(self) -> None:
        """The end of a term: what goes on all the time is noted, goals get their figures."""
        prevention.notes_what_goes_on(self.school)
        prevention.enters_figures(self.school, "84,5")

    def groups(self) -> None:
        """The groups of the routine get their students."""
        those = [self.school.student(name) for name, _, _ in CLASS[:5]]
        prevention.fills_the_groups(self.school, those)


def _week(day: date) -> tuple[int, int]:
    return day.isocalendar()[:2]


def _on(month: int, day: int) -> date:
    return date(2026 if month >= 8 else 2027, month, day)


PLOT: dict[date, Callable[[Year], None]] = {
    _on(9, 2): Year.logs_a_call,
    _on(9, 3): Year.groups,
    _on(9, 14): lambda year: year.opens_by_concern("Alva"),
    _on(9, 21): lambda year: year.opens_by_concern("Bo"),
    _on(9, 22): Year.sends_information,
    _on(11, 2): lambda year: year.closes("Bo"),
    _on(12, 15): Year.looks_back,
    _on(2, 8): lambda year: year.closes("Alva"),
    _on(5, 31): lambda year: year.opens_by_concern("Dan"),
    _on(6, 9): Year.looks_back,
}

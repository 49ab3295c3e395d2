"""The cases of the demonstration, one in every kind of situation that the program knows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select

from casework.cases.asks import HELP
from casework.cases.models import Case
from casework.demo.drawing import coloured_week
from casework.demo.passages import HAPPENED, SUMMARY, analysed, investigated, mapped, reported, requested
from casework.demo.story import Story
from casework.extensions import db, unit_of_work
from casework.people.models import Student

Told = Callable[[Story], None]


def alva(story: Story) -> None:
    """In mapping: one form signed, the other begun by the counsellor."""
    story.days_ago(24)
    story.opens("karin", "report", "Borta från sex förmiddagar på tre veckor, mest måndag och torsdag.")
    reported(story, "karin", day=23)
    story.days_ago(12)
    story.moves("sofia", "start_mapping")
    story.days_ago(9)
    story.does("karin", "ask_what_school_can_do", "Vill gå in före de andra. Hemmet vill veta samma dag.")
    story.follows("per")
    story.days_ago(8)
    story.notes("karin", "Alva sa själv att bussen på morgonen är det värsta. Pappa bekräftade på telefon.")
    story.attaches("karin", "Alvas vecka, färglagd av Alva", coloured_week())
    story.names("sofia", "sofia")
    story.days_ago(5)
    story.signs("karin", "initial_mapping", takes=("pattern", "events"), events=HAPPENED)
    story.calls("karin", "", "Mamma ringer varje fredag, vi svarar samma dag.", "agreed")
    story.notes("sofia", "Första samtalet. Alva vill att vi börjar med morgnarna.", "student_health")
    story.follows("karin")
    story.days_ago(2)
    story.begins("sofia", "school_social_mapping", takes=("previous_efforts",))
    story.calls("karin", "", "", "not_reached")


def leo(story: Story) -> None:
    """Just opened: nobody at home has answered yet."""
    story.days_ago(2)
    story.opens("karin", "report", "Sen eller borta från första lektionen sju gånger i november.")
    story.days_ago(1)
    story.calls("karin", "contact_home", "Bad dem ringa tillbaka.", "message_left")


def vidar(story: Story) -> None:
    """In investigation: the plan is what is left."""
    investigated(story, "omar", start=62)
    story.days_ago(8)
    story.signs("sofia", "absence_investigation")
    story.days_ago(3)
    story.begins("sofia", "attendance_action_plan", takes=("child_view", "child_best"))


def tindra(story: Story) -> None:
    """The hand-over is requested and waits for the principal."""
    analysed(story, "karin", start=120)
    story.days_ago(12)
    story.consents("sofia", "share_with_partners", "Hemmet", "SIP-mötet i november")
    story.adds("sofia", "Disa Utanverk", "Socialtjänsten", "070-174 06 40")
    story.does("sofia", "sip_meeting", "Alla kom. Planen ligger fast.")
    story.releases(
        "sofia",
        "school_social_mapping",
        ("adult_relations", "learning"),
        to="Socialtjänsten",
        reason="Inför SIP-mötet. Hemmet har läst svaren och vill att de är med.",
    )
    story.days_ago(10)
    story.signs("sofia", "network_meeting_notes")
    story.posts("sofia", "action_plan", "", "handed_over")
    requested(story, day=3)
    story.posts("per", "authority_report", "Lindåsa kommun, förvaltningen", "internal_mail", "BUN 2026/41")


def ebbe(story: Story) -> None:
    """Went back a step: the talk with the student had not come about."""
    story.days_ago(40)
    story.opens("karin", "report", "Borta elva lektioner i idrott och matematik.")
    reported(story, "karin", day=38)
    story.days_ago(30)
    story.moves("hanna", "start_mapping")
    story.days_ago(6)
    story.moves(
        "hanna",
        "step_back",
        "report",
        reason="Ebbe har bytt grupp. Ni behöver prata med Ebbe och hemmet på nytt.",
    )


def samira(story: Story) -> None:
    """Everything for the next step is there; it waits for the health team."""
    story.days_ago(33)
    story.opens("karin", "report", "Har gått hem mitt på dagen åtta gånger.")
    reported(story, "karin", day=31)
    story.days_ago(22)
    story.moves("leila", "start_mapping")
    mapped(story, "karin", day=10)
    story.days_ago(2)
    story.asks("karin", HELP, "Hemmet undrar vem som ringer om Samira går hem igen. Kan vi prata om det?")


def alma(story: Story) -> None:
    """Closed: the adaptations were enough."""
    story.days_ago(110)
    story.opens("omar", "report", "Borta fem måndagar i rad.")
    reported(story, "omar", day=108)
    story.days_ago(95)
    story.moves("hanna", "start_mapping")
    mapped(story, "omar", day=80)
    story.days_ago(16)
    story.signs("omar", "closing_evaluation")
    story.moves("per", "close")


def yusuf(story: Story) -> None:
    """Handed over: it waits for the administration to take a stand."""
    analysed(story, "omar", start=140)
    requested(story, day=20)
    story.days_ago(15)
    story.decides("per", is_approved=False, reason="Skriv in vad som blev av mattestödet, och begär igen.")
    story.days_ago(9)
    story.moves("sofia", "hand_over", summary=SUMMARY)
    story.days_ago(6)
    story.decides("per", is_approved=True, reason="Underlaget är komplett. Planen gäller under tiden.")


def elis(story: Story) -> None:
    """Monitored by the administration: one of the guardians has replied, the other still has time."""
    analysed(story, "tove", start=150)
    requested(story, day=45)
    story.days_ago(42)
    story.decides("per", is_approved=True, reason="Skolan har gjort det som planen säger, och följt upp det.")
    story.days_ago(40)
    story.does("berit", "acceptance", "Underlaget är komplett.", outcome="accepted")
    story.days_ago(36)
    story.does("berit", "talk_with_rector", "Rektor gick igenom stödet, åtgärd för åtgärd.")
    story.monitors(
        "berit", "asked", "Följ Elis till skolans dörr varje morgon, och ring Tove om det inte går.", ()
    )
    story.days_ago(15)
    said = "Följde med två veckor av tre. Mentorn har skrivit vilka dagar.", ("Anna Påhittsén",)
    story.monitors("berit", "done", *said, outcome="part")
    said = "Följde inte med någon av sina dagar och svarade inte på samtalen.", ("Karl Sagodahl",)
    story.monitors("berit", "done", *said, outcome="none")
    story.does("berit", "hear_student_and_home", "Ett samtal med Elis i biblioteket, ett möte med hemmet.")
    story.days_ago(9)
    answers = {"school_did_its_part": "yes", "causal_link": "clear", "proposal": "injunction_with_penalty"}
    story.signs("berit", "compulsory_school_assessment", **answers)
    story.days_ago(8)
    sent = "Bedömningen och förslaget till föreläggande.", ()
    story.monitors("berit", "heard", *sent, outcome="registered_mail", days=14)
    story.days_ago(2)
    story.monitors("berit", "replied", "Orkar inte ensam, men vill försöka igen.", ("Anna Påhittsén",))


def milo(story: Story) -> None:
    """Ready for mapping."""
    story.days_ago(16)
    story.opens("omar", "report", "Borta nio lektioner på två veckor, de flesta efter rast.")
    reported(story, "omar", day=11)


def astrid(story: Story) -> None:
    """Opened in mapping without any absence: on site, but hardly taking part."""
    story.days_ago(7)
    story.opens(
        "omar", "mapping", "Är på plats varje dag men deltar nästan inte på lektionerna sedan i september."
    )
    story.days_ago(4)
    story.begins("omar", "initial_mapping")


def amina(story: Story) -> None:
    """In analysis: the team considers whom to work with."""
    analysed(story, "omar", start=90)
    story.days_ago(70)
    story.withholds(
        "per",
        "Erik Demolund",
        "student_guardian_checklist",
        ("s_own_explanation",),
        reason="Amina vill berätta det själv. Skolan har lovat att vänta.",
    )
    story.days_ago(4)
    story.does("hanna", "review_measures", "Två av tre åtgärder är genomförda. Mattestödet kom igång sent.")


def stina(story: Story) -> None:
    """Begun again: what was known no longer holds."""
    investigated(story, "omar", start=100)
    story.days_ago(5)
    story.moves(
        "sofia",
        "start_again",
        reason="Stina har flyttat mellan föräldrarna och bytt skolväg. Bilden från hösten gäller inte.",
    )


def anton(story: Story) -> None:
    """At another school, which nobody at the first may see."""
    story.days_ago(9)
    story.opens("maja", "report", "Borta fyra fredagar i rad.")


CASES: tuple[tuple[str, str, Told], ...] = (
    ("Alva", "Exempelsson", alva),
    ("Leo", "Påhittström", leo),
    ("Vidar", "Låtsberg", vidar),
    ("Tindra", "Påhittsén", tindra),
    ("Ebbe", "Övningsgren", ebbe),
    ("Samira", "Exempelborg", samira),
    ("Alma", "Mallqvist", alma),
    ("Yusuf", "Fabelqvist", yusuf),
    ("Elis", "Påhittsén", elis),
    ("Milo", "Låtsasdal", milo),
    ("Astrid", "Kulissberg", astrid),
    ("Amina", "Demolund", amina),
    ("Stina", "Dikterud", stina),
    ("Anton", "Utkastsson", anton),
)


def tell_all(today: datetime, say: Callable[[str], object]) -> None:
    """Lets everything happen up to today that has not; no case is ever left half told."""
    names = (Student.given_name, Student.family_name)
    known = set(db.session.execute(select(*names).join(Case, Case.student_id == Student.id)).all())
    left = [one for one in CASES if one[:2] not in known]
    if left:
        say(f"Letting {len(left)} cases happen ...")
    for given, family, told in left:
        with unit_of_work():
            where = (Student.given_name == given) & (Student.family_name == family)
            told(Story(db.session.scalars(select(Student).where(where)).one(), today=today))

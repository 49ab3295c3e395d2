"""The forty questions as fields of WTForms, with the same demands on the same inputs."""

from __future__ import annotations

import re
from typing import Any

from wtforms import (
    DateField,
    DateTimeLocalField,
    DecimalField,
    Field,
    FieldList,
    Form,
    FormField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
    widgets,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, StopValidation, ValidationError

NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
Options = list[tuple[str, str]]
YES_NO = [("yes", "Ja"), ("no", "Nej"), ("unknown", "Vet inte")]
ROLES = [("", ""), ("student", "Elev"), ("guardian", "Vårdnadshavare"), ("staff", "Personal")]
SCALE = [("0", "0 Mycket dåligt"), ("1", "1"), ("2", "2"), ("3", "3"), ("4", "4 Mycket bra")]
NEEDED = InputRequired("Answer this question")


def is_text(_form: Form, field: Field) -> None:
    """Refuses what no keyboard writes."""
    if field.data and NOT_TEXT.search(field.data):
        raise ValidationError("Remove what is not text")


LINE = [Length(max=300), is_text]
LINES = [Length(max=20_000), is_text]


class NeededWhen:
    """An answer is needed where another question has the answer, and otherwise not looked at."""

    def __init__(self, other: str, answer: str) -> None:
        self.other, self.answer = other, answer

    def __call__(self, form: Form, field: Field) -> None:
        """Raises StopValidation where that is all there is to say."""
        if form[self.other].data != self.answer:
            raise StopValidation
        if not field.data:
            raise StopValidation("Answer this question")


def answered_or_declined(form: Form, field: Field) -> None:
    """An answer, or why there is none, and not both."""
    why = form[f"{field.name}__declined"].data
    if why and field.data:
        raise StopValidation("Keep either the answer or the reason why there is none")
    if not why and not field.data:
        raise StopValidation("Answer this question")


def choice(label: str, options: Options, *, optional: bool = False, **more: Any) -> RadioField:
    """Radio buttons."""
    return RadioField(label, [Optional() if optional else NEEDED], choices=options, **more)


def boxes(
    label: str, options: list[tuple[str, str]], *, optional: bool = False, **more: Any
) -> SelectMultipleField:
    """Boxes to tick."""
    demands = [Optional() if optional else NEEDED]
    return SelectMultipleField(label, demands, choices=options, option_widget=widgets.CheckboxInput(), **more)


class Present(Form):
    """A row of who was there."""

    name = StringField("Namn", [NEEDED, *LINE], render_kw={"list": "people"})
    role = SelectField(
        "Roll",
        [NEEDED],
        choices=ROLES,
    )
    all_the_time = SelectField("Hela tiden?", [Optional()], choices=[("", ""), *YES_NO])


class Measure(Form):
    """A row of what is done."""

    what = StringField("Vad", [NEEDED, *LINE])
    who = StringField("Vem", [NEEDED, *LINE], render_kw={"list": "people"})
    start = DateField("Från och med", [NEEDED])
    area = SelectField("Område", [NEEDED], choices=[("", ""), ("school", "Skolan"), ("home", "Hemmet")])


class Consent(Form):
    """Who said yes or no, when, and to what."""

    answer = choice(
        "Svar",
        [("given", "Samtycke är lämnat"), ("declined", "Har sagt nej"), ("not_asked", "Inte tillfrågad än")],
    )
    by = StringField("Vem har svarat?", LINE)
    on = DateField("Datum", [Optional()])
    scope = StringField("Vad gäller samtycket?", LINE)


class Forty(Form):
    """All questions in their order; the age is worked out and shown by the template."""

    held_on = DateField("Vilken dag hölls samtalet?", [NEEDED])
    held_at = TimeField("Vilken tid?", [NEEDED])
    next_at = DateTimeLocalField("När ses ni nästa gång?", [NEEDED], description="Inom tre veckor.")
    led_by = StringField("Vem ledde samtalet?", [NEEDED, *LINE], render_kw={"list": "people"})
    noted_by = StringField("Vem skrev?", [Optional(), *LINE], render_kw={"list": "people"})
    place = StringField("Var hölls samtalet?", [NEEDED, *LINE])
    how = choice(
        "Hur hölls samtalet?",
        [("phone", "Telefon"), ("video", "Video"), ("visit", "Besök"), ("school", "I skolan")],
    )
    interpreter = choice("Behövdes tolk?", YES_NO)
    interpreter_for = StringField("Till vilket språk?", [NeededWhen("interpreter", "yes"), *LINE])
    present = FieldList(FormField(Present), "Vilka var med?", min_entries=1, max_entries=30)
    lessons = DecimalField(
        "Hur många lektioner?",
        [NEEDED, NumberRange(0, 2000)],
        description="Skriv av från skolans frånvarosystem.",
    )
    days = DecimalField("Hur många dagar?", [NEEDED, NumberRange(0, 200)])
    late = DecimalField("Hur många sena ankomster?", [Optional(), NumberRange(0)])
    since = DateField("Sedan när?", [NEEDED])
    worst_day = DateField("Vilken dag var svårast?", [Optional()])
    last_at = DateTimeLocalField("När var eleven senast i skolan?", [Optional()])
    leaves_home = TimeField("När går eleven hemifrån?", [Optional()])
    concern = boxes(
        "Vad oroar?",
        [
            ("absence", "Frånvaro"),
            ("late", "Sena ankomster"),
            ("leaves", "Går hem"),
            ("low", "Deltar lite"),
            ("mood", "Mår dåligt"),
            ("alone", "Är ensam"),
        ],
        description="Välj allt som stämmer.",
    )
    pattern = boxes(
        "Vilket mönster ser ni?",
        [("mornings", "Morgnar"), ("mondays", "Måndagar"), ("sports", "Idrott"), ("tests", "Prov")],
        optional=True,
    )
    agreed = choice("Stämmer siffrorna?", YES_NO)
    wrong = TextAreaField("Vad stämmer inte?", [NeededWhen("agreed", "no"), *LINES])
    extent = TextAreaField("Hur ser frånvaron ut?", [NEEDED, *LINES], description="Fakta först.")
    own_words = TextAreaField(
        "Vad säger eleven?", [answered_or_declined, *LINES], description="Med egna ord."
    )
    own_words__declined = StringField("Varför finns det inget svar?", LINE)
    thrives = choice("Hur trivs eleven?", SCALE)
    sleeps = choice("Hur sover eleven?", SCALE)
    trusts = choice("Finns det en vuxen som eleven litar på?", YES_NO)
    wish = TextAreaField("Vad skulle göra det lättare?", [NEEDED, *LINES])
    home_words = TextAreaField("Vad säger hemmet?", [answered_or_declined, *LINES])
    home_words__declined = StringField("Varför finns det inget svar?", LINE)
    home_can = TextAreaField("Vad kan hemmet göra?", [Optional(), *LINES])
    trusted = StringField("Vem litar eleven på?", [Optional(), *LINE], render_kw={"list": "people"})
    goal = StringField("Vart vill ni nå?", [NEEDED, *LINE])
    seen_by = StringField("Hur märker ni det?", [NEEDED, *LINE])
    measures = FieldList(FormField(Measure), "Vad gör ni nu?", min_entries=1, max_entries=30)
    reporting = StringField("Hur håller ni varandra informerade?", [NEEDED, *LINE])
    starts_on = DateField("När börjar planen gälla?", [NEEDED])
    leads_to = choice(
        "Vad leder samtalet till?",
        [("plan", "En plan"), ("inquiry", "En utredning"), ("nothing", "Inget mer")],
    )
    level = choice(
        "Hur bråttom är det?", [("now", "Nu"), ("soon", "Snart"), ("later", "Senare")], optional=True
    )
    sharing = FormField(Consent, "Får ni dela uppgifterna?", separator="__")
    summary = TextAreaField("Sammanfattning", [NEEDED, *LINES])

"""What the forms of a model ask, so that whoever reads the routine knows what is talked about."""

from __future__ import annotations

from collections.abc import Iterator

from casework.forms.base import Field
from casework.routines.paper import Entry
from casework.routines.speaker import Speaker


def form_entries(speaker: Speaker) -> Iterator[Entry]:
    """Each form that the model uses, in the order of the model, with its questions."""
    for name in dict.fromkeys(_used(speaker)):
        if name in speaker.forms:
            form = speaker.forms[name]
            lines = (form.guidance.strip(),) if form.guidance else ()
            yield Entry(form.title, lines, tuple(_asked(field) for field in form.all_fields()))


def _used(speaker: Speaker) -> Iterator[str]:
    model = speaker.model
    for action in (*(action for _, action in model.actions()), *(a for d in model.duties for a in d.actions)):
        if action.form:
            yield action.form
    yield from (stage.follow_up.form for stage in model.stages if stage.follow_up and stage.follow_up.form)
    yield from (work.form for work in model.prevention if work.form)


def _asked(field: Field) -> str:
    """The question; where the form lists what may be chosen, with that."""
    options = getattr(field, "options", None)
    listed = ", ".join(options.values()) if isinstance(options, dict) else ""
    return f"{field.label} ({listed})" if listed else field.label

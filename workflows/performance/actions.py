"""Reporting: the modal, whom it may be about, who will read it, and the case that comes of it."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from workflows.kernel.access import Actor
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Event, Form, Outcome, Tx
from workflows.kernel.replies import Done, Open, Update, View
from workflows.language import marked, tr
from workflows.organisation import chains
from workflows.performance import desk, forms, reach, store, texts, views
from workflows.performance.reach import Prospect
from workflows.performance.rules import Known, judge, refuse_unlikely_day, same_matter
from workflows.wording import blocks
from workflows.wording.phrases import dated

DUPLICATE = marked(
    "You already reported this on {on}: case {case}. `/report list` has it, and you can add to it there."
)


@dataclass(frozen=True, slots=True)
class _Meant:
    """Whom a report is about, as far as that is known, and what it can be about."""

    known: Known
    possible: tuple[int | None, ...]


def open_form(tx: Tx, actor: Actor, prospect: Prospect, form: Form) -> Outcome:
    """`/report`, `/report @ann`: the modal; raises Refused when they may not be reported on, before anything opens."""
    return Outcome(Open(_view(tx, actor, prospect, form)))


def preview(tx: Tx, actor: Actor, prospect: Prospect, form: Form) -> Outcome:
    """Somebody was picked: who will read it, and what it can be about."""
    try:
        return Outcome(Update(_view(tx, actor, prospect, form)))
    except Refused as refused:
        nobody = Prospect(prospect.person, prospect.leads, prospect.manages)
        line = f":warning: {blocks.escaped(refused.text, 600)}"
        return Outcome(Update(_view(tx, actor, nobody, {**form, forms.WHO: None}, line)))


def from_message(tx: Tx, actor: Actor, prospect: Prospect, form: Form) -> Outcome:
    """The shortcut on a message: about its author, on its day, with a link to it as evidence."""
    message = form.get("message") or {}
    written = datetime.fromtimestamp(float(message["ts"]), ZoneInfo(actor.time_zone)).date() if message else None
    filled = {forms.WHO: form.get(forms.WHO), forms.DAY: written, forms.LINKS: form.get("link")}
    return Outcome(Open(_view(tx, actor, prospect, filled)))


def report(tx: Tx, actor: Actor, prospect: Prospect, form: Form) -> Outcome:
    """A new case, put to whom its route begins with."""
    if prospect.whom is None:
        raise Refused(tr("Please pick who it is about."), field=forms.WHO, reason="nobody")
    tx.lock(store.NAME, prospect.whom)
    meant = _meant(tx, actor, prospect)
    judge(meant.known, _first(meant), field=forms.WHO, project_field=forms.PROJECT)
    project = forms.project_of(form, meant.possible)
    judge(meant.known, project, field=forms.WHO, project_field=forms.PROJECT)
    written = forms.report_of(form)
    refuse_unlikely_day(written.day, actor.today, field=forms.DAY)
    earlier = same_matter(store.running_by(tx, actor.person, meant.known.id), project, written.day)
    if earlier is not None:
        raise Refused(_already(tx, actor, earlier.case), field=forms.WHO, reason="repeated")
    readers = desk.readers(tx, meant.known.id, actor.person)
    case = store.add(tx, meant.known.id, actor.person, project, written.day)
    for kind, text in written.written():
        texts.write(tx, case.id, kind, actor.person, text)
    chains.start(tx, case.ref, readers)
    return Outcome(Done(), (Event("reported", case.ref, case.version, case.person, actor.person),))


def _view(tx: Tx, actor: Actor, prospect: Prospect, form: Form, warning: str = "") -> View:
    people = [(str(one.id), one.name) for one in reach.choices(tx, actor, prospect)]
    filled = forms.kept(form)
    if prospect.whom is None:
        if not people:
            raise Refused(
                tr("There is nobody yet on your projects or in your department to report on."), reason="nobody"
            )
        line = warning or tr("Pick a person to see who will read it.")
        return views.report_view({**filled, forms.WHO: None}, people, (), [line])
    meant = _meant(tx, actor, prospect)
    judge(meant.known, _first(meant), field=forms.WHO, project_field=forms.PROJECT)
    about = [(forms.OUTSIDE if one is None else str(one), _about(tx, one)) for one in meant.possible]
    outlook = [_who_reads(tx, actor, meant.known)]
    if len(about) == 1:
        outlook.insert(0, tr("About: {matter}.", matter=blocks.escaped(about[0][1], 120)))
    chosen = form.get(forms.WHO) if len(people) > 100 else str(meant.known.id)
    return views.report_view({**filled, forms.WHO: chosen}, people, about, outlook)


def _meant(tx: Tx, actor: Actor, prospect: Prospect) -> _Meant:
    if prospect.whom is None:
        raise LookupError("nobody is meant")
    known = reach.known_as(tx, actor, prospect, prospect.whom)
    return _Meant(known, (*known.projects, *((None,) if known.mine else ())))


def _first(meant: _Meant) -> int | None:
    return meant.possible[0] if meant.possible else None


def _about(tx: Tx, project: int | None) -> str:
    return tr("Outside projects") if project is None else desk.project_name(tx, project)


def _who_reads(tx: Tx, actor: Actor, known: Known) -> str:
    reader = blocks.bold(desk.name_of(tx, desk.readers(tx, known.id, actor.person)[0]))
    person = blocks.bold(known.name)
    return tr(
        "{reader} will read this; {person} will not, unless {reader} opens a right of reply. Each look is recorded.",
        reader=reader,
        person=person,
    )


def _already(tx: Tx, actor: Actor, number: int) -> str:
    case = store.case(tx, number)
    on = dated(desk.day_of(case.reported_at, actor), desk.locale_of_actor(actor)) if case else ""
    return tr(DUPLICATE, on=on, case=number)

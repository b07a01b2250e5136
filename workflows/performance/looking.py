"""Looking at cases without changing them: one, one's own list, and who has looked."""

from workflows.kernel.access import Actor, Permission
from workflows.kernel.flow import Form, Outcome, Tx
from workflows.kernel.replies import Message, Open, Say
from workflows.language import marked, tr, trn
from workflows.performance import cards, case_views, desk, offers, store
from workflows.performance.reach import Prospect
from workflows.performance.reading import Part, facts_of, part_of, see
from workflows.performance.rules import POLICY, RUNNING
from workflows.performance.store import Case, Counted
from workflows.performance.tables import Looked
from workflows.wording import blocks
from workflows.wording.blocks import Built
from workflows.wording.phrases import labelled

MOST = 12
"""Entries under a heading; Slack takes 50 blocks in a message."""
MOST_LOOKS = 200
MOST_CASES = 40
_SAW = {
    Looked.CASE: marked("{who} read the case, {when}"),
    Looked.LIST: marked("{who} saw it in a list, {when}"),
    Looked.LOOKS: marked("{who} saw who has looked, {when}"),
}


def read(tx: Tx, actor: Actor, case: Case, _form: Form) -> Outcome:
    """The case, as far as it is theirs to read."""
    return Outcome(Open(case_views.case_view(see(tx, actor, case))))


def show_list(tx: Tx, actor: Actor, _self: Prospect, _form: Form) -> Outcome:
    """`/report list`: what was put to them, what they reported, and where their side was asked for."""
    parts = (
        (tr("Put to you"), store.put_to(tx, actor.person)),
        (tr("Your reports"), store.reported_by(tx, actor.person)),
        (tr("Your side was asked for"), store.invited(tx, actor.person)),
    )
    built: list[Built] = [block for title, cases in parts for block in _listed(tx, actor, title, cases)]
    nothing = [blocks.section(tr("No case that you have a part in."))]
    return Outcome(Say(Message(tr("Cases"), blocks.laid_out(built or nothing))))


def show_looks(tx: Tx, actor: Actor, case: Case, _form: Form) -> Outcome:
    """Who has looked at a case; looking at that is recorded as well."""
    found = store.looks(tx, case.id, MOST_LOOKS)
    lines = [
        tr(_SAW[one.what], who=blocks.escaped(desk.name_of(tx, one.person), 80), when=desk.said_at(one.at, actor))
        for one in found
    ]
    store.look(tx, case.id, actor.person, Looked.LOOKS)
    return Outcome(Open(case_views.looks_view(case.id, lines)))


def show_logs(tx: Tx, actor: Actor, _self: Prospect, _form: Form) -> Outcome:
    """`/report log`: every case whose looks they may see, by number: how often, and nothing of what it says."""
    built: list[Built] = []
    for one in store.counted(tx, MOST_CASES):
        case = store.case(tx, one.case)
        if case and POLICY.allows(Permission("see_looks"), offers.relate(tx, actor, case)):
            built.append(_counted(actor, one, case))
    title = tr("Who has looked at cases")
    shown = built or [blocks.section(tr("No case whose looks are yours to see."))]
    return Outcome(Say(Message(title, blocks.laid_out([blocks.header(title), *shown]))))


def _counted(actor: Actor, one: Counted, case: Case) -> Built:
    looks = [trn("{count} look", "{count} looks", one.looks)]
    if one.last:
        looks.append(tr("last on {when}", when=desk.said_at(one.last, actor)))
    button = blocks.button(tr("Who has looked"), "performance:log", case.value)
    return blocks.section(labelled(tr("*Case {number}*", number=one.case), ", ".join(looks)), button)


def _listed(tx: Tx, actor: Actor, title: str, cases: list[Case]) -> list[Built]:
    """Those that run first. That a reader saw it in a list is recorded: it says whom it is about."""
    entries: list[Built] = []
    for case in sorted(cases, key=lambda one: one.state not in RUNNING)[:MOST]:
        part = part_of(tx, actor, case)
        if part is None:
            continue
        if part is Part.READER:
            store.look(tx, case.id, actor.person, Looked.LIST)
        entries += cards.list_entry(facts_of(tx, actor, case, part))
    return [blocks.header(title), *entries] if entries else []

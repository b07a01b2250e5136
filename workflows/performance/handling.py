"""What whoever a case was put to does with it, and what the other two answer.

A verb whose button opens a form comes here twice: from the button without its field, and from the form with it. After
each step the case is shown as it stands now, which is a look like any other.
"""

from dataclasses import replace
from typing import Any

from workflows.kernel.access import Actor
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Event, Form, Outcome, Tx
from workflows.kernel.replies import Message, Open, Say, Update, View
from workflows.language import marked, tr
from workflows.organisation import chains
from workflows.performance import case_views, desk, forms, offers, store, texts
from workflows.performance.reading import Facts, Part, facts_of, see
from workflows.performance.rules import MACHINE, RUNNING, State
from workflows.performance.store import Case
from workflows.performance.tables import TextKind
from workflows.wording import blocks


def acknowledge(tx: Tx, actor: Actor, case: Case, _form: Form) -> Outcome:
    """Somebody has taken note; it climbs no further."""
    return _shown(tx, actor, *_moved(tx, actor, "acknowledge", "acknowledged", case, handled_by=actor.person))


def take(tx: Tx, actor: Actor, case: Case, _form: Form) -> Outcome:
    """Somebody acts on it."""
    return _shown(tx, actor, *_moved(tx, actor, "take", "taken_in_hand", case, handled_by=actor.person))


def ask(tx: Tx, actor: Actor, case: Case, form: Form) -> Outcome:
    """A question to the reporter, who is told that there is one."""
    if forms.QUESTION not in form:
        return Outcome(Update(case_views.ask_view(_facts(tx, actor, case))))
    event = _wrote(tx, actor, case, "asked", TextKind.QUESTION, forms.text_of(form, forms.QUESTION))
    return _shown(tx, actor, case, event)


def invite(tx: Tx, actor: Actor, case: Case, form: Form) -> Outcome:
    """The right of reply: from now on the person knows that there is something, in these words and no others."""
    offers.require_fit("invite", case)
    if forms.SUMMARY not in form:
        return Outcome(Update(case_views.invite_view(_facts(tx, actor, case))))
    texts.write(tx, case.id, TextKind.SUMMARY, actor.person, forms.text_of(form, forms.SUMMARY))
    return _shown(tx, actor, *_moved(tx, actor, "invite", "invited", case, invited_at=tx.now))


def merge(tx: Tx, actor: Actor, case: Case, form: Form) -> Outcome:
    """Two reports of one matter, as a person found: this one goes on in the other."""
    facts = _facts(tx, actor, case)
    if not facts.others:
        raise Refused(tr("There is no other case about the same person that was put to you."), reason="no_other")
    if forms.TARGET not in form:
        return Outcome(Update(case_views.merge_view(facts)))
    target = forms.target_of(form)
    if target not in facts.others:
        raise Refused(
            tr("It can belong only with another case about the same person that was put to you and is not closed."),
            field=forms.TARGET,
            reason="target",
        )
    tx.lock(store.NAME, case.person)
    into = store.case(tx, target)
    if into is None or into.state not in RUNNING:
        raise Refused(tr("That case was closed in the meantime."), field=forms.TARGET, reason="target")
    return _shown(tx, actor, *_moved(tx, actor, "merge", "merged", case, merged_into=target))


def close(tx: Tx, actor: Actor, case: Case, form: Form) -> Outcome:
    """The outcome, with a note; and where the person was not heard, why. Other workflows hear the outcome."""
    if forms.OUTCOME not in form:
        return Outcome(Update(case_views.close_view(_facts(tx, actor, case))))
    outcome = forms.outcome_of(form)
    note = forms.text_of(form, forms.NOTE)
    if case.invited_at is None:
        texts.write(tx, case.id, TextKind.NO_REPLY, actor.person, forms.text_of(form, forms.NO_REPLY))
    texts.write(tx, case.id, TextKind.NOTE, actor.person, note)
    facts = {"outcome": outcome.value, "project": case.project}
    return _shown(tx, actor, *_moved(tx, actor, "close", "closed", case, facts, outcome=outcome))


def answer(tx: Tx, actor: Actor, case: Case, form: Form) -> Outcome:
    """The reporter answers, or adds something."""
    if forms.ANSWER not in form:
        return Outcome(Open(case_views.case_view(see(tx, actor, case))))
    offers.require_fit("answer", case)
    event = _wrote(tx, actor, case, "answered", TextKind.ANSWER, forms.text_of(form, forms.ANSWER))
    handler = _facts(tx, actor, case, Part.REPORTER).handler
    said = tr("Sent. {who} reads it with your report.", who=blocks.escaped(handler, 80))
    return Outcome(Say(Message(said)), (event,))


def reply(tx: Tx, actor: Actor, case: Case, form: Form) -> Outcome:
    """The person's side of it."""
    if case.invited_at is None:
        raise offers.unknown()
    if forms.REPLY not in form:
        return Outcome(Open(case_views.case_view(see(tx, actor, case))))
    offers.require_fit("reply", case)
    event = _wrote(tx, actor, case, "replied", TextKind.REPLY, forms.text_of(form, forms.REPLY))
    handler = _facts(tx, actor, case, Part.PERSON).handler
    said = tr("Thank you. {who} has your side now.", who=blocks.escaped(handler, 80))
    return Outcome(Say(Message(said)), (event,))


def explain(tx: Tx, actor: Actor, case: Case) -> str:
    """How it stands, for one who came too late (R37); never more than they may know."""
    if not offers.may(tx, actor, case, "see") or case.changed_at is None:
        return tr("This has changed since you last saw it. `/report list` shows how it stands.")
    sentence = _DONE_BY_YOU if case.changed_by == actor.person else _DONE
    who, when = desk.name_of(tx, case.changed_by), desk.said_at(case.changed_at, actor)
    return " ".join((tr(sentence[case.state], who=who, when=when), tr("`/report list` shows how it stands.")))


def _moved(
    tx: Tx, actor: Actor, verb: str, event: str, case: Case, facts: dict[str, Any] | None = None, **changes: Any
) -> tuple[Case, Event]:
    """The case in the state the verb leads to, kept, with its event; raises Refused when somebody was faster (R37)."""
    after = store.save(tx, replace(case, state=State(MACHINE.target(verb, case.state)), **changes), actor.person)
    if after is None:
        raise Refused(explain(tx, actor, store.case(tx, case.id) or case), reason="out_of_turn")
    chains.settle(tx, after.ref)
    return after, Event(event, after.ref, after.version, after.person, actor.person, facts or {})


def _wrote(tx: Tx, actor: Actor, case: Case, event: str, kind: TextKind, text: str) -> Event:
    """Words alone make no new version: nobody's buttons go stale. The text's number tells one from the next."""
    number = texts.write(tx, case.id, kind, actor.person, text)
    return Event(event, case.ref, case.version, case.person, actor.person, {"text": number})


def _shown(tx: Tx, actor: Actor, case: Case, event: Event) -> Outcome:
    return Outcome(Update(_case_view(tx, actor, case)), (event,))


def _case_view(tx: Tx, actor: Actor, case: Case) -> View:
    return case_views.case_view(see(tx, actor, case))


def _facts(tx: Tx, actor: Actor, case: Case, part: Part = Part.READER) -> Facts:
    return facts_of(tx, actor, case, part)


_DONE = {
    State.REPORTED: marked("{who} reported this on {when}."),
    State.ACKNOWLEDGED: marked("{who} already acknowledged this on {when}."),
    State.IN_HAND: marked("{who} already took this in hand on {when}."),
    State.CLOSED: marked("{who} already closed this on {when}."),
    State.MERGED: marked("{who} already put this together with another case on {when}."),
}
_DONE_BY_YOU = {
    State.REPORTED: marked("You reported this on {when}."),
    State.ACKNOWLEDGED: marked("You already acknowledged this on {when}."),
    State.IN_HAND: marked("You already took this in hand on {when}."),
    State.CLOSED: marked("You already closed this on {when}."),
    State.MERGED: marked("You already put this together with another case on {when}."),
}

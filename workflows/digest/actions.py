"""What the verbs do: show it now, switch a kind, move the time."""

from dataclasses import replace

from workflows.digest import channels, messages, store, teams, views
from workflows.digest.channels import NAME
from workflows.digest.rules import NAMES, Setting, begun, read_time
from workflows.digest.words import AT, KIND, KINDS, kind_of
from workflows.kernel.access import Actor
from workflows.kernel.digests import Kind
from workflows.kernel.flow import Event, Form, Outcome, Ref, Tx
from workflows.kernel.replies import Done, Message, Open, Say
from workflows.language import tr

MOST_BLOCKS = 48


def load_self(tx: Tx, actor: Actor, _id: int | None, _form: Form) -> Setting:
    """What the one who asks wants."""
    return store.setting(tx, actor.person)


def show(tx: Tx, actor: Actor, _known: Setting, form: Form) -> Outcome:
    """The digest as it is now: the kind that was named, else a manager's day, their projects and their own week."""
    kinds = [kind_of(form)] if form.get(KIND) else [Kind.DAILY, Kind.PROJECT, Kind.MINE]
    each = messages.MOST_CHARTS // min(len(kinds), messages.MOST_CHARTS)
    found = [one for kind in kinds if (one := messages.composed(tx, actor, kind, pictures=each))]
    if not found:
        return Outcome(Say(Message(tr("There is nothing to say now: nothing waits for you, and nothing is due."))))
    shown = [block for one in found for block in one.blocks][:MOST_BLOCKS]
    plain = [block for one in found for block in one.plain or one.blocks][:MOST_BLOCKS]
    text = "\n".join(one.text for one in found)
    return Outcome(Say(Message(text, shown, plain=plain if any(one.plain for one in found) else ())))


def settings(_tx: Tx, _actor: Actor, known: Setting, _form: Form) -> Outcome:
    """The modal."""
    return Outcome(Open(views.settings_view(known)))


def save(tx: Tx, actor: Actor, known: Setting, form: Form) -> Outcome:
    """Everything in the modal."""
    wanted = set(form.get(KINDS) or ())
    after = _moved(actor, known, read_time(str(form.get(AT) or "")))
    return _kept(tx, actor, replace(after, off=frozenset(kind for kind in Kind if kind.value not in wanted)))


def on(tx: Tx, actor: Actor, known: Setting, form: Form) -> Outcome:
    """One kind comes again."""
    kind = kind_of(form)
    if kind is Kind.CHANNEL:
        kept_for = [one.id for one in teams.answered_for(tx, actor)]
        departments = channels.of_departments(tx)
        channels.speak(tx, [*channels.led_by(tx, actor), *(departments[one] for one in kept_for if one in departments)])
    kept = _kept(tx, actor, replace(known, off=known.off - {kind}))
    return replace(kept, reply=Say(Message(tr("On: {kind}.", kind=tr(NAMES[kind])))))


def off(tx: Tx, actor: Actor, known: Setting, form: Form) -> Outcome:
    """One kind comes no more."""
    kind = kind_of(form)
    kept = _kept(tx, actor, replace(known, off=known.off | {kind}))
    return replace(
        kept,
        reply=Say(
            Message(tr("Off: {kind}. `/digest on {word}` brings it back.", kind=tr(NAMES[kind]), word=kind.value))
        ),
    )


def at(tx: Tx, actor: Actor, known: Setting, form: Form) -> Outcome:
    """Another time."""
    after = _moved(actor, known, read_time(str(form.get(AT) or "")))
    kept = _kept(tx, actor, after)
    return replace(
        kept, reply=Say(Message(tr("From tomorrow on your digests come at {time}, where you are.", time=after.at)))
    )


def _moved(actor: Actor, known: Setting, time: str) -> Setting:
    """From tomorrow on, so that no date has two digests, or none."""
    if time == known.at:
        return known
    return replace(known, at=time, former=known.time(actor.today), changed=actor.today)


def _kept(tx: Tx, actor: Actor, wanted: Setting) -> Outcome:
    store.save(tx, wanted)
    store.begin(tx, actor.time_zone, wanted.at, begun(actor.time_zone, wanted.at, tx.now))
    facts = {"at": wanted.at, "off": sorted(kind.value for kind in wanted.off)}
    return Outcome(Done(), (Event("set", Ref(NAME, actor.person), 1, actor.person, actor.person, facts),))

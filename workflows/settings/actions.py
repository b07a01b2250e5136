"""What the verbs do: choose a language, say that a welcome is read, show what one can type."""

from workflows.kernel.access import Actor
from workflows.kernel.flow import Event, Form, Outcome, Ref, Tx
from workflows.kernel.replies import Done, Message, Open, Say
from workflows.language import LANGUAGES, speaking, tr
from workflows.organisation import language
from workflows.organisation import store as organisation
from workflows.settings import store, views
from workflows.settings.rules import Somebody, read_language, role_numbered
from workflows.settings.words import LANGUAGE
from workflows.wording import blocks

NAME = "settings"
SELECTED = "selected"
"""What was chosen in a menu."""


def load_self(_tx: Tx, actor: Actor, number: int | None, _form: Form) -> Somebody:
    """Whoever asks, and the role a press is about."""
    return Somebody(actor.person, role_numbered(number))


def show(tx: Tx, actor: Actor, _self: Somebody, _form: Form) -> Outcome:
    """`/dottedline`: what somebody can type in each of their roles."""
    text = tr("What you can type here. `help` after any of them shows all of it.")
    built = [blocks.section(text), *views.help_lines(store.roles(tx, actor))]
    settings = blocks.button(tr("Settings…"), "settings:settings", "")
    return Outcome(Say(Message(text, blocks.laid_out([*built, *blocks.actions([settings])]))))


def settings(tx: Tx, actor: Actor, _self: Somebody, _form: Form) -> Outcome:
    """The modal."""
    return Outcome(Open(views.settings_view(_chosen(tx, actor))))


def save(tx: Tx, actor: Actor, _self: Somebody, form: Form) -> Outcome:
    """What the modal says, or the menu on App Home."""
    wanted = read_language(str(form.get(SELECTED) or form.get(LANGUAGE) or ""))
    if wanted == _chosen(tx, actor):
        return Outcome(Done())
    language.choose(tx, actor.person, wanted)
    event = Event("language_chosen", Ref(NAME, actor.person), 1, actor.person, actor.person, {"language": wanted})
    return Outcome(Done(), (event,))


def language_said(tx: Tx, actor: Actor, known: Somebody, form: Form) -> Outcome:
    """The same from words; answered in the new language."""
    done = save(tx, actor, known, form)
    person = organisation.facts(tx, actor.person).person
    with speaking(person.reading):
        return Outcome(Say(Message(_answer(person.language))), done.events)


def seen(tx: Tx, actor: Actor, known: Somebody, _form: Form) -> Outcome:
    """A welcome is read; pressing twice is pressing once."""
    if known.role is None or not store.has_read(tx, actor.person, known.role):
        return Outcome(Done())
    facts = {"role": known.role.value}
    return Outcome(Done(), (Event("welcomed", Ref(NAME, actor.person), 1, actor.person, actor.person, facts),))


def _chosen(tx: Tx, actor: Actor) -> str | None:
    return organisation.facts(tx, actor.person).person.language


def _answer(chosen: str | None) -> str:
    if chosen is None:
        return tr("From now on I write to you in the language that Slack says.")
    return tr("From now on I write to you in {language}.", language=LANGUAGES[chosen])

"""Showing, making and closing one's own calendar links."""

from workflows.feeds import store, views
from workflows.feeds.rules import Reader, Scope
from workflows.kernel.access import Actor
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Event, Form, Outcome, Ref, Tx
from workflows.kernel.replies import Say
from workflows.language import tr


def load_self(_tx: Tx, actor: Actor, _subject: int | None, _form: Form) -> Reader:
    """Everybody's links are their own."""
    return Reader(actor.person)


def show(tx: Tx, actor: Actor, _reader: Reader, _form: Form) -> Outcome:
    """`/calendar`: which links there are, since when, and how to make or close one."""
    return Outcome(Say(views.links(store.feeds_of(tx, actor.person), actor.locale)))


def link(tx: Tx, actor: Actor, _reader: Reader, form: Form) -> Outcome:
    """Make a link; it is shown this once, and the one before it no longer works."""
    scope = _scope(form)
    token = store.open_feed(tx, actor.person, scope)
    address = f"{tx.site}/feeds/{token}.ics"
    return Outcome(Say(views.made(scope, address), replace=True), (_event("opened", actor, scope),))


def close(tx: Tx, actor: Actor, _reader: Reader, form: Form) -> Outcome:
    """Close a link: calendars that hold it find nothing from now on."""
    scope = _scope(form)
    if not store.close_feed(tx, actor.person, scope):
        raise Refused(tr("There is no such link any more. Type `/calendar` to see the ones you have."))
    return Outcome(Say(views.closed(scope), replace=True), (_event("closed", actor, scope),))


def _scope(form: Form) -> Scope:
    try:
        return Scope(str(form.get("selected")))
    except ValueError:
        raise Refused(tr("I can't tell which calendar you mean. Type `/calendar` and choose one.")) from None


def _event(name: str, actor: Actor, scope: Scope) -> Event:
    return Event(name, Ref("feeds", actor.person), 1, actor.person, actor.person, {"scope": scope.value})

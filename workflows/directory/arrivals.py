"""What happens when the bot meets a Slack account that it does not know: kept, looked up, linked, or put to people.

The shell calls these outside any verb, because whoever is not in the directory has no verbs. They say what happened;
the shell announces it.
"""

from collections.abc import Iterable

from workflows.directory import store
from workflows.directory.reading import whom_to_ask, with_us
from workflows.directory.rules import NOBODY, Newcomer, Obstacle, Profile, State, tidied
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Event, Ref, Tx
from workflows.language import tr
from workflows.organisation import changes
from workflows.organisation import store as organisation
from workflows.organisation.lines import reader_of
from workflows.organisation.rules import Person
from workflows.wording.phrases import dated_long

Met = tuple[str, tuple[Event, ...]]
"""What they are told, and what happened."""


def knock(tx: Tx, slack_id: str, used: str) -> Met:
    """Somebody who is not with us used a command, a button or App Home: told whom to ask; and those are told, once."""
    person, one = organisation.person_by_slack(tx, slack_id), store.by_slack(tx, slack_id)
    if person and person.today(tx.now) < person.starts:
        return tr("Your first day is {day}; I am yours from then on.", day=dated_long(person.starts)), ()
    if one is None:
        return _first_time(tx, slack_id, used, person)
    if one.state is State.ADDED:
        return _again(tx, one, used, person)
    if one.state is State.WAITING and store.note_use(tx, one.id, used) and one.introduced:
        return _put_to_people(tx, one, "arrived", one.version)
    return _text(tx, one), ()


def introduce(tx: Tx, newcomer_id: int, profile: Profile | None) -> tuple[Event, ...]:
    """What Slack says about them, or None when it says nothing: linked by their address, set aside, or put to people.

    Doing it again changes nothing.
    """
    found = store.newcomer(tx, newcomer_id)
    known = tidied(profile or Profile())
    if found is None or not store.introduce(tx, found.id, known):
        return ()
    if known.obstacle is not None:
        store.close(tx, found, State.SET_ASIDE, None, why=known.obstacle)
        return (_event("set_aside", found, found.version + 1, NOBODY),)
    person = organisation.person_by_email(tx, known.email) if known.email else None
    if person and _can_have(tx, person) and changes.link(tx, person.id, found.slack_id):
        store.close(tx, found, State.ADDED, None, known_as=person.id)
        return (_event("linked", found, found.version + 1, person.id),)
    if found.used:
        _tell_admins(tx, found.id)
    return (_event("introduced", found, found.version, NOBODY),)


def recognised(tx: Tx) -> Iterable[Event]:
    """Those who have come into the directory by another road, such as an import, wait no longer."""
    for one in store.waiting(tx):
        person = organisation.person_by_slack(tx, one.slack_id)
        if (
            person
            and with_us(person, tx.now)
            and store.close(tx, one, State.ADDED, None, known_as=person.id, why=one.obstacle)
        ):
            yield _event("added", one, one.version + 1, person.id)


def _first_time(tx: Tx, slack_id: str, used: str, person: Person | None) -> Met:
    former = tidied(Profile(person.name, person.email, person.time_zone, person.locale)) if person else None
    one = store.add(tx, slack_id, used, former)
    if one is None:
        return _text(tx, None), ()
    if former:
        return _put_to_people(tx, one, "introduced", one.version)
    return _text(tx, one), (_event("arrived", one, one.version, NOBODY),)


def _again(tx: Tx, one: Newcomer, used: str, person: Person | None) -> Met:
    """One who had been added, has left, and turns up again: a new card."""
    why = Obstacle.LEFT if person else None
    if not store.reopen(tx, one, used, why):
        return _text(tx, one), ()
    return _put_to_people(tx, store.newcomer(tx, one.id) or one, "introduced", one.version + 1)


def _put_to_people(tx: Tx, one: Newcomer, event: str, version: int) -> Met:
    _tell_admins(tx, one.id)
    return _text(tx, one), (_event(event, one, version, NOBODY),)


def _tell_admins(tx: Tx, newcomer_id: int) -> None:
    for admin in organisation.people_admins(tx, tx.now.date()):
        if reader_of(tx, admin):
            store.tell(tx, newcomer_id, admin)


def _can_have(tx: Tx, person: Person) -> bool:
    """Whether they lack a Slack account, and have not left."""
    return not person.slack_id and (person.ends is None or person.ends >= person.today(tx.now))


def _text(tx: Tx, one: Newcomer | None) -> str:
    whom = whom_to_ask(tx)
    if one is None or not one.introduced:
        return tr(
            "I don't know you yet, so nothing was done. I am asking Slack who you are. Unless I find you in the "
            "directory by your address, please ask {whom} to add you; they get word from me.",
            whom=whom,
        )
    if one.obstacle is Obstacle.LEFT:
        return tr(
            "You are not in the directory any more, so nothing was done. If that is wrong, please ask {whom}.",
            whom=whom,
        )
    if one.state is State.SET_ASIDE:
        return tr("You are not in the directory, so nothing was done. If you should be, please ask {whom}.", whom=whom)
    return tr(
        "I don't know you yet, so nothing was done. Please ask {whom} to add you to the directory; "
        "they know that you were here, and it takes them a minute.",
        whom=whom,
    )


def _event(name: str, one: Newcomer, version: int, about: PersonId) -> Event:
    return Event(name, Ref("directory", one.id), version, about, None)

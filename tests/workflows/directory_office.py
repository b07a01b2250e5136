"""The small office of leave's tests, with strangers at its door: what they set off, and what is done about them."""

from datetime import date
from typing import Any

import pytest

from bot import directory
from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.leave_office import START, a_person, an_office
from tests.workflows.premises import Premises
from workflows.directory import WORKFLOW, arrivals
from workflows.directory import store as newcomers
from workflows.directory.rules import Newcomer, Profile
from workflows.kernel.access import Actor
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Form, Tx, announce, run
from workflows.kernel.replies import Message, Reply, Say
from workflows.organisation.description import Description, PersonEntry, Stint
from workflows.organisation.register import write

JO = "U0JO"
PROFILE = Profile("Jo Park", "jo@x.org", "Europe/Berlin", "de-DE")
FORM: dict[str, Any] = {
    "name": "Jo Park",
    "email": "jo@x.org",
    "department": "support",
    "time_zone": "Europe/Berlin",
    "locale": "de_DE",
    "country": "DE",
    "subdivision": "BE",
    "pattern": "mon-fri",
    "starts": date(2026, 11, 23),
}


class Door(Premises):
    """The office, and who knocks at it; people are called by their first names."""

    workflow = WORKFLOW

    @classmethod
    def opened(cls, store: Store, clock: FollowedClock, described: Description) -> "Door":
        store.write(lambda tx: write(tx, described))
        return cls(store, clock)

    def knocks(self, slack_id: str = JO, used: str = "/leave") -> str:
        """Somebody uses a command; what they are told."""

        def refused(actor: Actor) -> Reply:
            raise Refused(f"{actor.name} is known")

        reply = self.store.write(lambda tx: directory.serve(tx, slack_id, used, refused))
        assert isinstance(reply, Say)
        return reply.message.text

    def introduces(self, profile: Profile | None = PROFILE, slack_id: str = JO) -> None:
        """Slack says who they are."""

        def work(tx: Tx) -> None:
            for event in arrivals.introduce(tx, self.newcomer(slack_id).id, profile):
                announce(WORKFLOW, tx, event)

        self.store.write(work)

    def turns_up(self, profile: Profile | None = PROFILE) -> Newcomer:
        """Jo uses a command, and Slack says who she is."""
        self.knocks()
        self.introduces(profile)
        return self.newcomer()

    def does(self, name: str, verb: str, one: Newcomer | None = None, form: Form | None = None) -> Reply:
        """Somebody uses a verb; raises Refused and then nothing is kept."""
        about, seen = (one.id, one.version) if one else (None, None)
        return self.store.write(lambda tx: run(WORKFLOW, verb, tx, self.actor(tx, name), about, form, seen))

    def newcomer(self, slack_id: str = JO) -> Newcomer:
        found = self.store.read(lambda tx: newcomers.by_slack(tx, slack_id))
        assert found is not None, slack_id
        return found

    def events(self) -> list[str]:
        """The directory's own events in the audit, in order."""
        return [row.event for row in self.rows("select event from audit where workflow = 'directory' order by id")]

    def told(self, name: str, kind: str) -> list[str]:
        """What they are told of this kind, rendered now, as text and blocks together."""
        person = self.person(name)
        mine = [notice for notice in self.queued() if notice.to == person and notice.kind == kind]
        return [said(message) for notice in mine if (message := self.rendered(notice))]


def said(reply: Reply | Message) -> str:
    """All words of an answer."""
    message = reply.message if isinstance(reply, Say) else reply
    assert isinstance(message, Message), reply
    return f"{message.text} {[dict(block) for block in message.blocks]}"


@pytest.fixture(name="door")
def a_door(store: Store, clock: FollowedClock) -> Door:
    """The office with two people admins."""
    return Door.opened(store, clock, an_office(a_person("omar", "all", admin=True)))


def former(name: str, ends: date) -> PersonEntry:
    """Somebody with a last day."""
    stint = Stint(START, "Europe/London", "GB", "ENG", "mon-fri", "support", people_admin=False)
    return PersonEntry(f"{name}@x.org", f"U0{name.upper()}", name.title(), "en_GB", START, ends, (stint,))


def unlinked(name: str, ends: date | None = None) -> PersonEntry:
    """Somebody whose Slack account is not known."""
    stint = Stint(START, "Europe/London", "GB", "ENG", "mon-fri", "support", people_admin=False)
    return PersonEntry(f"{name}@x.org", "", name.title(), "en_GB", START, ends, (stint,))


def described(*people: PersonEntry) -> Description:
    return Description({one.email: one for one in people})

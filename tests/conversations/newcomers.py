"""People in the workspace whom the directory does not know, or knows without their Slack account."""

from datetime import date
from typing import Any

import pytest

from rehearsal.client import RehearsalClient
from tests.conversations.conftest import Office
from workflows.organisation.description import Description, PersonEntry, Stint
from workflows.organisation.register import write

START = date(2024, 1, 1)
JO = {
    "id": "U0JOP0100",
    "real_name": "Jo Park",
    "email": "jo.park@northwind.example",
    "tz": "Europe/Berlin",
    "locale": "de-DE",
}
EVE = {"id": "U0EVE0101", "real_name": "*Eve* <!channel> \u202eevil & co", "email": "eve@else.example"}
OLD: dict[str, Any] = {"id": "U0OLD0102", "real_name": "Old Account", "email": "old@x.example", "deactivated": True}


@pytest.fixture
def met(office: Office) -> Office:
    """The sample's people, and three whom the directory does not know."""
    for name, details in {"jo": JO, "eve": EVE, "old": OLD}.items():
        joins(office.slack, name, details)
    return office


def joins(slack: RehearsalClient, name: str, details: dict[str, Any]) -> None:
    """Somebody comes into the workspace, and into the channel where everybody is."""
    slack.add_person(name, **details)
    if not details.get("deactivated"):
        slack.wire.act(name, "join", {"channel": "general"})


def known_by_address(office: Office, name: str, email: str) -> None:
    """Have somebody in the directory, in Support, whose Slack account is not known."""
    stint = Stint(START, "Europe/London", "GB", "ENG", "mon-fri", "support", people_admin=False)
    entry = PersonEntry(email, "", name, "en_GB", START, None, (stint,))
    office.running.bot.store.write(lambda tx: write(tx, Description(people={email: entry})))

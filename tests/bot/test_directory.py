"""Strangers at the shell: what they set off is kept, Slack is asked about them, and its silence stops nobody."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from bot.clock import FollowedClock
from bot.directory import PATIENCE, Faces, profile_of, serve
from bot.slack import Ambiguous, Failure, Impossible, Stopped, Throttled, Unreached
from bot.store import Store
from tests.conftest import MONDAY_NINE
from tests.workflows.leave_office import an_office
from workflows.directory import store as newcomers
from workflows.directory.rules import NOBODY, Newcomer, Obstacle, State
from workflows.kernel.errors import Refused
from workflows.kernel.replies import Done, Say
from workflows.organisation.register import write

USER = {
    "id": "U0JO",
    "team_id": "T0HOME",
    "name": "jo",
    "tz": "Europe/Berlin",
    "locale": "de-DE",
    "is_email_confirmed": True,
    "profile": {"real_name": "Jo Park", "email": "jo@x.org"},
}


@dataclass
class Directory:
    """Quacks like `bot.slack.Slack` where it knows people; planned failures come first."""

    users: dict[str, dict[str, Any]] = field(default_factory=lambda: {"U0JO": USER})
    failures: list[Failure] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def user(self, slack_id: str) -> dict[str, Any]:
        self.asked.append(slack_id)
        if self.failures:
            raise self.failures.pop(0)
        return self.users[slack_id]

    def team(self) -> str:
        return "T0HOME"


@pytest.fixture
def slack() -> Directory:
    return Directory()


@pytest.fixture
def faces(store: Store, slack: Directory) -> Faces:
    store.write(lambda tx: write(tx, an_office()))
    faces = Faces(store, slack)  # type: ignore[arg-type] # it quacks
    store.watch(faces.touched)
    return faces


def knock(store: Store, slack_id: str = "U0JO") -> Any:
    return store.write(lambda tx: serve(tx, slack_id, "/leave", lambda _: Done()))


def met(store: Store, slack_id: str = "U0JO") -> Newcomer:
    found = store.read(lambda tx: newcomers.by_slack(tx, slack_id))
    assert found is not None
    return found


def test_whoever_is_known_is_served_and_nothing_is_kept_about_them(store: Store, faces: Faces) -> None:
    assert knock(store, "U0ANN") == Done()
    assert store.read(newcomers.waiting) == []
    assert not faces.nudge.is_set()


def test_a_strangers_answer_is_a_reply_and_what_it_set_off_is_kept(
    store: Store, faces: Faces, slack: Directory
) -> None:
    reply = knock(store)
    assert isinstance(reply, Say)
    assert "please ask Nora" in reply.message.text
    assert met(store).state is State.WAITING
    assert slack.asked == []
    assert faces.nudge.is_set()
    assert faces.introduce_all() == 1
    assert faces.introduce_all() == 0
    assert met(store).name == "Jo Park"
    assert slack.asked == ["U0JO"]


@pytest.mark.parametrize("failure", [Unreached("no"), Ambiguous("timeout"), Throttled(1), Stopped("token_revoked")])
def test_slacks_silence_is_waited_out_for_a_while(
    store: Store, faces: Faces, slack: Directory, clock: FollowedClock, failure: Failure
) -> None:
    knock(store)
    slack.failures = [failure, failure, failure]
    assert faces.introduce_all() == 0
    assert not met(store).introduced
    clock.follow(MONDAY_NINE + PATIENCE + timedelta(seconds=1), speed=0)
    faces.introduce_all()
    assert met(store).introduced
    assert met(store).name == "Somebody"


def test_an_account_that_slack_will_not_show_is_put_to_people_at_once(
    store: Store, faces: Faces, slack: Directory
) -> None:
    knock(store)
    slack.failures = [Impossible("user_not_visible")]
    faces.introduce_all()
    assert met(store).introduced


def test_a_refusal_inside_a_deed_still_undoes_it(store: Store, faces: Faces) -> None:
    def refuse(_: object) -> Any:
        raise Refused("no")

    with pytest.raises(Refused):
        store.write(lambda tx: serve(tx, "U0ANN", "/leave", refuse))


@pytest.mark.parametrize(
    "different",
    [
        {"team_id": "T0OTHER"},
        {"is_stranger": True},
        {"is_email_confirmed": False},
        {"profile": {"real_name": "Jo"}},
    ],
)
def test_only_an_address_that_slack_vouches_for_counts(different: dict[str, Any]) -> None:
    assert profile_of(USER | different, "T0HOME").email == ""
    assert profile_of(USER, "T0HOME").email == "jo@x.org"


def test_apps_and_deactivated_accounts_are_recognised() -> None:
    assert profile_of(USER | {"is_bot": True}, "T0HOME").obstacle is Obstacle.APP
    assert profile_of(USER | {"id": "USLACKBOT"}, "T0HOME").obstacle is Obstacle.APP
    assert profile_of(USER | {"deleted": True}, "T0HOME").obstacle is Obstacle.DEACTIVATED
    assert profile_of({}, "T0HOME").obstacle is None


def test_only_news_of_strangers_wakes_it(store: Store, faces: Faces) -> None:
    faces.touched(queued=True, touched=frozenset())
    assert not faces.nudge.is_set()
    faces.touched(queued=False, touched=frozenset({NOBODY}))
    assert faces.nudge.is_set()

"""What a people admin reads of a message that never arrived: to whom, from when, about what and why, in their words."""

from pathlib import Path

import pytest
from sqlalchemy import text

from bot import notices
from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.milestones_office import Office
from workflows import WORKFLOWS
from workflows.kernel.flow import Notice, Ref
from workflows.language import speak_from, speaking


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> Office:
    """Ann's leave puts a question about a milestone to Dan."""
    speak_from(Path(notices.__file__).parent)
    office = Office(store, clock)
    office.adds()
    return office


def lost(office: Office, reason: str, language: str) -> str:
    """What the first message is said to have come to."""
    row = office.rows("select min(id) as id from outbox")[0].id
    with office.store.engine.begin() as connection:
        connection.execute(text("update outbox set state = 'dead', reason = :reason"), {"reason": reason})
    notice = Notice("k", office.person("nora"), "undelivered", Ref(notices.SHELL, row))
    with speaking(language):
        return office.store.read(lambda tx: notices.render(tx, notice, WORKFLOWS)).text


def test_every_workflow_has_a_name_that_people_say() -> None:
    assert set(notices.ABOUT) == {notices.SHELL, *(one.name for one in WORKFLOWS)}


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en_GB", ("that was due on Mon, 23 Nov 2026, ", "about: milestones", "The channel is archived")),
        ("de", ("fällig am Mo., 23. Nov. 2026, ", "es ging um: Meilensteine", "Der Kanal ist archiviert")),
        ("fr", ("prévu le lun. 23 nov. 2026, ", "il portait sur\u00a0: jalons", "Le canal est archivé")),
        ("es", ("para el lun, 23 nov 2026, ", "trataba de: hitos", "El canal está archivado")),
    ],
)
def test_it_is_said_in_their_language(office: Office, language: str, said: tuple[str, ...]) -> None:
    told = lost(office, "is_archived", language)
    assert [words for words in said if words not in told] == []


def test_a_reason_that_only_slack_knows_is_said_in_slacks_word(office: Office) -> None:
    assert "Slack says “fatal_error”." in lost(office, "fatal_error", "en_GB")

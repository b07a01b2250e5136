"""Around an ask for people and around somebody who joins, each reads in their own language what was kept in none."""

from dataclasses import replace
from datetime import date

import pytest

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.onboarding_office import OnboardingOffice
from tests.workflows.staffing_office import Office
from workflows.kernel.access import PersonId
from workflows.kernel.digests import Edition, Kind, Reader
from workflows.kernel.flow import Notice, Ref, Tx
from workflows.kernel.replies import Message
from workflows.language import speaking
from workflows.staffing.digest import digest
from workflows.staffing.messages import render


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> Office:
    """Dan, who reads French, asks for somebody who knows Python."""
    office = Office.founded(store, clock)
    with speaking("fr"):
        office.asks()
    return office


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("*Dan* asks for *1 person* for *Apollo*", "100 % free in all weeks", "0 of 1 allotted, 0 offered.")),
        ("de", ("*Dan* fragt an: *1 Person* für *Apollo*", "100 % frei in allen Wochen", "0 von 1 zugeteilt")),
        ("fr", ("*Dan* demande *1 personne* pour *Apollo*", "100 % libre toutes les semaines", "0 sur 1")),
        ("es", ("*Dan* solicita *1 persona* para *Apollo*", "100 % libre todas las semanas", "0 de 1")),
    ],
)
def test_an_ask_is_read_in_the_language_of_whoever_is_asked(
    office: Office, language: str, said: tuple[str, ...]
) -> None:
    notice = Notice("k", office.person("bea"), "desk", Ref("staffing", office.desk(1)), card="c")
    with speaking(language):
        message = office.store.read(lambda tx: render(tx, notice))
    assert isinstance(message, Message)
    shown = str(message.blocks)
    assert [text for text in said if text not in shown] == []
    assert "Moving the reports over." in shown, "what somebody wrote stays as they wrote it"


def test_managers_of_two_languages_read_one_edition_each_in_theirs(office: Office) -> None:
    def lines(tx: Tx) -> dict[str, str]:
        actors = {name: replace(office.actor(tx, name), locale=code) for name, code in (("bea", "de"), ("max", "es"))}
        readers = {PersonId(one.person): Reader(one, date(2026, 12, 6)) for one in actors.values()}
        with speaking("fr"):
            found = digest(tx, Edition(Kind.DAILY, readers))
        return {name: found[one.person][0].sentence for name, one in actors.items()}

    assert office.store.read(lines) == {
        "bea": "Eine Projektleitung wartet auf deine Antwort zu Personen.",
        "max": "Un responsable de proyecto espera tu respuesta sobre personas.",
    }


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("Desk and first week prepared", "0 of 11 steps done")),
        ("de", ("Arbeitsplatz und erste Woche vorbereitet", "0 von 11 Schritten erledigt")),
        ("fr", ("Bureau et première semaine préparés", "0 étapes faites sur 11")),
        ("es", ("Puesto y primera semana preparados", "0 de 11 pasos hechos")),
    ],
)
def test_a_newcomers_steps_are_kept_as_they_are_and_read_in_each_readers_language(
    store: Store, clock: FollowedClock, language: str, said: tuple[str, str]
) -> None:
    office = OnboardingOffice.opened(store, clock)
    with speaking("fr"):
        number = office.joins()
    assert office.step("Desk").title == "Desk and first week prepared"
    with speaking(language):
        message = office.reads("bea", "card", number)
    assert isinstance(message, Message)
    assert [text for text in said if text not in str(message.blocks)] == []

"""Readers of several languages around one thing: each reads it in theirs, and nothing of it is kept in anybody's."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.handover_office import HandoverOffice
from workflows.handover.digest import digest
from workflows.kernel.access import PersonId
from workflows.kernel.digests import Edition, Kind, Reader
from workflows.kernel.flow import Tx
from workflows.kernel.replies import Message, Open
from workflows.language import speaking

STORED = "What was delivered, and where it is"


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> HandoverOffice:
    office = HandoverOffice.opened(store, clock)
    with speaking("fr"):
        office.starts()
    return office


def card(office: HandoverOffice, name: str, language: str) -> str:
    with speaking(language):
        message = office.reads(name, "card")
    assert isinstance(message, Message)
    return message.text + str(message.blocks)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("Handover of Apollo: closing out the project", STORED)),
        ("de", ("Übergabe „Apollo: Projektabschluss“", "Was geliefert wurde, und wo es ist")),
        ("fr", ("Passation «\u00a0Apollo\u00a0: clôture du projet\u00a0»", "Ce qui a été livré, et où c'est")),
        ("es", ("Traspaso «Apollo: cierre del proyecto»", "Qué se entregó y dónde está")),
    ],
)
def test_a_template_is_kept_as_it_is_and_read_in_each_readers_language(
    office: HandoverOffice, language: str, said: tuple[str, str]
) -> None:
    assert office.item().title == STORED
    shown = card(office, "dan", language)
    assert [text for text in said if text not in shown] == []


def test_a_title_that_was_only_read_in_translation_is_not_kept_in_it(office: HandoverOffice) -> None:
    with speaking("de"):
        form = office.uses("dan", "change", 1, 1)
        assert isinstance(form, Open)
        fields = {block.get("block_id"): block for block in form.view["blocks"]}
        shown = fields["title"]["element"]["initial_value"]
        assert shown == "Was geliefert wurde, und wo es ist"
        given = {"giver": "U0DAN", "receiver": "U0BEA", "day": date(2026, 12, 11)}
        office.uses("dan", "change", 1, 1, title=shown, **given)
        assert office.item().title == STORED
        office.uses("dan", "change", 1, 2, title="Was wir vergessen haben", **given)
    assert office.item().title == "Was wir vergessen haben"
    assert "Was wir vergessen haben" in card(office, "dan", "es")


def test_each_reader_of_one_digest_reads_their_own_language(office: HandoverOffice) -> None:
    office.goes_to(datetime(2026, 12, 21, 9, tzinfo=UTC))

    def lines(tx: Tx) -> dict[str, str]:
        actors = {name: replace(office.actor(tx, name), locale=code) for name, code in (("dan", "de"), ("bea", "es"))}
        readers = {PersonId(one.person): Reader(one, date(2026, 12, 27)) for one in actors.values()}
        with speaking("fr"):
            found = digest(tx, Edition(Kind.MINE, readers))
        return {name: found[one.person][0].sentence for name, one in actors.items()}

    assert office.store.read(lines) == {
        "dan": "Die Übergabe „Apollo: Projektabschluss“ wartet auf dich: 3 deiner Punkte sind verspätet.",
        "bea": "El traspaso «Apollo: cierre del proyecto» te espera: uno de tus puntos va con retraso.",
    }

"""The language that somebody chose to read, and how dates are written in it."""

from datetime import date

import pytest

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.digest_office import DigestOffice
from workflows.kernel.flow import Tx
from workflows.language import locale_of
from workflows.organisation import language, lines
from workflows.organisation import store as organisation
from workflows.organisation.rules import spoken
from workflows.wording.phrases import dated


@pytest.mark.parametrize(
    ("locale", "chosen", "reading", "written"),
    [
        ("en_GB", None, "en_GB", "Mon, 21 Dec 2026"),
        ("en-US", "en", "en-US", "Mon, Dec 21, 2026"),
        ("en_US", "de", "de_US", "Mo., 21. Dez. 2026"),
        ("de-CH", "fr", "fr_CH", "lun. 21 déc. 2026"),
        ("zh_Hans_CN", "es", "es_CN", "lun, 21 dic 2026"),
        ("de", "es", "es", "lun, 21 dic 2026"),
        ("xx_YY", None, "xx_YY", "Mon, 21 Dec 2026"),
    ],
)
def test_a_chosen_language_is_written_as_where_one_is(
    locale: str, chosen: str | None, reading: str, written: str
) -> None:
    assert spoken(locale, chosen) == reading
    assert dated(date(2026, 12, 21), locale_of(reading)) == written


def test_who_chose_a_language_reads_it_at_once_and_their_locale_stays(store: Store, clock: FollowedClock) -> None:
    office = DigestOffice.opened(store, clock)

    def read(tx: Tx) -> tuple[str | None, str, str]:
        person = organisation.facts(tx, office.person("ann")).person
        actor = lines.actor(tx, person.slack_id, tx.now)
        return person.language, person.locale, actor.locale if actor else ""

    before = office.store.read(read)
    assert before == (None, before[1], before[1])
    office.store.write(lambda tx: language.choose(tx, office.person("ann"), "de"))
    assert office.store.read(read) == ("de", before[1], "de_GB")
    office.store.write(lambda tx: language.choose(tx, office.person("ann"), None))
    assert office.store.read(read) == before

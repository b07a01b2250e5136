"""What the product itself wrote down is read in each reader's language, whoever pressed the button that wrote it."""

from datetime import date

import pytest

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.milestones_office import Office
from tests.workflows.onboarding_office import OnboardingOffice
from workflows.calendar.rules import parse_pattern
from workflows.kernel.replies import Open, Say
from workflows.language import speaking
from workflows.milestones import cards, reading
from workflows.wording import terms
from workflows.wording.kept import kept, told

FIRST = date(2027, 1, 4)
LANGUAGES = ("en", "de", "fr", "es")


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> Office:
    return Office(store, clock)


def in_each(text: str) -> list[str]:
    """As it is told to readers of each language."""
    said = []
    for language in LANGUAGES:
        with speaking(language):
            said.append(told(text))
    return said


def test_what_is_kept_is_told_in_the_language_of_whoever_reads() -> None:
    with speaking("fr"):
        written = kept(lambda: terms.contract("fixed_term"))
    assert in_each(written) == ["Fixed term", "Befristet", "Durée déterminée", "Temporal"]


@pytest.mark.parametrize("text", ["", "mon-wed, from Mon, 4 Jan 2027", "She has a laptop.", '{"en": "x"}'])
def test_what_was_kept_before_and_what_people_wrote_stands_as_it_is(text: str) -> None:
    assert in_each(text) == [text] * len(LANGUAGES)


def test_a_reader_of_another_language_is_told_in_english() -> None:
    written = kept(lambda: terms.contract("permanent"))
    with speaking("ja_JP"):
        assert told(written) == "Permanent"


def test_what_a_step_settled_is_read_in_each_language(store: Store, clock: FollowedClock) -> None:
    office = OnboardingOffice.opened(store, clock)
    number = office.joins()
    with speaking("fr"):
        office.takes("bea", "Working pattern", "settle", pattern="mon-wed fri:am", valid_from=FIRST)
        office.takes("bea", "Contract", "settle", contract="permanent", valid_from=FIRST)
        office.takes("bea", "Leave policy", "settle")
    read = {}
    for language in LANGUAGES:
        with speaking(language):
            reply = office.uses("bea", "show", number)
        assert isinstance(reply, Open | Say)
        read[language] = str(reply)
    assert "Mon–Wed, Fri (morning), from " in read["en"]
    assert "Permanent, from " in read["en"]
    assert "Mo–Mi, Fr (vormittags), ab " in read["de"]
    assert "Unbefristet, ab " in read["de"]
    assert "Durée indéterminée, " in read["fr"]
    assert "Indefinido, " in read["es"]
    assert "They go by the leave policy" in read["en"]
    assert "Es gilt das Urlaubsregelwerk" in read["de"]


def test_why_a_milestone_is_at_risk_is_read_in_each_language(office: Office) -> None:
    beta = office.adds()
    office.takes_leave("ann", date(2026, 12, 14), date(2026, 12, 18))
    with speaking("de"):
        office.does("dan", "mark_at_risk", 1)
    assert in_each(office.item(beta).milestone.sentence) == [
        "Less capacity: 40 % of one person from Mon, 14 Dec 2026 to Fri, 18 Dec 2026.",
        "Weniger Kapazität: 40 % einer Person von Mo., 14. Dez. 2026 bis Fr., 18. Dez. 2026.",
        "Moins de capacité\u00a0: 40 % d'une personne du lun. 14 déc. 2026 au ven. 18 déc. 2026.",
        "Menos capacidad: 40 % de una persona del lun, 14 dic 2026 al vie, 18 dic 2026.",
    ]
    with speaking("es"):
        shown = office.store.read(lambda tx: cards.channel_card(reading.facts_of(tx, None, office.item(beta))))
    assert "Menos capacidad" in str(shown.blocks)


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("mon-fri", ("Mon–Fri", "Mo–Fr", "lun.–ven.", "lun–vie")),
        ("mon tue thu", ("Mon–Tue, Thu", "Mo–Di, Do", "lun.–mar., jeu.", "lun–mar, jue")),
        ("fri:pm", ("Fri (afternoon)", "Fr (nachmittags)", "ven. (après-midi)", "vie (por la tarde)")),
        ("mon-fri:0.8", ("Mon–Fri (0.8 of a day)", "Mo–Fr (0,8 Tage)", "lun.–ven. (0,8 de journée)",
                         "lun–vie (0,8 de jornada)")),
        ("mon-thu 8h fri 5h", ("Mon–Thu 8\u00a0h, Fri 5\u00a0h", "Mo–Do 8\u00a0h, Fr 5\u00a0h",
                               "lun.–jeu. 8\u00a0h, ven. 5\u00a0h", "lun–jue 8\u00a0h, vie 5\u00a0h")),
        ("mon-fri 5h+2.5h", ("Mon–Fri 5 + 2.5\u00a0h", "Mo–Fr 5 + 2,5\u00a0h", "lun.–ven. 5 + 2,5\u00a0h",
                             "lun–vie 5 + 2,5\u00a0h")),
        ("mon-fri / off from 2026-01-05", (
            "Mon–Fri / off in turn, the first from Mon, 5 Jan 2026 on",
            "Mo–Fr / frei im Wechsel, die erste ab Mo., 5. Jan. 2026",
            "lun.–ven. / libre en alternance, la première à partir du lun. 5 janv. 2026",
            "lun–vie / libre por turnos, la primera desde el lun, 5 ene 2026")),
    ],
)  # fmt: skip
def test_a_working_pattern_is_said_in_each_language(pattern: str, said: tuple[str, ...]) -> None:
    found = []
    for language in ("en_GB", *LANGUAGES[1:]):
        with speaking(language):
            found.append(terms.worked(parse_pattern(pattern)))
    assert tuple(found) == said


def test_a_kind_of_contract_in_the_companys_own_word_stands_as_it_is() -> None:
    with speaking("fr"):
        assert terms.contract("zero_hours") == "Zero hours"

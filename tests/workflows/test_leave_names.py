"""A kind of leave has a name in each language: said to every reader in theirs, kept by people admins, exported."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from bot.clock import FollowedClock
from bot.store import Store
from tests.rules.people import policy
from tests.workflows.leave_office import Office, a_person, an_office
from workflows.kernel.errors import Refused
from workflows.kernel.replies import Message, Open, Say, Update
from workflows.language import LANGUAGES, speaking
from workflows.leave import versions
from workflows.leave.rules.difference import differences
from workflows.leave.rules.policy import LeavePolicy, Names
from workflows.leave.rules.words import inside, type_name
from workflows.leave.rules.writing import as_yaml

FILES = sorted((Path(__file__).parents[2] / "workflows/leave/policies").glob("*.yaml"))
OWN = {"germany": "de", "india": "en", "sweden": "sv", "uk": "en", "us-pto": "en"}
"""In which language each example calls its kinds by their own names."""
NAMES = {"de": "Erholungsurlaub", "fr": "Congés payés"}


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> Office:
    """Uwe and his manager Bea read German and English; Yves reads French, Inés Spanish."""
    more = (a_person("uwe", locale="de_DE"), a_person("yves", locale="fr_FR"), a_person("ines", locale="es_ES"))
    return Office.founded(store, clock, an_office(*more), policy(names=NAMES, entitlement={"amount": 25}))


def read(office: Office, name: str, message: Message | None) -> str:
    assert message is not None, name
    return f"{message.text} {message.blocks}"


def card_of(office: Office, name: str, kind: str, locale: str) -> str:
    with speaking(locale):
        return read(office, name, office.told(name, kind)[-1])


def test_a_name_can_be_said_in_every_language_that_people_read() -> None:
    assert set(Names.model_fields) == set(LANGUAGES)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_examples_name_their_kinds_in_every_language(path: Path) -> None:
    known = LeavePolicy.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    for leave_type in known.types:
        named = {language for language in LANGUAGES if leave_type.names.of(language)}
        assert named == set(LANGUAGES) - {OWN[path.stem]}, leave_type.code


@pytest.mark.parametrize(
    ("locale", "name", "within"),
    [
        ("de_AT", "Erholungsurlaub", "Erholungsurlaub"),
        ("fr", "Congés payés", "congés payés"),
        ("es", "Annual leave", "annual leave"),
        ("en_US", "Annual leave", "annual leave"),
        ("sv_SE", "Annual leave", "annual leave"),
    ],
)
def test_whoever_has_no_name_of_their_own_reads_the_one_it_has(locale: str, name: str, within: str) -> None:
    leave_type = policy(names=NAMES).types[0]
    with speaking(locale):
        assert (type_name(leave_type), inside(type_name(leave_type))) == (name, within)


@pytest.mark.parametrize("names", [{"it": "Ferie"}, {"de": ""}, {"de": "x" * 81}])
def test_a_name_in_no_language_and_one_that_is_none_are_refused(names: dict[str, str]) -> None:
    with pytest.raises(ValidationError, match="names"):
        policy(names=names)


def test_names_are_written_read_and_compared() -> None:
    named, plain = policy(names=NAMES), policy()
    written = yaml.safe_load(as_yaml([named], []))["policies"][0]
    assert written["types"][0]["names"] == NAMES
    assert LeavePolicy.model_validate(written) == named
    assert "names" not in as_yaml([plain], [])
    assert differences(plain, named) == (
        "types.annual.names.de: nothing → Erholungsurlaub",
        "types.annual.names.fr: nothing → Congés payés",
    )


def test_each_reader_reads_the_name_in_their_own_language(office: Office) -> None:
    number = office.asks("uwe", "2026-12-07", "2026-12-11")
    assert "*Erholungsurlaub*" in card_of(office, "uwe", "mine", "de_DE")
    assert "*Annual leave*" in card_of(office, "bea", "decide", "en_GB")
    with speaking("de_DE"):
        listed, balance = office.types("uwe", "list"), office.types("uwe", "balance")
    assert isinstance(listed, Say)
    assert isinstance(balance, Say)
    for said in (listed, balance):
        assert "Erholungsurlaub" in read(office, "uwe", said.message)
        assert "Annual leave" not in read(office, "uwe", said.message)
    office.does("bea", "approve", number)
    assert "Erholungsurlaub, Mo., 7. Dez. 2026 bis Fr., 11. Dez. 2026, 5 Tage" in card_of(
        office, "uwe", "told_approved", "de_DE"
    )


@pytest.mark.parametrize(
    ("name", "locale", "said"),
    [
        ("uwe", "de_DE", "Das braucht 42 Tage Erholungsurlaub in 2027, und du hast dafür 25 Tage übrig."),
        ("yves", "fr_FR", "Cela prend 42 jours de congés payés en 2027, et il vous en reste 25 jours."),
        ("ann", "en_GB", "This takes 42 days of annual leave in 2027, and you have 25 days left for it."),
    ],
)
def test_a_refusal_names_it_in_the_language_of_whoever_asks(office: Office, name: str, locale: str, said: str) -> None:
    with speaking(locale), pytest.raises(Refused) as refused:
        office.asks(name, "2027-03-01", "2027-04-29")
    assert refused.value.text.startswith(said)


def test_the_modal_offers_each_kind_by_the_readers_name(office: Office) -> None:
    with speaking("fr_FR"):
        reply = office.does("yves", "open")
    assert isinstance(reply, Open)
    assert "Congés payés" in str(reply.view)


def test_people_admins_fill_in_the_names_from_a_day_on(office: Office) -> None:
    known = office.store.read(versions.versions)[-1]
    form: dict[str, Any] = {"leave_type": "annual", "valid_from": date(2027, 1, 1)}
    shown = office.does("nora", "edit_policy", known.id)
    assert isinstance(shown, Open)
    assert {f"name_{code}:annual" for code in LANGUAGES} <= {one.get("block_id") for one in shown.view["blocks"]}
    form |= {"name_en:annual": None, "name_de:annual": "Jahresurlaub", "name_fr:annual": None, "name_es:annual": "Días"}
    saved = office.does("nora", "edit_policy", known.id, **form)
    assert isinstance(saved, Update)
    for line in ("name in deutsch Erholungsurlaub → Jahresurlaub", "name in français Congés payés → none"):
        assert line in str(saved.view)
    kept = max((one.policy for one in office.store.read(versions.versions)), key=lambda one: one.valid_from)
    assert kept.types[0].names == Names(de="Jahresurlaub", es="Días")
    assert kept.types[0].name == "Annual leave"

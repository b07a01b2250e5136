"""Settings: a language for oneself, and a welcome to each role, shown until it is read and never again."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from bot.clock import FollowedClock
from bot.permissions import cells
from bot.store import Store
from tests.workflows.digest_office import DigestOffice
from tests.workflows.handover_office import a_company
from tests.workflows.leave_office import START
from workflows import settings
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Tx, run
from workflows.kernel.home import Place, blocks_of
from workflows.kernel.replies import Done, Open, Reply, Say
from workflows.organisation import store as organisation
from workflows.organisation.description import Charge, DepartmentEntry, Description
from workflows.organisation.register import write
from workflows.settings.rules import Role, number_of


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> DigestOffice:
    return DigestOffice(DigestOffice.opened(store, clock).store, clock)


def uses(office: DigestOffice, name: str, verb: str, number: int | None = None, **form: str) -> Reply:
    return office.store.write(lambda tx: run(settings.WORKFLOW, verb, tx, office.actor(tx, name), number, form))


def welcomes(office: DigestOffice, name: str) -> str:
    """What their Home welcomes them to."""
    sections = office.store.read(lambda tx: settings.WORKFLOW.home(tx, office.actor(tx, name)))
    return str(blocks_of(one for one in sections if one.place is Place.WELCOME))


def test_each_role_is_welcomed_until_it_is_read_and_a_new_one_when_it_comes(office: DigestOffice) -> None:
    assert "*Welcome!*" in welcomes(office, "ann")
    assert "manager here" not in welcomes(office, "ann")
    assert "operations manager here" in welcomes(office, "bea")
    assert "project manager here" in welcomes(office, "dan")
    for _ in range(2):
        assert uses(office, "ann", "seen", number_of(Role.STAFF)) == Done()
    assert welcomes(office, "ann") == "[]"
    assert len(office.rows("select * from audit where event = 'welcomed'")) == 1
    office.store.write(lambda tx: write(tx, with_ann_as_manager()))
    assert "operations manager here" in welcomes(office, "ann")
    assert "*Welcome!*" not in welcomes(office, "ann")
    assert uses(office, "ann", "seen", 99) == Done()


def with_ann_as_manager() -> Description:
    """Ann gets a department of her own, and everybody else stays what they are."""
    known = a_company()
    lab = DepartmentEntry("lab", "Lab", "all", START, None, (Charge(START, "ann@x.org"),))
    return replace(known, departments={**known.departments, "lab": lab})


@pytest.mark.parametrize(
    ("said", "language"), [("de", "de"), ("Deutsch", "de"), ("FRANÇAIS", "fr"), ("slack", None), ("en", "en")]
)
def test_a_language_is_chosen_by_its_code_or_its_own_name(
    office: DigestOffice, said: str, language: str | None
) -> None:
    uses(office, "ann", "save", language="es")
    reply = uses(office, "ann", "language", language=said)
    assert isinstance(reply, Say)
    assert office.store.read(lambda tx: chosen(tx, office)) == language
    assert uses(office, "ann", "save", selected=said) == Done()
    assert len(office.rows("select * from audit where event = 'language_chosen'")) == 2
    opened = uses(office, "ann", "settings")
    assert isinstance(opened, Open)
    with pytest.raises(Refused, match="Deutsch"):
        uses(office, "ann", "language", language="Klingon")


def chosen(tx: Tx, office: DigestOffice) -> str | None:
    return organisation.facts(tx, office.person("ann")).person.language


def test_the_permission_table_written_by_hand_is_what_holds() -> None:
    with (Path(__file__).parent / "settings_permissions.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    written = {(row["verb"], relation) for row in rows for relation in row["relations"].split()}
    computed = {(verb, relation) for _, verb, relation, _, allowed in cells([settings.WORKFLOW]) if allowed == "yes"}
    assert computed == written
    assert {verb for verb, _ in written} == {verb.name for verb in settings.WORKFLOW.verbs}

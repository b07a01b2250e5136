"""The organisation in a database: who is asked about whom on which day, and that nothing stale is ever told."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event
from sqlmodel import SQLModel

from bot.clock import FollowedClock
from bot.store import Store
from workflows.kernel.access import PersonId, Relation
from workflows.kernel.errors import NotAllowed, Refused
from workflows.organisation import store as organisation
from workflows.organisation.changes import Newcomer, add_person, departments_open_to, link
from workflows.organisation.description import (
    AllocationEntry,
    Charge,
    DepartmentEntry,
    Description,
    PersonEntry,
    ProjectEntry,
    Share,
    Stint,
    condensed,
    describe,
)
from workflows.organisation.lines import actor, relations
from workflows.organisation.register import write
from workflows.organisation.rules import Region

START = date(2024, 1, 1)
TODAY = date(2026, 11, 23)


def a_person(
    name: str,
    department: str = "eng",
    *,
    starts: date = START,
    ends: date | None = None,
    zone: str = "Europe/London",
    admin: bool = False,
) -> PersonEntry:
    stint = Stint(starts, zone, "GB", "ENG", "mon-fri", department, admin)
    return PersonEntry(f"{name}@x.org", f"U0{name.upper()}", name.title(), "en_GB", starts, ends, (stint,))


def a_department(code: str, parent: str, *charges: Charge, ends: date | None = None) -> DepartmentEntry:
    return DepartmentEntry(code, code.title(), parent, START, ends, charges)


def an_organisation(*people: PersonEntry) -> Description:
    """Head over all; Boss and Deputy over Engineering; Ann in it; Pia leads Apollo; Nora keeps the directory."""
    everyone = [
        a_person("head", "all"),
        a_person("boss"),
        a_person("deputy"),
        a_person("ann"),
        a_person("bob"),
        a_person("pia", "ops"),
        a_person("nora", "all", admin=True),
    ]
    known = {one.email: one for one in (*everyone, *people)}
    departments = [
        a_department("all", "", Charge(START, "head@x.org")),
        a_department("eng", "all", Charge(START, "boss@x.org", "deputy@x.org")),
        a_department("ops", "all", Charge(START, "", "")),
    ]
    apollo = ProjectEntry("apollo", "Apollo", "#apollo", START, date(2027, 3, 31), (Charge(START, "pia@x.org"),))
    share = Share(Decimal(50), None, date(2026, 6, 1), date(2027, 12, 31))
    return Description(
        known,
        {one.code: one for one in departments},
        {"apollo": apollo},
        {("ann@x.org", "apollo"): AllocationEntry("ann@x.org", "apollo", (share,))},
    )


class Directory:
    """The organisation in this test's database, asked by first names."""

    def __init__(self, store: Store, described: Description) -> None:
        self.store = store
        store.write(lambda tx: write(tx, described))

    def id(self, name: str) -> PersonId:
        found = self.store.read(lambda tx: organisation.person_by_email(tx, f"{name}@x.org"))
        assert found is not None, name
        return found.id

    def names(self, *ids: PersonId | None) -> list[str]:
        known = self.store.read(lambda tx: organisation.names(tx, [one for one in ids if one]))
        return [known[one].lower() for one in ids if one]

    def chain(self, name: str, on: date = TODAY) -> list[str]:
        person = self.id(name)
        return self.names(*self.store.read(lambda tx: organisation.chain(tx, person, on)))

    def manager(self, name: str, on: date = TODAY) -> list[str]:
        person = self.id(name)
        return self.names(self.store.read(lambda tx: organisation.operations_manager(tx, person, on)))

    def relations(self, who: str, about: str, *days: date) -> set[Relation]:
        person = self.id(about)

        def ask(tx: Any) -> frozenset[Relation]:
            acting = actor(tx, f"U0{who.upper()}", tx.now)
            assert acting is not None, who
            return relations(tx, acting, person, *days)

        return set(self.store.read(ask))


@pytest.fixture
def directory(store: Store) -> Directory:
    return Directory(store, an_organisation())


@pytest.fixture
def lone_store(tmp_path: Path, clock: FollowedClock) -> Iterator[Store]:
    """One more database, on SQLite: its readers see one moment, so two things they read can be compared."""
    store = Store(f"sqlite:///{tmp_path / 'lone.sqlite'}", clock)
    SQLModel.metadata.create_all(store.engine)
    yield store
    store.close()


@contextmanager
def statements(store: Store) -> Iterator[list[str]]:
    """What reaches the driver meanwhile, beginnings and ends of transactions aside."""
    found: list[str] = []

    def note(_connection: Any, cursor: Any, statement: str, *_rest: Any) -> None:
        found.append(statement)

    event.listen(store.engine, "before_cursor_execute", note)
    original = store.statements.fetch

    def fetch(at: Any, statement: Any, values: Any) -> list[Any]:
        found.append(str(statement))
        return original(at, statement, values)

    store.statements.fetch = fetch  # type: ignore[method-assign] # counting what the store prepares itself
    yield found
    store.statements.fetch = original  # type: ignore[method-assign] # as above
    event.remove(store.engine, "before_cursor_execute", note)
    found[:] = [each for each in found if not each.startswith(("BEGIN", "COMMIT", "ROLLBACK"))]


def test_the_operations_manager_of_the_department_is_asked_first(directory: Directory) -> None:
    assert directory.manager("ann") == ["boss"]
    assert directory.chain("ann") == ["boss", "deputy", "head", "nora"]


def test_one_who_owns_the_department_is_asked_about_one_level_up(directory: Directory) -> None:
    assert directory.manager("boss") == ["head"]
    assert directory.chain("boss") == ["head", "nora"]


def test_a_department_without_a_manager_is_answered_for_by_the_one_above(directory: Directory) -> None:
    assert directory.manager("pia") == ["head"]


def test_the_head_of_all_has_only_the_people_admins(directory: Directory) -> None:
    assert directory.manager("head") == []
    assert directory.chain("head") == ["nora"]


def test_somebody_without_a_department_has_only_the_people_admins(store: Store) -> None:
    directory = Directory(store, an_organisation(a_person("lone", "")))
    assert directory.manager("lone") == []
    assert directory.chain("lone") == ["nora"]


def test_an_organisation_of_one_has_nobody_to_ask(store: Store) -> None:
    directory = Directory(store, Description({"sole@x.org": a_person("sole", "", admin=True)}))
    assert directory.chain("sole") == []


def test_who_answers_changes_on_the_day_it_changes(store: Store) -> None:
    described = an_organisation()
    turn = date(2026, 7, 1)
    charges = (Charge(START, "boss@x.org", "deputy@x.org"), Charge(turn, "deputy@x.org", "bob@x.org"))
    changed = {**described.departments, "eng": a_department("eng", "all", *charges)}
    directory = Directory(store, replace(described, departments=changed))
    assert directory.chain("ann", turn - timedelta(1)) == ["boss", "deputy", "head", "nora"]
    assert directory.chain("ann", turn) == ["deputy", "bob", "head", "nora"]


def test_a_manager_who_has_left_is_not_asked(store: Store) -> None:
    directory = Directory(store, an_organisation(a_person("boss", ends=date(2026, 6, 30))))
    assert directory.manager("ann", date(2026, 6, 30)) == ["boss"]
    assert directory.chain("ann", date(2026, 7, 1)) == ["deputy", "head", "nora"]


def test_a_closed_department_is_answered_for_by_the_one_above(store: Store) -> None:
    described = an_organisation()
    closed = a_department("eng", "all", Charge(START, "boss@x.org", "deputy@x.org"), ends=date(2026, 6, 30))
    directory = Directory(store, replace(described, departments={**described.departments, "eng": closed}))
    assert directory.manager("ann", date(2026, 6, 30)) == ["boss"]
    assert directory.manager("ann", date(2026, 7, 1)) == ["head"]


def test_one_who_starts_next_month_already_has_a_line(store: Store) -> None:
    directory = Directory(store, an_organisation(a_person("new", starts=date(2026, 12, 1))))
    assert directory.manager("new") == ["boss"]
    assert directory.relations("boss", "new") == {Relation.SOLID_LINE, Relation.COLLEAGUE}
    assert store.read(lambda tx: actor(tx, "U0NEW", tx.now)) is None


def test_about_oneself_there_is_no_other_relation(directory: Directory) -> None:
    assert directory.relations("nora", "nora") == {Relation.OWN}
    assert directory.relations("head", "head") == {Relation.OWN}


def test_relations_follow_the_lines(directory: Directory) -> None:
    assert directory.relations("boss", "ann") == {Relation.SOLID_LINE, Relation.COLLEAGUE}
    assert directory.relations("head", "ann") == {Relation.SOLID_LINE, Relation.COLLEAGUE}
    assert directory.relations("deputy", "ann") == {Relation.DEPUTY, Relation.COLLEAGUE}
    assert directory.relations("bob", "ann") == {Relation.COLLEAGUE}
    assert directory.relations("nora", "ann") == {Relation.PEOPLE_ADMIN, Relation.COLLEAGUE}
    assert directory.relations("pia", "ann") == {Relation.DOTTED_LINE, Relation.COLLEAGUE}


def test_the_deputy_has_no_line_to_the_one_they_stand_in_for(directory: Directory) -> None:
    assert directory.relations("deputy", "boss") == {Relation.COLLEAGUE}
    assert directory.relations("boss", "deputy") == {Relation.SOLID_LINE, Relation.COLLEAGUE}


def test_a_dotted_line_is_looked_for_on_the_days_it_is_about(store: Store, clock: FollowedClock) -> None:
    directory = Directory(store, an_organisation())
    clock.follow(datetime(2026, 3, 2, 9, tzinfo=UTC), speed=0)
    assert directory.relations("pia", "ann") == {Relation.COLLEAGUE}
    before, later = (date(2026, 5, 1), date(2026, 5, 31)), (date(2026, 6, 1), date(2026, 6, 5))
    assert directory.relations("pia", "ann", *before) == {Relation.COLLEAGUE}
    assert directory.relations("pia", "ann", *later) == {Relation.DOTTED_LINE, Relation.COLLEAGUE}


def test_projects_count_while_the_allocation_and_the_project_last(directory: Directory, store: Store) -> None:
    ann, pia = directory.id("ann"), directory.id("pia")

    def touched(first: date, last: date) -> tuple[list[str], list[PersonId]]:
        found = store.read(lambda tx: organisation.projects_of(tx, ann, first, last))
        leaders = store.read(lambda tx: organisation.project_managers_of(tx, ann, first, last))
        assert all([one.code for one in led] == ["apollo"] for led in leaders.values())
        return [project.code for project, _ in found], list(leaders)

    assert touched(date(2026, 5, 1), date(2026, 5, 31)) == ([], [])
    assert touched(date(2026, 5, 1), date(2026, 6, 1)) == (["apollo"], [pia])
    assert touched(date(2027, 4, 1), date(2027, 4, 30)) == ([], [])
    assert [one.code for one in store.read(lambda tx: organisation.projects_led(tx, pia, TODAY))] == ["apollo"]
    assert store.read(lambda tx: organisation.projects_led(tx, pia, date(2027, 4, 1))) == []


def test_a_project_manager_is_not_consulted_about_themselves(store: Store) -> None:
    described = an_organisation()
    own = AllocationEntry("pia@x.org", "apollo", (Share(None, Decimal("7.5"), START, None),))
    directory = Directory(store, replace(described, allocations={("pia@x.org", "apollo"): own}))
    pia = directory.id("pia")
    assert store.read(lambda tx: organisation.project_managers_of(tx, pia, TODAY, TODAY)) == {}
    [(_, share)] = store.read(lambda tx: organisation.projects_of(tx, pia, TODAY, TODAY))
    assert (share.percent, share.hours) == (None, Decimal("7.5"))


def test_colleagues_are_the_others_of_the_department_that_day(store: Store) -> None:
    moved = a_person("mo", "ops")
    stints = (*moved.stints, replace(moved.stints[0], valid_from=date(2026, 7, 1), department="eng"))
    directory = Directory(store, an_organisation(replace(moved, stints=stints), a_person("gone", ends=TODAY)))
    ann = directory.id("ann")

    def beside(on: date) -> list[str]:
        return directory.names(*store.read(lambda tx: organisation.colleagues(tx, ann, on)))

    assert beside(date(2026, 6, 30)) == ["bob", "boss", "deputy", "gone"]
    assert beside(date(2026, 7, 1)) == ["bob", "boss", "deputy", "gone", "mo"]
    assert beside(TODAY + timedelta(1)) == ["bob", "boss", "deputy", "mo"]


def test_people_are_those_with_the_organisation_that_day(store: Store) -> None:
    described = an_organisation(a_person("gone", ends=TODAY), a_person("new", starts=TODAY + timedelta(1)))
    directory = Directory(store, described)

    def there(on: date) -> set[str]:
        return {one.name.lower() for one in directory.store.read(lambda tx: organisation.people(tx, on))}

    assert "gone" in there(TODAY)
    assert "new" not in there(TODAY)
    assert "gone" not in there(TODAY + timedelta(1))
    assert "new" in there(TODAY + timedelta(1))


def test_the_tree_and_what_is_managed_in_it(directory: Directory, store: Store) -> None:
    boss, ann = directory.id("boss"), directory.id("ann")
    [eng] = store.read(lambda tx: organisation.departments_managed(tx, boss, TODAY))
    assert eng.code == "eng"
    assert store.read(lambda tx: organisation.department_of(tx, ann, TODAY)) == eng
    assert eng.parent_id is not None
    top = eng.parent_id
    assert {one.code for one in store.read(lambda tx: organisation.department_tree(tx, top, TODAY))} == {
        "all",
        "eng",
        "ops",
    }


def test_today_is_where_the_person_is(store: Store, clock: FollowedClock) -> None:
    moved = a_person("ann", zone="Europe/London")
    stints = (*moved.stints, replace(moved.stints[0], valid_from=date(2026, 7, 1), time_zone="Pacific/Auckland"))
    Directory(store, an_organisation(replace(moved, stints=stints)))
    for moment, today in (
        (datetime(2026, 6, 29, 21, tzinfo=UTC), date(2026, 6, 29)),
        (datetime(2026, 11, 23, 21, tzinfo=UTC), date(2026, 11, 24)),
    ):
        clock.follow(moment, speed=0)
        acting = store.read(lambda tx: actor(tx, "U0ANN", tx.now))
        assert acting is not None
        assert acting.today == today


def test_one_who_left_yesterday_acts_no_more(store: Store) -> None:
    Directory(store, an_organisation(a_person("ann", ends=TODAY - timedelta(1)), a_person("bob", ends=TODAY)))
    assert store.read(lambda tx: actor(tx, "U0ANN", tx.now)) is None
    assert store.read(lambda tx: actor(tx, "U0BOB", tx.now)) is not None
    assert store.read(lambda tx: actor(tx, "U0NOBODY", tx.now)) is None


def test_facts_hand_out_what_the_calendar_needs(directory: Directory, store: Store) -> None:
    ann = directory.id("ann")
    facts = store.read(lambda tx: organisation.facts(tx, ann))
    assert [(one.value, one.starts, one.ends) for one in facts.patterns] == [("mon-fri", START, None)]
    assert [one.value for one in facts.regions] == [Region("GB", "ENG")]
    with pytest.raises(LookupError):
        store.read(lambda tx: organisation.facts(tx, PersonId(999)))


def test_asking_again_costs_one_small_query(directory: Directory, store: Store) -> None:
    ann = directory.id("ann")

    def one_request(tx: Any) -> None:
        acting = actor(tx, "U0BOSS", tx.now)
        assert acting is not None
        organisation.facts(tx, ann)
        organisation.chain(tx, ann, TODAY)
        organisation.project_managers_of(tx, ann, TODAY, TODAY)
        relations(tx, acting, ann)

    store.read(one_request)
    with statements(store) as asked:
        store.read(one_request)
    assert len(asked) == 1
    assert "organisation_version" in asked[0]


def test_a_change_is_seen_at_once(directory: Directory, store: Store) -> None:
    assert directory.manager("ann") == ["boss"]
    other = a_department("eng", "all", Charge(START, "bob@x.org"))
    store.write(lambda tx: write(tx, Description(departments={"eng": other})))
    assert directory.manager("ann") == ["bob"]


def test_a_change_that_was_undone_was_never_seen_by_anybody(directory: Directory, store: Store) -> None:
    ann = directory.id("ann")
    other = Description(departments={"eng": a_department("eng", "all", Charge(START, "bob@x.org"))})

    def change_look_and_fail(tx: Any) -> None:
        write(tx, other)
        assert organisation.operations_manager(tx, ann, TODAY) is not None
        raise RuntimeError

    with pytest.raises(RuntimeError):
        store.write(change_look_and_fail)
    assert directory.manager("ann") == ["boss"]


def test_readers_beside_writers_never_hear_of_an_older_organisation(lone_store: Store) -> None:
    store, directory = lone_store, Directory(lone_store, an_organisation())
    ann, over = directory.id("ann"), threading.Event()
    differ: list[tuple[Any, Any]] = []

    def compare(tx: Any) -> None:
        told = organisation.operations_manager(tx, ann, TODAY)
        written = organisation.everything(tx)[0].managers
        if told not in {one.value for dated in written.values() for one in dated}:
            differ.append((told, written))

    def keep_comparing() -> None:
        while not over.is_set():
            store.read(compare)

    readers = [threading.Thread(target=keep_comparing) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in range(40):
        manager = ("bob@x.org", "boss@x.org")[number % 2]
        changed = Description(departments={"eng": a_department("eng", "", Charge(START, manager))})
        store.write(partial(write, changed=changed))
    over.set()
    for reader in readers:
        reader.join()
    assert differ == []


def test_two_databases_in_one_process_do_not_mix(directory: Directory, lone_store: Store) -> None:
    described = an_organisation()
    second = Directory(
        lone_store,
        replace(
            described,
            people={"ann@x.org": replace(described.people["ann@x.org"], name="Z")},
            departments={"eng": a_department("eng", "")},
            projects={},
            allocations={},
        ),
    )
    assert second.chain("ann") == []
    assert directory.manager("ann") == ["boss"]


def test_slack_ids_may_be_swapped(directory: Directory, store: Store) -> None:
    people = an_organisation().people
    ann, bob = people["ann@x.org"], people["bob@x.org"]
    swapped = {ann.email: replace(ann, slack_id=bob.slack_id), bob.email: replace(bob, slack_id=ann.slack_id)}
    store.write(lambda tx: write(tx, Description(people=swapped)))
    found = store.read(lambda tx: organisation.person_by_slack(tx, "U0ANN"))
    assert found is not None
    assert found.email == "bob@x.org"


def a_newcomer(**changes: Any) -> Newcomer:
    given: dict[str, Any] = {
        "slack_id": "U0NEWBIE",
        "name": "Newa Bie",
        "email": "Newa@X.org",
        "time_zone": "Europe/Berlin",
        "locale": "de-DE",
        "country": "DE",
        "subdivision": "BE",
        "pattern": "mon-fri",
        "department": "eng",
        "starts": TODAY,
    }
    return Newcomer(**(given | changes))


def add(store: Store, who: str, newcomer: Newcomer) -> Any:
    def work(tx: Any) -> Any:
        acting = actor(tx, f"U0{who.upper()}", tx.now)
        assert acting is not None
        return add_person(tx, acting, newcomer)

    return store.write(work)


@pytest.mark.parametrize("who", ["boss", "deputy", "head", "nora"])
def test_the_line_and_the_people_admins_add_newcomers(directory: Directory, store: Store, who: str) -> None:
    added = add(store, who, a_newcomer())
    assert (added.email, added.locale, added.slack_id) == ("newa@x.org", "de_DE", "U0NEWBIE")
    assert directory.manager("newa") == ["boss"]
    assert store.read(lambda tx: actor(tx, "U0NEWBIE", tx.now)) is not None


@pytest.mark.parametrize(("who", "department"), [("ann", "eng"), ("boss", "ops"), ("pia", "ops"), ("nora", "none")])
def test_others_add_nobody(directory: Directory, store: Store, who: str, department: str) -> None:
    with pytest.raises(NotAllowed, match="departments you manage"):
        add(store, who, a_newcomer(department=department))
    assert store.read(lambda tx: organisation.person_by_slack(tx, "U0NEWBIE")) is None


def test_what_a_manager_may_choose_from_is_what_they_may_add_to(directory: Directory, store: Store) -> None:
    def open_to(who: str) -> list[str]:
        acting = store.read(lambda tx: actor(tx, f"U0{who.upper()}", tx.now))
        assert acting is not None
        return [one.code for one in store.read(lambda tx: departments_open_to(tx, acting))]

    assert open_to("head") == ["all", "eng", "ops"]
    assert open_to("boss") == ["eng"]
    assert open_to("nora") == ["all", "eng", "ops"]
    assert open_to("ann") == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"email": "nobody"}, "email"),
        ({"email": "ann@x.org"}, "email"),
        ({"slack_id": "<!channel>"}, "slack_id"),
        ({"slack_id": "U0ANN"}, None),
        ({"name": "\u202eevil"}, "name"),
        ({"name": "nul\0"}, "name"),
        ({"name": "lone\ud800"}, "name"),
        ({"time_zone": "Mars/Base"}, "time_zone"),
        ({"locale": "tlh"}, "locale"),
        ({"country": "DE'; drop"}, "country"),
        ({"subdivision": "ENG"}, "subdivision"),
    ],
)
def test_a_newcomer_who_cannot_be_is_refused_under_the_field(
    directory: Directory, store: Store, changes: dict[str, Any], field: str | None
) -> None:
    before = store.read(lambda tx: len(organisation.everything(tx)[1]))
    with pytest.raises(Refused) as refused:
        add(store, "nora", a_newcomer(**changes))
    assert refused.value.field == field
    assert store.read(lambda tx: len(organisation.everything(tx)[1])) == before


def test_a_slack_id_is_linked_once_and_to_one_person(store: Store) -> None:
    directory = Directory(store, an_organisation(replace(a_person("eve"), slack_id="")))
    eve, bob = directory.id("eve"), directory.id("bob")
    assert not store.write(lambda tx: link(tx, eve, "U0ANN"))
    assert store.write(lambda tx: link(tx, eve, "U0EVE"))
    assert not store.write(lambda tx: link(tx, bob, "U0OTHER"))
    found = store.read(lambda tx: organisation.person_by_slack(tx, "U0EVE"))
    assert found is not None
    assert found.id == eve


ZONES = st.sampled_from([("Europe/London", "GB", "ENG"), ("Europe/Berlin", "DE", ""), ("America/New_York", "US", "NY")])


@st.composite
def dated_people(draw: st.DrawFn) -> PersonEntry:
    starts = draw(st.dates(date(2024, 1, 1), date(2025, 12, 31)))
    ends = draw(st.none() | st.integers(400, 1500).map(lambda days: starts + timedelta(days)))
    turns = {starts, *draw(st.lists(st.integers(1, 400).map(lambda days: starts + timedelta(days)), max_size=5))}
    stints = [
        Stint(
            turn,
            *draw(ZONES),
            draw(st.sampled_from(["", "mon-fri", "mon-thu"])),
            draw(st.sampled_from(["", "all", "eng", "ops"])),
            draw(st.booleans()),
            draw(st.sampled_from(["", "permanent", "apprentice"])),
        )
        for turn in turns
    ]
    return PersonEntry("dee@x.org", "U0DEE", "Dee", "en_GB", starts, ends, condensed(stints))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(entry=dated_people(), on=st.dates(date(2024, 1, 1), date(2029, 1, 1)))
def test_dated_facts_come_back_as_they_were_told_and_hold_day_by_day(
    store: Store, entry: PersonEntry, on: date
) -> None:
    directory = Directory(store, an_organisation(entry))
    assert store.read(lambda tx: describe(*organisation.everything(tx))).people["dee@x.org"] == entry
    dee = directory.id("dee")
    facts = store.read(lambda tx: organisation.facts(tx, dee))
    day = max(entry.starts, min(on, entry.ends or on))
    told = next(stint for stint in reversed(entry.stints) if stint.valid_from <= day)
    department = store.read(lambda tx: organisation.department_of(tx, dee, on))
    assert (department.code if department else "") == told.department
    assert next((one.value for one in facts.patterns if one.starts <= day <= (one.ends or day)), "") == told.pattern
    assert next((one.value for one in facts.contracts if one.starts <= day <= (one.ends or day)), "") == told.contract
    employed = entry.starts <= on <= (entry.ends or on)
    assert (dee in store.read(lambda tx: organisation.people_admins(tx, on))) == (told.people_admin and employed)

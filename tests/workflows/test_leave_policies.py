"""Leave policies changed by people admins: from a day on, judged by the policy itself, on record, seen before."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.leave_office import START, Office, a_person, an_office
from workflows.kernel.errors import NotAllowed, Refused
from workflows.kernel.replies import FieldErrors, Open, Reply, Say, Update
from workflows.leave import versions
from workflows.leave.home import home
from workflows.leave.policy_views import changes
from workflows.leave.rules.assignment import Assignment
from workflows.leave.rules.policy import LeavePolicy
from workflows.organisation import store as organisation
from workflows.organisation.description import Description, PersonEntry, Stint
from workflows.organisation.register import write

TODAY = date(2026, 11, 23)
NEXT_YEAR = date(2027, 1, 1)


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> Office:
    return Office.founded(store, clock, an_office())


def latest(office: Office, code: str = "standard") -> versions.Version:
    found = [one for one in office.store.read(versions.versions) if one.policy.code == code]
    return max(found, key=lambda one: one.policy.valid_from)


def edits(office: Office, since: date = NEXT_YEAR, **fields: str) -> Reply:
    """Nora opens the modal, changes these fields of annual leave, and submits it."""
    known = latest(office)
    shown = {"days": "25", "carried": "5", "expiry": "04-01", "floor": "0", "notice": "", "longest": "", "stages": "1"}
    shown |= {"reminders": "1, 3, 5"} | fields
    form: dict[str, Any] = {f"{name}:annual": text or None for name, text in shown.items()}
    return office.does("nora", "edit_policy", known.id, leave_type="annual", valid_from=since, **form)


def assigns(office: Office, since: date = TODAY, verb: str = "assign_policy", **form: Any) -> Reply:
    return office.does("nora", verb, latest(office, "other").id, valid_from=since, **form)


def with_another(office: Office) -> None:
    other = {"code": "other", "name": "Other", "types": [{"code": "annual", "name": "Annual leave"}]}
    office.store.write(lambda tx: versions.seed_policy(tx, LeavePolicy.model_validate(other)))


def policy(office: Office, name: str, day: date) -> LeavePolicy:
    who = office.person(name)
    return office.store.read(lambda tx: versions.policy_of(tx, who, day))


def texts(office: Office, name: str) -> str:
    return str(office.store.read(lambda tx: home(tx, office.actor(tx, name))))


def test_only_people_admins_have_the_section_and_its_buttons(office: Office) -> None:
    shown = texts(office, "nora")
    assert "Leave policies" in shown
    assert "8 people go by it today. For whoever has no other." in shown
    assert "Leave policies" not in texts(office, "bea")
    for verb in ("edit_policy", "assign_policy", "show_policy", "preview_policy", "preview_assignment"):
        with pytest.raises(NotAllowed, match="a people admin"):
            office.does("head", verb, latest(office).id)


def test_the_modal_shows_what_holds_now_and_whom_it_touches(office: Office) -> None:
    reply = office.does("nora", "edit_policy", latest(office).id)
    assert isinstance(reply, Open)
    fields = {
        block["block_id"]: block["element"].get("initial_value") for block in reply.view["blocks"] if "element" in block
    }
    assert fields["days:annual"] == "25"
    assert fields["carried:annual"] == "5"
    assert fields["expiry:annual"] == "04-01"
    assert fields["reminders:annual"] == "1, 3, 5"
    assert "On Fri, 1 Jan 2027 this is the policy of 8 people." in str(reply.view)
    other = office.does("nora", "preview_policy", latest(office).id, leave_type="unpaid", valid_from=TODAY)
    assert isinstance(other, Update)
    assert "reminders:unpaid" in str(other.view)
    assert "days:" not in str(other.view)


def test_a_change_is_a_version_from_its_day_on(office: Office) -> None:
    saved = edits(office, days="28", carried="", notice="5")
    assert isinstance(saved, Update)
    assert "Annual leave: entitlement a year 25 → 28" in str(saved.view)
    before, after = policy(office, "ann", date(2026, 12, 31)), policy(office, "ann", NEXT_YEAR)
    assert before.leave_type("annual").entitlement.amount == 25
    changed = after.leave_type("annual")
    assert changed.entitlement.amount == 28
    assert changed.carry_over.most is None
    assert changed.notice[0].days == 5
    assert changed.approval == before.leave_type("annual").approval
    assert office.balance("ann", on=NEXT_YEAR).granted == 28 + 25
    assert office.balance("ann", on=date(2026, 12, 31)).granted == 25
    assert "From 2027-01-01: Annual leave: entitlement a year 25 → 28" in texts(office, "nora")


def test_what_changes_is_said_in_the_words_of_the_modal() -> None:
    annual = {"code": "annual", "name": "Annual leave", "entitlement": {"amount": 25}}
    before = LeavePolicy.model_validate({"code": "a", "name": "A", "types": [annual]})
    carried = {"most": None, "validity": {"months": 3}}
    more = annual | {"carry_over": carried, "approval": {"stages": 2}, "shortest": 1, "block": 10}
    after = LeavePolicy.model_validate({"code": "a", "name": "A", "types": [more]})
    assert changes(before, after) == [
        "Annual leave: carried over at most 0 → all of it",
        "Annual leave: what is carried expires never → 3 months",
        "Annual leave: approval One person decides → Two people decide",
        "2 other settings",
    ]
    only = LeavePolicy.model_validate({"code": "a", "name": "A", "types": [annual | {"block": 5}]})
    assert changes(before, only) == ["one other setting"]


def test_every_change_is_in_the_audit_with_who_made_it(office: Office) -> None:
    edits(office, days="28")
    row = office.rows("select workflow, event, about, by, facts from audit order by id")[-1]
    assert (row.workflow, row.event, row.about, row.by) == ("leave_policy", "policy_kept", 0, office.person("nora"))
    assert "2027-01-01" in str(row.facts)


@pytest.mark.parametrize(
    ("field", "text", "error"),
    [
        ("days", "many", "Write a number."),
        ("days", "-3", "Input should be greater than or equal to 0."),
        ("carried", "5 or so", "Write a number."),
        ("expiry", "soon", "Please write a day of the year as 04-01, or a time as 3 months or 90 days."),
        ("expiry", "02-30", "Day is out of range for month."),
        ("notice", "1.5", "Write a whole number."),
        ("longest", "x", "Write a number."),
        ("floor", "much", "Write a number."),
        ("reminders", "1, x", "Write a whole number."),
    ],
)
def test_nonsense_is_refused_under_its_field(office: Office, field: str, text: str, error: str) -> None:
    reply = edits(office, NEXT_YEAR, **{field: text})
    assert reply == FieldErrors({f"{field}:annual": error})
    assert len(office.store.read(versions.versions)) == 1


def test_settings_that_contradict_each_other_are_said_in_the_policys_words(office: Office) -> None:
    types = [{"code": "annual", "name": "Annual leave", "entitlement": {"amount": 25}, "shortest": 3}]
    known = latest(office).policy.model_dump() | {"types": types, "valid_from": NEXT_YEAR}
    office.store.write(lambda tx: versions.seed_policy(tx, LeavePolicy.model_validate(known)))
    reply = edits(office, longest="2")
    assert isinstance(reply, FieldErrors)
    assert reply.errors == {"longest:annual": "No request could be both that long and within the longest run."}


def test_the_past_is_not_rewritten_and_nothing_is_kept_for_nothing(office: Office) -> None:
    reply = edits(office, TODAY - timedelta(days=1), days="28")
    assert isinstance(reply, FieldErrors)
    assert "what was is not rewritten" in reply.errors["valid_from"]
    with pytest.raises(Refused, match="Nothing is different"):
        edits(office)


def test_of_two_who_edit_at_once_the_second_is_told(office: Office) -> None:
    seen = latest(office).id
    edits(office, days="28")
    with pytest.raises(Refused, match="changed meanwhile"):
        office.does("nora", "edit_policy", seen, leave_type="annual", valid_from=NEXT_YEAR)


def test_a_policy_is_assigned_and_whom_that_moves_is_seen_before(office: Office) -> None:
    with_another(office)
    seen = assigns(office, verb="preview_assignment", departments=["support"])
    assert isinstance(seen, Update)
    assert "4 people will go by another policy than now on Mon, 23 Nov 2026." in str(seen.view)
    assigned = assigns(office, NEXT_YEAR, departments=["support"])
    assert isinstance(assigned, Update)
    assert "everybody of support, from 2027-01-01" in str(assigned.view)
    assert [policy(office, "ann", day).code for day in (date(2026, 12, 31), NEXT_YEAR)] == ["standard", "other"]
    assert policy(office, "eve", NEXT_YEAR).code == "standard"
    assert office.events()[-1] == "policy_assigned"


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"country": "G1"}, "country"),
        ({"departments": "nowhere"}, "departments"),
        ({"valid_to": TODAY - timedelta(days=1)}, "valid_to"),
    ],
)
def test_an_assignment_that_makes_no_sense_is_refused_under_its_field(
    office: Office, form: dict[str, Any], field: str
) -> None:
    with_another(office)
    reply = assigns(office, **form)
    assert isinstance(reply, FieldErrors)
    assert list(reply.errors) == [field]


@pytest.fixture
def trainees(store: Store, clock: FollowedClock) -> Office:
    """The office with Pia, who is an apprentice until the end of the year and permanent from then on."""
    learns = Stint(START, "Europe/London", "GB", "ENG", "mon-fri", "support", people_admin=False, contract="apprentice")
    stays = replace(learns, valid_from=NEXT_YEAR, contract="permanent")
    pia = PersonEntry("pia@x.org", "U0PIA", "Pia", "en_GB", START, None, (learns, stays))
    office = Office.founded(store, clock, an_office(pia, a_person("max", contract="contractor")))
    with_another(office)
    return office


def test_a_policy_is_assigned_by_contract_and_ends_with_it(trainees: Office) -> None:
    reply = assigns(trainees, verb="preview_assignment", contracts=["apprentice"])
    assert "1 person will go by another policy than now on Mon, 23 Nov 2026." in str(reply)
    assigns(trainees, contracts=["apprentice", "contractor"])
    assert "with the contract apprentice, contractor" in texts(trainees, "nora")
    assert "2 people go by it today" in texts(trainees, "nora")
    assert [policy(trainees, one, TODAY).code for one in ("pia", "max", "ann")] == ["other", "other", "standard"]
    assert [policy(trainees, one, NEXT_YEAR).code for one in ("pia", "max")] == ["standard", "other"]


def test_a_contract_says_more_than_a_department_and_that_more_than_a_country(trainees: Office) -> None:
    third = {"code": "third", "name": "Third", "types": [{"code": "annual", "name": "Annual leave"}]}
    trainees.store.write(lambda tx: versions.seed_policy(tx, LeavePolicy.model_validate(third)))
    assigns(trainees, country="GB", departments=["support"])
    third_id = latest(trainees, "third").id
    trainees.does("nora", "assign_policy", third_id, valid_from=TODAY, contracts=["apprentice"])
    assert [policy(trainees, one, TODAY).code for one in ("pia", "ann", "eve")] == ["third", "other", "standard"]


def test_the_modal_offers_the_contracts_there_are(trainees: Office) -> None:
    opened = trainees.does("nora", "assign_policy", latest(trainees, "other").id)
    assert isinstance(opened, Open)
    fields = {block.get("block_id"): block for block in opened.view["blocks"]}
    options = [one["value"] for one in fields["contracts"]["element"]["options"]]
    assert options == ["apprentice", "contractor", "permanent"]


def test_a_contract_that_nobody_has_is_refused_with_those_there_are(trainees: Office) -> None:
    reply = assigns(trainees, contracts=["intern"])
    assert isinstance(reply, FieldErrors)
    assert reply.errors["contracts"] == (
        "Nobody in the directory has the contract “intern”; there are apprentice, contractor, permanent."
    )
    assigned = Assignment(policy="other", contracts=("apprentice",))
    empty = trainees.store.read(lambda tx: versions.compare(tx, [], [assigned], TODAY))
    assert not [one for one in empty.objections if one.field == "contracts"]


def test_a_change_of_contract_changes_the_policy_at_once(trainees: Office) -> None:
    assigns(trainees, contracts=["apprentice"])
    assert policy(trainees, "ann", TODAY).code == "standard"
    ann = a_person("ann", contract="apprentice")
    trainees.store.write(lambda tx: write(tx, Description(people={ann.email: ann})))
    assert policy(trainees, "ann", TODAY).code == "other"
    assert trainees.store.read(organisation.contract_kinds) == ("apprentice", "contractor", "permanent")


def test_a_leave_year_never_changes_in_its_middle_and_it_is_said_whose_would(office: Office) -> None:
    april: dict[str, Any] = {"code": "other", "name": "Other", "year_start": "04-01"}
    april |= {"types": [{"code": "annual", "name": "Annual leave", "entitlement": {"amount": 30}}]}
    office.store.write(lambda tx: versions.seed_policy(tx, LeavePolicy.model_validate(april)))
    office.ticks()
    before = office.rows("select pot, kind, day, amount from leave_ledger where leave_type = 'annual' order by id")
    shown = assigns(office, NEXT_YEAR, verb="preview_assignment", departments=["support"])
    said = "4 people will go by another policy than now on Fri, 1 Jan 2027. 4 of them would have another leave year"
    assert said in str(shown)
    assigns(office, NEXT_YEAR, departments=["support"])
    for day in (date(2027, 1, 5), date(2027, 4, 6)):
        office.goes_to(datetime(day.year, day.month, day.day, 12, tzinfo=UTC))
        office.ticks()
    after = office.rows("select pot, kind, day, amount from leave_ledger where leave_type = 'annual' order by id")
    assert after[: len(before)] == before
    ann = office.person("ann")
    theirs = office.rows("select person_id, pot, kind, amount from leave_ledger where leave_type = 'annual'")
    granted = [(row.pot, row.amount) for row in theirs if row.person_id == ann and row.pot == "2027"]
    assert granted
    assert not [row for row in theirs if "/" in row.pot]
    assert not [row for row in office.rows("select reason from leave_ledger") if row.reason == "corrected"]
    assert office.balance("ann").granted >= 30


def test_who_moves_to_a_policy_without_a_type_keeps_the_leave_they_have(office: Office) -> None:
    request = office.asks("ann", "2027-02-01", "2027-02-05")
    pto = {"code": "other", "name": "Other", "types": [{"code": "pto", "name": "PTO", "entitlement": {"amount": 9}}]}
    office.store.write(lambda tx: versions.seed_policy(tx, LeavePolicy.model_validate(pto)))
    assigns(office, country="gb")
    with pytest.raises(Refused, match="Annual leave ended on Sun 22 November 2026"):
        office.asks("ann", "2027-03-01")
    office.does("bea", "approve", request)
    assert office.leave(request).state == "approved"
    assert office.balance("ann", "pto").granted == Decimal("0.9616")
    assert office.balance("ann", on=NEXT_YEAR).approved_ahead == 5
    shown = office.does("ann", "list")
    assert isinstance(shown, Say)
    assert "Annual leave: Mon, 1 Feb 2027 to Fri, 5 Feb 2027, 5 days" in str(shown.message.blocks)
    office.does("ann", "cancel", request, reason="")
    assert office.balance("ann", on=NEXT_YEAR).approved_ahead == 0


def test_a_policy_is_shown_as_the_yaml_that_imports_back(office: Office) -> None:
    shown = office.does("nora", "show_policy", latest(office).id)
    assert isinstance(shown, Open)
    assert "policies:\n- code: standard\n  name: Standard" in shown.view["blocks"][1]["text"]["text"]

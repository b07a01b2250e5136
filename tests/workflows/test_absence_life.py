"""The life of an absence through `run` on a real database: what is kept, what is refused, and who is told."""

from datetime import UTC, date, datetime
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import text

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.absence_office import AbsenceOffice
from tests.workflows.leave_office import a_person, an_office
from workflows.absence import WORKFLOW
from workflows.absence.rules.life import Certificate, State
from workflows.calendar.rules import Half, Span
from workflows.kernel.errors import NotAllowed, Refused
from workflows.kernel.replies import Done, Open, Say


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> AbsenceOffice:
    return AbsenceOffice.with_absences(store, clock)


def test_sick_alone_is_today_on_record_at_once_and_the_operations_manager_is_told(office: AbsenceOffice) -> None:
    said = office.says("ann", "/sick")
    assert isinstance(said, Say)
    assert "You're on record as away: *Sickness*, Mon, 23 Nov 2026." in said.message.text
    record = office.record()
    assert (record.span, record.state, record.open_ended) == (Span.of(date(2026, 11, 23)), State.OPEN, False)
    assert record.told == office.person("bea")
    assert office.kinds("bea") == ["told"]
    assert office.kinds("ann") == ["mine"]
    assert office.kinds("zoe") == []
    assert "Sickness" in str(office.reads("bea")[0].blocks)
    assert office.reads("dan")[0].text == office.reads("#apollo")[0].text == "*Ann* is away: Mon, 23 Nov 2026."
    assert office.events() == ["reported"]
    assert len(office.rows("select id from absence where certain")) == 1


@pytest.mark.parametrize(
    ("command", "span", "open_ended"),
    [
        ("/sick tomorrow", Span.of(date(2026, 11, 24)), False),
        ("/sick 3-5 dec", Span(date(2026, 12, 3), date(2026, 12, 5)), False),
        ("/sick from monday", Span.of(date(2026, 11, 30)), True),
        ("/sick until further notice", Span.of(date(2026, 11, 23)), True),
        ("/sick since 20 nov", Span(date(2026, 11, 20), date(2026, 11, 23)), True),
        ("/sick since friday", Span(date(2026, 11, 20), date(2026, 11, 23)), True),
        ("/sick from tomorrow afternoon", Span(date(2026, 11, 24), date(2026, 11, 24), Half.PM), True),
        ("/sick this afternoon", Span.of(date(2026, 11, 23), Half.PM), False),
        ("/absence sick tomorrow", Span.of(date(2026, 11, 24)), False),
        ("/sick from 3 dec to 5 dec", Span(date(2026, 12, 3), date(2026, 12, 5)), False),
    ],
)
def test_days_are_read_as_people_write_them(
    office: AbsenceOffice, command: str, span: Span, open_ended: object
) -> None:
    office.says("ann", command)
    assert (office.record().span, office.record().open_ended) == (span, open_ended)


def test_absence_opens_the_modal_which_asks_for_no_reason_and_says_so(office: AbsenceOffice) -> None:
    opened = office.says("ann", "/absence bereavement tomorrow")
    assert isinstance(opened, Open)
    shown = str(opened.view)
    assert "Please have a word with Bea when you can" in shown
    assert "plain_text_input" not in shown
    assert office.rows("select id from absence_record") == []


def test_the_modal_reports_and_its_submission_says_so(office: AbsenceOffice) -> None:
    form: dict[str, Any] = {
        "absence_type": "medical",
        "first": date(2026, 11, 24),
        "last": None,
        "halves": "early",
        "open_ended": [],
    }
    assert isinstance(office.absence("ann", "report", **form), Say)
    assert office.record().span == Span.of(date(2026, 11, 24), Half.AM)


def test_the_manager_reports_for_somebody_and_so_may_the_deputy_but_no_colleague(office: AbsenceOffice) -> None:
    office.says("bea", "/sick for <@U0ANN> today")
    assert office.record().reported_by == office.person("bea")
    assert "*Bea* reported for you" in str(office.reads("ann", "mine")[0].blocks)
    office.says("tom", "/sick for <@U0ZOE>")
    for name in ("dan", "eve", "nora", "zoe"):
        with pytest.raises(NotAllowed):
            office.says(name, "/sick for <@U0TOM>")


def test_who_stands_in_for_a_manager_who_is_away_is_told_instead_and_may_act_while_it_is_open(
    office: AbsenceOffice,
) -> None:
    office.says("bea", "/sick")
    assert office.record().told == office.person("head")
    office.says("ann", "/sick today")
    assert office.record(2).told == office.person("tom")
    assert office.kinds("bea") == ["mine", "told"]
    waits = office.rows("select not_before from outbox where kind = 'told' order by id desc")[0].not_before
    assert str(waits).startswith("2026-11-24 09:00"), "her own card comes when she is back"
    assert "Sickness" in str(office.reads("tom", "told")[0].blocks)
    office.absence("tom", "look", 2)
    office.goes_to(datetime(2026, 11, 24, 10, tzinfo=UTC))
    office.absence("ann", "back_now", 2, seen=1)
    with pytest.raises(Refused, match="I can't find that absence"):
        office.absence("tom", "look", 2)
    assert "Sickness" not in str(office.reads("tom", "told")[-1].blocks)


def test_back_from_noon_ends_it_in_half_a_day_and_the_manager_hears(office: AbsenceOffice) -> None:
    office.says("ann", "/sick from today")
    asked = office.says("ann", "/sick back")
    assert isinstance(asked, Open)
    with pytest.raises(Refused) as refused:
        office.absence("ann", "back", 1, seen=1, back_on=date(2026, 11, 23), back_at="morning")
    assert refused.value.reason == "nothing_left"
    office.absence("ann", "back", 1, seen=1, back_on=date(2026, 11, 23), back_at="noon")
    assert (office.record().state, office.record().span) == (State.ENDED, Span.of(date(2026, 11, 23), Half.AM))
    assert "absence is over" in office.reads("bea", "heard_ended")[0].text
    assert office.reads("dan")[-1].text == "*Ann* is away: Mon, 23 Nov 2026 (morning)."


def test_back_on_monday_after_a_friday_leaves_the_weekend_out(office: AbsenceOffice) -> None:
    office.says("ann", "/sick 25 nov - 27 nov")
    office.goes_to(datetime(2026, 11, 30, 9, 30, tzinfo=UTC))
    assert office.says("ann", "/absence back") == Done()
    assert office.record().span == Span(date(2026, 11, 25), date(2026, 11, 27))


def test_still_away_prolongs_it_and_opens_again_what_was_over(office: AbsenceOffice) -> None:
    office.says("ann", "/sick")
    assert isinstance(office.absence("ann", "extend", 1, seen=1), Open)
    office.absence("ann", "extend", 1, seen=1, last=date(2026, 11, 25), open_ended=[])
    assert office.record().span.last == date(2026, 11, 25)
    assert "for other days now" in office.reads("bea", "heard_changed")[0].text
    office.goes_to(datetime(2026, 11, 26, 9, tzinfo=UTC))
    office.absence("ann", "back_now", 1, seen=2)
    office.absence("ann", "extend", 1, seen=3, last=None, open_ended=["open_ended"])
    assert (office.record().state, office.record().open_ended) == (State.OPEN, True)
    assert office.record().span.last == date(2026, 11, 26)


def test_reporting_what_joins_on_prolongs_it_and_says_so(office: AbsenceOffice) -> None:
    office.says("ann", "/sick 23 nov - 24 nov")
    said = office.says("ann", "/sick 24 nov - 26 nov")
    assert isinstance(said, Say)
    assert "the two are now one" in said.message.text
    assert office.record().span == Span(date(2026, 11, 23), date(2026, 11, 26))
    with pytest.raises(Refused, match="on record already") as refused:
        office.says("ann", "/sick tomorrow")
    assert refused.value.reason == "overlap"
    with pytest.raises(Refused) as refused:
        office.absence("ann", "report", absence_type="personal", first=date(2026, 11, 26), last=date(2026, 11, 27))
    assert refused.value.reason == "overlap"
    assert len(office.rows("select id from absence_record")) == 1


def test_corrected_and_withdrawn_as_reported_by_mistake(office: AbsenceOffice) -> None:
    office.says("ann", "/sick")
    assert isinstance(office.absence("ann", "correct", 1, seen=1), Open)
    days = {"first": date(2026, 11, 24), "last": date(2026, 11, 25)}
    office.absence("ann", "correct", 1, seen=1, absence_type="child_sick", **days)
    assert (office.record().absence_type, office.record().span.first) == ("child_sick", date(2026, 11, 24))
    office.absence("bea", "withdraw", 1, seen=2)
    assert office.record().state is State.WITHDRAWN
    assert "was withdrawn for you" in office.reads("ann", "said_withdrawn")[0].text
    assert "is not away after all" in office.reads("dan")[-1].text
    assert office.rows("select id from absence where not gone") == []


def test_a_certificate_becomes_due_by_the_rule_of_the_country_and_is_received_once(office: AbsenceOffice) -> None:
    office.says("ann", "/sick 23 nov - 29 nov")
    assert office.record().certificate is Certificate.NONE
    office.absence("ann", "extend", 1, seen=1, last=date(2026, 11, 30), open_ended=[])
    assert (office.record().certificate, office.record().certificate_due) == (Certificate.DUE, date(2026, 11, 30))
    with pytest.raises(NotAllowed):
        office.absence("ann", "receive", 1, seen=2)
    office.absence("bea", "receive", 1, seen=2)
    assert office.record().certificate is Certificate.RECEIVED
    assert "your certificate has arrived" in office.reads("ann", "said_received")[0].text
    with pytest.raises(Refused, match="No certificate is missing"):
        office.absence("bea", "receive", 1, seen=3)


def test_the_same_press_twice_is_harmless_and_a_stale_one_is_told_how_it_stands(office: AbsenceOffice) -> None:
    office.says("ann", "/sick from 20 nov")
    office.absence("ann", "back_now", 1, seen=1)
    before = office.posted()
    with pytest.raises(Refused) as refused:
        office.absence("bea", "back_now", 1, seen=1)
    assert refused.value.text.startswith("Ann already ended this on Mon, 23 Nov 2026 at 09:00.")
    with pytest.raises(Refused, match="You already ended this"):
        office.absence("ann", "back", 1, seen=1, back_on=date(2026, 11, 23), back_at="morning")
    assert office.posted() == before


def test_a_note_on_the_return_is_read_by_the_two_it_is_between_and_each_reading_is_recorded(
    office: AbsenceOffice,
) -> None:
    office.says("ann", "/sick")
    office.absence("bea", "write_note", 1, note="begin with half days")
    opened = office.absence("ann", "note", 1)
    assert isinstance(opened, Open)
    assert "begin with half days" in str(opened.view)
    assert "begin with half days" not in str(office.reads("ann"))
    for name in ("tom", "head", "dan", "nora", "zoe"):
        for verb in ("note", "write_note"):
            with pytest.raises(Refused, match="I can't find that absence"):
                office.absence(name, verb, 1, note="x")
    looked = office.rows("select by, about, facts from audit where event = 'looked'")
    assert [(row.by, row.about) for row in looked] == [(office.person("ann"), office.person("ann"))]
    office.absence("bea", "note", 1)
    assert len(office.rows("select by from audit where event = 'looked'")) == 2


@pytest.mark.parametrize(
    ("form", "field", "reason"),
    [
        ({"first": date(2023, 12, 31), "last": date(2024, 1, 2)}, "first", "before_joining"),
        ({"first": date(2026, 11, 1)}, "first", "back_dated"),
        ({"first": date(2028, 11, 1)}, "first", "too_far_ahead"),
        ({"last": date(4764, 1, 1)}, "last", "too_long"),
        ({"last": date(2026, 11, 22)}, "last", "reversed"),
        ({"first": None}, "first", "no_day"),
        ({"absence_type": "forged"}, "absence_type", "type"),
        ({"halves": "forged"}, "halves", "halves"),
        ({"halves": "both"}, "halves", "halves"),
        ({"last": date(2026, 11, 24), "open_ended": ["open_ended"]}, "last", "both_ends"),
        ({"absence_type": "medical", "open_ended": ["open_ended"]}, "last", "no_end"),
        ({"person": "U0NOBODY"}, "person", "unknown_person"),
    ],
)
def test_what_makes_no_sense_is_refused_under_its_field_and_nothing_is_kept(
    office: AbsenceOffice, form: dict[str, Any], field: str, reason: str
) -> None:
    with pytest.raises(Refused) as refused:
        office.absence("ann", "report", **{"first": date(2026, 11, 23), "last": None, **form})
    assert (refused.value.field, refused.value.reason) == (field, reason)
    assert office.rows("select id from absence_record") == []
    assert office.posted() == []


def test_a_manager_may_enter_what_began_longer_ago(office: AbsenceOffice) -> None:
    office.absence("bea", "report", person="U0ANN", first=date(2026, 11, 2), last=date(2026, 11, 3))
    assert office.record().span.first == date(2026, 11, 2)


def test_nobody_learns_by_asking_whether_there_is_an_absence(office: AbsenceOffice) -> None:
    """Guessing numbers, or naming her: the answers about Ann, who is sick, and Zoe, who isn't, are the same."""
    office.says("ann", "/sick")
    for name in ("dan", "nora", "tom", "head", "eve"):
        for verb in ("look", "back", "extend", "correct", "withdraw", "receive", "note"):
            answers = {refused(office, name, verb, number) for number in (1, 2, 999_999)}
            assert answers == {"I can't find that absence any more. `/absence list` shows yours."}
        for command in ("/absence back for", "/absence list for"):
            assert answer(office, name, f"{command} <@U0ANN>") == answer(office, name, f"{command} <@U0ZOE>")


def refused(office: AbsenceOffice, name: str, verb: str, number: int) -> str:
    with pytest.raises(Refused) as caught:
        office.absence(name, verb, number)
    return caught.value.text


def answer(office: AbsenceOffice, name: str, command: str) -> str:
    """What somebody is answered, but for whose name it is."""
    try:
        said = office.says(name, command)
    except Refused as caught:
        return caught.text
    assert isinstance(said, Say)
    return str(said.message.blocks).replace("Ann", "X").replace("Zoe", "X")


@pytest.mark.parametrize(
    "words", ["x" * 5000, "<!channel>", "@ann", "for <@U1> <@U2>", "list <b>", "sick sick", "''--"]
)
def test_hostile_words_are_named_harmlessly(office: AbsenceOffice, words: str) -> None:
    with pytest.raises(Refused) as refused:
        office.says("ann", f"/absence {words}")
    assert "<!channel>" not in refused.value.text
    assert len(refused.value.text) < 300


def test_what_is_long_over_stays_as_it_is_but_the_manager_may_still_correct_it(office: AbsenceOffice) -> None:
    office.says("ann", "/sick since 20 nov")
    office.absence("ann", "back_now", 1)
    office.goes_to(datetime(2026, 12, 14, 9, tzinfo=UTC))
    for verb in ("withdraw", "correct"):
        with pytest.raises(Refused, match="Your operations manager can still correct it"):
            office.absence("ann", verb, 1)
    with pytest.raises(Refused, match="report the new absence by itself"):
        office.absence("ann", "extend", 1)
    office.absence("bea", "withdraw", 1)
    assert office.record().state is State.WITHDRAWN


def test_nobody_to_tell_and_people_admins_see_away_without_the_type(store: Store, clock: FollowedClock) -> None:
    office = AbsenceOffice.with_absences(store, clock, an_office(a_person("solo", "island")))
    said = office.says("solo", "/sick")
    assert isinstance(said, Say)
    assert "You have no operations manager to tell" in str(said.message.blocks)
    assert [message.text for message in office.reads("nora")] == ["*Solo* is away: Mon, 23 Nov 2026."]


def test_a_type_that_the_policy_no_longer_has_is_still_read(office: AbsenceOffice, store: Store) -> None:
    office.says("ann", "/sick")
    store.write(lambda tx: tx.connection.execute(text("update absence_record set absence_type = 'gone'")))
    assert "*Absence*" in str(office.reads("bea", "told")[0].blocks)
    office.absence("ann", "withdraw", 1)


def test_the_team_is_listed_with_the_type_for_the_manager_alone_and_the_reading_is_recorded(
    office: AbsenceOffice,
) -> None:
    office.says("ann", "/sick from today")
    office.does("bea", "approve", office.asks("zoe", "2026-11-25"), seen=1)
    for name in ("tom", "head", "zoe"):
        seen = team(office, name)
        assert "*Ann*: away Mon, 23 Nov 2026" in seen
        assert "Sickness" not in seen
    assert office.events().count("looked") == 0
    seen = team(office, "bea")
    assert "*Ann*, Sickness: from Mon, 23 Nov 2026" in seen
    assert "*Zoe*: away Wed, 25 Nov 2026" in seen
    looked = office.rows("select by, about from audit where event = 'looked'")
    assert [(row.by, row.about) for row in looked] == [(office.person("bea"), office.person("ann"))]


def team(office: AbsenceOffice, name: str) -> str:
    said = office.says(name, "/absence team")
    assert isinstance(said, Say)
    return str(said.message.blocks)


def test_home_shows_the_manager_who_is_away_and_the_type_only_behind_a_button(office: AbsenceOffice) -> None:
    office.says("ann", "/sick from today")
    homes = {name: home(office, name) for name in ("ann", "bea", "tom", "head", "zoe")}
    assert "Sickness" in homes["ann"]
    assert "*Ann*: away from Mon, 23 Nov 2026" in homes["bea"]
    assert "absence:look" in homes["bea"]
    assert [name for name, text in homes.items() if "Sickness" in text] == ["ann"]
    assert "Ann" not in homes["tom"] + homes["head"] + homes["zoe"]
    opened = office.absence("bea", "look", 1)
    assert isinstance(opened, Open)
    assert "Sickness" in str(opened.view)
    assert office.events()[-1] == "looked"


def home(office: AbsenceOffice, name: str) -> str:
    return str(office.store.read(lambda tx: WORKFLOW.home(tx, office.actor(tx, name))))


def test_two_at_once_one_changes_it_and_the_other_is_told(office: AbsenceOffice) -> None:
    office.says("ann", "/sick 20 nov - 24 nov")
    outcomes = []

    def press(name: str) -> None:
        try:
            office.absence(name, "back_now", 1, seen=1)
            outcomes.append("done")
        except Refused as caught:
            outcomes.append(caught.reason)

    presses = [Thread(target=press, args=(name,)) for name in ("ann", "bea", "ann", "bea")]
    for one in presses:
        one.start()
    for one in presses:
        one.join()
    assert sorted(outcomes) == ["done", "out_of_turn", "out_of_turn", "out_of_turn"]
    assert office.record().version == 2


def test_today_is_the_persons_own_date_whoever_reports(store: Store, clock: FollowedClock) -> None:
    office = AbsenceOffice.with_absences(store, clock, an_office(a_person("far", zone="Pacific/Auckland")))
    office.goes_to(datetime(2026, 11, 23, 20, tzinfo=UTC))
    office.says("bea", "/sick for <@U0FAR>")
    assert office.record().span == Span.of(date(2026, 11, 24))

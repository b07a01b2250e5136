"""A handover from its start to its end, in a real database: who is told, what is kept, what is refused."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.handover_office import DUE, HandoverOffice
from workflows import milestones
from workflows.handover.rules.life import State
from workflows.kernel.access import PersonId
from workflows.kernel.errors import NotAllowed, Refused
from workflows.kernel.flow import Ref, Tx, missing, run
from workflows.kernel.replies import Open, Say
from workflows.organisation import plan
from workflows.organisation.milestone import Health, Milestone


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> HandoverOffice:
    return HandoverOffice.opened(store, clock)


def test_it_begins_with_its_templates_items_each_due_on_a_working_day_of_its_giver(office: HandoverOffice) -> None:
    handover = office.handover(office.starts())
    assert [(item.title, item.due.isoformat()) for item in handover.items] == [
        ("What was delivered, and where it is", "2026-12-04"),
        ("Open points, and who takes each", "2026-12-11"),
        ("Contracts and access: ended or passed on", "2026-12-11"),
        ("What we would do again, and what not", "2026-12-18"),
    ]
    assert {item.giver for item in handover.items} == {office.person("dan"), office.person("bea")}
    assert sorted(office.hears()) == [("Bea", "card"), ("Dan", "card")]


def test_a_day_off_is_moved_back_to_a_working_day_and_never_before_today(office: HandoverOffice) -> None:
    sunday = office.handover(office.starts(day=date(2026, 12, 13)))
    assert [item.due.isoformat() for item in sunday.items] == ["2026-11-27", "2026-12-04", "2026-12-04", "2026-12-11"]
    soon = office.handover(office.starts(kind="product", day=date(2026, 11, 25)))
    assert min(item.due for item in soon.items) == date(2026, 11, 23)


def test_an_item_is_passed_on_sent_back_passed_on_and_acknowledged(office: HandoverOffice) -> None:
    office.starts()
    office.uses("dan", "give", 1, 1, place="Folder Apollo/Delivered")
    assert (office.item().state, office.item().place) == (State.GIVEN, "Folder Apollo/Delivered")
    assert office.hears("item") == [("Bea", "item")]
    office.uses("bea", "send_back", 1, 2, why="The contracts are not in it")
    assert (office.item().state, office.item().said) == (State.WAITING, "The contracts are not in it")
    assert office.hears("item") == [("Bea", "item"), ("Dan", "item")]
    office.uses("dan", "give", 1, 3, place="They are now")
    office.uses("bea", "acknowledge", 1, 4)
    assert office.item().state is State.ACKNOWLEDGED
    assert office.handover().state is State.RUNNING


def test_it_is_complete_when_nothing_is_left_and_both_managers_learn_it(office: HandoverOffice) -> None:
    office.starts()
    for item in office.handover().items:
        giver, receiver = ("dan", "bea") if item.giver == office.person("dan") else ("bea", "dan")
        if item.id == 4:
            office.uses("bea", "drop", item.id, 1, why="We talked about it")
            continue
        office.uses(giver, "give", item.id, 1, place="Here")
        office.uses(receiver, "acknowledge", item.id, 2)
    assert office.handover().state is State.COMPLETE
    assert office.hears("completed") == [("Dan", "completed")]
    text = office.reads("dan", "completed")
    assert text is not None
    assert "Everything on the handover of Apollo: closing out the project was passed on" in text.text
    with pytest.raises(Refused, match="complete: everything was passed on"):
        office.uses("dan", "add", 1)


def test_the_list_grows_by_what_a_manager_adds_and_its_people_are_told(office: HandoverOffice) -> None:
    office.starts()
    asked = {"title": "The keys", "giver": "U0ANN", "receiver": "U0ZOE", "day": DUE}
    office.uses("bea", "add", 1, 1, **asked)
    assert min(office.hears("card")) == ("Ann", "card")
    assert office.item(5).person == office.person("ann")
    office.uses("bea", "change", 5, 1, **{**asked, "giver": "U0TOM"})
    assert office.item(5).giver == office.person("tom")
    gone = office.reads("ann", "card")
    assert gone is not None
    assert gone.text == "You are no longer on this handover's list."


@pytest.mark.parametrize(
    ("form", "field", "sentence"),
    [
        ({"day": date(2026, 11, 20)}, "day", "That day is over"),
        ({"day": date(2036, 11, 20)}, "day", "more than two years away"),
        ({"day": None}, "day", "pick a day"),
        ({"operations": "U0ANN"}, "operations", "Ann manages no department"),
        ({"operations": "U0STRANGER"}, "operations", "don't know this person"),
        ({"kind": "nonsense"}, "kind", "from the list"),
        ({"project": "nonsense"}, "project", "choose a project"),
        ({"kind": "long_leave", "away": "U0ANN"}, "replacement", "who stands in"),
        ({"kind": "long_leave", "away": None}, "away", "who will be away"),
    ],
)
def test_what_makes_no_sense_is_said_under_its_field_and_nothing_is_kept(
    office: HandoverOffice, form: dict[str, Any], field: str, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence) as refused:
        office.starts("bea", **form)
    assert refused.value.field == field
    assert office.rows("select count(*) from handover")[0][0] == 0
    assert office.hears() == []


def test_nobody_hands_over_to_themselves_or_to_somebody_who_leaves(office: HandoverOffice) -> None:
    with pytest.raises(Refused, match="can't stand in for themselves"):
        office.starts("bea", kind="long_leave", away="U0ANN", replacement="U0ANN")
    with pytest.raises(Refused, match="Liz leaves us on 31 December 2026"):
        office.starts("bea", kind="long_leave", away="U0ANN", replacement="U0LIZ")
    office.starts()
    with pytest.raises(Refused, match="same person twice"):
        office.uses("bea", "add", 1, 1, title="Keys", giver="U0ANN", receiver="U0ANN", day=DUE)
    with pytest.raises(Refused, match="Liz leaves us"):
        office.uses("bea", "add", 1, 1, title="Keys", giver="U0ANN", receiver="U0LIZ", day=DUE)
    with pytest.raises(Refused, match="200 characters; please keep it under 150"):
        office.uses("bea", "add", 1, 1, title="K" * 200, giver="U0ANN", receiver="U0ZOE", day=DUE)
    with pytest.raises(Refused, match="10,000 characters"):
        office.uses("dan", "give", 1, 1, place="x" * 10_000)
    assert office.item().state is State.WAITING


def test_a_project_without_people_or_manager_is_refused_by_name(office: HandoverOffice) -> None:
    with pytest.raises(Refused, match="Nobody is allocated to that project"):
        office.starts(code="gemini")
    with pytest.raises(NotAllowed):
        office.starts(code="zeus")
    with pytest.raises(Refused, match=r"already .Dan started it, until 18 December 2026"):
        office.starts(code="gemini" if not office.starts() else "apollo")


def test_those_who_are_not_on_it_see_nothing_and_change_nothing(office: HandoverOffice) -> None:
    office.starts()
    for name in ("zoe", "eve", "nora", "ann"):
        with pytest.raises(NotAllowed):
            office.uses(name, "show", 1)
        with pytest.raises(NotAllowed):
            office.uses(name, "give", 1, 1, place="x")
    listed = office.enters("zoe")
    assert isinstance(listed, Say)
    assert listed.message.text == "No handover runs that you are part of."


def test_of_two_who_press_at_once_the_second_reads_how_it_stands(office: HandoverOffice) -> None:
    office.starts()
    office.uses("dan", "give", 1, 1, place="Here")
    with pytest.raises(Refused, match="passed on already"):
        office.uses("dan", "give", 1, 1, place="There")


def test_it_can_be_cancelled_and_its_card_says_so(office: HandoverOffice) -> None:
    office.starts()
    office.uses("bea", "cancel", 1, 1)
    card = office.reads("dan", "card")
    assert card is not None
    assert "Cancelled." in card.text
    with pytest.raises(Refused, match="over"):
        office.uses("dan", "give", 1, 1, place="Here")


def test_before_a_long_leave_its_owner_and_their_manager_are_asked_to_prepare(office: HandoverOffice) -> None:
    request = office.asks("ann", "2026-12-07", "2026-12-22")
    office.does("bea", "approve", request)
    office.advances()
    assert sorted(office.hears("suggest")) == [("Ann", "suggest"), ("Bea", "suggest")]
    said = office.reads("bea", "suggest", office.person("ann"))
    assert said is not None
    assert said.text.startswith("*Ann* is away from Mon, 7 Dec 2026 to Tue, 22 Dec 2026.")
    opened = office.uses("ann", "prepare", office.person("ann"))
    assert isinstance(opened, Open)
    number = office.starts("ann", kind="long_leave", away="U0ANN", replacement="U0ZOE", day=date(2026, 12, 4))
    assert {item.giver for item in office.handover(number).items} == {office.person("ann")}
    assert office.reads("bea", "suggest", office.person("ann")) is None


def test_a_short_leave_asks_for_no_handover(office: HandoverOffice) -> None:
    office.does("bea", "approve", office.asks("ann", "2026-12-07", "2026-12-16"))
    office.advances()
    assert office.hears("suggest") == []


def test_givers_are_reminded_on_the_day_then_managers_learn_that_it_is_late(office: HandoverOffice) -> None:
    office.starts()
    office.goes_to(datetime(2026, 12, 4, 8, 0, tzinfo=UTC))
    office.advances()
    assert office.hears("item") == []
    office.goes_to(datetime(2026, 12, 4, 9, 5, tzinfo=UTC))
    office.advances()
    office.advances()
    assert office.hears("item") == [("Dan", "item")]
    office.goes_to(datetime(2026, 12, 7, 9, 5, tzinfo=UTC))
    office.advances()
    assert office.hears("late") == [("Bea", "late")]
    late = office.reads("bea", "late")
    assert late is not None
    assert "with Dan, by Fri, 4 Dec 2026, which is over" in late.text


def test_receivers_are_reminded_to_say_whether_they_have_it(office: HandoverOffice) -> None:
    office.starts()
    office.uses("dan", "give", 1, 1, place="Here")
    office.goes_to(datetime(2026, 11, 25, 9, 5, tzinfo=UTC))
    office.advances()
    assert office.hears("item") == [("Bea", "item"), ("Bea", "item")]
    office.uses("bea", "acknowledge", 1, 2)
    office.goes_to(datetime(2026, 11, 27, 9, 5, tzinfo=UTC))
    office.advances()
    assert office.hears("item") == [("Bea", "item"), ("Bea", "item")]


def a_milestone(office: HandoverOffice, forecast: date = DUE, name: str = "Closed out") -> Milestone:
    day = date(2026, 11, 2)
    new = Milestone(
        0,
        office.project("apollo"),
        name,
        forecast,
        forecast,
        forecast,
        Health.ON_TRACK,
        None,
        Decimal(0),
        None,
        None,
        "",
        day,
        None,
        1,
    )
    return office.store.write(lambda tx: plan.add(tx, new, office.person("dan")))


def test_what_is_missing_is_said_before_a_milestone_is_called_done_and_managers_learn_if_it_is_all_the_same(
    office: HandoverOffice,
) -> None:
    milestone = a_milestone(office)
    office.starts()

    def lacking(name: str) -> list[str]:
        return office.store.read(lambda tx: missing(tx, Ref("milestones", milestone.id), office.actor(tx, name)))

    assert len(lacking("dan")) == 4
    assert lacking("dan")[0] == (
        "“What was delivered, and where it is” is due on Fri, 4 Dec 2026 and not passed on yet "
        "(handover of Apollo: closing out the project)."
    )
    assert lacking("zoe") == []
    earlier = a_milestone(office, date(2026, 12, 1), "Beta")
    assert office.store.read(lambda tx: missing(tx, Ref("milestones", earlier.id), office.actor(tx, "dan"))) == []

    def done(sentence: str) -> None:
        form = {"day": date(2026, 11, 23), "sentence": sentence}
        office.store.write(
            lambda tx: run(milestones.WORKFLOW, "done", tx, office.actor(tx, "dan"), milestone.id, form, 1)
        )

    with pytest.raises(Refused, match="why it is done all the same"):
        done("")
    assert office.hears("overridden") == []
    done("The customer has it, the rest follows in January")
    assert office.hears("overridden") == [("Bea", "overridden")]
    told = office.reads("bea", "overridden")
    assert told is not None
    assert "called done while the handover of Apollo: closing out the project still misses something" in told.text


def test_coming_back_from_a_long_leave_one_reads_what_moved(office: HandoverOffice) -> None:
    office.does("bea", "approve", office.asks("ann", "2026-12-01", "2026-12-16"))
    milestone = a_milestone(office)
    office.goes_to(datetime(2026, 12, 10, 9, 5, tzinfo=UTC))

    def moves(tx: Tx) -> None:
        later = replace(
            milestone, forecast=DUE + timedelta(days=7), health=Health.AT_RISK, reported_on=date(2026, 12, 10)
        )
        plan.report(tx, later, PersonId(office.person("dan")), plan.Change.MOVED)

    office.store.write(moves)
    office.advances()
    assert office.hears("back") == []
    office.goes_to(datetime(2026, 12, 17, 9, 5, tzinfo=UTC))
    office.advances()
    office.advances()
    assert office.hears("back") == [("Ann", "back")]
    said = office.reads("ann", "back", office.person("ann"))
    assert said is not None
    assert said.text == "Welcome back. While you were away, Tue, 1 Dec 2026 to Wed, 16 Dec 2026:"
    assert "Apollo: Closed out is at risk, now expected Fri, 25 Dec 2026." in str(said.blocks)
    shown = office.enters("ann", "away")
    assert isinstance(shown, Say)
    assert "Closed out is at risk" in str(shown.message.blocks)


def test_when_nothing_moved_nothing_is_sent(office: HandoverOffice) -> None:
    office.does("bea", "approve", office.asks("zoe", "2026-12-01", "2026-12-16"))
    office.goes_to(datetime(2026, 12, 17, 9, 5, tzinfo=UTC))
    office.advances()
    assert office.reads("zoe", "back", office.person("zoe")) is None
    shown = office.enters("zoe", "away")
    assert isinstance(shown, Say)
    assert shown.message.text.endswith("nothing moved in your projects.")


@pytest.mark.parametrize("words", ["nonsense", "start nowhere", "x" * 300])
def test_words_that_make_no_sense_are_answered_with_the_way_out(office: HandoverOffice, words: str) -> None:
    with pytest.raises(Refused, match=r"handover|short name"):
        office.enters("dan", words)


def test_the_command_opens_the_modal_for_a_project_or_for_somebodys_leave(office: HandoverOffice) -> None:
    for words, title in (("start apollo", "Closing out"), ("start <@U0ANN>", "A long leave"), ("start", "Closing out")):
        opened = office.enters("bea", words)
        assert isinstance(opened, Open)
        assert title in str(opened.view)

"""Who is told what about a milestone: the channel's card and its thread, slips, and nobody of small changes."""

from datetime import date
from functools import partial

import pytest

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.milestones_office import BETA, Office, an_office_with_projects, words
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Notice, Tx
from workflows.milestones import WORKFLOW
from workflows.organisation.plan import Change

LATER = date(2027, 1, 15)


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> Office:
    return Office(store, clock)


def test_the_channel_has_one_card_and_the_story_in_its_thread(office: Office) -> None:
    beta = office.adds()
    office.reports("dan", beta, health="at_risk", sentence="Parts are late")
    cards = [one for one in office.queued() if one.kind == "card"]
    assert {one.card for one in cards} == {f"milestones/{beta}/card"}
    stories = [one for one in office.queued() if one.kind == "story"]
    assert [(one.to, one.thread, one.card) for one in stories] == [("#apollo", f"milestones/{beta}/card", None)]
    keys = [one.key for one in office.queued() if one.to == "#apollo"]
    assert keys.index(cards[-1].key) < keys.index(stories[0].key)
    assert "At risk" in words(office.told("#apollo", "card")[0])
    story = words(office.told("#apollo", "story")[0])
    assert "*Dan*: :large_yellow_circle: At risk (was on track)" in story
    assert "Parts are late" in story


def test_a_moved_date_is_told_with_how_far_in_working_days(office: Office) -> None:
    beta = office.adds()
    office.reports("dan", beta, day=date(2026, 12, 29), percent="10", sentence="Christmas")
    story = words(office.told("#apollo", "story")[0])
    assert "instead of Fri, 18 Dec 2026, 5 working days later" in story, "25 and 28 December are holidays in England"
    assert "10 % complete (was 0 %)" in story


def test_every_line_of_the_story_tells_its_own_change(office: Office) -> None:
    beta = office.adds()
    office.does("dan", "rebaseline", beta, day=LATER, sentence="New scope")
    office.does("dan", "edit", beta, name="Beta", weight="3", owner=None)
    office.does("dan", "done", beta, day=date(2026, 11, 23), sentence="Finished")
    office.does("dan", "reopen", beta, day=BETA, sentence="Not finished")
    office.does("dan", "drop", beta, sentence="No longer wanted")
    told = [words(one) for one in office.told("#apollo", "story")]
    for said, line in zip(
        ("baseline Fri, 15 Jan 2027 instead of", "name, weight", "Done on Mon, 23 Nov", "open again", "Dropped"),
        told,
        strict=True,
    ):
        assert said in line
    assert "Finished" not in told[1]
    assert [one.change for one in office.history(beta)] == [
        Change.PLANNED,
        Change.REBASELINED,
        Change.REVISED,
        Change.DONE,
        Change.REOPENED,
        Change.DROPPED,
    ]


def test_operations_managers_hear_of_a_slip_that_moves_their_people_s_dates(office: Office) -> None:
    beta = office.adds()
    office.reports("dan", beta, day=LATER, sentence="Parts are late")
    bea = office.told("bea", "slip")[0]
    assert "Apollo: *Beta release* is expected on *Fri, 15 Jan 2027* instead of Fri, 18 Dec 2026" in bea.text
    assert "*Ann* is allocated until Fri, 8 Jan 2027, before the new date." in words(bea)
    assert "Eve" not in words(bea)
    assert "*Eve* is allocated until Wed, 31 Mar 2027." in words(office.told("head", "slip")[0])
    assert "Parts are late" not in words(bea)


def test_small_changes_are_not_told_until_they_add_up(office: Office) -> None:
    beta = office.adds(day=date(2026, 11, 30))
    for day in (2, 3, 4):
        office.reports("dan", beta, day=date(2026, 12, day), sentence="a day more")
    assert office.told("head", "slip") == office.told("bea", "slip") == []
    office.reports("dan", beta, day=date(2026, 12, 7), sentence="and another")
    assert len(office.told("head", "slip")) == len(office.told("bea", "slip")) == 1
    office.reports("dan", beta, day=date(2026, 12, 8), sentence="and another")
    assert len([one for one in office.queued() if one.kind == "slip"]) == 2


def test_a_small_change_past_the_end_of_an_allocation_is_told_to_whom_it_concerns(office: Office) -> None:
    beta = office.adds(day=date(2027, 1, 7))
    office.reports("dan", beta, day=date(2027, 1, 11), sentence="two days")
    assert "*Ann* is allocated until Fri, 8 Jan 2027, before the new date." in words(office.told("bea", "slip")[0])
    assert office.told("head", "slip") == []


def test_a_slip_that_was_made_good_meanwhile_is_not_told(office: Office) -> None:
    beta = office.adds()
    office.reports("dan", beta, day=LATER, sentence="Parts are late")
    office.reports("dan", beta, day=BETA, sentence="They came")
    assert office.told("bea", "slip") == []


def test_whoever_answers_and_whoever_manages_hear_of_what_the_other_did(office: Office) -> None:
    beta = office.adds(owner="U0EVE")
    assert "You answer for *Beta release* of Apollo" in office.told("eve", "answers")[0].text
    office.reports("eve", beta, health="at_risk", sentence="Parts are late")
    assert "*Eve*: :large_yellow_circle: At risk" in office.told("dan", "heard")[0].text
    office.reports("eve", beta, percent="20", sentence="Parts are late")
    assert len(office.told("dan", "heard")) == 1
    office.does("dan", "rebaseline", beta, day=LATER, sentence="New scope")
    assert "baseline" in office.told("eve", "heard")[0].text
    assert office.told("dan", "answers") == []


def test_a_project_without_a_channel_keeps_its_milestones_and_its_manager_is_told_once(office: Office) -> None:
    reply = office.does("ivo", "create", None, None, project="silent", name="One", day=BETA, owner=None, weight=None)
    assert "has no channel on record" in words(reply)
    office.does("ivo", "create", None, None, project="silent", name="Two", day=BETA, owner=None, weight=None)
    assert [one.kind for one in office.queued()] == ["no_channel"]
    assert "projects.csv" in office.told("ivo", "no_channel")[0].text
    assert office.rows("select count(*) from milestone")[0][0] == 2


@pytest.mark.parametrize(("reason", "said"), [("not_in_channel", "/invite"), ("is_archived", "archived")])
def test_a_channel_that_can_t_be_reached_is_told_to_the_project_s_manager_once(
    office: Office, reason: str, said: str
) -> None:
    beta = office.adds()
    card = next(one for one in office.queued() if one.kind == "card")
    office.reports("dan", beta, percent="5")
    story = next(one for one in office.queued() if one.kind == "story")

    def lost(tx: Tx, notice: Notice) -> None:
        for one in WORKFLOW.undelivered(tx, notice, reason):
            tx.queue(one)

    for notice in (card, card, story):
        office.store.write(partial(lost, notice=notice))
    found = [one for one in office.queued() if one.kind in ("not_in_channel", "channel_gone")]
    assert [one.to for one in found] == [office.person("dan")]
    message = office.rendered(found[0])
    assert message is not None
    assert said in message.text


def test_what_people_typed_calls_nobody(office: Office) -> None:
    evil = "<!channel> *x* & <@U0EVE>"
    beta = office.adds(called=evil)
    office.reports("dan", beta, health="at_risk", day=LATER, sentence=evil)
    for one in office.queued():
        message = office.rendered(one)
        if message is not None:
            assert "<!channel>" not in message.text
            assert "<@U0EVE>" not in message.text
            assert "<!channel>" not in str([b for b in message.blocks if "mrkdwn" in str(b)]).replace(
                f"'type': 'plain_text', 'text': '{evil}'", ""
            )


def test_nobody_who_may_not_read_it_is_told(office: Office) -> None:
    beta = office.adds(owner="U0EVE")
    office.reports("eve", beta, day=LATER, sentence="Parts are late")
    told = {one.to for one in office.queued()}
    assert told == {"#apollo", *(office.person(name) for name in ("dan", "eve", "bea", "head"))}


def test_what_stands_elsewhere_in_the_way_is_said_and_may_be_overridden_with_a_reason(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    beta = office.adds()
    monkeypatch.setattr("workflows.milestones.actions.missing", lambda *_: ["The manual has no receiver."])
    view = words(office.does("dan", "done", beta))
    assert "The manual has no receiver." in view
    assert "Why is it done all the same?" in view
    with pytest.raises(Refused, match="say why it is done all the same"):
        office.does("dan", "done", beta, day=date(2026, 11, 23), sentence="")
    office.does("dan", "done", beta, day=date(2026, 11, 23), sentence="The manual comes with the next one")
    facts = office.rows("select facts from audit where event = 'done'")[0][0]
    assert '"missing": 1' in str(facts) or "'missing': 1" in str(facts)


def test_home_shows_what_comes_next_and_what_can_be_done(office: Office) -> None:
    office.adds()
    office.adds(called="Launch", day=date(2027, 3, 1))

    def home(name: str) -> str:
        return str(office.store.read(lambda tx: WORKFLOW.home(tx, office.actor(tx, name))))

    assert home("dan").count("milestones:update") == 2
    assert "milestones:new" in home("dan")
    assert "Beta release" in home("ann")
    assert "milestones:update" not in home("ann")
    assert home("zoe") == "()"


def test_a_manager_of_another_project_reads_nothing(store: Store, clock: FollowedClock) -> None:
    office = Office(store, clock, an_office_with_projects())
    beta = office.adds()
    for verb in ("update", "story"):
        with pytest.raises(Refused) as refused:
            office.does("ivo", verb, beta)
        assert refused.value.reason == "not_allowed"

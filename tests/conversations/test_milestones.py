"""From `/milestone new` to a slip and a leave that takes capacity, as Daniel, Ewa, Jürgen and the others live it."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.folder.command import import_folder
from bot.rehearse import SAMPLE
from tests.conversations.conftest import Office
from tests.conversations.test_bad_words import mrkdwn
from tests.waiting import until


def in_apollo(office: Office, count: int) -> list[dict[str, Any]]:
    """What stands in the project's channel, once there is so much of it."""
    until(lambda: len(office.slack.posts("apollo")) >= count)
    found = office.slack.posts("apollo")
    assert len(found) == count, found
    return found


def test_a_milestone_is_added_reported_on_and_its_story_stands_in_the_card_s_thread(office: Office) -> None:
    daniel, ewa, jurgen = office.person("daniel"), office.person("ewa"), office.person("jurgen")
    daniel.types("/milestone new apollo")
    daniel.submits(name="Pilot invoices", day="2026-12-11", weight="5", owner="U0EWA0016")
    ewa.is_told("You answer for *Pilot invoices* of Apollo")
    (card,) = in_apollo(office, 1)
    assert "Pilot invoices" in card["text"]
    ewa.presses("Update…", on="Pilot invoices")
    ewa.changes(day="2027-01-15")
    ewa.sees("22 working days later")
    ewa.submits(health="at_risk", percent="30", sentence="The bank does not answer")
    card, story = in_apollo(office, 2)
    assert "at risk" in card["text"]
    assert story["thread_ts"] == card["ts"]
    assert "The bank does not answer" in str(story["blocks"])
    daniel.is_told("*Ewa Nowak*: :large_yellow_circle: At risk (was on track)")
    jurgen.is_told("Apollo: *Pilot invoices* is expected on *Fri, 15 Jan 2027* instead of Fri, 11 Dec 2026")
    jurgen.sees("*Ewa Nowak* is allocated until Wed, 31 Mar 2027.")
    ewa.presses("Done…", on="Pilot invoices")
    ewa.submits(sentence="They answered after all")
    in_apollo(office, 3)
    ewa.types("/milestone story pilot")
    ewa.sees("Done on Mon, 23 Nov 2026")


def test_lists_plans_and_help_are_there(office: Office) -> None:
    daniel, grace = office.person("daniel"), office.person("grace")
    daniel.types("/milestone list")
    daniel.sees("Security review")
    daniel.presses("Re-baseline…", on="Security review")
    daniel.submits(day="2026-12-11", sentence="The reviewers have no time before")
    (card, story) = in_apollo(office, 2)
    assert "5 working days early" in card["text"]
    assert "baseline Fri, 11 Dec 2026 instead of Fri, 4 Dec 2026" in story["text"]
    grace.types("/milestone next")
    grace.sees("Beta release")
    grace.types("/milestone plan apollo")
    grace.sees("Invoices and payments: at risk, expected Fri, Feb 12, 2027 (10 working days late), 20 %")
    grace.types("/milestone help")
    grace.sees("update beta")


def test_an_overdue_milestone_is_asked_after_and_put_off(office: Office) -> None:
    daniel = office.person("daniel")
    daniel.types("/milestone new apollo")
    daniel.submits(name="Pilot invoices", day="2026-11-24")
    office.goes_to("2026-11-25 09:30 UTC")
    daniel.is_told("Pilot invoices* was expected on Tue, 24 Nov 2026 and is not done")
    daniel.presses("Remind me later…", on="Pilot invoices")
    daniel.submits(day="2026-11-27")
    daniel.sees("You will be reminded on Fri, 27 Nov 2026")
    office.goes_to("2026-11-27 09:30 UTC")
    daniel.is_told("Pilot invoices* was expected on Tue, 24 Nov 2026 and is not done")


def test_an_approved_leave_proposes_at_risk_and_a_cancelled_one_takes_it_back(office: Office) -> None:
    ann, bea, daniel, jurgen = (office.person(name) for name in ("ann", "bea", "daniel", "jurgen"))
    ann.types("/leave 14 dec - 18 dec")
    ann.submits(reason="QUOKKA")
    bea.sees("Apollo: Beta release is due on Fri, 18 Dec 2026, on track.")
    bea.presses("Approve leave")
    daniel.sees("Apollo loses 40 % of one person from Mon, 14 Dec 2026 to Fri, 18 Dec 2026. Is it at risk?")
    daniel.presses("Mark at risk")
    daniel.sees("You called it at risk.")
    card, story = in_apollo(office, 3)[1:]
    assert "at risk" in card["text"]
    assert story["thread_ts"] == card["ts"]
    jurgen.is_told("is *at risk*: the project has less capacity than planned")
    ann.presses("Cancel leave…", on="*Approved* by Bea")
    ann.submits()
    daniel.is_told("has the capacity back")
    for name in ("daniel", "jurgen", "ewa", "grace"):
        office.person(name).does_not_see("QUOKKA", within=0.05)


@pytest.mark.parametrize("transport", ["socket"], indirect=True)
def test_a_card_that_is_pressed_by_a_stranger_says_so_and_does_nothing(office: Office) -> None:
    daniel, viktor = office.person("daniel"), office.person("viktor")
    daniel.types("/milestone new apollo")
    daniel.submits(name="Pilot invoices", day="2026-12-11")
    in_apollo(office, 1)
    viktor.presses("Done…", on="Pilot invoices")
    viktor.sees("You can't do that: it is for the project's manager or whoever answers for it")
    in_apollo(office, 1)


@pytest.mark.parametrize("transport", ["socket"], indirect=True)
@pytest.mark.parametrize(
    ("who", "typed", "answer"),
    [
        ("daniel", "/milestone foo", "I don't know “foo” here"),
        ("daniel", "/milestone update gamma", "No milestone that you report on is called “gamma”"),
        ("daniel", "/milestone list atlantis", "I know no project “atlantis”"),
        ("ann", "/milestone new apollo", "You can't do that: it is for the project's manager"),
        ("ann", "/milestone new", "You manage no project now"),
        ("helen", "/milestone list", "You are in no project now"),
        ("viktor", "/milestone list apollo", "You can't do that"),
        ("daniel", "/milestone update \u202etxt", "hidden characters"),
    ],
)
def test_what_cannot_be_is_answered_with_a_way_out_and_told_to_nobody(
    office: Office, who: str, typed: str, answer: str
) -> None:
    person = office.person(who)
    person.types(typed)
    person.sees(answer)
    assert office.slack.posts("apollo") == []


@pytest.mark.parametrize("transport", ["socket"], indirect=True)
def test_bad_forms_are_refused_under_their_fields(office: Office) -> None:
    daniel = office.person("daniel")
    daniel.types("/milestone new apollo")
    tries: tuple[tuple[dict[str, Any], str], ...] = (
        ({"name": "Beta release"}, "of that name already"),
        ({"day": "2026-11-20"}, "has passed"),
        ({"day": "2027-04-01"}, "The project ends on Wed, 31 Mar 2027"),
        ({"weight": "-1"}, "a number from 0"),
        ({"owner": "U0VIK0020"}, "is not allocated to this project"),
    )
    for said, words in tries:
        plain: dict[str, Any] = {"name": "Pilot invoices", "day": "2026-12-11", "weight": None, "owner": None}
        daniel.submits(**plain | said)
        daniel.sees(words)
    assert office.slack.posts("apollo") == []


@pytest.mark.parametrize("transport", ["socket"], indirect=True)
def test_mentions_in_names_and_sentences_call_nobody(office: Office) -> None:
    daniel = office.person("daniel")
    daniel.types("/milestone new apollo")
    daniel.submits(name="<!channel> *now* <@U0ANN0001>", day="2026-12-11")
    in_apollo(office, 1)
    daniel.presses("Update…", on="now")
    daniel.submits(health="off_track", sentence="<!here> look at <https://evil.example|this>")
    in_apollo(office, 2)
    for post in office.slack.posts():
        for live in ("<!channel>", "<!here>", "<@U0ANN0001>", "<https://evil"):
            assert live not in mrkdwn(post)


@pytest.mark.parametrize("transport", ["socket"], indirect=True)
@pytest.mark.parametrize(
    ("channel", "said"),
    [("#general", "type `/invite @dottedline`"), ("#nowhere", "Slack does not find that channel"), ("", "no channel")],
)
def test_without_its_channel_a_milestone_is_kept_and_its_manager_told_what_to_do(
    office: Office, tmp_path: Path, channel: str, said: str
) -> None:
    folder = shutil.copytree(SAMPLE, tmp_path / "folder")
    projects = folder / "projects.csv"
    projects.write_text(projects.read_text().replace("#apollo", channel))
    import_folder(office.running.bot.store, folder, dry_run=False)
    daniel = office.person("daniel")
    daniel.types("/milestone new apollo")
    daniel.submits(name="First", day="2026-12-11")
    daniel.is_told(said)
    daniel.types("/milestone new apollo")
    daniel.submits(name="Second", day="2026-12-11")
    daniel.types("/milestone list apollo")
    daniel.sees("Second")
    told = [message for message in office.slack.posts() if said in message["text"]]
    assert len(told) == 1


@pytest.mark.parametrize("transport", ["socket"], indirect=True)
def test_what_stands_in_a_thread_is_found_there_again_and_not_in_the_channel(office: Office) -> None:
    daniel = office.person("daniel")
    daniel.types("/milestone new apollo")
    daniel.submits(name="Pilot invoices", day="2026-12-11")
    in_apollo(office, 1)
    daniel.presses("Update…", on="Pilot invoices")
    daniel.submits(percent="10")
    card, story = in_apollo(office, 2)
    bot, sent = office.running.bot, text("select mark from outbox where kind = 'story'")
    mark = bot.store.read(lambda tx: tx.connection.execute(sent).scalar_one())
    assert bot.slack.find(card["channel"], mark, card["ts"]) == story["ts"]
    assert bot.slack.find(card["channel"], mark) is None

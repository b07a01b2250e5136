"""Digests as people live them: one on a working morning, nothing for nothing, switched and moved by a word."""

from tests.conversations.conftest import Office
from tests.waiting import eventually


def test_bea_reads_in_her_morning_what_waits_and_acts_at_once(office: Office) -> None:
    ann, bea = office.person("ann"), office.person("bea")
    ann.types("/leave 7 dec - 9 dec")
    ann.submits()
    ann.types("/sick from today")
    bea.sees("Approve leave")
    office.goes_to("2026-11-24 08:35 UTC")
    bea.is_told("Your department today")
    bea.sees("*Ann Kowalski* waits for your answer about leave from Mon, 7 Dec 2026 to Wed, 9 Dec 2026")
    bea.presses("Approve", on="waits for your answer about leave")
    ann.is_told("approved")
    office.goes_to("2026-11-24 20:00 UTC")
    office.goes_to("2026-11-25 08:35 UTC")
    bea.is_told("Your department today, Wed")
    seen = str(office.slack.posts())
    assert seen.count("Your department today, Tue") <= 2
    assert "sick" not in str([one for one in office.slack.posts() if "Your department" in str(one)]).lower()


def test_what_is_settled_elsewhere_shows_as_settled_in_the_digest_that_holds_it(office: Office) -> None:
    ann, bea = office.person("ann"), office.person("bea")
    for days in ("7 dec - 9 dec", "14 dec"):
        ann.types(f"/leave {days}")
        ann.submits()
    bea.sees("Mon, 14 Dec 2026")
    office.goes_to("2026-11-24 08:35 UTC")
    bea.is_told("2 things wait for you")
    bea.presses("Approve leave", on="Mon, 14 Dec 2026, 1 day")
    bea.is_told("Settled since then")
    (digest,) = [one for one in office.slack.posts() if "Your department today" in str(one)]
    assert "One thing waits for you" in str(digest)
    assert str(digest).count("✓ ") == 1
    bea.presses("Approve", on="One thing waits for you")
    bea.is_told("Nothing waits for you today")
    (digest,) = [one for one in office.slack.posts() if "Your department today" in str(one)]
    assert "leave:approve" not in str(digest)
    assert str(digest).count("✓ ") == 2


def test_it_is_shown_now_switched_and_moved_by_a_word(office: Office) -> None:
    ann, bea = office.person("ann"), office.person("bea")
    ann.types("/leave 7 dec - 9 dec")
    ann.submits()
    bea.sees("Approve leave")
    bea.types("/digest daily")
    bea.sees("waits for your answer about leave")
    bea.types("/digest at 7:15")
    bea.sees("From tomorrow on your digests come at 07:15")
    bea.types("/digest at 25:70")
    bea.sees("such as 08:30")
    bea.types("/digest off daily")
    bea.sees("Off: My department's day")
    bea.types("/digest off everything")
    bea.sees("`/digest settings` has it all")
    bea.types("/digest help")
    bea.sees("at 07:15")
    bea.types("/digest settings")
    bea.sees("Which ones?")
    bea.submits(at="06:30", kinds=["daily", "mine"])
    bea.types("/digest settings")
    bea.sees("A new time counts from tomorrow on.")
    office.goes_to("2026-11-24 06:35 UTC")
    bea.is_told("Your department today")
    assert "A digest comes at" in str(bea.home())


def test_a_departments_channel_reads_who_is_away_until_it_is_archived(office: Office) -> None:
    ann, bea, nora = office.person("ann"), office.person("bea"), office.person("nora")
    ann.types("/digest channel")
    ann.sees("You can't do that")
    bea.types("/digest channel")
    bea.submits(channel="general")
    bea.is_told("I can't say in #general who is away today: I am not in it.")
    bea.types("/digest channel")
    bea.submits(channel="cascade")
    said(office, "Each working morning I say here who of *Support* is away today, never why.")
    ann.types("/sick from today")
    office.goes_to("2026-11-24 08:35 UTC")
    said(office, "Away today: *Ann Kowalski*", channel="cascade")
    office.slack.add_channel("cascade", archived=True)
    office.goes_to("2026-11-25 08:35 UTC")
    bea.is_told("is archived, so I no longer say there who is away today")
    nora.sees("The channel is archived")
    office.goes_to("2026-11-26 08:35 UTC")
    bea.is_told("Your department today, Thu")
    assert sum("is archived, so I no longer say there" in one["text"] for one in office.slack.posts()) == 1


def said(office: Office, text: str, channel: str = "") -> None:
    """Somewhere, or in that channel, within the time a message takes."""
    assert eventually(lambda: text in str(office.slack.posts(channel))), f"nobody said {text!r}"

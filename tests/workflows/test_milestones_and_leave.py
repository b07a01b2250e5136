"""Leave and milestones: what a decider reads, what a project's manager is proposed, and that nobody learns why."""

from datetime import date

import pytest

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.milestones_office import BETA, Office, words
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Away
from workflows.milestones import WORKFLOW
from workflows.organisation.plan import Health
from workflows.wording.kept import told


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> Office:
    return Office(store, clock)


def proposals(office: Office) -> list[str]:
    return [words(one) for one in office.told("dan", "risk")]


def test_an_approved_leave_proposes_at_risk_with_days_and_share_and_never_why(office: Office) -> None:
    office.adds()
    office.takes_leave("ann", date(2026, 12, 14), date(2026, 12, 18))
    (said,) = proposals(office)
    assert "Apollo loses 40 % of one person from Mon, 14 Dec 2026 to Fri, 18 Dec 2026. Is it at risk?" in said
    for secret in ("QUOKKA", "Annual", "annual", "Ann "):
        assert secret not in said


@pytest.mark.parametrize(
    ("begin", "end", "proposed"),
    [
        (date(2026, 12, 14), date(2026, 12, 15), True),
        (date(2026, 12, 10), date(2026, 12, 11), True),
        (date(2026, 12, 9), date(2026, 12, 10), False),
        (date(2026, 12, 21), date(2026, 12, 22), False),
        (date(2026, 12, 18), date(2026, 12, 18), True),
    ],
    ids=str,
)
def test_only_milestones_during_the_absence_or_shortly_after_are_touched(
    office: Office, begin: date, end: date, *, proposed: bool
) -> None:
    office.adds()
    office.takes_leave("ann", begin, end)
    assert bool(proposals(office)) is proposed


def test_marking_it_keeps_the_date_and_tells_the_channel_how_much_is_missing(office: Office) -> None:
    beta = office.adds()
    office.takes_leave("ann", date(2026, 12, 14), date(2026, 12, 18))
    office.does("dan", "mark_at_risk", 1)
    one = office.item(beta).milestone
    assert (one.health, one.forecast) == (Health.AT_RISK, BETA)
    assert told(one.sentence) == "Less capacity: 40 % of one person from Mon, 14 Dec 2026 to Fri, 18 Dec 2026."
    assert "You called it at risk." in words(office.told("dan", "risk", updates=True)[0])
    assert "is *at risk*: the project has less capacity" in office.told("head", "risk_told")[0].text
    with pytest.raises(Refused, match="already"):
        office.does("dan", "leave_as_is", 1)
    assert "Ann" not in words(office.told("#apollo", "story")[0])


def test_leaving_it_as_it_is_changes_nothing_but_the_card(office: Office) -> None:
    beta = office.adds()
    office.takes_leave("ann", date(2026, 12, 14), date(2026, 12, 18))
    office.does("dan", "leave_as_is", 1)
    assert office.item(beta).milestone.health is Health.ON_TRACK
    assert "You left it as it is." in words(office.told("dan", "risk", updates=True)[0])


def test_a_stranger_who_was_shown_the_card_can_do_nothing_with_it(office: Office) -> None:
    beta = office.adds()
    office.takes_leave("ann", date(2026, 12, 14), date(2026, 12, 18))
    for name in ("ann", "bea", "zoe", "ivo", "nora"):
        for verb in ("mark_at_risk", "leave_as_is"):
            with pytest.raises(Refused) as refused:
                office.does(name, verb, 1)
            assert refused.value.reason == "not_allowed"
    assert len(office.history(beta)) == 1


def test_a_cancelled_leave_takes_the_proposal_back(office: Office) -> None:
    office.adds()
    request = office.takes_leave("ann", date(2026, 12, 14), date(2026, 12, 18))
    office.leave("ann", "cancel", request, reason=None)
    assert "the capacity is there after all" in words(office.told("dan", "risk", updates=True)[-1])
    assert office.told("dan", "risk_over") == []
    with pytest.raises(Refused, match="taken back"):
        office.does("dan", "mark_at_risk", 1)


def test_a_cancelled_leave_says_so_to_whoever_called_it_at_risk(office: Office) -> None:
    beta = office.adds()
    request = office.takes_leave("ann", date(2026, 12, 14), date(2026, 12, 18))
    office.does("dan", "mark_at_risk", 1)
    office.leave("ann", "cancel", request, reason=None)
    back = office.told("dan", "risk_over")[0]
    assert "has the capacity back" in back.text
    assert "milestones:update" in words(back)
    assert office.item(beta).milestone.health is Health.AT_RISK


def test_a_shortened_leave_changes_or_takes_back_the_proposal(office: Office) -> None:
    office.adds()
    request = office.takes_leave("ann", date(2026, 12, 7), date(2026, 12, 18))
    days = {"first": date(2026, 12, 7), "halves": "whole", "reason": None}
    office.leave("ann", "shorten", request, last=date(2026, 12, 15), **days)
    assert "to Tue, 15 Dec 2026" in words(office.told("dan", "risk", updates=True)[-1])
    office.leave("ann", "shorten", request, last=date(2026, 12, 9), **days)
    assert "the capacity is there after all" in words(office.told("dan", "risk", updates=True)[-1])


def test_a_report_that_makes_it_moot_closes_the_proposal(office: Office) -> None:
    beta = office.adds()
    office.takes_leave("ann", date(2026, 12, 14), date(2026, 12, 18))
    office.reports("dan", beta, day=date(2027, 1, 15), sentence="later anyway")
    assert "changed meanwhile" in words(office.told("dan", "risk", updates=True)[-1])
    assert proposals(office) == []


def test_what_is_no_longer_on_track_is_not_proposed(office: Office) -> None:
    beta = office.adds()
    office.reports("dan", beta, health="off_track", sentence="no")
    office.takes_leave("ann", date(2026, 12, 14), date(2026, 12, 18))
    assert proposals(office) == []


def test_whoever_decides_reads_which_milestones_it_touches_if_they_may(office: Office) -> None:
    office.adds()

    def effects(name: str) -> list[str]:
        away = Away(office.person("ann"), date(2026, 12, 14), date(2026, 12, 18))
        return list(office.store.read(lambda tx: WORKFLOW.effects(tx, away, office.actor(tx, name))))

    assert effects("bea") == ["Apollo: Beta release is due on Fri, 18 Dec 2026, on track."]
    assert effects("tom") == effects("head") == effects("dan") == effects("bea")
    assert effects("nora") == effects("kim") == effects("zoe") == []

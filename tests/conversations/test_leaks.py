"""Every workflow in the real bot on the sample organisation, with a canary word in each field for some eyes only.

At the end, and between, everything that Slack holds for each of the people is searched: messages, ephemeral messages,
modals, Home, and whatever stands in the channels; and everything the bot logged.
"""

import json
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.conversations.conftest import Office

EVERYBODY = (
    *("helen", "omar", "nora", "bea", "tomas", "ann", "zoe", "lukasz", "grace", "jurgen", "priya"),
    *("mateo", "renee", "soren", "yuki", "ewa", "chloe", "daniel", "fatima", "viktor", "maya"),
)
SALARY = "54321"


@dataclass
class Watch:
    """Who may ever see a word, and who has."""

    office: Office
    may: dict[str, frozenset[str]] = field(default_factory=dict)
    reached: set[tuple[str, str]] = field(default_factory=set)

    def plant(self, word: str, *readers: str) -> str:
        """A word for these readers only."""
        self.may[word] = frozenset(readers)
        return word

    def look(self, stage: str) -> None:
        """Nobody sees what is not theirs."""
        for name in EVERYBODY:
            shown = self.shown(name)
            for word, readers in self.may.items():
                if word in shown:
                    assert name in readers, f"{name} sees {word} after {stage}"
                    self.reached.add((word, name))

    def shown(self, name: str) -> str:
        """All that Slack shows them, a number without what sets its digits apart."""
        seen = json.dumps(self.office.person(name).seen(), ensure_ascii=False)
        return seen + seen.replace(",", "").replace("\u202f", "").replace(".", "")


@pytest.fixture
def watch(office: Office) -> Watch:
    return Watch(office)


@pytest.mark.parametrize("transport", ["socket"])
def test_nobody_reads_what_is_not_theirs_whatever_happens(
    office: Office, watch: Watch, capsys: pytest.CaptureFixture[str]
) -> None:
    leave(office, watch)
    watch.look("leave")
    absence(office, watch)
    watch.look("absence")
    performance(office, watch)
    watch.look("performance")
    development(office, watch)
    watch.look("development")
    budget(office, watch)
    watch.look("budget")
    staffing(office, watch)
    watch.look("staffing")
    hiring(office, watch)
    watch.look("hiring")
    office.goes_to("2026-11-27 09:30 UTC")
    for name in EVERYBODY:
        office.person(name).home()
    watch.look("some days, with everybody's Home open")
    for word, readers in watch.may.items():
        assert {name for seen, name in watch.reached if seen == word}, f"{word} was seen by nobody of {sorted(readers)}"
    logged = capsys.readouterr()
    assert "performance" in logged.out
    for word in watch.may:
        assert word not in logged.out + logged.err, f"{word} is in the log"


def leave(office: Office, watch: Watch) -> None:
    """Ann asks with a note, Daniel has a concern, Bea declines with a reason."""
    ann, bea, daniel = office.person("ann"), office.person("bea"), office.person("daniel")
    ann.types("/leave 7 dec - 9 dec")
    ann.submits(reason=watch.plant("canarynote", "ann", "bea"))
    bea.sees("canarynote")
    daniel.presses("Concern…", on="asks to be away")
    daniel.submits(concern=watch.plant("canaryconcern", "daniel", "bea"))
    bea.sees("canaryconcern")
    watch.look("a concern")
    bea.presses("Decline…", on="Ann Kowalski")
    bea.submits(reason=watch.plant("canarydecline", "ann", "bea"))
    ann.is_told("canarydecline")


def absence(office: Office, watch: Watch) -> None:
    """Lukasz is sick; his manager alone learns that it is sickness, and looks it up."""
    lukasz, bea = office.person("lukasz"), office.person("bea")
    watch.plant("is away: *Sickness*", "bea")
    lukasz.types("/sick today")
    bea.sees("is away: *Sickness*")
    for name in ("zoe", "viktor", "helen"):
        other = office.person(name)
        other.types("/absence team")
        other.types("/leave who")
        other.does_not_see("ickness", within=0.1)


def performance(office: Office, watch: Watch) -> None:
    """Viktor reports Lukasz; Bea hears his side and closes it with training."""
    viktor, bea, lukasz = office.person("viktor"), office.person("bea"), office.person("lukasz")
    viktor.types("/report @lukasz")
    told: dict[str, Any] = {
        name: watch.plant(f"canary{name}", "viktor", "bea") for name in ("expected", "happened", "effect", "help")
    }
    viktor.submits(**told, day="2026-11-20")
    bea.presses("Acknowledge", on="Case 1")
    bea.sees("canaryhappened")
    watch.look("a case that is being read")
    bea.presses("Open right of reply…")
    bea.submits(summary=watch.plant("canarysummary", "lukasz", "bea"))
    bea.closes()
    lukasz.presses("Read and reply", on="hear your side")
    lukasz.sees("canarysummary")
    watch.look("a question to the person")
    lukasz.submits(reply=watch.plant("canaryreply", "lukasz", "bea"))
    lukasz.closes()
    watch.look("a reply")
    bea.presses("Read the case", on="the person's side of it")
    bea.sees("canaryreply")
    watch.look("a reply that is being read")
    bea.presses("Close the case…")
    bea.submits(outcome="training", note=watch.plant("canaryending", "bea"))
    bea.sees("canaryending")
    watch.look("a case that is closed")
    bea.closes()
    viktor.is_told("losed")


def development(office: Office, watch: Watch) -> None:
    """Bea agrees with Lukasz what the case opened, with a mentor and a price, which the line above may know."""
    bea, lukasz, priya = office.person("bea"), office.person("lukasz"), office.person("priya")
    watch.plant("A case that you closed", "bea")
    bea.sees("A case that you closed")
    watch.look("a draft")
    bea.presses("Agree…", on="A case that you closed")
    bea.submits(
        kind="mentoring",
        skill="SQL",
        partner="U0PRI0011",
        goal=watch.plant("canarygoal", "bea", "tomas", "lukasz", "priya"),
        first="2026-12-01",
        last="2027-01-29",
        cost=f"{watch.plant('43219', 'bea', 'helen', 'tomas', 'lukasz')} EUR",
    )
    priya.sees("canarygoal")
    lukasz.presses("How it goes…", on="Mentoring in SQL")
    lukasz.submits(note=watch.plant("canaryprogress", "lukasz", "bea"))
    lukasz.types("/skills rate SQL 4")
    lukasz.submits(note=watch.plant("canaryclaim", "lukasz", "bea"))
    bea.presses("Decline…", on="sees themselves at")
    bea.submits(reason=watch.plant("canarylevel", "lukasz", "bea"))
    lukasz.is_told("canarylevel")
    for name in ("viktor", "priya", "zoe", "nora", "tomas"):
        office.person(name).types("/skills of @lukasz")
        office.person(name).types("/skills who SQL")
    bea.presses("What was said", on="Mentoring in SQL")
    bea.sees("canaryprogress")
    watch.look("what was said about development")


def budget(office: Office, watch: Watch) -> None:
    """Bea enters salaries and sets a role's rate; Daniel and the others look at every budget they can."""
    bea = office.person("bea")
    watch.plant("41729", "bea", "daniel", "nora", "tomas", "viktor")
    bea.types("/budget rate specialist 417.29 EUR hour from 2027-01-01")
    watch.plant(SALARY, "bea", "helen")
    bea.types(f"/budget support plan 2026-12 salaries {SALARY} EUR")
    bea.sees("54,321")
    for name in ("daniel", "nora", "ann", "tomas", "viktor"):
        for words in ("/budget", "/budget apollo", "/budget support", "/budget people", "/budget rates"):
            office.person(name).types(words)
    watch.look("looks at budgets")
    for name in ("daniel", "viktor"):
        places = office.person(name).seen()["conversations"]
        said = [json.dumps(one, ensure_ascii=False) for place in places for one in place["messages"]]
        with_rates = [text for text in said if "417.29" in text or "417,29" in text]
        assert with_rates
        for text in with_rates:
            assert not any(who in text for who in ("Ann Kowalski", "Zoë Hart", "Grace Mbeki")), "a rate is a role's"


def staffing(office: Office, watch: Watch) -> None:
    """Lukasz's absence is less capacity to those who ask for people, and nothing more."""
    daniel = office.person("daniel")
    daniel.types("/staff")
    daniel.changes(skill="Python")
    daniel.submits(skill="Python", amount="20 %", first="2026-12-07", last="2027-02-26", work="The portal's reports.")
    office.person("jurgen").sees("The portal's reports.")
    for name in ("bea", "jurgen", "daniel", "viktor"):
        office.person(name).types("/staff load")
        office.person(name).types("/milestone plan")
        office.person(name).types("/skills gaps")
        office.person(name).types("/handover")


def hiring(office: Office, watch: Watch) -> None:
    """Bea opens an opening at a cost; Grace is to leave, and one step is not needed for a reason."""
    nora, bea = office.person("nora"), office.person("bea")
    nora.types("/onboard roles")
    nora.submits(department="-", who="omar", valid_from="2026-11-23")
    nora.closes()
    above = ("bea", "tomas", "helen", "omar")
    cost, role = watch.plant("9876543", *above), watch.plant("canaryrole", *above)
    bea.types("/onboard open power bi")
    bea.submits(department="support", role=role, level="2", headcount="1", cost=f"{cost} EUR", starts="2027-01-04")
    bea.sees("0 of 1 hired")
    watch.look("an opening that is being read")
    bea.closes()
    bea.types("/onboard leaving")
    bea.submits(who="grace", last="2026-12-18")
    bea.closes()
    bea.presses("Show the list", on="Grace Mbeki leaves")
    bea.presses("Not needed…")
    bea.submits(why=watch.plant("canaryunneeded", *above, "nora", "grace"))
    bea.closes()
    bea.presses("Show the list", on="Grace Mbeki leaves")
    bea.sees("canaryunneeded")
    watch.look("a step that is not needed")
    bea.closes()

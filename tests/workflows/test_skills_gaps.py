"""Where a department is short of a skill: in words, as a picture, on the manager's page; and who could mentor."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.skills_office import TERMS, TODAY, SkillOffice, a_skill_office, said
from workflows.kernel.access import PersonId
from workflows.kernel.errors import NotAllowed
from workflows.kernel.flow import Ref, Tx
from workflows.kernel.replies import Say
from workflows.organisation import skills
from workflows.organisation import store as organisation
from workflows.organisation.skill import Held, Need, Wanted, Wish
from workflows.skills.rules.gaps import gaps
from workflows.skills.rules.mentors import mentors

__all__ = ("a_skill_office",)
PEOPLE = st.integers(1, 12).map(PersonId)
HELD = st.builds(
    Held,
    PEOPLE,
    st.integers(1, 3),
    st.integers(1, 5),
    st.just(date(2026, 1, 1)),
    st.just(PersonId(99)),
    st.none() | st.dates(date(2026, 11, 23), date(2027, 11, 23)),
)
ALL_HELD = st.lists(HELD, max_size=30, unique_by=lambda one: (one.person, one.skill))
NEED = st.builds(Need, st.integers(1, 2), st.integers(1, 3), st.integers(1, 5), st.integers(1, 8))
UNTIL = date(2027, 2, 21)


@given(
    needs=st.lists(NEED, max_size=6), held=ALL_HELD, members=st.dictionaries(st.integers(1, 2), st.frozensets(PEOPLE))
)
def test_every_holder_is_counted_once_and_a_floor_that_is_reached_lacks_nobody(
    needs: list[Need], held: list[Held], members: dict[int, frozenset[PersonId]]
) -> None:
    found = gaps(needs, members, held, UNTIL)
    assert sorted(map(repr, (gap.need for gap in found))) == sorted(map(repr, needs))
    assert [gap.lacking for gap in found] == sorted((gap.lacking for gap in found), reverse=True)
    for gap in found:
        inside = members.get(gap.need.department, frozenset())
        assert gap.enough + gap.below == sum(one.skill == gap.need.skill and one.person in inside for one in held)
        assert 0 <= gap.expiring <= gap.enough
        assert (gap.lacking == 0) == (gap.enough >= gap.need.people)
        assert gap.soon_lacking >= gap.lacking


@given(
    held=ALL_HELD, offers=st.lists(st.builds(Wish, PEOPLE, st.integers(1, 3))), person=PEOPLE, skill=st.integers(1, 3)
)
def test_a_mentor_offers_holds_more_and_is_never_oneself(
    held: list[Held], offers: list[Wish], person: PersonId, skill: int
) -> None:
    found = mentors(person, skill, held, offers)
    own = next((one.level for one in held if (one.person, one.skill) == (person, skill)), 0)
    for one in found:
        assert one.person != person
        assert one.skill == skill
        assert one.level > own
        assert Wish(one.person, skill) in offers
    assert [one.level for one in found] == sorted((one.level for one in found), reverse=True)


def test_the_manager_sees_required_against_held_in_words_and_as_a_picture(office: SkillOffice) -> None:
    office.does("bea", "require", skill="Python", level="3", people="2")
    office.does("bea", "require", skill="Power BI", level="3", people="1")
    office.types("ann", "wish Power BI")
    office.does(
        "bea", "rate", person="U0TOM", skill="Power BI", level="3", assessed_on=TODAY, expires=date(2027, 1, 31)
    )
    reply = office.types("bea", "gaps")
    shown = said(reply)
    assert (
        ":red_circle: 1 person has *Python* at 3, Independent or above, and at least 2 should; 1 is below that" in shown
    )
    assert (
        ":large_yellow_circle: 1 person has *Power BI* at 3, Independent or above, and at least 1 should; 1 of them"
        in shown
    )
    assert "*Tom*: Power BI, until Sun, 31 Jan 2027" in shown
    assert "Power BI: 1" in shown
    assert isinstance(reply, Say)
    picture = reply.message.picture
    assert picture is not None
    assert "below the floor in Python ≥ 3" in picture.alt
    assert picture.draw().startswith(b"\x89PNG")
    assert "1 person has *Python* at 3, Independent or above, and at least 2 should" in office.home("bea")
    assert office.types("tom", "gaps support") is not None


def test_the_manager_above_sees_the_department_below_and_what_it_requires_is_dropped_again(office: SkillOffice) -> None:
    office.does("bea", "require", skill="Python", level="3", people="2")
    assert "1 person has *Python* at 3, Independent or above, and at least 2 should" in said(
        office.types("head", "gaps support")
    )
    assert "Required skills" in said(office.types("bea", "needs"))
    office.does("bea", "require", skill="Python", level="3", people="0")
    assert "No skill is required here yet" in said(office.types("bea", "gaps"))
    assert office.events() == ["required", "unrequired"]


def test_a_deputy_reads_where_it_is_short_without_the_manager_s_button(office: SkillOffice) -> None:
    office.does("bea", "require", skill="Python", level="3", people="2")
    assert "Required skills…" in said(office.types("bea", "gaps"))
    shown = said(office.types("tom", "gaps"))
    assert "1 person has *Python* at 3, Independent or above, and at least 2 should" in shown
    assert "Required skills…" not in shown
    with pytest.raises(NotAllowed):
        office.types("tom", "needs")


def test_what_nobody_fills_yet_and_what_cases_opened_stand_beside_it_as_counts(office: SkillOffice) -> None:
    def work(tx: Tx) -> None:
        project = min(organisation.chart(tx).projects)
        lacking = Wanted(
            Ref("staffing", 4), project, office.skill(tx, "Python"), 4, 2, date(2027, 1, 4), date(2027, 3, 5)
        )
        skills.want(tx, lacking)

    office.store.write(work)
    office.closes_case("coaching")
    shown = said(office.types("bea", "gaps"))
    assert "*Python* at 4, Advanced: 2 for Apollo, from Mon, 4 Jan 2027" in shown
    assert "Coaching: 1" in shown
    assert "Ann" not in shown
    for other in ("tom", "head"):
        assert "cases" not in said(office.types(other, "gaps support")), "who closed a case alone knows of it"


def test_a_mentor_is_suggested_from_those_who_offer_and_hold_more(office: SkillOffice) -> None:
    shown = said(office.does("ann", "preview", kind="mentoring", skill="Python"))
    assert "Could mentor: *Zoe*" in shown
    assert "Nobody who holds Python" in said(office.does("zoe", "preview", kind="mentoring", skill="Python"))
    assert "Could mentor" not in said(office.does("ann", "preview", kind="training", skill="Python"))
    item = office.proposes(partner=None)
    assert "Could mentor: *Zoe*" in said(office.does("bea", "preview_agree", item.id, **{**TERMS, "owner": "U0ANN"}))


def test_wishes_and_offers_are_told_at_once_and_taken_back(office: SkillOffice) -> None:
    assert "Wishes and offers" in said(office.does("ann", "tell"))
    office.does("ann", "tell", wishes=["Power BI"], offers=["Python"])
    portrait = said(office.types("ann", "mine"))
    assert "Would like to learn:* Power BI" in portrait
    assert "Offers to mentor:* Python" in portrait
    office.does("ann", "tell", wishes=[], offers=[])
    assert "Would like to learn" not in said(office.types("ann", "mine"))
    for words in ("wish Python", "unwish Python", "unwish Python", "offer Python", "unoffer Python", "unoffer Python"):
        assert said(office.types("ann", words))
    assert office.events() == [
        "wished",
        "offered",
        "unwished",
        "unoffered",
        "wished",
        "unwished",
        "offered",
        "unoffered",
    ]

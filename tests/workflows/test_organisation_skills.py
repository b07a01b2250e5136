"""Skills as facts of the organisation: one name one skill, the latest assessment counts, nothing is overwritten."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from bot.store import Store
from tests.workflows.leave_office import an_office
from workflows.kernel.access import PersonId
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Ref, Tx
from workflows.organisation import commitments, skill_names, skills
from workflows.organisation import store as organisation
from workflows.organisation.commitments import Category, Commitment, Promise
from workflows.organisation.register import write
from workflows.organisation.skill_tables import SkillName
from workflows.organisation.skills import Held, Need, Wanted, Wish

TODAY = date(2026, 11, 23)


@pytest.fixture(name="office")
def an_organisation(store: Store) -> Store:
    """The small office of leave's tests."""
    store.write(lambda tx: write(tx, an_office()))
    return store


def person(tx: Tx, name: str) -> PersonId:
    found = organisation.person_by_email(tx, f"{name}@x.org")
    assert found is not None
    return found.id


def department(tx: Tx) -> int:
    return min(organisation.chart(tx).departments)


def test_a_skill_is_found_by_name_by_other_name_and_by_code_in_any_case(office: Store) -> None:
    def work(tx: Tx) -> None:
        power = skill_names.add(tx, "Power BI")
        skill_names.also_called(tx, power, "PBI")
        for words in ("power bi", " POWER   BI ", "pbi", "power-bi", "Ｐower BI", "PowerBI", "p-bi"):
            assert skills.find(tx, words) == power
        assert skills.find(tx, "Excel") is None
        assert skill_names.other_names(tx) == {power.id: ["PBI"]}

    office.write(work)


def test_a_name_that_could_mean_two_skills_means_neither(office: Store) -> None:
    def work(tx: Tx) -> None:
        data, base = skill_names.add(tx, "Data base"), skill_names.add(tx, "SQL")
        with pytest.raises(Refused, match="as Data base"):
            skill_names.add(tx, "Database")
        tx.insert(SkillName, folded="data-base", skill_id=base.id, name="Data-base")
        assert skills.find(tx, "database") is None
        assert skills.find(tx, "data base") == data

    office.write(work)


@pytest.mark.parametrize("taken", ["python", "PYTHON", "Py", "  pY ", "Pyth-on"])
def test_no_name_stands_for_two_skills(office: Store, taken: str) -> None:
    def work(tx: Tx) -> None:
        python = skill_names.add(tx, "Python")
        skill_names.also_called(tx, python, "py")
        other = skill_names.add(tx, "Go")
        with pytest.raises(Refused, match="as Python") as again:
            skill_names.add(tx, taken)
        assert again.value.reason == "known"
        with pytest.raises(Refused, match="as Python"):
            skill_names.also_called(tx, other, taken)

    office.write(work)


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "a\u202eb"])
def test_what_is_no_name_is_no_skill(office: Store, name: str) -> None:
    with pytest.raises(Refused, match="Name of the skill") as refused:
        office.write(lambda tx: skill_names.add(tx, name))
    assert refused.value.field == "skill"


def test_names_that_differ_in_signs_only_have_codes_of_their_own(office: Store) -> None:
    codes = office.write(lambda tx: [skill_names.add(tx, name).code for name in ("C", "C++", "C#", "Ç", "設計")])
    assert codes == ["c", "c-plus-plus", "c-sharp", "c-2", "skill"]


def test_two_skills_become_one_with_everything_of_both(office: Store) -> None:
    def work(tx: Tx) -> None:
        ann, bea, branch = person(tx, "ann"), person(tx, "bea"), department(tx)
        gone, kept = skill_names.add(tx, "JS"), skill_names.add(tx, "JavaScript")
        skills.rate(tx, ann, gone.id, 4, on=date(2026, 6, 1), by=bea)
        skills.rate(tx, ann, kept.id, 2, on=date(2026, 1, 1), by=bea)
        for skill in (gone, kept):
            skills.wish(tx, ann, skill.id)
        skills.offer(tx, bea, gone.id)
        skills.set_need(tx, Need(branch, gone.id, 2, 5))
        skills.set_need(tx, Need(branch, kept.id, 3, 1))
        skill_names.merge(tx, gone, kept)
        assert skills.find(tx, "js") == skills.find(tx, "javascript") == kept
        assert list(skills.skills(tx)) == [kept.id]
        assert skills.held(tx, TODAY) == [Held(ann, kept.id, 4, date(2026, 6, 1), bea)]
        assert skills.held_among(tx, TODAY, [kept.id]) == skills.held(tx, TODAY)
        assert skills.held_among(tx, TODAY, []) == []
        assert [one.level for one in skills.history(tx, ann)] == [4, 2]
        assert (skills.wishes(tx), skills.offers(tx)) == ([Wish(ann, kept.id)], [Wish(bea, kept.id)])
        assert skills.needs(tx, [branch]) == [Need(branch, kept.id, 3, 5)]

    office.write(work)


def test_a_skill_merged_twice_ends_at_the_last_one(office: Store) -> None:
    def work(tx: Tx) -> None:
        ann = person(tx, "ann")
        first, second, third = (skill_names.add(tx, name) for name in ("One", "Two", "Three"))
        skills.rate(tx, ann, first.id, 1, on=TODAY, by=ann)
        skill_names.merge(tx, first, second)
        skill_names.merge(tx, second, third)
        assert [one.skill for one in skills.held_by(tx, ann, TODAY)] == [third.id]
        assert skills.find(tx, "one") == skills.find(tx, "two") == third
        with pytest.raises(Refused, match="one skill already"):
            skill_names.merge(tx, third, third)

    office.write(work)


def test_the_latest_assessment_until_that_day_counts_and_level_nought_ends_it(office: Store) -> None:
    def work(tx: Tx) -> None:
        ann, bea = person(tx, "ann"), person(tx, "bea")
        skill = skill_names.add(tx, "Python").id
        for level, day in ((2, date(2026, 1, 1)), (4, date(2026, 6, 1)), (3, date(2026, 6, 1)), (0, date(2026, 9, 1))):
            skills.rate(tx, ann, skill, level, on=day, by=bea)

        def level_on(day: date) -> list[int]:
            assert skills.held(tx, day) == skills.held_by(tx, ann, day) == skills.held_among(tx, day, [skill])
            return [one.level for one in skills.held(tx, day)]

        days = (date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 1), date(2026, 9, 1))
        assert [level_on(day) for day in days] == [[], [2], [3], []]

    office.write(work)


def test_a_certificate_counts_until_its_last_day_and_is_listed_before_and_after_it(office: Store) -> None:
    def work(tx: Tx) -> None:
        ann = person(tx, "ann")
        skill = skill_names.add(tx, "First aid").id
        skills.rate(tx, ann, skill, 3, on=date(2025, 1, 1), by=ann, expires=TODAY)
        assert [one.expires_on for one in skills.held(tx, TODAY)] == [TODAY]
        assert skills.held(tx, date(2026, 11, 24)) == []
        assert skills.lapsing(tx, TODAY, date(2026, 11, 1), date(2026, 11, 22)) == []
        assert [one.expires_on for one in skills.lapsing(tx, TODAY, TODAY, TODAY)] == [TODAY]
        assert len(skills.lapsing(tx, date(2026, 12, 1), TODAY, TODAY)) == 1
        again = skills.rate(tx, ann, skill, 3, on=date(2026, 11, 2), by=ann, expires=date(2028, 11, 2))
        assert skills.lapsing(tx, TODAY, TODAY, TODAY) == []
        renewed = skills.rating(tx, again)
        assert renewed is not None
        assert renewed.expires_on == date(2028, 11, 2)

    office.write(work)


@pytest.mark.parametrize("change", ["update skill_rating set level = 5", "delete from skill_rating"])
def test_an_assessment_cannot_be_changed_or_removed(office: Store, change: str) -> None:
    def work(tx: Tx) -> None:
        skills.rate(tx, person(tx, "ann"), skill_names.add(tx, "Python").id, 1, on=TODAY, by=person(tx, "bea"))

    office.write(work)
    with pytest.raises(DatabaseError, match="append-only"):
        office.write(lambda tx: tx.connection.execute(text(change)))


def test_wishes_offers_and_needs_are_noted_once_and_taken_back_once(office: Store) -> None:
    def work(tx: Tx) -> None:
        ann, skill, branch = person(tx, "ann"), skill_names.add(tx, "Python").id, department(tx)
        assert [skills.wish(tx, ann, skill), skills.wish(tx, ann, skill)] == [True, False]
        assert [skills.unwish(tx, ann, skill), skills.unwish(tx, ann, skill)] == [True, False]
        assert [skills.offer(tx, ann, skill), skills.offer(tx, ann, skill)] == [True, False]
        assert [skills.unoffer(tx, ann, skill), skills.unoffer(tx, ann, skill)] == [True, False]
        skills.set_need(tx, Need(branch, skill, 3, 1))
        skills.set_need(tx, Need(branch, skill, 4, 2))
        assert skills.needs(tx, [branch, branch + 1]) == [Need(branch, skill, 4, 2)]
        assert [skills.drop_need(tx, branch, skill), skills.drop_need(tx, branch, skill)] == [True, False]
        assert skills.needs(tx, []) == []

    office.write(work)


def test_what_a_request_lacks_is_said_anew_each_time_until_it_lacks_nothing(office: Store) -> None:
    def work(tx: Tx) -> None:
        skill, project = skill_names.add(tx, "Python").id, min(organisation.chart(tx).projects)
        ref = Ref("staffing", 7)
        lacking = Wanted(ref, project, skill, 3, 2, TODAY, date(2026, 12, 31))
        skills.want(tx, lacking)
        skills.want(tx, Wanted(ref, project, skill, 3, 1, TODAY, date(2026, 12, 31)))
        assert [one.people for one in skills.wanted(tx, TODAY)] == [1]
        assert skills.wanted(tx, date(2027, 1, 1)) == []
        assert [skills.no_longer_wanted(tx, ref), skills.no_longer_wanted(tx, ref)] == [True, False]

    office.write(work)


def test_a_commitment_is_exact_stands_in_its_month_and_is_replaced_whole(office: Store) -> None:
    def work(tx: Tx) -> None:
        ref, branch = Ref("skills", 3), department(tx)
        one = Commitment(
            branch, ref, Category.TRAINING, Decimal("1250.55"), "EUR", date(2026, 12, 14), Promise.PROPOSED
        )
        commitments.put(tx, ref, [one])
        agreed = Commitment(
            branch, ref, Category.TRAINING, Decimal("1250.55"), "EUR", date(2026, 12, 1), Promise.AGREED
        )
        commitments.put(tx, ref, [agreed])
        assert commitments.of_source(tx, ref) == [agreed]
        assert commitments.commitments(tx, [branch], date(2026, 12, 1), date(2026, 12, 31)) == [agreed]
        assert commitments.commitments(tx, [branch], date(2027, 1, 1), date(2027, 12, 1)) == []
        assert commitments.commitments(tx, [], date(2026, 1, 1), date(2027, 12, 1)) == []
        commitments.put(tx, ref, [])
        assert commitments.of_source(tx, ref) == []

    office.write(work)

"""What cannot be: each a clear sentence, nothing written, nobody told."""

from datetime import date
from typing import Any

import pytest

from bot.transaction import Transaction
from tests.workflows.skills_office import TERMS, TODAY, SkillOffice, a_skill_office, said
from workflows.kernel.errors import Refused
from workflows.kernel.replies import Say
from workflows.organisation import recent

__all__ = ("a_skill_office",)


def refused(office: SkillOffice, do: Any) -> Refused:
    """Why not; and nothing is left of the try."""
    before = office.rows("select count(*) from audit")[0][0], len(office.queued())
    with pytest.raises(Refused) as caught:
        do()
    assert (office.rows("select count(*) from audit")[0][0], len(office.queued())) == before
    return caught.value


@pytest.mark.parametrize(
    ("form", "text", "field"),
    [
        ({"partner": "U0ANN"}, "Nobody can be their own mentor", "partner"),
        ({"partner": "U0NOBODY"}, "I don't know this person", "partner"),
        ({"skill": "Pyton"}, "There is no skill “Pyton”. Did you mean Python?", "skill"),
        ({"skill": "<!channel> & <@U0ZOE>"}, "There is no skill “!channel  @U0ZOE”", "skill"),
        ({"skill": "", "goal": ""}, "Name the skill", "goal"),
        ({"skill": "", "kind": "mentoring"}, "Mentoring is for a skill", "skill"),
        ({"kind": "magic"}, "Pick training, coaching or mentoring", "kind"),
        ({"goal": "x" * 1001}, "please keep it under 1,000", "goal"),
        ({"provider": "x" * 121}, "please keep it under 120", "provider"),
        ({"first": date(2027, 3, 1)}, "end before it begins", "last"),
        ({"first": date(2026, 1, 1), "last": date(2026, 2, 1)}, "That day is over", "last"),
        ({"last": date(2036, 2, 1)}, "more than two years", "last"),
        ({"cost": "450"}, "an amount and a currency", "cost"),
        ({"cost": "-5 EUR"}, "an amount and a currency", "cost"),
        ({"cost": "0 EUR"}, "more than nothing", "cost"),
        ({"cost": "1.2,3.4 EUR"}, "an amount and a currency", "cost"),
        ({"cost": "1.234 EUR"}, "can be read in two ways", "cost"),
        ({"cost": "450 XQZ"}, "XQZ is no currency", "cost"),
        ({"cost": "99999999 EUR"}, "at most ten million", "cost"),
        ({"person": "U0NOBODY"}, "I don't know this person", "person"),
    ],
)
def test_development_that_cannot_be(office: SkillOffice, form: dict[str, Any], text: str, field: str) -> None:
    why = refused(office, lambda: office.does("ann", "propose", **{**TERMS, **form}))
    assert text in why.text
    assert why.field == field


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"first": None}, "first"),
        ({"last": None}, "last"),
        ({"partner": None}, "partner"),
        ({"kind": "coaching", "partner": None}, "partner"),
        ({"owner": "U0MAX"}, "owner"),
    ],
)
def test_what_lacks_its_end_or_its_helper_is_not_agreed(office: SkillOffice, form: dict[str, Any], field: str) -> None:
    item = office.proposes(first=None, last=None, partner=None)
    why = refused(office, lambda: office.does("bea", "agree", item.id, **{**TERMS, "owner": "U0ANN", **form}))
    assert why.field == field


def test_the_same_is_not_planned_twice(office: SkillOffice) -> None:
    office.proposes()
    assert "planned or proposed already" in refused(office, lambda: office.does("ann", "propose", **TERMS)).text


@pytest.mark.parametrize(
    ("form", "text", "field"),
    [
        ({"level": "7"}, "A level is a whole number from 1", "level"),
        ({"level": "0"}, "A level is a whole number from 1", "level"),
        ({"level": "3.5"}, "A level is a whole number from 1", "level"),
        ({"level": ""}, "A level is a whole number from 1", "level"),
        ({"level": "٣"}, "A level is a whole number from 1", "level"),
        ({"skill": "Cobol"}, "There is no skill “Cobol”", "skill"),
        ({"assessed_on": date(2026, 11, 24)}, "still to come", "assessed_on"),
        ({"assessed_on": date(2023, 1, 1)}, "was not with the company then", "assessed_on"),
        ({"expires": date(2026, 11, 1)}, "run out already", "expires"),
        ({"person": "U0NOBODY"}, "I don't know this person", "person"),
    ],
)
def test_a_rating_that_cannot_be(office: SkillOffice, form: dict[str, Any], text: str, field: str) -> None:
    known = {"person": "U0ANN", "skill": "Python", "level": "3", "assessed_on": TODAY, "expires": None}
    why = refused(office, lambda: office.does("bea", "rate", **{**known, **form}))
    assert text in why.text
    assert why.field == field


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("wish", "Which skill?"),
        ("wish Cobol", "There is no skill “Cobol”"),
        ("who <@U0ANN>", "Which skill?"),
        ("of", "Whose skills?"),
        ("of @ann", "Type @ and pick the person"),
        ("rate Python 7", "A level is a whole number from 1"),
        ("rate Python 2", ""),
        ("dance", "I don't know “dance”"),
        ("x" * 201, "a lot of words"),
        ("offer Power BI", "you need a level in it"),
        ("gaps nowhere", "There is no department “nowhere”"),
        ("develop for <@U0ANN> for <@U0ZOE>", "One person at a time"),
        ("gaps delivery", "You can't do that"),
        ("gaps", "You can't do that"),
        ("needs", "You can't do that"),
        ("add Cobol", "You can't do that"),
        ("merge Python into Power BI", "You can't do that"),
        ("alias Py", "I need two names"),
    ],
)
def test_words_that_mean_nothing_here(office: SkillOffice, words: str, text: str) -> None:
    if not text:
        assert "Propose a level" in said(office.types("ann", words))
        return
    assert text in refused(office, lambda: office.types("ann", words)).text


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("add python", "known already, as Python"),
        ("add POWER  BI", "known already, as Power BI"),
        ("alias Python = Power BI", "known already, as Python"),
        ("merge Python into python", "one skill already"),
        ("merge Cobol into Python", "There is no skill “Cobol”"),
        ("add " + "x" * 81, "80 is the most"),
    ],
)
def test_a_skill_does_not_exist_under_two_names(office: SkillOffice, words: str, text: str) -> None:
    assert text in refused(office, lambda: office.types("nora", words)).text


def test_two_names_of_one_skill_are_merged_by_a_people_admin(office: SkillOffice) -> None:
    office.types("bea", "add Snake language")
    office.types("ann", "wish snake LANGUAGE")
    office.types("nora", "merge Snake language into Python")
    assert "Would like to learn:* Python" in said(office.types("ann", "mine"))
    assert "also called Snake language" in said(office.types("max", "list"))
    office.types("nora", "alias Py3 = Python")
    assert "Zoe" in said(office.types("max", "who py3"))


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ({"people": "x"}, "whole number"),
        ({"people": "-1"}, "whole number"),
        ({"people": "99999"}, "whole number"),
        ({"level": "9"}, "A level is a whole number"),
        ({"skill": "Cobol"}, "There is no skill"),
        ({"people": "0"}, "It is not required now"),
    ],
)
def test_a_requirement_that_cannot_be(office: SkillOffice, form: dict[str, Any], text: str) -> None:
    known = {"skill": "Python", "level": "3", "people": "2"}
    assert text in refused(office, lambda: office.does("bea", "require", **{**known, **form})).text


def test_nothing_is_planned_for_or_with_somebody_who_has_left(office: SkillOffice) -> None:
    def leave(tx: Transaction) -> None:
        tx.connection.exec_driver_sql("update person set ends = '2026-11-01' where email = 'zoe@x.org'")
        recent.changed(tx)

    office.store.write(leave)
    assert "not with the company" in refused(office, lambda: office.does("ann", "propose", **TERMS)).text
    for verb, form in (("develop", {}), ("rate", {}), ("propose", dict(TERMS))):
        why = refused(office, lambda verb=verb, form=form: office.does("bea", verb, **form, person="U0ZOE"))
        assert "Zoe is not with the company any more" in why.text


def test_what_is_typed_is_never_live(office: SkillOffice) -> None:
    office.types("bea", "add <b>*bold*</b>")
    for words in ("list", "who <b>*bold*</b>"):
        reply = office.types("bea", words)
        assert isinstance(reply, Say)
        assert "<b>" not in reply.message.text
        for block in reply.message.blocks:
            assert block["type"] == "header" or "<b>" not in str(block)

"""The rules of absence by themselves: policies that contradict themselves, certificates by country, overlaps."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from workflows.absence.rules.certificate import certified, due_day, needs, working_day_from
from workflows.absence.rules.check import Context, Draft, check, free, joined
from workflows.absence.rules.life import MACHINE, Certificate, State
from workflows.absence.rules.policy import AbsencePolicy, AbsenceType, Asking, CertificateRule
from workflows.absence.rules.record import Record
from workflows.absence.seed import POLICY
from workflows.calendar.rules import Half, Span
from workflows.kernel.access import PersonId
from workflows.kernel.errors import Refused

ANN = PersonId(1)
MONDAY = date(2026, 11, 23)
SICKNESS, PERSONAL = POLICY.types[0], POLICY.types[3]


def span(first: int, last: int | None = None) -> Span:
    """Days counted from that Monday, 0."""
    return Span(MONDAY + timedelta(first), MONDAY + timedelta(first if last is None else last))


def a_record(days: Span, **more: Any) -> Record:
    return Record(**{"id": 7, "person": ANN, "absence_type": "sickness", "span": days, "open_ended": False, **more})


def refusal(draft: Draft, *records: Record, **more: Any) -> str:
    context = Context(
        **{
            "today": MONDAY,
            "policy": POLICY,
            "first_day": date(2024, 1, 1),
            "last_day": None,
            "records": records,
            **more,
        }
    )
    try:
        check(draft, context)
        free(draft, records)
    except Refused as refused:
        return refused.reason
    return ""


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"types": []}, "types"),
        ({"types": [{"code": "Sick!", "name": "x"}]}, "code"),
        ({"types": [{"code": "a", "name": "A"}, {"code": "a", "name": "B"}], "short": "a"}, "same code"),
        ({"types": [{"code": "a", "name": "A"}], "short": "b"}, "short: there is no type 'b'"),
        ({"types": [{"code": "a", "name": "A", "back": {"person": [2, 1]}}], "short": "a"}, "go up"),
        ({"types": [{"code": "a", "name": "A", "back": {"person": [9]}}], "short": "a"}, "before all were asked"),
        ({"types": [{"code": "a", "name": "A", "certificate": {"after": -1}}], "short": "a"}, "after"),
        ({"types": [{"code": "a", "name": "A", "certificate_by_country": {"germany": None}}], "short": "a"}, "country"),
        ({"types": [{"code": "a", "name": "A", "longest": 1_000_000}], "short": "a"}, "longest"),
        ({"types": [{"code": "a", "name": "A", "reason": "required"}], "short": "a"}, "reason"),
    ],
)
def test_a_senseless_policy_is_refused_and_says_which_setting(wrong: dict[str, Any], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        AbsencePolicy.model_validate({"code": "x", "short": "a", **wrong})


def test_a_policy_comes_back_from_its_text_as_it_was() -> None:
    assert AbsencePolicy.model_validate_json(POLICY.model_dump_json()) == POLICY


@pytest.mark.parametrize(
    ("country", "days", "due"),
    [
        ("DE", 3, None),
        ("DE", 4, date(2026, 11, 26)),
        ("GB", 7, None),
        ("GB", 8, date(2026, 11, 30)),
        ("US", 300, None),
        ("FR", 4, date(2026, 11, 26)),
        (None, 4, date(2026, 11, 26)),
    ],
)
def test_when_a_certificate_is_due_is_the_countrys_to_say(country: str | None, days: int, due: date | None) -> None:
    after = certified(a_record(span(0, days - 1)), SICKNESS.rule(country), None)
    assert (after.certificate is Certificate.DUE, after.certificate_due) == (due is not None, due)


def test_a_certificate_due_on_a_weekend_is_due_on_monday_and_one_received_stays_received() -> None:
    assert due_day(CertificateRule(after=5), MONDAY, None) == date(2026, 11, 30)
    assert working_day_from(date(2028, 2, 29), None) == date(2028, 2, 29)
    received = a_record(span(0), certificate=Certificate.RECEIVED)
    assert certified(received, None, None) is received


@given(after=st.integers(0, 30), days=st.integers(1, 60))
def test_longer_than_so_many_days_and_only_then(after: int, days: int) -> None:
    assert needs(CertificateRule(after=after), span(0, days - 1)) is (days > after)


@pytest.mark.parametrize(
    ("draft", "records", "reason"),
    [
        (Draft(SICKNESS, span(0, 365)), (), None),
        (Draft(SICKNESS, span(0, 366)), (), "too_long"),
        (Draft(SICKNESS, span(-7)), (), None),
        (Draft(SICKNESS, span(-8)), (), "back_dated"),
        (Draft(SICKNESS, span(180)), (), None),
        (Draft(SICKNESS, span(181)), (), "too_far_ahead"),
        (Draft(SICKNESS, span(0)), (a_record(span(1)),), None),
        (Draft(SICKNESS, span(0)), (a_record(span(0)),), "overlap"),
        (Draft(PERSONAL, span(0, 2)), (a_record(span(1)),), "overlap"),
        (Draft(SICKNESS, span(0, 2)), (a_record(span(1), state=State.ENDED),), "overlap"),
        (Draft(SICKNESS, span(0, 2)), (a_record(span(1), state=State.WITHDRAWN),), None),
        (Draft(SICKNESS, span(9)), (a_record(span(1), open_ended=True),), "overlap"),
        (Draft(PERSONAL, span(0), open_ended=True), (a_record(span(30)),), "overlap"),
        (Draft(SICKNESS, span(0, 9)), (a_record(span(1)), a_record(span(3), id=8)), "overlap"),
        (Draft(SICKNESS, span(0, 2), edits=7), (a_record(span(1)),), None),
        (Draft(SICKNESS, span(0, 2), edits=7), (a_record(span(1)), a_record(span(2), id=8)), "overlap"),
    ],
)
def test_what_is_refused_and_what_is_not(draft: Draft, records: tuple[Record, ...], reason: str | None) -> None:
    if reason is not None:
        assert refusal(draft, *records) == reason
        return
    context = Context(MONDAY, POLICY, date(2024, 1, 1), None, records)
    check(draft, context)
    assert free(draft, records) is None


def test_after_the_last_day_with_the_company() -> None:
    assert refusal(Draft(SICKNESS, span(0, 3)), last_day=MONDAY + timedelta(2)) == "after_leaving"


def test_an_afternoon_and_the_other_morning_of_one_day_do_not_overlap() -> None:
    morning = a_record(Span.of(MONDAY, Half.AM))
    assert free(Draft(PERSONAL, Span.of(MONDAY, Half.PM)), [morning]) is None


@given(
    first=st.tuples(st.integers(0, 20), st.integers(1, 20)), second=st.tuples(st.integers(0, 20), st.integers(1, 20))
)
def test_what_joins_on_covers_both_and_nothing_else(first: tuple[int, int], second: tuple[int, int]) -> None:
    base = MONDAY.toordinal() * 2
    one, other = (Span.between(base + start, base + start + length) for start, length in (first, second))
    record = a_record(one)
    try:
        found = free(Draft(SICKNESS, other), [record])
    except Refused:
        assert not other.without(one)
        return
    assert (found is not None) is one.overlaps(other)
    if found is not None:
        whole, open_ended = joined(found, Draft(SICKNESS, other))
        assert not open_ended
        assert not [*one.without(whole), *other.without(whole)]
        assert all(not part.without(other) for part in whole.without(one))


def test_each_state_is_left_or_final_as_its_sentence_says() -> None:
    leads = {state: {verb for verb in MACHINE.verbs if MACHINE.allows(verb, state)} for state in State}
    assert leads[State.WITHDRAWN] == set()
    assert leads[State.ENDED] == {"extend", "correct", "withdraw", "receive"}
    assert MACHINE.target("extend", State.ENDED) is State.OPEN
    assert all(replace(a_record(span(0)), state=state).standing is (state is not State.WITHDRAWN) for state in State)


def test_a_type_asks_for_no_reason_anywhere() -> None:
    assert not {"reason", "comment", "text"} & set(AbsenceType.model_fields)
    assert Asking().person == ()

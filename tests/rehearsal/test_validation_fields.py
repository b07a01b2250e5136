"""Every field of the table in both directions: what obeys Slack's limit is taken, what breaks it is refused."""

import pytest

from tests.rehearsal.validation_cases import Case, all_cases, everything_of
from tests.rehearsal.validation_samples import SAMPLES, judged

CASES = [*all_cases()]


@pytest.mark.parametrize("case", [pytest.param(case, id=f"{case.rule}-{number}") for number, case in enumerate(CASES)])
def test_a_field_that_obeys_is_taken_and_one_that_breaks_is_refused(case: Case) -> None:
    assert case.obeyed == []
    assert case.rule in {violation.rule for violation in case.broken}


@pytest.mark.parametrize("case", [case for case in CASES if case.limit is not None], ids=lambda case: case.rule)
def test_a_refusal_names_the_limit(case: Case) -> None:
    limits = {violation.limit for violation in case.broken if violation.rule == case.rule}
    assert limits == {case.limit}


NOT_SENT = {"file"}  # comes with what is read


@pytest.mark.parametrize("name", sorted(SAMPLES.keys() - NOT_SENT))
def test_the_least_that_slack_takes_is_taken(name: str) -> None:
    assert judged(name, SAMPLES[name]) == []


@pytest.mark.parametrize("name", sorted(SAMPLES.keys() - NOT_SENT - {"attachment", "response_action"}))
def test_all_fields_of_an_object_are_taken_at_once(name: str) -> None:
    assert judged(name, everything_of(name)) == []

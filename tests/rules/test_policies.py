"""The example policies are valid, survive being written and read, and a nonsensical setting is named."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from tests.rules.people import policy
from workflows.leave.rules.policy import LeavePolicy

FILES = sorted((Path(__file__).parents[2] / "workflows/leave/policies").glob("*.yaml"))


def test_there_is_one_for_each_way_of_doing_it() -> None:
    assert [path.stem for path in FILES] == ["germany", "india", "sweden", "uk", "us-pto"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_an_example_policy_survives_being_written_and_read(path: Path) -> None:
    known = LeavePolicy.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    written = yaml.safe_dump(known.model_dump(mode="json", exclude_defaults=True))
    assert LeavePolicy.model_validate(yaml.safe_load(written)) == known
    assert LeavePolicy.model_validate_json(known.model_dump_json()) == known


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"floor": 1}, "floor: how far below zero"),
        ({"valid_from": "2026-02-01", "valid_to": "2026-01-01"}, "valid_to: it ends before it begins"),
        ({"use_first": ["annual"]}, "use_first: a type can't come before itself"),
        ({"use_first": ["nothing"]}, "unknown leave type nothing"),
        ({"longest": {"most": 2}, "shortest": 3}, "shortest: no request could be both"),
        ({"limited": False, "entitlement": {"amount": 1}}, "limited: a type without a balance grants nothing"),
        ({"carry_over": {"validity": {}}}, "say exactly one of until, days and months"),
        ({"carry_over": {"validity": {"until": "02-30"}}}, "day is out of range"),
        ({"carry_over": {"validity": {"until": "04-01", "days": 3}}}, "say exactly one"),
        (
            {"entitlement": {"levels": [{"after_years": 5, "amount": 1}, {"after_years": 2, "amount": 2}]}},
            "levels: each",
        ),
        ({"entitlement": {"amount": "0.00001"}}, "4 decimal places"),
        ({"entitlement": {"amount": -1}}, "greater than or equal to 0"),
        ({"count": {"rounding": {"step": 0}}}, "greater than 0"),
        ({"entitlement": {"accrual": {"every": "fortnightly"}}}, "Input should be"),
        (
            {"entitlement": {"accrual": {"every": "twice_monthly", "day": 16}}},
            "second_day: it must come after `day`, which is at most the 27th",
        ),
        ({"carry_over": {"most": 3, "forever": 5}}, "forever: more would never expire than is carried at all"),
        (
            {"carry_over": {"most": None, "forever": None, "validity": {"months": 3}}},
            "validity: nothing of what is carried expires",
        ),
        ({"carry_over": {"most": 3, "day": "02-31"}}, "day is out of range"),
        ({"carry_over": {"most": 3, "day": "whenever"}}, "carry_over.day"),
        ({"count": {"adjoining": "same"}}, "adjoining: neither holidays nor rest days cost anything"),
        ({"longest": {"most": 5}, "block": 10}, "block: the yearly run would be longer"),
        ({"shortest": 3, "quotas": [{"most": 2, "period": "month"}]}, "quotas: no request could be both"),
        ({"notice": [{"days": 30}], "window": {"ahead": 14}}, "notice: it would have to be asked for earlier"),
        ({"colour": "red"}, "Extra inputs are not permitted"),
    ],
)
def test_a_nonsensical_setting_is_named_with_its_reason(settings: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError) as refused:
        policy(**settings)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("whole", "said"),
    [
        ({"types": []}, "at least one leave type"),
        ({"types": [{"code": "a", "name": "A"}, {"code": "a", "name": "B"}]}, "the same code"),
        ({"year_start": "13-01"}, "month must be in 1..12"),
        ({"cover": [{"people": 1, "percent": 50}]}, "say one of people, percent and away"),
        ({"cover": [{"people": 1, "level": 3}]}, "level: it says how well a skill is known"),
        ({"cover": [{"people": 1, "types": ["b"]}]}, "unknown leave type b"),
        ({"blackouts": [{"first": "2026-02-01", "last": "2026-01-01", "reason": "x"}]}, "ends before it begins"),
        ({"shutdowns": [{"first": "2026-02-02", "last": "2026-02-01", "name": "x", "leave_type": "a"}]}, "ends before"),
    ],
)
def test_a_policy_that_contradicts_itself_is_refused(whole: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError) as refused:
        LeavePolicy.model_validate({"code": "p", "name": "P", "types": [{"code": "a", "name": "A"}], **whole})
    assert said in str(refused.value)

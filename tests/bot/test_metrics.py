"""The numbers for whoever watches: what is counted, who may read it, and that the page about them is true."""

import asyncio
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families
from starlette.requests import Request

from bot import meters
from bot.exposition import Exposition, stands, written
from bot.meters import METERS, Kind, Measure, Meters
from bot.store import Store
from workflows.kernel.access import PersonId
from workflows.kernel.flow import Notice, Ref

PAGE = Path(__file__).resolve().parents[2] / "docs" / "metrics.md"


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    METERS.clear()
    yield
    METERS.clear()


def read(text: bytes) -> dict[tuple[str, tuple[str, ...]], float]:
    return {
        (sample.name, tuple(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text.decode())
        for sample in family.samples
    }


def test_what_was_counted_and_timed_can_be_read_again() -> None:
    counted = Meters()
    counted.count(meters.REQUESTS, "command", "done")
    counted.count(meters.REQUESTS, "command", "done")
    for seconds in (0.002, 0.002, 0.3, 60):
        counted.time(meters.ACK, seconds, "command")
    found = read(written(counted, {meters.WAITING: 3}))
    assert found["dotted_line_requests_total", ("command", "done")] == 2
    assert found["dotted_line_outbox_waiting", ()] == 3
    assert found["dotted_line_ack_seconds_count", ("command",)] == 4
    assert found["dotted_line_ack_seconds_sum", ("command",)] == pytest.approx(60.304)
    upto = {labels[1]: value for (name, labels), value in found.items() if name == "dotted_line_ack_seconds_bucket"}
    assert (upto["0.005"], upto["0.25"], upto["0.5"], upto["2.5"], upto["+Inf"]) == (2, 2, 3, 3, 4)


def test_made_up_labels_end_in_one() -> None:
    counted = Meters()
    for number in range(meters.MOST_LABELS + 50):
        counted.count(meters.RETRIES, f"made up {number}")
    assert len(counted.counts[meters.RETRIES]) == meters.MOST_LABELS + 1
    assert counted.counts[meters.RETRIES][("other",)] == 50


def test_the_outbox_is_counted_by_what_is_due(store: Store) -> None:
    now = store.clock.now()
    store.write(lambda tx: tx.queue(Notice("a", "C1", "x", Ref("leave", 1))))
    store.write(
        lambda tx: tx.queue(Notice("b", PersonId(7), "x", Ref("leave", 1), not_before=now - timedelta(hours=2)))
    )
    store.write(lambda tx: tx.queue(Notice("c", "C2", "x", Ref("leave", 1), not_before=now + timedelta(hours=2))))
    found = store.read(stands)
    assert {one.name: value for one, value in found.items()} == {
        "dotted_line_outbox_waiting": 2,
        "dotted_line_outbox_oldest_seconds": pytest.approx(7200, abs=1),
        "dotted_line_outbox_doubtful": 0,
        "dotted_line_outbox_dead": 0,
    }


@pytest.mark.parametrize(
    ("token", "alone", "said", "status"),
    [
        ("", True, "", 200),
        ("", False, "", 404),
        ("", False, "Bearer ", 404),
        ("s3cret", True, "", 404),
        ("s3cret", False, "Bearer s3cret", 200),
        ("s3cret", False, "Bearer s3cre", 404),
        ("s3cret", False, "s3cret", 404),
        ("s3cret", False, "Bearer sécret", 404),
    ],
)
def test_only_this_machine_or_who_knows_the_token_may_ask(
    store: Store,
    token: str,
    alone: bool,  # noqa: FBT001 - a column of the table
    said: str,
    status: int,
) -> None:
    page = Exposition(store, lambda: {meters.STOPPED: 0.0}, token, alone=alone)
    asked = Request({"type": "http", "headers": [(b"authorization", said.encode("latin-1"))] if said else []})
    answer = asyncio.run(page.answer(asked))
    assert answer.status_code == status
    assert (b"dotted_line_delivery_stopped" in answer.body) == (status == 200)


def test_every_measure_is_on_the_page_and_no_other() -> None:
    listed = dict(re.findall(r"^\| `(dotted_line_\w+)` \| (\w+) \|", PAGE.read_text(), re.MULTILINE))
    assert listed == {_asked_for(one): one.kind.value for one in meters.MEASURES}


def test_every_alert_asks_for_a_measure_there_is() -> None:
    examples = re.search(r"```yaml\n(.*?)```", PAGE.read_text(), re.DOTALL)
    assert examples is not None
    rules = yaml.safe_load(examples[1])["groups"][0]["rules"]
    known = {_asked_for(one) for one in meters.MEASURES}
    for rule in rules:
        asked = {re.sub(r"_(bucket|sum|count)$", "", name) for name in re.findall(r"dotted_line_\w+", rule["expr"])}
        assert asked, rule["alert"]
        assert asked <= known, rule["alert"]
        assert rule["annotations"]["summary"].strip()
    assert len(rules) == len({rule["alert"] for rule in rules}) >= 8


def _asked_for(measure: Measure) -> str:
    return f"{measure.name}_total" if measure.kind is Kind.COUNTER else measure.name

"""A short run of `make fuzz`, and that it would notice."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.fuzz.__main__ import different
from tests.fuzz.commands import commands, typings
from tests.fuzz.forms import Attack, attacks, forms, live
from tests.fuzz.parsers import PARSERS, Parser, feed
from tests.fuzz.stores import opened
from tests.postgres import Server

SEED = 8


@pytest.mark.parametrize("parser", PARSERS, ids=lambda parser: parser.name)
def test_hostile_words_are_read_or_refused(parser: Parser) -> None:
    fed = feed(parser.name, SEED, 300)
    assert fed.wrong == ()
    assert fed.inputs == (3 if parser.costly else 300)


def test_hostile_words_in_forms_and_after_commands_break_nothing_and_call_nobody_on_both_stores(
    tmp_path: Path, postgres: Server
) -> None:
    done: list[list[Attack]] = []
    for kind in ("sqlite", "postgresql"):
        with opened(kind, tmp_path, postgres) as store:
            known = forms(store)
            assert len(known) > 40, "the walk found too few forms"
            typed = commands(store)
            assert len(typed) > 40, "the helps name too few words"
            done.append([*attacks(store, known, SEED, range(3 * len(known)))])
            done[-1] += typings(store, typed, SEED, range(3 * len(typed)))
    assert [(one.what, one.number, what) for one in done[0] for what in one.wrong] == []
    assert [(one.what, one.number, what) for one in different(*done) for what in one.wrong] == []


@pytest.mark.parametrize(
    ("payload", "found"),
    [
        ({"text": "hello <!channel>"}, 1),
        ({"text": "hello &lt;!channel&gt;"}, 0),
        ({"blocks": [{"text": {"type": "mrkdwn", "text": "<@U0HOSTILE>"}}]}, 1),
        ({"blocks": [{"text": {"type": "plain_text", "text": "<@U0HOSTILE>"}}]}, 0),
    ],
)
def test_a_live_mention_is_noticed(payload: Mapping[str, Any], found: int) -> None:
    assert len(list(live(payload))) == found


def test_a_parser_that_breaks_and_stores_that_differ_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    broken = Parser("broken", lambda _dice: 1 / 0)
    monkeypatch.setattr("tests.fuzz.parsers.PARSERS", (broken,))
    assert len(feed("broken", SEED, 5).wrong) == 5
    here, there = Attack("leave:ask", 1, "done", ()), Attack("leave:ask", 1, "overlap", ())
    assert [one.wrong for one in different([here], [there])] == [("done on SQLite, overlap on PostgreSQL",)]
    assert different([here], [here]) == []

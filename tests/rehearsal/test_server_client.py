"""The typed client: how it fails, what it fills in, and the same in one process and over HTTP."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from rehearsal.client import RehearsalClient
from rehearsal.entering import NoSuchInputError, answers_for
from rehearsal.server import Serving
from rehearsal.wording import contains, readable
from tests.rehearsal.bolt_app import leave_modal, option, plain


@pytest.fixture(params=["in process", "over http"])
def client(request: pytest.FixtureRequest, served: Serving) -> RehearsalClient:
    return RehearsalClient(served.workspace if request.param == "in process" else served.url)


def test_who_does_not_see_something_says_what_they_see(client: RehearsalClient) -> None:
    ann = client.as_user("ann").in_channel("#general")
    ann.types("Good morning @boss")
    with pytest.raises(AssertionError) as failed:
        ann.sees("approved", timeout=0.1)
    assert "ann does not see “approved”" in str(failed.value)
    assert "general (Ann Ahlgren): Good morning @Bea Osswald" in str(failed.value)
    with pytest.raises(AssertionError, match="and should not"):
        ann.does_not_see("good MORNING")
    with pytest.raises(AssertionError, match="a button “Approve leave”"):
        ann.presses("Approve leave", timeout=0.1)
    with pytest.raises(AssertionError, match="no modal is open"):
        ann.submits(first="2026-12-24", timeout=0.1)


def test_filling_in_what_is_not_there_names_what_is(client: RehearsalClient, served: Serving) -> None:
    app = next(iter(served.workspace.apps.values()))
    served.workspace.views.open(app, "U0ANN", leave_modal())
    with pytest.raises(AssertionError, match=r"no input 'frist'; there are: first \(first, “First day”\)"):
        client.as_user("ann").submits(frist="2026-12-24", timeout=0.1)
    with pytest.raises(AssertionError, match="no option 'Evenings'; there are: Whole days, Mornings"):
        client.as_user("ann").submits(half="Evenings", timeout=0.1)


def test_unknown_people_channels_and_verbs_are_explained(client: RehearsalClient) -> None:
    with pytest.raises(Exception, match="nobody called 'zoe'"):
        client.as_user("zoe").sees("x")
    with pytest.raises(AssertionError, match="in no channel 'attic'"):
        client.as_user("ann").in_channel("attic")
    with pytest.raises(Exception, match="There is no verb 'fly'"):
        client.wire.act("ann", "fly", {})
    with pytest.raises(Exception, match="This needs 'channel'"):
        client.wire.act("ann", "type", {})


def test_faults_clock_and_traffic_are_at_hand(client: RehearsalClient, served: Serving) -> None:
    client.faults.add(method="chat.postMessage", kind="429", rate=0.5, seconds=2, times=3)
    assert served.workspace.faults.plans()[0].times == 3
    client.faults.clear()
    assert not served.workspace.faults.plans()
    client.clock.jump("2027-01-04 09:00 UTC")
    client.clock.pause()
    client.clock.run_at(2)
    client.clock.reset()
    assert client.traffic() == []
    assert client.posts() == []


@pytest.mark.parametrize(
    ("element", "given", "expected"),
    [
        ({"type": "datepicker"}, date(2026, 12, 24), "2026-12-24"),
        ({"type": "timepicker"}, time(9, 30), "09:30"),
        ({"type": "datetimepicker"}, datetime(2026, 12, 24, tzinfo=UTC), 1798070400),
        ({"type": "number_input"}, 2.5, "2.5"),
        ({"type": "plain_text_input"}, None, None),
        ({"type": "users_select"}, "@boss", "U0BOSS"),
        ({"type": "multi_users_select"}, ["boss", "U0ANN"], ["U0BOSS", "U0ANN"]),
        ({"type": "channels_select"}, "#general", "C0GENERAL"),
        ({"type": "static_select", "options": [option("Whole days")]}, "Whole days", "whole_days"),
        ({"type": "checkboxes", "options": [option("A"), option("B")]}, "B", ["b"]),
        ({"type": "multi_static_select", "options": [option("A"), option("B")]}, ("A", "b"), ["a", "b"]),
        ({"type": "external_select"}, "Boss", option("Boss")),
    ],
)
def test_pythons_words_become_what_each_element_takes(element: dict[str, Any], given: Any, expected: Any) -> None:
    block = {"type": "input", "block_id": "b", "label": plain("Field"), "element": {**element, "action_id": "a"}}
    ids = {"boss": "U0BOSS", "general": "C0GENERAL"}
    for name in ("a", "b", "Field"):
        answers = answers_for([block], {name: given}, ids, lambda _, query: [{"options": [option(query)]}])
        assert answers == {"b": {"a": expected}}
    with pytest.raises(NoSuchInputError, match="no input 'c'"):
        answers_for([block], {"c": given}, ids, lambda *_: [])


def test_texts_are_read_as_people_read_them() -> None:
    names = {"U1": "Ann", "C1": "general"}
    text = "<@U1> in <#C1> &lt;b&gt; <https://x.example|here> <!channel> <!date^1^{date}|1 Jan> <https://y.example>"
    assert readable(text, names) == "@Ann in #general <b> here @channel 1 Jan https://y.example"
    assert contains("*Ann* asks\nfor leave", "ann asks for leave")
    assert not contains("Ann", "Boss")


def test_people_and_channels_come_and_go(client: RehearsalClient, served: Serving) -> None:
    new = client.add_person("new", real_name="Nora New", email="nora@example.com")
    client.add_channel("fresh", members=["new", "ann"])
    new.in_channel("fresh").types("Hello")
    client.as_user("ann").sees("Hello")
    assert served.workspace.user("nora@example.com").real_name == "Nora New"
    client.add_person("new", deactivated=True)
    with pytest.raises(Exception, match="account_inactive"):
        new.types("Still here?")
    client.add_channel("fresh", archived=True)
    assert client.as_user("ann").in_channel("fresh").types("Anybody?")["explanation"] == "#fresh is archived."

"""The deputy's part in a handover, hostile words in it, and what its reminders say."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.clock import FollowedClock
from bot.store import Store
from tests.workflows.handover_office import DUE, HandoverOffice
from workflows.handover import messages
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Notice, Ref
from workflows.kernel.replies import Open, Say

HOSTILE = "<!channel> *now* <@U0BEA> `x` & <https://evil.example|here>"


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> HandoverOffice:
    return HandoverOffice.opened(store, clock)


def shown(reply: object) -> str:
    assert isinstance(reply, Say | Open)
    return str(reply.message if isinstance(reply, Say) else reply.view)


def test_a_deputy_sees_and_keeps_the_lists_of_whom_they_stand_in_for(office: HandoverOffice) -> None:
    office.starts()
    assert "Apollo: closing out the project" in shown(office.enters("tom"))
    assert "No handover runs" in shown(office.enters("eve"))
    assert "'Add…'" in str(office.reads("bea", "card"))
    office.uses("tom", "add", 1, 1, title="Keys", giver="U0ANN", receiver="U0ZOE", day=DUE)
    assert {one.title for one in office.handover().items} >= {"Keys"}
    with pytest.raises(Refused):
        office.uses("tom", "give", 1, 1, place="Giving is the giver's own")


def test_a_deputy_starts_one_in_the_name_of_whom_they_stand_in_for(office: HandoverOffice) -> None:
    assert "Apollo" in shown(office.enters("tom", "start apollo"))
    number = office.starts("tom")
    assert office.handover(number).operations == office.person("bea")
    assert office.handover(number).started_by == office.person("tom")


def test_words_that_would_be_live_are_shown_as_they_were_typed(office: HandoverOffice) -> None:
    office.starts()
    office.uses("bea", "add", 1, 1, title=HOSTILE, giver="U0DAN", receiver="U0ZOE", day=DUE)
    number = max(one.id for one in office.handover().items)
    office.uses("dan", "give", number, 1, place=HOSTILE)
    office.uses("zoe", "send_back", number, 2, why=HOSTILE)
    replies = [*(office.uses(name, "show", 1) for name in ("dan", "bea", "zoe")), office.uses("bea", "change", number)]
    read = [office.reads(name, "card") for name in ("dan", "bea", "zoe")]
    read += [office.reads(name, kind, number) for name in ("dan", "zoe") for kind in ("item", "late")]
    everything = [*(reply.view for reply in replies if isinstance(reply, Open)), *(one.blocks for one in read if one)]
    texts = [*live_texts(everything), *(one.text for one in read if one)]
    assert any("evil.example" in text for text in texts)
    assert not [text for text in texts if "<" in text]


def live_texts(node: Any) -> Iterator[str]:
    """Every text in which Slack makes things live."""
    if isinstance(node, Mapping):
        if node.get("type") == "mrkdwn":
            yield str(node["text"])
        yield from live_texts(list(node.values()))
    elif isinstance(node, Sequence) and not isinstance(node, str):
        for part in node:
            yield from live_texts(part)


def reminded(office: HandoverOffice, name: str, about: str) -> str:
    """The newest reminder of this kind to somebody, as it reads now."""
    person = office.person(name)
    rows = office.rows("select key, person, subject, card from outbox where not only_update order by id desc")
    row = next(one for one in rows if one.person == person and str(one.card).endswith(f"/{about}"))
    notice = Notice(row.key, person, "item", Ref("handover", row.subject), card=row.card)
    message = office.store.read(lambda tx: messages.render(tx, notice))
    assert message is not None
    return message.text


def test_a_reminder_says_what_is_to_be_done_and_by_whom(office: HandoverOffice) -> None:
    office.starts()
    office.goes_to(datetime(2026, 12, 4, 9, 5, tzinfo=UTC))
    office.advances()
    assert reminded(office, "dan", "due") == (
        "Please pass on “What was delivered, and where it is” (Apollo: closing out the project) to Bea "
        "by Fri, 4 Dec 2026."
    )
    office.goes_to(datetime(2026, 12, 7, 9, 5, tzinfo=UTC))
    office.advances()
    assert reminded(office, "dan", "late").startswith("Late: please pass on “What was delivered")
    assert reminded(office, "dan", "late").endswith("It was due on Fri, 4 Dec 2026.")
    office.uses("dan", "give", 1, 1, place="Here")
    office.goes_to(datetime(2026, 12, 9, 9, 5, tzinfo=UTC))
    office.advances()
    assert reminded(office, "bea", "given").startswith("Do you have “What was delivered, and where it is”")


def test_of_a_day_off_that_was_picked_its_giver_is_reminded_on_the_working_day_before(office: HandoverOffice) -> None:
    office.starts()
    office.uses("bea", "add", 1, 1, title="Keys", giver="U0DAN", receiver="U0ZOE", day=date(2026, 11, 29))
    office.goes_to(datetime(2026, 11, 27, 9, 5, tzinfo=UTC))
    office.advances()
    assert reminded(office, "dan", "due") == (
        "Please pass on “Keys” (Apollo: closing out the project) to Zoe by Sun, 29 Nov 2026."
    )


def test_one_that_is_started_on_a_day_off_is_due_on_the_next_working_day(office: HandoverOffice) -> None:
    office.goes_to(datetime(2026, 11, 28, 10, 0, tzinfo=UTC))
    handover = office.handover(office.starts(day=date(2026, 11, 30)))
    assert {item.due for item in handover.items} == {date(2026, 11, 30)}

"""Documents that a kind of leave asks for (R35): handed in with it or later, seen by those who decide, nobody else."""

import json
from typing import Any

import pytest

from bot.clock import FollowedClock
from bot.forms import read_element
from bot.store import Store
from rehearsal.validation import validate_message, validate_view
from tests.workflows.leave_office import Office, an_office
from workflows.kernel.errors import Refused
from workflows.kernel.replies import Open, Update
from workflows.leave.rules.life import State
from workflows.leave.rules.policy import LeavePolicy

NOTE = {"id": "F0DOC", "link": "https://acme.slack.com/files/U0ANN/F0DOC/canary.pdf"}


def office_with(store: Store, clock: FollowedClock, **more: Any) -> Office:
    annual = {"code": "annual", "name": "Annual leave", "entitlement": {"amount": 25}}
    moving = {"code": "moving", "name": "Moving house", "limited": False, "document_required": True, **more}
    policy = LeavePolicy.model_validate({"code": "own", "name": "Own", "types": [annual, moving]})
    return Office.founded(store, clock, an_office(), policy)


@pytest.fixture
def office(store: Store, clock: FollowedClock) -> Office:
    return office_with(store, clock)


def moves(office: Office, *documents: dict[str, str]) -> int:
    return office.asks("ann", "2026-12-21", leave_type="moving", documents=list(documents))


def test_the_modal_asks_for_a_file_only_where_the_type_does(office: Office) -> None:
    for code in ("annual", "moving"):
        shown = office.does("ann", "preview", **office.filled("2026-12-21", leave_type=code))
        assert isinstance(shown, Open | Update)
        assert validate_view(json.loads(json.dumps(dict(shown.view)))) == []
        assert ("file_input" in str(shown.view)) is (code == "moving")


def test_the_card_of_whoever_decides_links_it_and_nobody_else_sees_it(office: Office) -> None:
    request = moves(office, NOTE)
    card = office.told("bea", "decide")[0]
    assert validate_message({"text": card.text, "blocks": json.loads(json.dumps(list(card.blocks)))}) == []
    assert f"<{NOTE['link']}|Document 1>" in str(card.blocks)
    assert "can be approved once that is there" not in str(card.blocks)
    office.does("bea", "approve", request)
    readers = {notice.to for notice in office.queued() if "canary" in str(office.rendered(notice))}
    assert readers == {office.person("ann"), office.person("bea")}
    assert "canary" not in str(office.rows("select facts from audit"))


def test_it_can_come_later_and_until_then_nobody_can_approve(office: Office) -> None:
    request = moves(office)
    card = str(office.told("bea", "decide")[0].blocks)
    assert "It needs a document, and can be approved once that is there." in card
    assert "leave:approve" not in card
    with pytest.raises(Refused, match="once its document is there"):
        office.does("bea", "approve", request)
    office.does("ann", "change", request, **office.filled("2026-12-21", leave_type="moving", documents=[NOTE]))
    office.does("ann", "change", request, **office.filled("2026-12-21", leave_type="moving", documents=[NOTE]))
    assert str(office.told("bea", "decide")[-1].blocks).count("Document 1") == 1
    office.does("bea", "approve", request)
    assert office.leave(request).state is State.APPROVED


def test_what_is_granted_by_itself_is_granted_once_its_document_is_there(store: Store, clock: FollowedClock) -> None:
    office = office_with(store, clock, approval={"stages": 0})
    request = moves(office)
    assert office.leave(request).state is State.REQUESTED
    office.does("ann", "change", request, **office.filled("2026-12-21", leave_type="moving", documents=[NOTE]))
    assert office.leave(request).state is State.APPROVED
    assert len(office.rows("select id from leave_document")) == 1


def test_a_manager_who_books_it_waits_for_the_document_too(office: Office) -> None:
    office.does("bea", "ask", **office.filled("2026-12-21", leave_type="moving", person="U0ANN"))
    assert office.leave(1).state is State.REQUESTED


def test_files_are_read_from_slacks_state_and_what_is_none_is_refused() -> None:
    file = {"id": "F0DOC", "permalink": NOTE["link"], "url_private": "https://elsewhere"}
    assert read_element({"type": "file_input", "files": [file]}, "documents") == [NOTE]
    assert read_element({"type": "file_input", "files": []}, "documents") == []
    for wrong in ({"id": "x"}, {**file, "permalink": "javascript:1"}, {**file, "permalink": "https://a|<!channel>"}):
        with pytest.raises(Refused) as refused:
            read_element({"type": "file_input", "files": [wrong]}, "documents")
        assert refused.value.field == "documents"


def test_more_files_than_anybody_reads_are_refused(office: Office) -> None:
    with pytest.raises(Refused, match="At most 5 files"):
        moves(office, *({**NOTE, "id": f"F0DOC{number}"} for number in range(6)))

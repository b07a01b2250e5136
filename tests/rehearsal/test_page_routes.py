"""What a window asks for is answered plainly, whoever asks and however badly."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest

from rehearsal.feed import Change
from rehearsal.model import File
from rehearsal.page import live
from rehearsal.page.looks import Look, initials
from rehearsal.page.timeline import timeline
from rehearsal.scenario import build
from rehearsal.server import Serving
from rehearsal.workspace import Workspace
from tests.rehearsal.bolt_app import scenario
from tests.rehearsal.browser import gallery

APP = "AM33FSS46CO"


@pytest.fixture
def window(served: Serving) -> Iterator[httpx.Client]:
    """Ann's browser, without a screen."""
    with httpx.Client(base_url=served.url, params={"as": "U0ANN"}, trust_env=False) as client:
        yield client


@pytest.mark.parametrize("who", ["", "?as=UNOBODY", "?as=USLACKBOT"])
def test_somebody_is_chosen_for_who_does_not_say_whom_they_are(served: Serving, who: str) -> None:
    answer = httpx.get(f"{served.url}/{who}", follow_redirects=True, trust_env=False)
    assert answer.url.query == b"as=U0ANN"
    assert "You are <b>Ann Ahlgren</b>" in answer.text


def test_a_workspace_without_people_says_so() -> None:
    with Serving(build({})) as server:
        assert "has no people" in httpx.get(server.url, trust_env=False).text


def test_the_page_allows_no_script_but_its_own(window: httpx.Client) -> None:
    answer = window.get("/")
    assert "script-src 'self'; style-src 'self'" in answer.headers["content-security-policy"]
    assert "<script>" not in answer.text
    assert " style=" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("path", "params", "status"),
    [
        ("/", {"channel": "CNOWHERE", "app": "ANOTHING", "tab": "x", "thread": "never", "depth": "many"}, 200),
        ("/page/fragment/nonsense", {}, 404),
        ("/page/fragment/sidebar", {"as": "UNOBODY"}, 404),
        ("/page/fragment/sidebar", {"as": "USLACKBOT"}, 404),
        ("/page/fragment/messages", {"channel": "C0SECRET", "as": "U0CARL"}, 200),
        ("/page/file/FNOTHING", {}, 404),
        ("/page/do/press", {}, 405),
    ],
)
def test_an_address_that_makes_no_sense_is_answered(
    window: httpx.Client, path: str, params: dict[str, str], status: int
) -> None:
    assert window.get(path, params={"as": "U0ANN", **params}).status_code == status


def test_nobody_sees_a_channel_they_are_not_in(served: Serving, window: httpx.Client) -> None:
    served.workspace.person("U0ANN").type("secret", "for me alone")
    asked = {"as": "U0CARL", "channel": "C0SECRET"}
    assert "for me alone" not in window.get("/page/fragment/messages", params=asked).text
    assert "for me alone" in window.get("/page/fragment/messages", params={"as": "U0ANN", "channel": "C0SECRET"}).text


@pytest.mark.parametrize(
    ("verb", "body", "explained"),
    [
        ("type", {"channel": "C0GENERAL"}, "'text'"),
        ("type", {"channel": "CNOWHERE", "text": "x"}, "no channel"),
        ("press", {"place": "view:V0", "block": "b", "action": "a"}, "no open view"),
        ("press", {"place": "message:C0GENERAL:1.2", "block": "b", "action": "a"}, "no message"),
        ("press", {"place": "nonsense", "block": "b", "action": "a"}, "no message"),
        ("submit", {"view": "V0", "answers": {}}, "no open view"),
        ("close", {}, "'view'"),
        ("shortcut", {"callback": "none"}, "no"),
        ("react", {"channel": "C0GENERAL", "ts": "1.2", "name": "eyes"}, "no message"),
        ("join", {"channel": "none"}, "no channel"),
    ],
)
def test_a_deed_that_cannot_be_done_is_explained(
    window: httpx.Client, verb: str, body: dict[str, Any], explained: str
) -> None:
    done = window.post(f"/page/do/{verb}", json=body).json()
    assert (done["ok"], done["refused"]) == (False, True)
    assert explained in done["explanation"]


@pytest.mark.parametrize(
    ("content", "headers", "status"),
    [
        (b"{", {"content-type": "application/json"}, 400),
        (b"[]", {"content-type": "application/json"}, 400),
        (b"{}", {"content-type": "text/plain"}, 415),
        (b'{"text": "' + b"a" * 1_000_000 + b'"}', {"content-type": "application/json"}, 413),
        (b"{}", {"content-type": "application/json", "origin": "https://evil.example"}, 403),
    ],
)
def test_what_another_site_or_a_broken_script_sends_is_refused(
    window: httpx.Client, content: bytes, headers: dict[str, str], status: int
) -> None:
    assert window.post("/page/do/type", content=content, headers=headers).status_code == status


@pytest.mark.parametrize("answers", [[], "x", {"word": "x"}, {"none": {"a": "x"}}, {"word": {"a": ["x"]}}])
def test_answers_that_fit_no_field_leave_the_view_as_it_was(
    served: Serving, window: httpx.Client, answers: Any
) -> None:
    app = next(iter(served.workspace.apps.values()))
    view = served.workspace.views.open(app, "U0ANN", gallery.small_modal("Small", "Hello"))
    body = {"view": view.id, "answers": answers}
    assert window.post("/page/fragment/modal", json=body).status_code in {200, 400}
    assert served.workspace.views.get(view.id).state["word"]["a"]["value"] is None


def test_what_stands_in_a_modal_is_kept_when_it_is_drawn_again(served: Serving, window: httpx.Client) -> None:
    app = next(iter(served.workspace.apps.values()))
    view = served.workspace.views.open(app, "U0ANN", gallery.small_modal("Small", "Hello"))
    html = window.post("/page/fragment/modal", json={"view": view.id, "answers": {"word": {"a": "kept <b>"}}}).text
    assert 'value="kept &lt;b&gt;"' in html
    assert served.workspace.views.get(view.id).state["word"]["a"]["value"] == "kept <b>"


def test_a_lone_surrogate_does_not_break_the_page(served: Serving, window: httpx.Client) -> None:
    served.workspace.post("C0GENERAL", "U0BOSS", text="half \ud83d a face")
    answer = window.get("/", params={"as": "U0ANN", "channel": "C0GENERAL"})
    assert answer.status_code == 200
    assert "half ? a face" in answer.text


def test_a_file_that_could_run_is_handed_over_and_never_shown(served: Serving, window: httpx.Client) -> None:
    svg = File("F1", "U0ANN", 'a"\r\nb.svg', "t", "image/svg+xml", 5, 0, complete=True)
    served.workspace.add_file(svg, b"<svg/>")
    answer = window.get("/page/file/F1")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["content-security-policy"] == "sandbox"


def test_an_upload_without_a_file_is_refused(window: httpx.Client) -> None:
    assert window.post("/page/upload", data={"channel": "C0GENERAL"}).status_code == 400


def test_a_long_conversation_is_drawn_from_its_end_and_more_on_demand(served: Serving, window: httpx.Client) -> None:
    for number in range(130):
        served.workspace.post("C0GENERAL", "U0BOSS", text=f"line {number}")
    asked = {"as": "U0ANN", "channel": "C0GENERAL"}
    html = window.get("/page/fragment/messages", params=asked).text
    assert "Show earlier messages (80)" in html
    assert "line 79<" not in html
    assert "line 79<" in window.get("/page/fragment/messages", params={**asked, "depth": "400"}).text


def test_looking_at_a_channel_reads_it_and_looking_away_does_not(served: Serving, window: httpx.Client) -> None:
    served.workspace.post("C0GENERAL", "U0BOSS", text="new")
    asked = {"as": "U0ANN", "channel": "C0GENERAL"}
    window.get("/page/fragment/messages", params={**asked, "seen": "no"})
    assert (("U0ANN", "C0GENERAL")) not in served.workspace.read_marks
    window.get("/page/fragment/messages", params={**asked, "seen": "yes"})
    assert ("U0ANN", "C0GENERAL") in served.workspace.read_marks


@pytest.fixture
def workspace() -> Workspace:
    return build(scenario())


def test_authors_are_named_once_within_five_minutes(workspace: Workspace) -> None:
    workspace.clock.pause()
    first = workspace.post("C0GENERAL", "U0BOSS", text="one")
    second = workspace.post("C0GENERAL", "U0BOSS", text="two")
    later = replace(second, ts=f"{float(first.ts) + 301:.6f}")
    workspace.messages["C0GENERAL"][later.ts] = later
    drawn, earlier = timeline(Look(workspace, "U0ANN", "C0GENERAL"))
    assert ([line.leads for line in drawn], earlier) == ([True, False, True], 0)


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Ann Ahlgren", "AA"),
        ("Ann", "A"),
        ("José María de la Cruz", "JC"),
        ("", "?"),
        ("(x) y", "Y"),
        ("李 小龙", "李小"),
    ],
)
def test_avatars_have_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_news_reaches_whom_it_concerns_and_nobody_else(workspace: Workspace) -> None:
    hidden = workspace.post("C0GENERAL", "U0BOSS", text="psst", ephemeral_to="U0CARL")
    told = Change("message", "posted", "C0GENERAL", "U0CARL", hidden.ts)
    assert live.news(workspace, "U0ANN", told) == []
    assert {"what": "messages", "channel": "C0GENERAL"} in live.news(workspace, "U0CARL", told)
    assert live.news(workspace, "U0CARL", Change("message", "posted", "C0SECRET")) == []
    assert live.news(workspace, "U0ANN", Change("view", "opened", user="U0BOSS")) == []
    assert live.news(workspace, "U0ANN", Change("view", "state", user="U0ANN")) == []
    assert {"what": "modal"} in live.news(workspace, "U0ANN", Change("view", "opened", user="U0ANN"))
    workspace.toast("U0ANN", "It failed.")
    assert live.news(workspace, "U0ANN", Change("toast", user="U0ANN")) == [{"what": "toast", "text": "It failed."}]
    assert live.news(workspace, "U0BOSS", Change("toast", user="U0ANN")) == []
    assert live.news(workspace, "U0BOSS", Change("clock")) == [{"what": "clock"}]


def test_the_stream_tells_of_a_change_as_it_happens(workspace: Workspace) -> None:
    async def hear() -> list[str]:
        stream = live.events(workspace, "U0ANN")
        heard = [await anext(stream)]
        workspace.post("C0GENERAL", "U0BOSS", text="x")
        heard.append(await anext(stream))
        await stream.aclose()  # type: ignore[attr-defined]  # it is an async generator
        return heard

    assert asyncio.run(hear()) == ["retry: 1000\n\n", 'data: {"what": "messages", "channel": "C0GENERAL"}\n\n']


def test_fifty_windows_hear_of_one_message(served: Serving) -> None:
    members = served.workspace.channels["C0GENERAL"].members

    async def hear(client: httpx.AsyncClient, who: str, open_windows: asyncio.Semaphore) -> str:
        async with client.stream("GET", "/page/events", params={"as": who}) as stream:
            lines = stream.aiter_lines()
            await anext(lines)
            open_windows.release()
            return await news(lines)

    async def news(lines: Any) -> str:
        async for line in lines:
            if line.startswith("data:"):
                return str(line)
        return ""

    async def watch() -> list[str]:
        people = [who for who in members if who.startswith("U0")]
        limits = httpx.Limits(max_connections=None)
        opened = asyncio.Semaphore(0)
        async with httpx.AsyncClient(base_url=served.url, trust_env=False, limits=limits, timeout=120) as client:
            heard = [asyncio.create_task(hear(client, people[n % len(people)], opened)) for n in range(50)]
            for _ in heard:
                await opened.acquire()
            served.workspace.post("C0GENERAL", "U0BOSS", text="to all")
            return list(await asyncio.gather(*heard))

    assert asyncio.run(watch()) == ['data: {"what": "messages", "channel": "C0GENERAL"}'] * 50

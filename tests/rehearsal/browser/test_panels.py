"""The rehearsal's panels (traffic, time, faults), and whether everybody can use the page."""

import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.rehearsal.browser import gallery
from tests.rehearsal.browser.conftest import Desk, Picture, Theme
from tests.rehearsal.browser.test_talking import LOOKS, write

SERIOUS = {"serious", "critical"}


@pytest.mark.parametrize(("size", "theme"), LOOKS)
def test_the_inspector_shows_each_exchange_with_its_verdict_and_its_time(
    desk: Desk, picture: Picture, size: str, theme: Theme
) -> None:
    page = desk.window("U0ANN", size=size, theme=theme, channel="C0GENERAL")
    write(page, "/whisper hello")
    expect(page.locator(".message.ephemeral")).to_be_visible()
    page.locator(".topbar").get_by_role("button", name="Inspector").click()
    command = page.locator(".exchange", has_text="/whisper")
    expect(command.locator(".status")).to_have_text("ok")
    expect(command.locator(".ms")).to_contain_text("ms")
    command.locator("summary").click()
    expect(command).to_contain_text('"text": "hello"')
    expect(command).to_contain_text("Psst: hello")
    picture(page, f"inspector-{size}-{theme}")
    page.get_by_role("button", name="Close the inspector").click()
    expect(page.locator("#panel")).to_be_hidden()


def test_the_inspector_says_why_a_message_was_refused_and_follows(desk: Desk, picture: Picture) -> None:
    page = desk.window("U0ANN", channel="C0GENERAL")
    page.get_by_role("button", name="Inspector").click()
    expect(page.locator("#panel")).to_be_visible()
    answer = page.request.post(
        f"{desk.server.url}/api/chat.postMessage",
        headers={"Authorization": "Bearer xoxb-test"},
        form={
            "channel": "C0GENERAL",
            "text": "x",
            "blocks": '[{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}]',
        },
    )
    assert not answer.json()["ok"]
    exchange = page.locator(".exchange.refused").first
    exchange.locator("summary").click()
    expect(exchange.locator(".verdict")).to_contain_text("blocks")
    picture(page, "inspector-refused")
    page.get_by_label("Filter the traffic").fill("auth.test")
    expect(page.locator(".exchange:visible")).to_have_count(1)


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_the_clock_is_moved_by_words_and_everybody_sees_it(desk: Desk, picture: Picture, size: str) -> None:
    desk.workspace.clock.jump(datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
    page, other = desk.window("U0ANN", size=size, channel="C0GENERAL"), desk.window("U0BOSS", channel="C0GENERAL")
    page.locator(".topbar .clock-chip").click()
    page.get_by_role("button", name="Tomorrow 09:00").click()
    for window in (page, other):
        expect(window.locator("#clock-now")).to_contain_text("24 Nov 2026, 09:00")
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Run again")).to_be_visible()
    page.get_by_label("Go to a date").fill("2026-12-24 12:00 Asia/Tokyo")
    page.get_by_role("button", name="Go", exact=True).click()
    expect(page.locator("#clock-now")).to_contain_text("24 Dec 2026, 04:00")
    picture(page, f"clock-{size}")
    page.get_by_label("Go to a date").fill("whenever")
    page.get_by_role("button", name="Go", exact=True).click()
    expect(page.locator("[data-clock-error]")).to_contain_text("not a time I can go to")
    assert desk.workspace.clock.read().paused


def test_a_fault_is_put_in_force_and_taken_back(desk: Desk, picture: Picture) -> None:
    page = desk.window("U0ANN", channel="C0GENERAL")
    page.get_by_role("button", name="Faults").click()
    page.get_by_label("What goes wrong").select_option("429")
    page.get_by_label("Where").fill("chat.postMessage")
    page.get_by_label("Share").fill("0.5")
    page.get_by_role("button", name="Put it in force").click()
    expect(page.locator(".plan")).to_contain_text("429 on chat.postMessage, 50 in 100")
    assert [plan.method for plan in desk.workspace.faults.plans()] == ["chat.postMessage"]
    picture(page, "faults")
    page.get_by_role("button", name="Remove", exact=True).click()
    expect(page.locator(".plan")).to_have_count(0)
    page.get_by_label("Share").fill("7")
    page.get_by_role("button", name="Put it in force").click()
    expect(page.locator("[data-fault-error]")).to_contain_text("at most 1")


def test_light_and_dark_are_switched_and_remembered(desk: Desk) -> None:
    page = desk.window("U0ANN", channel="C0GENERAL")
    ground = "getComputedStyle(document.querySelector('.talk')).backgroundColor"
    before = page.evaluate(ground)
    page.get_by_role("button", name="Switch between light and dark").click()
    after = page.evaluate(ground)
    assert before != after
    page.reload()
    page.wait_for_selector("body[data-live]")
    assert page.evaluate(ground) == after


def test_no_script_but_the_pages_own_may_run(desk: Desk) -> None:
    page = desk.window("U0ANN", channel="C0GENERAL")
    with page.expect_console_message(lambda said: "Content Security Policy" in said.text):
        page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.owned = 1\">')")
    assert page.evaluate("window.owned") is None
    desk.forgives(page)


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The accessibility checker's source, from the npm registry; the tests that need it are skipped without it."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not installed, so axe-core cannot be had")
    folder = tmp_path_factory.mktemp("axe")
    command = [
        npm,
        "install",
        "--no-save",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--prefix",
        str(folder),
        "axe-core@4",
    ]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=60)  # noqa: S603 - a fixed command
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        pytest.skip(f"axe-core cannot be had from the npm registry: {error}")
    return Path(folder, "node_modules", "axe-core", "axe.min.js").read_text(encoding="utf-8")


def faults_of(page: Page, axe: str) -> list[str]:
    """Let the checker look at a window, and say what it finds serious."""
    page.evaluate(axe)
    found: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{fault['id']} ({fault['impact']}): {node['html'][:160]} {node['failureSummary'][:200]}"
        for fault in found["violations"]
        if fault["impact"] in SERIOUS
        for node in fault["nodes"]
    ]


@pytest.mark.parametrize(("size", "theme"), LOOKS)
def test_nothing_serious_stands_in_the_way_of_anybody(desk: Desk, axe: str, size: str, theme: Theme) -> None:
    said = desk.workspace.person("U0CARL").type("general", "Morning, @ann! `code` https://example.com")
    desk.workspace.person("U0BOSS").type("general", "Yes", thread_ts=said.ts)
    desk.workspace.react(desk.workspace.message("C0GENERAL", said.ts), "eyes", "U0BOSS")
    for blocks in (gallery.card(), gallery.texts(), gallery.table(), [gallery.chart("pie"), gallery.chart("bar")]):
        desk.post("C0GENERAL", blocks)
    desk.post("C0GENERAL", gallery.menus())
    page = desk.window("U0ANN", size=size, theme=theme, channel="C0GENERAL")
    write(page, "/whisper quiet")
    expect(page.locator(".message.ephemeral")).to_be_visible()
    found = {"conversation": faults_of(page, axe)}
    if size == "desk":
        page.locator(".replies").click()
        expect(page.locator("#thread .message")).to_have_count(2)
        found["thread"] = faults_of(page, axe)
        page.get_by_role("button", name="Close thread").click()
    for panel in ("Inspector", "Faults"):
        page.locator(".topbar").get_by_role("button", name=panel).click()
        expect(page.locator("#panel h2")).to_have_text(panel)
        found[panel] = faults_of(page, axe)
        page.keyboard.press("Escape")
    page.locator(".topbar .clock-chip").click()
    expect(page.locator("#panel h2")).to_have_text("Clock")
    found["clock"] = faults_of(page, axe)
    page.keyboard.press("Escape")
    write(page, "/form")
    expect(page.locator("#modal")).to_be_visible()
    page.get_by_role("button", name="Send it").click()
    expect(page.locator(".input.wrong")).to_have_count(2)
    found["modal"] = faults_of(page, axe)
    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_serious_stands_in_the_way_in_an_app_home(desk: Desk, axe: str, theme: Theme) -> None:
    page = desk.window("U0ANN", theme=theme)
    page.locator(".entry", has_text="Dotted Line").click()
    expect(page.locator(".home-body")).to_be_visible()
    page.get_by_role("button", name="You are Ann Ahlgren").click()
    assert faults_of(page, axe) == []

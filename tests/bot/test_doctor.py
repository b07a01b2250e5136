"""The doctor names what is wrong, and whoever it concerns, and says so with its exit code."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import text

from bot.clock import MachineClock
from bot.doctor import examine, report
from bot.doctor.finding import Finding, Grade, listed
from bot.folder.command import load_once
from bot.keys.taking import take
from bot.migrate import upgrade
from bot.rehearse import APP_TOKEN, BOT_TOKEN, SAMPLE, scenario
from bot.settings import Settings
from bot.store import Store
from rehearsal.client import RehearsalClient
from rehearsal.scenario import build as build_workspace
from rehearsal.server import Serving
from workflows import WORKFLOWS


@pytest.fixture
def serving() -> Iterator[Serving]:
    with Serving(build_workspace(scenario(SAMPLE, WORKFLOWS))) as serving:
        yield serving


def settings(folder: Path, serving: Serving, bot: str = BOT_TOKEN, app: str = APP_TOKEN) -> Settings:
    return Settings(
        slack_bot_token=SecretStr(bot),
        slack_app_token=SecretStr(app),
        slack_api_url=serving.api_url,
        data_dir=folder,
    )


def changed(settings: Settings, *statements: str) -> None:
    """The sample organisation, and then these changes."""
    with closing(Store(settings.database, MachineClock(), WORKFLOWS)) as store:
        upgrade(store)
        load_once(store, SAMPLE)
        with store.engine.begin() as connection:
            for statement in statements:
                connection.execute(text(statement))


def said(findings: Iterator[Finding], grade: Grade) -> str:
    return "\n".join(f"{one.area}: {one.sentence} {one.remedy}" for one in findings if one.grade is grade)


def test_a_whole_organisation_in_a_whole_workspace_is_well(
    tmp_path: Path, serving: Serving, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = settings(tmp_path, serving)
    changed(whole)
    assert report(examine(whole)) == 0
    printed = capsys.readouterr().out
    assert "All is well." in printed
    for sentence in (
        "scopes are granted",
        "Socket Mode connects",
        "in all 4 of the projects'",
        "answers for everybody",
    ):
        assert sentence in printed
    assert BOT_TOKEN not in printed
    assert APP_TOKEN not in printed


def test_tokens_that_slack_refuses_are_named(tmp_path: Path, serving: Serving) -> None:
    assert "it refuses SLACK_BOT_TOKEN (invalid_auth)" in said(
        examine(settings(tmp_path, serving, bot="xoxb-wrong")), Grade.ILL
    )
    assert "it refuses SLACK_APP_TOKEN (invalid_auth)" in said(
        examine(settings(tmp_path, serving, app="xapp-wrong")), Grade.ILL
    )


def test_a_slack_that_does_not_answer_and_a_missing_setting_are_named(tmp_path: Path, serving: Serving) -> None:
    away = settings(tmp_path, serving).model_copy(update={"slack_api_url": "http://127.0.0.1:1/api/"})
    assert "does not answer (connection_refused)" in said(examine(away), Grade.ILL)
    assert "SLACK_APP_TOKEN is missing" in said(examine(settings(tmp_path, serving, app="")), Grade.ILL)


def test_channels_the_bot_is_not_in_or_cannot_find_are_named(tmp_path: Path, serving: Serving) -> None:
    whole = settings(tmp_path, serving)
    changed(
        whole,
        "UPDATE project SET channel = '#nowhere' WHERE code = 'apollo'",
        "UPDATE project SET channel = '#outside' WHERE code = 'borealis'",
    )
    RehearsalClient(serving.url).add_channel("outside")
    ill = said(examine(whole), Grade.ILL)
    assert "#nowhere (Apollo: the customer portal) does not exist" in ill
    assert "the bot is not in #outside (Borealis: the data platform). Type /invite" in ill


def test_people_nobody_answers_for_and_projects_nobody_leads_are_named(tmp_path: Path, serving: Serving) -> None:
    whole = settings(tmp_path, serving)
    changed(
        whole,
        "DELETE FROM people_admin",
        "DELETE FROM department_duty",
        "DELETE FROM project_lead WHERE project_id = (SELECT id FROM project WHERE code = 'apollo')",
        "DELETE FROM work_pattern WHERE person_id = (SELECT id FROM person WHERE name = 'Ann Kowalski')",
        "UPDATE person SET slack_id = NULL WHERE name = 'Bea Lindqvist'",
    )
    findings = list(examine(whole))
    ill = said(iter(findings), Grade.ILL)
    assert "there is no people admin" in ill
    assert "nobody decides about: Ann Kowalski" in ill
    assert "nobody manages: Apollo: the customer portal" in ill
    assert "counted for: Ann Kowalski" in ill
    assert "on record for: Bea Lindqvist" in said(iter(findings), Grade.CARE)
    assert report(findings) == 1


def test_a_database_that_is_empty_older_newer_or_not_there_is_told_apart(tmp_path: Path) -> None:
    rehearsing = Settings(data_dir=tmp_path)
    assert "it is empty" in said(examine(rehearsing), Grade.CARE)
    changed(rehearsing)
    changed(rehearsing, "UPDATE alembic_version SET version_num = '0000'")
    assert "its tables are of version 0000" in said(examine(rehearsing), Grade.CARE)
    changed(Settings(data_dir=tmp_path / "newer"), "UPDATE alembic_version SET version_num = '9999'")
    assert "written by a newer version (9999" in said(examine(Settings(data_dir=tmp_path / "newer")), Grade.ILL)
    nowhere = Settings(database_url="postgresql://nobody@127.0.0.1:1/nothing")
    assert "can't be opened" in said(examine(nowhere), Grade.ILL)


def test_a_long_list_of_names_ends_in_how_many_more() -> None:
    assert listed(["a", "b", "c"], most=2) == "a, b and 1 more"


def test_keys_of_another_database_and_a_file_that_others_read_are_ill(tmp_path: Path) -> None:
    mine = Settings(data_dir=tmp_path)
    changed(mine)
    assert "there are none yet" in said(examine(mine), Grade.WELL)
    with closing(Store(mine.database, MachineClock())) as store:
        take(store, mine)
    assert "they are the ones this database was written with" in said(examine(mine), Grade.WELL)
    (tmp_path / "keys").chmod(0o644)
    assert "can be read by others on this machine. chmod 600" in said(examine(mine), Grade.ILL)
    (tmp_path / "keys").unlink()
    assert "DATA_KEY is missing: this database was written with one" in said(examine(mine), Grade.ILL)
    assert not (tmp_path / "keys").exists()


def test_it_says_which_table_a_half_done_upgrade_left_out(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    with closing(Store(settings.database, MachineClock())) as store:
        upgrade(store)
        with store.engine.begin() as connection:
            connection.execute(text("DROP TABLE retention_run"))
    (found,) = [one for one in examine(settings) if "retention_run" in one.sentence]
    assert (found.grade, "restore the backup" in found.remedy) == (Grade.ILL, True)


def test_each_scope_that_is_missing_is_named_with_what_it_is_for(tmp_path: Path, serving: Serving) -> None:
    (app,) = serving.workspace.apps.values()
    serving.workspace.add_app(replace(app, scopes=app.scopes - {"im:history", "files:write"}))
    missing = [one.sentence for one in examine(settings(tmp_path, serving)) if "scope" in one.sentence]
    assert [one.split(" is missing (")[0] for one in missing] == ["the scope files:write", "the scope im:history"]


def test_a_clock_that_is_wrong_by_minutes_is_named(
    tmp_path: Path, serving: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = settings(tmp_path, serving)
    changed(given)
    assert not [one for one in examine(given) if one.area == "Clock" and one.grade is Grade.ILL]
    monkeypatch.setattr("bot.doctor.database.APART", -1.0)
    monkeypatch.setattr("bot.doctor.workspace.APART", -1.0)
    ill = [one.sentence for one in examine(given) if one.area == "Clock" and one.grade is Grade.ILL]
    assert [one.rpartition(" from ")[2] for one in ill] == ["the database's.", "Slack's."]

"""Settings: each missing, placeholder or senseless one is a sentence that names it."""

import re
from pathlib import Path

import pytest

from bot.settings import Settings, Unsettled, load, require_slack

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def test_with_nothing_set_it_rehearses_on_sqlite_in_the_data_folder() -> None:
    settings = load()
    assert settings.rehearses
    assert settings.database == "sqlite:///data/dotted-line.sqlite"


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-your-token"}, "SLACK_BOT_TOKEN"),
        ({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-your-token"}, "SLACK_APP_TOKEN"),
        ({"SLACK_BOT_TOKEN": "password"}, "SLACK_BOT_TOKEN"),
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_SIGNING_SECRET"),
        ({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "nonsense"}, "SLACK_APP_TOKEN"),
        ({"SLACK_API_URL": "not an address"}, "SLACK_API_URL"),
        ({"HTTP_PORT": "99999"}, "HTTP_PORT"),
        ({"TICK_SECONDS": "0"}, "TICK_SECONDS"),
        ({"LEASE_SECONDS": "5"}, "LEASE_SECONDS"),
        ({"DATABASE_URL": "nonsense"}, "DATABASE_URL"),
        ({"DATABASE_URL": "oracle://x/y"}, "DATABASE_URL"),
        ({"DATABASE_URL": "sqlite:///"}, "DATABASE_URL"),
        ({"DATABASE_URL": "sqlite://"}, "DATABASE_URL"),
        ({"DATABASE_URL": "sqlite:///:memory:"}, "DATABASE_URL"),
        ({"LOG_LEVEL": "LOUD"}, "LOG_LEVEL"),
        ({"REHEARSAL_PORT": "0"}, "REHEARSAL_PORT"),
        ({"CALL_SECONDS": "60"}, "LEASE_SECONDS"),
    ],
)
def test_what_is_wrong_is_one_sentence_that_names_the_variable(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], named: str
) -> None:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(Unsettled, match=named) as unsettled:
        require_slack(load())
    assert "\n" not in str(unsettled.value)


def test_a_token_never_shows_in_the_settings_own_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-SECRET")
    assert "SECRET" not in repr(load())


def test_every_setting_a_person_may_set_stands_in_the_example() -> None:
    named = set(re.findall(r"^#? ?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert named == {name.upper() for name in Settings.model_fields} - {"REHEARSAL_CLOCK"}

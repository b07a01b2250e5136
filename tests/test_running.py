"""What is written for running it for real: the image, the composition and the page name only what there is."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.main import get_command

from bot.__main__ import app
from bot.http import site
from bot.settings import Settings

ROOT = Path(__file__).parent.parent
IMAGE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
PAGE = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")
COMMANDS: dict[str, Any] = getattr(get_command(app), "commands")  # noqa: B009 - click's group, which mypy does not know
ELSEWHERE = {"POSTGRES_USER", "POSTGRES_DB", "POSTGRES_PASSWORD"}


@pytest.fixture(scope="module")
def composition() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    return found


def test_the_composition_is_a_database_and_bots_that_wait_for_it(composition: dict[str, Any]) -> None:
    bot, database = composition["services"]["bot"], composition["services"]["database"]
    assert bot["deploy"]["replicas"] > 1
    assert bot["depends_on"]["database"]["condition"] == "service_healthy"
    assert database["healthcheck"]["test"][1] == "pg_isready"
    mounted = {volume.partition(":")[0] for service in (bot, database) for volume in service["volumes"]}
    assert mounted == set(composition["volumes"])


def test_the_composition_sets_only_what_is_a_setting(composition: dict[str, Any]) -> None:
    settings = {name.upper() for name in Settings.model_fields}
    for service in composition["services"].values():
        assert set(service["environment"]) <= settings | ELSEWHERE
    assert set(re.findall(r"^ENV (.+)$", IMAGE, re.MULTILINE)[0].split()) == {
        "DATA_DIR=/data",
        "HTTP_HOST=0.0.0.0",
        "HTTP_PORT=8410",
    }


def test_the_image_holds_what_is_there_and_starts_what_is_installed(composition: dict[str, Any]) -> None:
    copied = [name for line in re.findall(r"^COPY (.+)$", IMAGE, re.MULTILINE) for name in line.split()[:-1]]
    assert [name for name in copied if not (ROOT / name).exists()] == []
    kept = {line.removeprefix("!") for line in (ROOT / ".dockerignore").read_text().splitlines() if line[:1] == "!"}
    assert set(copied) == kept
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    (entry,) = re.findall(r'^ENTRYPOINT \["(.+)"\]$', IMAGE, re.MULTILINE)
    assert entry in scripts
    assert composition["services"]["bot"]["command"][0] in COMMANDS


def test_health_is_asked_where_it_is_answered() -> None:
    paths = {getattr(route, "path", "") for route in getattr(site(dict, dict, None), "routes", ())}
    (asked,) = re.findall(r"127\.0\.0\.1:8410(/\w+)", IMAGE)
    assert asked == "/readyz"
    assert asked in paths


def test_the_page_names_only_commands_and_settings_that_exist() -> None:
    named = set(re.findall(r"dotted-line ([a-z]+)", PAGE))
    assert named
    assert named <= set(COMMANDS)
    settings = {name.upper() for name in Settings.model_fields}
    assert set(re.findall(r"`([A-Z]+_[A-Z_]+)", PAGE)) <= settings | ELSEWHERE

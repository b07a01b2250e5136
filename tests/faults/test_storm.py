"""A storm in short form on each database: replicas on PostgreSQL, one bot on SQLite. `make faults` runs long ones."""

from pathlib import Path

import pytest

from tests.faults.storm import Storm, Weather
from tests.postgres import Server

SEED = 20261123


@pytest.mark.timeout(600)
def test_three_bots_on_postgresql_weather_a_storm(tmp_path: Path, empty_postgres: Server) -> None:
    weather = Weather(SEED, requests=2, pause=1.0, work=1.0)
    report = Storm(weather, tmp_path, empty_postgres.new_database(), empty_postgres).rages()
    print(report)  # noqa: T201 - shown when it fails: the seed to replay it by
    assert report.findings.well, str(report)
    assert report.findings.requests - report.findings.anew == 40
    assert report.kills > 0


@pytest.mark.timeout(600)
def test_a_bot_on_sqlite_weathers_a_storm(tmp_path: Path) -> None:
    weather = Weather(SEED, departments=4, staff=3, requests=2, bots=1, pause=1.0, work=1.5)
    report = Storm(weather, tmp_path, f"sqlite:///{tmp_path / 'dotted-line.sqlite'}").rages()
    print(report)  # noqa: T201 - the same
    assert report.findings.well, str(report)
    assert report.findings.requests - report.findings.anew == 24
    assert report.kills > 0

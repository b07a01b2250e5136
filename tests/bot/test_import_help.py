"""`dotted-line import --help` is enough to write the files."""

from typer.testing import CliRunner

from bot.__main__ import app
from bot.folder.columns import FILES


def test_the_help_of_import_names_every_file_and_column_and_what_must_be_there() -> None:
    shown = CliRunner().invoke(app, ["import", "--help"], env={"COLUMNS": "200"})
    assert shown.exit_code == 0
    assert "--dry-run" in shown.output
    rows = [line.split() for line in shown.output.splitlines()]
    for file, columns in FILES.items():
        for column in columns:
            row = next(row for row in rows if row[:2] == [file, column.name])
            assert (row[2] == "required") is column.must


def test_no_other_command_shows_the_columns() -> None:
    assert "people.csv" not in CliRunner().invoke(app, ["permissions", "--help"]).output

"""Every bad row of an organisation's folder is named by file, line and reason."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.folder.columns import FILES, help_text
from bot.folder.reading import Plan, read
from bot.folder.sheet import guarded, read_rows, unguarded, write_rows
from bot.rehearse import SAMPLE

PEOPLE = (
    "email,slack_id,name,locale,starts,ends,valid_from,time_zone,country,subdivision,pattern,department,people_admin"
)
ANN = "ann@x.org,U0ANN0001,Ann,en_GB,2026-01-05,,,Europe/London,GB,ENG,mon-fri,eng,no"
BOB = "bob@x.org,U0BOB0002,Bob,de_DE,2026-01-05,,,Europe/Berlin,DE,BE,mon-fri,eng,no"
GOOD = {
    "people.csv": [PEOPLE, ANN, BOB],
    "departments.csv": [
        "code,name,parent,starts,ends,valid_from,manager,deputy",
        "all,All of us,,2026-01-01,,,bob@x.org,",
        "eng,Engineering,all,2026-01-01,,,bob@x.org,ann@x.org",
    ],
    "projects.csv": [
        "code,name,channel,starts,ends,valid_from,manager",
        "apollo,Apollo,#apollo,2026-01-05,2027-03-31,,bob@x.org",
    ],
    "allocations.csv": ["email,project,percent,hours,starts,ends", "ann@x.org,apollo,50,,2026-02-02,2026-12-31"],
    "balances.csv": ["email,leave_type,year,days", "ann@x.org,annual,2026,25"],
}


def fill(folder: Path, **files: list[str]) -> Path:
    """A good folder in which some files (by their first name) hold other lines below their header."""
    for name, lines in GOOD.items():
        body = files.get(name.removesuffix(".csv"))
        kept = lines if body is None else [lines[0], *body]
        (folder / name).write_text("\n".join(kept) + "\n", encoding="utf-8")
    return folder


def found(plan: Plan) -> list[str]:
    return [str(problem) for problem in plan.problems]


def test_a_good_folder_has_no_problems(tmp_path: Path) -> None:
    plan = read(fill(tmp_path))
    assert found(plan) == []
    assert list(plan.described.people) == ["ann@x.org", "bob@x.org"]
    assert plan.described.people["ann@x.org"].stints[0].department == "eng"
    assert plan.lines["people.csv", "bob@x.org"] == 3


def test_people_csv_may_have_the_column_of_contracts_or_lack_it(tmp_path: Path) -> None:
    assert read(fill(tmp_path)).described.people["ann@x.org"].stints[0].contract == ""
    (tmp_path / "people.csv").write_text(
        f"{PEOPLE},contract\n{ANN},apprentice\n{ANN.replace(',,,', ',,2027-01-01,')},permanent\n{BOB},\n",
        encoding="utf-8",
    )
    people = read(tmp_path).described.people
    assert [one.contract for one in people["ann@x.org"].stints] == ["apprentice", "permanent"]
    assert people["bob@x.org"].stints[0].contract == ""
    (tmp_path / "people.csv").write_text(f"{PEOPLE},contract\n{ANN},Fixed Term\n{BOB},\n", encoding="utf-8")
    assert found(read(tmp_path)) == [
        "people.csv:2: contract: “Fixed Term” is no kind of contract; write one word in small letters, as fixed_term"
    ]


def test_the_sample_organisation_is_good() -> None:
    plan = read(SAMPLE)
    assert found(plan) == []
    assert len(plan.described.people) == 21
    assert len({one.stints[0].country for one in plan.described.people.values()}) == 3
    assert len({one.stints[0].time_zone for one in plan.described.people.values()}) == 3
    assert len(plan.described.projects) == 4
    assert all(project.channel for project in plan.described.projects.values())


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("email", "", "email: must not be empty"),
        ("email", "ann at x.org", "email: “ann at x.org” is no email address"),
        ("slack_id", "ann", "slack_id: “ann” is no Slack member id; those look like U012AB3CD"),
        ("name", "", "name: must not be empty"),
        ("name", "An\u202en", "name: has invisible characters in it; type it anew"),
        ("name", "A" * 201, "name: is 201 characters long; 200 is the most"),
        ("locale", "xx_YY", "locale: “xx_YY” is no locale; those look like en_GB"),
        ("locale", "../etc", "locale: “../etc” is no locale; those look like en_GB"),
        ("starts", "5 January 2026", "starts: “5 January 2026” is no day; write it as 2026-01-31"),
        ("starts", "2026-02-30", "starts: “2026-02-30” is no day; write it as 2026-01-31"),
        ("starts", "0001-01-01", "starts: “0001-01-01” is no day; write it as 2026-01-31"),
        ("starts", "20260105", "starts: “20260105” is no day; write it as 2026-01-31"),
        ("ends", "2026-01-04", "ends: 2026-01-04 is before 2026-01-05, when it starts"),
        ("valid_from", "2026-01-04", "valid_from: 2026-01-04 is before 2026-01-05, when it starts"),
        ("time_zone", "Europe/Atlantis", "time_zone: “Europe/Atlantis” is no time zone; those look like Europe/Berlin"),
        (
            "time_zone",
            "../../etc/passwd",
            "time_zone: “../../etc/passwd” is no time zone; those look like Europe/Berlin",
        ),
        ("country", "XX", "country: no public holidays are known for “XX”; write the country as two letters, as in DE"),
        ("subdivision", "BE", "subdivision: “BE” is no subdivision of GB; those of GB are ENG, NIR, SCT, WLS"),
        ("department", "sales", "department: “sales” is not in departments.csv"),
        ("people_admin", "perhaps", "people_admin: “perhaps” is neither yes nor no"),
    ],
)
def test_a_bad_cell_of_a_person_is_named(tmp_path: Path, column: str, cell: str, reason: str) -> None:
    cells = dict(zip(PEOPLE.split(","), ANN.split(","), strict=True)) | {column: cell}
    plan = read(fill(tmp_path, people=[",".join(cells.values()), BOB]))
    assert f"people.csv:2: {reason}" in found(plan)


def test_a_bad_pattern_says_what_is_wrong_with_it(tmp_path: Path) -> None:
    [problem] = read(fill(tmp_path, people=[ANN.replace("mon-fri", "mon-banana"), BOB])).problems
    assert (problem.file, problem.line) == ("people.csv", 2)
    assert problem.reason.startswith("pattern: ")
    assert "banana" in problem.reason


def test_patterns_are_kept_as_they_were_written(tmp_path: Path) -> None:
    plan = read(fill(tmp_path, people=[ANN.replace("mon-fri", "MON tue  WED thu fri"), BOB]))
    assert plan.described.people["ann@x.org"].stints[0].pattern == "mon tue wed thu fri"


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        ({"people": [ANN, ANN.replace("eng", "all"), BOB]}, "people.csv:3: valid_from: overlaps with line 2"),
        (
            {"people": [ANN, ANN.replace("Ann", "Anna").replace(",,Europe", ",2026-05-01,Europe"), BOB]},
            "people.csv:3: name: differs from line 2, and only one can be right",
        ),
        ({"people": [ANN.replace(",,Europe", ",2026-05-01,Europe"), BOB]}, "people.csv:2: valid_from: no row says"),
        ({"people": [ANN, BOB.replace("U0BOB0002", "U0ANN0001")]}, "people.csv:3: slack_id: U0ANN0001 is ann@x.org's"),
        ({"people": [ANN + ",more", BOB]}, "people.csv:2: has 14 cells instead of 13"),
        (
            {"departments": ["all,All,eng,2026-01-01,,,bob@x.org,", "eng,Eng,all,2026-01-01,,,bob@x.org,"]},
            "departments.csv:2: parent: goes round in a circle, all → eng → all",
        ),
        (
            {"departments": ["eng,Eng,eng,2026-01-01,,,bob@x.org,"]},
            "departments.csv:2: parent: goes round in a circle, eng → eng",
        ),
        ({"departments": ["eng,Eng,up,2026-01-01,,,,"]}, "departments.csv:2: parent: “up” is not in departments.csv"),
        (
            {"departments": ["eng,Eng,,2026-01-01,,,who@x.org,"]},
            "departments.csv:2: manager: “who@x.org” is not in people.csv",
        ),
        (
            {"departments": ["eng,Eng,,2026-01-01,,,bob@x.org,bob@x.org"]},
            "departments.csv:2: deputy: is the manager; nobody can stand in for themselves",
        ),
        (
            {"projects": ["apollo,Apollo,two words,2026-01-05,,,bob@x.org"]},
            "projects.csv:2: channel: “two words” is no channel",
        ),
        (
            {"allocations": ["ann@x.org,zeus,50,,2026-02-02,"]},
            "allocations.csv:2: project: “zeus” is not in projects.csv",
        ),
        (
            {"allocations": ["ann@x.org,apollo,101,,2026-02-02,"]},
            "allocations.csv:2: percent: 101 is not over 0 and up to",
        ),
        (
            {"allocations": ["ann@x.org,apollo,0,,2026-02-02,"]},
            "allocations.csv:2: percent: 0 is not over 0 and up to 100",
        ),
        (
            {"allocations": ["ann@x.org,apollo,,169,2026-02-02,"]},
            "allocations.csv:2: hours: 169 is not over 0 and up to",
        ),
        ({"allocations": ["ann@x.org,apollo,1e1,,2026-02-02,"]}, "allocations.csv:2: percent: “1e1” is no number"),
        ({"allocations": ["ann@x.org,apollo,50,8,2026-02-02,"]}, "allocations.csv:2: percent: give either percent or"),
        (
            {"allocations": ["ann@x.org,apollo,,,2026-02-02,"]},
            "allocations.csv:2: percent: give either percent or hours",
        ),
        (
            {"allocations": ["ann@x.org,apollo,50,,2026-02-02,2026-03-31", "ann@x.org,apollo,20,,2026-03-31,"]},
            "allocations.csv:3: overlaps with line 2: the same person in the same project",
        ),
        ({"balances": ["ann@x.org,annual,26,25"]}, "balances.csv:2: year: “26” is no year"),
        ({"balances": ["ann@x.org,annual,2026,25.12345"]}, "balances.csv:2: days: “25.12345” is no number"),
        ({"balances": ["ann@x.org,annual,2026,NaN"]}, "balances.csv:2: days: “NaN” is no number; write it as 2.5"),
        (
            {"balances": ["ann@x.org,annual,2026,1", "ann@x.org,annual,2026,1"]},
            "balances.csv:3: is told in line 2 already",
        ),
    ],
)
def test_what_does_not_fit_together_is_named(tmp_path: Path, files: dict[str, list[str]], problem: str) -> None:
    assert any(said.startswith(problem) for said in found(read(fill(tmp_path, **files))))


def test_all_bad_rows_are_found_at_once(tmp_path: Path) -> None:
    bad = ANN.replace("Europe/London", "Mars").replace("en_GB", "zz")
    plan = read(fill(tmp_path, people=[bad, BOB.replace("DE,BE", "DE,XX")], balances=["who@x.org,annual,2026,1"]))
    assert [(one.file, one.line) for one in plan.problems] == [
        ("people.csv", 2),
        ("people.csv", 2),
        ("people.csv", 3),
        ("balances.csv", 2),
    ]


@pytest.mark.parametrize(
    ("raw", "line", "reason"),
    [
        (b"", 1, "the first line lacks email"),
        (b"email;leave_type;year;days\n", 1, "the first line lacks email"),
        (b"email,leave_type,year,days,bonus\n", 1, "the first line has unknown 'bonus'"),
        (b"email,email,leave_type,year,days\n", 1, "the first line names a column twice"),
        (b"email,leave_type,year,days\nann@x.org,annual,2026,\0\n", 2, "has a NUL character in it"),
        (b"email,leave_type,year,days\n\nann@x.org,ann\xfcal,2026,1\n", 3, "is not UTF-8 here"),
        (b"email,leave_type,year,days\nann@x.org,\xed\xa0\x80,2026,1\n", 2, "is not UTF-8 here"),
        ("email,leave_type,year,days\n".encode("utf-16"), 1, "is UTF-16"),
        (b'email,leave_type,year,days\n"ann@x.org"x,annual,2026,1\n', 2, "cannot be taken apart"),
        (b'email,leave_type,year,days\n"ann@x.org,annual,2026,1\n', 2, "cannot be taken apart"),
        (b"email,leave_type,year,days\n" + b"a" * 20_000 + b",annual,2026,1\n", 2, "has a cell of more than"),
        (b"email,leave_type,year,days\n" + b"a" * 200_000 + b",annual,2026,1\n", 2, "cannot be taken apart"),
    ],
)
def test_a_file_that_is_no_such_csv_is_named(tmp_path: Path, raw: bytes, line: int, reason: str) -> None:
    (fill(tmp_path) / "balances.csv").write_bytes(raw)
    [problem] = read(tmp_path).problems
    assert (problem.file, problem.line) == ("balances.csv", line)
    assert problem.reason.startswith(reason)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    (fill(tmp_path) / "projects.csv").unlink()
    plan = read(tmp_path)
    assert found(plan)[0].startswith("projects.csv: the file is missing")


def test_a_folder_in_the_place_of_a_file_is_named(tmp_path: Path) -> None:
    (fill(tmp_path) / "balances.csv").unlink()
    (tmp_path / "balances.csv").mkdir()
    assert found(read(tmp_path)) == ["balances.csv: cannot be read: Is a directory"]


def test_what_spreadsheets_add_is_forgiven(tmp_path: Path) -> None:
    fill(tmp_path)
    for name in FILES:
        plain = (tmp_path / name).read_text(encoding="utf-8")
        (tmp_path / name).write_bytes(b"\xef\xbb\xbf" + plain.replace("\n", "\r\n").encode() + b",,\r\n\r\n")
    assert found(read(tmp_path)) == []


def test_columns_may_come_in_any_order(tmp_path: Path) -> None:
    (fill(tmp_path) / "balances.csv").write_text("days,year,email,leave_type\n3,2026,ann@x.org,annual\n")
    assert found(read(tmp_path)) == []


def test_lines_are_counted_as_an_editor_counts_them(tmp_path: Path) -> None:
    rows = ['"ann@x.org",annual,"2026', '",1', "", "who@x.org,annual,2026,1"]
    plan = read(fill(tmp_path, balances=rows))
    assert [one.line for one in plan.problems] == [2, 5]


def test_nobody_waits_long_for_a_hundred_thousand_rows(tmp_path: Path) -> None:
    people = [
        f"p{n}@x.org,U0{n:07},Person {n},en_GB,2026-01-05,,,Europe/London,GB,ENG,mon-fri,eng,no" for n in range(100_000)
    ]
    people[77_777] = people[77_777].replace("Europe/London", "Europe/Londno")
    plan = read(fill(tmp_path, people=[ANN, BOB, *people]))
    assert [(one.file, one.line) for one in plan.problems] == [("people.csv", 77_781)]


@given(st.text(alphabet=st.sampled_from("'=+-@\t\r＝ab1.☃ "), max_size=8))
def test_a_guarded_cell_comes_back_as_it_was(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell


@given(st.text(alphabet=st.sampled_from("'=+-@＝＋ab1.| "), max_size=8))
def test_a_guarded_cell_is_never_a_formula(cell: str) -> None:
    shown = guarded(cell)
    assert not shown.startswith(tuple("=+@＝＋")) or shown == ""
    if shown.startswith("-"):
        float(shown)


def test_a_formula_in_a_name_goes_out_as_text_and_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "balances.csv"
    write_rows(path, [('=HYPERLINK("http://x","y")', "'=1", "-2.5", "'tis")])
    with path.open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file))[1] == ['\'=HYPERLINK("http://x","y")', "''=1", "-2.5", "'tis"]
    rows, problems = read_rows(path)
    assert problems == []
    assert list(rows[0].cells.values()) == ['=HYPERLINK("http://x","y")', "'=1", "-2.5", "'tis"]


def test_the_help_names_every_column() -> None:
    text = help_text()
    for file, columns in FILES.items():
        for column in columns:
            assert f"| {file} | {column.name} |" in text

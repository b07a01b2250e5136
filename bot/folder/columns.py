"""The files of an organisation's folder and what each of their columns means; help and documents are made from this."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """One column: whether a cell may be empty, and what belongs in it."""

    name: str
    must: bool
    text: str
    late: bool = False
    """A file may lack it: those that were written before there was such a column do."""


def _must(name: str, text: str) -> Column:
    return Column(name, must=True, text=text)


def _may(name: str, text: str) -> Column:
    return Column(name, must=False, text=text)


def _late(name: str, text: str) -> Column:
    return Column(name, must=False, text=text + "; the column may be missing", late=True)


FILES: dict[str, tuple[Column, ...]] = {
    "people.csv": (
        _must("email", "who it is; every file names people by their address"),
        _may("slack_id", "Slack member id, U012AB3CD; empty: found by the address once Slack is connected"),
        _must("name", "as colleagues call them"),
        _must("locale", "language and country for dates and texts, en_GB"),
        _must("starts", "first day, 2026-01-05"),
        _may("ends", "last day; empty: none yet"),
        _may("valid_from", "from when this row's further cells hold; empty: from the first day"),
        _must("time_zone", "IANA name, Europe/Berlin"),
        _must("country", "two letters, for public holidays, DE"),
        _may("subdivision", "part of the country with its own public holidays, BE"),
        _may("pattern", "working time, “mon-fri” or “mon-thu fri:am”; empty: none, so no leave can be counted"),
        _may("department", "its code; empty: none"),
        _may("people_admin", "yes for those who keep the directory"),
        _late("contract", "on what terms, in a word of yours: permanent, fixed_term, apprentice; for leave policies"),
    ),
    "departments.csv": (
        _must("code", "short name, used by people.csv"),
        _must("name", "full name"),
        _may("parent", "code of the department above; empty: the top"),
        _must("starts", "first day"),
        _may("ends", "last day; empty: none yet"),
        _may("valid_from", "from when this row's further cells hold; empty: from the first day"),
        _may("manager", "address of the operations manager; empty: nobody, so the department above answers"),
        _may("deputy", "address of the standing deputy"),
    ),
    "projects.csv": (
        _must("code", "short name, used by allocations.csv"),
        _must("name", "full name"),
        _may("channel", "Slack channel, #apollo or its id; empty: none"),
        _must("starts", "first day"),
        _may("ends", "last day; empty: none yet"),
        _may("valid_from", "from when this row's further cells hold; empty: from the first day"),
        _may("manager", "address of the project manager"),
    ),
    "allocations.csv": (
        _must("email", "who"),
        _must("project", "its code"),
        _may("percent", "share of their working time, over 0 and up to 100; or else"),
        _may("hours", "hours a week, over 0 and up to 168"),
        _must("starts", "first day"),
        _may("ends", "last day; empty: none yet"),
    ),
    "balances.csv": (
        _must("email", "who"),
        _must("leave_type", "code of the leave type"),
        _must("year", "the year in which the leave year begins, 2026"),
        _must("days", "what that leave year begins with, 2.5; may be negative; settles all that was before it"),
    ),
}

FURTHER: dict[str, tuple[Column, ...]] = {
    "skills.csv": (
        _must("email", "who"),
        _must("skill", "its name; one that is not known is added"),
        _may("level", "1 to 5, as it was assessed; empty: none, the row tells a wish or an offer only"),
        _may("assessed_on", "on which day; needed with a level"),
        _may("assessed_by", "address of whoever assessed; needed with a level"),
        _may("expires", "last day of the certificate; empty: none"),
        _may("wish", "yes for those who would like to learn it"),
        _may("offers_mentoring", "yes for those who offer to mentor others in it"),
    ),
    "department_skills.csv": (
        _must("department", "its code"),
        _must("skill", "its name; one that is not known is added"),
        _must("level", "1 to 5, the least that counts"),
        _must("people", "how many of the department and those below it are to hold it"),
    ),
    "milestones.csv": (
        _must("project", "its code"),
        _must("name", "what is to be reached; once in a project"),
        _must("planned", "the day it was first planned for"),
        _may("owner", "address of whoever reports on it; empty: the project's manager"),
        _may("weight", "its share of the project's work, in any unit; empty: not counted for earned value"),
        _must("reported_on", "from when this row's further cells hold; a row for each report"),
        _may("baseline", "the day slips are counted from; empty: as planned"),
        _may("forecast", "the day it is expected, or was done; empty: the baseline"),
        _must("health", "on_track, at_risk, off_track, done or dropped"),
        _may("percent", "how much is complete, 0 to 100; empty: 0, or 100 when done"),
        _may("sentence", "what was said about it"),
    ),
    "rates.csv": (
        _must("role", "short name, used by roles.csv"),
        _must("name", "full name"),
        _must("unit", "hour or day (of eight hours)"),
        _must("amount", "what a project pays for it, 85.50"),
        _must("currency", "three letters, EUR"),
        _must("starts", "first day of this rate"),
        _may("ends", "last day; empty: none yet"),
    ),
    "roles.csv": (
        _must("email", "who"),
        _must("role", "as in rates.csv"),
        _must("starts", "first day"),
        _may("ends", "last day; empty: none yet"),
    ),
    "budget.csv": (
        _may("project", "its code; or else"),
        _may("department", "its code"),
        _must("kind", "planned or actual"),
        _must("month", "2026-12"),
        _must(
            "category",
            "of a project labour (planned only), other or revenue; of a department salaries, workplace, training, "
            "hiring or other",
        ),
        _must("amount", "over 0; an actual one may be 0"),
        _must("currency", "three letters, EUR"),
    ),
}
"""Files that a folder may lack."""
ALL = FILES | FURTHER

HOW_IT_WORKS = """\
Each file begins with its columns' names, is UTF-8, and separates cells by commas. Days are written 2026-01-31; a first
and a last day both count. When something changes on a day, add another row with that day in valid_from and the first
cells repeated. The rows about one person, department, project, or one person in one project replace what was known
about them; what the files do not mention stays as it is. Assessments in skills.csv and reports in milestones.csv are
added and never changed. Nothing is written unless every row is good. A folder may lack skills.csv and the files listed
after it."""


def help_text() -> str:
    """All columns as a Markdown table, under a paragraph that says how the files work."""
    return "\n".join([HOW_IT_WORKS, "", "| file | column | | meaning |", "|---|---|---|---|", *_lines()]) + "\n"


def _lines() -> Iterator[str]:
    for file, columns in ALL.items():
        for column in columns:
            yield f"| {file} | {column.name} | {'required' if column.must else ''} | {column.text} |"

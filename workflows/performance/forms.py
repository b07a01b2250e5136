"""What the modals' fields mean: what a person filled in, checked and parsed, or refused under its field."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.numbers import format_decimal

from workflows.kernel.errors import Refused
from workflows.kernel.flow import Form
from workflows.language import marked, speech, tr
from workflows.performance.rules import Outcome
from workflows.performance.tables import TextKind

WHO, PROJECT, DAY, LINKS, FILES = "person", "project", "day", "links", "files"
EXPECTED, HAPPENED, EFFECT, HELP = "expected", "happened", "effect", "help"
QUESTION, ANSWER, SUMMARY, REPLY = "question", "answer", "summary", "reply"
OUTCOME, NOTE, NO_REPLY, TARGET = "outcome", "note", "no_reply", "target"
"""The fields, by block id."""
OUTSIDE = "none"
"""The choice that it lies outside projects."""
LONGEST = 2000
MOST_FILES = 5
MOST_LINKS = 10
_LINK = re.compile(r"https?://[^\s<>|]{1,480}")
_MISSING = {
    EXPECTED: marked("Please say what was expected."),
    HAPPENED: marked("Please say what happened."),
    EFFECT: marked("Please say what it does to the work."),
    HELP: marked("Please say what help was given; if none was, say so."),
    QUESTION: marked("Please write your question."),
    ANSWER: marked("Please write something, or close this."),
    SUMMARY: marked("Please write a sentence for them: it is all they will see."),
    REPLY: marked("Please write something, or close this."),
    NOTE: marked("Please note what was decided and why."),
    NO_REPLY: marked("Please say why they were not asked for their side."),
}


@dataclass(frozen=True, slots=True)
class Report:
    """What a report says, but for whom it is about and for which project."""

    day: date
    texts: Mapping[str, str]
    links: tuple[str, ...]
    files: tuple[str, ...]

    def written(self) -> list[tuple[TextKind, str]]:
        """What is kept, in the order it is read."""
        return [
            *((TextKind(field), self.texts[field]) for field in (EXPECTED, HAPPENED, EFFECT, HELP)),
            *((TextKind.LINK, link) for link in self.links),
            *((TextKind.FILE, link) for link in self.files),
        ]


def report_of(form: Form) -> Report:
    """All of it, checked."""
    texts = {field: text_of(form, field) for field in (EXPECTED, HAPPENED, EFFECT, HELP)}
    return Report(day_of(form), texts, links_of(form), files_of(form))


def text_of(form: Form, field: str) -> str:
    """What was written there, not nothing and not too much."""
    text = str(form.get(field) or "").strip()
    if not text:
        raise Refused(tr(_MISSING[field]), field=field, reason="empty")
    if len(text) > LONGEST:
        long = tr(
            "That is {count} characters; please keep it under {most}.",
            count=format_decimal(len(text), locale=speech().locale),
            most=format_decimal(LONGEST, locale=speech().locale),
        )
        raise Refused(long, field=field, reason="length")
    return text


def day_of(form: Form) -> date:
    """When it happened."""
    day = form.get(DAY)
    if not isinstance(day, date):
        raise Refused(tr("Please pick the day on which it happened."), field=DAY, reason="no_day")
    return day


def links_of(form: Form) -> tuple[str, ...]:
    """One to a line."""
    lines = str(form.get(LINKS) or "").split()
    if len(lines) > MOST_LINKS:
        raise Refused(tr("At most {most} links, please.", most=MOST_LINKS), field=LINKS, reason="links")
    if not all(_LINK.fullmatch(line) for line in lines):
        raise Refused(
            tr(
                "Please put one link on each line, each beginning with https://. In a message's menu, “Copy link” has "
                "it."
            ),
            field=LINKS,
            reason="link",
        )
    return tuple(dict.fromkeys(lines))


def files_of(form: Form) -> tuple[str, ...]:
    """Where Slack keeps what was added."""
    files = form.get(FILES) or ()
    if len(files) > MOST_FILES:
        raise Refused(tr("At most {most} files, please.", most=MOST_FILES), field=FILES, reason="files")
    return tuple(str(file["link"]) for file in files)


def project_of(form: Form, possible: tuple[int | None, ...]) -> int | None:
    """The chosen project, None for what lies outside; the only possible one when there was nothing to choose."""
    chosen = form.get(PROJECT)
    if chosen == OUTSIDE:
        return None
    if chosen is not None and str(chosen).isdigit():
        return int(str(chosen)[:18])
    if len(possible) == 1:
        return possible[0]
    raise Refused(tr("Please pick what it was about."), field=PROJECT, reason="project")


def outcome_of(form: Form) -> Outcome:
    """How it ends."""
    try:
        return Outcome(str(form.get(OUTCOME) or ""))
    except ValueError:
        raise Refused(tr("Please pick an outcome from the list."), field=OUTCOME, reason="outcome") from None


def target_of(form: Form) -> int:
    """The number of the case it belongs with."""
    chosen = str(form.get(TARGET) or "")
    if not chosen.isdigit():
        raise Refused(tr("Please pick a case from the list."), field=TARGET, reason="target")
    return int(chosen[:18])


def kept(form: Form) -> dict[str, Any]:
    """What was filled in so far, for showing the modal again."""
    return {field: form.get(field) for field in (WHO, PROJECT, DAY, LINKS, EXPECTED, HAPPENED, EFFECT, HELP)}

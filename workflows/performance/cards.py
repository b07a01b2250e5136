"""What people hold and read in their direct messages and lists about a case: that there is one and how it stands.

A message stays in Slack's history and in its search, and a card can be forwarded. So none says whom a case is about or
who reported it, and none holds a word of it: what it says is behind a button, and opening it is recorded. Pure.
"""

from slackblocks import Button

from workflows.kernel.replies import Message
from workflows.language import marked, tr
from workflows.performance.reading import Facts, Part
from workflows.performance.rules import CLASSES, RUNNING, Outcome, OutcomeClass, State
from workflows.reminding import nudges
from workflows.wording import blocks
from workflows.wording.blocks import Built
from workflows.wording.phrases import labelled

RECORDED = marked("What it says is behind the button; each look is recorded.")
OUTCOMES = {
    Outcome.NO_ACTION: marked("no action"),
    Outcome.TALK: marked("a talk was held"),
    Outcome.COACHING: marked("coaching"),
    Outcome.MENTORING: marked("mentoring"),
    Outcome.TRAINING: marked("training"),
    Outcome.REALLOCATION: marked("reallocation"),
    Outcome.FORMAL: marked("a formal process outside this system"),
}
CHOICES = {
    Outcome.NO_ACTION: marked("No action"),
    Outcome.TALK: marked("A talk was held"),
    Outcome.COACHING: marked("Coaching"),
    Outcome.MENTORING: marked("Mentoring"),
    Outcome.TRAINING: marked("Training"),
    Outcome.REALLOCATION: marked("Reallocation"),
    Outcome.FORMAL: marked("A formal process outside this system"),
}
"""The same where they are chosen."""
_CLASSES = {
    OutcomeClass.NONE: marked("No action was needed."),
    OutcomeClass.SUPPORT: marked("It was dealt with by talking and support."),
    OutcomeClass.ALLOCATION: marked("It leads to a change of who works on what."),
    OutcomeClass.ELSEWHERE: marked("It goes on elsewhere."),
}


def card(facts: Facts) -> Message:
    """What each of the three holds."""
    return {Part.READER: _reader, Part.REPORTER: _reporter, Part.PERSON: _person}[facts.part](facts)


def state_line(facts: Facts) -> str:
    """How it stands, for whoever has a part in it."""
    if facts.part is Part.PERSON:
        return tr("Open.", context="case") if facts.state in RUNNING else tr("It is over.")
    if facts.part is Part.REPORTER:
        return _for_reporter(facts)
    return _for_reader(facts)


def kept_line(facts: Facts) -> str:
    """The same for where it is kept: a reader's without the outcome."""
    closed = facts.part is Part.READER and facts.state is State.CLOSED
    return tr("Closed on {when}.", when=facts.changed) if closed else state_line(facts)


def list_entry(facts: Facts) -> list[Built]:
    """One in a list, which only its reader sees and which is not kept: with the names they know."""
    lines = [numbered(facts), f"_{state_line(facts)}_"]
    if facts.part is not Part.PERSON:
        lines[0] = labelled(numbered(facts), about(facts))
    if facts.part is Part.READER:
        lines.insert(1, reported(facts))
    return [blocks.section("\n".join(lines), read_button(facts))]


def numbered(facts: Facts) -> str:
    """Which case it is."""
    return tr("*Case {number}*", number=facts.case.id)


def about(facts: Facts) -> str:
    """Whom and what it is about, and when it happened."""
    return f"{blocks.bold(facts.about)}, {blocks.escaped(facts.project, 120)}, {facts.happened}"


def reported(facts: Facts) -> str:
    """By whom, and when."""
    return tr("Reported by {name} on {day}.", name=blocks.escaped(facts.reporter, 80), day=facts.reported)


def home_entry(facts: Facts) -> Built:
    """One on App Home, which is kept: without names."""
    head = tr("*Case {number}*, reported on {day}", number=facts.case.id, day=facts.reported)
    return blocks.section(f"{head}\n_{state_line(facts)}_", read_button(facts))


def headed(facts: Facts, line: str) -> str:
    """A line with the case's number before it."""
    return tr("Case {number}: {line}", number=facts.case.id, line=line)


def said(facts: Facts, text: str, label: str = "") -> Message:
    """A sentence with the button that opens the case."""
    built: list[Built] = [blocks.section(text), *blocks.actions([read_button(facts, label)])]
    return Message(text, blocks.laid_out(built))


def plain(text: str) -> Message:
    """A sentence alone."""
    return Message(text, blocks.laid_out([blocks.section(text)]))


def read_button(facts: Facts, label: str = "", *, style: str | None = None) -> Button:
    """Opens it; recorded."""
    return blocks.button(label or tr("Read the case"), "performance:read", facts.case.value, style=style)


def _reader(facts: Facts) -> Message:
    line = kept_line(facts)
    text = tr(
        "*Case {number}* was put to you on {day}: a report about somebody's work.",
        number=facts.case.id,
        day=facts.reported,
    )
    acknowledge = blocks.button(tr("Acknowledge"), "performance:acknowledge", facts.case.value, style="primary")
    buttons = [read_button(facts), *([acknowledge] if "acknowledge" in facts.offered else [])]
    built: list[Built] = [
        blocks.section(f"{text}\n_{line}_"),
        blocks.aside(tr(RECORDED)),
        *blocks.actions(buttons),
    ]
    return Message(headed(facts, line), blocks.laid_out(built))


def _reporter(facts: Facts) -> Message:
    head = tr("*Your report*, case {number} of {day}", number=facts.case.id, day=facts.reported)
    learns = tr(
        "You learn that it was received, that it is in hand, that it is closed and the kind of outcome; not more."
    )
    label = tr("Read or add to it") if "answer" in facts.offered else tr("Read it")
    built: list[Built] = [
        blocks.section(f"{head}\n_{state_line(facts)}_"),
        blocks.aside(learns),
        *blocks.actions([read_button(facts, label), *_nudge(facts)]),
    ]
    return Message(own(facts), blocks.laid_out(built))


def _nudge(facts: Facts) -> list[Button]:
    return [nudges.button("performance:nudge", facts.case.value)] if "nudge" in facts.offered else []


def own(facts: Facts) -> str:
    """How the reader's own report stands."""
    return tr("Your report, case {number}: {line}", number=facts.case.id, line=state_line(facts))


def _person(facts: Facts) -> Message:
    who = blocks.bold(facts.handler)
    if facts.state not in RUNNING:
        over = tr("{who} asked for your side of something (case {number}). It is over.", who=who, number=facts.case.id)
        return said(facts, over, tr("Read it"))
    text = tr(
        "{who} would like to hear your side of something (case {number}). There is no hurry.",
        who=who,
        number=facts.case.id,
    )
    plain_name = blocks.escaped(facts.handler, 80)
    aside = tr("Only {who} and those who handle it read your reply.", who=plain_name)
    built: list[Built] = [
        blocks.section(text),
        blocks.aside(aside),
        *blocks.actions([read_button(facts, tr("Read and reply"), style="primary")]),
    ]
    return Message(tr("{who} would like to hear your side of something", who=plain_name), blocks.laid_out(built))


def _for_reader(facts: Facts) -> str:
    return tr(
        _TO_READER[facts.state],
        who=blocks.escaped(facts.handler, 80),
        when=facts.changed,
        outcome=tr(OUTCOMES[facts.outcome]) if facts.outcome else "",
        number=facts.case.merged_into,
    )


def _for_reporter(facts: Facts) -> str:
    said = tr(_TO_REPORTER[facts.state], who=blocks.escaped(facts.handler, 80))
    ended = facts.outcome if facts.state is State.CLOSED else None
    return " ".join((said, tr(_CLASSES[CLASSES[ended]]))) if ended else said


_TO_READER = {
    State.REPORTED: marked("Waits for {who} to acknowledge it."),
    State.ACKNOWLEDGED: marked("Acknowledged by {who}."),
    State.IN_HAND: marked("In hand with {who}."),
    State.CLOSED: marked("Closed on {when}: {outcome}."),
    State.MERGED: marked("Belongs with case {number}, and goes on there."),
}
_TO_REPORTER = {
    State.REPORTED: marked("Sent to {who}, who has not acknowledged it yet."),
    State.ACKNOWLEDGED: marked("Received by {who}."),
    State.IN_HAND: marked("In hand with {who}."),
    State.CLOSED: marked("Closed."),
    State.MERGED: marked("In hand."),
}

"""What people hold and read in their direct messages and lists about a case: that there is one and how it stands.

A message stays in Slack's history and in its search, and a card can be forwarded. So none says whom a case is about or
who reported it, and none holds a word of it: what it says is behind a button, and opening it is recorded. Pure.
"""

from slackblocks import Button

from workflows.kernel.replies import Message
from workflows.performance.reading import Facts, Part
from workflows.performance.rules import CLASSES, RUNNING, Outcome, OutcomeClass, State
from workflows.wording import blocks
from workflows.wording.blocks import Built

RECORDED = "What it says is behind the button; each look is recorded."
OUTCOMES = {
    Outcome.NO_ACTION: "no action",
    Outcome.TALK: "a talk was held",
    Outcome.COACHING: "coaching",
    Outcome.MENTORING: "mentoring",
    Outcome.TRAINING: "training",
    Outcome.REALLOCATION: "reallocation",
    Outcome.FORMAL: "a formal process outside this system",
}
_CLASSES = {
    OutcomeClass.NONE: "No action was needed.",
    OutcomeClass.SUPPORT: "It was dealt with by talking and support.",
    OutcomeClass.ALLOCATION: "It leads to a change of who works on what.",
    OutcomeClass.ELSEWHERE: "It goes on elsewhere.",
}


def card(facts: Facts) -> Message:
    """What each of the three holds."""
    return {Part.READER: _reader, Part.REPORTER: _reporter, Part.PERSON: _person}[facts.part](facts)


def state_line(facts: Facts) -> str:
    """How it stands, for whoever has a part in it."""
    if facts.part is Part.PERSON:
        return "Open." if facts.state in RUNNING else "It is over."
    if facts.part is Part.REPORTER:
        return _for_reporter(facts)
    return _for_reader(facts)


def kept_line(facts: Facts) -> str:
    """The same for where it is kept: a reader's without the outcome."""
    closed = facts.part is Part.READER and facts.state is State.CLOSED
    return f"Closed on {facts.changed}." if closed else state_line(facts)


def list_entry(facts: Facts) -> list[Built]:
    """One in a list, which only its reader sees and which is not kept: with the names they know."""
    head = f"*Case {facts.case.id}*"
    if facts.part is not Part.PERSON:
        head += f": {blocks.bold(facts.about)}, {blocks.escaped(facts.project, 120)}, {facts.happened}"
    by = f"\nReported by {blocks.escaped(facts.reporter, 80)} on {facts.reported}." if facts.part is Part.READER else ""
    return [blocks.section(f"{head}{by}\n_{state_line(facts)}_", read_button(facts))]


def home_entry(facts: Facts) -> Built:
    """One on App Home, which is kept: without names."""
    return blocks.section(
        f"*Case {facts.case.id}*, reported on {facts.reported}\n_{state_line(facts)}_", read_button(facts)
    )


def said(facts: Facts, text: str, label: str) -> Message:
    """A sentence with the button that opens the case."""
    built: list[Built] = [blocks.section(text), *blocks.actions([read_button(facts, label)])]
    return Message(text, blocks.laid_out(built))


def plain(text: str) -> Message:
    """A sentence alone."""
    return Message(text, blocks.laid_out([blocks.section(text)]))


def read_button(facts: Facts, label: str = "Read the case", *, style: str | None = None) -> Button:
    """Opens it; recorded."""
    return blocks.button(label, "performance:read", facts.case.value, style=style)


def _reader(facts: Facts) -> Message:
    line = kept_line(facts)
    text = f"*Case {facts.case.id}* was put to you on {facts.reported}: a report about somebody's work."
    acknowledge = blocks.button("Acknowledge", "performance:acknowledge", facts.case.value, style="primary")
    buttons = [read_button(facts), *([acknowledge] if "acknowledge" in facts.offered else [])]
    built: list[Built] = [
        blocks.section(f"{text}\n_{line}_"),
        blocks.aside(RECORDED),
        *blocks.actions(buttons),
    ]
    return Message(f"Case {facts.case.id}: {line}", blocks.laid_out(built))


def _reporter(facts: Facts) -> Message:
    text = f"*Your report*, case {facts.case.id} of {facts.reported}\n_{state_line(facts)}_"
    learns = "You learn that it was received, that it is in hand, that it is closed and the kind of outcome; not more."
    built: list[Built] = [
        blocks.section(text),
        blocks.aside(learns),
        *blocks.actions([read_button(facts, "Read or add to it" if "answer" in facts.offered else "Read it")]),
    ]
    return Message(f"Your report, case {facts.case.id}: {state_line(facts)}", blocks.laid_out(built))


def _person(facts: Facts) -> Message:
    who = blocks.bold(facts.handler)
    if facts.state not in RUNNING:
        return said(facts, f"{who} asked for your side of something (case {facts.case.id}). It is over.", "Read it")
    text = f"{who} would like to hear your side of something (case {facts.case.id}). There is no hurry."
    aside = f"Only {blocks.escaped(facts.handler, 80)} and those who handle it read your reply."
    built: list[Built] = [
        blocks.section(text),
        blocks.aside(aside),
        *blocks.actions([read_button(facts, "Read and reply", style="primary")]),
    ]
    return Message(
        f"{blocks.escaped(facts.handler, 80)} would like to hear your side of something", blocks.laid_out(built)
    )


def _for_reader(facts: Facts) -> str:
    who = blocks.escaped(facts.handler, 80)
    closed = OUTCOMES[facts.outcome] if facts.outcome else ""
    return {
        State.REPORTED: f"Waits for {who} to acknowledge it.",
        State.ACKNOWLEDGED: f"Acknowledged by {who}.",
        State.IN_HAND: f"In hand with {who}.",
        State.CLOSED: f"Closed on {facts.changed}: {closed}.",
        State.MERGED: f"Belongs with case {facts.case.merged_into}, and goes on there.",
    }[facts.state]


def _for_reporter(facts: Facts) -> str:
    who = blocks.escaped(facts.handler, 80)
    return {
        State.REPORTED: f"Sent to {who}, who has not acknowledged it yet.",
        State.ACKNOWLEDGED: f"Received by {who}.",
        State.IN_HAND: f"In hand with {who}.",
        State.CLOSED: f"Closed. {_CLASSES[CLASSES[facts.outcome]] if facts.outcome else ''}",
        State.MERGED: "In hand.",
    }[facts.state]

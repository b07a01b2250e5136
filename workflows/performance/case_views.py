"""The modals in which a case is read and handled. What people wrote stands as plain text: nothing in it is live."""

from collections.abc import Sequence

from slackblocks import Button, InputBlock, Option, PlainText, PlainTextInput, StaticSelectMenu

from workflows.kernel.replies import View
from workflows.performance import cards, forms
from workflows.performance.reading import Facts, Part, Seen
from workflows.performance.tables import TextKind
from workflows.wording import blocks
from workflows.wording.blocks import Built

_HEADINGS = {
    TextKind.EXPECTED: "What was expected",
    TextKind.HAPPENED: "What happened",
    TextKind.EFFECT: "Effect on the work",
    TextKind.HELP: "Help already given",
}
_THREAD = {
    TextKind.QUESTION: "Question to the reporter",
    TextKind.ANSWER: "From the reporter",
    TextKind.SUMMARY: "Shown to the person",
    TextKind.REPLY: "From the person",
    TextKind.NO_REPLY: "Why there was no right of reply",
    TextKind.NOTE: "Note on the outcome",
}
_MOST_SAID = 30


def case_view(seen: Seen) -> View:
    """The case, for whichever part the reader has in it, with what they can do."""
    return {Part.READER: _for_reader, Part.REPORTER: _for_reporter, Part.PERSON: _for_person}[seen.facts.part](seen)


def ask_view(facts: Facts) -> View:
    """A question to the reporter."""
    hint = "The reporter reads it through me and answers here. The person does not."
    return _form(facts, "ask", "Ask the reporter", "Ask", [_text(forms.QUESTION, "Your question", hint)])


def invite_view(facts: Facts) -> View:
    """The right of reply, opened with a sentence of the reader's own."""
    hint = "This is all they will see: write what it is about in your own words, without the reporter's text or name."
    line = f"{blocks.bold(facts.about)} will be asked for their side, and can answer until the case is closed."
    return _form(
        facts,
        "invite",
        "Open right of reply",
        "Ask for their side",
        [blocks.section(line), _text(forms.SUMMARY, "What they are shown", hint)],
    )


def close_view(facts: Facts) -> View:
    """The outcome; and where the person was not heard, why."""
    options = [Option(PlainText(text.capitalize()), outcome.value) for outcome, text in cards.OUTCOMES.items()]
    menu = StaticSelectMenu(f"performance:{forms.OUTCOME}", options)
    hint = PlainText("Coaching, mentoring, training and reallocation open the request that goes with them.")
    heard = facts.case.invited_at is not None
    unheard = blocks.section(
        f"*{blocks.escaped(facts.about, 80)} was not asked for their side.* You can still open the right of reply, or "
        "say why not."
    )
    built: list[Built] = [
        InputBlock(PlainText("Outcome"), menu, block_id=forms.OUTCOME, hint=hint),
        _text(forms.NOTE, "Note", "What was decided and why. The reporter and the person don't read it."),
        *([] if heard else [unheard, _text(forms.NO_REPLY, "Why there was no right of reply", "")]),
    ]
    return _form(facts, "close", "Close the case", "Close the case", built)


def merge_view(facts: Facts) -> View:
    """Which case it belongs with."""
    options = [Option(PlainText(f"Case {number}"), str(number)) for number in facts.others[:100]]
    menu = StaticSelectMenu(f"performance:{forms.TARGET}", options)
    hint = PlainText("Both reporters learn how that case goes on. This can't be undone.")
    built: list[Built] = [InputBlock(PlainText("It belongs with"), menu, block_id=forms.TARGET, hint=hint)]
    return _form(facts, "merge", "Belongs with", "Put together", built)


def looks_view(case: int, looks: Sequence[str]) -> View:
    """Who has looked: who, what and when, and nothing of the case itself."""
    lines = [blocks.section("\n".join(looks[begin : begin + 20])) for begin in range(0, len(looks), 20)]
    built = [blocks.section(f"*Case {case}*"), *(lines or [blocks.section("Nobody has looked yet.")])]
    aside = blocks.aside("The latest first. Nobody can change or remove an entry.")
    return blocks.modal(None, "Who has looked", [*built, aside])


def _for_reader(seen: Seen) -> View:
    facts = seen.facts
    head = (
        f"{blocks.bold(facts.about)}, {blocks.escaped(facts.project, 120)}, {facts.happened}\n"
        f"Reported by {blocks.escaped(facts.reporter, 80)} on {facts.reported}.\n_{cards.state_line(facts)}_"
    )
    built: list[Built] = [
        blocks.section(head),
        *_buttons(facts),
        *_report(seen),
        *_said(seen),
        *_merged(facts),
        blocks.aside("Each look at a case is recorded. There is no score here, and no ranking."),
    ]
    return blocks.modal(None, f"Case {facts.case.id}", built)


def _for_reporter(seen: Seen) -> View:
    facts = seen.facts
    head = f"{blocks.bold(facts.about)}, {blocks.escaped(facts.project, 120)}, {facts.happened}\n"
    built = [blocks.section(f"{head}_{cards.state_line(facts)}_"), *_report(seen), *_said(seen)]
    if "answer" not in facts.offered:
        return blocks.modal(None, f"Case {facts.case.id}", built)
    hint = f"{facts.handler} reads it."
    built.append(_text(forms.ANSWER, "Answer, or add something", hint))
    return blocks.modal("performance:answer", f"Case {facts.case.id}", built, submit="Send", metadata=facts.case.value)


def _for_person(seen: Seen) -> View:
    facts = seen.facts
    built: list[Built] = [blocks.section(f"{blocks.bold(facts.handler)} would like to hear your side:")]
    for kind, signed, text in seen.of(TextKind.SUMMARY, TextKind.REPLY):
        head = [blocks.aside(f"*Your side* ({blocks.escaped(signed)})")] if kind is TextKind.REPLY else []
        built += [*head, blocks.verbatim(text)]
    if "reply" not in facts.offered:
        return blocks.modal(None, f"Case {facts.case.id}", [*built, blocks.section("It is over.")])
    hint = f"You don't have to. {facts.handler} and those who handle it with them read it; nobody else does."
    built.append(_text(forms.REPLY, "Your side", hint))
    return blocks.modal("performance:reply", f"Case {facts.case.id}", built, submit="Send", metadata=facts.case.value)


def _report(seen: Seen) -> list[Built]:
    built: list[Built] = []
    for kind, _, text in seen.of(*_HEADINGS):
        built += [blocks.section(f"*{_HEADINGS[kind]}*"), blocks.verbatim(text)]
    found = seen.of(TextKind.LINK, TextKind.FILE)
    links = [
        f"<{text}|{'File' if kind is TextKind.FILE else 'Link'} {n}>" for n, (kind, _, text) in enumerate(found, 1)
    ]
    return [*built, *([blocks.section(f"*Evidence*\n{', '.join(links)}")] if links else [])]


def _said(seen: Seen) -> list[Built]:
    built: list[Built] = []
    for kind, signed, text in seen.of(*_THREAD)[-_MOST_SAID:]:
        built += [blocks.aside(f"*{_THREAD[kind]}* ({blocks.escaped(signed)})"), blocks.verbatim(text)]
    return [blocks.divider(), *built] if built else []


def _merged(facts: Facts) -> list[Built]:
    """What belongs with it, each to be read by itself, which is recorded by itself."""
    buttons = [
        blocks.button(f"Read case {number}", f"performance:read:{number}", f"{number}.1") for number in facts.merged[:5]
    ]
    return [blocks.section("*Belongs with this case*"), *blocks.actions(buttons)] if buttons else []


def _buttons(facts: Facts) -> list[Built]:
    waits = "acknowledge" in facts.offered
    labels = {
        "acknowledge": ("Acknowledge", "primary"),
        "take": ("Take in hand", None if waits else "primary"),
        "ask": ("Ask the reporter…", None),
        "invite": ("Open right of reply…", None),
        "close": ("Close the case…", None),
        "merge": ("Belongs with…", None),
        "log": ("Who has looked", None),
    }
    buttons: list[Button] = [
        blocks.button(label, f"performance:{verb}", facts.case.value, style=style)
        for verb, (label, style) in labels.items()
        if verb in facts.offered
    ]
    return [*blocks.actions(buttons)]


def _form(facts: Facts, verb: str, title: str, submit: str, built: Sequence[Built]) -> View:
    head = blocks.section(f"*Case {facts.case.id}*: {blocks.bold(facts.about)}")
    return blocks.modal(
        f"performance:{verb}", title, [head, *built], submit=submit, close="Cancel", metadata=facts.case.value
    )


def _text(field: str, label: str, hint: str) -> InputBlock:
    element = PlainTextInput(f"performance:{field}", multiline=True, max_length=forms.LONGEST)
    return InputBlock(PlainText(label), element, block_id=field, hint=PlainText(hint) if hint else None)

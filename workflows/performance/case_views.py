"""The modals in which a case is read and handled. What people wrote stands as plain text: nothing in it is live."""

from collections.abc import Sequence

from slackblocks import Button, InputBlock, Option, PlainText, PlainTextInput, StaticSelectMenu

from workflows.kernel.replies import View
from workflows.language import marked, tr
from workflows.performance import cards, forms
from workflows.performance.reading import Facts, Part, Seen
from workflows.performance.tables import TextKind
from workflows.wording import blocks
from workflows.wording.blocks import Built
from workflows.wording.phrases import labelled

_HEADINGS = {
    TextKind.EXPECTED: marked("What was expected"),
    TextKind.HAPPENED: marked("What happened"),
    TextKind.EFFECT: marked("Effect on the work"),
    TextKind.HELP: marked("Help already given"),
}
_THREAD = {
    TextKind.QUESTION: marked("Question to the reporter"),
    TextKind.ANSWER: marked("From the reporter"),
    TextKind.SUMMARY: marked("Shown to the person"),
    TextKind.REPLY: marked("From the person"),
    TextKind.NO_REPLY: marked("Why there was no right of reply"),
    TextKind.NOTE: marked("Note on the outcome"),
}
_EVIDENCE = {TextKind.LINK: marked("Link {number}"), TextKind.FILE: marked("File {number}")}
_MOST_SAID = 30


def case_view(seen: Seen) -> View:
    """The case, for whichever part the reader has in it, with what they can do."""
    return {Part.READER: _for_reader, Part.REPORTER: _for_reporter, Part.PERSON: _for_person}[seen.facts.part](seen)


def ask_view(facts: Facts) -> View:
    """A question to the reporter."""
    hint = tr("The reporter reads it through me and answers here. The person does not.")
    return _form(facts, "ask", tr("Ask the reporter"), tr("Ask"), [_text(forms.QUESTION, tr("Your question"), hint)])


def invite_view(facts: Facts) -> View:
    """The right of reply, opened with a sentence of the reader's own."""
    hint = tr(
        "This is all they will see: write what it is about in your own words, without the reporter's text or name."
    )
    line = tr(
        "{person} will be asked for their side, and can answer until the case is closed.",
        person=blocks.bold(facts.about),
    )
    return _form(
        facts,
        "invite",
        tr("Open right of reply"),
        tr("Ask for their side"),
        [blocks.section(line), _text(forms.SUMMARY, tr("What they are shown"), hint)],
    )


def close_view(facts: Facts) -> View:
    """The outcome; and where the person was not heard, why."""
    options = [Option(PlainText(tr(text)), outcome.value) for outcome, text in cards.CHOICES.items()]
    menu = StaticSelectMenu(f"performance:{forms.OUTCOME}", options)
    hint = PlainText(tr("Coaching, mentoring, training and reallocation open the request that goes with them."))
    heard = facts.case.invited_at is not None
    unheard = tr(
        "*{person} was not asked for their side.* You can still open the right of reply, or say why not.",
        person=blocks.escaped(facts.about, 80),
    )
    built: list[Built] = [
        InputBlock(PlainText(tr("Outcome")), menu, block_id=forms.OUTCOME, hint=hint),
        _text(forms.NOTE, tr("Note"), tr("What was decided and why. The reporter and the person don't read it.")),
    ]
    if not heard:
        built += [blocks.section(unheard), _text(forms.NO_REPLY, tr("Why there was no right of reply"), "")]
    return _form(facts, "close", tr("Close the case"), tr("Close the case"), built)


def merge_view(facts: Facts) -> View:
    """Which case it belongs with."""
    options = [Option(PlainText(tr("Case {number}", number=number)), str(number)) for number in facts.others[:100]]
    menu = StaticSelectMenu(f"performance:{forms.TARGET}", options)
    hint = PlainText(tr("Both reporters learn how that case goes on. This can't be undone."))
    built: list[Built] = [InputBlock(PlainText(tr("It belongs with")), menu, block_id=forms.TARGET, hint=hint)]
    return _form(facts, "merge", tr("Belongs with"), tr("Put together"), built)


def looks_view(case: int, looks: Sequence[str]) -> View:
    """Who has looked: who, what and when, and nothing of the case itself."""
    lines = [blocks.section("\n".join(looks[begin : begin + 20])) for begin in range(0, len(looks), 20)]
    built = [
        blocks.section(tr("*Case {number}*", number=case)),
        *(lines or [blocks.section(tr("Nobody has looked yet."))]),
    ]
    aside = blocks.aside(tr("The latest first. Nobody can change or remove an entry."))
    return blocks.modal(None, tr("Who has looked"), [*built, aside])


def _for_reader(seen: Seen) -> View:
    facts = seen.facts
    head = "\n".join((cards.about(facts), cards.reported(facts), f"_{cards.state_line(facts)}_"))
    built: list[Built] = [
        blocks.section(head),
        *_buttons(facts),
        *_report(seen),
        *_said(seen),
        *_merged(facts),
        blocks.aside(tr("Each look at a case is recorded. There is no score here, and no ranking.")),
    ]
    return blocks.modal(None, _title(facts), built)


def _for_reporter(seen: Seen) -> View:
    facts = seen.facts
    head = f"{cards.about(facts)}\n_{cards.state_line(facts)}_"
    built = [blocks.section(head), *_report(seen), *_said(seen)]
    if "answer" not in facts.offered:
        return blocks.modal(None, _title(facts), built)
    hint = tr("{who} reads it.", who=facts.handler)
    built.append(_text(forms.ANSWER, tr("Answer, or add something"), hint))
    return blocks.modal("performance:answer", _title(facts), built, submit=tr("Send"), metadata=facts.case.value)


def _for_person(seen: Seen) -> View:
    facts = seen.facts
    built: list[Built] = [blocks.section(tr("{who} would like to hear your side:", who=blocks.bold(facts.handler)))]
    for kind, signed, text in seen.of(TextKind.SUMMARY, TextKind.REPLY):
        head = (
            [blocks.aside(tr("*Your side* ({signed})", signed=blocks.escaped(signed)))]
            if kind is TextKind.REPLY
            else []
        )
        built += [*head, blocks.verbatim(text)]
    if "reply" not in facts.offered:
        return blocks.modal(None, _title(facts), [*built, blocks.section(tr("It is over."))])
    hint = tr(
        "You don't have to. {who} and those who handle it with them read it; nobody else does.", who=facts.handler
    )
    built.append(_text(forms.REPLY, tr("Your side"), hint))
    return blocks.modal("performance:reply", _title(facts), built, submit=tr("Send"), metadata=facts.case.value)


def _report(seen: Seen) -> list[Built]:
    built: list[Built] = []
    for kind, _, text in seen.of(*_HEADINGS):
        built += [blocks.section(f"*{tr(_HEADINGS[kind])}*"), blocks.verbatim(text)]
    found = seen.of(TextKind.LINK, TextKind.FILE)
    links = [f"<{text}|{tr(_EVIDENCE[kind], number=n)}>" for n, (kind, _, text) in enumerate(found, 1)]
    return [*built, *([blocks.section(f"{tr('*Evidence*')}\n{', '.join(links)}")] if links else [])]


def _said(seen: Seen) -> list[Built]:
    built: list[Built] = []
    for kind, signed, text in seen.of(*_THREAD)[-_MOST_SAID:]:
        built += [blocks.aside(f"*{tr(_THREAD[kind])}* ({blocks.escaped(signed)})"), blocks.verbatim(text)]
    return [blocks.divider(), *built] if built else []


def _merged(facts: Facts) -> list[Built]:
    """What belongs with it, each to be read by itself, which is recorded by itself."""
    buttons = [
        blocks.button(tr("Read case {number}", number=number), f"performance:read:{number}", f"{number}.1")
        for number in facts.merged[:5]
    ]
    return [blocks.section(tr("*Belongs with this case*")), *blocks.actions(buttons)] if buttons else []


def _buttons(facts: Facts) -> list[Built]:
    waits = "acknowledge" in facts.offered
    labels = {
        "acknowledge": (tr("Acknowledge"), "primary"),
        "take": (tr("Take in hand"), None if waits else "primary"),
        "ask": (tr("Ask the reporter…"), None),
        "invite": (tr("Open right of reply…"), None),
        "close": (tr("Close the case…"), None),
        "merge": (tr("Belongs with…"), None),
        "log": (tr("Who has looked"), None),
    }
    buttons: list[Button] = [
        blocks.button(label, f"performance:{verb}", facts.case.value, style=style)
        for verb, (label, style) in labels.items()
        if verb in facts.offered
    ]
    return [*blocks.actions(buttons)]


def _title(facts: Facts) -> str:
    return tr("Case {number}", number=facts.case.id)


def _form(facts: Facts, verb: str, title: str, submit: str, built: Sequence[Built]) -> View:
    head = blocks.section(labelled(cards.numbered(facts), blocks.bold(facts.about)))
    return blocks.modal(
        f"performance:{verb}", title, [head, *built], submit=submit, close=tr("Cancel"), metadata=facts.case.value
    )


def _text(field: str, label: str, hint: str) -> InputBlock:
    element = PlainTextInput(f"performance:{field}", multiline=True, max_length=forms.LONGEST)
    return InputBlock(PlainText(label), element, block_id=field, hint=PlainText(hint) if hint else None)

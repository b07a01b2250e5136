"""Days as people write them around a command, read in their own language and zone: a span, or a refusal that helps.

Nothing is guessed: what was not understood is named, with what was.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from workflows.calendar.rules import Half, Span
from workflows.kernel.errors import Refused
from workflows.language import marked, tr
from workflows.wording.days import Reader, next_week, read_day, this_week
from workflows.wording.phrases import dated, quoted

LONGEST = 200
"""Characters a person may type after a command."""
EXAMPLES = marked('"24 dec - 2 jan", "tomorrow afternoon" or "next week"')
_MENTION = re.compile(r"(?:\bfor\s+)?<@([UW][A-Z0-9]{1,30})(?:\|[^<>]*)?>", re.IGNORECASE)
_DASH = re.compile(r" [-–—] |[-–—]")


def read_span(words: str, reader: Reader, command: str) -> Span:
    """The days these words name; raises Refused (`words`, `dates`), with the command whose help shows more."""
    lower = words.lower()
    for vocabulary in reader.vocabularies:
        if lower in vocabulary.this_week:
            return Span(*this_week(reader))
        if lower in vocabulary.next_week:
            return Span(*next_week(reader))
    whole = _side(lower, reader)
    if whole:
        return Span.of(*whole)
    for left, right in _splits(lower, reader):
        found = _range(left, right, reader)
        if found:
            return found
    raise _not_understood(lower, reader, command)


def read_whose(words: str, command: str) -> tuple[str, str | None]:
    """The words without "for @somebody", and that somebody's Slack id; raises Refused (`words`)."""
    mentions = list(_MENTION.finditer(words))
    if not mentions:
        _refuse_unresolved(words)
        return words, None
    if len({mention[1] for mention in mentions}) > 1:
        raise Refused(tr("One person at a time, please: `{command} for @ann 3 dec`.", command=command), reason="words")
    return " ".join(_MENTION.sub(" ", words).split()), mentions[0][1].upper()


def _refuse_unresolved(words: str) -> None:
    if re.search(r"(^|\s)@\S", words) or words.lower().startswith("for "):
        raise Refused(
            tr("I don't know whom you mean. Type @ and pick the person from the list that Slack shows."),
            reason="words",
        )


def _side(text: str, reader: Reader) -> tuple[date, Half | None] | None:
    """A day with or without its half."""
    for phrase, half in _half_words(reader):
        rest = _apart(text, phrase)
        day = read_day(rest, reader) if rest else None
        if day and half is None:
            raise Refused(
                tr('Which half of {day}? Add "morning" or "afternoon".', day=dated(day, reader.locale)),
                reason="dates",
            )
        if day:
            return day, half
        if text in (f"this {phrase}", phrase) and half:
            return reader.today, half
    day = read_day(text, reader)
    return (day, None) if day else None


def _half_words(reader: Reader) -> Iterator[tuple[str, Half | None]]:
    for vocabulary in reader.vocabularies:
        yield from ((phrase, Half.AM) for phrase in vocabulary.morning)
        yield from ((phrase, Half.PM) for phrase in vocabulary.afternoon)
        yield from ((phrase, None) for phrase in vocabulary.half)


def _apart(text: str, phrase: str) -> str | None:
    """The text without the phrase at its end or its beginning; None when it has neither."""
    if text.endswith(f" {phrase}"):
        return text.removesuffix(phrase).strip()
    if text.startswith(f"{phrase} ") and phrase != "am":
        return text.removeprefix(phrase).removeprefix(" of").strip()
    return None


def _splits(text: str, reader: Reader) -> Iterator[tuple[str, str]]:
    """Every way to read the text as two sides: first by a joining word, then by a dash."""
    for vocabulary in reader.vocabularies:
        for word in vocabulary.joins:
            left, found, right = text.partition(f" {word} ")
            if found:
                yield left.strip(), right.strip()
    if text.startswith("between "):
        left, found, right = text.partition(" and ")
        if found:
            yield left, right
    for dash in sorted(
        _DASH.finditer(text), key=lambda dash: text[dash.start() - 1 : dash.end() + 1].strip() != dash[0]
    ):
        yield text[: dash.start()].strip(), text[dash.end() :].strip()


def _range(left: str, right: str, reader: Reader) -> Span | None:
    first, last = _side(_completed(left, right), reader), _side(_completed(right, left), reader)
    if not first or not last:
        return None
    end = last[0]
    if end < first[0] and not _has_year(right):
        end = read_after(right, first[0], reader) or end
    return Span(first[0], end, *_bounds(first[0] == end, first[1], last[1]))


def _bounds(single: bool, begins: Half | None, ends: Half | None) -> tuple[Half | None, Half | None]:  # noqa: FBT001 - a fact about the two days
    """A range that begins in the morning or ends in the afternoon has whole days at that end."""
    first = Half.PM if begins is Half.PM else None
    last = Half.AM if ends is Half.AM else None
    if single and (first or last):
        return first or last, first or last
    return first, last


def read_after(text: str, first: date, reader: Reader) -> date | None:
    """The same words read as a day that comes after the first one: "2 jan" after 24 December is next year's."""
    found = _side(text, Reader(reader.locale, first))
    return found[0] if found and found[0] >= first else None


def _completed(side: str, other: str) -> str:
    """One side with the other's month: "24" in "24 - 28 dec", "28" in "dec 24 - 28"."""
    if not re.fullmatch(r"\d{1,2}\.?", side):
        return side
    return re.sub(r"\b\d{1,2}(st|nd|rd|th)?\b\.?", side, other, count=1)


def _has_year(text: str) -> bool:
    return bool(re.search(r"\d{4}|\d[./-]\d{1,2}[./-]\d{2}\b", text))


def _not_understood(text: str, reader: Reader, command: str) -> Refused:
    understood = next(iter(_understood(_splits(text, reader), reader)), None)
    rest = {"text": quoted(text), "examples": tr(EXAMPLES), "command": command}
    if understood is None:
        wording = marked("I can't read “{text}”. Write the days as {examples}; `{command} help` shows everything.")
        return Refused(tr(wording, **rest), reason="words")
    wording = marked(
        "I read {understood}, but not the rest of “{text}”. Write the days as {examples}; `{command} help` shows "
        "everything."
    )
    return Refused(tr(wording, understood=understood, **rest), reason="words")


def _understood(splits: Iterable[tuple[str, str]], reader: Reader) -> Iterator[str]:
    for side in (side for split in splits for side in split):
        found = _side(side, reader) if side else None
        if found:
            yield tr("“{words}” as {day}", words=quoted(side), day=dated(found[0], reader.locale))

"""What Slack makes of the texts in messages and blocks: mrkdwn and plain text to HTML in which everything is escaped.

Control sequences (`<@U…>`, `<url|label>`, …) are read before entities are decoded, so text that was escaped never
becomes a mention or a link.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from rehearsal.page import dates, emoji


@dataclass(frozen=True)
class Reader:
    """Who reads: names are looked up for them, dates are written in their zone, their own mentions stand out."""

    zone: ZoneInfo
    now: datetime
    user_name: Callable[[str], str | None]
    channel_name: Callable[[str], str | None]
    me: str = ""


@dataclass(frozen=True)
class Token:
    """One piece of a line: an atom that is drawn as a whole, a mark that may open or close emphasis, or text."""

    kind: str
    source: str


FENCE: Final = re.compile(r"```(.+?)```", re.DOTALL)
QUOTE: Final = re.compile(r"(?:&gt;|>) ?")
QUOTE_REST: Final = re.compile(r"(?:&gt;|>){3} ?")
PIECE: Final = re.compile(
    r"""(?P<code>`[^`\n]+`)
      | (?P<control><[^<>\n]+>)
      | (?P<url>https?://[^\s<>|`"]+)
      | (?P<emoji>:[a-z0-9_+'-]+:(?::skin-tone-[2-6]:)?)
      | (?P<mark>[*_~])""",
    re.VERBOSE,
)
TAGS: Final = {"*": Markup("b"), "_": Markup("i"), "~": Markup("s")}
SAFE_LINK: Final = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)
TRAILING: Final = ".,:;!?)'"
BROADCASTS: Final = frozenset({"here", "channel", "everyone"})


def decode(text: str) -> str:
    """Decode the three entities that Slack knows."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def plain_text(text: str) -> Markup:
    """Draw a `plain_text`: nothing in it is live but emoji."""
    return emoji.with_emoji(text)


def mrkdwn(text: str, reader: Reader) -> Markup:
    """Draw a `mrkdwn` text."""
    parts: list[Markup] = []
    end = 0
    for fence in FENCE.finditer(text):
        parts += [paragraphs(text[end : fence.start()].removesuffix("\n"), reader), fenced(fence.group(1), reader)]
        end = fence.end() + text[fence.end() :].startswith("\n")
    return Markup("").join([*parts, paragraphs(text[end:], reader)])


def fenced(source: str, reader: Reader) -> Markup:
    return Markup("<pre>{}</pre>").format(verbatim(source.strip("\n"), reader))


def paragraphs(text: str, reader: Reader) -> Markup:
    """Draw lines, gathering those that are quoted."""
    if not text:
        return Markup()
    blocks: list[tuple[bool, list[str]]] = []
    lines = text.split("\n")
    for number, line in enumerate(lines):
        rest = QUOTE_REST.match(line)
        if rest:
            blocks.append((True, [line[rest.end() :], *lines[number + 1 :]]))
            break
        gather(blocks, line)
    return Markup("").join(paragraph(quoted, group, reader) for quoted, group in blocks)


def gather(blocks: list[tuple[bool, list[str]]], line: str) -> None:
    quote = QUOTE.match(line)
    quoted, content = quote is not None, line[quote.end() :] if quote else line
    if blocks and blocks[-1][0] == quoted:
        blocks[-1][1].append(content)
        return
    blocks.append((quoted, [content]))


def paragraph(quoted: bool, lines: Sequence[str], reader: Reader) -> Markup:  # noqa: FBT001 - one of a gathered pair
    drawn = Markup("\n").join(inline(line, reader) for line in lines)
    return Markup("<blockquote>{}</blockquote>").format(drawn) if quoted else drawn


def inline(line: str, reader: Reader) -> Markup:
    """Draw one line: emphasis, code, links, mentions, dates, emoji."""
    return emphasised(tokens(line), reader)


def tokens(line: str) -> list[Token]:
    found: list[Token] = []
    end = 0
    for match in PIECE.finditer(line):
        if match.start() > end:
            found.append(Token("text", line[end : match.start()]))
        found.append(Token(str(match.lastgroup), match.group()))
        end = match.end()
    if end < len(line):
        found.append(Token("text", line[end:]))
    return found


def emphasised(pieces: Sequence[Token], reader: Reader) -> Markup:
    """Draw pieces, pairing the marks among them."""
    parts: list[Markup] = []
    hopeless: set[str] = set()  # marks that no longer find a partner: keeps a line of nothing but marks linear
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        partner = closing(pieces, at) if piece.kind == "mark" and piece.source not in hopeless else None
        if partner:
            parts.append(wrap(piece.source, emphasised(pieces[at + 1 : partner], reader)))
            at = partner + 1
            continue
        if piece.kind == "mark" and opens(pieces, at):
            hopeless.add(piece.source)
        parts.append(drawn(piece, reader))
        at += 1
    return Markup("").join(parts)


def wrap(mark: str, inner: Markup) -> Markup:
    return Markup("<{0}>{1}</{0}>").format(TAGS[mark], inner)


def opens(pieces: Sequence[Token], at: int) -> bool:
    """Say whether a mark stands before a word and not inside or after one."""
    before = pieces[at - 1].source[-1] if at else " "
    after = pieces[at + 1].source[0] if at + 1 < len(pieces) else " "
    return not before.isalnum() and not after.isspace() and after != pieces[at].source


def closes(pieces: Sequence[Token], at: int) -> bool:
    before = pieces[at - 1].source[-1]
    after = pieces[at + 1].source[0] if at + 1 < len(pieces) else " "
    return not before.isspace() and not after.isalnum()


def closing(pieces: Sequence[Token], at: int) -> int | None:
    """Find the mark that closes the one at a place."""
    if not opens(pieces, at):
        return None
    mark = pieces[at]
    for later in range(at + 2, len(pieces)):
        if pieces[later] == mark and closes(pieces, later):
            return later
    return None


def drawn(piece: Token, reader: Reader) -> Markup:
    if piece.kind == "code":
        return Markup("<code>{}</code>").format(verbatim(piece.source[1:-1], reader))
    if piece.kind == "control":
        return control(piece.source[1:-1], reader)
    if piece.kind == "url":
        return bare_link(piece.source)
    if piece.kind == "emoji":
        return emoji.with_emoji(piece.source)
    return escape(decode(piece.source))


def verbatim(source: str, reader: Reader) -> Markup:
    """Draw what stands in code: control sequences are read there too, nothing else is."""
    parts = re.split(r"(<[^<>\n]+>)", source)
    return Markup("").join(
        control(part[1:-1], reader) if number % 2 else escape(decode(part)) for number, part in enumerate(parts)
    )


def bare_link(source: str) -> Markup:
    url = source.rstrip(TRAILING)
    return link(decode(url), None) + escape(decode(source[len(url) :]))


def link(url: str, label: Markup | None) -> Markup:
    """Draw a link; one that could run something is drawn as text."""
    shown = escape(url) if label is None else label
    if not SAFE_LINK.match(url):
        return shown
    return Markup('<a href="{}" target="_blank" rel="noopener noreferrer nofollow">{}</a>').format(url, shown)


def control(source: str, reader: Reader) -> Markup:
    """Draw what stands between `<` and `>`."""
    target, _, label = source.partition("|")
    if target.startswith("@"):
        return mention_of_user(target[1:], reader)
    if target.startswith("#"):
        return mention_of_channel(target[1:], decode(label), reader)
    if target.startswith("!"):
        return special(target[1:], label, reader)
    if SAFE_LINK.match(target):
        return link(decode(target), emoji.with_emoji(decode(label)) if label else None)
    return escape(decode(f"<{source}>"))


def mention_of_user(user: str, reader: Reader) -> Markup:
    classes = "mention me" if user == reader.me else "mention"
    return Markup('<span class="{}" data-user="{}">@{}</span>').format(classes, user, reader.user_name(user) or user)


def mention_of_channel(channel: str, label: str, reader: Reader) -> Markup:
    name = reader.channel_name(channel)
    if name is None:
        return Markup('<span class="mention">#{}</span>').format(label or "private channel")
    return Markup('<a class="mention" data-channel="{0}" href="/?as={1}&amp;channel={0}">#{2}</a>').format(
        channel, reader.me, name
    )


def special(target: str, label: str, reader: Reader) -> Markup:
    if target.startswith("date^"):
        return date_of(target, label, reader)
    if target in BROADCASTS:
        return Markup('<span class="mention me">@{}</span>').format(target)
    if target.startswith("subteam^"):
        return Markup('<span class="mention">{}</span>').format(decode(label) or "@group")
    return escape(decode(label or f"<!{target}>"))


def date_of(target: str, fallback: str, reader: Reader) -> Markup:
    """Draw `<!date^seconds^format^link|fallback>` in the reader's zone, or the fallback."""
    _, seconds, form, *rest = [*target.split("^"), "", ""]
    text = (
        dates.write(int(seconds), decode(form), reader.zone, reader.now)
        if re.fullmatch(r"-?\d{1,15}", seconds)
        else None
    )
    shown = Markup("<time>{}</time>").format(text or decode(fallback))
    return link(decode(rest[0]), shown) if rest[0] else shown

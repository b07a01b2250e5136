"""How a `rich_text` block is drawn: sections, lists, quotes, preformatted text, and what stands inside them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from markupsafe import Markup, escape

from rehearsal.page import dates, emoji
from rehearsal.page.mrkdwn import BROADCASTS, Reader, link, mention_of_channel, mention_of_user

Piece = Mapping[str, Any]

STYLES: Final = (
    ("code", Markup("<code>{}</code>")),
    ("underline", Markup("<u>{}</u>")),
    ("strike", Markup("<s>{}</s>")),
    ("italic", Markup("<i>{}</i>")),
    ("bold", Markup("<b>{}</b>")),
)


def draw(block: Piece, reader: Reader) -> Markup:
    """Draw the whole block."""
    return Markup("").join(part(element, reader) for element in block.get("elements", []))


def part(element: Piece, reader: Reader) -> Markup:
    kind = element.get("type")
    if kind == "rich_text_list":
        return bulleted(element, reader)
    content = inside(element.get("elements", []), reader)
    if kind == "rich_text_preformatted":
        return Markup("<pre>{}</pre>").format(content)
    if kind == "rich_text_quote":
        return Markup("<blockquote>{}</blockquote>").format(content)
    return Markup('<div class="rich-section">{}</div>').format(content)


def bulleted(element: Piece, reader: Reader) -> Markup:
    """Draw a list; Slack keeps each level of nesting as a list of its own with an indent."""
    items = Markup("").join(
        Markup("<li>{}</li>").format(inside(item.get("elements", []), reader)) for item in element.get("elements", [])
    )
    shape = Markup('<ol class="indent-{0}" start="{1}">{2}</ol>')
    if element.get("style") != "ordered":
        shape = Markup('<ul class="indent-{0}">{2}</ul>')
    return shape.format(min(int(element.get("indent", 0)), 8), int(element.get("offset", 0)) + 1, items)


def inside(pieces: Sequence[Piece], reader: Reader) -> Markup:
    return Markup("").join(styled(piece, reader) for piece in pieces)


def styled(piece: Piece, reader: Reader) -> Markup:
    drawn = DRAWN.get(piece.get("type", ""), unknown)(piece, reader)
    for name, shape in STYLES:
        if piece.get("style", {}).get(name):
            drawn = shape.format(drawn)
    return drawn


def text(piece: Piece, _: Reader) -> Markup:
    return escape(piece.get("text", ""))


def anchor(piece: Piece, _: Reader) -> Markup:
    return link(piece.get("url", ""), escape(piece["text"]) if piece.get("text") else None)


def user(piece: Piece, reader: Reader) -> Markup:
    return mention_of_user(piece.get("user_id", ""), reader)


def channel(piece: Piece, reader: Reader) -> Markup:
    return mention_of_channel(piece.get("channel_id", ""), "", reader)


def usergroup(piece: Piece, _: Reader) -> Markup:
    return Markup('<span class="mention">@{}</span>').format(piece.get("usergroup_id", ""))


def broadcast(piece: Piece, _: Reader) -> Markup:
    name = piece.get("range", "")
    return Markup('<span class="mention me">@{}</span>').format(name) if name in BROADCASTS else escape(name)


def face(piece: Piece, _: Reader) -> Markup:
    return emoji.with_emoji(f":{piece.get('name', '')}:")


def moment(piece: Piece, reader: Reader) -> Markup:
    words = dates.write(int(piece.get("timestamp", 0)), piece.get("format", ""), reader.zone, reader.now)
    shown = Markup("<time>{}</time>").format(words or piece.get("fallback", ""))
    return link(piece["url"], shown) if piece.get("url") else shown


def colour(piece: Piece, _: Reader) -> Markup:
    return Markup("<code>{}</code>").format(piece.get("value", ""))


def unknown(piece: Piece, _: Reader) -> Markup:
    return Markup('<span class="not-drawn">[{}]</span>').format(piece.get("type", "?"))


DRAWN: Final[Mapping[str, Callable[[Piece, Reader], Markup]]] = {
    "text": text,
    "link": anchor,
    "user": user,
    "channel": channel,
    "usergroup": usergroup,
    "broadcast": broadcast,
    "emoji": face,
    "date": moment,
    "color": colour,
}

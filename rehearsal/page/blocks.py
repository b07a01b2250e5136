"""How blocks become HTML: which template draws which block, and what a template may ask about the scene it is in."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader
from markdown_it import MarkdownIt
from markupsafe import Markup

from rehearsal.page import charts, dates, emoji, mrkdwn, rich_text
from rehearsal.page.forms import SLOTS, Values, start
from rehearsal.page.menus import Directory, Menu, menu_of
from rehearsal.page.mrkdwn import Reader

Payload = Mapping[str, Any]

TEMPLATES: Final = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,  # asking the disk about each template is a tenth of the time
)
BLOCKS: Final = frozenset(path.stem for path in (Path(__file__).parent / "templates" / "blocks").glob("*.html"))
ELEMENTS: Final = frozenset(path.stem for path in (Path(__file__).parent / "templates" / "elements").glob("*.html"))
MARKDOWN: Final = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable("image")

TRIGGERS: Final = {"on_enter_pressed": "enter", "on_character_entered": "character"}


@dataclass(frozen=True)
class Scene:
    """Where blocks are shown, to whom, and what has been entered in them."""

    reader: Reader
    place: str = ""
    """How the page's script names the message or view: it goes back with every press."""
    state: Values = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    directory: Directory = field(default_factory=Directory)

    def text(self, thing: Payload | None) -> Markup:
        """Draw a text object."""
        if not thing:
            return Markup()
        if thing.get("type") == "mrkdwn":
            return mrkdwn.mrkdwn(thing["text"], self.reader)
        return mrkdwn.plain_text(thing["text"])

    def rich(self, block: Payload) -> Markup:
        return rich_text.draw(block, self.reader)

    def emoji(self, text: str) -> Markup:
        return emoji.with_emoji(text)

    def markdown(self, source: str) -> Markup:
        """Draw a `markdown` block: the standard kind, in which HTML is text."""
        return emoji_in(MARKDOWN.render(source))

    def chart(self, chart: Payload) -> charts.Drawing:
        return charts.draw(chart)

    def held(self, block: Payload, element: Payload) -> Any:
        """Give what is entered in an element: what the state holds, else what it starts with."""
        entry = self.state.get(block.get("block_id", ""), {}).get(element.get("action_id", ""))
        if entry is None or entry["type"] != element["type"]:
            return start(element)
        return entry[SLOTS[element["type"]][0]]

    def held_values(self, block: Payload, element: Payload) -> list[str]:
        """Give the values of the options that are chosen."""
        held = self.held(block, element)
        options = held if isinstance(held, list) else [held]
        return [option["value"] for option in options if option]

    def menu(self, block: Payload, element: Payload) -> Menu:
        return menu_of(element, self.held(block, element), self.directory)

    def local(self, seconds: int | None) -> str:
        """Write an instant as the reader's clock has it, for a date and a time field."""
        if seconds is None:
            return ""
        return datetime.fromtimestamp(seconds, UTC).astimezone(self.reader.zone).strftime("%Y-%m-%dT%H:%M")

    def written(self, value: str) -> str:
        """Write a date, a time or both as Slack's fields show them; what is neither stays as it is."""
        try:
            moment = datetime.fromisoformat(value if "-" in value else f"2000-01-01T{value}")
        except ValueError:
            return value
        words = [dates.plain(moment)] if "-" in value else []
        return " at ".join([*words, dates.clock_time(moment)] if ":" in value else words)

    def rich_as_text(self, value: Payload | None) -> str:
        """Read the words out of what was entered in a rich text input, which this page edits as text."""
        parts = [part.get("elements", []) for part in (value or {}).get("elements", [])]
        return "\n".join("".join(piece.get("text", "") for piece in pieces) for pieces in parts)

    def ident(self, *parts: Any) -> str:
        """Make an HTML id that is the same at each drawing."""
        return "x" + hashlib.sha256("\0".join([self.place, *map(str, parts)]).encode(errors="replace")).hexdigest()[:12]

    def picture(self, thing: Payload) -> str:
        """Give the address of an image: one on the web, or a file of the workspace."""
        source = thing.get("slack_file", {})
        url = str(thing.get("image_url") or source.get("url") or "")
        if source.get("id"):
            return f"/page/file/{source['id']}?as={self.reader.me}"
        return url if re.match(r"https?://", url) else ""

    def element(self, block: Payload, element: Payload) -> Markup:
        """Draw one element of a block."""
        kind = str(element.get("type"))
        name = "menu" if kind in SLOTS and kind.endswith("_select") else kind
        template = TEMPLATES.get_template(f"elements/{name if name in ELEMENTS else 'unknown'}.html")
        return Markup(template.render(scene=self, block=block, element=element))  # noqa: S704 - drawn with autoescape

    def dispatch(self, block: Payload, element: Payload) -> str:
        """Say when the app is told: "change", "enter", "character", both of these, or "" for only on submit."""
        if block.get("type") != "input":
            return "change"
        if not block.get("dispatch_action"):
            return ""
        if SLOTS[element["type"]][0] not in {"value", "rich_text_value"}:
            return "change"
        triggers = element.get("dispatch_action_config", {}).get("trigger_actions_on") or ["on_enter_pressed"]
        return " ".join(TRIGGERS[trigger] for trigger in triggers if trigger in TRIGGERS)


def draw_blocks(blocks: Sequence[Payload], scene: Scene) -> Markup:
    """Draw blocks as they stand in a message or a view."""
    return Markup("").join(draw_block(block, scene) for block in blocks)


def draw_block(block: Payload, scene: Scene) -> Markup:
    kind = str(block.get("type"))
    template = TEMPLATES.get_template(f"blocks/{kind if kind in BLOCKS else 'unknown'}.html")
    return Markup(template.render(scene=scene, block=block))  # noqa: S704 - drawn with autoescape


def emoji_in(html: str) -> Markup:
    """Draw the emoji between the tags of harmless HTML, but not in its code."""
    parts = re.split(r"(<code.*?</code>|<[^>]*>)", html, flags=re.DOTALL)
    drawn = [part if number % 2 else emoji.NAME.sub(emoji.draw, part) for number, part in enumerate(parts)]
    return Markup("").join(Markup(part) for part in drawn)  # noqa: S704 - escaped by the Markdown renderer

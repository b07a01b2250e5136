"""Rich text: the block's four parts and all the elements within them.

Source: docs.slack.dev/reference/block-kit/blocks/rich-text-block and `@slack/types`.
"""

from rehearsal.validation.shapes import (
    COLOUR,
    CONVERSATION,
    EMOJI,
    LINK,
    TEAM,
    USER,
    USERGROUP,
    Flag,
    Shape,
    Spec,
    Whole,
    ident,
    kinds,
    many,
    one_of,
    required,
    string,
)

_WORDS = Spec(
    "rich_style",
    fields={"bold": Flag(), "italic": Flag(), "strike": Flag(), "code": Flag(), "underline": Flag()},
)
_MENTION = Spec(
    "mention_style",
    fields={
        "bold": Flag(),
        "italic": Flag(),
        "strike": Flag(),
        "underline": Flag(),
        "highlight": Flag(),
        "client_highlight": Flag(),
        "unlink": Flag(),
    },
)
_BORDER: Shape = Whole(min=0, max=1)

_TEXT = Spec("rich_text.text", type="text", fields={"text": required(string(least=1)), "style": _WORDS})
_LINK = Spec(
    "rich_text.link",
    type="link",
    fields={
        "url": required(string(form=LINK)),
        "text": string(),
        "unsafe": Flag(),
        "style": _WORDS,
    },
)
_EMOJI = Spec(
    "rich_text.emoji",
    type="emoji",
    fields={
        "name": required(string(form=EMOJI)),
        "unicode": string(),
        "skin_tone": Whole(min=1, max=6),
        "url": string(form=LINK),
        "style": _WORDS,
    },
)
_USER = Spec("rich_text.user", type="user", fields={"user_id": required(string(form=USER)), "style": _MENTION})
_USERGROUP = Spec(
    "rich_text.usergroup",
    type="usergroup",
    fields={"usergroup_id": required(string(form=USERGROUP)), "style": _MENTION},
)
_CHANNEL = Spec(
    "rich_text.channel",
    type="channel",
    fields={"channel_id": required(string(form=CONVERSATION)), "style": _MENTION},
)
_TEAM = Spec("rich_text.team", type="team", fields={"team_id": required(string(form=TEAM)), "style": _MENTION})
_BROADCAST = Spec(
    "rich_text.broadcast",
    type="broadcast",
    fields={"range": required(one_of("here", "channel", "everyone")), "style": _MENTION},
)
_DATE = Spec(
    "rich_text.date",
    type="date",
    fields={
        "timestamp": required(Whole(min=0)),
        "format": required(string(least=1)),
        "url": string(form=LINK),
        "fallback": string(),
        "style": _WORDS,
    },
)
_COLOR = Spec("rich_text.color", type="color", fields={"value": required(string(form=COLOUR)), "style": _WORDS})

_INLINE = kinds(_TEXT, _LINK, _EMOJI, _USER, _USERGROUP, _CHANNEL, _TEAM, _BROADCAST, _DATE, _COLOR)

SECTION = Spec("rich_text_section", type="rich_text_section", fields={"elements": required(many(_INLINE, least=1))})
_LIST = Spec(
    "rich_text_list",
    type="rich_text_list",
    fields={
        "elements": required(many(kinds(SECTION), least=1)),
        "style": required(one_of("bullet", "ordered")),
        "indent": Whole(min=0, max=8),
        "offset": Whole(min=0),
        "border": _BORDER,
    },
)
_PREFORMATTED = Spec(
    "rich_text_preformatted",
    type="rich_text_preformatted",
    fields={
        "elements": required(many(kinds(_TEXT, _LINK), least=1)),
        "border": _BORDER,
        "language": string(),
    },
)
_QUOTE = Spec(
    "rich_text_quote",
    type="rich_text_quote",
    fields={"elements": required(many(_INLINE, least=1)), "border": _BORDER},
)

PARTS: Shape = many(kinds(SECTION, _LIST, _PREFORMATTED, _QUOTE), least=1)

RICH_TEXT = Spec(
    "rich_text",
    type="rich_text",
    fields={"block_id": ident(), "elements": required(PARTS)},
)

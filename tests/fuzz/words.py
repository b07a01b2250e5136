"""What a hostile hand types: pieces that have broken programs before, cut, repeated and put together by a seed."""

import random

MENTIONS = ("<!channel>", "<!here>", "<!everyone>", "<@U0HOSTILE>", "<#C0HOSTILE>", "<!subteam^S0HOSTILE>")
"""What Slack would act upon in mrkdwn; never ours to say."""
PIECES = (
    *MENTIONS,
    *("", " ", "\t", "\n", "\r\n", "\x00", "\x1b[31m", "\u202e", "\u200b", "\ufeff", "\ud800", "\U000e0041", "\u2028"),
    *("&", "&lt;", "<", ">", "*", "_", "~", "`", "```", "|", "\\", '"', "'", "{", "}", "{name}", "{0}", "%s", "%(x)s"),
    *("'; DROP TABLE person; --", "=HYPERLINK(1)", "@SUM(1)", "+1", "-1", "${jndi:x}", "../../etc/passwd", "<script>"),
    *("0", "1", "-1", "1e9999", "1E400", "NaN", "Infinity", "٣", "½", "1_000", "1,5", "1.5", "0x10", "9" * 40, "²"),
    *("24 dec - 2 jan", "tomorrow afternoon", "next week", "31 feb", "29 feb", "0 jan", "99999-99-99", "2026-W99"),
    *("2026-13-01", "12/31/0000", "from", "to", "until", "for", "half", "heute", "demain", "mañana", "mon", "am", "pm"),
    *("mon-fri", "mon tue:am", "mon-wed / off from 2026-01-05", "fri 99h", "mon:0.5+0.6", "off", "/", "//"),
    *(
        "help",
        "list",
        "balance",
        "who",
        "settings",
        "apollo",
        "#apollo",
        "support",
        "80 %",
        "12:61",
        "25:00",
        "2h",
        "P1D",
    ),
    *("EUR", "planned", "2026-12", "a@b.example", "Europe/Berlin", "en_GB", "DE", "Deutsch", "07:15", "1200"),
    *("é", "e\u0301", "ﷺ", "👩‍👩‍👧", "𝟛", "İ", "ß", "ﬁ", "שלום", "नमस्ते", "a" * 300, "𐀀" * 50),
)
LONGEST = 4000


def hostile(dice: random.Random) -> str:
    """One text."""
    pieces = [dice.choice(PIECES) for _ in range(dice.choice((1, 1, 1, 2, 2, 3, 5, 9)))]
    text = dice.choice(("", " ", " ", "-")).join(pieces)
    if dice.random() < 0.1:
        text *= dice.randrange(2, 12)
    if dice.random() < 0.15 and text:
        cut = dice.randrange(len(text))
        text = text[:cut] + chr(dice.choice((0, 10, 58, 0x202E, 0x1F600, dice.randrange(32, 0xD7FF)))) + text[cut + 1 :]
    return text[:LONGEST]

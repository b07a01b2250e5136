"""Texts are drawn as Slack parses them, and nothing that anybody typed comes alive."""

import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rehearsal.page.dates import divider
from rehearsal.page.mrkdwn import Reader, mrkdwn, plain_text

USERS = {"U1": "Ann", "U2": "<b>Bob</b>"}
CHANNELS = {"C1": "general"}
NOW = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
READER = Reader(ZoneInfo("Europe/Berlin"), NOW, USERS.get, CHANNELS.get, me="U1")
ALLOWED = {"b", "i", "s", "code", "pre", "blockquote", "a", "span", "time"}


def drawn(text: str) -> str:
    return str(mrkdwn(text, READER))


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*bold*", "<b>bold</b>"),
        ("_italic_ and ~struck~", "<i>italic</i> and <s>struck</s>"),
        ("*_both_*", "<b><i>both</i></b>"),
        ("snake_case_name", "snake_case_name"),
        ("2*3*4", "2*3*4"),
        ("* not bold *", "* not bold *"),
        ("*not\nbold*", "*not\nbold*"),
        ("(*bold*), _it_.", "(<b>bold</b>), <i>it</i>."),
        ("`*code*`", "<code>*code*</code>"),
        ("a `<b>` c", "a <code>&lt;b&gt;</code> c"),
        ("before\n```\n*x*\n  y\n```\nafter", "before<pre>*x*\n  y</pre>after"),
        ("> quoted\n> *more*\nnot", "<blockquote>quoted\n<b>more</b></blockquote>not"),
        ("&gt; quoted", "<blockquote>quoted</blockquote>"),
        (">>> all\nof it", "<blockquote>all\nof it</blockquote>"),
        ("• one\n• two", "• one\n• two"),
        ("Q&amp;A &lt;3", "Q&amp;A &lt;3"),
        ("&amp;lt;", "&amp;lt;"),
        ("**", "**"),
        ("*", "*"),
    ],
)
def test_emphasis_code_quotes_and_entities_are_read_as_slack_reads_them(text: str, html: str) -> None:
    assert drawn(text) == html


def test_a_link_has_its_label_and_a_bare_address_becomes_one_without_its_full_stop() -> None:
    assert '<a href="https://example.com/a?b=1&amp;c=2"' in drawn("<https://example.com/a?b=1&amp;c=2|there>")
    assert drawn("<https://example.com|there>").endswith(">there</a>")
    assert drawn("See https://example.com/x.").endswith(">https://example.com/x</a>.")
    assert 'href="mailto:ann@example.com"' in drawn("<mailto:ann@example.com|Ann>")


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "vbscript:x", " javascript:alert(1)"])
def test_an_address_that_could_run_something_is_text(url: str) -> None:
    assert "<a" not in drawn(f"<{url}|click>")


def test_mentions_are_named_and_ones_own_stands_out() -> None:
    assert drawn("<@U1>") == '<span class="mention me" data-user="U1">@Ann</span>'
    assert drawn("<@U2>") == '<span class="mention" data-user="U2">@&lt;b&gt;Bob&lt;/b&gt;</span>'
    assert "@U9" in drawn("<@U9>")
    assert ">#general</a>" in drawn("<#C1|old-name>")
    assert "#secret" in drawn("<#C9|secret>")
    assert drawn("<!here>") == '<span class="mention me">@here</span>'
    assert "@leads" in drawn("<!subteam^S1|@leads>")


@pytest.mark.parametrize("text", ["&lt;@U1&gt;", "&lt;!channel&gt;", "&lt;https://x.org|y&gt;", "`&lt;@U1&gt;`"])
def test_escaped_text_never_becomes_a_mention(text: str) -> None:
    html = drawn(text)
    assert "mention" not in html
    assert "|y</a>" not in html
    assert "&lt;" in html


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<!date^1795503600^{date_num} {time}|then>", "2026-11-24 8:00 AM"),
        ("<!date^1795503600^{date_short} at {time_secs}|then>", "Nov 24, 2026 at 8:00:00 AM"),
        ("<!date^1795503600^{date_long}|then>", "Tuesday, November 24th, 2026"),
        ("<!date^1795503600^{date_pretty}|then>", "Tomorrow"),
        ("<!date^1795503600^on {date_short_pretty}|then>", "On tomorrow"),
        ("<!date^1795503600^\u200b{date_short_pretty}|then>", "\u200btomorrow"),
        ("<!date^1795503600^{ago}|then>", "In 15 hours"),
        ("<!date^1795503600^{nonsense}|then &amp; there>", "then &amp; there"),
        ("<!date^soon^{date}|then>", "then"),
        ("<!date^99999999999999^{date}|then>", "then"),
        ("<!date^|then>", "then"),
    ],
)
def test_a_date_is_written_in_the_readers_zone_or_falls_back(text: str, words: str) -> None:
    assert drawn(text) == f"<time>{words}</time>"


def test_a_date_can_be_a_link_but_not_one_that_runs() -> None:
    assert '<a href="https://example.com"' in drawn("<!date^1795503600^{date}^https://example.com|then>")
    assert "<a" not in drawn("<!date^1795503600^{date}^javascript:alert(1)|then>")


def test_emoji_are_drawn_and_unknown_names_stay() -> None:
    assert "🎉" in drawn(":tada:")
    assert "🇩🇪" in plain_text(":flag-de:")
    assert "👍🏽" in plain_text(":+1::skin-tone-4:")
    assert drawn("at 10:30:45 :no_such_thing:") == "at 10:30:45 :no_such_thing:"


def test_plain_text_is_plain() -> None:
    assert plain_text("*a* <@U1> &amp;") == "*a* &lt;@U1&gt; &amp;amp;"


def test_day_dividers_read_as_slacks() -> None:
    today = NOW.date()
    assert divider(today, today) == "Today"
    assert divider(today.replace(day=22), today) == "Yesterday"
    assert divider(today.replace(day=2), today) == "Monday, November 2nd"
    assert divider(today.replace(year=2025, day=11), today) == "Tuesday, November 11th, 2025"


class Tags(HTMLParser):
    """Collects what a browser would see: tags, attributes, and whether they balance."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, list[tuple[str, str | None]]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.seen.append((tag, attrs))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def assert_harmless(html: str) -> None:
    tags = Tags()
    tags.feed(html)
    tags.close()
    assert tags.open == []
    for tag, attributes in tags.seen:
        assert tag in ALLOWED
        assert not any(name.startswith("on") or name == "style" for name, _ in attributes)
        assert not any(
            name == "href" and not re.match(r"(https?|mailto|tel):|/\?as=", value or "") for name, value in attributes
        )


PIECES = [
    r"<script>alert(1)</script>",
    r"<img/src=x/onerror=alert(1)>",
    r'"><svg/onload=x>',
    r"<@U2>",
    r"<@U1|x>",
    r"<#C1|",
    r">",
    r"*",
    r"_",
    r"~",
    r"`",
    r"```",
    r"&gt;",
    r"&lt;",
    r"&amp;",
    r"<!date^1^{date}^javascript:x|",
    r"""<http://a'"|""",
    r"javascript:alert(1)",
    r"<javascript:x|y>",
    r":tada:",
    r"word",
    r"<!here>",
    r"|",
    r"^",
    r"https://x.org/<b>",
    r'<https://x.org/"onclick="x|<b>>',
    r":+1::skin-tone-9:",
    r"<!subteam^S|<i>>",
]
HOSTILE = st.lists(st.sampled_from([*PIECES, "\n", " ", "> ", "\x00", "\u202e", "\u200b"]) | st.text(max_size=5)).map(
    "".join
)


@given(HOSTILE)
def test_hostile_text_is_balanced_harmless_html(text: str) -> None:
    assert_harmless(drawn(text))
    assert_harmless(str(plain_text(text)))


@pytest.mark.parametrize(
    "text", ["*a " * 20_000, "*_~" * 20_000, "<" * 40_000, "`" * 40_001, "> \n" * 10_000, ":a" * 20_000]
)
@pytest.mark.timeout(60)
def test_long_hostile_text_is_drawn_at_once(text: str) -> None:
    assert drawn(text)


@pytest.mark.parametrize("text", ["*a *b* c* d", "<@U1", "<>", "<!date^1^>", "<|>", "``` ", "<!>", "<#>", "<@>"])
def test_broken_text_is_still_drawn(text: str) -> None:
    assert_harmless(drawn(text))

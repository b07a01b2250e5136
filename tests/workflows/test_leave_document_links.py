"""A document's link fits its column once it is locked, however long Slack made it."""

from bot.keys import key
from bot.keys.ring import Ring
from workflows.leave.documents import LONGEST, fitting


def test_a_long_link_loses_the_files_name_and_fits_locked() -> None:
    begins = "https://northwind.slack.com/files/U0ANN0001/F0123456789/"
    assert fitting(f"{begins}note.pdf") == f"{begins}note.pdf"
    assert fitting(begins + "é" * 400) == begins.rstrip("/")
    assert fitting("https://x.org/" + "a" * 470) == ("https://x.org/" + "a" * 470)[:LONGEST]
    ring = Ring([key.new()])
    assert len(ring.lock(fitting("https://x.org/" + "a" * 470))) <= 500

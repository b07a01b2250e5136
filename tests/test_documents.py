"""What the documentation says of the code is what the code does: passages made from it are not stale."""

import re
from pathlib import Path

import pytest

from bot.manifest import as_text
from bot.reference import PASSAGE, refresh
from workflows import WORKFLOWS

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_made_passages_are_fresh(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert refresh(text) == text, "run `dotted-line docs`"


def test_the_reference_holds_every_passage() -> None:
    found = {name for _, name, _ in PASSAGE.findall((ROOT / "docs" / "reference.md").read_text(encoding="utf-8"))}
    assert found == {"commands", "settings", "states", "permissions", "columns"}


def test_the_manifest_is_fresh() -> None:
    assert (ROOT / "manifest.json").read_text(encoding="utf-8") == as_text(WORKFLOWS), "run `dotted-line docs`"


def test_no_page_links_to_what_is_not_there() -> None:
    missing = [
        (page.name, target)
        for page in PAGES
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert missing == []

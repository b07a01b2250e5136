"""`python -m tests.languages leave`: bring a package's catalogues up to what its code says, and tell what is left.

New texts are added without a translation, those that the code no longer says are taken out, French is set with the
spaces it asks for, nothing else is touched.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from tests.languages.extraction import ROOT, Text, mistakes, modules, packages, texts_of
from tests.languages.typography import french

TRANSLATED = ("de", "fr", "es")
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
"""Catalogues carry no date of their own: the same texts give the same file."""


def main(names: list[str]) -> None:
    """Every package, or those named."""
    for package in packages():
        if not names or package.name in names:
            texts = texts_of(package)
            for language in TRANSLATED:
                renew(package / "languages" / f"{language}.po", language, texts)
            for path in modules(package):
                for mistake in mistakes(path):
                    print(mistake)  # noqa: T201 - a command's answer


def renew(path: Path, language: str, texts: dict[Text, list[str]]) -> None:
    """Write the catalogue anew: these texts, with the translations it has."""
    known = _known(path, language)
    catalogue = Catalog(
        locale=language,
        project="dotted-line",
        header_comment="",
        fuzzy=False,
        charset="utf-8",
        creation_date=BEGINNING,
        revision_date=BEGINNING,
    )
    for text in sorted(texts):
        one = text.forms[0] if len(text.forms) == 1 else text.forms
        held = known.get(one, context=text.context or None)
        same = held is not None and isinstance(held.id, str) == isinstance(one, str)
        catalogue.add(one, _set(held.string, language) if held and same else None, context=text.context or None)
    if texts:
        path.parent.mkdir(exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalogue, width=0, omit_header=False, no_location=True)
    missing = sum(not _whole(message.string) for message in catalogue if message.id)
    print(f"{path.relative_to(ROOT)}: {len(texts)} texts, {missing} without a translation")  # noqa: T201


def _set(string: str | list[str] | tuple[str, ...] | None, language: str) -> str | tuple[str, ...]:
    """As its language is set: whoever translates into French need not look for its spaces on a keyboard."""
    forms = (string,) if isinstance(string, str) else tuple(string or ("",))
    spaced = tuple(french(form) if language == "fr" else form for form in forms)
    return spaced[0] if len(spaced) == 1 else spaced


def _known(path: Path, language: str) -> Catalog:
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def _whole(string: object) -> bool:
    return all(string) if isinstance(string, list | tuple) else bool(string)


if __name__ == "__main__":
    main(sys.argv[1:])

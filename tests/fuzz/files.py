"""Files that somebody hands in: the sample organisation with hostile words in one of its files, or any words at all."""

import csv
import io
import random
import tempfile
from pathlib import Path

from bot.folder.reading import read as read_folder
from bot.policies.reading import read as read_policies
from bot.rehearse import SAMPLE
from tests.fuzz.words import hostile

POLICIES = "policies.yaml"


def folder(dice: random.Random) -> object:
    """An organisation's folder with one file spoilt: a cell, a heading or a whole file of hostile words."""
    spoilt = dice.choice(sorted(SAMPLE.glob("*.csv")))
    with tempfile.TemporaryDirectory() as place:
        for file in SAMPLE.glob("*.csv"):
            Path(place, file.name).write_bytes(file.read_bytes())
        Path(place, spoilt.name).write_bytes(_spoilt(spoilt, dice))
        return read_folder(Path(place))


def policies(dice: random.Random) -> object:
    """A page of leave policies with a line of it spoilt."""
    lines = (SAMPLE / POLICIES).read_text(encoding="utf-8").splitlines()
    number = dice.randrange(len(lines))
    kept, _, _ = lines[number].partition(":")
    lines[number] = f"{kept}: {hostile(dice)}" if dice.random() < 0.7 else hostile(dice)
    with tempfile.TemporaryDirectory() as place:
        file = Path(place, POLICIES)
        file.write_bytes("\n".join(lines).encode(errors="surrogatepass"))
        return read_policies([file])


def _spoilt(file: Path, dice: random.Random) -> bytes:
    if dice.random() < 0.1:
        return hostile(dice).encode(dice.choice(("utf-8", "utf-16")), errors="surrogatepass")
    rows = list(csv.reader(file.read_text(encoding="utf-8").splitlines()))
    row = rows[0] if dice.random() < 0.1 else dice.choice(rows)
    row[dice.randrange(len(row))] = hostile(dice)
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    written = out.getvalue() if dice.random() < 0.9 else out.getvalue().replace('"', "", 1)
    return written.encode(errors="surrogatepass")

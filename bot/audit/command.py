"""`dotted-line audit verify` and `audit head`: what they print, and the exit code."""

from pathlib import Path

import typer

from bot.audit import head as heads
from bot.audit.head import Head
from bot.audit.sealing import HEAD_FILE, Sealer
from bot.audit.verifying import Report, Verification
from bot.settings import Unsettled
from bot.store import Store

MOST = 20
"""Faults that are written out."""


def verify(store: Store, folder: Path, written: str | None) -> int:
    """Print what is wrong and where; 1 when something is."""
    signer = store.signer
    if signer is None:
        raise LookupError("the keys are taken up first")
    kept = _read(written) if written else heads.read_head(folder / HEAD_FILE)
    report = store.read(lambda tx: Verification(tx, signer, kept).report())
    for line in _lines(report, kept):
        typer.echo(line)
    return 1 if report.faults else 0


def show_head(store: Store, folder: Path) -> int:
    """Print the chain's head, to be kept where nobody who has the database can reach it; 1 when there is none yet."""
    Sealer(store, folder).work()
    signer = store.signer
    head = store.read(lambda tx: Verification(tx, signer).report().head) if signer else None
    typer.echo(str(head) if head else "Nothing is on record yet.")
    return 0 if head else 1


def _read(written: str) -> Head:
    try:
        return heads.read(written)
    except ValueError as error:
        raise Unsettled(f"--head: {error}, as `dotted-line audit head` prints it.") from None


def _lines(report: Report, kept: Head | None) -> list[str]:
    lines = [fault.sentence for fault in report.faults[:MOST]]
    if len(report.faults) > MOST:
        lines.append(f"And {len(report.faults) - MOST} more.")
    if report.gone:
        lines.append(f"The first {report.gone} rows have gone: their time was over.")
    if report.unsigned:
        lines.append(f"{report.unsigned} rows are from an older version: sealed as they were found, not signed.")
    if report.waiting:
        lines.append(f"{report.waiting} rows are not sealed yet: a running bot does that within a second.")
    if kept is None:
        lines.append("Nothing can be said about its end: no head was kept elsewhere (--head).")
    until = f", against the head that was kept, link {kept.number}" if kept else ""
    lines.append(f"{report.sealed} rows looked at{until}: {_verdict(report)}")
    return lines


def _verdict(report: Report) -> str:
    if not report.faults:
        return "the audit log is whole."
    return "1 fault." if len(report.faults) == 1 else f"{len(report.faults)} faults."

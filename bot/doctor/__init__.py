"""`dotted-line doctor`: what keeps, or will keep, the bot from serving everybody, and what to do about each."""

from collections.abc import Iterable, Iterator

from rich.console import Console

from bot.doctor import company, database, keys, workspace
from bot.doctor.finding import Finding, Grade
from bot.settings import Settings

SIGNS = {Grade.WELL: "[green]✓[/]", Grade.CARE: "[yellow]![/]", Grade.ILL: "[red]✗[/]"}


def examine(settings: Settings) -> Iterator[Finding]:
    """Everything there is to say, the foundations first; it changes nothing and posts nothing."""
    yield from database.examine(settings)
    yield from keys.examine(settings)
    if settings.rehearses:
        yield Finding(
            Grade.CARE, "Slack", "no tokens are set: the bot would rehearse.", "Set SLACK_BOT_TOKEN to go live."
        )
    else:
        yield from workspace.examine(settings)
    yield from company.examine(settings)


def report(findings: Iterable[Finding]) -> int:
    """Print each; 1 when something is ill, else 0."""
    console = Console(soft_wrap=True, highlight=False)
    ill = care = 0
    for finding in findings:
        ill += finding.grade is Grade.ILL
        care += finding.grade is Grade.CARE
        console.print(f"{SIGNS[finding.grade]} [bold]{finding.area}[/]:", end=" ")
        console.print(" ".join(filter(None, (finding.sentence, finding.remedy))), markup=False)
    console.print(f"{ill} to mend, {care} to look at." if ill or care else "All is well.")
    return 1 if ill else 0

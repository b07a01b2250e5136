"""`dotted-line keys rotate` and `keys open`: what they print, and the exit code."""

import typer

from bot.keys.ring import Ring
from bot.keys.rotation import lock_all, open_all
from bot.keys.source import find
from bot.settings import Settings
from bot.store import Store


def rotate(store: Store, settings: Settings) -> int:
    """Lock everything with the newest key, saying how far it is."""
    keys = find(settings).data
    done = lock_all(store, Ring(keys), typer.echo)
    typer.echo(f"{done} rows were locked anew. Everything is locked with key {keys[0].name} now.")
    if len(keys) > 1:
        typer.echo("Once every process of the bot knows that key, the ones after it may go from DATA_KEY.")
    return 0


def open_words(store: Store, settings: Settings, *, yes: bool) -> int:
    """Unlock everything, if that is meant."""
    if not yes and not typer.confirm("What people wrote in confidence will lie open in the database. Go on?"):
        typer.echo("Nothing was changed.")
        return 1
    done = open_all(store, Ring(find(settings).data), typer.echo)
    typer.echo(f"{done} rows were unlocked. The next start of this version locks them again.")
    return 0

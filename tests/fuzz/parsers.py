"""Every parser of what people, files and networks send: each gives its value, or its own refusal and nothing else."""

import hmac
import json
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import quote_plus

from babel import Locale

from bot import tick
from bot.forms import clean, read_state
from bot.gate import Gate, Turned
from bot.routes import Routes, subject_of
from bot.settings import Unsettled
from tests.fuzz import files
from tests.fuzz.words import hostile
from workflows import WORKFLOWS
from workflows.absence import words as absence
from workflows.budget.rules import entry, money, month
from workflows.calendar.rules import parse_pattern
from workflows.digest import rules as digest
from workflows.digest import words as digest_words
from workflows.directory import words as directory
from workflows.handover import words as handover
from workflows.kernel.access import Actor, PersonId
from workflows.kernel.errors import Refused
from workflows.leave import words as leave
from workflows.milestones import words as milestones
from workflows.onboarding import words as onboarding
from workflows.organisation import checks
from workflows.performance import words as performance
from workflows.settings import rules as settings
from workflows.settings import words as settings_words
from workflows.staffing.rules import ask
from workflows.wording.days import Reader, read_day
from workflows.wording.phrases import quoted
from workflows.wording.spans import read_span, read_whose

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
LOCALES = ("en_GB", "en_US", "de_DE", "fr_FR", "es_ES", "ja_JP")
ACTOR = Actor(PersonId(1), "U0ANN", "Ann", "Europe/London", "en_GB", TODAY)
ROUTES = Routes(WORKFLOWS)
GATE = Gate(SECRET)


@dataclass(frozen=True, slots=True)
class Parser:
    """What is given hostile words, and the only ways in which it may say no."""

    name: str
    read: Callable[[random.Random], object]
    refusals: tuple[type[Exception], ...] = (Refused,)
    costly: bool = False
    """Some hundred times slower than the others: given a hundredth of the words."""


def _of(reading: Callable[[str], object]) -> Callable[[random.Random], object]:
    return lambda dice: reading(hostile(dice))


def _reader(dice: random.Random) -> Reader:
    return Reader(Locale.parse(dice.choice(LOCALES)), TODAY)


def _signed(dice: random.Random) -> Mapping[str, Any]:
    """A request to the HTTP door: signed or not, shaped or not."""
    payload: Any = _shape(dice, 3)
    body = json.dumps(payload).encode() if dice.random() < 0.9 else hostile(dice).encode(errors="surrogatepass")
    form = dice.random() < 0.5
    if form:
        body = b"payload=" + quote_plus(body).encode() if dice.random() < 0.7 else quote_plus(body).encode()
    stamp = str(int(time.time()) + dice.choice((0, 0, 0, -900, 900)))
    signature = "v0=" + hmac.digest(SECRET.encode(), b"v0:" + stamp.encode() + b":" + body, "sha256").hex()
    headers = {
        "content-type": "application/x-www-form-urlencoded" if form else dice.choice(("application/json", "", "x")),
        "x-slack-request-timestamp": stamp if dice.random() < 0.9 else hostile(dice),
        "x-slack-signature": signature if dice.random() < 0.9 else hostile(dice),
    }
    return GATE.admit(headers, body)


def _shape(dice: random.Random, deep: int) -> Any:
    """Something like a payload of Slack's, with what does not belong there."""
    words = ("type", "user", "id", "actions", "view", "state", "values", "event", "event_id", "command", "trigger_id")
    kind = dice.randrange(6 if deep else 4)
    if kind == 4:
        return {dice.choice(words): _shape(dice, deep - 1) for _ in range(dice.randrange(5))}
    if kind == 5:
        return [_shape(dice, deep - 1) for _ in range(dice.randrange(3))]
    return (hostile(dice), dice.choice(("block_actions", "view_submission", "U0ANN")), dice.randrange(-9, 9), None)[
        kind
    ]


def _state(dice: random.Random) -> dict[str, Any]:
    kinds = (
        "plain_text_input",
        "datepicker",
        "static_select",
        "file_input",
        "users_select",
        "checkboxes",
        "number_input",
    )
    slots = ("value", "selected_date", "selected_option", "files", "selected_user", "selected_options", "value")
    number = dice.randrange(len(kinds))
    given: Any = hostile(dice)
    if slots[number] == "selected_option":
        given = {"value": given}
    if slots[number] == "selected_options":
        given = [{"value": given}]
    if slots[number] == "files":
        given = [{"id": given, "permalink": hostile(dice)}]
    return read_state({"block": {"action": {"type": kinds[number], slots[number]: given}}})


PARSERS = (
    Parser("the HTTP door", _signed, (Turned,)),
    Parser("a form's state", _state),
    Parser("a text", _of(clean)),
    Parser("a button's subject", _of(subject_of)),
    Parser("a button's verb", _of(ROUTES.step)),
    Parser("a command", _of(ROUTES.command)),
    Parser("a day", lambda dice: read_day(hostile(dice)[:200].lower(), _reader(dice)), costly=True),
    Parser("some days", lambda dice: read_span(hostile(dice)[:200], _reader(dice), "/leave"), costly=True),
    Parser("whose", _of(lambda text: read_whose(text, "/leave"))),
    Parser("a working pattern", _of(parse_pattern)),
    Parser("an amount of money", _of(money.read_amount)),
    Parser("a currency", _of(money.read_currency)),
    Parser("a month", _of(lambda text: month.read_month(text, TODAY))),
    Parser("a kind of amount", _of(entry.read_kind)),
    Parser("how much of somebody", _of(ask.read_amount)),
    Parser("a time of day", _of(digest.read_time)),
    Parser("a language", _of(settings.read_language)),
    Parser("an email", _of(checks.email), (ValueError,)),
    Parser("a name", _of(checks.label), (ValueError,)),
    Parser("a time zone", _of(checks.time_zone), (ValueError,)),
    Parser("a locale", _of(checks.locale), (ValueError,)),
    Parser("a country", _of(checks.country), (ValueError,)),
    Parser("a channel", _of(checks.channel), (ValueError,)),
    Parser("a code", _of(checks.code), (ValueError,)),
    Parser("until when a tick", _of(lambda text: tick.until(text, NOW)), (Unsettled, ValueError)),
    Parser("after /leave", _of(lambda text: leave.read(text, ACTOR)), costly=True),
    Parser("after /absence", _of(lambda text: absence.read_days(text[:200], ACTOR)), costly=True),
    Parser("after /people", _of(lambda text: directory.read(text, ACTOR))),
    Parser("after /report", _of(performance.read)),
    Parser("after /milestone", _of(milestones.read)),
    Parser("after /handover", _of(handover.read)),
    Parser("after /onboard", _of(onboarding.read)),
    Parser("after /digest", _of(digest_words.read)),
    Parser("after /dottedline", _of(settings_words.read)),
    Parser("an organisation's folder", files.folder, costly=True),
    Parser("leave policies", files.policies, costly=True),
    Parser("a quotation", _of(lambda text: _harmless(quoted(text)))),
)


def _harmless(said: str) -> str:
    if any(sign in said for sign in "<>&`*_~\n\x00"):
        raise AssertionError(f"live: {said!r}")
    return said


@dataclass(frozen=True, slots=True)
class Fed:
    """What came of one parser's share."""

    name: str
    inputs: int
    refused: int
    wrong: tuple[str, ...]
    """What was raised that is no refusal, with the seed's number that does it again."""


def feed(name: str, seed: int, count: int) -> Fed:
    """Give a parser so many hostile texts."""
    parser = next(one for one in PARSERS if one.name == name)
    refused, wrong = 0, []
    for number in range(max(1, count // 100) if parser.costly else count):
        dice = random.Random(f"{seed}/{parser.name}/{number}")  # noqa: S311 - the same words again
        try:
            parser.read(dice)
        except parser.refusals:
            refused += 1
        except Exception as error:  # noqa: BLE001 - whatever is not a refusal is what is looked for
            wrong.append(f"{parser.name} {seed}/{number}: {type(error).__name__}: {str(error)[:120]}")
    done = max(1, count // 100) if parser.costly else count
    return Fed(parser.name, done, refused, tuple(wrong))

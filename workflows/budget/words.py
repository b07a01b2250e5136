"""What follows `/budget`: a verb and its form, or a refusal that helps. Names of budgets are looked up, not guessed."""

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from typing import Any

from workflows.budget import forms
from workflows.budget.rules.entry import Owner
from workflows.kernel.access import Actor
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Form, Tx
from workflows.language import locale_of, tr
from workflows.organisation import store as organisation
from workflows.organisation.rules import Department, Project
from workflows.wording.days import Reader, read_day
from workflows.wording.phrases import quoted
from workflows.wording.spans import read_whose

COMMAND = "/budget"
LONGEST = 300
_RATE = re.compile(
    r"(?P<role>.+?)\s+(?P<amount>-?\d[\d.,']*(?:\s*[a-z]{3})?)\s*(?:/|per\s+|an?\s+)?\s*(?P<unit>hour|day|hr|h|d)\b"
    r"(?P<rest>.*)",
    re.IGNORECASE,
)
_DAYS = re.compile(r"(?:from\s+(?P<starts>.+?))?\s*(?:(?:to|until)\s+(?P<ends>.+))?", re.IGNORECASE)
_ROLE = re.compile(r"(?P<role>.+?)(?P<rest>\s+(?:from|to|until)\s+.*)?", re.IGNORECASE)


def read(tx: Tx, actor: Actor, text: str) -> tuple[str, Form]:
    """The verb and its form; raises Refused (`words`) with the way out."""
    if len(text) > LONGEST:
        raise Refused(
            tr("That is a lot of words for me. `{command} help` shows what I understand.", command=COMMAND),
            reason="words",
        )
    words = " ".join(unescape(text).split()) if "<@" not in text else " ".join(text.split())
    first, _, rest = words.partition(" ")
    if not words:
        return "open", {}
    alone = _ALONE.get(first.lower())
    if alone is not None:
        return alone(tx, actor, rest)
    owner, known, rest = _named(tx, first, rest)
    return _about(owner, known, rest)


def _about(owner: Owner, known: Project | Department, rest: str) -> tuple[str, Form]:
    form: dict[str, Any] = {forms.OF: known.id}
    verbs = _VERBS[owner]
    word, _, more = rest.partition(" ")
    word = word.lower()
    if not word:
        return verbs["show"], form
    if owner is Owner.DEPARTMENT and word.isdecimal():
        return verbs["show"], form | {forms.YEAR: word}
    if word in ("plan", "planned", "actual", "spent"):
        return _entry(verbs, form, word, more)
    if word in verbs and word != "show" and (not more or (owner is Owner.DEPARTMENT and more.isdecimal())):
        return verbs[word], form | ({forms.YEAR: more} if more else {})
    raise _unknown(f"{known.code} {rest}")


def _entry(verbs: dict[str, str], form: dict[str, Any], word: str, more: str) -> tuple[str, Form]:
    """`plan 2026-12 labour 12000`: at once; with less than that, the form opens with what there is."""
    parts = more.split()
    if len(parts) > 1 and parts[0].rstrip(".").isalpha() and parts[1].isdecimal():
        parts[:2] = [f"{parts[0]} {parts[1]}"]
    if len(parts) > 2 and [one.lower() for one in parts[1:3]] == ["other", "spending"]:
        del parts[2]
    given = dict(zip((forms.MONTH, forms.CATEGORY), parts[:2], strict=False))
    return verbs["enter"], {**form, forms.KIND: word, **given, forms.AMOUNT: " ".join(parts[2:])}


def _rates(_tx: Tx, _actor: Actor, rest: str) -> tuple[str, Form]:
    if rest:
        raise _unknown(f"rates {rest}")
    return "rates", {}


def _roles(_tx: Tx, _actor: Actor, rest: str) -> tuple[str, Form]:
    if rest:
        raise _unknown(f"roles {rest}")
    return "roles", {}


def _rate(_tx: Tx, actor: Actor, rest: str) -> tuple[str, Form]:
    found = _RATE.fullmatch(rest)
    if not found:
        return "rate", {forms.ROLE: rest}
    return "rate", {
        forms.ROLE: found["role"],
        forms.AMOUNT: found["amount"],
        forms.UNIT: found["unit"],
        **_days(found["rest"].strip(), actor),
    }


def _role(_tx: Tx, actor: Actor, rest: str) -> tuple[str, Form]:
    words, person = read_whose(rest, COMMAND)
    found = _ROLE.fullmatch(words)
    days = _days((found["rest"] or "").strip(), actor) if found else {}
    return "role", {forms.PERSON: person, forms.ROLE: found["role"] if found else "", **days}


def _people(tx: Tx, actor: Actor, rest: str) -> tuple[str, Form]:
    words = rest.split()
    form: dict[str, Any] = {}
    if words and words[-1].isdecimal():
        form[forms.YEAR] = words.pop()
    if not words:
        managed = organisation.departments_managed(tx, actor.person, actor.today)
        if len(managed) != 1:
            which = "/".join(one.code for one in managed) or "support"
            raise Refused(
                tr("Which department? Type `{command} people {which}`.", command=COMMAND, which=which), reason="words"
            )
        return "people", form | {forms.OF: managed[0].id}
    known = _department(tx, " ".join(words))
    if known is None:
        raise Refused(tr("I don't know a department “{words}”.", words=quoted(" ".join(words))), reason="words")
    return "people", form | {forms.OF: known.id}


def _days(words: str, actor: Actor) -> dict[str, date]:
    """`from 2026-01-01 to 2026-12-31`, in the person's own way of writing days."""
    found = _DAYS.fullmatch(words)
    if not found:
        text = tr("I can't read “{words}”. Write it like from 2026-01-01 to 2026-12-31.", words=quoted(words))
        raise Refused(text, reason="dates")
    return {name: _day(said, actor) for name, said in found.groupdict().items() if said}


def _day(words: str, actor: Actor) -> date:
    found = read_day(words.strip().lower(), Reader(locale_of(actor.locale), actor.today))
    if found is None:
        text = tr("I can't read “{words}” as a day. Write it like 2026-01-01.", words=quoted(words))
        raise Refused(text, reason="dates")
    return found


def _named(tx: Tx, first: str, rest: str) -> tuple[Owner, Project | Department, str]:
    """The project or department; a word before the name says which of the two when both have it."""
    if first.lower() in (Owner.PROJECT, Owner.DEPARTMENT):
        name, _, more = rest.partition(" ")
        found = _project(tx, name) if first.lower() == Owner.PROJECT else _department(tx, name)
        if found is not None:
            return Owner(first.lower()), found, more
        raise _unknown(f"{first} {name}")
    project, department = _project(tx, first), _department(tx, first)
    if project and department:
        text = tr(
            "There is a project and a department called {name}. Type `{command} project {name}` or "
            "`{command} department {name}`.",
            name=quoted(first),
            command=COMMAND,
        )
        raise Refused(text, reason="words")
    if project:
        return Owner.PROJECT, project, rest
    if department:
        return Owner.DEPARTMENT, department, rest
    raise _unknown(first)


def _project(tx: Tx, name: str) -> Project | None:
    wanted = name.casefold()
    return next((one for one in organisation.chart(tx).projects.values() if wanted == one.code.casefold()), None)


def _department(tx: Tx, name: str) -> Department | None:
    wanted = name.casefold()
    return next((one for one in organisation.chart(tx).departments.values() if wanted == one.code.casefold()), None)


def _unknown(words: str) -> Refused:
    text = tr(
        "I don't know “{words}” here. `{command}` lists the budgets you may see, by the names I know them by; "
        "`{command} help` shows everything.",
        words=quoted(words),
        command=COMMAND,
    )
    return Refused(text, reason="words")


_ALONE: dict[str, Callable[[Tx, Actor, str], tuple[str, Form]]] = {
    "rates": _rates,
    "roles": _roles,
    "rate": _rate,
    "role": _role,
    "people": _people,
}
_VERBS = {
    Owner.PROJECT: {
        "show": "project",
        "months": "project_months",
        "value": "value",
        "enter": "project_entry",
        "paste": "project_paste",
        "csv": "project_csv",
        "settings": "project_settings",
    },
    Owner.DEPARTMENT: {
        "show": "department",
        "months": "department_months",
        "enter": "department_entry",
        "paste": "department_paste",
        "csv": "department_csv",
        "settings": "department_settings",
        "people": "people",
    },
}

"""Absence: reported in one step, told to the operations manager, seen by everybody else as “away”."""

from workflows.absence import actions, looking, reporting, store, words
from workflows.absence.hearing import hear
from workflows.absence.home import home
from workflows.absence.loading import load_current, load_record
from workflows.absence.messages import render
from workflows.absence.notices import REMINDERS, notices
from workflows.absence.offers import NEEDS, relate
from workflows.absence.prospect import load_self, load_whose
from workflows.absence.reminders import advance, due
from workflows.absence.rules.life import MACHINE, POLICY
from workflows.absence.seed import seed
from workflows.absence.steps import explain
from workflows.kernel.access import Actor, Permission
from workflows.kernel.flow import Action, Form, Loader, Tx, Verb, Workflow
from workflows.language import marked


def _read(tx: Tx, actor: Actor, text: str) -> tuple[str, Form]:
    return words.read(text, actor, store.policy(tx))


def _verb(name: str, do: Action, load: Loader, help_line: str = "") -> Verb:
    return Verb(name, Permission(NEEDS[name]), do, load, help_line)


WORKFLOW = Workflow(
    name="absence",
    command=words.COMMAND,
    aliases=("/sick",),
    stands_for={"/sick": words.SHORT},
    summary=marked("Report that you are sick or away for another reason"),
    hint=marked("[3-5 dec] | sick [from monday] | back | list | team | help"),
    verbs=(
        _verb(
            "open",
            reporting.open_form,
            load_whose,
            marked("3-5 dec: report an absence; add “for @somebody” for your people"),
        ),
        _verb("preview", reporting.preview, load_whose),
        _verb(
            "report",
            reporting.report,
            load_whose,
            marked(
                "sick [tomorrow, 3-5 dec, from monday]: on record at once, today if you name no day; `/sick` for short"
            ),
        ),
        _verb("back_now", actions.back_now, load_current, marked("back: you are at work again")),
        _verb("list", looking.show_list, load_whose, marked("list: your absences, and what you can do about them")),
        _verb("team", looking.show_team, load_self, marked("team: who is away these two weeks")),
        _verb("look", looking.look, load_record),
        _verb("back", actions.back, load_record),
        _verb("extend", actions.extend, load_record),
        _verb("correct", reporting.correct, load_record),
        _verb("withdraw", actions.withdraw, load_record),
        _verb("receive", actions.receive, load_record),
        _verb("note", actions.note, load_record),
        _verb("write_note", actions.write_note, load_record),
    ),
    machine=MACHINE,
    policy=POLICY,
    relate=relate,
    read=_read,
    explain=explain,
    notices=notices,
    due=due,
    render=render,
    reminders=REMINDERS,
    home=home,
    seed=seed,
    advance=advance,
    hear=hear,
)

"""Budgets of projects and departments: planned, spent, earned; and what an hour of a role costs. The contents."""

from workflows.budget import actions, looking, words
from workflows.budget.charts import charts
from workflows.budget.checking import advance
from workflows.budget.digest import digest
from workflows.budget.hearing import hear
from workflows.budget.home import home
from workflows.budget.loading import load_department, load_everybody, load_pricing, load_project, relate
from workflows.budget.messages import render
from workflows.budget.notices import notices
from workflows.budget.offers import NEEDS
from workflows.budget.rules.life import MACHINE, POLICY
from workflows.kernel.access import Permission
from workflows.kernel.flow import Action, Loader, Verb, Workflow
from workflows.language import marked


def _verb(name: str, do: Action, load: Loader, help_line: str = "") -> Verb:
    return Verb(name, Permission(NEEDS[name]), do, load, help_line)


WORKFLOW = Workflow(
    name="budget",
    command=words.COMMAND,
    summary=marked("What projects and departments plan, spend and earn"),
    hint="[apollo | support] [plan 2026-12 labour 12000 EUR] | people | rates | help",
    verbs=(
        _verb("open", looking.show_list, load_everybody, marked(": the budgets you may see")),
        _verb(
            "project",
            looking.show_project,
            load_project,
            marked("apollo: a project's budget, earned value and its S-curve"),
        ),
        _verb(
            "project_entry",
            actions.entry,
            load_project,
            marked(
                "apollo plan 2026-12 labour 12000 EUR: plan an amount; `actual` says what was spent; alone, a form "
                "opens"
            ),
        ),
        _verb(
            "project_paste",
            actions.paste,
            load_project,
            marked("apollo paste: enter many lines as CSV, after a dry run"),
        ),
        _verb("project_check", actions.check, load_project),
        _verb("project_enter", actions.enter, load_project),
        _verb("project_months", looking.show_project_months, load_project, marked("apollo months: month by month")),
        _verb(
            "value", looking.show_value, load_project, marked("apollo value: earned value, a sentence for every figure")
        ),
        _verb(
            "project_csv", looking.show_csv, load_project, marked("apollo csv: what was entered, to paste elsewhere")
        ),
        _verb(
            "project_settings",
            actions.settings,
            load_project,
            marked("apollo settings: currency, how completion is estimated, when CPI and SPI are told"),
        ),
        _verb(
            "department",
            looking.show_department,
            load_department,
            marked("support 2026: a department's budget of a year"),
        ),
        _verb("department_entry", actions.entry, load_department),
        _verb("department_paste", actions.paste, load_department),
        _verb("department_check", actions.check, load_department),
        _verb("department_enter", actions.enter, load_department),
        _verb("department_months", looking.show_department_months, load_department),
        _verb("department_csv", looking.show_csv, load_department),
        _verb("department_settings", actions.settings, load_department),
        _verb(
            "people",
            looking.show_people,
            load_department,
            marked("people support: what its people cost, where their time went, what nobody paid for"),
        ),
        _verb("rates", looking.show_rates, load_pricing, marked("rates: what an hour of each role costs a project")),
        _verb(
            "rate", actions.rate, load_pricing, marked("rate developer 85 EUR hour from 2027-01-01: set a role's rate")
        ),
        _verb("roles", looking.show_roles, load_pricing, marked("roles: who has which role")),
        _verb(
            "role", actions.give_role, load_pricing, marked("role @ann developer from 2027-01-01: give somebody a role")
        ),
    ),
    machine=MACHINE,
    policy=POLICY,
    relate=relate,
    read=words.read,
    explain=actions.explain,
    notices=notices,
    due=lambda _tx: (),
    render=render,
    home=home,
    digest=digest,
    charts=charts,
    advance=advance,
    hear=hear,
)

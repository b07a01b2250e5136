"""`/staff list` and `/staff load`: what each may see of asks, allocations and weeks. Of leave: that there is less."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal

from workflows.calendar.load import loads, shares_on
from workflows.calendar.rules import Load, Period
from workflows.calendar.rules import weeks as weeks_of
from workflows.kernel.access import Actor, PersonId
from workflows.kernel.flow import Form, Outcome, Tx
from workflows.kernel.replies import Message, Picture, Say
from workflows.language import marked, tr, trn
from workflows.organisation import allotting
from workflows.organisation import store as organisation
from workflows.organisation.rules import Allocation
from workflows.staffing import cards, changes, offers, phrases, reading, store, weeks
from workflows.staffing.loading import offered
from workflows.staffing.people import answered_for, department_name, locale, managed, names, project_name
from workflows.staffing.records import Desk, Prospect, Request
from workflows.staffing.rules.fit import merged
from workflows.staffing.rules.life import State
from workflows.staffing.views import paged
from workflows.wording import blocks
from workflows.wording.blocks import Built

MOST_BLOCKS = 48
MOST_ENTRIES = 8
AHEAD = timedelta(weeks=12)
WAITING = marked("People asked for")
ASKS = marked("Your asks for people")
ALLOCATIONS = marked("Your allocations")


def show_list(tx: Tx, actor: Actor, _mine: Prospect, _form: Form) -> Outcome:
    """What waits for me, my asks, my people's allocations, my own."""
    built = [
        *_under(tr(WAITING), waiting(tx, actor, MOST_ENTRIES)),
        *_under(tr(ASKS), [*offers_to_me(tx, actor), *asks(tx, actor)][:MOST_ENTRIES]),
        *on_my_projects(tx, actor, MOST_ENTRIES),
        *my_people(tx, actor, MOST_ENTRIES),
        blocks.header(tr(ALLOCATIONS)),
        my_allocations(tx, actor),
    ]
    return Outcome(Say(Message(tr("Staffing"), blocks.laid_out(built[:MOST_BLOCKS]))))


def _under(title: str, entries: Sequence[Sequence[Built]]) -> list[Built]:
    return [blocks.header(title), *(block for entry in entries for block in entry)] if entries else []


def waiting(tx: Tx, actor: Actor, most: int) -> list[list[Built]]:
    """The questions to departments I answer for, changes asked for, tasks; so many of them."""
    found = [reading.desk_card(tx, actor, desk) for desk in questions(tx, actor)[:most]]
    wishes = [reading.change_card(tx, actor, change) for change in changes.open_changes(tx)]
    found += [card for card in wishes if "agree" in card.verbs][:most]
    tasks = [task for task in changes.open_tasks(tx) if task.chain.reached(actor.person)]
    found += [reading.task_card(tx, actor, task) for task in tasks[:most]]
    return [cards.built(card) for card in found]


def questions(tx: Tx, actor: Actor) -> list[Desk]:
    """Those that are mine to answer, and where somebody is still missing."""
    mine = {department.id for department in answered_for(tx, actor.person, actor.today)}
    return [
        desk
        for desk in store.desks_for(tx, actor.person, mine)
        if desk.state is State.PUT and desk.request.lacking and "offer" in offers.offered(tx, actor, desk)
    ]


def asks(tx: Tx, actor: Actor) -> list[list[Built]]:
    """What I asked for my projects and is open."""
    return [cards.built(reading.request_card(tx, actor, one)) for one in _open_asks(tx, actor)]


def offers_to_me(tx: Tx, actor: Actor) -> list[list[Built]]:
    """Who is offered for what I asked, and waits for my answer."""
    made = [one for ask in _open_asks(tx, actor) for one in ask.offers if one.state is State.OFFERED]
    waiting = [found for one in made if (found := offered(tx, one.id))]
    return [cards.built(reading.offer_card(tx, actor, one)) for one in waiting]


def _open_asks(tx: Tx, actor: Actor) -> list[Request]:
    known = store.requests_of(tx, [one.id for one in managed(tx, actor.person, actor.today)])
    return [one for one in known if one.state is State.OPEN]


def on_my_projects(tx: Tx, actor: Actor, most: int) -> list[Built]:
    """Who is allotted to what I manage, with what I can ask for."""
    projects = managed(tx, actor.person, actor.today)
    found = allotting.of_projects(tx, [one.id for one in projects], actor.today)
    verbs = ("ask_release", "ask_extension")
    return _bookings(tx, actor, tr("On your projects"), found, verbs, most)


def my_people(tx: Tx, actor: Actor, most: int) -> list[Built]:
    """What the people I answer for are allotted to."""
    members = members_of(tx, actor)
    found = allotting.of_people(tx, members, actor.today)
    return _bookings(tx, actor, tr("Your people's allocations"), found, ("release",), most)


def members_of(tx: Tx, actor: Actor) -> list[PersonId]:
    """The people of the departments I answer for, without me."""
    departments = {one.id for one in answered_for(tx, actor.person, actor.today)}
    if not departments:
        return []
    where = store.departments_on(tx, actor.today)
    return [person for person, department in where.items() if department in departments and person != actor.person]


def my_allocations(tx: Tx, actor: Actor) -> Built:
    """What I am allotted to and offered for."""
    lines = phrases.shares_of(tx, actor, actor.person)
    for offer in store.offers_to(tx, actor.person, actor.today):
        request = store.request(tx, offer.request) if offer.state is State.OFFERED else None
        if request:
            name = blocks.bold(project_name(tx, request.ask.project))
            lines.append(
                tr("{name}: offered, not decided yet: {offer}", name=name, offer=phrases.offer_line(offer, actor))
            )
    shown = lines or [tr("You are on no project at present.")]
    return blocks.section("\n".join(shown[:20]))


def show_load(tx: Tx, actor: Actor, scope: Prospect, _form: Form) -> Outcome:
    """Twelve weeks: a picture of who is booked how far, and the same in words."""
    periods = weeks_of(actor.today, actor.today + AHEAD - timedelta(days=1))
    people, title = _whose(tx, actor, scope, periods)
    known = loads(tx, periods, people, store.tentative(tx, periods[0].first, periods[-1].last))
    called = names(tx, list(known))
    order = sorted(known, key=lambda one: called[one].casefold())
    rows = [weeks.row(called[one], known[one], scope.project) for one in order][: weeks.MOST_ROWS]
    lines = [_line(called[one], known[one], scope, actor) for one in order]
    built: list[Built] = [blocks.header(title), blocks.aside(tr("The next twelve weeks, in shares of working time."))]
    built += [blocks.section(page) for page in paged(lines)[:10] or [tr("Nobody is here to show.")]]
    where, labels = locale(actor), _labels(scope)
    picture = Picture(
        lambda: weeks.draw(rows, periods, actor.today, where, labels), title[:150], weeks.spoken(rows, periods)
    )
    return Outcome(Say(Message(title, blocks.laid_out(built), picture if rows else None)))


def _whose(tx: Tx, actor: Actor, scope: Prospect, periods: Sequence[Period]) -> tuple[list[PersonId], str]:
    if scope.project is not None:
        shares = shares_on(tx, [scope.project], periods[0].first, periods[-1].last)
        title = tr("Load of those on {project}", project=project_name(tx, scope.project))
        return sorted({share.person for share in shares}), title
    if scope.department is not None:
        title = tr("Load of {department}", department=department_name(tx, scope.department))
        return organisation.members(tx, scope.department, actor.today), title
    return [actor.person], tr("Your load")


def _labels(scope: Prospect) -> tuple[str, str, str, str]:
    if scope.project is not None:
        return tr("on this project"), tr("elsewhere"), tr("offered, not decided"), tr("free")
    return tr("booked"), "", tr("offered, not decided"), tr("free")


def _line(name: str, load: Load, scope: Prospect, actor: Actor) -> str:
    """`*Priya Raman*: 60 % here, 20 % elsewhere.`, and in which weeks it is more than all."""
    who = blocks.bold(name)
    whole = sum(load.scheduled, Decimal(0))
    over = phrases.stretches(merged(load.over), locale(actor)) if load.over else ""
    if not whole:
        return tr("{who}: no working time on record.", who=who)
    booked = _share(load.booked, load.present)
    if scope.project is None:
        offered = _share(load.tentative, load.present)
        text = tr("{who}: {booked} % booked, {offered} % offered.", who=who, booked=booked, offered=offered)
    else:
        here = _share(load.of(scope.project), load.present)
        text = tr("{who}: {here} % here, {there} % elsewhere.", who=who, here=here, there=booked - here)
    return f"{text} {tr('Above 100 %: {weeks}', weeks=over)}" if over else text


def _share(hours: Iterable[Decimal], of: Iterable[Decimal]) -> int:
    there = sum(of, Decimal(0))
    return round(100 * sum(hours, Decimal(0)) / there) if there else 0


def _bookings(
    tx: Tx, actor: Actor, title: str, shares: Sequence[Allocation], verbs: Sequence[str], most: int
) -> list[Built]:
    if not shares:
        return []
    called = names(tx, {one.person for one in shares})
    built: list[Built] = [blocks.header(title)]
    for share in sorted(shares, key=lambda one: (one.ends or date.max, called[one.person]))[:most]:
        built.append(
            blocks.section(f"{blocks.bold(called[share.person])}, {phrases.allocation_line(tx, actor, share)}")
        )
        fitting = [verb for verb in verbs if share.ends is not None or verb != "ask_extension"]
        built += blocks.actions([cards.button(verb, f"{share.id}.1") for verb in fitting])
    more = len(shares) - most
    if more <= 0:
        return built
    return [*built, blocks.aside(trn("And {count} more that ends later.", "And {count} more that end later.", more))]

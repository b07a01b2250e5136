"""One short function a verb: looking at people, and letting newcomers in."""

from datetime import date, timedelta

from babel.core import get_global

from workflows.calendar.rules import parse_pattern
from workflows.directory import portraits, store, views
from workflows.directory.cards import closed
from workflows.directory.offers import Colleague, Proposed, may
from workflows.directory.reading import departments_of
from workflows.directory.rules import NOBODY, Newcomer, Obstacle, State
from workflows.directory.views import Filled
from workflows.kernel.access import Actor, PersonId, Relation
from workflows.kernel.errors import Refused
from workflows.kernel.flow import Event, Form, Outcome, Ref, Tx
from workflows.kernel.replies import Done, Message, Open, Say, View
from workflows.language import locale_of, tr
from workflows.organisation import changes, checks, lines
from workflows.organisation import store as organisation
from workflows.organisation.rules import Person
from workflows.wording import blocks
from workflows.wording.blocks import bold, escaped
from workflows.wording.phrases import dated

FURTHEST = timedelta(days=366)
EARLIEST = timedelta(days=366 * 60)


def show_me(tx: Tx, actor: Actor, _me: Colleague, _form: Form) -> Outcome:
    """`/people`."""
    return Outcome(Say(portraits.own_message(tx, actor)))


def show(tx: Tx, actor: Actor, whose: Colleague, _form: Form) -> Outcome:
    """`/people @somebody`."""
    contract = may(tx, actor, whose, "see_contract")
    return Outcome(Say(portraits.colleague_message(tx, actor, whose.person, contract=contract)))


def show_team(tx: Tx, actor: Actor, _me: Colleague, _form: Form) -> Outcome:
    """`/people team`."""
    return Outcome(Say(portraits.team_message(tx, actor, departments_of(tx, actor))))


def propose(tx: Tx, actor: Actor, proposed: Proposed, _form: Form) -> Outcome:
    """`/people add @somebody`: the form, once Slack was asked who that is."""
    _require_unknown(tx, proposed.slack_id)
    one = proposed.found or store.add(tx, proposed.slack_id, "") or store.by_slack(tx, proposed.slack_id)
    if one is None:
        raise LookupError(proposed.slack_id)
    if one.obstacle is Obstacle.LEFT:
        raise Refused(
            tr(
                "{name} has been with us and left. If they are back, take their last day out of "
                "people.csv and import it.",
                name=escaped(one.name),
            ),
            reason="left",
        )
    if one.obstacle is not None:
        raise Refused(closed(tx, actor, one), reason="no_person")
    if one.introduced:
        return Outcome(Open(_view(tx, actor, one)))
    store.tell(tx, one.id, actor.person)
    asked = Event("proposed", Ref("directory", one.id), one.version, NOBODY, actor.person)
    text = tr("I am asking Slack who that is. In a moment you get a message from me with the form to add them.")
    return Outcome(Say(Message(text)), (asked,))


def open_form(tx: Tx, actor: Actor, one: Newcomer, _form: Form) -> Outcome:
    """The form, filled in with what Slack knows."""
    if one.obstacle is Obstacle.LEFT:
        raise Refused(tr("They are in the directory already, with a last day that is over."), reason="left")
    return Outcome(Open(_view(tx, actor, one)))


def enrol(tx: Tx, actor: Actor, one: Newcomer, form: Form) -> Outcome:
    """Add them, or link them to the person who has that address and no Slack account yet."""
    pattern = _pattern(form)
    starts = _first_day(actor, form)
    known = organisation.person_by_email(tx, _text(form, "email"))
    if known is not None and not known.slack_id:
        return _link(tx, actor, one, known)
    person = changes.add_person(
        tx,
        actor,
        changes.Newcomer(
            one.slack_id,
            _text(form, "name"),
            _text(form, "email"),
            _text(form, "time_zone"),
            _text(form, "locale"),
            _text(form, "country").upper(),
            _text(form, "subdivision"),
            pattern,
            _text(form, "department"),
            starts,
        ),
    )
    said = tr(
        "{name} is in the directory, first day {starts}.",
        name=bold(person.name),
        starts=dated(starts, locale_of(actor.locale)),
    )
    return _added(tx, actor, one, person.id, f"{said} {_who_hears(tx, actor, person)}")


def set_aside(tx: Tx, actor: Actor, one: Newcomer, _form: Form) -> Outcome:
    """Not one of us."""
    _close(tx, actor, one, State.SET_ASIDE, None)
    return Outcome(Done(), (Event("set_aside", Ref("directory", one.id), one.version + 1, NOBODY, actor.person),))


def explain(tx: Tx, actor: Actor, one: Newcomer) -> str:
    """How it stands, for one who came too late."""
    if one.state is State.WAITING:
        return tr("This has changed since you last saw it. My Home tab shows how it stands.")
    return closed(tx, actor, one).replace("*", "")


def _link(tx: Tx, actor: Actor, one: Newcomer, known: Person) -> Outcome:
    stands = lines.relations(tx, actor, known.id)
    if not stands & {Relation.PEOPLE_ADMIN, Relation.SOLID_LINE, Relation.DEPUTY}:
        raise Refused(
            tr(
                "Somebody with that address is in the directory already, in a department that is not yours. "
                "A people admin can link the two."
            ),
            field="email",
            reason="known",
        )
    if known.ends is not None and known.ends < actor.today:
        raise Refused(
            tr(
                "Somebody with that address has been with us and left. If they are back, take their last day out of "
                "people.csv and import it."
            ),
            field="email",
            reason="left",
        )
    if not changes.link(tx, known.id, one.slack_id):
        raise Refused(tr("Somebody was faster. Look again."), reason="out_of_turn")
    said = tr(
        "{name} was in the directory already, with that address; now this Slack account is theirs. "
        "Nothing else about them was changed.",
        name=bold(known.name),
    )
    return _added(tx, actor, one, known.id, said)


def _added(tx: Tx, actor: Actor, one: Newcomer, person: PersonId, said: str) -> Outcome:
    _close(tx, actor, one, State.ADDED, person)
    added = Event("added", Ref("directory", one.id), one.version + 1, person, actor.person)
    return Outcome(Say(Message(said, blocks.laid_out([blocks.section(said)]))), (added,))


def _who_hears(tx: Tx, actor: Actor, person: Person) -> str:
    manager = organisation.operations_manager(tx, person.id, max(person.starts, actor.today))
    if manager is None:
        return tr("They are told. They have no operations manager yet.")
    return tr("They are told.") if manager == actor.person else tr("They are told, and so is their operations manager.")


def _close(tx: Tx, actor: Actor, one: Newcomer, state: State, person: PersonId | None) -> None:
    if not store.close(tx, one, state, actor.person, known_as=person, why=one.obstacle):
        raise Refused(explain(tx, actor, store.newcomer(tx, one.id) or one), reason="out_of_turn")


def _require_unknown(tx: Tx, slack_id: str) -> None:
    known = lines.actor(tx, slack_id, tx.now)
    if known is not None:
        raise Refused(tr("{name} is in the directory already.", name=escaped(known.name)), reason="known")


def _view(tx: Tx, actor: Actor, one: Newcomer) -> View:
    departments = changes.departments_open_to(tx, actor)
    own = organisation.department_of(tx, actor.person, actor.today)
    managed = organisation.departments_managed(tx, actor.person, actor.today)
    likely = next((each.code for each in (*managed, *([own] if own else [])) if each in departments), None)
    profile = one.profile
    zone = profile.time_zone or actor.time_zone
    texts = {
        "name": profile.name,
        "email": profile.email,
        "time_zone": zone,
        "locale": profile.locale or actor.locale,
        "country": _country(zone),
        "pattern": "mon-fri",
    }
    chosen = None if actor.people_admin and not managed else likely
    return views.add_view(one, Filled(texts, actor.today, departments, chosen))


def _country(zone: str) -> str:
    """Where that time zone is, if its holidays are known."""
    try:
        return checks.country(get_global("zone_territories").get(zone, ""))
    except ValueError:
        return ""


def _pattern(form: Form) -> str:
    try:
        return str(parse_pattern(_text(form, "pattern")))
    except Refused as unread:
        raise Refused(unread.text, field="pattern", reason=unread.reason) from unread


def _first_day(actor: Actor, form: Form) -> date:
    day = form.get("starts")
    if not isinstance(day, date):
        raise Refused(tr("Please pick their first day."), field="starts", reason="no_day")
    if not actor.today - EARLIEST <= day <= actor.today + FURTHEST:
        raise Refused(
            tr("{year} is too far away. Which year did you mean?", year=day.year), field="starts", reason="dates"
        )
    return day


def _text(form: Form, field: str) -> str:
    return str(form.get(field) or "").strip()

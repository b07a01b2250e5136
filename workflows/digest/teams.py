"""A department's channel: its operations manager says where it reads each morning who is away today."""

from workflows.digest import channels, views
from workflows.digest.rules import Setting, Team
from workflows.digest.words import CHANNEL, DEPARTMENT
from workflows.kernel.access import Actor, Relation
from workflows.kernel.errors import NotAllowed, Refused
from workflows.kernel.flow import Event, Form, Outcome, Ref, Tx
from workflows.kernel.replies import Done, Open
from workflows.language import tr
from workflows.organisation import store as organisation
from workflows.organisation.rules import Department, at

NAME = "team_channel"


def load_team(tx: Tx, actor: Actor, _number: int | None, form: Form) -> Team:
    """The department that was chosen, or none yet; decides nothing."""
    chosen = str(form.get(DEPARTMENT) or "")
    known = organisation.chart(tx).departments
    if chosen and not (chosen.isdecimal() and int(chosen) in known):
        raise Refused(tr("Please pick one from the list."), field=DEPARTMENT, reason="choice")
    mine = answered_for(tx, actor)
    return Team(actor.person, int(chosen) if chosen else mine[0].id if mine else None)


def answered_for(tx: Tx, actor: Actor) -> list[Department]:
    """The departments that somebody manages or stands in for."""
    chart = organisation.chart(tx)
    managed = chart.managed_by(actor.person, actor.today)
    deputised = [
        chart.departments[one] for one, held in chart.deputies.items() if at(held, actor.today) == actor.person
    ]
    return list({one.id: one for one in (*managed, *deputised)}.values())


def relate(tx: Tx, actor: Actor, subject: Setting | Team) -> frozenset[Relation]:
    """Everybody settles their own; a department's channel, whoever manages it or stands in."""
    if isinstance(subject, Setting):
        return frozenset({Relation.OWN})
    desk = next(iter(organisation.chart(tx).line(subject.department, actor.today)), None)
    holders = {Relation.SOLID_LINE: desk.manager, Relation.DEPUTY: desk.deputy} if desk else {}
    return frozenset({Relation.COLLEAGUE, *(one for one, held in holders.items() if held == actor.person)})


def open_form(tx: Tx, actor: Actor, _team: Team, _form: Form) -> Outcome:
    """The modal."""
    return Outcome(Open(views.channel_view(answered_for(tx, actor), channels.of_departments(tx))))


def put(tx: Tx, actor: Actor, team: Team, form: Form) -> Outcome:
    """From tomorrow morning on there, or nowhere; it says so in the channel at once, so that it is seen if it can't."""
    if team.department is None:
        raise NotAllowed(tr("You manage no department."))
    channel = str(form.get(CHANNEL) or "") or None
    if channels.of_departments(tx).get(team.department) == channel:
        channels.speak(tx, [channel] if channel else [])
        return Outcome(Done())
    channels.put(tx, team.department, channel, actor.person)
    facts = {"department": team.department, "channel": channel}
    return Outcome(Done(), (Event("channel_set", Ref(NAME, team.department), 1, actor.person, actor.person, facts),))

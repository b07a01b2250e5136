"""What leave means for others: blackout days, minimum cover, and who replaces whom (R32 to R34)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from workflows.calendar.rules import Absent, Cover, Half, Span, covers, spoken
from workflows.kernel.errors import Refused
from workflows.language import marked, number, tr
from workflows.leave.rules.case import Case, Warned
from workflows.leave.rules.context import Context, Group
from workflows.leave.rules.policy import Blackout, Floor
from workflows.leave.rules.words import type_name


def outside_blackouts(case: Case) -> Iterable[Warned]:
    """R32: days on which leave is not wanted, with the reason; named roles pass."""
    for blackout in case.context.policy.blackouts:
        if _concerns(case, blackout) and case.span.overlaps(Span(blackout.first, blackout.last)):
            text = tr(
                "No leave from {first} to {last}: {reason}.",
                first=spoken(blackout.first),
                last=spoken(blackout.last),
                reason=blackout.reason,
            )
            yield case.breaks(blackout.effect, "blackout", text)


def _concerns(case: Case, blackout: Blackout) -> bool:
    if blackout.types and case.leave_type.code not in blackout.types:
        return False
    if blackout.departments and not set(blackout.departments) & set(case.context.departments):
        return False
    return not set(blackout.exempt) & case.context.roles


@dataclass(frozen=True, slots=True)
class Staffed:
    """How many of a group are there on a half day without and with somebody's leave, against its floor (R33)."""

    group: str
    floor: Floor
    before: Cover
    after: Cover

    @property
    def enough(self) -> bool:
        """Whether the floor is still reached with it."""
        return reached(self.floor, self.after)


def with_cover(case: Case) -> Iterable[Warned]:
    """R33: on each half day enough of those scheduled must be there; the first half day that falls short speaks."""
    for floor, group in _floors(case.leave_type.code, case.context):
        short = next((one for one in _staffing(floor, group, case.span) if not one.enough), None)
        if short is not None:
            yield case.breaks(floor.effect, "cover", _cover_text(group, floor, short.after))


def thinnest(leave_type: str, span: Span, context: Context) -> tuple[Staffed, ...]:
    """For each floor that leave of this type touches, the half day on which the fewest would be there."""
    found = (tuple(_staffing(floor, group, span)) for floor, group in _floors(leave_type, context))
    return tuple(min(days, key=lambda one: (one.enough, one.after.present)) for days in found if days)


def _floors(leave_type: str, context: Context) -> Iterator[tuple[Floor, Group]]:
    for floor in context.policy.cover:
        for group in context.groups:
            if _applies(leave_type, floor, group):
                yield floor, group


def _applies(leave_type: str, floor: Floor, group: Group) -> bool:
    if floor.types and leave_type not in floor.types:
        return False
    if floor.departments and group.code not in floor.departments:
        return False
    return (floor.skill, floor.level) == (group.skill, group.level)


def _staffing(floor: Floor, group: Group, span: Span) -> Iterator[Staffed]:
    """Each half day on which the one who asks would be missed."""
    others = [absent for absent in group.absences if absent.certain or floor.pending]
    mine = Absent(group.person, span)
    before = {(cover.day, cover.half): cover for cover in covers(group.people, others, span)}
    for cover in covers(group.people, [*others, mine], span):
        already = before[cover.day, cover.half]
        if cover.present < already.present:
            yield Staffed(group.label, floor, already, cover)


def reached(floor: Floor, cover: Cover) -> bool:
    """Whether enough are there."""
    if floor.people is not None:
        return cover.present >= floor.people
    if floor.away is not None:
        return cover.scheduled - cover.present <= floor.away
    return cover.percent >= (floor.percent or Decimal(0))


_HALVES = {Half.AM: marked("{day} in the morning"), Half.PM: marked("{day} in the afternoon")}
_TOO_FEW = {
    (False, False): marked(
        "{when} would leave {department} with {present} of {scheduled} people; at least {percent} % should be there."
    ),
    (False, True): marked(
        "{when} would leave {department} with {present} of {scheduled} people; at least {people} of them should be "
        "there."
    ),
    (True, False): marked(
        "{when} would leave {department} with {present} of {scheduled} people who know {skill}; at least {percent} % "
        "should be there."
    ),
    (True, True): marked(
        "{when} would leave {department} with {present} of {scheduled} people who know {skill}; at least {people} of "
        "them should be there."
    ),
}
"""By whether a skill is asked for, and whether people are counted."""


def _cover_text(group: Group, floor: Floor, cover: Cover) -> str:
    when = tr(_HALVES[cover.half], day=spoken(cover.day))
    if floor.away is not None:
        gone = cover.scheduled - cover.present
        return tr(
            "{when} {gone} of {group} would be away; at most {most} may be.",
            when=when,
            gone=gone,
            group=group.label,
            most=floor.away,
        )
    if group.skill and not cover.present:
        return tr(
            "{when} would leave {department} without anyone who knows {skill}.",
            when=when,
            department=group.name,
            skill=group.skill,
        )
    return tr(
        _TOO_FEW[bool(group.skill), floor.people is not None],
        when=when,
        department=group.name,
        present=cover.present,
        scheduled=cover.scheduled,
        skill=group.skill,
        people=floor.people,
        percent=number(floor.percent or Decimal(0)),
    )


def with_replacement(case: Case) -> Iterable[Warned]:
    """R34: nobody replaces who is away then; who replaces somebody else then is warned. It never refuses for others."""
    if case.leave_type.replacement_required and case.draft.replacement is None:
        kind = type_name(case.leave_type)
        text = case.context.says(
            tr("{type} needs somebody who replaces you meanwhile: please choose them.", type=kind),
            tr(
                "{type} needs somebody who replaces {name} meanwhile: please choose them.",
                type=kind,
                name=case.context.name,
            ),
        )
        raise Refused(text, field="replacement", reason="replacement_missing")
    for absent in case.context.replacement_away:
        if absent.span.overlaps(case.span):
            text = case.context.says(
                tr("Your replacement is away then: {span}. Please choose somebody else.", span=absent.span),
                tr(
                    "{name}'s replacement is away then: {span}. Please choose somebody else.",
                    name=case.context.name,
                    span=absent.span,
                ),
            )
            raise Refused(text, field="replacement", reason="replacement_away")
    for duty in case.context.replaces:
        if duty.span.overlaps(case.span):
            text = case.context.says(
                tr("You are replacing {other} then: {span}.", other=duty.name, span=duty.span),
                tr(
                    "{name} is replacing {other} then: {span}.",
                    name=case.context.name,
                    other=duty.name,
                    span=duty.span,
                ),
            )
            yield Warned("replacing", text)

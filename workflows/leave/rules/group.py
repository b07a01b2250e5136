"""What leave means for others: blackout days, minimum cover, and who replaces whom (R32 to R34)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from workflows.calendar.rules import Absent, Cover, Half, Span, covers, spoken
from workflows.kernel.errors import Refused
from workflows.leave.rules.case import Case, Warned
from workflows.leave.rules.context import Context, Group
from workflows.leave.rules.policy import Blackout, Floor


def outside_blackouts(case: Case) -> Iterable[Warned]:
    """R32: days on which leave is not wanted, with the reason; named roles pass."""
    for blackout in case.context.policy.blackouts:
        if _concerns(case, blackout) and case.span.overlaps(Span(blackout.first, blackout.last)):
            text = f"No leave from {spoken(blackout.first)} to {spoken(blackout.last)}: {blackout.reason}."
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
        return _enough(self.floor, self.after)


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


def _enough(floor: Floor, cover: Cover) -> bool:
    if floor.people is not None:
        return cover.present >= floor.people
    if floor.away is not None:
        return cover.scheduled - cover.present <= floor.away
    return cover.percent >= (floor.percent or Decimal(0))


_HALVES = {Half.AM: "in the morning", Half.PM: "in the afternoon"}


def _cover_text(group: Group, floor: Floor, cover: Cover) -> str:
    when = f"{spoken(cover.day)} {_HALVES[cover.half]}"
    if floor.away is not None:
        gone = cover.scheduled - cover.present
        return f"{when} {gone} of {group.label} would be away; at most {floor.away} may be."
    if group.skill and not cover.present:
        return f"{when} would leave {group.name} without anyone who knows {group.skill}."
    least = f"{floor.people} of them" if floor.people is not None else f"{floor.percent:f} %"
    people = f"people who know {group.skill}" if group.skill else "people"
    return (
        f"{when} would leave {group.name} with {cover.present} of {cover.scheduled} {people}; "
        f"at least {least} should be there."
    )


def with_replacement(case: Case) -> Iterable[Warned]:
    """R34: nobody replaces who is away then; who replaces somebody else then is warned. It never refuses for others."""
    if case.leave_type.replacement_required and case.draft.replacement is None:
        text = case.context.says(
            f"{case.leave_type.name} needs somebody who replaces you meanwhile: please choose them.",
            f"{case.leave_type.name} needs somebody who replaces {case.context.name} meanwhile: please choose them.",
        )
        raise Refused(text, field="replacement", reason="replacement_missing")
    for absent in case.context.replacement_away:
        if absent.span.overlaps(case.span):
            text = case.context.says(
                f"Your replacement is away then: {absent.span}. Please choose somebody else.",
                f"{case.context.name}'s replacement is away then: {absent.span}. Please choose somebody else.",
            )
            raise Refused(text, field="replacement", reason="replacement_away")
    for duty in case.context.replaces:
        if duty.span.overlaps(case.span):
            text = case.context.says(
                f"You are replacing {duty.name} then: {duty.span}.",
                f"{case.context.name} is replacing {duty.name} then: {duty.span}.",
            )
            yield Warned("replacing", text)

"""The words around dates, by language: what joins a range, halves a day, names a week. The dates are dateparser's.

Every reader may also use English. A language that is missing here can still write plain dates.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """One language's words, in lower case."""

    begins: tuple[str, ...] = ()
    """What may stand before the first day of a range, or before any day."""
    joins: tuple[str, ...] = ()
    morning: tuple[str, ...] = ()
    afternoon: tuple[str, ...] = ()
    half: tuple[str, ...] = ()
    """Half a day without saying which."""
    this_week: tuple[str, ...] = ()
    next_week: tuple[str, ...] = ()
    beside_weekday: frozenset[str] = field(default_factory=frozenset)
    """What may stand beside a weekday's name without changing which one is meant: the next to come."""


LANGUAGES = {
    "en": Vocabulary(
        begins=("from", "on", "the", "between"),
        joins=("to", "until", "till", "til", "through", "thru", "up to"),
        morning=("in the morning", "morning", "am"),
        afternoon=("in the afternoon", "afternoon", "pm"),
        half=("half day", "half a day", "half-day", "half"),
        this_week=("this week", "the rest of this week", "rest of the week"),
        next_week=("next week",),
        beside_weekday=frozenset({"next", "this", "coming", "on"}),
    ),
    "de": Vocabulary(
        begins=("vom", "von", "ab", "am", "den", "der"),
        joins=("bis einschließlich", "bis zum", "bis"),
        morning=("am vormittag", "vormittags", "vormittag"),
        afternoon=("am nachmittag", "nachmittags", "nachmittag"),
        half=("halber tag", "halben tag", "halbtags"),
        this_week=("diese woche",),
        next_week=("nächste woche", "kommende woche", "naechste woche"),
        beside_weekday=frozenset({"am", "nächsten", "nächster", "kommenden", "diesen"}),
    ),
    "fr": Vocabulary(
        begins=("à partir du", "du", "de", "le"),
        joins=("jusqu'au", "jusqu’au", "au"),
        morning=("au matin", "le matin", "matin"),
        afternoon=("l'après-midi", "l’après-midi", "après-midi"),
        half=("demi-journée", "une demi-journée"),
        this_week=("cette semaine",),
        next_week=("la semaine prochaine", "semaine prochaine"),
        beside_weekday=frozenset({"le", "ce", "prochain"}),
    ),
    "es": Vocabulary(
        begins=("desde el", "del", "desde", "el"),
        joins=("hasta el", "hasta", "al"),
        morning=("por la mañana", "de la mañana"),
        afternoon=("por la tarde", "de la tarde"),
        half=("medio día",),
        this_week=("esta semana",),
        next_week=("la próxima semana", "próxima semana", "la semana que viene"),
        beside_weekday=frozenset({"el", "este", "próximo", "que", "viene"}),
    ),
}


def spoken_by(language: str) -> Iterator[Vocabulary]:
    """The reader's own words first, then English."""
    if language in LANGUAGES and language != "en":
        yield LANGUAGES[language]
    yield LANGUAGES["en"]

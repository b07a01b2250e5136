"""Of late acks the worst of different moments are told, stage by stage, with what went on beside them."""

from typing import Any

from benchmarks.cores import Cores
from benchmarks.lateness import Ack, Watch, told


class Bot:
    """Knows of one request."""

    def __init__(self, known: dict[str, Any]) -> None:
        self._known = known
        self.asked: list[str] = []

    def ask(self, triggers: list[str]) -> list[dict[str, Any]]:
        self.asked += triggers
        return [self._known[trigger] | {"trigger": trigger} for trigger in triggers if trigger in self._known]


def an_ack(trigger: str, due: float, took: float, bot: int = 0) -> Ack:
    return Ack(trigger, bot, due, due + 0.01, due + took)


def told_of(acks: list[Ack], *bots: Bot) -> list[str]:
    someone: Any = bots
    return list(told(acks, someone, Watch("sqlite://"), 100.0))


def test_the_worst_of_each_moment_is_told_and_the_worst_first() -> None:
    acks = [an_ack("a", 110.0, 0.5), an_ack("b", 110.3, 0.7), an_ack("c", 120.0, 0.9, bot=1), an_ack("d", 130.0, 0.1)]
    lines = [line for line in told_of(acks, Bot({}), Bot({})) if " s, due " in line]
    assert lines == [
        "  0.90 s, due 20.0 s after the beginning, at bot 2",
        "  0.70 s, due 10.3 s after the beginning, at bot 1",
        "  0.10 s, due 30.0 s after the beginning, at bot 1",
    ]


def test_no_more_than_ten_are_told_and_each_bot_is_asked_about_its_own() -> None:
    first, second = Bot({}), Bot({})
    told_of(
        [an_ack(str(number), 100.0 + 10 * number, 1 - number / 100, bot=number % 2) for number in range(30)],
        first,
        second,
    )
    assert first.asked == ["0", "2", "4", "6", "8"]
    assert second.asked == ["1", "3", "5", "7", "9"]


def test_stages_are_told_in_the_order_in_which_they_came_with_what_was_beside_them() -> None:
    known = {
        "stages": {"kept": 110.4, "received": 110.1, "begun": 110.2},
        "beside": [[109.9, 110.3, "tick of leave: reads"]],
        "looks": [[110.25, ["2x store.py:78 write > wait", "line.py:98 commit > commit"]]],
    }
    _, stages, beside, look = told_of([an_ack("a", 110.0, 0.5)], Bot({"a": known}))
    assert stages.strip() == "written +10, received +90, begun +100, kept +200, heard +100"
    assert beside.strip() == "beside it, -100 to +300 ms: tick of leave: reads"
    assert look.strip() == "at +250 ms: 2x store.py:78 write > wait; line.py:98 commit > commit"


def test_what_was_refused_before_a_bot_heard_of_it_is_told_as_far_as_it_is_known() -> None:
    assert told_of([an_ack("a", 110.0, 0.5)], Bot({}))[1].strip() == "written +10, heard +490"


def test_the_machines_load_is_told_of_the_whole_time() -> None:
    with Watch("sqlite://") as watch:
        pass
    assert "at first" in watch.load
    assert watch.stuck(0.0, float("inf")) == []


def test_whoever_used_the_cores_is_named() -> None:
    cores = Cores()
    sum(range(1_000_000))
    assert "load " in cores.told()
    assert "by others" in cores.told()

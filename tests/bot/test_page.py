"""App Home as one page: never more than Slack takes, nothing lost without a word, what needs the reader cut last."""

from hypothesis import given
from hypothesis import strategies as st

from bot.page import MOST_BLOCKS, lead
from workflows.kernel.home import Place, Section, arranged, blocks_of, filled, waiting
from workflows.kernel.replies import Block

BLOCK: Block = {"type": "divider"}


def entries(counts: list[int]) -> tuple[tuple[Block, ...], ...]:
    return tuple((BLOCK,) * count for count in counts)


sections = st.lists(
    st.builds(
        Section,
        place=st.sampled_from(Place),
        title=st.sampled_from(["", "Title"]),
        entries=st.lists(st.integers(1, 4), max_size=20).map(entries),
        more=st.just("leave:list"),
        beyond=st.integers(0, 3),
        foot=st.integers(0, 2).map(lambda count: (BLOCK,) * count),
    ),
    max_size=20,
)


@given(sections)
def test_a_page_fits_as_far_as_its_heads_and_feet_do_and_says_what_is_left_out(page: list[Section]) -> None:
    shown = arranged(page, MOST_BLOCKS)
    least = sum(one.size for one in arranged(page, 0))
    assert sum(one.size for one in shown) <= max(MOST_BLOCKS, least)
    assert waiting(shown) == waiting(filled(page))
    assert sum(len(one.entries) + one.beyond for one in shown) == sum(len(one.entries) + one.beyond for one in page)
    assert [one.place for one in shown] == sorted(one.place for one in shown)
    assert sum(len(one.foot) for one in shown) == sum(len(one.foot) for one in page)


@given(st.integers(1, 90), st.integers(1, 90))
def test_what_needs_the_reader_is_cut_last(needed: int, other: int) -> None:
    wide = [
        Section(Place.NEEDS_ME, "Waiting", entries([1] * needed), "leave:waiting"),
        Section(Place.PROJECTS, "Projects", entries([2] * other), "milestones:list"),
    ]
    waits, projects = arranged(wide, MOST_BLOCKS)
    assert not waits.beyond or len(projects.entries) == 1
    assert len(waits.entries) >= min(needed, 3)


def test_a_page_with_nothing_on_it_is_empty() -> None:
    assert arranged([Section(Place.MINE, "Title")], MOST_BLOCKS) == []
    assert blocks_of([Section(Place.MINE, entries=((BLOCK,),), foot=(BLOCK,))]) == [BLOCK, BLOCK]


def test_the_lead_says_how_much_waits() -> None:
    assert [lead(count) for count in (0, 1, 12)] == [
        "Nothing waits for you.",
        "*One thing waits for you.*",
        "*12 things wait for you.*",
    ]

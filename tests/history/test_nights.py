"""Memory through the history: the order of links, their catalogs and runs that failed do not change it."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.history.store import History
from crawler.judge import Verdict, remember
from crawler.probe.past import Occurrence, Past, Sighting, Status

if TYPE_CHECKING:
    import random

START = datetime(2026, 11, 1, 3, 17, tzinfo=UTC)
URLS = tuple(f"https://{name}.test/book" for name in "abcd")
FILES = ("one.yaml", "two.yaml", "more/three.md")
SAID = st.sampled_from([Status.ALIVE, Status.DEAD, Status.UNREACHABLE, Status.BLOCKED, Status.SKIPPED])
NIGHTS = st.lists(
    st.tuples(
        st.integers(1, 60),
        st.dictionaries(st.sampled_from(URLS), SAID),
        st.sampled_from(["done", "void", "killed"]),
    ),
    min_size=1,
    max_size=6,
)
"""Hours since the night before, what was said of which links, and how the run ended."""


def _remembered(past: Past | None, status: Status, at: datetime) -> Past:
    return remember(Verdict(status=status, reason=status.value, confidence="high", because=("x",)), past, at)[
        1
    ]


def _sighting(url: str, memory: Past, chance: random.Random) -> Sighting:
    """At places of one or more catalogs, in which it may stand several times."""
    places = [Occurrence(file=chance.choice(FILES), entry=f"e{number}", field="url") for number in range(3)]
    return Sighting(
        url=url,
        occurrences=tuple(places[: chance.randint(1, 3)]),
        provisional=False,
        http_status=None,
        final_url=None,
        confidence="high",
        memory=memory,
        case="{}",
    )


@settings(deadline=None, max_examples=40)
@given(NIGHTS, st.randoms(use_true_random=False))
def test_memory_is_each_links_own(
    nights: list[tuple[int, dict[str, Status], str]], chance: random.Random
) -> None:
    """After every night each link has the memory that it would have alone, asked in its own nights."""
    alone: dict[str, Past] = {}
    at = START
    with (
        tempfile.TemporaryDirectory() as folder,
        History.open(f"sqlite:///{Path(folder)}/state.db") as history,
    ):
        for number, (hours, said, end) in enumerate(nights):
            at += timedelta(hours=hours)
            run = f"r{number}"
            history.begin_run(run, at, catalogs=chance.sample(FILES, 2), settings={})
            found = {url: _remembered(history.memory(url), status, at) for url, status in said.items()}
            in_any_order = chance.sample(sorted(found), len(found))
            # Some have a first opinion, which counts for nothing, written before or after the others.
            firsts = [url for url in in_any_order if chance.random() < 0.3]
            for url in firsts:
                wrong = _remembered(history.memory(url), Status.DEAD, at)
                history.record(run, replace(_sighting(url, wrong, chance), provisional=True))
            history.record_all(run, [_sighting(url, found[url], chance) for url in in_any_order])
            if end == "void":
                history.discard_run(run)
            else:
                alone |= {url: _remembered(alone.get(url), status, at) for url, status in said.items()}
            if end == "done":
                history.finish_run(run, at)
            assert alone == history.memories(URLS)
            assert {url: alone.get(url) for url in URLS} == {url: history.memory(url) for url in URLS}

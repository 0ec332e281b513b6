"""Case files as test parameters, and single cases made by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from support.replay import all_cases, link_of

from crawler.judge.model import Case
from crawler.probe.model import Answer, Evidence, Exchange, Failure, FailureKind, Hop, Probe

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.page.model import PageFacts
    from crawler.probe.past import Past

URL = "https://a.test/books/bayes"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test with the argument `case` runs once for each case of each file."""
    if "case" in metafunc.fixturenames:
        found = all_cases()
        metafunc.parametrize("case", found, ids=[case.name for case in found])


def _make_case(
    outcome: Answer | str = "200",
    *,
    url: str = URL,
    hops: str = "",
    page: PageFacts | None = None,
    match: float | None = None,
    title: str | None = None,
    past: Past | None = None,
    **evidence: Any,
) -> Case:
    """A case: `outcome` is an answer, a status or a failure's code; `hops` is `301 /x 302 https://b.test/`."""
    chain = _chain(url, hops.split())
    end = chain[-1].target if chain else url
    probe = Probe(url=end, attempt=evidence.pop("attempt", 1), stack=evidence.pop("stack", "httpx"))
    final = Exchange(probe=probe, outcome=_outcome(outcome))
    return Case(
        link=link_of({"entry": {"url": url, "title": title}}),
        evidence=Evidence(url=url, exchanges=(final,), hops=chain, final=final, page=page, **evidence),
        past=past,
        title_match=match,
    )


def _outcome(said: Answer | str) -> Answer | Failure:
    if isinstance(said, Answer):
        return said
    if said.isdigit():
        return Answer(status=int(said), body=b"words")
    return Failure(kind=FailureKind(said), detail=said)


def _chain(url: str, said: list[str]) -> tuple[Hop, ...]:
    hops = []
    for code, target in zip(said[::2], said[1::2], strict=True):
        absolute = target if "://" in target else f"https://a.test{target}"
        hops.append(Hop(url=url, code=int(code), target=absolute))
        url = absolute
    return tuple(hops)


@pytest.fixture
def make_case() -> Callable[..., Case]:
    return _make_case

"""A page's verdict for each of its links, with that link's own fragment."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.replay import Web, link_of, replay

from crawler.judge import Case, build_case, judge
from crawler.judge.signals_fragment import fragment_missing, with_own_place

PAGE = "https://a.test/page"


def _link(fragment: str) -> dict[str, dict[str, str]]:
    return {"entry": {"title": "Bayes Rules!", "url": PAGE + fragment}}


def _case(fragment: str, missing: set[str], *, status: int = 200) -> Case:
    link = link_of(_link(fragment))
    answers = {"*": {"status": status, "html": "<title>Bayes Rules!</title><h2 id=one>"}}
    evidence = replay(link.url, link.title, Web(answers))
    return build_case(link, replace(evidence, missing_fragments=frozenset(missing)), None)


@pytest.mark.parametrize(
    ("fragment", "missing", "is_seen"),
    [("#two", {"two"}, True), ("#one", {"two"}, False), ("", {"two"}, False), ("#top", {"top"}, False)],
)
def test_fragment_missing(fragment: str, missing: set[str], is_seen: bool) -> None:
    """Only the link's own fragment counts."""
    assert is_seen == (fragment_missing(_case(fragment, missing)) is not None)


def test_each_link_has_its_own() -> None:
    """What one link lacks is not said of another, nor the other way round."""
    lead = _case("#two", {"two", "three"})
    verdict = judge(lead)

    _, one = with_own_place(lead, verdict, link_of(_link("#one")))
    _, three = with_own_place(lead, verdict, link_of(_link("#three")))

    assert "alive" == verdict.status
    assert "fragment-missing" in {signal.code for signal in verdict.signals}
    assert "fragment-missing" not in {signal.code for signal in one.signals}
    assert not any("#two" in reason for reason in one.because)
    assert one.because
    assert ["the page has no #three"] == [s.detail for s in three.signals if s.code == "fragment-missing"]
    assert "the page has no #three" in three.because


def test_a_page_that_is_not_there_has_no_places_to_miss() -> None:
    """A dead page is dead for every fragment."""
    lead = _case("", {"two"}, status=404)

    _, two = with_own_place(lead, judge(lead), link_of(_link("#two")))

    assert "dead" == two.status
    assert "fragment-missing" not in {signal.code for signal in two.signals}

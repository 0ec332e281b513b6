"""Which page is kept to be asked by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from crawler.judge.model import Case, Signal, Verdict
from crawler.judge.revisit import page_to_keep
from crawler.page.model import PageFacts
from crawler.page.sketch import text_sketch
from crawler.probe.known import known_page, written_facts
from crawler.probe.model import Answer, EarlierText, Exchange, Failure, FailureKind, Probe
from crawler.probe.past import REACHED, Past, Status
from crawler.probe.validators import Validators

MakeCase = Callable[..., Case]

URL = "https://a.test/books/bayes"
AT = datetime(2026, 11, 2, 3, 17, tzinfo=UTC)
BEFORE = datetime(2026, 11, 1, 3, 17, tzinfo=UTC)
ETAG = (("etag", '"v1"'),)
PAGE = PageFacts(title="Bayes", names=("Bayes",), text_sample="Much text.")


def _verdict(status: Status = Status.ALIVE, *codes: str) -> Verdict:
    signals = tuple(Signal(code=code, detail=code) for code in codes)
    return Verdict(status=status, reason="ok", confidence="high", because=("so",), signals=signals)


def _answer(status: int = 200, **changes: Any) -> Answer:
    return Answer(status=status, headers=changes.pop("headers", ETAG), **changes)


def test_a_healthy_page_is_kept(make_case: MakeCase) -> None:
    """With the address of the chain's end, its validators, the time and its facts."""
    case = make_case(_answer(), hops="301 /bayes", page=PAGE)
    kept = page_to_keep(case, _verdict(Status.MOVED), AT)

    assert kept is not None
    assert ("https://a.test/bayes", Validators(etag='"v1"'), AT) == (kept.url, kept.validators, kept.read_at)
    past = Past(status=Status.MOVED, reason="x", confirmed=True, since=AT, asked_at=AT)
    known = known_page(URL, past, kept, read="head", at=AT)
    assert known is not None
    assert replace(PAGE, text_sample="") == known.page


@pytest.mark.parametrize("status", Status)
def test_only_what_is_well_is_kept(make_case: MakeCase, status: Status) -> None:
    """Whatever else was said, an unchanged page would say it again unseen."""
    kept = page_to_keep(make_case(_answer(), page=PAGE), _verdict(status), AT)

    assert (status in REACHED) == (kept is not None)


@pytest.mark.parametrize(
    "answer",
    [
        _answer(headers=()),
        _answer(headers=(("etag", "*"),)),
        _answer(206),
        _answer(203),
        _answer(304),
        _answer(404),
        _answer(body_error="cut off"),
    ],
)
def test_an_answer_that_is_no_whole_page_is_not_kept(make_case: MakeCase, answer: Answer) -> None:
    """No validators; another status than 200; a body that broke."""
    assert page_to_keep(make_case(answer, page=PAGE), _verdict(), AT) is None


def test_silence_is_not_kept(make_case: MakeCase) -> None:
    assert page_to_keep(make_case("read-timeout"), _verdict(), AT) is None


@pytest.mark.parametrize("code", ["same-as-control", "one-shell-for-all"])
def test_what_was_seen_beside_another_page_is_not_kept(make_case: MakeCase, code: str) -> None:
    """A 304 for the one would say nothing of the other."""
    assert page_to_keep(make_case(_answer(), page=PAGE), _verdict(Status.ALIVE, code), AT) is None


@pytest.mark.parametrize(
    ("control", "is_kept"),
    [(Answer(status=404), True), (Failure(kind=FailureKind.READ_TIMEOUT, detail=""), False)],
)
def test_an_open_comparison_is_made_up_for(
    make_case: MakeCase, control: Answer | Failure, is_kept: bool
) -> None:
    """Where the control page did not answer, the next night asks for both again."""
    exchange = Exchange(probe=Probe(url=f"{URL}-not"), outcome=control)
    case = make_case(_answer(), page=PAGE, control=exchange)

    assert is_kept == (page_to_keep(case, _verdict(), AT) is not None)


@pytest.mark.parametrize(
    ("headers", "is_kept"),
    [
        ((("if-none-match", '"v0"'),), True),
        ((("cookie", "a=b"),), False),
        ((("cookie", "a=b"), ("if-none-match", '"v0"')), False),
    ],
)
def test_a_page_for_one_visitor_is_not_kept(
    make_case: MakeCase, headers: tuple[tuple[str, str], ...], is_kept: bool
) -> None:
    """What came for a cookie; a page that had changed is kept as any other."""
    case = make_case(_answer(), page=PAGE)
    final = replace(case.evidence.final, probe=replace(case.evidence.final.probe, headers=headers))
    case = replace(case, evidence=replace(case.evidence, final=final))

    assert is_kept == (page_to_keep(case, _verdict(), AT) is not None)


def test_a_run_without_metadata_keeps_no_facts(make_case: MakeCase) -> None:
    """None at all, which is something else than a file that has none."""
    case = make_case(_answer())
    probe = replace(case.evidence.final.probe, read="none")
    plain = replace(case, evidence=replace(case.evidence, final=replace(case.evidence.final, probe=probe)))
    kept = [page_to_keep(each, _verdict(), AT) for each in (plain, case)]

    assert [None, written_facts(None)] == [page and page.facts for page in kept]


TEXT = " ".join(f"word{number}" for number in range(90))
SKETCH = text_sketch(TEXT)
EARLIER = EarlierText(sketch=text_sketch(TEXT[:300]), title="Bayes", language="en", read_at=BEFORE)
IN_ENGLISH = replace(PAGE, language="en")


@pytest.mark.parametrize(
    ("headers", "sketch", "earlier", "kept"),
    [
        # Read for the first time, and read anew
        (ETAG, SKETCH, None, (SKETCH, AT)),
        ((), SKETCH, None, (SKETCH, AT)),
        ((), SKETCH, EARLIER, (SKETCH, AT)),
        # The same as ever: nothing is written where there is nothing else to write
        ((), SKETCH, replace(EARLIER, sketch=SKETCH), None),
        (ETAG, SKETCH, replace(EARLIER, sketch=SKETCH), (SKETCH, BEFORE)),
        # Too short to compare anything with: what there is stays
        ((), SKETCH[:20], None, None),
        ((), SKETCH[:20], EARLIER, None),
        (ETAG, SKETCH[:20], EARLIER, (EARLIER.sketch, BEFORE)),
        (ETAG, b"", None, (b"", None)),
    ],
)
def test_what_the_text_was_like_is_kept(
    make_case: MakeCase,
    headers: tuple[tuple[str, str], ...],
    sketch: bytes,
    earlier: EarlierText | None,
    kept: tuple[bytes, datetime | None] | None,
) -> None:
    """Also of pages that name no version; the latest that was long enough, with its own date."""
    case = make_case(_answer(headers=headers), page=IN_ENGLISH, sketch=sketch, earlier=earlier)
    page = page_to_keep(case, _verdict(), AT)

    assert kept == (page and (page.sketch, page.sketched_at))
    assert page is None or not page.sketch or page.language == "en"


@pytest.mark.parametrize("status", sorted(set(Status) - REACHED))
def test_a_text_of_whoever_came_after_is_not_kept(make_case: MakeCase, status: Status) -> None:
    """What is compared with is the page that was well: else a casino would be healthy on its second night."""
    case = make_case(_answer(), page=PAGE, sketch=SKETCH, earlier=EARLIER)

    assert page_to_keep(case, _verdict(status), AT) is None

"""First and second looks of a run: which verdict stands at once, and which waits, for what.

What failed waits for a second opinion. What came out where other links of its host came out too (a crowd)
waits for those, and must meet them again in the second round. Everything else stands as it is.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from crawler.judge.crowd import Crowds
from crawler.judge.opinion import settle, with_both
from crawler.probe.model import without_text
from crawler.probe.past import FAILING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.judge.model import Case, Verdict
    from crawler.probe.plan import Target


class Opinion(NamedTuple):
    """What one look at a target came to."""

    target: Target
    case: Case
    verdict: Verdict

    @property
    def is_failing(self) -> bool:
        return self.verdict.status in FAILING


class Opinions:
    """The opinions of a run that do not stand yet."""

    def __init__(self) -> None:
        self.waiting: dict[str, Opinion] = {}
        """First opinions, by address."""
        self._crowds = Crowds()
        self._crowds_again = Crowds()
        self._met: list[tuple[Opinion, Opinion]] = []

    def note(self, url: str, case: Case, verdict: Verdict, *, is_first: bool) -> None:
        """Remember where a link came out, while its page's text is at hand."""
        (self._crowds if is_first else self._crowds_again).note(url, case, verdict)

    def waits(self, first: Opinion) -> bool:
        """Whether a first opinion must wait; it is kept where it must."""
        url = first.target.url
        if not first.is_failing and not self._crowds.may_hold(url):
            return False
        self.waiting[url] = first._replace(
            case=replace(first.case, evidence=without_text(first.case.evidence))
        )
        return True

    def standing(self) -> list[Opinion]:
        """After the last first look: those that have met no crowd, and wait no longer."""
        alone = [each for each in self._well() if not self._crowds.size(each.target.url)]
        for opinion in alone:
            del self.waiting[opinion.target.url]
        return alone

    def crowded(self) -> list[Target]:
        """Then: the links that look well but met others, so that they are asked again."""
        return [each.target for each in self._well()]

    def settled(self, second: Opinion) -> Opinion | None:
        """What stands after a second look; None where it may be a crowd's, of which not all are known."""
        target = second.target
        first = self.waiting.pop(target.url)
        if first.is_failing:
            case, verdict = settle(first[1:], second[1:])
            first = second = Opinion(target, case, verdict)
        if not self._crowds.may_hold(target.url):
            return first
        self._met.append((first, second))
        return None

    def of_crowds(self) -> Iterator[Opinion]:
        """After the last second look: what is said of those that may have been a crowd's."""
        for alone, among_others in self._met:
            target, case, verdict = alone
            if self._crowds_again.size(target.url) and among_others is not alone:
                case, verdict = with_both(case, among_others.case, decided_in=1), among_others.verdict
            yield Opinion(target, *self._crowds_again.judged(target.url, case, verdict))

    def _well(self) -> list[Opinion]:
        return [each for each in self.waiting.values() if not each.is_failing]

"""First and second looks of a run: which verdict stands at once, and which waits, for what.

What failed waits for a second opinion. What came out where other links of its host came out too (a crowd)
waits for those, and must meet them again in the second round. Everything else stands as it is.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

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


class Shelf(Protocol):
    """Where values lie outside of the memory."""

    def append(self, value: object) -> None: ...
    def __getitem__(self, index: int) -> Any: ...
    def __len__(self) -> int: ...


class _Waiting(NamedTuple):
    """A first opinion: what it rests on, up to 10 kB where much was asked, lies on the shelf."""

    target: Target
    is_failing: bool
    number: int


class Opinions:
    """The opinions of a run that do not stand yet."""

    def __init__(self, shelf: Shelf) -> None:
        self.waiting: dict[str, _Waiting] = {}
        """First opinions, by address."""
        self._shelf = shelf
        self._crowds = Crowds()
        self._crowds_again = Crowds()
        self._met: list[tuple[Target, int, int]] = []
        """Where both opinions of a link lie; one and the same of a link that failed."""

    def note(self, url: str, case: Case, verdict: Verdict, *, is_first: bool) -> None:
        """Remember where a link came out, while its page's text is at hand."""
        (self._crowds if is_first else self._crowds_again).note(url, case, verdict)

    def waits(self, first: Opinion) -> bool:
        """Whether a first opinion must wait; it is kept where it must."""
        url = first.target.url
        if not first.is_failing and not self._crowds.may_hold(url):
            return False
        case = replace(first.case, evidence=without_text(first.case.evidence))
        number = self._kept(first._replace(case=case))
        self.waiting[url] = _Waiting(first.target, first.is_failing, number)
        return True

    def standing(self) -> Iterator[Opinion]:
        """After the last first look: those that have met no crowd, and wait no longer."""
        alone = [target.url for target in self.crowded() if not self._crowds.size(target.url)]
        return map(self._taken, alone)

    def crowded(self) -> list[Target]:
        """Then: the links that look well but met others, so that they are asked again."""
        return [each.target for each in self.waiting.values() if not each.is_failing]

    def settled(self, second: Opinion) -> Opinion | None:
        """What stands after a second look; None where it may be a crowd's, of which not all are known."""
        target = second.target
        first = self._taken(target.url)
        is_failing = first.is_failing
        if is_failing:
            first = Opinion(target, *settle(first[1:], second[1:]))
        if not self._crowds.may_hold(target.url):
            return first
        alone = self._kept(first)
        self._met.append((target, alone, alone if is_failing else self._kept(second)))
        return None

    def of_crowds(self) -> Iterator[Opinion]:
        """After the last second look: what is said of those that may have been a crowd's."""
        for target, alone, among_others in self._met:
            case, verdict = self._shelf[alone]
            if self._crowds_again.size(target.url) and among_others != alone:
                again, verdict = self._shelf[among_others]
                case = with_both(case, again, decided_in=1)
            yield Opinion(target, *self._crowds_again.judged(target.url, case, verdict))

    def _kept(self, opinion: Opinion) -> int:
        self._shelf.append((opinion.case, opinion.verdict))
        return len(self._shelf) - 1

    def _taken(self, url: str) -> Opinion:
        target, _, number = self.waiting.pop(url)
        return Opinion(target, *self._shelf[number])

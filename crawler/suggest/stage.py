"""The stage that asks before it proposes: which conversations are worth having, and what came of them."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from crawler.probe import urls
from crawler.probe.plan import spread_of
from crawler.suggest.archive import HOST
from crawler.suggest.inquiries import INQUIRIES, Meaning
from crawler.suggest.model import Lead, Suggestion, Withheld
from crawler.suggest.snapshots import ARCHIVE_INQUIRIES
from crawler.suggest.surroundings import Surroundings, address_of

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence

    from crawler.catalog.model import Link
    from crawler.probe.flow import FlowPolicy
    from crawler.suggest.codes import Policy
    from crawler.suggest.inquiries import Inquiry, Question, Talk
    from crawler.suggest.surroundings import Said

MOST_ASKED = 1000
ROUNDS: tuple[tuple[tuple[Inquiry, ...], int], ...] = ((INQUIRIES, MOST_ASKED), (ARCHIVE_INQUIRIES, 200))
"""Each with the most questions that one run puts: what asks first is a courtesy, the links come first. The
archive is everybody's, and asked last, for what nothing else mends."""
MOST_IN_VAIN = 3
"""Whoever fails so often is not asked again in this run."""


@dataclass(frozen=True, slots=True)
class Task:
    """One conversation, for all the leads of one address."""

    question: Question
    inquiry: Inquiry
    leads: tuple[Lead, ...]
    key: object
    """What makes two of them one."""
    gives_up: Callable[[str], bool] = lambda _url: False
    """Whether to leave it: asked when its turn comes."""

    @property
    def url(self) -> str:
        """Whose host it is that is asked first."""
        return self.question.candidates[0][0]

    @property
    def address(self) -> str:
        """That of the link which raised the question."""
        return address_of(self.question.lead.link)

    def talk(self, policy: FlowPolicy) -> Talk:
        """One attempt: what fails here is not offered tonight, and asked again the next night."""
        if self.gives_up(self.url):
            return lambda _lead: None
        meaning = yield from self.inquiry.talk(self.question, replace(policy, retries=0))
        return meaning


@dataclass(slots=True)
class Verification:
    """What is asked, and what is known so far of each lead."""

    policies: Mapping[str, Policy]
    day: str
    """The day of the run: where more asks than may, another part asks every day."""
    may_ask: bool = True
    around: Surroundings = field(default_factory=lambda: Surroundings((), ()))
    """Nothing, until the run is `complete`."""
    _heard: dict[object, list[Suggestion | Withheld]] = field(default_factory=dict)
    """By the place of the lead."""
    _meanings: dict[object, Meaning] = field(default_factory=dict)
    """What each question came to that has been put."""
    _origins: set[str] = field(default_factory=set)
    _unheard: list[Withheld] = field(default_factory=list)
    _in_vain: int = 0
    _silent: set[str] = field(default_factory=set)

    def complete(self, said: Sequence[Said], links: Sequence[Link]) -> None:
        """Take everything that a run has said; `links` are those of the catalogs, asked in it or not."""
        self.around = Surroundings(said, links)

    def batches(self) -> Iterator[list[Task]]:
        """The conversations left, by round: one with each host first, then those with hosts that answered.

        Each is to be heard before the next is drawn. Without the first, a host of 30 links that speaks no
        https would be waited for 30 times at its pace, to find out nothing.
        """
        for number in range(len(ROUNDS)):
            tasks = self._tasks_left(number)
            first = {urls.origin_of(task.url): task for task in reversed(tasks)}
            pilots = {id(task) for origin, task in first.items() if not self.has_asked(origin)}
            yield [task for task in tasks if id(task) in pilots]
            yield [task for task in tasks if id(task) not in pilots and not task.gives_up(task.url)]

    def tasks(self, around: Surroundings, number: int = 0) -> list[Task]:
        """The conversations that the links of these surroundings ask for in one round, as the lot falls."""
        return self._tasks_of(around.leads if self.may_ask else (), around, number)

    def _tasks_of(self, leads: Iterable[Lead], around: Surroundings, number: int) -> list[Task]:
        grouped: dict[object, list[tuple[Question, Inquiry, Lead]]] = {}
        for lead in leads:
            put = self._put(lead, around, ROUNDS[number][0])
            if put is not None:
                grouped.setdefault(_key(*put), []).append((*put, lead))
        tasks = [
            Task(some[0][0], some[0][1], tuple(lead for _, _, lead in some), key, self._is_in_vain)
            for key, some in grouped.items()
        ]
        return sorted(tasks, key=lambda task: self.lot_of(task.address))

    def lot_of(self, address: str) -> float:
        """Its place where more would be asked than may."""
        return spread_of(self.day + address)

    def has_asked(self, origin: str) -> bool:
        return origin in self._origins

    def hear(self, task: Task, meaning: Meaning) -> None:
        self._meanings[task.key] = meaning
        self._origins.add(urls.origin_of(task.url))
        for lead in task.leads:
            heard = self._heard.setdefault(_place(lead), [])
            what = meaning(lead)
            if what is not None:
                heard.append(what)
                self._in_vain += isinstance(what, Withheld) and what.is_trouble
        self._silent |= task.question.silent

    def _tasks_left(self, number: int) -> list[Task]:
        """The conversations of one round that were not had early, at most as many as it allows."""
        most = ROUNDS[number][1]
        left = most - (len(self._meanings) if number == 0 else 0)
        had = set(map(hash, self._meanings))
        asking, lots = self._asking(number, had)
        drawn = sorted(lots, key=lots.__getitem__)
        wanted = had.union(drawn[: left + 1])
        leads = (self.around.leads[place] for question, place in asking if question in wanted)
        every = self._tasks_of(leads, self.around, number)
        tasks = [task for task in every if task.key not in self._meanings]
        for late in every:
            unheard = tuple(lead for lead in late.leads if _place(lead) not in self._heard)
            if late.key in self._meanings and unheard:
                self.hear(replace(late, leads=unheard), self._meanings[late.key])
        if len(drawn) > left:
            reason = f"{len(drawn) - left} more links wait to be asked: one run asks {most}"
            self._unheard.append(Withheld(id=tasks[left].question.code, reason=reason))
        return tasks[:left]

    def _asking(self, number: int, had: Container[int]) -> tuple[_Asking, dict[int, float]]:
        """The leads of which something is asked, and the lots of the questions that were not `had`."""
        asking, lots = _Asking(), dict[int, float]()
        for place, lead in enumerate(self.around.leads if self.may_ask else ()):
            put = self._put(lead, self.around, ROUNDS[number][0])
            if put is not None:
                question = hash(_key(*put))
                asking.add(question, place)
                if question not in had and question not in lots:
                    lots[question] = self.lot_of(address_of(lead.link))
        return asking, lots

    def _is_in_vain(self, url: str = "") -> bool:
        """Whether the archive, or this address's host, has let others wait already."""
        is_archive = not url or urls.host_of(url) == HOST
        return self._in_vain >= MOST_IN_VAIN if is_archive else urls.origin_of(url) in self._silent

    def of(self, lead: Lead | None) -> list[Suggestion]:
        """What asking came to, for one link."""
        heard = self._heard.get(_place(lead), ()) if lead is not None else ()
        return [what for what in heard if isinstance(what, Suggestion)]

    def troubles(self, lead: Lead) -> list[str]:
        """Why asking for one link came to nothing."""
        if self._is_in_vain():
            return [next(each.reason for each in self._every() if each.is_trouble)]
        heard = self._heard.get(_place(lead), ())
        return [what.reason for what in heard if isinstance(what, Withheld) and what.is_trouble]

    @property
    def withheld(self) -> list[Withheld]:
        """What is not offered, and why; the same trouble is said once."""
        every = self._every()
        troubles = dict.fromkeys(each.reason for each in every if each.is_trouble)
        return [
            *(each for each in every if not each.is_trouble),
            *(Withheld(id="archive", reason=reason) for reason in troubles),
            *self._unheard,
        ]

    def _every(self) -> list[Withheld]:
        return [what for heard in self._heard.values() for what in heard if isinstance(what, Withheld)]

    def _put(
        self, lead: Lead, around: Surroundings, inquiries: Iterable[Inquiry]
    ) -> tuple[Question, Inquiry] | None:
        if self.of(lead):
            return None
        for inquiry in inquiries:
            question = inquiry.ask(lead, around)
            if question is not None and self.policies.get(question.code) != "never":
                return question, inquiry
        return None


class _Asking:
    """Places of leads, each with the hash of its question.

    The questions of 100,000 leads would take 100 MB, and a run puts a thousand.
    """

    def __init__(self) -> None:
        self._questions = array("q")
        self._places = array("L")

    def add(self, question: int, place: int) -> None:
        self._questions.append(question)
        self._places.append(place)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return zip(self._questions, self._places, strict=True)


def _key(question: Question, inquiry: Inquiry) -> object:
    return id(inquiry), address_of(question.lead.link), question.candidates


def _place(lead: Lead) -> object:
    """A lead is made anew whenever somebody looks at it; its link stands where it stands."""
    link = lead.link
    return link.file, link.entry, link.field, link.route, link.at

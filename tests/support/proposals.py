"""What a catalog is proposed after some nights, from answers in a file: every stage but the network."""

from __future__ import annotations

import gc
from datetime import UTC, date, datetime, timedelta
from types import FunctionType, ModuleType
from typing import TYPE_CHECKING, Any, TypeVar

from support.replay import POLICY, Web

from crawler.catalog import read_catalog
from crawler.catalog.layout import Layout
from crawler.catalog.reading import read_any
from crawler.history import Shelf
from crawler.judge import build_case, judge, remember
from crawler.judge.others import for_link
from crawler.probe.flow import check_link
from crawler.probe.model import Answer, Exchange
from crawler.probe.plan import gather
from crawler.report.assemble import Conclusion, said_of
from crawler.report.kept import AllSaid
from crawler.suggest.archive import INDEX
from crawler.suggest.conclusions import Concluded, Remembered, conclude
from crawler.suggest.stage import Verification

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    from crawler.catalog.model import Catalog
    from crawler.probe.model import Probe
    from crawler.probe.past import Past

FIRST_NIGHT = datetime(2026, 11, 2, 3, 17, tzinfo=UTC)
T = TypeVar("T")


class _Web(Web):
    """A web with an archive in it, which has nothing but what a case gives it."""

    has_archive = True

    def __init__(self, answers: dict[str, Any]) -> None:
        super().__init__(answers)
        self.batches: list[int] = []
        """How many conversations each batch had."""

    def answer(self, probe: Probe) -> Exchange:
        if self.has_archive and probe.url.startswith(INDEX) and probe.url not in self._answers:
            self.asked.append(probe.url)
            return Exchange(probe=probe, outcome=Answer(status=200, body=b"[]"))
        return super().answer(probe)


def native(entries: str) -> Catalog:
    """The entries as a catalog."""
    text = f"version: 1\nresources:\n{entries}"
    return read_catalog("catalog.yaml", text.encode(), today=date(2026, 11, 2))


def mapped(file: str, text: str, layout: dict[str, Any] | None) -> Catalog:
    """A catalog in another format or shape."""
    row = Layout.model_validate({"path": file, **layout}) if layout else None
    return read_any(file, text.encode(), row, today=date(2026, 11, 2))


def propose(
    catalog: Catalog,
    nights: list[dict[str, Any]],
    *,
    policies: Mapping[str, Any] | None = None,
    declined: frozenset[str] = frozenset(),
) -> tuple[Concluded, Catalog, _Web]:
    """The proposals of the last night, the catalog, and the web of that night with what was asked of it."""
    memories: dict[str, Past] = {}
    for number, answers in enumerate(nights):
        web = _Web({url: _said(answer) for url, answer in {"*": 404, **answers}.items()})
        web.has_archive = "*" not in answers
        said = _check(catalog, web, memories, FIRST_NIGHT + timedelta(days=number))
    verification = Verification(policies or {}, "2026-11-02")
    verification.complete(said, catalog.links)
    for tasks in verification.batches():
        web.batches.append(len(tasks))
        for task in tasks:
            meaning = _drive(task.talk(POLICY), web)
            assert not _holds_a_body(meaning), f"{task.url}: of a thousand answers the pages would be kept"
            verification.hear(task, meaning)
    remembered = Remembered(
        declined=declined,
        memories=lambda urls: {url: memories[url] for url in urls if url in memories},
    )
    return conclude(said, verification, {catalog.file: catalog}, remembered), catalog, web


def said_of_night(catalog: Catalog, answers: Mapping[str, Any]) -> AllSaid:
    """What a first night says of each link, from the answers of a case."""
    return _check(catalog, _Web({url: _said(answer) for url, answer in answers.items()}), {}, FIRST_NIGHT)


def _check(catalog: Catalog, web: Web, memories: dict[str, Past], at: datetime) -> AllSaid:
    said = AllSaid(rows=Shelf(), proposed=Shelf())
    for target in gather(catalog.links):
        evidence = _drive(check_link(target.url, target.lead.title, POLICY), web)
        case = build_case(target.lead, evidence, memories.get(target.url))
        verdict, memory = remember(
            judge(case), case.past, at, page=evidence.page, title_match=case.title_match
        )
        memories[target.url] = memory
        for link in target.links:
            own, its = for_link(link, case, verdict)
            said.add(said_of(Conclusion(link=link, case=own, verdict=its, memory=memory)))
    said.arrange([catalog.file])
    return said


def _drive(flow: Generator[Probe, Exchange, T], web: Web) -> T:
    try:
        probe = next(flow)
        while True:
            probe = flow.send(web.answer(probe))
    except StopIteration as end:
        result: T = end.value
        return result


def _holds_a_body(meaning: object) -> bool:
    """Whether an answer's body can be reached from what a question came to."""
    pending: list[object] = [meaning]
    known: set[int] = set()
    while pending:
        one = pending.pop()
        if isinstance(one, Answer) and one.body:
            return True
        if id(one) not in known and not isinstance(one, type | ModuleType):
            known.add(id(one))
            pending += one.__closure__ or () if isinstance(one, FunctionType) else gc.get_referents(one)
    return False


def _said(answer: Any) -> dict[str, Any]:
    """A status, `-> URL` for a permanent and `=> URL` for a temporary redirect, `! reason` for a failure, the
    title of a healthy page, or an answer as the cases of the judge write it.
    """
    if isinstance(answer, int):
        return {"status": answer}
    if isinstance(answer, dict):
        return answer
    mark, _, rest = answer.partition(" ")
    if mark in {"->", "=>"}:
        return {"status": 301 if mark == "->" else 302, "headers": {"location": rest}}
    if mark == "!":
        return {"fail": rest}
    body = " ".join(f"{answer} paragraph {number} says this and that." for number in range(90))
    return {
        "html": f"<!doctype html><html><head><title>{answer}</title></head><body><p>{body}</p></body></html>"
    }

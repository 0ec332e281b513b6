"""One run from top to bottom: the only file that knows every stage.

gather    the catalogs' links, by address; those that are not asked are skipped with a reason
ask       every address, host by host; each result is judged and kept as it comes
ask again whatever failed, over a second, independent stack, behind what was not asked yet
doubt     was it this machine's own network? then nothing is concluded and nothing is kept
verify    what proposals must know first: other spellings, rules of neighbours, the archive
suggest   what a maintainer could mend, each edit proved
report    what changed since the last run
"""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, cast

from crawler.history import Batches, Shelf
from crawler.judge import Case, Opinion, Opinions, Verdict, build_case, judge, remember
from crawler.judge.others import for_link, not_due, skipped
from crawler.judge.replacement import with_fragment
from crawler.net import SECOND_STACK, Asked, Net, Rounds, Ticket, converse, link_deadline_s, politeness_host
from crawler.probe.flow import FlowPolicy, check_link
from crawler.probe.known import earlier_text, known_page
from crawler.probe.model import without_bodies
from crawler.probe.past import FAILING, Past, Status
from crawler.probe.plan import Skip, Target, gather, is_due, nothing_found, plan
from crawler.report import compare, first_record, render_all
from crawler.report.assemble import Conclusion, report_of, said_of, sighting
from crawler.report.case import needs_pages
from crawler.report.compare import Before, Place, place_of
from crawler.report.findings import findings
from crawler.report.kept import AllSaid
from crawler.report.model import LinkReport, Report, RunReport
from crawler.settings import Settings, shown_settings
from crawler.suggest import offers, patch_of
from crawler.suggest.conclusions import Concluded, Remembered, conclude
from crawler.suggest.early import Early
from crawler.suggest.stage import Task, Verification

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
    from contextlib import AbstractAsyncContextManager
    from datetime import datetime

    from crawler.catalog.model import Catalog, Link
    from crawler.history import History
    from crawler.probe.model import Evidence, Exchange, Probe
    from crawler.report.outline import Outline
    from crawler.suggest.inquiries import Meaning


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """What a run may not make for itself: the clock, randomness, the network, memory, and who watches."""

    now: Callable[[], datetime]
    token: str
    net: AbstractAsyncContextManager[Net]
    history: History
    path_in_repository: Callable[[str], str]
    watch: Callable[[int, int], None] = lambda _done, _total: None
    declined: frozenset[str] = frozenset()
    """The ids of the suggestions that are not to be made again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunResult:
    """What a run comes to: `files` by name for the reports folder; `trouble` says why it is inconclusive."""

    report: Report
    files: Mapping[str, str]
    trouble: str | None
    findings: tuple[LinkReport, ...]
    """The links that make the run fail, by `--fail-on` and `--new-only`."""


@dataclass(slots=True)
class _Run:
    """The state of a run under way."""

    id: str
    settings: Settings
    ports: Ports
    started_at: datetime
    catalogs: Sequence[Catalog]
    targets: tuple[Target, ...]
    """Until they are asked."""
    total: int
    memories: dict[str, Past]
    """Until their targets are concluded."""
    notes: Batches
    verification: Verification
    early: Early
    said: AllSaid = field(default_factory=lambda: AllSaid(rows=Shelf(), proposed=Shelf()))
    opinions: Opinions = field(default_factory=lambda: Opinions(Shelf()))
    done: int = 0


async def check(settings: Settings, catalogs: Sequence[Catalog], ports: Ports) -> RunResult:
    """Check every link of the catalogs once; the history is written as results come, reports are returned."""
    run = _begin(settings, catalogs, ports)
    trouble = None if run.targets else nothing_found(catalogs, only=settings.only)
    counts = {"requests": 0, "bytes_received": 0}
    if trouble is None:
        try:
            async with ports.net as net:
                trouble = await _ask_all(run, net)
                if trouble is None:
                    await _verify(run, net)
                counts = {"requests": net.requests, "bytes_received": net.bytes_received}
        finally:
            run.notes.flush()  # of an interrupted run too
    if trouble is None:
        ports.history.finish_run(run.id, ports.now())
    else:
        ports.history.discard_run(run.id)
    return _conclude(run, trouble, counts)


def _begin(settings: Settings, catalogs: Sequence[Catalog], ports: Ports) -> _Run:
    started_at = ports.now()
    links = [link for catalog in catalogs for link in catalog.links]
    targets = gather(links, only=settings.only, shard=settings.shard)
    # Where no page is read, no two could be compared.
    verification = Verification(settings.suggest, f"{started_at:%Y-%m-%d}", may_ask=not settings.no_metadata)
    run_id = f"{started_at:%Y%m%dT%H%M%S.%fZ}"
    run = _Run(
        id=run_id,
        settings=settings,
        ports=ports,
        started_at=started_at,
        catalogs=catalogs,
        targets=targets,
        total=len(targets),
        memories=ports.history.memories(target.url for target in targets),
        notes=Batches(ports.history, run_id),
        verification=verification,
        early=Early(verification, [target.url for target in targets], host_of=politeness_host),
    )
    files = [catalog.file for catalog in catalogs]
    ports.history.begin_run(run.id, started_at, catalogs=files, settings=shown_settings(settings))
    return run


async def _ask_all(run: _Run, net: Net) -> str | None:
    """Both looks at every link that is asked; returns why nothing may be concluded, if so."""
    asked = _asked(run)
    net.expect(target.url for target in asked)
    rounds = _rounds(run, net, asked)
    del asked  # each goes when it is done
    async with aclosing(rounds.results()) as results:
        async for each in results:
            if _hear(run, each):
                rounds.again(each.item, began_at=each.began_at)
            for task in run.early.ready():
                rounds.aside(task)
            if rounds.first_left or isinstance(each.item, Task):
                continue
            for crowded in _end_first_round(run) if each.is_first else ():
                rounds.again(crowded, began_at=each.began_at)
            is_over = not run.opinions.waiting
            if (each.is_first or is_over) and (trouble := await net.trouble(is_over=is_over)):
                return trouble
    for opinion in run.opinions.of_crowds():
        _keep(run, opinion)
    return None


def _asked(run: _Run) -> list[Target]:
    """The targets that are asked; of the others it is said why they are not."""
    asked: list[Target] = []
    targets, run.targets = run.targets, ()
    for target in targets:
        past = run.memories.get(target.url)
        if (skip := plan(target.lead)) is not None:
            _keep_skip(run, target, skip)
        elif run.settings.due and past is not None and not is_due(target.url, past, run.started_at):
            _conclude_unasked(run, target, not_due(target.url, past, run.started_at), past)
        else:
            asked.append(target)
    return asked


def _policy(run: _Run) -> FlowPolicy:
    return FlowPolicy(read="none") if run.settings.no_metadata else FlowPolicy(control_token=run.ports.token)


def _talk(run: _Run, ticket: Ticket[Target | Task]) -> Generator[Probe, Exchange, Evidence | Meaning]:
    target, policy = ticket.item, _policy(run)
    if isinstance(target, Task):
        return target.talk(policy)
    if not ticket.is_first:
        # All of each page: a page on which works were put together names them below its heading.
        whole = policy.read if run.settings.no_metadata else "all"
        policy = replace(policy, stack=SECOND_STACK, retries=0, read=whole)
    past, title, places = run.memories.get(target.url), target.lead.title, target.places
    # One at a time, since all of them would fill the memory.
    kept = run.ports.history.kept_page(target.url) if past and past.succeeded_at else None
    asks_news = ticket.is_first and not places
    known = known_page(target.url, past, kept, read=policy.read, at=run.started_at) if asks_news else None
    earlier = earlier_text(past, kept)
    return check_link(target.url, title, policy, places=places, known=known, earlier=earlier)


def _rounds(
    run: _Run, net: Net, items: Sequence[Target] | Sequence[Task]
) -> Rounds[Target | Task, Evidence | Meaning]:
    """A conversation about each item, host by host."""

    async def work(ticket: Ticket[Target | Task]) -> Evidence | Meaning:
        ask = net.ask_aside if isinstance(ticket.item, Task) else net.ask
        return await converse(_talk(run, ticket), ask, most_s=link_deadline_s(run.settings.timeout))

    return Rounds(
        items,
        host_of=lambda item: politeness_host(item.url),
        work=work,
        window=net.window,
        per_host=run.settings.host_concurrency,
        interval_s=run.settings.host_interval,
        parking=net.parking,
    )


def _opinion(run: _Run, target: Target, evidence: Evidence, *, is_first: bool) -> Opinion:
    """What one conversation says, by itself and of where others came to; no bodies are left of it."""
    case = build_case(target.lead, evidence, run.memories.get(target.url))
    verdict = judge(case)
    run.opinions.note(target.url, case, verdict, is_first=is_first)
    lean = without_bodies(evidence, excerpts=needs_pages(verdict, evidence))
    return Opinion(target, replace(case, evidence=lean), verdict)


def _hear(run: _Run, asked: Asked[Target | Task, Evidence | Meaning]) -> bool:
    """Take what one conversation came to; tells whether it is to be had again, over the second stack."""
    item, result = asked.item, asked.result
    if isinstance(item, Task):
        run.early.hear(item, cast("Meaning", result))
    elif asked.is_first:
        return _first_look(run, item, cast("Evidence", result)) in FAILING
    else:
        _second_look(run, item, cast("Evidence", result))
    return False


def _first_look(run: _Run, target: Target, evidence: Evidence) -> Status:
    opinion = _opinion(run, target, evidence, is_first=True)
    _keep(run, opinion, provisional=run.opinions.waits(opinion))
    return opinion.verdict.status


def _end_first_round(run: _Run) -> list[Target]:
    for opinion in run.opinions.standing():
        _keep(run, opinion)
    return run.opinions.crowded()


def _second_look(run: _Run, target: Target, evidence: Evidence) -> None:
    """The second opinion, before anything is called dead or out of reach."""
    settled = run.opinions.settled(_opinion(run, target, evidence, is_first=False))
    if settled is not None:
        _keep(run, settled)


def _keep(run: _Run, opinion: Opinion, *, provisional: bool = False) -> None:
    """Conclude, with memory applied, and write it down; what is provisional is concluded again."""
    target, case, verdict = opinion
    past = run.memories.get(target.url) if provisional else run.memories.pop(target.url, None)
    page, match = case.evidence.page, case.title_match
    verdict, memory = remember(verdict, past, run.ports.now(), page=page, title_match=match)
    conclusion = Conclusion(link=target.lead, case=case, verdict=verdict, memory=memory)
    run.notes.add(sighting(target, conclusion, provisional=provisional))
    if not provisional:
        _say(run, ((link, *for_link(link, case, verdict)) for link in target.links), memory)


def _say(run: _Run, own: Iterable[tuple[Link, Case | None, Verdict]], memory: Past) -> None:
    """One target is done; only what reports say of each of its links is kept."""
    said = [said_of(Conclusion(link=link, case=case, verdict=its, memory=memory)) for link, case, its in own]
    run.early.conclude([run.said.add(one) for one in said])
    run.done += 1
    run.ports.watch(run.done, run.total)


def _keep_skip(run: _Run, target: Target, skip: Skip) -> None:
    verdict, memory = remember(skipped(skip), run.memories.get(target.url), run.ports.now())
    conclusion = Conclusion(link=target.lead, verdict=verdict, memory=memory)
    run.notes.add(sighting(target, conclusion, provisional=False))
    _conclude_unasked(run, target, verdict, memory)


def _conclude_unasked(run: _Run, target: Target, verdict: Verdict, memory: Past) -> None:
    own = ((link, None, with_fragment(verdict, target.lead, link)) for link in target.links)
    _say(run, own, memory)


async def _verify(run: _Run, net: Net) -> None:
    """Ask what proposals must know before they are made; one attempt each, and nothing of it is recorded."""
    run.said.arrange([catalog.file for catalog in run.catalogs])
    run.verification.complete(run.said, [link for catalog in run.catalogs for link in catalog.links])
    for tasks in run.verification.batches():
        async with aclosing(_rounds(run, net, tasks).results()) as results:
            async for each in results:
                _hear(run, each)


def _conclude(run: _Run, trouble: str | None, counts: Mapping[str, int]) -> RunResult:
    """From conclusions to reports; an inconclusive run says nothing of any link."""
    said = AllSaid(rows=Shelf(), proposed=Shelf()) if trouble else run.said
    catalogs = {catalog.file: catalog for catalog in run.catalogs}
    remembered = Remembered(declined=run.ports.declined, memories=run.ports.history.memories)
    concluded = Concluded() if trouble else conclude(said, run.verification, catalogs, remembered)
    texts = {catalog.file: catalog.text for catalog in run.catalogs}
    offered, safe = offers(texts, concluded.suggestions)
    changes = () if trouble else compare(_before(run, said.outlines), said.outlines)
    run_report = RunReport(
        id=run.id,
        started_at=run.started_at.isoformat(timespec="seconds"),
        finished_at=run.ports.now().isoformat(timespec="seconds"),
        catalogs=tuple(catalogs),
        settings=shown_settings(run.settings),
        inconclusive=trouble is not None,
        **counts,
    )
    report = report_of(run_report, run.catalogs, said.rows, changes, offered=offered, concluded=concluded)
    return RunResult(
        report=report,
        files=render_all(
            report,
            suggested_patch=patch_of(texts, offered, run.ports.path_in_repository),
            safe_patch=patch_of(texts, safe, run.ports.path_in_repository),
            states=first_record(report, texts, offered.texts, safe.texts),
        ),
        trouble=trouble,
        findings=findings(said.rows, changes, fail_on=run.settings.fail_on, new_only=run.settings.new_only),
    )


def _before(run: _Run, links: Iterable[Outline]) -> dict[Place, Before]:
    """What was last said of each place that is here, or was in the last run and is in the catalog no more.

    A partial run calls nothing gone: it did not look at everything.
    """
    files = [catalog.file for catalog in run.catalogs]
    is_partial = run.settings.only is not None or run.settings.shard is not None
    gone = () if is_partial else run.ports.history.last_places(files, before_run=run.id)
    wanted = {*map(place_of, links), *gone}
    known = run.ports.history.last_occurrences(files, before_run=run.id)
    return {place: Before(its.status.value, url) for place, (url, its) in known.items() if place in wanted}

"""One run from top to bottom: the only file that knows every stage.

gather    the catalogs' links, by address; those that are not asked are skipped with a reason
ask       every address, host by host; each result is judged and kept as it comes
ask again whatever failed, over a second, independent stack, behind what was not asked yet
doubt     was it this machine's own network? then nothing is concluded and nothing is kept
suggest   what a maintainer could mend, each edit proved
report    what changed since the last run
"""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from crawler.catalog.edits import forget_texts
from crawler.history import Batches
from crawler.judge import Case, Verdict, build_case, judge, remember, settle
from crawler.judge.replacement import with_fragment
from crawler.judge.signals_fragment import for_link
from crawler.net import SECOND_STACK, Net, Rounds, Ticket, converse, politeness_host
from crawler.probe.flow import FlowPolicy, check_link
from crawler.probe.known import known_page
from crawler.probe.model import Evidence, without_bodies
from crawler.probe.past import FAILING, Past, Status
from crawler.probe.plan import Skip, Target, due_at, gather, plan
from crawler.report import compare, render_all, summarise
from crawler.report.assemble import Conclusion, Said, link_report, problems_of, sighting, suggestion_report
from crawler.report.compare import Before, Place, place_of
from crawler.report.findings import findings
from crawler.report.model import LinkReport, Report, RunReport
from crawler.settings import Settings, shown_settings
from crawler.suggest import offer, patch_of
from crawler.suggest.conclusions import Concluded, conclude
from crawler.suggest.stage import ROUNDS, Task, Verification

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from contextlib import AbstractAsyncContextManager
    from datetime import datetime

    from crawler.catalog.model import Catalog
    from crawler.history import History


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
    """Empty once they are on their way: each, with its links, goes when it is done."""
    total: int
    memories: dict[str, Past]
    notes: Batches
    said: list[Said] = field(default_factory=list)
    doubtful: dict[str, tuple[Case, Verdict]] = field(default_factory=dict)
    done: int = 0
    verification: Verification | None = None


async def check(settings: Settings, catalogs: list[Catalog], ports: Ports) -> RunResult:
    """Check every link of the catalogs once; the history is written as results come, reports are returned.

    The links are taken out of the catalogs in their list.
    """
    run = _begin(settings, catalogs, ports)
    trouble = None if run.targets else _nothing_found(settings, catalogs)
    catalogs[:] = run.catalogs
    requests = bytes_received = 0
    if trouble is None:
        try:
            async with ports.net as net:
                trouble = await _ask_all(run, net)
                requests, bytes_received = net.requests, net.bytes_received
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
    run_id = f"{started_at:%Y%m%dT%H%M%S.%fZ}"
    run = _Run(
        id=run_id,
        settings=settings,
        ports=ports,
        started_at=started_at,
        catalogs=[replace(catalog, links=()) for catalog in catalogs],
        targets=targets,
        total=len(targets),
        memories=ports.history.memories(target.url for target in targets),
        notes=Batches(ports.history, run_id),
    )
    files = [catalog.file for catalog in catalogs]
    ports.history.begin_run(run.id, started_at, catalogs=files, settings=shown_settings(settings))
    return run


def _nothing_found(settings: Settings, catalogs: Sequence[Catalog]) -> str | None:
    """An empty shard is no trouble; a run that has nothing to check at all would pass for ever unseen."""
    links = [link for catalog in catalogs for link in catalog.links]
    if gather(links, only=settings.only):
        return None
    if links:
        return f"no link matches --only {settings.only}"
    return "no link was found in " + ", ".join(catalog.file for catalog in catalogs)


async def _ask_all(run: _Run, net: Net) -> str | None:
    """Both looks at every link that is asked; returns why nothing may be concluded, if so."""
    rounds = _rounds(run, net, _asked(run))
    async with aclosing(rounds.results()) as results:
        async for asked in results:
            if not asked.is_first:
                _keep_second_look(run, asked.item, asked.result)
            elif _keep_first_look(run, asked.item, asked.result) in FAILING:
                rounds.again(asked)
            is_end_of_round = not rounds.first_left and (asked.is_first or not run.doubtful)
            if is_end_of_round and (trouble := await net.trouble(is_over=not run.doubtful)):
                return trouble
    return None


def _asked(run: _Run) -> list[Target]:
    """The targets that are asked; of the others it is said why they are not."""
    asked: list[Target] = []
    targets, run.targets = run.targets, ()
    for target in targets:
        if (skip := plan(target.lead)) is not None:
            _keep_skip(run, target, skip)
        elif run.settings.due and not is_due(target.url, run.memories.get(target.url), run.started_at):
            _carry(run, target)
        else:
            asked.append(target)
    return asked


def _rounds(run: _Run, net: Net, asked: Sequence[Target]) -> Rounds[Target, Evidence]:
    first = FlowPolicy(control_token=run.ports.token)
    if run.settings.no_metadata:
        first = FlowPolicy(read="none")
    second = replace(first, stack=SECOND_STACK, retries=0)

    async def work(ticket: Ticket[Target]) -> Evidence:
        policy, target = first if ticket.is_first else second, ticket.item
        past, kept_page = run.memories.get(target.url), run.ports.history.kept_page
        known = known_page(target.url, past, kept_page, read=policy.read, at=run.started_at)
        places, title = target.places, target.lead.title
        return await converse(check_link(target.url, title, policy, places=places, known=known), net.ask)

    net.expect(target.url for target in asked)
    return Rounds(
        asked,
        host_of=lambda target: politeness_host(target.url),
        work=work,
        window=net.window,
        per_host=run.settings.host_concurrency,
        interval_s=run.settings.host_interval,
        parking=net.parking,
    )


def _keep_first_look(run: _Run, target: Target, evidence: Evidence) -> Status:
    case, verdict = _judge(run, target, evidence)
    if verdict.status in FAILING:
        run.doubtful[target.url] = case, verdict
    _keep(run, target, case, verdict, provisional=verdict.status in FAILING)
    return verdict.status


def _keep_second_look(run: _Run, target: Target, evidence: Evidence) -> None:
    """The second opinion, before anything is called dead or out of reach."""
    case, verdict = settle(run.doubtful.pop(target.url), _judge(run, target, evidence))
    _keep(run, target, case, verdict, provisional=False)


def _judge(run: _Run, target: Target, evidence: Evidence) -> tuple[Case, Verdict]:
    case = build_case(target.lead, evidence, run.memories.get(target.url))
    verdict = judge(case)
    return replace(case, evidence=without_bodies(evidence)), verdict


def _keep(run: _Run, target: Target, case: Case, verdict: Verdict, *, provisional: bool) -> None:
    """Conclude, with memory applied, and write it down; what is provisional is concluded again."""
    page = case.evidence.page
    past = run.memories.get(target.url) if provisional else run.memories.pop(target.url, None)
    verdict, memory = remember(verdict, past, run.ports.now(), page=page, title_match=case.title_match)
    conclusion = Conclusion(link=target.lead, case=case, verdict=verdict, memory=memory)
    run.notes.add(sighting(target, conclusion, provisional=provisional))
    if not provisional:
        _say(run, [conclude_link(link, case, verdict, memory) for link in target.links])


def _say(run: _Run, own: Iterable[tuple[Link, Case | None, Verdict]], memory: Past) -> None:
    """One target is done; only what reports say of each of its links is kept."""
    for link, case, verdict in own:
        run.said.append(said_of(Conclusion(link=link, case=case, verdict=verdict, memory=memory)))
    run.done += 1
    run.ports.watch(run.done, run.total)


def _for_link(link: Link, case: Case, verdict: Verdict, memory: Past) -> Conclusion:
    """The target's verdict as it applies to one of its links: its own fragment goes along to the new."""
    if link is case.link:
        return Conclusion(link=link, case=case, verdict=verdict, memory=memory)
    if (skip := plan(link)) is not None:
        # Another entry of the same address is not ignored, so the address was asked all the same.
        return Conclusion(link=link, verdict=_skipped(skip), memory=memory)
    own, own_verdict = for_link(case, verdict, link)
    return Conclusion(link=link, case=own, verdict=own_verdict, memory=memory)


def _skipped(skip: Skip) -> Verdict:
    return Verdict(status=Status.SKIPPED, reason=skip.reason, confidence="high", because=(skip.detail,))


def _keep_skip(run: _Run, target: Target, skip: Skip) -> None:
    verdict, memory = remember(skipped(skip), run.memories.get(target.url), run.ports.now())
    conclusion = Conclusion(link=target.lead, verdict=verdict, memory=memory)
    run.notes.add(sighting(target, conclusion, provisional=False))
    _conclude_unasked(run, target, verdict, memory)


def _carry(run: _Run, target: Target) -> None:
    """What is not due is reported as it was last seen, and nothing is written."""
    past = run.memories[target.url]
    due = due_at(target.url, past)
    because = (f"not due before {due:%Y-%m-%d}; last asked {past.asked_at:%Y-%m-%d}",)
    _conclude_unasked(run, target, recall(past, because, run.started_at), past)


def _conclude_unasked(run: _Run, target: Target, verdict: Verdict, memory: Past) -> None:
    own = ((link, None, with_fragment(verdict, target.lead, link)) for link in target.links)
    _say(run, own, memory)


def _conclude(run: _Run, trouble: str | None, counts: Mapping[str, int]) -> RunResult:
    """From conclusions to reports; an inconclusive run says nothing of any link."""
    said = [] if trouble else run.said
    order = {catalog.file: position for position, catalog in enumerate(run.catalogs)}
    said.sort(key=lambda one: (order[one.link.file], one.link.line, one.link.column))
    concluded = _concluded(run, said)
    texts = {catalog.file: catalog.text for catalog in run.catalogs}
    offered = offer(texts, concluded.suggestions)
    safe = offer(texts, [s for s in offered.suggestions if s.disposition == "safe"])
    forget_texts()
    links = tuple(one.report for one in said)
    changes = () if trouble else compare(_before(run, links), links)
    report = Report(
        run=RunReport(
            id=run.id,
            started_at=run.started_at.isoformat(timespec="seconds"),
            finished_at=run.ports.now().isoformat(timespec="seconds"),
            catalogs=tuple(catalog.file for catalog in run.catalogs),
            settings=shown_settings(run.settings),
            requests=requests,
            bytes_received=bytes_received,
            inconclusive=trouble is not None,
        ),
        summary=summarise(links, changes),
        links=links,
        changes=changes,
        suggestions=tuple(suggestion_report(suggestion) for suggestion in offered.suggestions),
        refusals=tuple(RefusalReport(suggestion=name, reason=reason) for name, reason in offered.refusals),
        problems=problems_of(run.catalogs, links),
    )
    path_of = run.ports.path_in_repository
    return RunResult(
        report=report,
        files=render_all(
            report,
            suggested_patch=patch_of(texts, offered, path_of),
            safe_patch=patch_of(texts, safe, path_of),
        ),
        trouble=trouble,
        findings=findings(links, changes, fail_on=run.settings.fail_on, new_only=run.settings.new_only),
    )


def _concluded(run: _Run, said: Sequence[Said]) -> Concluded:
    """What is proposed, with the whole catalog in view; nothing where nothing may be concluded."""
    if run.verification is None or not said:
        return Concluded()
    catalogs = {catalog.file: catalog for catalog in run.catalogs}
    return conclude(said, run.verification, catalogs, run.ports.declined)


def _before(run: _Run, links: Iterable[LinkReport]) -> dict[Place, Before]:
    """What was last said of each place that is here, or was in the last run and is in the catalog no more.

    A partial run calls nothing gone: it did not look at everything.
    """
    files = [catalog.file for catalog in run.catalogs]
    is_partial = run.settings.only is not None or run.settings.shard is not None
    here = set(map(place_of, links))
    wanted = here if is_partial else here | run.ports.history.last_places(files, before_run=run.id)
    known = run.ports.history.last_occurrences(files, before_run=run.id)
    return {
        place: Before(status=memory.status.value, url=url)
        for place, (url, memory) in known.items()
        if place in wanted
    }

"""One run from top to bottom: the only file that knows every stage.

gather    the catalogs' links, by address; those that are not asked are skipped with a reason
ask       every address, host by host; each result is judged and kept as it comes
doubt     was it this machine's own network? then nothing is concluded and nothing is kept
ask again whatever failed, over a second, independent stack
suggest   what a maintainer could mend, each edit proved
report    what changed since the last run
"""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from crawler.catalog.edits import forget_texts
from crawler.history import Batches
from crawler.judge import Case, Verdict, build_case, judge, remember, settle
from crawler.judge.replacement import replacement, with_fragment
from crawler.net import SECOND_STACK, Contact, Net, by_host, converse, network_trouble, politeness_host
from crawler.probe.flow import FlowPolicy, check_link
from crawler.probe.model import Evidence, without_bodies
from crawler.probe.past import FAILING, Past, Status
from crawler.probe.plan import Skip, Target, due_at, gather, plan
from crawler.report import compare, render_all, summarise
from crawler.report.assemble import Conclusion, Said, link_report, problem_report, sighting, suggestion_report
from crawler.report.compare import Before, Place
from crawler.report.findings import findings
from crawler.report.model import LinkReport, RefusalReport, Report, RunReport
from crawler.settings import Settings, shown_settings
from crawler.suggest import Judged, Suggestion, offer, patch_of, suggest, suggest_again

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
    from contextlib import AbstractAsyncContextManager
    from datetime import datetime

    from crawler.catalog.model import Catalog, Link
    from crawler.history import History

WINDOW_PER_CONNECTION = 2
"""Open conversations per connection slot: those that wait out a back-off hold no connection."""
CANARIES = ("example.com", "www.iana.org")
"""Names that resolve wherever DNS works (RFC 6761 6.5), asked only when nothing at all was reached."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """What a run may not make for itself: the clock, randomness, the network, memory, and who watches."""

    now: Callable[[], datetime]
    token: str
    net: AbstractAsyncContextManager[Net]
    history: History
    path_in_repository: Callable[[str], str]
    watch: Callable[[int, int], None] = lambda _done, _total: None


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
    memories: dict[str, Past]
    notes: Batches
    said: list[Said] = field(default_factory=list)
    doubtful: dict[str, tuple[Target, Case, Verdict]] = field(default_factory=dict)
    done: int = 0


async def check(settings: Settings, catalogs: Sequence[Catalog], ports: Ports) -> RunResult:
    """Check every link of the catalogs once; the history is written as results come, reports are returned."""
    run = _begin(settings, catalogs, ports)
    trouble = None if run.targets else _nothing_found(run)
    requests = bytes_received = 0
    if trouble is None:
        try:
            async with ports.net as net:
                await _ask_all(run, net)
                trouble = await _doubt(net, trusts_nameserver=settings.nameserver is not None)
                if trouble is None:
                    await _ask_again(run, net)
                requests, bytes_received = net.requests, net.bytes_received
        finally:
            run.notes.flush()  # of an interrupted run too
    if trouble is None:
        ports.history.finish_run(run.id, ports.now())
    else:
        ports.history.discard_run(run.id)
    return _conclude(run, trouble, requests=requests, bytes_received=bytes_received)


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
        catalogs=catalogs,
        targets=targets,
        memories=ports.history.memories(target.url for target in targets),
        notes=Batches(ports.history, run_id),
    )
    files = [catalog.file for catalog in catalogs]
    ports.history.begin_run(run.id, started_at, catalogs=files, settings=shown_settings(settings))
    return run


def _nothing_found(run: _Run) -> str | None:
    """An empty shard is no trouble; a run that has nothing to check at all would pass for ever unseen."""
    links = [link for catalog in run.catalogs for link in catalog.links]
    if gather(links, only=run.settings.only):
        return None
    if links:
        return f"no link matches --only {run.settings.only}"
    files = [catalog.file for catalog in run.catalogs]
    more = f" and {len(files) - 3} more" if len(files) > 4 else ""  # noqa: PLR2004 - one is named as briefly
    return "no link was found in " + ", ".join(files[:3] if more else files) + more


async def _ask_all(run: _Run, net: Net) -> None:
    asked = []
    for target in run.targets:
        skip = plan(target.lead)
        if skip is not None:
            _keep_skip(run, target, skip)
        elif run.settings.due and not _is_due(run, target):
            _carry(run, target)
        else:
            asked.append(target)
    net.expect(target.url for target in asked)
    async for target, evidence in _conversations(run, net, asked, _policy(run)):
        case = build_case(target.lead, evidence, run.memories.get(target.url))
        verdict = judge(case)
        case = replace(case, evidence=without_bodies(evidence))
        if verdict.status in FAILING:
            run.doubtful[target.url] = target, case, verdict
        _keep(run, target, case, verdict, provisional=verdict.status in FAILING)


async def _doubt(net: Net, *, trusts_nameserver: bool) -> str | None:
    """Why nothing may be concluded, as far as the fault may be this machine's own; None where it is not."""
    reached_any = Contact.REACHED in net.observed_hosts.values()
    canary = None if reached_any else await net.names_resolve(CANARIES)
    return network_trouble(net.observed_hosts, canary=canary, trusts_nameserver=trusts_nameserver)


async def _ask_again(run: _Run, net: Net) -> None:
    """The second opinion, before anything is called dead or out of reach."""
    policy = replace(_policy(run), stack=SECOND_STACK, retries=0)
    async for target, evidence in _conversations(
        run, net, [target for target, _, _ in run.doubtful.values()], policy
    ):
        case = build_case(target.lead, evidence, run.memories.get(target.url))
        verdict = judge(case)
        case = replace(case, evidence=without_bodies(evidence))
        _, first_case, first_verdict = run.doubtful.pop(target.url)
        case, verdict = settle((first_case, first_verdict), (case, verdict))
        _keep(run, target, case, verdict, provisional=False)


def _policy(run: _Run) -> FlowPolicy:
    return FlowPolicy(
        read="none" if run.settings.no_metadata else "head",
        control_token="" if run.settings.no_metadata else run.ports.token,
    )


async def _conversations(
    run: _Run, net: Net, targets: Sequence[Target], policy: FlowPolicy
) -> AsyncIterator[tuple[Target, Evidence]]:
    async def work(target: Target) -> Evidence:
        return await converse(check_link(target.url, target.lead.title, policy), net.ask)

    answers = by_host(
        targets,
        host_of=lambda target: politeness_host(target.url),
        work=work,
        window=run.settings.concurrency * WINDOW_PER_CONNECTION,
        per_host=run.settings.host_concurrency,
        interval_s=run.settings.host_interval,
        parking=net.parking,
    )
    async with aclosing(answers):
        async for target, evidence in answers:
            yield target, evidence


def _keep(run: _Run, target: Target, case: Case, verdict: Verdict, *, provisional: bool) -> None:
    """Conclude, with memory applied, and write it down; what is provisional is concluded again."""
    page = case.evidence.page
    verdict, memory = remember(
        verdict, run.memories.get(target.url), run.ports.now(), page=page, title_match=case.title_match
    )
    conclusion = Conclusion(link=target.lead, case=case, verdict=verdict, memory=memory)
    run.notes.add(sighting(target, conclusion, provisional=provisional))
    if not provisional:
        _say(run, [_for_link(link, case, verdict, memory) for link in target.links])


def _say(run: _Run, conclusions: Iterable[Conclusion]) -> None:
    """One target is done; only what reports say of its links is kept."""
    for conclusion in conclusions:
        link = conclusion.link
        row, proposals = link_report(conclusion), _suggest(conclusion)
        run.said.append(Said(link.file, link.line, link.column, row, proposals))
    run.done += 1
    run.ports.watch(run.done, len(run.targets))


def _for_link(link: Link, case: Case, verdict: Verdict, memory: Past) -> Conclusion:
    """The target's verdict as it applies to one of its links: its own fragment goes along to the new."""
    if link is case.link:
        return Conclusion(link=link, case=case, verdict=verdict, memory=memory)
    if (skip := plan(link)) is not None:
        # Another entry of the same address is not ignored, so the address was asked all the same.
        return Conclusion(link=link, verdict=_skipped(skip), memory=memory)
    own = replace(case, link=link)
    moved_to = replacement(own) if verdict.status is Status.MOVED else None
    return Conclusion(link=link, case=own, verdict=replace(verdict, moved_to=moved_to), memory=memory)


def _skipped(skip: Skip) -> Verdict:
    return Verdict(status=Status.SKIPPED, reason=skip.reason, confidence="high", because=(skip.detail,))


def _keep_skip(run: _Run, target: Target, skip: Skip) -> None:
    verdict, memory = remember(_skipped(skip), run.memories.get(target.url), run.ports.now())
    conclusion = Conclusion(link=target.lead, verdict=verdict, memory=memory)
    run.notes.add(sighting(target, conclusion, provisional=False))
    _conclude_unasked(run, target, verdict, memory)


def _is_due(run: _Run, target: Target) -> bool:
    past = run.memories.get(target.url)
    return past is None or due_at(target.url, past) <= run.started_at


def _carry(run: _Run, target: Target) -> None:
    """What is not due is reported as it was last seen, and nothing is written."""
    past = run.memories[target.url]
    due = due_at(target.url, past)
    because = (f"not due before {due:%Y-%m-%d}; last asked {past.asked_at:%Y-%m-%d}",)
    verdict = Verdict(
        status=past.status,
        reason=past.reason,
        confidence="medium",
        because=because,
        confirmed=past.confirmed,
        moved_to=past.moved_to,
    )
    _conclude_unasked(run, target, verdict, past)


def _conclude_unasked(run: _Run, target: Target, verdict: Verdict, memory: Past) -> None:
    own = [(link, with_fragment(verdict, target.lead, link)) for link in target.links]
    _say(run, [Conclusion(link=link, verdict=each, memory=memory) for link, each in own])


def _conclude(run: _Run, trouble: str | None, *, requests: int, bytes_received: int) -> RunResult:
    """From conclusions to reports; an inconclusive run says nothing of any link."""
    said = [] if trouble else run.said
    order = {catalog.file: position for position, catalog in enumerate(run.catalogs)}
    said.sort(key=lambda one: (order[one.file], one.line, one.column))
    proposals = [proposal for one in said for proposal in one.proposals]
    texts = {catalog.file: catalog.text for catalog in run.catalogs}
    offered = offer(texts, proposals)
    safe = offer(texts, [s for s in offered.suggestions if s.disposition == "safe"])
    forget_texts()
    links = tuple(one.report for one in said)
    changes = () if trouble else compare(_before(run), links)
    report = Report(
        run=_run_report(run, trouble, requests=requests, bytes_received=bytes_received),
        summary=summarise(links, changes),
        links=links,
        changes=changes,
        suggestions=tuple(suggestion_report(suggestion) for suggestion in offered.suggestions),
        refusals=tuple(RefusalReport(suggestion=name, reason=reason) for name, reason in offered.refusals),
        problems=tuple(problem_report(problem) for catalog in run.catalogs for problem in catalog.problems),
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


def _suggest(conclusion: Conclusion) -> tuple[Suggestion, ...]:
    if conclusion.case is None:
        return suggest_again(conclusion.link, conclusion.verdict, conclusion.memory)
    return suggest(Judged(case=conclusion.case, verdict=conclusion.verdict))


def _before(run: _Run) -> dict[Place, Before]:
    """What was last said of each place that is here, or was in the last run and is in the catalog no more.

    A partial run calls nothing gone: it did not look at everything.
    """
    files = [catalog.file for catalog in run.catalogs]
    is_partial = run.settings.only is not None or run.settings.shard is not None
    here = {occurrence for target in run.targets for occurrence in target.occurrences}
    wanted = here if is_partial else here | run.ports.history.last_places(files, before_run=run.id)
    known = run.ports.history.last_occurrences(files, before_run=run.id)
    return {
        place: Before(status=memory.status.value, url=url)
        for place, (url, memory) in known.items()
        if place in wanted
    }


def _run_report(run: _Run, trouble: str | None, *, requests: int, bytes_received: int) -> RunReport:
    return RunReport(
        id=run.id,
        started_at=run.started_at.isoformat(timespec="seconds"),
        finished_at=run.ports.now().isoformat(timespec="seconds"),
        catalogs=tuple(catalog.file for catalog in run.catalogs),
        settings=shown_settings(run.settings),
        requests=requests,
        bytes_received=bytes_received,
        inconclusive=trouble is not None,
    )

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
from typing import TYPE_CHECKING, Any

from crawler.judge import Case, Verdict, build_case, judge, remember, settle
from crawler.judge.replacement import replacement
from crawler.net import SECOND_STACK, Contact, Net, by_host, converse, network_trouble, politeness_host
from crawler.probe.flow import FlowPolicy, check_link
from crawler.probe.model import Evidence, without_bodies
from crawler.probe.past import FAILING, Past, Sighting, Status
from crawler.probe.plan import Skip, Target, due_at, gather, plan
from crawler.report import compare, render_all, summarise
from crawler.report.assemble import Conclusion, link_report, problem_report, suggestion_report
from crawler.report.case import dump_case
from crawler.report.compare import Before, Place
from crawler.report.findings import findings
from crawler.report.model import LinkReport, RefusalReport, Report, RunReport
from crawler.suggest import Judged, Suggestion, offer, patch_of, suggest

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence
    from contextlib import AbstractAsyncContextManager
    from datetime import datetime

    from crawler.catalog.model import Catalog, Link
    from crawler.history import History
    from crawler.settings import Settings

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
    files: dict[str, str]
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
    conclusions: dict[str, list[Conclusion]] = field(default_factory=dict)
    doubtful: list[tuple[Target, Case, Verdict]] = field(default_factory=list)
    done: int = 0


async def check(settings: Settings, catalogs: Sequence[Catalog], ports: Ports) -> RunResult:
    """Check every link of the catalogs once; the history is written as results come, reports are returned."""
    run = _begin(settings, catalogs, ports)
    trouble = None if run.targets else _nothing_found(run)
    requests = bytes_received = 0
    if trouble is None:
        async with ports.net as net:
            await _ask_all(run, net)
            trouble = await _doubt(net, trusts_nameserver=settings.nameserver is not None)
            if trouble is None:
                await _ask_again(run, net)
            requests, bytes_received = net.requests, net.bytes_received
    if trouble is None:
        ports.history.finish_run(run.id, ports.now())
    else:
        ports.history.discard_run(run.id)
    return _conclude(run, trouble, requests=requests, bytes_received=bytes_received)


def _begin(settings: Settings, catalogs: Sequence[Catalog], ports: Ports) -> _Run:
    started_at = ports.now()
    links = [link for catalog in catalogs for link in catalog.links]
    targets = gather(links, only=settings.only, shard=settings.shard)
    run = _Run(
        id=f"{started_at:%Y%m%dT%H%M%S.%fZ}",
        settings=settings,
        ports=ports,
        started_at=started_at,
        catalogs=catalogs,
        targets=targets,
        memories=ports.history.memories(target.url for target in targets),
    )
    files = [catalog.file for catalog in catalogs]
    ports.history.begin_run(run.id, started_at, catalogs=files, settings=_shown_settings(settings))
    return run


def _nothing_found(run: _Run) -> str | None:
    """An empty shard is no trouble; a run that has nothing to check at all would pass for ever unseen."""
    links = [link for catalog in run.catalogs for link in catalog.links]
    if gather(links, only=run.settings.only):
        return None
    if links:
        return f"no link matches --only {run.settings.only}"
    return "no link was found in " + ", ".join(catalog.file for catalog in run.catalogs)


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
    async for target, evidence in _conversations(run, net, asked, _policy(run)):
        case = build_case(target.lead, evidence, run.memories.get(target.url))
        verdict = judge(case)
        case = replace(case, evidence=without_bodies(evidence))
        if verdict.status in FAILING:
            run.doubtful.append((target, case, verdict))
        _keep(run, target, case, verdict, provisional=verdict.status in FAILING)


async def _doubt(net: Net, *, trusts_nameserver: bool) -> str | None:
    """Why nothing may be concluded, as far as the fault may be this machine's own; None where it is not."""
    reached_any = Contact.REACHED in net.observed_hosts.values()
    canary = None if reached_any else await net.names_resolve(CANARIES)
    return network_trouble(net.observed_hosts, canary=canary, trusts_nameserver=trusts_nameserver)


async def _ask_again(run: _Run, net: Net) -> None:
    """The second opinion, before anything is called dead or out of reach."""
    first = {target.url: (case, verdict) for target, case, verdict in run.doubtful}
    policy = replace(_policy(run), stack=SECOND_STACK, retries=0)
    async for target, evidence in _conversations(run, net, [t for t, _, _ in run.doubtful], policy):
        case = build_case(target.lead, evidence, run.memories.get(target.url))
        verdict = judge(case)
        case = replace(case, evidence=without_bodies(evidence))
        case, verdict = settle(first[target.url], (case, verdict))
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
    """Conclude, with memory applied, and write it down at once."""
    page = case.evidence.page
    verdict, memory = remember(
        verdict, run.memories.get(target.url), run.ports.now(), page=page, title_match=case.title_match
    )
    answer = case.evidence.final.answer
    run.ports.history.record(
        run.id,
        Sighting(
            url=target.url,
            occurrences=target.occurrences,
            provisional=provisional,
            http_status=answer.status if answer else None,
            final_url=case.evidence.final_url if answer else None,
            moved_to=verdict.moved_to,
            confidence=verdict.confidence,
            memory=memory,
            case=dump_case(case, verdict),
        ),
    )
    run.conclusions[target.url] = [_for_link(link, case, verdict, memory) for link in target.links]
    if not provisional:
        run.done += 1
        run.ports.watch(run.done, len(run.targets))


def _for_link(link: Link, case: Case, verdict: Verdict, memory: Past) -> Conclusion:
    """The target's verdict as it applies to one of its links: its own fragment goes along to the new."""
    own = replace(case, link=link)
    moved_to = replacement(own) if verdict.status is Status.MOVED else None
    return Conclusion(link=link, case=own, verdict=replace(verdict, moved_to=moved_to), memory=memory)


def _keep_skip(run: _Run, target: Target, skip: Skip) -> None:
    verdict = Verdict(status=Status.SKIPPED, reason=skip.reason, confidence="high", because=(skip.detail,))
    verdict, memory = remember(verdict, run.memories.get(target.url), run.ports.now())
    run.ports.history.record(
        run.id,
        Sighting(
            url=target.url,
            occurrences=target.occurrences,
            provisional=False,
            http_status=None,
            final_url=None,
            moved_to=None,
            confidence=verdict.confidence,
            memory=memory,
            case=dump_case(None, verdict),
        ),
    )
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
        status=past.status, reason=past.reason, confidence="medium", because=because, confirmed=past.confirmed
    )
    _conclude_unasked(run, target, verdict, past)


def _conclude_unasked(run: _Run, target: Target, verdict: Verdict, memory: Past) -> None:
    run.conclusions[target.url] = [
        Conclusion(link=link, verdict=verdict, memory=memory) for link in target.links
    ]
    run.done += 1
    run.ports.watch(run.done, len(run.targets))


def _conclude(run: _Run, trouble: str | None, *, requests: int, bytes_received: int) -> RunResult:
    """From conclusions to reports; an inconclusive run says nothing of any link."""
    judged = [] if trouble else [c for target in run.targets for c in run.conclusions[target.url]]
    order = {catalog.file: position for position, catalog in enumerate(run.catalogs)}
    judged.sort(key=lambda c: (order[c.link.file], c.link.line, c.link.column))
    proposals = [proposal for conclusion in judged for proposal in _suggest(conclusion)]
    texts = {catalog.file: catalog.text for catalog in run.catalogs}
    offered = offer(texts, proposals)
    safe = offer(texts, [s for s in offered.suggestions if s.disposition == "safe"])
    links = [link_report(conclusion) for conclusion in judged]
    changes = () if trouble else compare(_before(run), links)
    report = Report(
        run=_run_report(run, trouble, requests=requests, bytes_received=bytes_received),
        summary=summarise(links, changes),
        links=tuple(links),
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
        return ()
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
        settings=_shown_settings(run.settings),
        requests=requests,
        bytes_received=bytes_received,
        inconclusive=trouble is not None,
    )


def _shown_settings(settings: Settings) -> dict[str, Any]:
    """The settings as reports show them: the history's address may hold a password and stays out."""
    shown = settings.model_dump(mode="json", exclude={"state"})
    shown["fail_on"] = sorted(shown["fail_on"])
    return shown

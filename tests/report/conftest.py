"""Reports to render: one rich sample, hostile texts in every place, and makers for small ones."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import TypeAdapter

from crawler.report import (
    ChangeReport,
    EditReport,
    LinkReport,
    PageReport,
    ProblemReport,
    RefusalReport,
    Report,
    RunReport,
    SuggestionReport,
    summarise,
)

MakeLink = Callable[..., LinkReport]
MakeReport = Callable[..., Report]
HOSTILE = yaml.safe_load(Path(__file__).with_name("hostile.yaml").read_text(encoding="utf-8"))
_LONG = "A title of five thousand characters " * 140
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def _link(entry: str = "mml-book", **given: Any) -> LinkReport:
    return TypeAdapter(LinkReport).validate_python(
        {
            "entry": entry,
            "field": "url",
            "file": "catalog.yaml",
            "line": 12,
            "url": f"https://{entry}.test/",
            "status": "alive",
            "reason": "ok",
            "confidence": "high",
            "confirmed": True,
            "because": ["200 from the page"],
            "signals": [],
            "moved_to": None,
            "final_url": None,
            "http_status": 200,
            "since": "2026-11-02",
            "failing_runs": 0,
            "page": None,
            "title_match": None,
        }
        | given
    )


def _report(
    links: tuple[LinkReport, ...] = (), changes: tuple[ChangeReport, ...] = (), **given: Any
) -> Report:
    run = {
        "id": "20261121-030000",
        "started_at": "2026-11-21T03:00:00Z",
        "finished_at": "2026-11-21T03:01:30Z",
        "catalogs": ["catalog.yaml"],
        "settings": {"timeout": 20.0, "robots": "respect"},
        "requests": 12,
        "bytes_received": 34567,
        "inconclusive": False,
    }
    settled = {"suggestions": (), "refusals": (), "problems": ()} | given
    settled["run"] = RunReport.model_validate(run | settled.get("run", {}))
    return Report.model_validate(
        {"summary": summarise(links, changes), "links": links, "changes": changes} | settled
    )


def _suggestion(entry: str = "mml-book", **given: Any) -> SuggestionReport:
    edit = {
        "file": "catalog.yaml",
        "line": 12,
        "path": "resources[0].url",
        "old": f"http://{entry}.test/",
        "new": f"https://{entry}.test/",
    }
    return SuggestionReport.model_validate(
        {
            "id": "0123456789ab",
            "entry": entry,
            "field": "url",
            "code": "moved",
            "disposition": "safe",
            "because": ["301 to https (1 hop)"],
            "edits": [edit],
        }
        | given
    )


@pytest.fixture
def make_link() -> MakeLink:
    return _link


@pytest.fixture
def make_report() -> MakeReport:
    return _report


@pytest.fixture
def make_suggestion() -> Callable[..., SuggestionReport]:
    return _suggestion


@pytest.fixture
def hostile_texts() -> tuple[str, ...]:
    return (*(case["text"] for case in HOSTILE), _LONG)


def _change(entry: str, kind: str, before: str | None, after: str | None, field: str = "url") -> ChangeReport:
    return TypeAdapter(ChangeReport).validate_python(
        {"entry": entry, "field": field, "kind": kind, "before": before, "after": after}
    )


def _sample_links() -> tuple[LinkReport, ...]:
    moved = "https://new-home.test/course?a=1&b=2#week-3"
    page = PageReport(
        title="Pattern Recognition & Machine Learning",
        description="A book.",
        language="en",
        canonical="https://prml.test/",
        authors=("Christopher Bishop",),
        published="2006",
        content_type="text/html",
    )
    dead: dict[str, Any] = {"status": "dead", "http_status": 404, "reason": "not-found"}
    return (
        _link("prml", line=4, page=page, title_match=0.93, final_url="https://prml.test/en"),
        _link(
            "old-notes",
            line=9,
            **dead,
            failing_runs=1,
            confirmed=False,
            since="2026-11-21",
            because=["404 from https://old-notes.test/", "asked again over a second stack: 404"],
        ),
        _link("gone-lab", line=14, **dead, failing_runs=7, since="2026-09-30", because=["404 from the page"]),
        _link(
            "soft",
            line=19,
            status="dead",
            reason="soft-404",
            confirmed=False,
            failing_runs=1,
            because=["title says missing", "the same as an impossible page"],
            signals=["title-says-missing"],
        ),
        _link(
            "parked",
            line=24,
            status="changed",
            reason="parked",
            confidence="medium",
            confirmed=False,
            failing_runs=1,
            because=["a page of a domain trader"],
        ),
        _link(
            "slow",
            line=30,
            status="unreachable",
            reason="read-timeout",
            confirmed=False,
            failing_runs=2,
            http_status=None,
            because=["no answer within 20 s, twice"],
        ),
        _link(
            "expired",
            line=36,
            status="insecure",
            reason="certificate-expired",
            failing_runs=3,
            because=["the certificate ended on 2026-10-01"],
        ),
        _link(
            "course",
            line=41,
            url="http://old-home.test/course#week-3",
            status="moved",
            reason="permanent-redirect",
            moved_to=moved,
            final_url=moved,
            because=["301 (2 hops)"],
        ),
        _link("course", field="alternates[0].url", line=44, url="https://code.test/course"),
        _link(
            "walled",
            line=50,
            status="blocked",
            reason="bot-wall",
            http_status=403,
            because=["a bot wall: 403"],
        ),
        _link(
            "mailed",
            line=55,
            url="mailto:someone@host.test",
            status="skipped",
            reason="unsupported-scheme",
            http_status=None,
            because=["mailto is no scheme to ask over"],
        ),
        _link("back", line=60, because=["200 from the page"]),
    )


@pytest.fixture
def sample() -> Report:
    """Every status, kind of change and disposition, with harmless words."""
    changes = (
        _change("prml", "same", "alive", "alive"),
        _change("old-notes", "broke", "alive", "dead"),
        _change("gone-lab", "same", "dead", "dead"),
        _change("soft", "broke", "alive", "dead"),
        _change("parked", "new", None, "changed"),
        _change("slow", "same", "unreachable", "unreachable"),
        _change("expired", "same", "insecure", "insecure"),
        _change("course", "moved", "alive", "moved"),
        _change("course", "new", None, "alive", "alternates[0].url"),
        _change("walled", "same", "blocked", "blocked"),
        _change("mailed", "same", "skipped", "skipped"),
        _change("back", "recovered", "dead", "alive"),
        _change("removed", "gone", "dead", None),
    )
    title = {
        "file": "catalog.yaml",
        "line": 60,
        "path": "resources[9].title",
        "old": None,
        "new": "Back again",
    }
    return _report(
        _sample_links(),
        changes,
        suggestions=(
            _suggestion("course"),
            _suggestion(
                "back",
                id="ba9876543210",
                field="title",
                code="missing-title",
                disposition="review",
                because=['the page is called "Back again"'],
                edits=[title],
            ),
            _suggestion(
                "walled", id="cccccccccccc", code="ignore-no-longer-needed", disposition="note", edits=[]
            ),
        ),
        refusals=(RefusalReport(suggestion="dddddddddddd", reason="the anchor is used by two entries"),),
        problems=(
            ProblemReport(file="catalog.yaml", line=70, code="missing-url", message="the entry has no url"),
        ),
    )


@pytest.fixture
def hostile(hostile_texts: tuple[str, ...]) -> Report:
    """One link, change, suggestion, refusal and problem per hostile text, with it in every text field."""
    links, changes, suggestions, refusals, problems = [], [], [], [], []
    statuses = ("dead", "changed", "unreachable", "insecure", "moved", "blocked", "skipped", "alive")
    for number, text in enumerate(hostile_texts):
        page = PageReport(
            title=text,
            description=text,
            language=text,
            canonical=text,
            authors=(text,),
            published=text,
            content_type=text,
        )
        status = statuses[number % len(statuses)]
        links.append(
            _link(
                text,
                field=text,
                file=text,
                line=number,
                url=text,
                status=status,
                reason=text,
                because=[text],
                signals=[text],
                moved_to=text,
                final_url=text,
                since=text,
                confirmed=number % 2 == 0,
                page=page,
            )
        )
        changes.append(_change(text, ("broke", "moved", "new")[number % 3], text, status, text))
        edit = EditReport(file=text, line=number, path=text, old=text, new=text)
        disposition = ("safe", "review", "note")[number % 3]
        suggestions.append(
            _suggestion(
                text, id=text, field=text, code=text, disposition=disposition, because=[text], edits=[edit]
            )
        )
        refusals.append(RefusalReport(suggestion=text, reason=text))
        problems.append(ProblemReport(file=text, line=number, code=text, message=text))
    gone = [_change(text, "gone", text, None, text) for text in hostile_texts]
    run = {"id": hostile_texts[0], "started_at": hostile_texts[1], "finished_at": hostile_texts[2]}
    return _report(
        tuple(links),
        (*changes, *gone),
        suggestions=tuple(suggestions),
        refusals=tuple(refusals),
        problems=tuple(problems),
        run=run | {"catalogs": hostile_texts, "settings": {"x": list(hostile_texts)}},
    )


@pytest.fixture
def many() -> Report:
    """Two thousand links of a first run."""
    statuses = ("alive", "alive", "alive", "dead", "moved", "blocked")
    links = tuple(
        _link(f"entry-{number:04}", line=number, status=statuses[number % 6], because=["one", "two"])
        for number in range(2000)
    )
    changes = tuple(_change(link.entry, "new", None, link.status) for link in links)
    return _report(links, changes)


@pytest.fixture(scope="session")
def browser() -> str:
    """Find a Chromium on this machine; tests that need one are skipped where there is none."""
    found = next((path for name in _BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("no Chromium on this machine, and the page's script runs in a real browser only")
    return found


@pytest.fixture
def dump_dom(browser: str, tmp_path: Path) -> Callable[[str, str], str]:
    """Load a page with a hash in a new browser and give the document as its script left it."""

    def dump(html: str, fragment: str) -> str:
        page = tmp_path / "index.html"
        page.write_text(html, encoding="utf-8", newline="")
        quiet = (
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        )
        command = [browser, "--headless", "--no-sandbox", "--disable-gpu", *quiet]
        command += [f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", f"{page.as_uri()}#{fragment}"]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60, check=True)
        return done.stdout

    return dump

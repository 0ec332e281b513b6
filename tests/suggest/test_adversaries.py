"""What a web made to deceive is proposed, in three nights over real sockets: cases in adversaries.yaml."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml
from suggest.rehearsal import Rehearsal, site

from crawler.demo.answers import page, redirect, refusal
from crawler.demo.model import Response

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from crawler.demo.model import Request, Site
    from crawler.run import RunResult

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("adversaries.yaml").read_text("utf-8"))
_INDEX = "https://web.archive.org/cdx/search/cdx?url="


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> RunResult:
    """The last of three nights, of all cases at once: no two of them share a host."""
    texts = {
        f"{case['name']}-{number}.yaml": f"version: 1\nresources:\n{entries}\n"
        for case in CASES
        for number, entries in enumerate(case["catalogs"])
    }
    hosts = [host for case in CASES for host in {urlsplit(url).netloc for url in case["web"]}]
    assert len([host for host in hosts if host != "web.archive.org"]) == len(set(hosts) - {"web.archive.org"})
    first, *more = texts.items()
    rehearsal = Rehearsal(
        tmp_path_factory.mktemp("web"), first[1], _sites(set(hosts)), name=first[0], elsewhere=dict(more)
    )
    return rehearsal.nights(1, 2, 3)


def _sites(hosts: set[str]) -> tuple[Site, ...]:
    web = {url: answer for case in CASES for url, answer in case["web"].items()}
    return tuple(site(f"https://{host}/", _respond(web)) for host in sorted(hosts))


def _respond(web: Mapping[str, Any]) -> Callable[[Request], Response]:
    """The answer of the very address, of the address at either scheme (`//`), or of the whole host (`*`);
    of the archive's index that for the address which was asked for, of which it knows nothing else.
    """

    def respond(request: Request) -> Response:
        query = f"?{request.query}" if request.query else ""
        url = f"{request.scheme}://{request.host}{request.path}{query}"
        if url.startswith(_INDEX):
            url = _INDEX + parse_qs(request.query)["url"][0]
        beside = url.partition(":")[2]
        keys = (url, beside, f"{request.scheme}://{request.host}/*", f"//{request.host}/*")
        nothing: Any = {"rows": []} if url.startswith(_INDEX) else 404
        answer = next((web[key] for key in keys if key in web), nothing)
        if isinstance(answer, list):
            answer = answer[min(request.day, len(answer)) - 1]
        if answer == {"echo": True}:
            return page(request.path.rpartition("/")[2].replace("-", " ").title())
        return _answered(answer)

    return respond


def _answered(answer: Any) -> Response:
    """A status, `-> URL` (301), `=> URL` (302), the title of a healthy page, or what a page is made of."""
    if isinstance(answer, int):
        return refusal(answer, "Trouble")
    if isinstance(answer, str):
        mark, _, rest = answer.partition(" ")
        return redirect(rest, 301 if mark == "->" else 302) if mark in {"->", "=>"} else page(answer)
    if "rows" in answer:
        return Response(status=200, body=json.dumps(answer["rows"]).encode())
    if "status" in answer:
        return refusal(answer["status"], answer["title"])
    if "binary" in answer:
        kind = (("Content-Type", answer.get("type", "application/octet-stream")),)
        return Response(status=200, headers=kind, body=bytes(answer["binary"]))
    return page(answer["title"], h1=answer.get("h1"), head=answer.get("head", ""), body=answer.get("body"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_proposes_just_this(case: dict[str, Any], result: RunResult) -> None:
    """Each proposal of the case's entries, in the order of reports."""
    entries = {entry["id"] for text in case["catalogs"] for entry in yaml.safe_load(text)}
    found = [each for each in result.report.suggestions if each.entry in entries]
    told = [
        f"{each.code} {each.disposition} {each.entry}"
        + "".join(
            f": {edit.new if isinstance(edit.new, str) else json.dumps(edit.new)}"
            for edit in each.edits
            if edit.new
        )
        for each in found
    ]
    assert case["proposes"] == told
    reasons = [reason for each in found for reason in each.because]
    assert all(any(part in reason for reason in reasons) for part in case.get("because", []))

"""What the history knows of one link: found by any of its names, told in lines, saved as cases."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from crawler.console import sighting_lines
from crawler.errors import ReportError, StateError
from crawler.probe import urls
from crawler.report.case_file import case_file, case_of_link, saved_note
from crawler.report.case_replay import replay
from crawler.report.explain import tell_case
from crawler.report.writer import write_new_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from crawler.history import History
    from crawler.probe.past import Occurrence


def addresses(store: History, link: str) -> list[str]:
    """The addresses that an id, `id:field` or URL stands for, as far as the history knows them."""
    known = [url for _, url in store.find(link)] or [
        url for _, url in store.find(urls.normalise(link) or link)
    ]
    if not known:
        raise StateError(
            link, "no run has seen such a link", "name an entry's id, `id:field`, or a URL of the catalog"
        )
    return list(dict.fromkeys(known))


def kept_cases(store: History, link: str) -> dict[str, dict[str, Any] | None]:
    """The last case of each address of a link; None where none is kept of it."""
    found = {url: store.case(url) for url in addresses(store, link)}
    return {url: json.loads(case) if case else None for url, case in found.items()}


def explain_lines(store: History, cases: Mapping[str, dict[str, Any] | None]) -> Iterator[str]:
    """The whole case of each address, with where it stands and what earlier runs saw."""
    for url, told in cases.items():
        places = [_place(at) for at, _ in store.find(url)]
        kept = tell_case(url, told, places, store.memory(url)) if told else None
        yield from kept or [url, *places, "", "no case is kept of it"]
        yield from ("", *sighting_lines(store.sightings(url)), "")


def _place(at: Occurrence) -> str:
    return f"in {at.file}: {at.entry}" + ("" if at.field == "url" else f":{at.field}")


def save_cases(path: Path, kept: Mapping[str, dict[str, Any] | None], today: date) -> list[str]:
    """Write a new case file, and say what each case in it replays to; ReportError where there is none."""
    cases = [case for url, told in kept.items() if told and (case := case_of_link(url, told, today))]
    if not cases:
        raise ReportError(str(path), "nothing to save: the link was not asked", "name one that was")
    write_new_file(path, case_file(cases))
    return [f"written to {path}:", *(f"  {saved_note(case, replay(case))}" for case in cases)]

"""Which links make a run fail."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pydantic import TypeAdapter

from crawler.probe.past import Status
from crawler.report.findings import findings
from crawler.report.model import ChangeReport, LinkReport

MakeLink = Callable[..., LinkReport]
DEFAULT = frozenset({Status.DEAD, Status.CHANGED})


def _change(link: LinkReport, kind: str, before: str | None) -> ChangeReport:
    return TypeAdapter(ChangeReport).validate_python(
        {"entry": link.entry, "field": "url", "kind": kind, "before": before, "after": link.status}
    )


@pytest.mark.parametrize("status", list(Status))
def test_fail_on(make_link: MakeLink, status: Status) -> None:
    """A link fails the run where its status is among those failed on, and only there."""
    link = make_link("a", status=status.value)
    changes = [_change(link, "same", status.value)]

    for fail_on in (DEFAULT, frozenset({status}), frozenset(set(Status) - {status}), frozenset[Status]()):
        expected = (link,) if status in fail_on else ()
        assert expected == findings([link], changes, fail_on=fail_on, new_only=False)


@pytest.mark.parametrize(
    ("kind", "before", "is_found"),
    [
        ("new", None, True),
        ("new", "dead", True),
        ("broke", "alive", True),
        ("broke", "moved", True),
        ("broke", "blocked", True),
        ("broke", "skipped", True),
        ("same", "dead", False),
        ("same", "unreachable", False),
        ("same", "insecure", False),
        ("same", "changed", False),
    ],
)
def test_new_only(make_link: MakeLink, kind: str, before: str | None, *, is_found: bool) -> None:
    """With `--new-only` a link that was failing in the last run fails this one no more, if it is not new."""
    link = make_link("a", status="dead")
    found = findings([link], [_change(link, kind, before)], fail_on=DEFAULT, new_only=True)

    assert is_found == bool(found)
    assert findings([link], [_change(link, kind, before)], fail_on=DEFAULT, new_only=False)


def test_rows_go_together(make_link: MakeLink) -> None:
    """Each link is held against its own row of changes; what has gone comes after and is no finding."""
    links = [make_link("a", status="dead"), make_link("b", status="alive"), make_link("c", status="dead")]
    changes = [
        _change(links[0], "same", "dead"),
        _change(links[1], "recovered", "dead"),
        _change(links[2], "broke", "alive"),
        _change(make_link("gone", status="dead"), "gone", "dead"),
    ]

    assert (links[2],) == findings(links, changes, fail_on=DEFAULT, new_only=True)
    assert (links[0], links[2]) == findings(links, changes, fail_on=DEFAULT, new_only=False)


def test_no_links_no_findings() -> None:
    """An empty report fails nothing."""
    assert () == findings([], [], fail_on=DEFAULT, new_only=False)

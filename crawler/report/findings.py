"""Which links make a run fail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.probe.past import FAILING, Status
from crawler.report.outline import outlines

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from crawler.report.model import ChangeReport, LinkReport


def findings(
    links: Sequence[LinkReport],
    changes: Sequence[ChangeReport],
    *,
    fail_on: Collection[Status],
    new_only: bool,
) -> tuple[LinkReport, ...]:
    """The links with a status that is failed on; with `new_only` those that were not failing before.

    `changes` begins with one row for each link, in the same order.
    """
    was_failing = {status.value for status in FAILING}
    return tuple(
        links[number]
        for number, (link, change) in enumerate(zip(outlines(links), changes, strict=False))
        if link.status in fail_on
        and (not new_only or change.kind == "new" or change.before not in was_failing)
    )

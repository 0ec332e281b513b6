"""Cases as data: YAML files in tests/cases, found here and replayed by `crawler.report.case_replay`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from crawler.judge import judge
from crawler.report import case_replay
from crawler.report.case_replay import POLICY, link_of
from crawler.report.case_replay import talk as replay

if TYPE_CHECKING:
    from crawler.judge import Case, Verdict
    from crawler.probe.model import Exchange, Probe

__all__ = ["CASES", "POLICY", "CaseFile", "Web", "all_cases", "case_of", "link_of", "replay", "verdict_of"]

CASES = Path(__file__).parent.parent / "cases"


@dataclass(frozen=True)
class CaseFile:
    """One case as its file says it."""

    path: Path
    name: str
    said: dict[str, Any]

    @property
    def expected(self) -> dict[str, Any]:
        return self.said["expect"]  # type: ignore[no-any-return]


def all_cases() -> list[CaseFile]:
    """Every case of every file, in a stable order."""
    return [
        CaseFile(path=path, name=said["name"], said=said)
        for path in sorted(CASES.rglob("*.yaml"))
        for said in yaml.safe_load(path.read_text(encoding="utf-8"))
    ]


class Web(case_replay.Web):
    """A web of which a case must say everything that is asked."""

    def answer(self, probe: Probe) -> Exchange:
        exchange = super().answer(probe)
        assert not self.unknown, f"the case says nothing of {self.unknown}"
        return exchange


def case_of(case: CaseFile) -> Case:
    """All that judging a case rests on."""
    return case_replay.case_of(case.said, Web(case.said["answers"]))


def verdict_of(case: CaseFile) -> Verdict:
    """What the judge says of a case."""
    return judge(case_of(case))

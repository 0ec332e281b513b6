"""Conversations driven by hand, and answers to drive them with."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import pytest

from crawler.probe.flow import FlowPolicy, check_link
from crawler.probe.model import Answer, Evidence, Exchange, Failure, FailureKind, KnownPage, Probe

Outcome = Answer | Failure
Respond = Callable[[Probe], Outcome]


def _answer(status: int = 200, html: str | None = None, **fields: str | list[str]) -> Answer:
    """An answer; `location="/x"` is a header field, a list gives it several times, `_` stands for `-`."""
    named = {name.replace("_", "-"): value for name, value in fields.items()}
    headers = [
        (name, one)
        for name, value in named.items()
        for one in (value if isinstance(value, list) else [value])
    ]
    if html is not None:
        headers.append(("content-type", "text/html; charset=utf-8"))
    return Answer(status=status, headers=tuple(headers), body=(html or "").encode())


def _fail(kind: str) -> Failure:
    return Failure(kind=FailureKind(kind), detail=kind)


@dataclass
class Talk:
    """A finished conversation: what was asked, in order, and what came of it."""

    evidence: Evidence
    probes: list[Probe] = field(default_factory=list)

    @property
    def asked(self) -> list[str]:
        return [probe.url for probe in self.probes]

    def header(self, number: int, name: str = "cookie") -> str | None:
        return dict(self.probes[number].headers).get(name)


def _converse(
    url: str,
    respond: Respond | Iterable[Outcome],
    *,
    title: str | None = None,
    policy: FlowPolicy | None = None,
    known: KnownPage | None = None,
) -> Talk:
    """Drive a conversation: `respond` answers each probe, or gives the answers in order."""
    script = None if callable(respond) else iter(respond)
    flow = check_link(url, title, policy or FlowPolicy(control_token="tok"), known=known)
    probes: list[Probe] = []
    try:
        probe = next(flow)
        while True:
            if probe.purpose == "delegation":
                probe = flow.send(Exchange(probe=probe, outcome=Answer(status=0)))
                continue
            probes.append(probe)
            outcome = next(script) if script is not None else respond(probe)  # type: ignore[operator] # is callable
            probe = flow.send(Exchange(probe=probe, outcome=outcome))
    except StopIteration as stop:
        return Talk(evidence=stop.value, probes=probes)


@pytest.fixture(name="answer")
def answer_fixture() -> Callable[..., Answer]:
    return _answer


@pytest.fixture(name="fail")
def fail_fixture() -> Callable[[str], Failure]:
    return _fail


@pytest.fixture(name="converse")
def converse_fixture() -> Callable[..., Talk]:
    return _converse

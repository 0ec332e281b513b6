"""The request log: whole lines, no secrets, an end."""

from __future__ import annotations

import asyncio
import json
import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from crawler.errors import SettingsError
from crawler.net import SECOND_STACK, Journal, Net, Sent
from crawler.net.fast import IS_INSTALLED
from crawler.net.journal import URL_LIMIT, shown_url
from crawler.probe.model import FIRST_STACK, Answer, Exchange, Failure, FailureKind, Probe

STACKS = (FIRST_STACK, SECOND_STACK) if IS_INSTALLED else (FIRST_STACK,)
NOW = datetime(2026, 11, 21, 12, 0, 0, tzinfo=UTC)


def _sent(url: str = "https://a.test/x", outcome: Answer | Failure | None = None) -> Sent:
    exchange = Exchange(
        probe=Probe(url=url, attempt=2),
        outcome=outcome or Answer(status=200),
        elapsed_s=1.5,
        address="192.0.2.1:443",
        bytes_received=1234,
    )
    return Sent(exchange=exchange, host="a.test", waited_s=0.25)


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_link_is_replaced_by_the_log(tmp_path: Path) -> None:
    """Where it leads may be anybody's file; nothing there is changed, nor made."""
    (tmp_path / "own").write_text("mine", encoding="utf-8")
    for name, target in (("log", "own"), ("lost", "none")):
        (tmp_path / name).symlink_to(target)
        with Journal(tmp_path / name) as journal:
            journal(_sent())

        assert 1 == len(_lines(tmp_path / name))
        assert not (tmp_path / name).is_symlink()
    assert "mine" == (tmp_path / "own").read_text(encoding="utf-8")
    assert not (tmp_path / "none").exists()


def test_a_link_to_a_device_is_followed(tmp_path: Path) -> None:
    """`/dev/stdout` is one."""
    (tmp_path / "log").symlink_to("/dev/null")
    with Journal(tmp_path / "log") as journal:
        journal(_sent())

    assert (True, None) == ((tmp_path / "log").is_symlink(), journal.trouble)


def test_a_pipe_that_nobody_reads_is_refused(tmp_path: Path) -> None:
    """Opening it would wait without end."""
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(SettingsError, match="cannot be written"):
        Journal(tmp_path / "pipe")


def test_a_line_says_it_all(tmp_path: Path) -> None:
    """The time is that of the beginning: what the answer took is counted back."""
    path = tmp_path / "new" / "requests.jsonl"
    with Journal(path, now=lambda: NOW) as journal:
        journal(_sent())

    assert [
        {
            "time": "2026-11-21T11:59:58.500+00:00",
            "host": "a.test",
            "address": "192.0.2.1:443",
            "method": "GET",
            "url": "https://a.test/x",
            "purpose": "page",
            "attempt": 2,
            "conditional": False,
            "stack": FIRST_STACK,
            "status": 200,
            "failure": None,
            "bytes": 1234,
            "elapsed_s": 1.5,
            "waited_s": 0.25,
        }
    ] == _lines(path)


def test_a_question_for_news_is_told_from_a_plain_one(tmp_path: Path) -> None:
    """By the conditions in it, whichever they are."""
    path = tmp_path / "requests.jsonl"
    plain = _sent().exchange
    with Journal(path) as journal:
        for headers in ((("if-modified-since", "x"),), (("cookie", "a=b"),)):
            exchange = replace(plain, probe=replace(plain.probe, headers=headers))
            journal(Sent(exchange=exchange, host="a.test", waited_s=0.0))

    assert [True, False] == [line["conditional"] for line in _lines(path)]


def test_a_failure_is_named(tmp_path: Path) -> None:
    """In the words of the evidence, with no status beside it."""
    path = tmp_path / "requests.jsonl"
    with Journal(path) as journal:
        journal(_sent(outcome=Failure(kind=FailureKind.CONNECTION_RESET, detail="")))

    assert [(None, "connection-reset")] == [(line["status"], line["failure"]) for line in _lines(path)]


def test_a_line_is_there_before_the_next_request(tmp_path: Path) -> None:
    """A killed run leaves whole lines: nothing waits in a buffer."""
    path = tmp_path / "requests.jsonl"
    with Journal(path) as journal:
        for number in range(3):
            journal(_sent(f"https://a.test/{number}"))
            assert len(_lines(path)) == number + 1


def test_a_log_is_begun_anew(tmp_path: Path) -> None:
    """One file, one run."""
    path = tmp_path / "requests.jsonl"
    for _ in range(2):
        with Journal(path) as journal:
            journal(_sent())

    assert len(_lines(path)) == 1


def test_a_log_is_bounded_and_says_so(tmp_path: Path) -> None:
    """The last line tells that more was sent than is written here."""
    path = tmp_path / "requests.jsonl"
    with Journal(path, most_bytes=1_000) as journal:
        for _ in range(50):
            journal(_sent())

    lines = _lines(path)
    assert {"truncated": True} == lines[-1]
    assert path.stat().st_size <= 1_000 + len(json.dumps(lines[-1])) + 1
    assert {"https://a.test/x"} == {line["url"] for line in lines[:-1]}


def test_a_place_that_cannot_be_written_is_the_operators_mistake(tmp_path: Path) -> None:
    """Said before anything is asked."""
    with pytest.raises(SettingsError, match="--log"):
        Journal(tmp_path)


def test_a_full_disk_ends_the_log_and_not_the_run() -> None:
    """/dev/full takes no byte: the journal keeps why, and stays silent."""
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("there is no /dev/full here")
    with Journal(full) as journal:
        journal(_sent())
        journal(_sent())

    assert journal.trouble is not None
    assert "could not be written" in journal.trouble


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://a.test/x?y", "https://a.test/x?y"),
        ("https://user:hunter2@a.test/x", "https://a.test/x"),
        ("https://user@a.test/@x", "https://a.test/@x"),
        ("https://a.test/@x", "https://a.test/@x"),
        ("https://a.test/" + "x" * 9_000, ("https://a.test/" + "x" * 9_000)[: URL_LIMIT - 1] + "…"),
    ],
)
def test_shown_urls(url: str, shown: str) -> None:
    """Without credentials, and no longer than a line bears."""
    assert shown == shown_url(url)


def _keep_alive(page: Any, robots: bytes) -> Any:
    async def behave(visit: Any) -> None:
        if visit.path == "/limited" and visit.path not in behave.seen:  # type: ignore[attr-defined]
            behave.seen.add(visit.path)  # type: ignore[attr-defined]
            await visit.send(page(status="429 Too Many Requests"))
        else:
            await visit.send(robots if visit.path == "/robots.txt" else page())

    behave.seen = set()  # type: ignore[attr-defined]
    return behave


@pytest.mark.parametrize("stack", STACKS)
def test_the_log_agrees_with_what_the_server_saw(
    settings: Any, serve: Any, page: Any, tmp_path: Path, stack: str
) -> None:
    """Every request that arrived is a line, and no other; either shows the slower pace after a 429."""
    path = tmp_path / "requests.jsonl"
    names = ["limited", *(f"page{number}" for number in range(4))]

    async def run() -> tuple[list[str], list[float]]:
        behaviour = _keep_alive(page, page(b"User-agent: *\nDisallow: /private"))
        with Journal(path) as journal:
            async with (
                serve(behaviour) as server,
                Net(
                    settings(("a.test", 80, server.port), robots="respect", host_interval_s=0.1),
                    journal=journal,
                ) as net,
            ):
                for name in [*names, "private"]:
                    await net.ask(Probe(url=f"http://u:hunter2@a.test/{name}", stack=stack))
                assert net.requests == len(server.heads)
                return server.paths, server.times

    paths, times = asyncio.run(run())
    lines = _lines(path)
    logged = [datetime.fromisoformat(line["time"]).timestamp() for line in lines]

    assert ["/robots.txt", *(f"/{name}" for name in names)] == paths
    assert paths == [line["url"].removeprefix("http://a.test") for line in lines]
    assert "hunter2" not in path.read_text()
    assert ["robots", *["page"] * 5] == [line["purpose"] for line in lines]
    assert [200, 429, *[200] * 4] == [line["status"] for line in lines]
    assert {stack} == {line["stack"] for line in lines[1:]}
    # An arrival may be late, the first of them too; but robots.txt had arrived before any page was asked for.
    assert all(at - times[0] >= 0.2 * number - 0.002 for number, at in enumerate(times[1:]))
    assert all(at - logged[1] >= 0.2 * number - 0.002 for number, at in enumerate(logged[1:]))


def test_what_was_not_sent_is_no_line(settings: Any, tmp_path: Path) -> None:
    """Private addresses and foreign schemes are refused here; nobody was asked."""
    path = tmp_path / "requests.jsonl"

    async def run() -> None:
        with Journal(path) as journal:
            async with Net(settings(), journal=journal) as net:
                for url in ("http://127.0.0.1/", "mailto:a@b.test", "nonsense"):
                    await net.ask(Probe(url=url))

    asyncio.run(run())

    assert [] == _lines(path)


def test_a_rate_limit_that_is_used_up_as_the_server_saw_it(
    settings: Any, serve: Any, page: Any, tmp_path: Path
) -> None:
    """The rest of the host's links arrive after the reset, and the log says how long they waited."""
    path = tmp_path / "requests.jsonl"

    async def behave(visit: Any) -> None:
        await visit.send(page(extra=b"RateLimit: limit=1, remaining=0, reset=1\r\n" * (visit.path == "/0")))

    async def run() -> list[float]:
        with Journal(path) as journal:
            async with serve(behave) as server:
                paced = settings(("a.test", 80, server.port), host_concurrency=1)
                async with Net(paced, journal=journal) as net:
                    await asyncio.gather(*(net.ask(Probe(url=f"http://a.test/{n}")) for n in range(3)))
                    return list(server.times)

    times = asyncio.run(run())

    assert all(at - times[0] >= 0.95 for at in times[1:])
    assert [False, True, True] == [line["waited_s"] >= 0.95 for line in _lines(path)]


def _hosts_of_one_address(settings: Any, serve: Any, page: Any, *, is_led: bool) -> int:
    """The most requests at once that a server saw which is the address of twelve hosts."""

    async def behave(visit: Any) -> None:
        await asyncio.sleep(0.05)
        await visit.send(page())
        visit.writer.close()

    async def run() -> int:
        async with serve(behave) as server:
            if is_led:
                rules = [(f"h{number}.test", server.port, server.port) for number in range(12)]
                changes = settings(*rules, address_concurrency=3)
            else:
                changes = settings(address_concurrency=3, allow_private=True, nameserver=None)
            hosts = [f"h{n}.test" if is_led else f"h{n}.localhost" for n in range(12)]
            async with Net(changes) as net:
                await asyncio.gather(*(net.ask(Probe(url=f"http://{host}:{server.port}/")) for host in hosts))
            assert len(server.heads) == 12
            return int(server.most_open)

    return asyncio.run(run())


def test_hosts_of_one_address_as_the_server_saw_them(settings: Any, serve: Any, page: Any) -> None:
    """Twelve hosts that share an address with three places are asked three at a time."""
    assert _hosts_of_one_address(settings, serve, page, is_led=False) == 3


def test_the_second_address_of_a_host_is_shared_as_well(
    settings: Any, serve: Any, page: Any, name_server: Any
) -> None:
    """Six hosts whose first address refuses come to the address of six others: still three at a time."""

    async def behave(visit: Any) -> None:
        await asyncio.sleep(0.05)
        await visit.send(page())
        visit.writer.close()

    def look_up(name: str, _kind: str) -> list[str]:
        return ["127.0.0.1"] if name.startswith("one") else ["127.0.0.2", "127.0.0.1"]

    async def run() -> tuple[int, int]:
        async with serve(behave) as server, name_server(look_up) as names:
            own = settings(address_concurrency=3, allow_private=True, nameserver=f"127.0.0.1:{names.port}")
            hosts = [f"{kind}{n}.test" for n in range(6) for kind in ("one", "two")]
            async with Net(own) as net:
                await asyncio.gather(*(net.ask(Probe(url=f"http://{host}:{server.port}/")) for host in hosts))
            return len(server.heads), server.most_open

    served, most = asyncio.run(run())
    assert served == 12
    assert most <= 3


def test_an_address_that_the_operator_named_has_no_limit(settings: Any, serve: Any, page: Any) -> None:
    """--connect-to leads a whole catalog to one address, as tests and the demo do: all at once."""
    assert _hosts_of_one_address(settings, serve, page, is_led=True) > 3


def test_a_cancelled_request_is_in_the_log(settings: Any, serve: Any, tmp_path: Path) -> None:
    """An interrupted run had sent it all the same: the servers saw it."""
    path = tmp_path / "requests.jsonl"
    came: list[bytes] = []
    both_came = asyncio.Event()

    async def hang(visit: Any) -> None:
        came.append(visit.head)
        if len(came) == 2:
            both_came.set()
        await asyncio.sleep(60)

    async def run() -> None:
        with Journal(path) as journal:
            async with (
                serve(hang) as server,
                Net(settings(("a.test", 80, server.port)), journal=journal) as net,
            ):
                asking = [
                    asyncio.ensure_future(net.ask(Probe(url="http://a.test/", stack=stack)))
                    for stack in ("pyreqwest", "httpx")
                ]
                await both_came.wait()
                for task in asking:
                    task.cancel()
                await asyncio.gather(*asking, return_exceptions=True)

    asyncio.run(run())
    assert ["cancelled"] * 2 == [line["failure"] for line in _lines(path)]


def test_what_the_fast_stack_leaves_is_in_the_log_twice(
    settings: Any, serve: Any, reply: Any, tmp_path: Path
) -> None:
    """As often as the server saw it."""
    path = tmp_path / "requests.jsonl"

    async def run() -> int:
        with Journal(path) as journal:
            async with (
                serve(reply(b"garbage\r\n\r\n")) as server,
                Net(settings(("a.test", 80, server.port)), journal=journal) as net,
            ):
                await net.ask(Probe(url="http://a.test/"))
                return len(server.heads)

    seen = asyncio.run(run())
    lines = _lines(path)
    assert seen == len(lines)
    assert {"protocol-error"} == {line["failure"] for line in lines} - {"left-to-httpx"}

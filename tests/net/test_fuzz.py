"""Noise as responses: thousands of made-up answers, each of which must end in a status, on both stacks.

An answer is a list of parts drawn by a seeded generator, so that a failure names its seed, and is shrunk by
leaving parts and halves of parts out for as long as it still fails. Hundreds are asked over one `Net` and one
event loop: a loop, a server and a client for each, as under Hypothesis, would cost ten times as much.
"""

from __future__ import annotations

import asyncio
import gzip
import random
import zlib
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from support.whole_run import catalog_text

from crawler.catalog import read_catalog
from crawler.judge import build_case, judge
from crawler.net import SECOND_STACK, Net, converse
from crawler.net.fast import IS_INSTALLED
from crawler.probe.flow import FlowPolicy, check_link
from crawler.probe.model import FIRST_STACK, FailureKind
from crawler.probe.past import Status

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

EXAMPLES = 5_000
BATCH = 500
AT_ONCE = 32
PATIENCE_S = 20.0
STACKS = (FIRST_STACK, SECOND_STACK) if IS_INSTALLED else (FIRST_STACK,)

(LINK,) = read_catalog(
    "catalog.yaml", catalog_text({"a": "http://a.test/"}).encode(), today=date(2026, 11, 21)
).links

Parts = list[bytes]

STATUS_LINES = (
    *[b"HTTP/1.1 200 OK\r\n"] * 8,
    b"HTTP/1.0 200 OK\r\n",
    b"HTTP/1.1 301 Moved\r\n",
    b"HTTP/1.1 404 \r\n",
    b"HTTP/1.1 204 No\r\n",
    b"HTTP/1.1 304 N\r\n",
    b"HTTP/1.1 101 S\r\n",
    b"HTTP/1.1 103 E\r\n\r\n",
    b"HTTP/1.1 100 C\r\n\r\n",
    b"HTTP/1.1 999 X\r\n",
    b"HTTP/1.1 2000 X\r\n",
    b"HTTP/1.1 20 X\r\n",
    b"HTTP/1.1  200 X\r\n",
    b"HTTP/9 200\r\n",
    b"HTTP/1.1 200 OK\n",
    b"http/1.1 200 ok\r\n",
    b"\r\n",
    b"",
)
HEADERS = (
    b"Content-Type: text/html\r\n",
    b"Content-Type: application/pdf\r\n",
    b"Content-Type: \xff/\x00\r\n",
    b"Content-Type: text/html; charset=utf-16\r\n",
    b"Content-Type: text/html; charset=\x80\r\n",
    b"Content-Length: 5\r\n",
    b"Content-Length: 0\r\n",
    b"Content-Length: -1\r\n",
    b"Content-Length: 1e9\r\n",
    b"Content-Length: 99999\r\n",
    b"Transfer-Encoding: chunked\r\n",
    b"Transfer-Encoding: gzip, chunked\r\n",
    b"Content-Encoding: gzip\r\n",
    b"Content-Encoding: deflate\r\n",
    b"Content-Encoding: br\r\n",
    b"Content-Encoding: zstd\r\n",
    b"Content-Encoding: gzip, gzip\r\n",
    b"Content-Encoding: identity\r\n",
    b"Location: /1\r\n",
    b"Location: http://[::1]/\r\n",
    b"Location: javascript:x\r\n",
    b"Location: \xe9\x00\r\n",
    b"Location: //\r\n",
    b"Location: http://a@@b:c/\r\n",
    b"Set-Cookie: a=b; Domain=test\r\n",
    b"Set-Cookie: =;=;\r\n",
    b"Retry-After: -1\r\n",
    b"Retry-After: Mon, 99 Foo\r\n",
    b"RateLimit: limit=x, remaining=0, reset=\xff\r\n",
    b"Connection: close\r\n",
    b"Connection: keep-alive\r\n",
    b"X: " + b"x" * 9_000 + b"\r\n",
    b"no colon\r\n",
    b" folded\r\n",
    b": empty\r\n",
    b"X\x00Y: z\r\n",
    b"X: \r\r\n",
    b"Refresh: 0; url=/2\r\n",
)
PAGES = (
    b"hello",
    b"<title>A Good Book</title>",
    b"<html><head><title>Not found</title><body>",
    b"%PDF-1.4\n1 0 obj <<",
    b'<meta http-equiv="refresh" content="0; url=/3">',
    b"<title>\xff\xfe\x00</title>",
    b"<!--" * 500,
    b"<a" * 2_000,
    b'<script type="application/ld+json">{"@graph": [[[[[',
    b"<meta charset=utf-7>+ADw-",
    b"\0" * 3_000,
    b"",
)


def _noise(dice: random.Random, most: int) -> bytes:
    return dice.randbytes(dice.randrange(most))


def _chunked(dice: random.Random, body: bytes) -> bytes:
    size = dice.choice([b"%x" % len(body)] * 4 + [b"%x;ext=" % len(body), b"-5", b"zz", b"f" * 20, b""])
    return (
        size
        + b"\r\n"
        + body
        + dice.choice([b"\r\n0\r\n\r\n"] * 4 + [b"\r\n", b"0\r\n", b"\r\n0\r\nX: y\r\n\r\n"])
    )


CODINGS: tuple[Callable[[random.Random, bytes], bytes], ...] = (
    *[lambda _dice, body: body] * 3,
    lambda _dice, body: gzip.compress(body),
    lambda _dice, body: gzip.compress(gzip.compress(body)),
    lambda _dice, body: zlib.compress(body),
    lambda _dice, body: zlib.compress(body)[2:-4],
    lambda dice, body: gzip.compress(body)[: dice.randrange(30)],
    lambda dice, _body: gzip.compress(b"\0" * dice.randrange(3_000_000)),
    lambda dice, _body: b"(\xb5/\xfd" + _noise(dice, 60),
    lambda dice, _body: _noise(dice, 300),
)


def answer_of(seed: int) -> Parts:
    """Structured noise: mostly a response, with something wrong in it."""
    dice = random.Random(seed)
    if dice.random() < 0.1:
        return [_noise(dice, 200)]
    headers = dice.choices(HEADERS, k=dice.randrange(7))
    body = dice.choice(CODINGS)(dice, dice.choice(PAGES))
    if b"Transfer-Encoding: chunked\r\n" in headers:
        body = _chunked(dice, body)
    parts = [dice.choice(STATUS_LINES), *headers, b"\r\n", body]
    for _ in range(dice.choice([0, 0, 0, 1, 2])):
        _mutate(dice, parts)
    return parts


def _mutate(dice: random.Random, parts: Parts) -> None:
    at = dice.randrange(len(parts))
    part = parts[at]
    cut = dice.randrange(len(part) + 1)
    match dice.randrange(5):
        case 0:
            parts[at] = part[:cut]
        case 1:
            parts[at] = part[:cut] + _noise(dice, 8) + part[cut:]
        case 2:
            del parts[at + 1 :]
        case 3:
            parts.insert(at, dice.choice(parts))
        case _:
            parts[at] = part[:cut] + bytes(part[cut : cut + 1]).swapcase() + part[cut + 1 :]


async def _ask_all(answers: Sequence[Parts], stack: str, *, tls: bool, fixtures: Any) -> list[Status | str]:
    """What becomes of each answer: a status, or what is wrong."""
    serve, settings = fixtures

    async def behave(visit: Any) -> None:
        if not tls:
            number = visit.path.strip("/").partition("?")[0]
            answer = answers[int(number) % len(answers)] if number.isdigit() else answers[0]
        else:
            await visit.reader.read(1)
            answer = answers[next(turn) % len(answers)]
        await visit.send(b"".join(answer))
        visit.writer.close()

    turn = iter(range(1_000_000))
    gate = asyncio.Semaphore(AT_ONCE)
    async with serve(behave, reads_request=not tls) as server:
        port = 443 if tls else 80
        quick = {"host_concurrency": AT_ONCE, "concurrency": AT_ONCE, "timeout_s": PATIENCE_S}
        async with Net(settings(("a.test", port, server.port), **quick)) as net:
            # A server that says 429 or cuts connections is asked ever more slowly: not here.
            net._lanes.adapt = lambda *_args, **_more: None  # type: ignore[method-assign]

            async def one(number: int) -> Status | str:
                async with gate:
                    url = f"http{'s' * tls}://a.test/{number}"
                    return await _status_of(url, stack, net)

            return list(await asyncio.gather(*(one(number) for number in range(len(answers)))))


async def _status_of(url: str, stack: str, net: Net) -> Status | str:
    policy = FlowPolicy(stack=stack, retries=0, max_hops=3, control_token="missing")
    link = replace(LINK, url=url)
    try:
        async with asyncio.timeout(PATIENCE_S * 5):
            evidence = await converse(check_link(url, link.title, policy), net.ask)
        kinds = {exchange.failure.kind for exchange in evidence.exchanges if exchange.failure}
        if kinds & {FailureKind.INTERNAL_ERROR, FailureKind.READ_TIMEOUT, FailureKind.CONNECT_TIMEOUT}:
            return f"{evidence.final.failure}"
        return judge(build_case(link, evidence, None)).status
    except Exception as error:  # noqa: BLE001 - what this test looks for
        return repr(error)


def _shrunk(parts: Parts, fails: Callable[[Parts], bool]) -> Parts:
    """The answer with everything left out that it can fail without."""
    smaller = [
        *([*parts[:at], *parts[at + 1 :]] for at in range(len(parts))),
        *(
            [*parts[:at], part[:half], *parts[at + 1 :]]
            for at, part in enumerate(parts)
            if (half := len(part) // 2)
        ),
    ]
    return next((_shrunk(each, fails) for each in smaller if fails(each)), parts)


def _fuzz(seeds: range, stack: str, *, tls: bool, fixtures: Any) -> None:
    def ask(answers: Sequence[Parts]) -> list[Status | str]:
        return asyncio.run(_ask_all(answers, stack, tls=tls, fixtures=fixtures))

    for begin in range(seeds.start, seeds.stop, BATCH):
        numbers = range(begin, min(begin + BATCH, seeds.stop))
        for seed, said in zip(numbers, ask([answer_of(seed) for seed in numbers]), strict=True):
            if not isinstance(said, Status):
                least = _shrunk(answer_of(seed), lambda parts: not isinstance(ask([parts])[0], Status))
                pytest.fail(f"seed {seed}, {said}: {b''.join(least)!r}")


@pytest.mark.parametrize("stack", STACKS)
def test_noise_ends_in_a_status(serve: Any, settings: Any, stack: str) -> None:
    """Five thousand answers to plain http, from the request to the verdict."""
    _fuzz(range(EXAMPLES), stack, tls=False, fixtures=(serve, settings))


@pytest.mark.parametrize("stack", STACKS)
def test_noise_in_a_handshake_ends_in_a_status(serve: Any, settings: Any, stack: str) -> None:
    """Where TLS was expected."""
    _fuzz(range(EXAMPLES, EXAMPLES + 300), stack, tls=True, fixtures=(serve, settings))


def test_the_noise_is_varied() -> None:
    """Most answers are read as HTTP, and every part of the tables is drawn."""
    answers = [b"".join(answer_of(seed)) for seed in range(EXAMPLES)]

    assert len(set(answers)) > 0.9 * EXAMPLES
    assert all(any(part in answer for answer in answers) for part in (*STATUS_LINES, *HEADERS, *PAGES))


def test_a_failure_is_shrunk() -> None:
    """What is named is as little as fails."""
    parts = [b"one", b"two-two-two-two", b"", b"three", b"badness"]

    assert [b"bad"] == _shrunk(parts, lambda parts: b"bad" in b"".join(parts))

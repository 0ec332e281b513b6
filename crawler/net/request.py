"""A probe as the request that is sent for it: a browser's headers, an honest name, no credentials."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx

from crawler.net.dial import DIAL
from crawler.net.second import TARGET

if TYPE_CHECKING:
    from crawler.net.dial import Dial
    from crawler.net.target import Target
    from crawler.probe.model import Probe

BROWSER_HEADERS = (
    ("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
    ("Accept-Language", "en-US,en;q=0.8,*;q=0.5"),
    # Only what `body` can decode within bounds: brotli and zstd give no way to stop an expansion half-way.
    ("Accept-Encoding", "gzip, deflate"),
    ("Upgrade-Insecure-Requests", "1"),
)


def build_request(probe: Probe, dial: Dial, user_agent: str) -> httpx.Request:
    """Build the request for one hop; the URL's user name and password are not in it."""
    target = dial.target
    return httpx.Request(
        probe.method,
        # The path goes as `target` below: httpx refuses or rewrites some that the URL standard takes.
        httpx.URL(f"{target.scheme}://{target.bracketed}:{target.port}/"),
        headers=_headers(probe, target, user_agent),
        extensions={DIAL: dial, TARGET: target.path.encode("ascii"), "sni_hostname": target.name},
    )


def _headers(probe: Probe, target: Target, user_agent: str) -> list[tuple[bytes, bytes]]:
    own = (("Host", target.host_header), ("User-Agent", user_agent), *BROWSER_HEADERS)
    replaced = {name.lower() for name, _ in probe.headers}
    kept = [(name, value) for name, value in own if name.lower() not in replaced]
    return [(_encoded(name), _encoded(value)) for name, value in (*kept, *probe.headers)]


def _encoded(text: str) -> bytes:
    """Send a cookie back in the bytes that it came in; those were read as Latin-1."""
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode("utf-8", errors="replace")

"""A probe as the request that is sent for it: a browser's headers, an honest name, no credentials."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crawler.net.dial import DIAL, TARGET
from crawler.net.httpx_types import httpx

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


class ProbeRequest(httpx.Request):
    """httpx's request; its URL and headers, 20 of its 22 us, are made when a stack first reads them."""

    def __init__(self, probe: Probe, dial: Dial, user_agent: str) -> None:
        target = dial.target
        self.method = probe.method
        self.stream = httpx.ByteStream(b"")
        self.fields = _fields(probe, target, user_agent)
        """The headers as text."""
        self.extensions = {DIAL: dial, TARGET: target.path.encode("ascii"), "sni_hostname": target.name}

    @property
    def raw_fields(self) -> list[tuple[bytes, bytes]]:
        """The headers as they are sent."""
        return [(_encoded(key), _encoded(value)) for key, value in self.fields]

    def __getattr__(self, name: str) -> Any:
        if name == "url":
            target = self.extensions[DIAL].target
            # The path goes as `target` above: httpx refuses or rewrites some that the URL standard takes.
            self.url = httpx.URL(f"{target.scheme}://{target.bracketed}:{target.port}/")
        elif name == "headers":
            self.headers = httpx.Headers(self.raw_fields)
        else:
            raise AttributeError(name)
        return self.__dict__[name]


def build_request(probe: Probe, dial: Dial, user_agent: str) -> ProbeRequest:
    """Build the request for one hop; the URL's user name and password are not in it."""
    return ProbeRequest(probe, dial, user_agent)


def _fields(probe: Probe, target: Target, user_agent: str) -> list[tuple[str, str]]:
    own = [("Host", target.host_header), ("User-Agent", user_agent), *BROWSER_HEADERS]
    if not probe.headers:
        return own
    replaced = {name.lower() for name, _ in probe.headers}
    return [*((name, value) for name, value in own if name.lower() not in replaced), *probe.headers]


def _encoded(text: str) -> bytes:
    """Send a cookie back in the bytes that it came in; those were read as Latin-1."""
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode("utf-8", errors="replace")

"""How to ask: limits, politeness, and what only the operator may override."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from crawler import __version__
from crawler.errors import SettingsError

if TYPE_CHECKING:
    from crawler.net.proxies import Proxies

ROBOTS_TOKEN = "catalog-crawler"  # noqa: S105 - a product token of RFC 9309, no secret
USER_AGENT = (
    f"Mozilla/5.0 (compatible; {ROBOTS_TOKEN}/{__version__}; +https://github.com/catalog-crawler/crawler)"
)
DNS_PORT = 53
_HIGHEST_PORT = 65_535

StopWhen = Callable[[bytes], bool]
"""Takes the next decoded bytes of an HTML page; true once nothing further is wanted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectTo:
    """One `--connect-to`: an empty `host` or `port` matches all, an empty `to_...` keeps the URL's."""

    host: str = ""
    port: int | None = None
    to_host: str = ""
    to_port: int | None = None

    @classmethod
    def parse(cls, text: str) -> ConnectTo:
        """Read curl's `HOST:PORT:ADDR:PORT`, IPv6 in brackets.

        Raises:
            SettingsError: the text is not four fields with ports from 1 to 65535.
        """
        fields = _split_outside_brackets(text)
        if len(fields) != 4:  # noqa: PLR2004 - the four fields of curl's own option
            raise _connect_to_error(text, "needs four fields")
        host, port, to_host, to_port = fields
        return cls(
            host=_bare(host).lower().rstrip("."),
            port=_port(port, text),
            to_host=_bare(to_host),
            to_port=_port(to_port, text),
        )

    def matches(self, host: str, port: int) -> bool:
        return self.host in ("", host.lower().rstrip(".")) and self.port in (None, port)


@dataclass(frozen=True, slots=True, kw_only=True)
class NetSettings:
    """What a run may set about the network; raises SettingsError for a nameserver that is no address."""

    concurrency: int = 64
    host_concurrency: int = 2
    host_interval_s: float = 0.25
    address_concurrency: int = 8
    """Requests at once to one dialled address, whatever its hosts; at least `host_concurrency`."""
    timeout_s: float = 20.0
    robots: Literal["respect", "ignore"] = "respect"
    nameserver: str | None = None
    connect_to: tuple[ConnectTo, ...] = ()
    allow_private: bool = False
    proxies: Proxies | None = None
    """What the operator's environment names; None asks everything directly."""
    outage_pause_s: float = 120.0
    """How long a run waits, in all, for a network that went away: a router restarts in less."""
    user_agent: str = USER_AGENT
    head_watch: Callable[[], StopWhen] | None = None
    """Makes, for each page, what says when its head has been read; without it the byte cap ends reading."""

    def __post_init__(self) -> None:
        if self.nameserver is not None:
            read_nameserver(self.nameserver)

    def leads_elsewhere(self, host: str, port: int) -> bool:
        """Tell whether the operator named the address of `host`: how busy that may be is his to know."""
        rule = next((rule for rule in self.connect_to if rule.matches(host, port)), None)
        return rule is not None and bool(rule.to_host)


def read_nameserver(text: str) -> tuple[str, int]:
    """Read `192.0.2.1`, `192.0.2.1:5353`, `2001:db8::1` or `[2001:db8::1]:5353` as address and port.

    Raises:
        SettingsError: anything else; a name cannot be asked for before there is a name server.
    """
    fields = [text] if text.count(":") > 1 and not text.startswith("[") else _split_outside_brackets(text)
    try:
        address = ipaddress.ip_address(_bare(fields[0]))
        port = int(fields[1]) if len(fields) > 1 else DNS_PORT
    except ValueError:
        port = 0
    if len(fields) > 2 or not 0 < port <= _HIGHEST_PORT:  # noqa: PLR2004 - address and port
        raise SettingsError(
            "--nameserver", f"{text!r} is no address", "write ADDR or ADDR:PORT, IPv6 in brackets"
        )
    return str(address), port


def _split_outside_brackets(text: str) -> list[str]:
    fields, depth = [""], 0
    for character in text:
        depth += (character == "[") - (character == "]")
        if character == ":" and depth == 0:
            fields.append("")
        else:
            fields[-1] += character
    return fields


def _bare(host: str) -> str:
    return host[1:-1] if host.startswith("[") and host.endswith("]") else host


def _port(text: str, whole: str) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit()) or not 0 < int(text[:6]) <= _HIGHEST_PORT:
        raise _connect_to_error(whole, f"{text!r} is no port")
    return int(text)


def _connect_to_error(text: str, what: str) -> SettingsError:
    return SettingsError("--connect-to", f"{text!r} {what}", "write HOST:PORT:ADDR:PORT, IPv6 in brackets")

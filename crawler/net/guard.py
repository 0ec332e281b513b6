"""Which addresses may be dialled for a URL that a stranger may have written: public ones alone."""

from __future__ import annotations

import ipaddress
from bisect import bisect_right
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

# `ipaddress.is_global` does not do: its tables follow the Python release (3.11 calls 192.88.99.0/24 and the
# multicast of 224.0.0.0/4 global), and it looks into no address that carries another one. Whatever it refuses
# is refused here as well, which a test compares.
NOT_PUBLIC_V4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network (RFC 791); Linux dials 0.0.0.0 as loopback
        "10.0.0.0/8",
        "100.64.0.0/10",  # carrier-grade NAT (RFC 6598), and some clouds' metadata
        "127.0.0.0/8",
        "168.63.129.16/32",  # a public number by which one cloud reaches its host agent from inside
        "169.254.0.0/16",  # link-local, and most clouds' metadata
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",  # 6to4 relays, withdrawn by RFC 7526
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)
# As numbers, and found by bisection: each host of a run is vetted, and `ipaddress` takes 15 us for each.
_REFUSED_V4 = sorted((int(net.network_address), int(net.broadcast_address)) for net in NOT_PUBLIC_V4)
_REFUSED_FROM = [first for first, _ in _REFUSED_V4]
GLOBAL_UNICAST_V6 = IPv6Network("2000::/3")
NOT_PUBLIC_V6 = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments, Teredo among them, which leads into a private network
        "2001:db8::/32",
        "3fff::/20",
    )
)
NAT64 = IPv6Network("64:ff9b::/96")
_LOW_32_BITS = 0xFFFF_FFFF
_RECENT = 4_096
"""Each address is vetted when its host is looked up, and again whenever it is dialled."""


def is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=_RECENT)
def is_public(address: str) -> bool:
    """Tell whether an address in text form belongs to a public host; False for what is no address."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    return _is_public_v4(parsed) if isinstance(parsed, IPv4Address) else _is_public_v6(parsed)


def _is_public_v4(address: IPv4Address) -> bool:
    number = int(address)
    # The first network begins with 0, so one is always found.
    return number > _REFUSED_V4[bisect_right(_REFUSED_FROM, number) - 1][1]


def _is_public_v6(address: IPv6Address) -> bool:
    carried = _carried(address)
    if carried is not None:
        return _is_public_v4(carried)
    # Everything outside 2000::/3 is refused by default: loopback, unique local, link-local, site-local,
    # multicast, IPv4-compatible, discard-only, local NAT64 (64:ff9b:1::/48), and what is assigned one day.
    return address in GLOBAL_UNICAST_V6 and not any(address in network for network in NOT_PUBLIC_V6)


def _carried(address: IPv6Address) -> IPv4Address | None:
    """Find the IPv4 address that a mapped, NAT64 or 6to4 address stands for."""
    if address in NAT64:
        return IPv4Address(int(address) & _LOW_32_BITS)
    return address.ipv4_mapped or address.sixtofour

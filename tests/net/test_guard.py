"""The address guard: a table of addresses, and no text that could slip through as public."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.net.guard import is_public

PUBLIC = [
    "1.1.1.1",
    "8.8.8.8",
    "9.255.255.255",
    "11.0.0.0",
    "93.184.216.34",
    "100.63.255.255",
    "100.128.0.0",
    "126.255.255.255",
    "128.0.0.0",
    "168.63.129.15",
    "169.253.255.255",
    "169.255.0.0",
    "172.15.255.255",
    "172.32.0.0",
    "191.255.255.255",
    "192.0.1.0",
    "192.88.98.255",
    "192.88.100.0",
    "192.167.255.255",
    "192.169.0.0",
    "198.17.255.255",
    "198.20.0.0",
    "198.51.99.255",
    "203.0.112.255",
    "203.0.114.0",
    "223.255.255.255",
    "2606:4700:4700::1111",
    "2001:4860:4860::8888",
    "2a00:1450:4001:800::200e",
    "2001:200::1",
    "2400:cb00::1",
    "64:ff9b::808:808",
    "::ffff:8.8.8.8",
    "2002:808:808::1",
    "2620:4f:8000::1",
]

PRIVATE = [
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.0",
    "10.255.255.255",
    "100.64.0.0",
    "100.100.100.200",
    "100.127.255.255",
    "127.0.0.1",
    "127.255.255.254",
    "168.63.129.16",
    "169.254.0.0",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.1",
    "192.0.0.9",
    "192.0.0.170",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.0.1",
    "192.168.255.255",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.1",
    "203.0.113.255",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::8.8.8.8",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:0:127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a00:1",
    "64:ff9b::c0a8:101",
    "64:ff9b:1::1",
    "64:ff9b:1:ffff::8.8.8.8",
    "100::1",
    "2001::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:2::1",
    "2001:10::1",
    "2001:20::1",
    "2001:db8::1",
    "2001:db8:ffff::",
    "2002:7f00:1::1",
    "2002:a00:1::1",
    "2002:c0a8:101::",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fdff::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "ff0e::1",
    "4000::1",
    "8000::1",
]


@pytest.mark.parametrize("address", PUBLIC)
def test_public_address(address: str) -> None:
    """An address of the open Internet, the neighbours of every refused network among them, may be dialled."""
    assert is_public(address)


@pytest.mark.parametrize("address", PRIVATE)
def test_address_that_is_not_public(address: str) -> None:
    """Private, local, reserved and multicast addresses are refused, also inside one that carries another."""
    assert not is_public(address)


def test_whatever_python_calls_not_global_is_refused() -> None:
    """Ends of networks all over the address space, and of the small ones where such exceptions lie."""
    firsts = {number << 16 for number in range(1 << 16)}
    firsts |= {(192 << 24) + (number << 8) for number in range(256)}
    addresses = [ipaddress.IPv4Address(end) for first in firsts for end in (first, first + 255)]

    assert [] == [str(one) for one in addresses if is_public(str(one)) and not one.is_global]


def test_table_is_long_enough() -> None:
    """The table keeps at least sixty addresses, none twice."""
    assert len({*PUBLIC, *PRIVATE}) == len(PUBLIC) + len(PRIVATE) >= 60


@pytest.mark.parametrize(
    "text", ["", "localhost", "127.1", "0x7f000001", "2130706433", "1.2.3.4.5", "[::1]", "a b"]
)
def test_what_is_no_address_is_not_public(text: str) -> None:
    """Only the forms that the target reader writes are addresses; everything else is refused."""
    assert not is_public(text)


@given(st.ip_addresses(v=4))
def test_carriers_are_as_public_as_what_they_carry(address: ipaddress.IPv4Address) -> None:
    """Mapped, NAT64 and 6to4 forms open nothing that the plain IPv4 address does not."""
    number = int(address)
    carriers = (
        ipaddress.IPv6Address((0xFFFF << 32) | number),
        ipaddress.IPv6Address((0x64FF9B << 96) | number),
        ipaddress.IPv6Address((0x2002 << 112) | (number << 80) | 1),
    )

    assert [is_public(str(address))] * 3 == [is_public(str(carrier)) for carrier in carriers]


@given(st.ip_addresses())
def test_python_agrees_about_what_is_private(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    """The guard never opens what Python's own tables call private, local or multicast."""
    refused = (
        address.is_private
        or address.is_loopback
        or address.is_link_local
        or address.is_multicast
        or address.is_unspecified
    )

    # What carries an IPv4 address is judged by that address; Python's tables differ from release to release.
    carries = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    assert not (refused and is_public(str(address)) and not carries)

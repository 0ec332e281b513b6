"""The wire format of the demo's name server, checked against an independent implementation."""

from __future__ import annotations

import struct

import pytest
from dnslib import QTYPE, RCODE, DNSRecord
from hypothesis import given
from hypothesis import strategies as st

from crawler.demo.name_server import NAME_ERROR, NameAnswer, reply


def _local(name: str) -> NameAnswer:
    return NameAnswer(address="127.0.0.1") if name == "known.test" else NameAnswer(code=NAME_ERROR)


def test_an_address_is_read_by_dnslib() -> None:
    """Number, question with its capitals, flags and the address come back."""
    query = DNSRecord.question("KnOwN.test")
    message = reply(query.pack(), _local) or b""
    answer = DNSRecord.parse(message)

    assert query.header.id == answer.header.id
    assert (answer.header.qr, answer.header.ra, answer.header.rd) == (1, 1, 1)
    assert b"\x05KnOwN\x04test\x00" in message
    assert [str(record.rdata) for record in answer.rr] == ["127.0.0.1"]


def test_an_unknown_name_does_not_exist() -> None:
    """NXDOMAIN, and no record."""
    answer = DNSRecord.parse(reply(DNSRecord.question("unknown.test").pack(), _local))

    assert (RCODE[answer.header.rcode], answer.rr) == ("NXDOMAIN", [])


@pytest.mark.parametrize("kind", ["AAAA", "HTTPS", "MX", "TXT"])
def test_other_types_have_no_records(kind: str) -> None:
    """The name is there and has nothing but an IPv4 address."""
    answer = DNSRecord.parse(reply(DNSRecord.question("known.test", kind).pack(), _local))

    assert (RCODE[answer.header.rcode], answer.rr) == ("NOERROR", [])
    assert kind == QTYPE[answer.q.qtype]


def test_extended_queries_are_answered() -> None:
    """An OPT record after the question (RFC 6891), as resolvers send it, changes nothing."""
    query = DNSRecord.question("known.test")
    extended = struct.pack("!6H", query.header.id, 0x0100, 1, 0, 0, 1) + query.pack()[12:]
    extended += b"\0" + struct.pack("!2HIH", 41, 1232, 0, 0)
    answer = DNSRecord.parse(reply(extended, _local))

    assert [str(record.rdata) for record in answer.rr] == ["127.0.0.1"]


def test_silence_is_an_answer() -> None:
    """A look-up that gives None sends nothing."""
    assert None is reply(DNSRecord.question("known.test").pack(), lambda _name: None)


@pytest.mark.parametrize(
    "question",
    [b"", b"\x05know", b"\xc0\x0c\x00\x01\x00\x01", b"\x05known\x04test\x00\x00", b"\x3f" + b"a" * 300],
    ids=["empty", "cut", "pointer", "without class", "too long"],
)
def test_malformed_questions_are_format_errors(question: bytes) -> None:
    """FORMERR with the query's number, and nothing else."""
    message = reply(struct.pack("!6H", 7, 0x0100, 1, 0, 0, 0) + question, _local)

    assert struct.pack("!6H", 7, 0x8181, 0, 0, 0, 0) == message


@given(st.binary(max_size=600))
def test_any_datagram_is_survived(query: bytes) -> None:
    """Whatever comes, the reply is nothing or a message with the query's number and little else."""
    message = reply(query, _local)

    assert message is None or (message[:2] == query[:2] and len(message) <= len(query) + 16)

"""The name server of the benchmark's network namespace, which both tools ask."""

from __future__ import annotations

import socket
import struct
from typing import Self

from bench.namespace import address_of
from bench.servers import FORK, end_when_told


class NameServer:
    """At 127.0.0.1:53 of the namespace: `h12.` has an address, every other name does not exist."""

    def __enter__(self) -> Self:
        udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        udp.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
        udp.bind(("127.0.0.1", 53))
        self._process = FORK.Process(target=_answer_names, args=(udp,), daemon=True)
        self._process.start()
        udp.close()
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.join()


def _answer_names(udp: socket.socket) -> None:
    end_when_told()
    while True:
        query, client = udp.recvfrom(1_232)
        udp.sendto(answer_name(query), client)


def answer_name(query: bytes) -> bytes:
    """The answer to one question (RFC 1035 4.1): an address for `h<number>`, else NXDOMAIN."""
    end = 12
    while query[end]:
        end += query[end] + 1
    label = query[13 : 13 + query[12]].lower()
    question = query[12 : end + 5]
    if not (label.startswith(b"h") and label[1:].isdigit()):
        return query[:2] + b"\x85\x83\0\1\0\0\0\0\0\0" + question
    (record_type,) = struct.unpack(">H", query[end + 1 : end + 3])
    if record_type != 1:
        return query[:2] + b"\x85\x80\0\1\0\0\0\0\0\0" + question
    address = socket.inet_aton(address_of(int(label[1:])))
    record = b"\xc0\x0c\0\1\0\1\0\0\x0e\x10\0\4" + address
    return query[:2] + b"\x85\x80\0\1\0\1\0\0\0\0" + question + record

"""What of a body's content codings is one, and which of them was left unread."""

from __future__ import annotations

import pytest

from crawler.probe.codings import codings_of, unread_coding
from crawler.probe.model import Answer


@pytest.mark.parametrize(
    ("values", "codings"),
    [
        (("gzip",), ("gzip",)),
        (("GZIP, identity",), ("gzip",)),
        (("gzip", "br"), ("gzip", "br")),
        (("UTF-8",), ()),
        (("gzip, none",), ()),
        ((" , ",), ()),
        ((), ()),
    ],
)
def test_codings(values: tuple[str, ...], codings: tuple[str, ...]) -> None:
    """Names of no coding are passed over with all beside them, as browsers do."""
    assert codings == codings_of(values)


@pytest.mark.parametrize(
    ("coding", "body", "error", "unread"),
    [
        ("br", b"", "not asked for", "br"),
        ("gzip, zstd", b"", "not asked for", "zstd"),
        ("gzip", b"", "broken content coding", None),
        ("utf-8", b"", "read-timeout", None),
        ("br", b"", None, None),
        ("br", b"x", "cut", None),
    ],
)
def test_unread_coding(coding: str, body: bytes, error: str | None, unread: str | None) -> None:
    """A body that was left is told from one that broke off, and from a HEAD's."""
    headers = (("content-encoding", coding),)

    assert unread == unread_coding(Answer(status=200, headers=headers, body=body, body_error=error))

"""Data and plain text as pages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.page import read_page

if TYPE_CHECKING:
    from crawler.page.model import PageFacts

URL = "https://a.test/api/7"


def _read(body: bytes, content_type: str = "application/json") -> PageFacts:
    page = read_page(body, url=URL, content_type=content_type)
    assert page is not None
    return page


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"error": "not found"}, "not found"),
        ({"message": "Not Found", "documentation_url": "https://a.test/docs"}, "Not Found"),
        ({"status": 404, "error": "Not Found"}, "404 - Not Found"),
        ({"success": False, "error": {"code": 404, "message": "No such book"}}, "404 - No such book"),
        ({"errors": [{"status": "410", "detail": "Gone"}]}, "410 - Gone"),
        ({"errors": ["Nothing here", "again"]}, "Nothing here"),
        ({"error": "not_found", "reason": "missing"}, "not found"),
        ({"success": False, "error": {"code": 404, "type": "x", "info": "Removed."}}, "404 - Removed."),
        ({"type": "about:blank", "title": "Not Found", "status": 404}, "404 - Not Found"),
        ({"type": "https://a.test/credit", "title": "Out", "status": 403, "detail": "None"}, "403 None"),
        ({"error": {"code": 404, "message": "No", "errors": [{"domain": "x"}]}}, "404 - No"),
        ({"errors": [{"message": "No field", "locations": [], "path": []}], "data": None}, "No field"),
        ({"errors": [{"message": "No field"}], "data": {"title": "Bayes"}}, None),
        ({"__type": "ResourceNotFoundException", "message": "No table"}, "No table"),
        ({"message": "Welcome", "errors": {"404": "not found"}, "docs": "/docs"}, None),
        ({"title": "Math", "status": 1}, None),
        ({"code": 404}, "404"),
        ({"code": 410, "name": "Vietnam", "region": "Asia"}, None),
        ({"status": 200, "message": ""}, None),
        ({"error": None, "data": [1]}, None),
        ({"error": {"error": {"error": {"error": "deep"}}}}, None),
        ({str(number): "" for number in range(20)} | {"error": "not found"}, None),
        ([{"error": "not found"}], None),
        ({}, None),
    ],
)
def test_messages(said: object, message: str | None) -> None:
    """The message of an error object, with its code, stands where a page has its title."""
    assert message == _read(json.dumps(said).encode()).html_title


def test_a_text_has_no_title() -> None:
    """What it says is its text."""
    page = _read(b"404 page\nnot found", "text/plain; charset=utf-8")

    assert ("404 page not found", None, ()) == (page.text_sample, page.html_title, page.names)


@pytest.mark.parametrize("body", [b"{", b'{"error": ', b"{" * 5_000, b'{"error":' * 5_000, b"\xff{"])
def test_broken_data_is_text(body: bytes) -> None:
    """What cannot be read as data has no message."""
    assert None is _read(body).html_title


@given(st.recursive(st.none() | st.integers() | st.text(), lambda each: st.dictionaries(st.text(), each)))
def test_any_data_is_read(said: object) -> None:
    """No data breaks the reading."""
    assert _read(json.dumps({"error": said}).encode()).text_sample

"""Messages that stand where a document was to be: in a feed, in a script's alert, in the state of an
application, and in what a program prints when it fails.
"""

from __future__ import annotations

import html
import json
import re

from crawler.page.text import clean
from crawler.page.wording import fold

_READ = 64 * 1024
_SHOWN = 200
_FEW = 8
"""An application's texts in a language are many; its message is one of a few."""
_SCRIPT = re.compile(rb"(?is)<script\b([^<>]{0,300})>(.{0,20000}?)</script")
_STATIC = re.compile(rb"(?i)\bsrc\s{0,5}=|ld\+json|template|text/x-")
_STATE = re.compile(
    r'"(?:reason|message|msg|text|simpleText|subreason|error|errorMessage|detail|description|title|status)"\s{0,3}:\s{0,3}'
    r'("(?:[^"\\]|\\.){1,200}")'
)
_ITEM = re.compile(rb"<(?:item|entry)[\s>]")
_FEED_TEXT = re.compile(
    rb"(?is)<(?:title|description|subtitle|summary)\b[^<>]{0,200}>(.{1,1000}?)</(?:title|description|"
    rb"subtitle|summary)"
)
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>|<[^<>]{0,500}>")
_ALERT = re.compile(rb"(?is)\balert\s?\(\s?(?:\"((?:[^\"\\]|\\.){1,300})\"|'((?:[^'\\]|\\.){1,300})')\s?\)")
_BACK = re.compile(
    rb"(?i)\bhistory\.(?:back|go)\b|\blocation(?:\.href)?\s?=|\blocation\.(?:replace|assign)\b|"
    rb"\bwindow\.close\b"
)
# Written by interpreters, frameworks and databases, and by nobody else: the whole of a text begins so.
_PROGRAM = re.compile(
    r"(?:php )?(?:fatal error|parse error|warning|notice|deprecated|strict standards|"
    r"catchable fatal error) ?: .{1,600}? "
    r"(?:in \S+ on line \d+|in \S+:\d+|stack trace:)|"
    r"traceback \(most recent call last\)|"
    r"(?:uncaught|unhandled) (?:\w+ )?(?:exception|error)\b|"
    r"exception in thread |(?:java|javax|org)\.[\w.]{3,100}(?:exception|error)\b|"
    r"sqlstate\[|ora-\d{5}|you have an error in your sql syntax|"
    r"(?:mysql|mysqli|pg|odbc)_\w{3,30}\(\)|"
    r"microsoft (?:ole db provider|vbscript|jscript|jet database)|\[microsoft\]\[|adodb\.\w+ error|"
    r"whitelabel error page|"
    r"(?:error|could not|couldn't|cannot|unable to|failed to) (?:establish\w* a |connect\w* to |"
    r"connecting to |open |select )"
    r"(?:the )?(?:\w+ )?(?:database|mysql|server|db)\b|"
    r"could not connect: |"
    r"actioncontroller::|activerecord::|django\.\w+|werkzeug|"
    r"software error:|coldfusion.{0,40}error|error occurred while processing request"
)
_BEGINS = 80
"""A tutorial on such an error says something first."""


def program_error(text: str) -> str | None:
    """The words by which a text begins that a failing program prints."""
    found = _PROGRAM.search(fold(text[:1_500]))
    return clean(found.group(), _SHOWN) if found and found.start() <= _BEGINS else None


def alert_of(body: bytes) -> str | None:
    """The message of a document whose script shows it and leads away."""
    found = _ALERT.search(body[:_READ])
    if found is None or _BACK.search(body[:_READ]) is None:
        return None
    return clean((found[1] or found[2]).decode("utf-8", "replace"), _SHOWN) or None


def feed_messages(body: bytes) -> list[str]:
    """What a feed with at most one item is called and says; nothing of a feed that has more to give."""
    if len(_ITEM.findall(body)) > 1:
        return []
    texts = (found.decode("utf-8", "replace") for found in _FEED_TEXT.findall(body[:_READ]))
    return [words for each in texts if (words := clean(html.unescape(_CDATA.sub(" ", each)), _SHOWN))]


def state_messages(body: bytes) -> list[str]:
    """The few texts in the data of a page's own scripts; none where they are an application's many."""
    texts: list[str] = []
    for attributes, script in _SCRIPT.findall(body[: 4 * _READ]):
        if _STATIC.search(attributes):
            continue
        for found in _STATE.findall(script.decode("utf-8", "replace")):
            try:
                text = json.loads(found)
            except ValueError:
                continue
            if isinstance(text, str) and (words := clean(text, _SHOWN)):
                texts.append(words)
    own = list(dict.fromkeys(texts))
    return own if len(own) <= _FEW else []

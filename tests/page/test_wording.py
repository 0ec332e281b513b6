"""By which words pages say that they are missing, parked or a sign-in, in the main languages."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from crawler.page.wording import (
    LOGIN_PHRASES,
    MISSING_PHRASES,
    PARKED_PHRASES,
    SHORT_MISSING_PHRASES,
    fold,
    login_phrase,
    missing_phrase,
    parked_phrase,
)

SAID: dict[str, list[str]] = yaml.safe_load(
    Path(__file__).with_name("wording.yaml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("text", SAID["missing"] + SAID["false_friends"])
def test_missing(text: str) -> None:
    """A title that says that its page is not there is heard, and so are works that are called like that."""
    assert missing_phrase(text)


@pytest.mark.parametrize("text", SAID["present"])
def test_present(text: str) -> None:
    """A good title with such a word or number in it says nothing."""
    assert None is missing_phrase(text)


@pytest.mark.parametrize(
    ("heard", "text", "expected"),
    [
        *((parked_phrase, text, True) for text in SAID["parked"]),
        *((parked_phrase, text, False) for text in SAID["not_parked"]),
        *((login_phrase, text, True) for text in SAID["login"]),
        *((login_phrase, text, False) for text in SAID["not_login"]),
    ],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_parked_and_login(heard: object, text: str, *, expected: bool) -> None:
    """Sales of domains and sign-ins are heard by whole words."""
    assert callable(heard)
    assert expected == bool(heard(text))


@pytest.mark.parametrize("phrase", MISSING_PHRASES + SHORT_MISSING_PHRASES)
def test_every_missing_phrase_is_heard(phrase: str) -> None:
    """Each phrase of the tables is heard alone, in capitals, and beside a site's name."""
    for text in (phrase, phrase.upper(), f"{phrase} | Academy", f"Academy - {phrase}!"):
        assert missing_phrase(text), text


@pytest.mark.parametrize("phrase", PARKED_PHRASES)
def test_every_parked_phrase_is_heard(phrase: str) -> None:
    """Each phrase is heard within a sentence."""
    assert parked_phrase(f"Hello: {phrase.upper()}. Hurry!")


@pytest.mark.parametrize("phrase", LOGIN_PHRASES)
def test_every_login_phrase_is_heard(phrase: str) -> None:
    """Each phrase is heard beside a site's name."""
    assert login_phrase(f"{phrase.upper()} - Academy")


def test_tables_have_no_repeats() -> None:
    """No phrase stands twice, once case and accents are gone."""
    for phrases in (MISSING_PHRASES + SHORT_MISSING_PHRASES, PARKED_PHRASES, LOGIN_PHRASES):
        folded = [fold(phrase) for phrase in phrases]
        assert sorted(set(folded)) == sorted(folded)


def test_short_messages_count_alone() -> None:
    """Words that are in good titles too count where at most three others stand beside them."""
    assert "not found" == missing_phrase("Oh dear me, not found")
    assert None is missing_phrase("What I lost and what was not found by me")


def test_no_word_within_a_word() -> None:
    """Words are whole where the script has spaces."""
    assert None is login_phrase("Catalogin")
    assert None is missing_phrase("Inotfoundation")
    assert None is parked_phrase("Adomain for salesmen")


def test_what_was_heard_is_told() -> None:
    """The words are given back folded, without what stands around them."""
    assert "seite nicht gefunden" == missing_phrase("Universität \u2013 Seite NICHT gefunden (Fehler)")
    assert "404" == missing_phrase(" 404 ")
    assert "academy" not in (missing_phrase("Academy | 404") or "")
    assert "domain is for sale" == parked_phrase("Great DOMAIN is\u00a0for  sale")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  PAGE \n Not\tFound ", "page not found"),
        ("Página", "pagina"),
        ("Ångström", "angstrom"),
        ("BULUNAMADI bulunamad\u0131", "bulunamadi bulunamadi"),
        ("İstanbul", "istanbul"),
        ("n\u2019existe", "n'existe"),
        ("Straße", "strasse"),
        ("ﬁnite", "finite"),
        ("ガ", "ガ"),
        ("σελίδα ΣΕΛΙΔΑ", "σελιδα σελιδα"),
        ("й Ё", "и \u0435"),
        ("नहीं", "नहीं"),
        ("", ""),
    ],
)
def test_fold(text: str, expected: str) -> None:
    """Case, accents and white space go; letters of other scripts stay whole."""
    assert expected == fold(text)


@given(st.text())
def test_folding_is_final(text: str) -> None:
    """What is folded folds to itself."""
    assert fold(text) == fold(fold(text))


@given(st.text(max_size=80))
def test_no_text_raises(text: str) -> None:
    """Any text can be asked what it says; what is heard is not empty."""
    for heard in (missing_phrase(text), parked_phrase(text), login_phrase(text)):
        assert heard is None or heard.strip()

"""Messages in feeds, alerts, the state of applications, and what failing programs print."""

from __future__ import annotations

import pytest

from crawler.page.messages import alert_of, feed_messages, program_error, state_messages


@pytest.mark.parametrize(
    "text",
    [
        "Fatal error: Uncaught Error: Call to undefined function f() in /var/www/a.php:31 Stack trace: #0",
        "Warning: mysqli_connect(): Access denied in /home/www/db.php on line 12",
        "Traceback (most recent call last): File app.py",
        "SQLSTATE[HY000] [2002] Connection refused",
        "java.lang.NullPointerException at org.example",
        "Whitelabel Error Page This application has no explicit mapping",
        "Could not connect: Too many connections",
    ],
)
def test_errors_of_programs_are_known(text: str) -> None:
    """Interpreters, databases and frameworks."""
    assert program_error(text)


def test_a_tutorial_on_errors_is_none() -> None:
    """It says something first."""
    assert program_error("Warning signs in old code, " * 4 + "Fatal error: boom in a.php on line 3") is None
    assert program_error("Warning: the exercises are hard.") is None


def test_an_alert_counts_where_it_leads_away() -> None:
    """A page that greets its visitors stays."""
    assert alert_of(b"<script>alert('Gone.');history.back();</script>") == "Gone."
    assert alert_of(b"<script>alert('Welcome!');</script>") is None


def test_a_feed_with_several_items_has_no_message() -> None:
    """It has something to give."""
    item = b"<item><title>One</title></item>"
    assert feed_messages(b"<rss><channel><title>T</title>" + item + b"</channel></rss>") == ["T", "One"]
    assert feed_messages(b"<rss><channel><title>T</title>" + 2 * item + b"</channel></rss>") == []


def test_many_texts_are_an_applications() -> None:
    """Of an application's texts none is its page's."""
    few = b'<script>s={"reason": "Video \\u0041way"};</script>'
    many = b"<script>" + b",".join(b'{"text": "%d times"}' % n for n in range(20)) + b"</script>"
    assert state_messages(few) == ["Video Away"]
    assert state_messages(many) == []

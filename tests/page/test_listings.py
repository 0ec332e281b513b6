"""Lists of a folder's files that servers make: is there any in one?"""

from __future__ import annotations

import pytest

from crawler.page import read_page
from crawler.page.listings import is_empty_listing

URL = "https://a.test/pub/2008/"
APACHE = (
    "<title>Index of /pub/2008</title><h1>Index of /pub/2008</h1><table><tr><th><a href='?C=N;O=D'>Name</a>"
    "<th><a href='?C=M;O=A'>Last modified</a><th>Size<th>Description<tr><td>"
    "<a href='/pub/'>Parent Directory</a>"
    "<td>&nbsp;<td>-{}</table><address>Apache/2.4.57 (Debian) Server at a.test Port 443</address>"
)
NGINX = (
    "<title>Index of /pub/2008/</title><h1>Index of /pub/2008/</h1><hr><pre><a href='../'>../</a>\n{}</pre>"
)
PYTHON = "<title>Directory listing for /pub/2008/</title><h1>Directory listing for /pub/2008/</h1><ul>{}</ul>"


def _is_empty(markup: str) -> bool:
    page = read_page(markup.encode(), url=URL, content_type="text/html")
    assert page is not None
    return is_empty_listing(page.headings, markup.encode(), page.text_sample, url=URL)


@pytest.mark.parametrize("markup", [APACHE, NGINX, PYTHON])
def test_nothing_but_the_way_up(markup: str) -> None:
    """What servers write beside files, and their own names, are no files."""
    assert _is_empty(markup.format(""))


@pytest.mark.parametrize("markup", [APACHE, NGINX, PYTHON])
@pytest.mark.parametrize(
    "more",
    [
        "<a href=lecture.mp4>lecture.mp4</a>",
        "<a href='https://b.test/'>.</a>",
        "<p>Ask for the disk.</p>",
        "<script>fill()</script>",
    ],
)
def test_a_file_a_word_or_a_script(markup: str, more: str) -> None:
    """Any of them may be the work, or say where it is."""
    assert not _is_empty(markup.format(more))


def test_a_page_of_another_name() -> None:
    """An index of terms is no list of files."""
    assert not _is_empty("<title>Index of terms</title><h1>Index of terms</h1>")

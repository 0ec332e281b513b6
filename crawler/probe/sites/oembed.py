"""oEmbed (https://oembed.com): one question for every site that offers it; what its refusals mean differs."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from crawler.probe.model import Answer, SiteAnswer
from crawler.probe.sites.model import Question, json_of, text_at

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from crawler.probe.model import SiteState

_OK = 200
_MEANS: dict[SiteState, str] = {
    "gone": "no such thing is there",
    "private": "it is there, but not for everybody",
    "restricted": "it is there, but only for some, or not on other sites",
}


def oembed(
    site: str,
    endpoint: str,
    refusals: Mapping[int, SiteState],
    *,
    spelled: Callable[[str], str] = lambda url: url,
) -> Question:
    """`endpoint` ends where the quoted address begins; `spelled` is the address as the endpoint knows it."""

    def read(answer: Answer) -> SiteAnswer | None:
        state = refusals.get(answer.status)
        if state is not None:
            return SiteAnswer(
                site=site, state=state, detail=f"oEmbed answers {answer.status}: {_MEANS[state]}"
            )
        said = json_of(answer) if answer.status == _OK else {}
        title = text_at(said, "title")
        # A post of few words has no title, but somebody who wrote it.
        if title is None and text_at(said, "author_name") is None:
            return None
        return SiteAnswer(site=site, state="exists", detail="oEmbed names it", title=title)

    return Question(url=lambda url: endpoint + quote(spelled(url), safe=""), read=read)

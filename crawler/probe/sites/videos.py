"""Vimeo and X: what their oEmbed says where their pages say nothing."""

from __future__ import annotations

import re

from crawler.probe.sites.model import SiteKnowledge
from crawler.probe.sites.oembed import oembed

VIMEO = SiteKnowledge(
    name="vimeo",
    # Its pages tell gone from there, but not to visitors whom its wall takes for programs.
    pattern=re.compile(r"https?://(?:www\.)?vimeo\.com/(?:channels/[\w-]+/|groups/[\w-]+/videos/)?\d"),
    # No 404: so it also answers for a video that may be embedded on its owner's own site alone.
    question=oembed("Vimeo", "https://vimeo.com/api/oembed.json?url=", {403: "private"}),
)

X = SiteKnowledge(
    name="x",
    # One script shell answers 200 for every post, deleted or not.
    pattern=re.compile(r"https?://(?:(?:www|mobile)\.)?(?:twitter|x)\.com/\w+/status(?:es)?/\d"),
    asked="always",
    question=oembed("X", "https://publish.twitter.com/oembed?url=", {404: "gone", 403: "private"}),
)

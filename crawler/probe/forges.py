"""Where the repositories of code forges lie: whose address says owner and name."""

from __future__ import annotations

import re

from crawler.probe import urls

FORGES = frozenset(
    {"github.com", "gitlab.com", "codeberg.org", "bitbucket.org", "gitea.com", "git.sr.ht", "gist.github.com"}
)
_NAMED = 2
"""Owner and name: the segments of a repository's own address."""
_NO_OWNERS = frozenset(
    "about api apps collections contact customer-stories dashboard enterprise events explore features groups "  # noqa: SIM905 - words, not literals
    "help issues join login marketplace notifications orgs organizations pricing pulls repo search security "
    "sessions settings site sponsors stars snippets topics trending user users watching -".split()
)
"""What forges keep for places of their own, so that nobody can be called so."""


def is_forge(url: str) -> bool:
    """A known forge, or a GitLab of somebody's own by its name."""
    host = urls.host_of(url).removeprefix("www.")
    return host in FORGES or bool(re.match(r"(?:gitlab|gitea|forgejo)\.", host))


def repository_of(url: str) -> tuple[str, str] | None:
    """Owner and name of the repository that an address on a forge lies in."""
    steps = [step for step in urls.path_of(url).split("/") if step]
    if not is_forge(url) or len(steps) < _NAMED or steps[0].lower() in _NO_OWNERS:
        return None
    return steps[0].lower(), steps[1].lower().removesuffix(".git")


def below_repository(url: str) -> str:
    """What follows owner and name: `/tree/main/docs`; empty for the repository's own page."""
    steps = [step for step in urls.path_of(url).split("/") if step]
    return "".join(f"/{step}" for step in steps[_NAMED:])

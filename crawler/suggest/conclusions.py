"""The last look at a run's suggestions, with the whole catalog in view: what is gone and mended by nothing,
what would stand there twice, what was declined, and what the configuration says of each code.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from crawler.catalog import edit_for
from crawler.catalog.model import entry_route
from crawler.catalog.tracking import without_tracking
from crawler.probe import urls
from crawler.probe.past import GONE, Status
from crawler.suggest.codes import RANK
from crawler.suggest.model import Suggestion, new_url, note, proposal
from crawler.suggest.secure import secure_twins, twin_of
from crawler.suggest.surroundings import Said

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from crawler.catalog.model import Catalog, Link, Problem
    from crawler.probe.past import Past
    from crawler.suggest.codes import Policy
    from crawler.suggest.model import Lead
    from crawler.suggest.stage import Verification
    from crawler.suggest.surroundings import Surroundings

URL_CODES = frozenset(
    {"moved", "https", "cosmetic", "forge-rename", "unshorten", "strip-tracking", "neighbour-rule"}
)

DECLINED = "declined before"
"""The reason in `refusals` of what somebody has declined."""


class Proposed(Said, Protocol):
    """One link with what is proposed of it by itself."""

    @property
    def proposals(self) -> tuple[Suggestion, ...]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """What is known from before: the ids that somebody has declined, and what was said of any address."""

    declined: Collection[str] = frozenset()
    memories: Callable[[Iterable[str]], Mapping[str, Past]] = lambda _urls: {}
    """This run's own sightings among them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Concluded:
    """What may be offered, and what is withheld and why."""

    suggestions: tuple[Suggestion, ...] = ()
    withheld: tuple[tuple[str, str], ...] = ()
    problems: tuple[Problem, ...] = ()
    """What a run knows to be wrong with the catalogs that reading them does not show."""


def conclude(
    proposed: Sequence[Proposed],
    verification: Verification,
    catalogs: Mapping[str, Catalog],
    remembered: Remembered,
) -> Concluded:
    """Everything that is proposed, in the order of the links, as it may be offered."""
    around, policies = verification.around, verification.policies
    withheld = tuple((each.id, each.reason) for each in verification.withheld)
    names_withheld = {name for name, _ in withheld}
    said: list[Suggestion] = []
    taken: dict[str, Link] = {}
    for one in proposed:
        every = _at_once(one.proposals, verification.of(one.lead))
        if any(each.id in names_withheld for each in every):
            continue  # where the host sends any address, no page says anything of this one
        looked_at = (_in_view(one.link, each, around, taken) for each in every)
        mends = [mend for mend in looked_at if mend is not None]
        # A snapshot that has no place in the catalog's format mends nothing.
        if one.lead is not None and all(mend.code == "archive" and not mend.edits for mend in mends):
            resorts = _last_resorts(one.lead, verification, catalogs)
            mends += [mend for mend in resorts if policies.get(mend.code) != "never"][:1]
        placed = (_placed(mend, one.link, catalogs) for mend in mends)
        said += sorted(placed, key=lambda mend: RANK[mend.code])
    verification.complete((), ())  # proving edits wants the memory: 7 MB of 100,000 links
    allowed = [each for each in said if policies.get(each.code) != "never"]
    declined = remembered.declined
    wants_https = policies.get("https") != "never"
    return Concluded(
        suggestions=tuple(_under(policies, each) for each in allowed if each.id not in declined),
        withheld=(*withheld, *((each.id, DECLINED) for each in allowed if each.id in declined)),
        problems=secure_twins(proposed, said, catalogs, remembered) if wants_https else (),
    )


def _at_once(proposals: Sequence[Suggestion], found: Sequence[Suggestion]) -> list[Suggestion]:
    """A move and the better spelling of its end, at https or without tracking, are one proposal, as safe as
    the move was, since both show the very page.
    """
    better = {_new_of(each): each for each in found if each.code in URL_CODES}
    said, used = [], set[str]()
    for each in proposals:
        url = _new_of(each) if each.code in URL_CODES else ""
        other = better.get(twin_of(url)) or better.get(without_tracking(url))
        if other is None:
            said.append(each)
            continue
        used.add(other.id)
        because = (*each.because, *other.because)
        said.append(
            replace(other, because=because, disposition=each.disposition, may_be_safe=each.may_be_safe)
        )
    return [*said, *(each for each in found if each.id not in used)]


def _new_of(suggestion: Suggestion) -> str:
    """The address that a suggestion of one writes."""
    return str(suggestion.edits[0].new)


def _in_view(
    link: Link, suggestion: Suggestion, around: Surroundings, taken: dict[str, Link]
) -> Suggestion | None:
    """A note in place of a URL that the catalog has already, or that is proposed for another link as well;
    nothing in place of a key that no entry of the catalog has.
    """
    if suggestion.code == "missing-language" and link.file not in around.with_languages:
        return None
    if suggestion.code not in URL_CODES:
        return suggestion
    url = _new_of(suggestion)
    address = urls.normalise(url) or url
    owner = around.owner_of(url) or taken.setdefault(address, link)
    if urls.normalise(owner.url) == urls.normalise(link.url):
        return suggestion
    if (owner.file, owner.entry) == (link.file, link.entry) and not link.is_main:
        return None  # an alternate that leads to the work's own address is none the worse for it
    where = f"{owner.entry} ({owner.file}:{owner.line})"
    because = (f"{where} has or gets the address that this should carry: {url}; keep one of them",)
    return note(link, "duplicate", url, (*because, *suggestion.because))


def _last_resorts(
    lead: Lead, verification: Verification, catalogs: Mapping[str, Catalog]
) -> list[Suggestion]:
    """For a confirmed death that nothing mends: its twin, then its removal."""
    if not lead.is_confirmed or lead.status not in GONE or not lead.link.is_main:
        return []
    around, troubles = verification.around, verification.troubles(lead)
    found = (twin(lead, around), removal(lead, around, catalogs, troubles))
    return [each for each in found if each is not None]


def twin(lead: Lead, around: Surroundings) -> Suggestion | None:
    """Another entry of the same title whose URL was reached in this run; a title that leads to several
    addresses is that of many works.
    """
    link = lead.link
    others = around.twins_of(link)
    if len({urls.normalise(other.url) for other in others}) != 1:
        return None
    other = next((other for other in others if other.file != link.file), others[0])
    because = (f"{other.entry} ({other.file}:{other.line}) has the same title and is alive: {other.url}",)
    if other.file == link.file:
        return note(link, "twin", other.url, (*because, "keep one of the two entries"))
    return proposal(link, "twin", new_url(link, other.url), because)


def removal(
    lead: Lead, around: Surroundings, catalogs: Mapping[str, Catalog], troubles: Iterable[str] = ()
) -> Suggestion | None:
    """Removal of a whole entry that is dead for certain, where no other address of it lives; `troubles` are
    why the archive could not say whether it has it.
    """
    link = lead.link
    catalog, place = catalogs.get(link.file), (link.file, link.entry)
    if lead.status is not Status.DEAD or not lead.is_sure or catalog is None or link.entry_is == "text":
        return None
    if place in around.lasting or place in around.archived:
        return None
    because = ["it is dead for certain"]
    if lead.failing_since is not None:
        because.append(f"it has failed since {lead.failing_since:%Y-%m-%d}")
    because.append("nothing was found to mend it with, and no other address of it lives")
    because += [f"but {trouble}" for trouble in troubles]
    if link.entry_is == "file":
        because.append(f"the entry is all that its file holds: remove {link.file}")
        return note(link, "removal", link.file, tuple(because))
    edit = replace(edit_for(catalog, entry_route(link), None), line=link.line)
    return proposal(link, "removal", edit, tuple(because))


def _placed(suggestion: Suggestion, link: Link, catalogs: Mapping[str, Catalog]) -> Suggestion:
    """A snapshot goes to the end of the list that the entry has; what is empty is replaced, not added to."""
    catalog = catalogs.get(link.file)
    if not suggestion.edits or suggestion.edits[0].old is not None or catalog is None:
        return suggestion
    edit = suggestion.edits[0]
    present = edit_for(catalog, edit.route, None).old
    if isinstance(present, list) and isinstance(edit.new, list) and suggestion.code == "archive":
        edit = replace(edit, route=(*edit.route, len(present)), new=edit.new[0])
    elif present == [] or (isinstance(present, str) and not present.strip()):
        edit = replace(edit, old=present)
    return replace(suggestion, edits=(edit,))


def _under(policies: Mapping[str, Policy], suggestion: Suggestion) -> Suggestion:
    """As safe as the configuration wants it, and never safer than its conditions allow."""
    if suggestion.disposition == "note":
        return suggestion
    policy = policies.get(suggestion.code)
    wants_safe = policy == "safe" or (policy is None and suggestion.disposition == "safe")
    is_safe = wants_safe and suggestion.may_be_safe
    return replace(suggestion, disposition="safe" if is_safe else "review")

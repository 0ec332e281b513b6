"""Where in a YAML text an edit goes and what it puts there; whatever cannot be said so is refused."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from crawler.catalog.addition import plan_addition
from crawler.catalog.model import Refusal, Splice
from crawler.catalog.nodes import children, unique_nodes
from crawler.catalog.removal import plan_removal
from crawler.catalog.replacement import plan_replacement

if TYPE_CHECKING:
    from collections.abc import Sequence

    import yaml

    from crawler.catalog.document import Document, Place
    from crawler.catalog.model import Edit, Route

_NOTHING = Refusal(reason="there is nothing at this place to edit")
_WHOLE_DOCUMENT = Refusal(reason="it is a whole document of several in its file; edit it by hand")
_MERGED = Refusal(reason="it comes through a merge key (<<), so other entries would change with it")
_SHARED = Refusal(reason="it is shared through an anchor and alias, so other places would change with it")
_USED = Refusal(reason="an anchor in it is used elsewhere, so other places would change with it")


def plan_splice(document: Document, edit: Edit) -> Splice | Refusal:
    """The splice that makes one edit: a value or a part of it is replaced, something is added or removed."""
    places = list(document.walk(edit.route))
    missing = len(edit.route) + 1 - len(places)
    if missing > 1 or not edit.route:
        return _NOTHING
    if document.is_stream and len(edit.route) == 1:
        return _WHOLE_DOCUMENT
    if any(place.is_merged for place in places):
        return _MERGED
    is_removal = edit.new is None
    counts = document.reference_counts
    alone = places[:-1] if is_removal else places
    if any(place.is_alias or counts[id(place.node)] > 1 for place in alone):
        return _SHARED
    if is_removal:
        return _removed(document, places, edit.route) if not missing else _NOTHING
    if missing:
        return plan_addition(document, places, edit)
    return plan_replacement(document, places, edit)


def _removed(document: Document, places: Sequence[Place], route: Route) -> Splice | Refusal:
    if not places[-1].is_alias and _is_used_elsewhere(document, places[-1].node):
        return _USED
    return plan_removal(document, places[-2], route[-1])


def _is_used_elsewhere(document: Document, node: yaml.Node) -> bool:
    counts = document.reference_counts
    if not counts:
        return False
    own = range(document.start(node), document.end(node) + 1)
    within = [one for one in unique_nodes(node) if document.start(one) in own]  # what it only refers to stays
    inside = Counter(id(child) for one in within for child in children(one))
    return any(counts[id(one)] > inside[id(one)] + (one is node) for one in within)

"""From verdicts to proposed edits. Pure."""

from __future__ import annotations

from crawler.suggest.model import Disposition, Suggestion, suggestion_id
from crawler.suggest.offer import Offer, offer, patch_of
from crawler.suggest.suggestions import SUGGESTERS, Judged, suggest, suggest_again

__all__ = [
    "SUGGESTERS",
    "Disposition",
    "Judged",
    "Offer",
    "Suggestion",
    "offer",
    "patch_of",
    "suggest",
    "suggest_again",
    "suggestion_id",
]

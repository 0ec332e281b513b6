"""From verdicts to proposed edits. Pure.

suggestions   what one judged link proposes by itself           facts, moves
inquiries     what must ask first: other spellings, neighbours  leads, looks, rewrites
snapshots     what must ask the archive                         archive
stage         which of these questions a run puts
conclusions   the whole catalog in view: duplicates, twins, removals, policies, what was declined
offer         which edits can be proved, and the patches that hold them
codes         the registry of all of them
"""

from __future__ import annotations

from crawler.suggest.codes import CODES, Policy, policy_mistake
from crawler.suggest.conclusions import Concluded, conclude
from crawler.suggest.leads import lead_of
from crawler.suggest.model import Disposition, Judged, Lead, Suggestion, Withheld, suggestion_id
from crawler.suggest.offer import Offer, offer, offers, patch_of
from crawler.suggest.stage import ROUNDS, Task, Verification
from crawler.suggest.suggestions import SUGGESTERS, suggest, suggest_again
from crawler.suggest.surroundings import Surroundings

__all__ = [
    "CODES",
    "ROUNDS",
    "SUGGESTERS",
    "Concluded",
    "Disposition",
    "Judged",
    "Lead",
    "Offer",
    "Policy",
    "Suggestion",
    "Surroundings",
    "Task",
    "Verification",
    "Withheld",
    "conclude",
    "lead_of",
    "offer",
    "offers",
    "patch_of",
    "policy_mistake",
    "suggest",
    "suggest_again",
    "suggestion_id",
]

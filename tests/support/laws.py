"""What the judge's laws speak of, whatever they are tried on: the table, made-up webs, mutated cases."""

from __future__ import annotations

from crawler.probe import urls

HARD_FACTS = frozenset(
    {
        "not-found", "gone", "name-not-found", "site-says-gone", "title-says-missing", "same-as-control",
        "redirect-to-home", "redirect-to-error-page", "redirect-to-search", "redirect-to-listing",
        "shared-target", "shared-page", "same-document", "called-gone", "marked-missing", "status-in-title",
        "named-as-missing",
    }
)  # fmt: skip
"""Of which `dead` in one run needs one."""
PASSING = ({"fail": "connection-reset"}, {"fail": "dns-failure"}, {"status": 503}, {"status": 429})
"""Trouble that the next attempt need not meet."""
REFUSED_KINDS = (
    urls.is_login, urls.is_consent, urls.is_error_page, urls.is_suspended, urls.is_session, urls.is_home,
    urls.is_locale_root, urls.has_credentials,
)  # fmt: skip
"""Addresses that replace none but their like."""

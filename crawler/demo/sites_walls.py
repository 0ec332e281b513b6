"""Sites that turn automated visitors away, or want a login or money."""

from __future__ import annotations

from crawler.demo.answers import BLOCKED, LOGIN_FORM, everywhere, page, refusal
from crawler.demo.model import Response, Section, Site

_CLOUDFLARE = (("Server", "cloudflare"), ("CF-RAY", "8f1e2d3c4b5a6978-FRA"))
_JUST_A_MOMENT = (
    '<div id="challenge-error-text">Enable JavaScript and cookies to continue</div>'
    '<script src="/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1"></script>'
)
_ACCESS_DENIED = (
    '<p>You don\'t have permission to access "http://akamai-denied.test/report" on this server.</p>'
    "<p>Reference #18.2c3d1702.1763692800.4f5a6b7c</p>"
)
_ANUBIS = '<p>Protected by Anubis.</p><script id="anubis_challenge" type="application/json">{}</script>'


def _walled(id_: str, title: str, why: str, answer: Response) -> Site:
    return Site(
        id=id_,
        title=title,
        url=f"https://{id_}.test/report",
        why=why,
        expects=BLOCKED,
        respond=everywhere(answer),
    )


REFUSALS = Section(
    heading="Visitors refused, by the book",
    sites=(
        _walled(
            "login-wanted",
            "Graduate Course Recordings",
            "401 wants a password.",
            refusal(401, "401 Unauthorized", headers=(("WWW-Authenticate", 'Basic realm="course"'),)),
        ),
        _walled(
            "payment-wanted",
            "Journal of Applied Inference, Vol. 3",
            "402 wants money.",
            refusal(402, "402 Payment Required"),
        ),
        _walled(
            "forbidden",
            "Optimization Case Studies",
            "403 from a server that likes no robots; people may well get in.",
            refusal(403, "403 Forbidden"),
        ),
        _walled(
            "legal-reasons",
            "Scanned Textbook Collection",
            "451 names legal reasons.",
            refusal(451, "451 Unavailable For Legal Reasons"),
        ),
        _walled(
            "request-denied",
            "Data Science Career Notes",
            "999 is no registered status; a large network answers it to everybody without a browser.",
            refusal(999, "Request denied"),
        ),
        _walled(
            "rate-limited-for-ever",
            "Public Benchmark Results",
            "429 on every request, with a Retry-After of an hour that no run can wait for.",
            refusal(429, "429 Too Many Requests", headers=(("Retry-After", "3600"),)),
        ),
        _walled(
            "login-page",
            "Probabilistic Programming Workshop",
            "200, and the page is a login form.",
            page("Sign in", body=LOGIN_FORM),
        ),
    ),
)

BOT_WALLS = Section(
    heading="Bot walls, each with its own mark",
    sites=(
        _walled(
            "cloudflare-challenge",
            "Attention Mechanisms Survey",
            "403 with cf-mitigated: challenge.",
            refusal(
                403,
                "Just a moment...",
                headers=(*_CLOUDFLARE, ("cf-mitigated", "challenge")),
                body=_JUST_A_MOMENT,
            ),
        ),
        _walled(
            "cloudflare-503",
            "Diffusion Models Reading List",
            "The older challenge says 503 and means a bot wall, not a server in trouble.",
            refusal(503, "Just a moment...", headers=_CLOUDFLARE, body=_JUST_A_MOMENT),
        ),
        _walled(
            "akamai-denied",
            "Annual Report on Statistics Education",
            "Akamai says Access Denied with a reference number.",
            refusal(403, "Access Denied", headers=(("Server", "AkamaiGHost"),), body=_ACCESS_DENIED),
        ),
        _walled(
            "aws-waf-challenge",
            "Cloud Computing for Statisticians",
            "202 and an empty page look like success; the header says challenge.",
            Response(
                status=202,
                headers=(("Content-Type", "text/html"), ("x-amzn-waf-action", "challenge")),
            ),
        ),
        _walled(
            "vercel-checkpoint",
            "Interactive Linear Algebra",
            "429 that has nothing to do with rates.",
            refusal(
                429,
                "Vercel Security Checkpoint",
                headers=(("Server", "Vercel"), ("x-vercel-mitigated", "challenge")),
            ),
        ),
        _walled(
            "datadome",
            "Machine Learning Job Market Study",
            "403 with DataDome's mark.",
            refusal(
                403,
                "datadome.test",
                headers=(("x-datadome", "protected"), ("Set-Cookie", "datadome=1; Path=/")),
                body="<p>Please enable JS and disable any ad blocker</p>",
            ),
        ),
        _walled(
            "anubis",
            "Kernel Documentation: Scheduling",
            "200 with a proof-of-work page in front of the real one.",
            page("Making sure you're not a bot!", body=_ANUBIS),
        ),
    ),
)

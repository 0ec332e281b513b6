"""Sites that fail before or below HTTP: names, connections and certificates."""

from __future__ import annotations

from crawler.demo.answers import ALIVE, HTML, INSECURE, UNREACHABLE, always, page, routes
from crawler.demo.model import Conduct, Framing, Response, Section, Site, Tail, Trouble
from crawler.probe.past import Status


def _insecure(trouble: Trouble, title: str, why: str) -> Site:
    """A healthy page behind a certificate that no browser accepts."""
    id_ = f"certificate-{trouble}"
    return Site(
        id=id_,
        title=title,
        url=f"https://{id_}.test/notes",
        why=why,
        expects=INSECURE,
        respond=routes({"/notes": page(title)}),
        trouble=trouble,
    )


def _mute(id_: str, title: str, why: str, response: Response) -> Site:
    """A server that takes the request for its page and gives no HTTP answer, or none with a page in it.

    Over plain HTTP, for OpenSSL's clients cannot tell a reset under TLS from an end.
    """
    return Site(
        id=id_,
        title=title,
        url=f"http://{id_}.test/paper",
        why=why,
        expects=UNREACHABLE,
        respond=routes({"/paper": response}),
    )


NAMES = Section(
    heading="Names that do not lead to an address",
    sites=(
        Site(
            id="no-address",
            title="Summer School Materials",
            url="https://no-address.test/summer-school",
            why="The name exists, with no address behind it.",
            expects=UNREACHABLE,
            trouble=Trouble.NO_ADDRESS,
        ),
        Site(
            id="broken-delegation",
            title="Institute Preprint Server",
            url="https://broken-delegation.test/preprints",
            why="The domain's own name servers fail (SERVFAIL), which may pass.",
            expects=UNREACHABLE,
            trouble=Trouble.BROKEN_DELEGATION,
        ),
        Site(
            id="silent-name-server",
            title="Conference Tutorial Videos",
            url="https://silent-name-server.test/tutorials",
            why="The name server never answers for this name.",
            expects=UNREACHABLE,
            trouble=Trouble.SILENT_NAME_SERVER,
        ),
        Site(
            id="private-address",
            title="Department Intranet Wiki",
            url="https://private-address.test/wiki",
            why="The public name leads to an address in a private network.",
            expects=always(Status.SKIPPED, reason="forbidden-address"),
            trouble=Trouble.PRIVATE_ADDRESS,
        ),
    ),
)

CONNECTIONS = Section(
    heading="Connections that fail",
    sites=(
        Site(
            id="connection-refused",
            title="Self-Hosted Course Server",
            url="https://connection-refused.test/course",
            why="Nothing listens there.",
            expects=UNREACHABLE,
            trouble=Trouble.REFUSED,
        ),
        _mute(
            "connection-reset",
            "Sampling Methods Survey",
            "The server resets the connection.",
            Response(conduct=Conduct.RESET),
        ),
        _mute(
            "hanging-server",
            "Scalable Inference Notes",
            "The server takes the request and never answers.",
            Response(conduct=Conduct.HANG),
        ),
        _mute(
            "closing-server",
            "Random Matrix Theory Primer",
            "The server closes the connection without a byte.",
            Response(conduct=Conduct.CLOSE),
        ),
        _mute(
            "another-protocol",
            "Online Learning Lecture Scans",
            "What answers speaks SSH.",
            Response(conduct=Conduct.SPEAK_ANOTHER_PROTOCOL, body=b"SSH-2.0-OpenSSH_9.6\r\n"),
        ),
        _mute(
            "drip-without-a-page",
            "Notes on Renewal Theory",
            "The server says 200 at once, and then sends a head that never ends, byte by byte.",
            Response(
                headers=(("Content-Type", HTML),),
                body=b"<!doctype html>\n<html>\n<head>\n<script>",
                framing=Framing.CHUNKED,
                tail=Tail(piece=b" ", times=600, pause_s=0.1),
            ),
        ),
        Site(
            id="plain-text-on-443",
            title="Data Structures Visualised",
            url="https://plain-text-on-443.test/visualised",
            why="The port for HTTPS answers a TLS handshake in plain HTTP.",
            expects=UNREACHABLE,
            respond=routes({"/visualised": page("Data Structures Visualised")}),
            trouble=Trouble.PLAIN_ON_443,
        ),
    ),
)

CERTIFICATES = Section(
    heading="Certificates that no browser accepts",
    sites=(
        _insecure(
            Trouble.EXPIRED,
            "Multivariate Statistics Notes",
            "The certificate expired on 2024-03-01; the page behind it is the right one.",
        ),
        _insecure(
            Trouble.NOT_YET_VALID,
            "Regression Diagnostics",
            "The certificate is valid from 2040-01-01.",
        ),
        _insecure(
            Trouble.WRONG_HOST,
            "Combinatorics Problem Book",
            "The certificate belongs to somebody-else.test.",
        ),
        _insecure(
            Trouble.SELF_SIGNED,
            "Home Server Lecture Mirror",
            "The certificate is signed by itself.",
        ),
        _insecure(
            Trouble.UNKNOWN_ISSUER,
            "University Grid Documentation",
            "The certificate's authority is on nobody's list.",
        ),
        _insecure(
            Trouble.INCOMPLETE_CHAIN,
            "Signal Processing First",
            "The server forgets to send the intermediate certificate.",
        ),
        Site(
            id="certificate-for-many-names",
            title="Spectral Methods in Learning",
            url="https://certificate-for-many-names.test/spectral",
            why="The certificate names a hundred hosts, this one among them, and is sound.",
            expects=ALIVE,
            respond=routes({"/spectral": page("Spectral Methods in Learning")}),
        ),
    ),
)

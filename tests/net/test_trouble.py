"""When failures say more about this machine's network than about the sites."""

from __future__ import annotations

import pytest

from crawler.net import Contact, network_trouble
from crawler.net.trouble import contact_of
from crawler.probe.model import Answer, Exchange, Failure, FailureKind, Probe

SILENT, GONE, REFUSED, REACHED = Contact.SILENT, Contact.GONE, Contact.REFUSED, Contact.REACHED


@pytest.mark.parametrize(
    ("name", "contacts", "canary", "trusts", "is_trouble"),
    [
        ("no hosts", [], False, False, False),
        ("one silent host", [SILENT], None, False, True),
        ("all silent", [SILENT] * 7, None, False, True),
        ("all silent, canary sings", [SILENT] * 7, True, False, True),
        ("one reached among silent", [SILENT] * 8 + [REACHED], None, False, False),
        ("all gone, canary sings", [GONE] * 30, True, False, False),
        ("all gone, canary silent", [GONE] * 30, False, False, True),
        ("all gone, no canary", [GONE] * 30, None, False, False),
        ("one gone, canary silent", [GONE], False, False, True),
        ("few gone, canary silent, own name server", [GONE] * 4, False, True, False),
        ("many gone, canary silent, own name server", [GONE] * 5, False, True, True),
        ("gone and silent, canary silent", [GONE] * 3 + [SILENT], False, False, True),
        ("gone and silent, canary sings", [GONE] * 3 + [SILENT], True, False, False),
        ("nearly all silent", [SILENT] * 18 + [REACHED] * 2, True, False, True),
        ("nearly all refused", [REFUSED] * 19 + [REACHED], True, False, True),
        ("most silent", [SILENT] * 17 + [REACHED] * 3, True, False, False),
        ("few, some refused", [SILENT] * 8 + [REFUSED], False, False, False),
        ("few, all refused", [REFUSED] * 9, False, False, False),
        ("ten refused", [REFUSED] * 10, True, False, True),
        ("all well", [REACHED] * 50, None, False, False),
    ],
)
def test_rules(
    name: str,
    contacts: list[Contact],
    canary: bool | None,
    trusts: bool,
    is_trouble: bool,
) -> None:
    """Each rule on both sides of its threshold."""
    observed = {f"{number}.test": contact for number, contact in enumerate(contacts)}

    assert is_trouble == (network_trouble(observed, canary, trusts) is not None), name


def test_trouble_is_said_in_one_sentence() -> None:
    """The sentence tells how many hosts it speaks of."""
    sentence = network_trouble({"a.test": SILENT, "b.test": SILENT}, None, False)

    assert sentence is not None
    assert "2 hosts" in sentence


CONTACTS = {
    SILENT: "dns-failure dns-timeout network-unreachable connect-timeout proxy-failed",
    GONE: "name-not-found no-address",
    REFUSED: "connection-refused connection-reset",
    REACHED: "read-timeout certificate-expired certificate-invalid tls-handshake protocol-error "
    "certificate-not-yet-valid certificate-wrong-host certificate-self-signed certificate-unknown-issuer",
    None: "invalid-url unsupported-scheme forbidden-address robots-disallowed robots-unreachable "
    "internal-error",
}


@pytest.mark.parametrize("kind", FailureKind)
def test_every_kind_of_failure_is_a_contact_or_none(kind: FailureKind) -> None:
    """What was never asked is no host; a kind that this table forgets fails here."""
    exchange = Exchange(probe=Probe(url="http://a.test/"), outcome=Failure(kind=kind, detail=""))
    expected = next(contact for contact, kinds in CONTACTS.items() if kind.value in kinds.split())

    assert expected == contact_of(exchange)


def test_any_answer_is_contact() -> None:
    """A server error is an answer all the same."""
    assert REACHED == contact_of(Exchange(probe=Probe(url="http://a.test/"), outcome=Answer(status=503)))

"""Errors in XML, and what only looks like one."""

from __future__ import annotations

import pytest

from crawler.page import read_page

S3 = "<?xml version='1.0'?>\n<Error><Code>NoSuchKey</Code><Message>No key.</Message><Key>a</Key></Error>"
OAI = "<OAI-PMH xmlns='http://o/'><request>x</request><error code='idDoesNotExist'>None.</error></OAI-PMH>"
OGC = (
    "<ows:ExceptionReport xmlns:ows='http://o'><ows:Exception exceptionCode='InvalidParameterValue'>"
    "<ows:ExceptionText>No such layer</ows:ExceptionText></ows:Exception></ows:ExceptionReport>"
)
SOAP = (
    "<s:Envelope xmlns:s='http://s'><s:Body><s:Fault><faultcode>s:Client</faultcode>"
    "<faultstring>No handler</faultstring></s:Fault></s:Body></s:Envelope>"
)


@pytest.mark.parametrize(
    ("said", "message"),
    [
        (S3, "No Such Key No key."),
        (OAI, "id Does Not Exist None."),
        (OGC, "Invalid Parameter Value No such layer"),
        ("<ServiceExceptionReport><ServiceException>x y</ServiceException></ServiceExceptionReport>", "x y"),
        ("<rsp stat='fail'><err code='1' msg='Photo not found'/></rsp>", "1 Photo not found"),
        (SOAP, "No handler"),
        (
            "<problem xmlns='urn:ietf:rfc:7807'><title>Gone</title><status>410</status></problem>",
            "410 - Gone",
        ),
        ("<error>&a;</error>", None),
        ("<answer><error>0</error><book>Bayes</book></answer>", None),
        ("<books>" + "<book/>" * 60 + "<error code='1'>x</error></books>", None),
    ],
)
def test_messages(said: str, message: str | None) -> None:
    """The code and the message stand where a page has its title."""
    page = read_page(said.encode(), url="https://a.test/x", content_type="application/xml; charset=utf-8")

    assert page is not None
    assert message == page.html_title


@pytest.mark.parametrize(
    "said", ["<rss><channel><title>a</title></channel></rss>", "<error", "", "<terror/>"]
)
def test_other_xml_is_no_page(said: str) -> None:
    """Feeds and data are left alone."""
    assert None is read_page(said.encode(), url="https://a.test/x", content_type="text/xml")


def test_entities_are_not_expanded() -> None:
    """A bomb of entities stays what it is."""
    bomb = (
        "<!DOCTYPE x [<!ENTITY a '"
        + "a" * 1_000
        + "'><!ENTITY b '"
        + "&a;" * 1_000
        + "'>]><error>&b;</error>"
    )

    page = read_page(bomb.encode(), url="https://a.test/x", content_type="text/xml")

    assert page is None or page.html_title is None

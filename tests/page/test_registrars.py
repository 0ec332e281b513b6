"""What registrars and providers show under a domain without a site."""

from __future__ import annotations

import pytest

from crawler.page.registrars import registrar_phrase


@pytest.mark.parametrize(
    "text",
    [
        "This web page is parked free, courtesy of somebody",
        "Parked at Loopia",
        "This domain is registered at Namecheap",
        "Registrant WHOIS contact information verification",
        "example.test is a totally awesome idea still being worked on",
        "Happy to see your domain with us!",
        "STRATO - Domain reserved",
        "Diese Domain wurde im Auftrag eines Kunden registriert.",
        "Dit domein is gereserveerd voor een klant",
        "Domänen är parkerad",
        "Félicitations ! Votre domaine a bien été créé",
        "El dominio ha sido registrado",
        "Dominio registrato",
        "Domínio estacionado",
        "Domena jest utrzymywana na serwerach",
        "Twoja domena została utworzona",
        "Doména je zaregistrována",
        "Домен не прилинкован ни к одной из директорий на сервере",
        "このドメインは、お名前で取得されています。",
        "このウェブスペースへは、まだホームページがアップロードされていません。",
        "您访问的域名正在出售",
    ],
)
def test_placeholders(text: str) -> None:
    """Many languages, many providers."""
    assert registrar_phrase(text)


@pytest.mark.parametrize(
    "text",
    [
        "The domain of a function is a set",
        "Domain knowledge and domain adaptation",
        "We parked the car and read on",
        "Le domaine de définition est un ouvert",
        "El dominio de la función es el conjunto de los reales",
        "Домен белка",
        "函数的定义域是实数",
    ],
)
def test_other_domains(text: str) -> None:
    """Functions and proteins have domains too."""
    assert None is registrar_phrase(text)

"""What short texts say of works that have come to an end, or that are shown elsewhere only."""

from __future__ import annotations

import pytest

from crawler.page.endings import elsewhere_phrase, farewell_phrase, obituary_phrase

OVER = [
    "We are sorry: this course is no longer available.",
    "This online tutorial has been retired",
    "The project and its site have been shut down",
    "The selected item is withdrawn and is no longer available.",
    "These notes have been withdrawn",
    "These slides are not available any more.",
    "The author has taken these notes down.",
    "Sorry, this title is no longer available in our library.",
    "Content removed at the request of the copyright holder.",
    "Paper removed at the request of the author",
    "This item has been removed from public view by its author.",
    "Dieser Kurs ist leider nicht mehr verfügbar",
    "Das Skript wurde zurückgezogen",
    "Ce cours n'est plus disponible",
    "Cette vidéo a été supprimée",
    "Este curso ya no está disponible",
    "Este artigo foi removido",
    "Questo corso non è più disponibile",
    "Deze cursus is niet meer beschikbaar",
    "Ten kurs nie jest już dostępny",
    "Bu kurs silindi",
    "Этот курс больше не доступен",
    "该课程已下线",
    "このサービスは終了しました",
]
ALIVE = [
    "Vectors and matrices, in twelve lectures.",
    "A proof of the theorem on closed sets",
    "",
    "This section has been removed.",
    "The tool has moved to another address",
    "This book is no longer available for purchase",
    "This course is not available in French.",
    "This title is no longer available in hardback",
    "The feature is no longer supported",
    "The portal is closed between ten and six.",
    "The old website is no longer available; the notes are here.",
    "Die alte Webseite ist nicht mehr verfügbar.",
    "The bridge was closed in 1931 and removed in 1940.",
]
FAREWELLS = [
    "After 20 years the hosting service was shut down on 1 March 2025.",
    "Our homepages have closed. All pages have been deleted and cannot be restored.",
    "Der Blogdienst wurde zum 31.12.2024 eingestellt.",
    "Alle Blogs wurden gelöscht.",
    "Le service est définitivement fermé depuis 2023.",
    "El servicio ha sido clausurado.",
    "O serviço foi encerrado",
    "Il servizio ha cessato le attività",
    "Deze gratis dienst is per 1 januari gestopt.",
    "Serwis zakończył działalność",
    "Tjänsten har lagts ned",
    "Bu servis kapanmistir",
    "Хостинг прекратил работу",
    "本博客平台已于2024年6月停止服务",
    "無料ホームページサービスは3月31日をもちまして終了いたしました。",
]


@pytest.mark.parametrize("text", OVER)
def test_obituary(text: str) -> None:
    """The whole of a work has come to an end."""
    assert obituary_phrase(text)


@pytest.mark.parametrize("text", ALIVE)
def test_no_obituary(text: str) -> None:
    """A part, an earlier state, a pause, a move, or what is not sold any more leaves the work."""
    assert None is obituary_phrase(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Since May SketchMap is no longer available.", "sketchmap is no longer available"),
        ("SketchMap has been discontinued", "sketchmap has been discontinued"),
        ("OldMap is no longer available; draw with SketchMap.", None),
        ("SketchMaps are no longer available", None),
        ("The old SketchMap is no longer available for telephones", None),
    ],
)
def test_obituary_by_name(text: str, said: str | None) -> None:
    """A text may call the work by its name; what is said of others, or of a part, is not of it."""
    assert None is obituary_phrase(text)
    assert said == obituary_phrase(text, names=["SketchMap", "", "It"])


@pytest.mark.parametrize("text", FAREWELLS)
def test_farewell(text: str) -> None:
    """Somebody has closed for good."""
    assert farewell_phrase(text)


@pytest.mark.parametrize(
    "text",
    [
        *ALIVE,
        "We have closed for the holidays",
        "A market that no longer exists",
        "Il n'existe plus de solution",
    ],
)
def test_no_farewell(text: str) -> None:
    """A pause ends, and texts are about things that are gone."""
    if "removed in 1940" not in text:
        assert None is farewell_phrase(text)


@pytest.mark.parametrize(
    "name", ["Fermeture du service", "サービス終了のお知らせ", "The forum no longer exists"]
)
def test_farewell_by_name(name: str) -> None:
    """What a text may say of anything is the page's own in its title."""
    assert None is farewell_phrase(name)
    assert farewell_phrase(name, is_name=True)


@pytest.mark.parametrize(
    "text",
    [
        "This app is currently not available in your country or region.",
        "The uploader has not made this video available in your country",
        "Diese App ist in deinem Land nicht verfügbar",
        "Ce contenu n'est pas disponible dans votre pays",
        "No está disponible en su región",
        "Это видео недоступно в вашей стране",
        "您所在的国家或地区无法观看",
    ],
)
def test_elsewhere(text: str) -> None:
    """The work is there, for others."""
    assert elsewhere_phrase(text)


@pytest.mark.parametrize(
    "text", ["Not available as a book.", "Laws in your country may differ.", "Maps of your region"]
)
def test_not_elsewhere(text: str) -> None:
    """Countries are spoken of in many ways."""
    assert None is elsewhere_phrase(text)

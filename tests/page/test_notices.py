"""What short texts say in place of a resource."""

from __future__ import annotations

import pytest

from crawler.page.absences import absence_phrase
from crawler.page.notices import asking_phrase, excuse_phrase

ASKING = [
    "Please sign in to read this chapter.",
    "This content is for members only.",
    "Available to subscribers",
    "You must be 18 or older to enter",
    "Please enable JavaScript to continue",
    "Not available in your country",
    "I accept the terms of use",
    "Select your region",
    "You need access",
    "Bitte melden Sie sich an oder lassen Sie sich registrieren",
    "Nur für Mitglieder",
    "Veuillez vous connecter",
    "Solo para socios",
    "Si prega di accedere",
    "Musisz się zalogować",
    "Только для зарегистрированных пользователей",
    "请先登录",
    "会員限定",
    "로그인이 필요합니다",
    "يرجى تسجيل الدخول",
]
EXCUSES = [
    "An unexpected error has occurred.",
    "Something went wrong",
    "The download quota was exceeded",
    "Please try again later",
    "We are down for maintenance.",
    "Es ist ein Fehler aufgetreten",
    "Une erreur est survenue",
    "Se ha producido un error",
    "Произошла ошибка",
    "发生错误",
    "エラーが発生しました",
]
ABSENT = [
    "There is currently no text in this page.",
    "The topic or post you requested does not exist",
    "No such file",
    "Invalid thread specified",
    "This page is gone. Go home?",
    "No results found",
    "Diese Seite existiert noch nicht",
    "Il n'y a pour l'instant aucun texte",
    "Esta página no existe",
    "页面不存在",
    'The page "Main.KnotTables" doesn\'t exist',
    "The topic or board appears to be either missing or off limits",
    "The object with this identifier is not part of the collection.",
    "Your request did not match any records",
    "Es wurden keine Einträge gefunden.",
    "Die gewünschte Veranstaltung ist im System nicht vorhanden.",
    "Aucune notice n'a été trouvée pour ce numéro",
    "No se han encontrado documentos",
    "該当するデータはございません",
    # What a wiki says of a topic that nobody has written.
    "This topic does not exist yet",
    "Dieses Thema existiert noch nicht",
    "Cette page n'existe pas encore",
    "Este tema no existe todavía",
    "Questo argomento non esiste ancora",
    "Este tópico ainda não existe",
    "Dit onderwerp bestaat nog niet",
    "Ta strona jeszcze nie istnieje",
    "Stránka s tímto názvem ještě neexistuje",
    "Det här ämnet finns inte ännu",
    "Tätä otsikkoa ei vielä ole",
    "Ez az oldal még nem létezik",
    "Эта страница ещё не существует",
    "Сторінка ще не існує",
    "Chưa có đề tài này",
    "Topik ini belum tersedia",
    "この項目はまだ存在しません",
    "이 주제는 아직 없습니다",
    "该主题尚不存在",
    "لا يوجد هذا الموضوع بعد",
    "דף זה עדיין לא קיים",
]
NONE_OF_THEM = [
    "Vectors and matrices, in twelve lectures.",
    "The limit of a sequence is reached from both sides.",
    "A proof of the theorem on closed sets",
    "Signs and signatures in the log of a ship",
    "The source may be older than its copies, and errors are counted.",
    "",
]


@pytest.mark.parametrize("text", ASKING)
def test_asking(text: str) -> None:
    """Something is to be done first, in many languages."""
    assert asking_phrase(text)


@pytest.mark.parametrize("text", EXCUSES)
def test_excuses(text: str) -> None:
    """Something went wrong, and may pass."""
    assert excuse_phrase(text)


@pytest.mark.parametrize("text", ABSENT)
def test_absence(text: str) -> None:
    """Nothing is there."""
    assert absence_phrase(text)


@pytest.mark.parametrize("text", NONE_OF_THEM)
def test_plain_text_says_none_of_it(text: str) -> None:
    """Words of notices have other uses."""
    assert [None, None, None] == [asking_phrase(text), excuse_phrase(text), absence_phrase(text)]


def test_only_the_beginning_is_read() -> None:
    """What is said further down is an article's."""
    assert None is asking_phrase("words " * 400 + "members only")

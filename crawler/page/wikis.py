"""What wikis say at the address of a page that nobody has written yet, which they call by that address."""

from __future__ import annotations

from crawler.page.notices import Phrases

_UNWRITTEN = Phrases(
    bordered=(
        r"there is currently no text in this page|"
        r"(?:this|the) (?:topic|page|wiki page|article) (?:[\w'\"]+ )?(?:does not|doesn't) (?:yet exist|"
        r"exist yet)|"
        r"(?:seite|artikel) enthalt (?:zurzeit|momentan|derzeit|aktuell) (?:noch )?keinen text|"
        r"die(?:se|ses) (?:seite|thema) existiert (?:noch nicht|nicht,? kann aber)|"
        r"il n'y a pour l'instant aucun texte|"
        r"c(?:ette|e) (?:page|sujet) n'existe pas (?:encore|pour l'instant)|"
        r"actualmente no hay texto en esta|"
        r"est[ae] (?:pagina|tema) (?:no existe (?:todavia|aun)|todavia no existe|aun no existe)|"
        r"(?:atualmente )?nao (?:ha|existe) (?:atualmente )?(?:conteudo|texto) nesta|"
        r"est[ae] (?:pagina|topico) ainda nao existe|"
        r"in questo momento la pagina richiesta e vuota|"
        r"quest[oa] (?:argomento|pagina) non esiste ancora|"
        r"deze pagina bevat (?:nog )?geen tekst|"
        r"d(?:eze|it) (?:pagina|onderwerp) bestaat nog niet|"
        r"det (?:finns|er) (?:for narvarande|for tiden) ingen(?:ting)? (?:tekst|text)?|"
        r"den(?:na|ne) (?:sida|side) (?:existerar inte an|findes ikke endnu|finnes ikke enna)|"
        r"na tej stronie (?:obecnie )?(?:nie ma|brak) (?:jeszcze )?(?:zadnego )?tekstu|"
        r"t(?:en|a) (?:temat|strona) jeszcze nie istnieje|"
        r"tato stranka (?:v soucasnosti )?neobsahuje zadny text|"
        r"(?:toto tema|tato stranka) jeste neexistuje|"
        r"jelenleg nincs (?:ilyen )?szoveg|"
        r"bu sayfa(?:da)? (?:su anda )?(?:hicbir metin yok|henuz (?:yok|olusturulmamis))|"
        r"halaman ini saat ini kosong|"
        r"hien (?:tai )?(?:trang nay )?chua co (?:noi dung|van ban)|"
        r"в настоящее время на (?:этой|данной) странице нет текста|"
        r"эта? (?:страница|тема) (?:еще|пока) не (?:существует|создана)|"
        r"на цій сторінці (?:наразі )?немає тексту"
    ),
    others=(
        r"このページには現在(?:内容|本文)がありません|この(?:トピック|ページ)は(?:まだ)?(?:存在|"
        r"作成され)(?:しません|ていません)|"
        r"(?:此|本)(?:页面|頁面|主题|主題)(?:目前)?(?:没有内容|沒有內容|尚不存在)|"
        r"이 (?:문서|주제)(?:는|가) (?:아직 )?(?:비어 있|존재하지|없습니다)|"
        r"لا يوجد حاليا أي نص|אין כרגע טקסט|در حال حاضر این صفحه متنی ندارد"
    ),
)


def unwritten_phrase(text: str) -> str | None:
    """The words by which a wiki says that it has no such page, and invites whoever came to write it."""
    return _UNWRITTEN.find(text)

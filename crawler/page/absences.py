"""The words by which short texts say that nothing is there, in many languages and many programs' ways.

No verdict rests on these alone, as none does on `notices`.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from crawler.page.not_found import NOT_FOUND, NOT_THERE
from crawler.page.notices import Phrases, opening, sentences
from crawler.page.wording import missing_phrase, phrase_matcher

if TYPE_CHECKING:
    import re

_THING = (
    r"(?:page|topic|thread|post|article|file|folder|user|record|course|item|entry|document|link|resource|"
    r"question|video|product|project|repository|id|identifier|number|address|url|site|account|profile|group|"
    r"list|event|object|image|map|lesson|lecture|publication|title|book|app|extension|package|job|exercise)"
)
_STORE = (
    r"(?:the|our|this|its) (?:\w+ )?"
    r"(?:collections?|catalog(?:ue)?|database|archives?|library|holdings|system|index)"
)
_MISSING = Phrases(
    bordered=(
        rf"{_THING}\b(?:[^.|]|\.(?! )){{0,60}} (?:(?:does|do|did)(?: not|n't) exist|"
        r"is (?:invalid|gone|not here)|(?:has|have) (?:previously )?been (?:deleted|removed|withdrawn))|"
        rf"(?:no|invalid|unknown|missing|wrong) (?:or deleted )?{_THING}(?: id)?(?: (?:was )?(?:specified|"
        r"given|selected|chosen|supplied))?(?![\w-])|"
        r"(?:no|0|zero) (?:results?|hits|matches)(?: found)?(?![\w-])|"
        r"(?:does not|doesn't) have an? (?:article|page|entry)|"
        r"there is (?:currently )?no (?:text|content|page|entry|article|such|information|data|record)|"
        r"(?:this|the) (?:page|article|topic|entry|node|wiki page) (?:does not|doesn't) (?:yet )?exist|"
        r"(?:no|0) (?:such |matching )?(?:page|article|topic|record|item|entry|entries|course|document|"
        r"result|post|object|row)s? (?:with (?:this|that) name |by that name |here |was |were |could be |"
        r"has been |have been |to )?(?:found|exists?|display)|"
        r"no such \w+|"
        r"(?:page|topic) does not exist yet|"
        r"(?:specified|requested) (?:[\w-]+ ){1,3}(?:does not|doesn't) exist|"
        r"(?:endpoint|route|api version|api method) (?:\w+ ){0,4}(?:removed|retired|discontinued|disabled|"
        r"sunset|gone|not supported|not available)|"
        r"(?:unknown|invalid|unsupported|unrecogni[sz]ed|no matching) (?:api )?(?:endpoint|route|method|"
        r"operation|path|request ur[il])|"
        r"cannot get /|"
        r"you(?:'ve| have) followed a link to a (?:page|topic)|"
        r"create (?:this|the) (?:page|article|topic)|"
        r"(?:nothing|none) (?:was |to be )?found|"
        r"not found|"
        r"nothing (?:to see|matche[sd])|"
        r"(?:did not|didn't|does not|doesn't) (?:match|return) any|"
        r"returned no (?:results|records)|"
        rf"not (?:part of|in|contained in|listed in|available in|held in) {_STORE}|"
        r"(?:appears|seems) to be (?:either )?(?:missing|gone)|"
        r"(?:couldn't|could not|can't|cannot|can not|unable to) (?:seem to )?(?:find|locate)|"
        rf"{_THING} (?:that )?you(?:'re| are| were|'ve| have)? (?:looking for|requested|searching for|"
        r"followed|trying to (?:reach|access|view|visit|open|find))(?![\w-])|"
        r"(?:took|taken|made) a wrong turn|"
        r"(?:you(?:'re| are| seem| appear| look)|are you)(?: to be| like you(?:'re| are))? lost|"
        r"(?:isn't|is not) (?:here|there) (?:any ?more|any longer)|"
        r"gone (?:missing|astray)|"
        r"url was not recogni[sz]ed|"
        r"(?:has|have) (?:been )?(?:moved|removed|deleted|retired|discontinued|withdrawn|expired)|"
        r"no longer (?:available|exists?|offered|here)|"
        rf"{_THING} (?:is )?(?:not available|unavailable) (?:in|for|from) (?:this|that|the (?:selected|"
        rf"requested|"
        r"given)) (?:suite|release|version|distribution|repository|branch|architecture|edition|channel|feed)|"
        r"pake(?:t|tti) in dieser (?:suite|version|distribution) nicht verfugbar|"
        r"paquet (?:\w+ )?(?:indisponible|non disponible) dans cette|"
        r"paquete (?:\w+ )?no (?:esta )?disponible en est[ae]|"
        r"pacchetto non disponibile in quest[ao]|"
        r"pacote nao (?:esta )?disponivel nest[ae]|"
        r"пакет недоступен в это\w+|"
        # German
        r"(?:seite|artikel|thema|eintrag|dokument|\w*veranstaltung|kurs|datensatz|objekt|datei|beitrag|id|"
        r"adresse)\b[^.|]{0,60} (?:existier(?:t|en) (?:\w+ )?nicht|gibt es (?:\w+ )?nicht|"
        r"(?:ist|sind|war) (?:\w+ ){0,4}nicht (?:vorhanden|bekannt|enthalten|mehr verfugbar))|"
        r"enthalt (?:zurzeit|momentan|derzeit) (?:\w+ )?(?:noch )?keinen text|"
        r"(?:gesuchte|angeforderte|aufgerufene|gewunschte) (?:seite|url|datei|adresse|inhalt)|"
        r"keine (?:\w+ )?(?:eintrage|ergebnisse|treffer|datensatze|dokumente|veranstaltung(?:en)?|objekte|"
        r"inhalte)(?: \w+){0,3} (?:gefunden|vorhanden|verfugbar)|"
        r"keine treffer|"
        # French, Spanish, Catalan, Portuguese, Italian, Romanian
        r"il n'y a (?:pour l'instant )?(?:aucun|pas de) (?:texte|page|contenu)|"
        r"(?:page|sujet|article|document|notice|fiche|cours|rubrique|"
        r"ressource)\b[^.|]{0,60} (?:n'existe (?:pas|plus)|est introuvable|n'a pas ete trouvee?)|"
        r"(?:page|ressource|adresse|url) (?:demandee|recherchee|que vous (?:cherche|recherche|demande|"
        r"avez demande|souhaite|tente)\w*)|"
        r"aucun resultat|"
        r"pagina (?:solicitada|solicitata|richiesta|cercata|que (?:buscas|busca|estas? buscando|"
        r"esta intentando|intenta\w*|(?:voce )?(?:procura|esta procurando|tentou|solicitou))|"
        r"che (?:cerchi|stai cercando|cercavi|hai (?:cercato|richiesto))|pe care o (?:cautati|cauti))|"
        r"aucune? (?:enregistrement|notice|fiche|document|article|page)s? (?:[\w']+ ){0,3}trouvee?s?|"
        r"no hay (?:actualmente )?(?:texto|ningun|contenido|resultados)|"
        r"(?:pagina|tema|articulo|documento|curso|registro|recurso|entrada)\b[^.|]{0,60} no existe|"
        r"no se (?:ha |han )?encontr(?:ado|o|aron)|"
        r"ningun (?:resultado|registro|documento)|"
        r"sin resultados|"
        r"(?:pagina|tema)\b[^.|]{0,40} no existeix|"
        r"nao ha (?:texto|conteudo)|"
        r"(?:pagina|topico|artigo|documento|curso|registro)\b[^.|]{0,60} nao existe|"
        r"nao (?:foi|foram) (?:encontrad|localizad)[oa]s?|"
        r"nenhum (?:resultado|registro|registo|documento|item)|"
        r"(?:pagina|argomento|articolo|documento|corso|voce)\b[^.|]{0,60} non esiste|"
        r"nessun (?:risultato|record|documento|elemento)|"
        r"non (?:e stat[oa] )?trovat[oa]|"
        r"pagina nu exista|"
        r"nu a fost gasit[a]?|"
        # Dutch, Nordic, Finnish, Polish, Czech, Slovak, Croatian, Hungarian, Turkish, Vietnamese, Indonesian
        r"(?:pagina|onderwerp|artikel|document)\b[^.|]{0,40} bestaat (?:\w+ )?niet|"
        r"geen (?:resultaten|gegevens|records)(?: gevonden)?|"
        r"(?:gevraagde|opgevraagde|gezochte) (?:pagina|url)|"
        r"pagina die (?:u|je|jij) (?:zoekt|zocht|probeert|opvraagt)|"
        r"(?:sidan|amnet|artikeln|dokumentet)\b[^.|]{0,40} finns inte|"
        r"inga (?:traffar|resultat)|"
        r"(?:siden|emnet|dokument(?:et)?|artiklen|artikkelen)\b[^.|]{0,40} (?:eksisterer ikke|findes ikke|"
        r"finnes ikke|har ikke noe innhold)|"
        r"ingen (?:resultater|treff)|"
        r"(?:sivua|otsikkoa|artikkelia) (?:\w+ )?ei (?:viela )?ole|"
        r"ei (?:loydy|loytynyt|tuloksia)|"
        r"(?:strona|temat|artykul|dokument)\b[^.|]{0,40} nie istnieje|"
        r"(?:szukana|zadana|poszukiwana) strona|"
        r"stron[ay],? ktorej szukasz|"
        r"(?:hledana|pozadovana|hladana|pozadovana) stranka|"
        r"(?:aradiginiz|istediginiz|ulasmaya calistiginiz) sayfa|"
        r"trang ban (?:dang )?(?:tim|yeu cau|truy cap)|"
        r"halaman yang anda (?:cari|minta|tuju)|"
        r"(?:sidan|siden) (?:som )?(?:du|ni) (?:letade|soger|letar|leter|leder|sogte|"
        r"forsok\w*|prov\w*)|"
        r"brak (?:wynikow|danych)|"
        r"(?:stranka|tema|dokument)\b[^.|]{0,40} neexistuje|"
        r"neby(?:l|la|lo|ly) nalezen\w*|"
        r"(?:dokument|stranica) ne postoji|"
        r"(?:oldal|lap)\b[^.|]{0,40} nem letezik|"
        r"nincs talalat|"
        r"(?:baslik|sayfa|madde|kayit)\b[^.|]{0,40} (?:mevcut degil|bulunamadi)|"
        r"sonuc bulunamadi|"
        r"(?:de tai|trang|bai viet)\b[^.|]{0,40} (?:khong ton tai|chua ton tai)|"
        r"chua co de tai|"
        r"(?:topik|halaman|artikel)\b[^.|]{0,30} (?:belum|tidak) (?:ada|tersedia|ditemukan)|"
        # Russian, Ukrainian, Bulgarian, Greek
        r"(?:страница|тема|статья|документ|запись|курс)\b[^.|]{0,40} (?:(?:еще |больше )?не существует|"
        r"отсутствует|не найден\w?)|"
        r"(?:запрашиваем|запрошенн)\w+ (?:вами )?(?:страниц\w|документ|ресурс|адрес)|"
        r"страниц\w, котор\w+ вы (?:ищете|искали|запрашива\w+|запросили)|"
        r"(?:сторінка|стаття|тема)\b[^.|]{0,40} (?:ще )?не існує|"
        r"несъществуваща (?:тема|страница)|"
        r"η σελιδα\b[^.|]{0,40} δεν υπαρχει|"
        r"δεν βρεθηκ\w+"
    ),
    others=(
        r"(?:该|此|本)?(?:页面|頁面|主题|主題|条目|條目|文档|课程)(?:目前|尚|并)?(?:没有内容|不存在)|"
        r"(?:您|你)(?:所|要|正在|想)?(?:访问|查找|请求|浏览|寻找|找|訪問|尋找|要求|瀏覽)的"
        r"(?:页面|网页|内容|文件|頁面|網頁)|"
        r"(?:お探し|ご指定|お求め)の(?:ページ|url|ファイル)|"
        r"指定された(?:ページ|url|ファイル)|"
        r"(?:요청하신|찾으시는|찾고 계신) (?:페이지|주소)|"
        r"الصفحة (?:المطلوبة|التي (?:تبحث|طلبت|تحاول))|"
        r"查无|"
        r"查無|"
        r"暂无数据|"
        r"このページには|"
        r"まだ作成されて|"
        r"該当する.{0,20}(?:ありません|ございません)|"
        r"아직 없습니다|"
        r"검색 결과가 없|"
        r"لا يوجد هذا|"
        r"وجود ندارد|"
        r"یافت نشد"
    ),
)


def absence_phrase(text: str) -> str | None:
    """The words by which a short text says that there is nothing."""
    if found := _MISSING.find(text):
        return found
    other = _denials().search(opening(text))
    return other.group() if other else next(filter(None, map(missing_phrase, sentences(text))), None)


@cache
def _denials() -> re.Pattern[str]:
    return phrase_matcher(NOT_FOUND + NOT_THERE)

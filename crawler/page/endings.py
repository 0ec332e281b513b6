"""What short texts say of a work that has come to an end, or that is shown in other countries only.

No verdict rests on these alone: what counts is that a page has nothing else to say, or that a host says it at
every address.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.page.notices import Phrases
from crawler.page.wording import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

_WORK = (
    r"(?:course|page|book|tutorial|article|web ?site|site|resource|archive|content|document|lectures?|class|"
    r"project|service|tool|product|video|materials?|collection|repository|wiki|blog|forum|program(?:me)?|app|"
    r"application|data ?set|database|item|post|file|listing|offer|notes?|chapters?|papers?|thesis|"
    r"dissertation|preprint|publication|record|entry|slides?|handouts?|exercises?|problems?|sheets?|"
    r"solutions?|podcast|episode|channel|playlist|recordings?|talk|webinar|workshop|quiz|game|simulation|"
    r"applet|demo|plug-?in|extension|add-?on|theme|module|package|library|software|guide|handbook|manual|"
    r"glossary|encyclopa?edia|journal|magazine|newsletter|title|group|community|portal|platform|account|"
    r"profile|notebook|gist|question|thread|topic|discussion|feed|api|map|poster|image|series|lessons?)"
)
_PUT_AWAY = (
    r"(?:retired|discontinued|withdrawn|retracted|removed|taken (?:down|offline)|shut ?down|deleted|"
    r"decommissioned|sunset(?:ted)?|unpublished|deaccessioned|expunged|purged)"
)
_THERE = r"(?:available|offered|online|hosted|accessible|served|here|active)"
_STOCK = (
    r"(?:\w+ )?(?:library|catalog(?:ue)?|collections?|archives?|repository|database|stores?|shop|system)\b"
)
_ENDED = (
    rf"(?:(?:is|are) (?:no longer (?:being )?{_THERE}|not {_THERE} any ?(?:more|longer))(?! (?:for|"
    rf"in(?! (?:our|this|the) {_STOCK})|as|to|on|at|from) )|"
    rf"(?:has|have) (?:now )?(?:been )?(?:permanently )?(?:{_PUT_AWAY}|closed(?: down)?|ceased)|"
    rf"(?:is|are|was|were) (?:now )?(?:{_PUT_AWAY}|closed down|gone)(?: for good)?|"
    r"(?:is|are) (?:now )?closed(?: for good)?(?! (?:for|until|till|on|to|at|between|from|during|every|after|"
    r"before|this|today)\b))"
)
_STAND_IN, _LEAST_NAME = "this project", 3
_OBITUARY = Phrases(
    bordered=(
        rf"(?:this|the|our|these|all)(?: [\w-]+){{0,3}} {_WORK}(?: and [\w ]{{1,40}})? {_ENDED}|"
        r"(?:has|have) (?:taken|pulled) (?:this|these|them|it|the)(?: \w+){0,2} (?:down|offline)|"
        # Nobody writes so of what is there.
        rf"{_WORK} (?:has been |have been |was |were |is |are )?(?:removed|withdrawn|deleted|taken down|"
        r"retracted)(?: (?:at the request|at \w+ request|on request|due to|for (?:legal|copyright)|"
        r"in response|following|by (?:its|the|their) (?:authors?|owners?|developers?|publishers?|uploaders?|"
        r"administrators?|moderators?|users?)))|"
        # A repository, and no shelf of it: what is left of the work is elsewhere.
        rf"{_WORK}(?: [^\s.|]{{1,60}}){{0,4}} (?:has been |have been |was |were )(?:now )?{_PUT_AWAY} from "
        rf"(?:the |this |our |"
        rf"its )?(?:[\w-]+ ){{0,3}}(?:repositor(?:y|ies)|registry|index|marketplace|platform|{_STOCK})|"
        # German
        r"(?:dieser|diese|dieses|der|die|das|alle) (?:\w+ ){0,2}(?:\w*kurs|\w*seiten?|angebot|buch|artikel|"
        r"inhalte?|\w*paket|\w*sammlung|dataset|\w*dienst|skript\w*|vorlesung|dokument|beitrag|datei|video|"
        r"projekt|portal|forum|blog|"
        r"plattform|materialien|unterlagen|app|veranstaltung|eintrag|datensatz|publikation) (?:\w+ )?(?:ist|"
        r"sind|steht|stehen|wurde|wurden) (?:leider |inzwischen |"
        r"nun )?(?:nicht (?:mehr|langer) (?:verfugbar|zur verfugung|online|erreichbar|abrufbar)|eingestellt|"
        r"geloscht|entfernt|zuruckgezogen|depubliziert|gesperrt und entfernt|abgeschaltet|geschlossen|"
        r"offline genommen)|"
        # French, Spanish, Portuguese, Italian
        r"(?:ce|cet|cette|ces|le|la|les) (?:\w+ ){0,2}(?:cours|pages?|site|livre|article|service|ressource|"
        r"document|fichier|contenu|video|application|notes|projet|blog|"
        r"forum|jeu de donnees|paquet|depot|publication|notice|these) (?:n'(?:est|sont) plus (?:disponible|"
        r"accessible|en ligne)s?|"
        r"(?:a|ont) ete (?:supprime|retire|ferme|archive|efface)e?s?)|"
        r"(?:este|esta|estos|el|la|los) (?:\w+ ){0,2}(?:curso|pagina|sitio|libro|articulo|servicio|recurso|"
        r"documento|archivo|contenido|video|aplicacion|proyecto|blog|foro|conjunto de datos|dataset|"
        r"publicacion|"
        r"paquete|registro|repositorio|tesis) (?:ya no esta disponible|"
        r"(?:ha|han) sido (?:eliminad|retirad|cerrad|borrad)[oa]s?|fue (?:eliminad|retirad|cerrad)[oa])|"
        r"(?:este|esta|o|a) (?:\w+ ){0,2}(?:curso|pagina|site|livro|artigo|servico|documento|arquivo|"
        r"conteudo|video|aplicativo|projeto|blog|conjunto de dados|dataset|publicacao|pacote|registro|"
        r"repositorio|"
        r"tese) (?:nao esta mais disponivel|"
        r"foi (?:removid|encerrad|descontinuad|excluid|apagad)[oa])|"
        r"(?:questo|questa|il|la) (?:\w+ ){0,2}(?:corso|pagina|sito|libro|articolo|servizio|documento|"
        r"contenuto|video|progetto|blog|dataset|set di dati|insieme di dati|pacchetto|record|pubblicazione|"
        r"tesi) (?:non e piu (?:disponibile|accessibile)|"
        r"e stat[oa] (?:rimoss|eliminat|chius|ritirat)[oa])|"
        # Dutch, Swedish, Polish, Czech, Turkish
        r"(?:deze|dit|de|het) (?:\w+ ){0,2}(?:cursus|pagina|site|boek|artikel|dienst|document|inhoud|video|"
        r"project|dataset|gegevensset|pakket|publicatie|record) (?:is (?:helaas )?(?:niet (?:meer|langer) "
        r"(?:beschikbaar|online)|verwijderd|opgeheven|"
        r"gestopt))|"
        r"(?:denna|detta|den har|det har) (?:\w+ )?(?:kurs|sida|bok|artikel|tjanst|"
        r"dokument) (?:ar inte langre tillganglig|har tagits bort)|"
        r"(?:ten|ta|to) (?:\w+ )?(?:kurs|strona|ksiazka|artykul|serwis|dokument) (?:nie jest juz dostepn[ay]|"
        r"zostal[ao]? usuniet[ya])|"
        r"(?:tento|tato|toto) (?:\w+ )?(?:kurz|stranka|kniha|clanek|sluzba|"
        r"dokument) (?:jiz neni dostupn[aye]|by(?:l|la|lo) (?:odstranen|smazan|zrusen)[ao]?)|"
        r"bu (?:\w+ )?(?:kurs|sayfa|icerik|kitap|makale|hizmet|belge) (?:artik mevcut degil|kaldirildi|"
        r"silindi|kaldirilmistir)|"
        # Russian, Ukrainian
        r"(?:этот|данный|эта|данная|это) (?:\w+ )?(?:курс|сайт|страница|материал|документ|видео|книга|статья|"
        r"сервис|набор данных|пакет|запись|публикация|репозиторий) (?:больше не доступ\w+|был\w? (?:удал\w+|"
        r"закрыт\w*)|удал\w+|закрыт\w*)|"
        r"(?:цей|ця) (?:\w+ )?(?:курс|сайт|сторінка|матеріал) (?:більше не доступ\w+|видален\w+)"
    ),
    others=(
        r"(?:该|本|此|這|該)(?:课程|页面|网站|资源|内容|文章|视频|应用|服务|数据集|內容|頁面|資料集|"
        r"影片)已經?(?:被)?"
        r"(?:发布者|發佈者|发布人|作者|上传者|上傳者|用户|用戶|管理员|管理員|其作者)?(?:自行)?(?:下线|下架|"
        r"关闭|删除|刪除|停止|移除|撤回|撤稿)|"
        r"(?:この|本)(?:コース|講座|ページ|サイト|サービス|動画|記事|資料|アプリ|投稿|データセット|"
        r"コンテンツ)は"
        r"(?:、)?(?:投稿者|作成者|著者|管理者)?(?:により|によって|の都合により)?(?:終了|閉鎖|削除|取り下げ|"
        r"公開を終了)|"
        r"(?:이|본) (?:강좌|페이지|사이트|콘텐츠|동영상|서비스)(?:은|는|이|가) (?:(?:작성자|게시자|"
        r"관리자)(?:에 의해|가)? )?(?:삭제|종료|폐쇄)|"
        r"(?:작성자|게시자|관리자)(?:가|에 의해) 삭제(?:한|된) (?:글|게시물|콘텐츠|동영상)"
    ),
)
# What came to an end is not what the page is then.
_FORMER = re.compile(
    r"\b(?:old|older|former|previous|printed|alten?|fruheren?|ancien(?:ne)?s?|antigu[oa]s?|antig[oa]s?|"
    r"vecchi[oa]?|oude|gamla|stara|stary|стар\w+)\b"
)
_FAREWELL = Phrases(
    bordered=(
        r"(?:has|have|had|was|were|is|are) (?:now |been |being |permanently |officially |"
        r"finally )*(?:shut ?down|closed down|discontinued|decommissioned|retired|terminated|sunset(?:ted)?|"
        r"wound (?:down|up)|dissolved|disbanded)|"
        r"has (?:now |permanently |sadly )?closed(?! (?:for|until|on|to|at|early|its (?:office|library))\b)|"
        r"(?:have|has) been (?:permanently )?closed(?! (?:for|until|on|to|at)\b)|"
        # On a day of some year; of a day of this one, offices are.
        r"(?:was|were) (?:permanently )?closed (?:down )?(?:on|in) (?:[\w.,]{1,10} ){0,3}(?:19|20)\d\d\b|"
        r"closed (?:its doors|for good)|"
        r"ceased (?:operation|to exist|trading)s?|"
        r"no longer (?:in operation|operat(?:es|ing|ional)|in service)|"
        r"(?:all|your) (?:\w+ ){0,2}(?:pages|sites|blogs|accounts|data|content|files|posts|forums|"
        r"wikis) (?:have been|has been|were|was|are) (?:permanently )?(?:deleted|removed|erased)|"
        r"we(?:'ve| have) (?:shut|closed) (?:down|our doors)|"
        # German
        r"(?:wurde|wurden|haben wir) (?:[\w.]+ ){0,4}(?:eingestellt|abgeschaltet|geschlossen|beendet|"
        r"stillgelegt)|"
        r"(?:ist|sind) (?:[\w.]+ ){0,3}(?:eingestellt|abgeschaltet|stillgelegt)|"
        r"alle (?:\w+ )?(?:blogs|seiten|daten|konten|inhalte|homepages|foren) (?:wurden|"
        r"sind) (?:\w+ )?(?:geloscht|entfernt)|"
        r"hat (?:\w+ ){0,3}(?:den betrieb|seinen dienst|ihren dienst) eingestellt|"
        # French, Spanish, Portuguese, Italian, Romanian
        r"a (?:definitivement )?(?:ferme (?:ses portes|definitivement)|cesse (?:ses|son|d')|pris fin)|"
        r"(?:a ete|est) (?:definitivement )?(?:fermee?|arretee?|interrompue?) (?:definitivement|depuis|le)|"
        r"est definitivement fermee?|"
        r"(?:ha sido|fue) (?:cerrad|clausurad|dad[oa] de baj)[oa]|"
        r"ha (?:cerrado|dejado de (?:funcionar|existir|operar))|"
        r"foi (?:encerrad|descontinuad|desativad)[oa]|"
        r"encerrou (?:suas|as suas|as) atividades|"
        r"ha (?:chiuso|cessato)|"
        r"e stat[oa] (?:chius|dismess)[oa]|"
        r"a fost inchis[a]?|"
        # Dutch, Nordic, Finnish, Polish, Czech, Slovak, Hungarian, Turkish
        r"is (?:[\w.]+ ){0,5}(?:gestopt|opgeheven|beeindigd|stopgezet)|"
        r"har (?:stangts? (?:ner|ned)|lagts ne[rd]|upphort|avslutats|lukket (?:ned|for godt)|blitt lagt ned)|"
        r"er (?:nedlagt|lagt ned|lukket ned)|"
        r"on lopetettu|"
        r"ei ole enaa toiminnassa|"
        r"zostal[ao]? (?:zamkniet|wylaczon|zlikwidowan)\w+|"
        r"zakonczyl[ao]? (?:dzialalnosc|dzialanie)|"
        r"by(?:l|la|lo) (?:ukoncen|zrusen)\w*|"
        r"ukoncil[ao]? (?:provoz|cinnost)|"
        r"ukoncen[ay]? prevadzka|"
        r"megszunt|"
        r"veglegesen bezart|"
        r"kapatil(?:di|mistir)|"
        r"kapanmistir|"
        r"yayin hayatina son|"
        # Russian, Ukrainian, Bulgarian
        r"(?:сервис|сайт|проект|хостинг|портал|форум)\b[^.|]{0,40} (?:закрыт|закрылся|прекратил|прекратила)|"
        r"прекратил\w? (?:\w+ )?(?:работу|существование|деятельность)|"
        r"больше не работает|"
        r"припинив (?:\w+ )?(?:роботу|існування)|"
        r"преустанови"
    ),
    others=(
        r"(?:サービス|サイト|本サービス)(?:の提供)?(?:は|を)[^。]{0,30}終了(?:し|いた|と)|"
        r"閉鎖(?:し|いた|され)|"
        r"已(?:于[^。]{0,20})?(?:关闭|關閉|关停|停止(?:服务|運營|运营|服務)|下线)|"
        r"停止运营|"
        r"서비스(?:가|를|는)? ?(?:[^.]{0,20})종료|"
        r"폐쇄되|"
        r"تم إغلاق|"
        r"נסגר"
    ),
)
_NO_MORE = Phrases(
    bordered=(
        r"no longer exists?|"
        r"has closed|"
        r"closed for good|"
        r"existiert nicht mehr|"
        r"n'existe plus|"
        r"fermeture d(?:u|e la|es)|"
        r"ya no existe|"
        r"cierre del?|"
        r"nao existe mais|"
        r"deixou de existir|"
        r"non esiste piu|"
        r"chiusura del|"
        r"bestaat niet meer|"
        r"gestopt|"
        r"finns inte langre|"
        r"eksisterer ikke (?:laengere|lenger)|"
        r"juz nie istnieje|"
        r"больше не существует|"
        r"закрытие"
    ),
    others=r"サービス終了|終了のお知らせ|閉鎖のお知らせ|停止服务|关闭公告|서비스 종료",
)
"""A text may say so of anything."""
_HERE = r"(?:your|this) (?:current )?(?:country|region|location|area|territory|store)"
_ELSEWHERE = Phrases(
    bordered=(
        rf"{_WORK} (?:is|are) (?:currently |unfortunately |"
        r"temporarily )?(?:not (?:currently |yet )?(?:available|accessible|offered|viewable)|unavailable|"
        rf"blocked|restricted) (?:to (?:viewers|users|visitors) )?in {_HERE}|"
        rf"(?:uploader|owner|publisher|provider) has not made this \w+ available in {_HERE}|"
        r"in (?:deinem|ihrem|eurem) land nicht (?:verfugbar|zuganglich)|"
        r"(?:n'est|ne sont) pas disponibles? dans votre (?:pays|region)|"
        r"no (?:esta|estan) disponibles? en (?:tu|su|este) (?:pais|region)|"
        r"nao (?:esta|estao) disponive(?:l|is) (?:no|em) (?:seu|teu|sua) (?:pais|regiao)|"
        r"non (?:e|sono) disponibil[ei] nel(?:la)? (?:tuo|suo|tua|sua) (?:paese|regione)|"
        r"niet beschikbaar in (?:uw|jouw|je) (?:land|regio)|"
        r"недоступ\w+ в (?:вашей стране|вашем регионе)"
    ),
    others=(
        r"(?:您|你)?所在(?:的)?(?:国家|地区|國家|地區)[^。]{0,12}(?:不可用|无法|無法|不提供)|"
        r"お住まいの(?:国|地域)では|해당 (?:국가|지역)에서는?"
    ),
)


def obituary_phrase(text: str, *, names: Iterable[str] = ()) -> str | None:
    """The words by which a text says that the whole of what it is about, which it may call by one of some
    names, has come to an end.
    """
    found = _OBITUARY.find(text)
    if found is not None:
        return None if _FORMER.search(found) else found
    folded = fold(text)
    for name in dict.fromkeys(fold(name) for name in names if len(name) >= _LEAST_NAME):
        called = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", _STAND_IN, folded) if name in folded else ""
        found = _OBITUARY.find(called) if called else None
        if found is not None and _STAND_IN in found and _FORMER.search(found) is None:
            return found.replace(_STAND_IN, name)
    return None


def farewell_phrase(text: str, *, is_name: bool = False) -> str | None:
    """The words by which somebody says that they have closed for good, whatever the page is about."""
    return _FAREWELL.find(text) or obituary_phrase(text) or (_NO_MORE.find(text) if is_name else None)


def elsewhere_phrase(text: str) -> str | None:
    """The words by which a text says that its work is not shown in the visitor's country."""
    return _ELSEWHERE.find(text)

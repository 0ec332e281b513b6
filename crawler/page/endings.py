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
    r"(?:course|page|book|tutorial|article|web ?site|site|resource|archive|content|document|lectures?|"
    r"class|"
    r"project|service|tool|product|video|materials?|collection|repository|wiki|blog|forum|"
    r"program(?:me)?|app|"
    r"application|data ?set|database|item|post|file|listing|offer|notes?|chapters?|papers?|thesis|"
    r"dissertation|"
    r"preprint|publication|record|entry|slides?|handouts?|exercises?|problems?|sheets?|solutions?|"
    r"podcast|"
    r"episode|channel|playlist|recordings?|talk|webinar|workshop|quiz|game|simulation|applet|demo|"
    r"plug-?in|"
    r"extension|add-?on|theme|module|package|library|software|guide|handbook|manual|glossary|"
    r"encyclopa?edia|"
    r"journal|magazine|newsletter|title|group|community|portal|platform|account|profile|notebook|gist|question|"
    r"thread|topic|discussion|feed|api|map|poster|image|series|lessons?)"
)
_PUT_AWAY = (
    r"(?:retired|discontinued|withdrawn|retracted|removed|taken (?:down|offline)|shut ?down|deleted|"
    r"decommissioned|sunset(?:ted)?|unpublished)"
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
    r"(?:is|are) (?:now )?closed(?: for good)?(?! (?:for|until|till|on|to|at|between|from|during|every|"
    r"after|before|this|today)\b))"
)
_STAND_IN, _LEAST_NAME = "this project", 3
_OBITUARY = Phrases(
    bordered=(
        rf"(?:this|the|our|these|all)(?: [\w-]+){{0,3}} {_WORK}(?: and [\w ]{{1,40}})? {_ENDED}|"
        r"(?:has|have) (?:taken|pulled) (?:this|these|them|it|the)(?: \w+){0,2} (?:down|offline)|"
        # Nobody writes so of what is there.
        rf"{_WORK} (?:has been |have been |was |were |is |are )?(?:removed|withdrawn|deleted|taken "
        rf"down|retracted)"
        r"(?: (?:at the request|at \w+ request|on request|due to|for (?:legal|copyright)|in response|"
        r"following|by (?:its|the|their) "
        r"(?:authors?|owners?|developers?|publishers?|uploaders?|administrators?|moderators?|users?)))|"
        # German
        r"(?:dieser|diese|dieses|der|die|das|alle) (?:\w+ ){0,2}(?:\w*kurs|\w*seiten?|angebot|buch|"
        r"artikel|inhalte?|\w*dienst|skript\w*|"
        r"vorlesung|dokument|beitrag|datei|video|projekt|portal|forum|blog|plattform|materialien|"
        r"unterlagen|app|veranstaltung|"
        r"eintrag|datensatz|publikation) (?:\w+ )?(?:ist|sind|steht|stehen|wurde|wurden) (?:leider |"
        r"inzwischen |nun )?"
        r"(?:nicht (?:mehr|langer) (?:verfugbar|zur verfugung|online|erreichbar|abrufbar)|eingestellt|"
        r"geloscht|entfernt|"
        r"zuruckgezogen|abgeschaltet|geschlossen|offline genommen)|"
        # French, Spanish, Portuguese, Italian
        r"(?:ce|cet|cette|ces|le|la|les) (?:\w+ ){0,2}(?:cours|pages?|site|livre|article|service|"
        r"ressource|document|fichier|contenu|"
        r"video|application|notes|projet|blog|forum) (?:n'(?:est|sont) plus (?:disponible|accessible|"
        r"en ligne)s?|(?:a|ont) ete "
        r"(?:supprime|retire|ferme|archive|efface)e?s?)|(?:este|esta|estos|el|la|los) (?:\w+ "
        r"){0,2}(?:curso|pagina|sitio|libro|"
        r"articulo|servicio|recurso|documento|archivo|contenido|video|aplicacion|proyecto|blog|foro) "
        r"(?:ya no esta disponible|(?:ha|han) sido "
        r"(?:eliminad|retirad|cerrad|borrad)[oa]s?|fue (?:eliminad|retirad|cerrad)[oa])|(?:este|esta|o|"
        r"a) (?:\w+ ){0,2}(?:curso|pagina|site|"
        r"livro|artigo|servico|documento|arquivo|conteudo|video|aplicativo|projeto|blog) (?:nao esta "
        r"mais disponivel|foi "
        r"(?:removid|encerrad|descontinuad|excluid|apagad)[oa])|(?:questo|questa|il|la) (?:\w+ "
        r"){0,2}(?:corso|pagina|sito|libro|"
        r"articolo|servizio|documento|contenuto|video|progetto|blog) (?:non e piu (?:disponibile|"
        r"accessibile)|e stat[oa] "
        r"(?:rimoss|eliminat|chius|ritirat)[oa])|"
        # Dutch, Swedish, Polish, Czech, Turkish
        r"(?:deze|dit|de|het) (?:\w+ ){0,2}(?:cursus|pagina|site|boek|artikel|dienst|document|inhoud|"
        r"video|project) (?:is (?:helaas )?"
        r"(?:niet (?:meer|langer) (?:beschikbaar|online)|verwijderd|opgeheven|gestopt))|(?:denna|detta|"
        r"den har|det har) (?:\w+ )?(?:kurs|"
        r"sida|bok|artikel|tjanst|dokument) (?:ar inte langre tillganglig|har tagits bort)|(?:ten|ta|"
        r"to) (?:\w+ )?(?:kurs|strona|"
        r"ksiazka|artykul|serwis|dokument) (?:nie jest juz dostepn[ay]|zostal[ao]? usuniet[ya])|"
        r"(?:tento|tato|toto) (?:\w+ )?(?:kurz|"
        r"stranka|kniha|clanek|sluzba|dokument) (?:jiz neni dostupn[aye]|by(?:l|la|lo) (?:odstranen|"
        r"smazan|zrusen)[ao]?)|bu (?:\w+ )?(?:kurs|sayfa|"
        r"icerik|kitap|makale|hizmet|belge) (?:artik mevcut degil|kaldirildi|silindi|kaldirilmistir)|"
        # Russian, Ukrainian
        r"(?:этот|данный|эта|данная|это) (?:\w+ )?(?:курс|сайт|страница|материал|документ|видео|книга|"
        r"статья|сервис) (?:больше не доступ\w+|"
        r"был\w? (?:удал\w+|закрыт\w*)|удал\w+|закрыт\w*)|(?:цей|ця) (?:\w+ )?(?:курс|сайт|сторінка|"
        r"матеріал) (?:більше не доступ\w+|видален\w+)"
    ),
    others=(
        r"(?:该|本|此)(?:课程|页面|网站|资源|内容|文章|视频|应用|服务)已(?:被)?(?:下线|下架|关闭|删除|停止|移除)|"
        r"(?:この|本)(?:コース|講座|ページ|サイト|サービス|動画|記事|資料|アプリ)は(?:終了|閉鎖|削除|公開を終了)|"
        r"(?:이|본) (?:강좌|페이지|사이트|콘텐츠|동영상|서비스)(?:은|는|이|가) (?:삭제|종료|폐쇄)"
    ),
)
# What came to an end is not what the page is then.
_FORMER = re.compile(
    r"\b(?:old|older|former|previous|printed|alten?|fruheren?|ancien(?:ne)?s?|antigu[oa]s?|antig[oa]s?|"
    r"vecchi[oa]?|oude|gamla|stara|stary|стар\w+)\b"
)
_FAREWELL = Phrases(
    bordered=(
        r"(?:has|have|had|was|were|is|are) (?:now |been |being |permanently |officially |finally "
        r")*(?:shut ?down|closed down|"
        r"discontinued|decommissioned|retired|terminated|sunset(?:ted)?|wound (?:down|up)|dissolved|"
        r"disbanded)|"
        r"has (?:now |permanently |sadly )?closed(?! (?:for|until|on|to|at|early|its (?:office|"
        r"library))\b)|"
        r"(?:have|has) been (?:permanently )?closed(?! (?:for|until|on|to|at)\b)|closed (?:its doors|"
        r"for good)|ceased (?:operation|to exist|trading)s?|"
        r"no longer (?:in operation|operat(?:es|ing|ional)|in service)|"
        r"(?:all|your) (?:\w+ ){0,2}(?:pages|sites|blogs|accounts|data|content|files|posts|forums|"
        r"wikis) (?:have been|has been|were|"
        r"was|are) (?:permanently )?(?:deleted|removed|erased)|we(?:'ve| have) (?:shut|closed) (?:down|"
        r"our doors)|"
        # German
        r"(?:wurde|wurden|haben wir) (?:[\w.]+ ){0,4}(?:eingestellt|abgeschaltet|geschlossen|beendet|"
        r"stillgelegt)|(?:ist|sind) (?:[\w.]+ ){0,3}"
        r"(?:eingestellt|abgeschaltet|stillgelegt)|alle (?:\w+ )?(?:blogs|seiten|daten|konten|inhalte|"
        r"homepages|foren) (?:wurden|sind) "
        r"(?:\w+ )?(?:geloscht|entfernt)|hat (?:\w+ ){0,3}(?:den betrieb|seinen dienst|ihren dienst) "
        r"eingestellt|"
        # French, Spanish, Portuguese, Italian, Romanian
        r"a (?:definitivement )?(?:ferme (?:ses portes|definitivement)|cesse (?:ses|son|d')|pris fin)|"
        r"(?:a ete|est) (?:definitivement )?"
        r"(?:fermee?|arretee?|interrompue?) (?:definitivement|depuis|le)|est definitivement fermee?|"
        r"(?:ha sido|fue) (?:cerrad|clausurad|dad[oa] de baj)[oa]|"
        r"ha (?:cerrado|dejado de (?:funcionar|existir|operar))|foi (?:encerrad|descontinuad|"
        r"desativad)[oa]|"
        r"encerrou (?:suas|as suas|as) atividades|ha (?:chiuso|cessato)|e stat[oa] (?:chius|"
        r"dismess)[oa]|a fost inchis[a]?|"
        # Dutch, Nordic, Finnish, Polish, Czech, Slovak, Hungarian, Turkish
        r"is (?:[\w.]+ ){0,5}(?:gestopt|opgeheven|beeindigd|stopgezet)|har (?:stangts? (?:ner|ned)|"
        r"lagts ne[rd]|upphort|avslutats|"
        r"lukket (?:ned|for godt)|blitt lagt ned)|er (?:nedlagt|lagt ned|lukket ned)|on lopetettu|"
        r"ei ole enaa toiminnassa|zostal[ao]? (?:zamkniet|wylaczon|zlikwidowan)\w+|zakonczyl[ao]? "
        r"(?:dzialalnosc|dzialanie)|"
        r"by(?:l|la|lo) (?:ukoncen|zrusen)\w*|ukoncil[ao]? (?:provoz|cinnost)|ukoncen[ay]? prevadzka|"
        r"megszunt|veglegesen bezart|"
        r"kapatil(?:di|mistir)|kapanmistir|yayin hayatina son|"
        # Russian, Ukrainian, Bulgarian
        r"(?:сервис|сайт|проект|хостинг|портал|форум)\b[^.|]{0,40} (?:закрыт|закрылся|прекратил|"
        r"прекратила)|прекратил\w? (?:\w+ )?(?:работу|существование|"
        r"деятельность)|больше не работает|припинив (?:\w+ )?(?:роботу|існування)|преустанови"
    ),
    others=(
        r"(?:サービス|サイト|本サービス)(?:の提供)?(?:は|を)[^。]{0,30}終了(?:し|いた|と)|閉鎖(?:し|いた|され)|"
        r"已(?:于[^。]{0,20})?(?:关闭|關閉|关停|停止(?:服务|運營|运营|服務)|下线)|停止运营|"
        r"서비스(?:가|를|는)? ?(?:[^.]{0,20})종료|폐쇄되|"
        r"تم إغلاق|נסגר"
    ),
)
_NO_MORE = Phrases(
    bordered=(
        r"no longer exists?|has closed|closed for good|existiert nicht mehr|n'existe plus|fermeture "
        r"d(?:u|e la|es)|ya no existe|cierre del?|nao existe mais|deixou de "
        r"existir|non esiste piu|chiusura del|bestaat niet meer|gestopt|finns inte langre|eksisterer "
        r"ikke (?:laengere|lenger)|juz nie istnieje|больше не существует|закрытие"
    ),
    others=r"サービス終了|終了のお知らせ|閉鎖のお知らせ|停止服务|关闭公告|서비스 종료",
)
"""A text may say so of anything."""
_HERE = r"(?:your|this) (?:current )?(?:country|region|location|area|territory|store)"
_ELSEWHERE = Phrases(
    bordered=(
        rf"{_WORK} (?:is|are) (?:currently |unfortunately |temporarily )?(?:not (?:currently |yet "
        rf")?(?:available|accessible|offered|"
        rf"viewable)|unavailable|blocked|restricted) (?:to (?:viewers|users|visitors) )?in {_HERE}|"
        rf"(?:uploader|owner|publisher|provider) has not "
        rf"made this \w+ available in {_HERE}|in (?:deinem|ihrem|eurem) land nicht (?:verfugbar|"
        rf"zuganglich)|(?:n'est|ne sont) pas "
        r"disponibles? dans votre (?:pays|region)|no (?:esta|estan) disponibles? en (?:tu|su|este) "
        r"(?:pais|region)|nao (?:esta|estao) "
        r"disponive(?:l|is) (?:no|em) (?:seu|teu|sua) (?:pais|regiao)|non (?:e|sono) disponibil[ei] "
        r"nel(?:la)? (?:tuo|suo|tua|sua) "
        r"(?:paese|regione)|niet beschikbaar in (?:uw|jouw|je) (?:land|regio)|недоступ\w+ в (?:вашей "
        r"стране|вашем регионе)"
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

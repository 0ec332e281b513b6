"""What a short text states of the very thing that was asked for: that it is gone, closed to whoever asks, or
in trouble. A grammar of things and of what becomes of them, where lists of whole phrases would never end.

No verdict rests on these alone: `judge` reads them where a page says hardly anything else.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from crawler.page.wording import fold

GONE, CLOSED, TROUBLE = "gone", "closed", "trouble"
_MOST = 1_500
_MOST_SENTENCES = 12

_THING = (
    r"(?:(?:web ?)?(?:pages?|sites?)|web ?logs?|blogs?|posts?|articles?|papers?|preprints?|items?|objects?|"
    r"records?|"
    r"entr(?:y|ies)|content|resources?|materials?|documents?|files?|folders?|link|invit(?:e|ation)s?|"
    r"videos?|"
    r"recordings?|lectures?|slides?|slide ?decks?|decks?|presentations?|podcasts?|episodes?|streams?|"
    r"playlists?|"
    r"channels?|albums?|images?|photos?|maps?|layers?|feeds?|data|data ?sets?|databases?|tables?|series|"
    r"surveys?|"
    r"models?|spaces?|notebooks?|gists?|snippets?|pastes?|repositor(?:y|ies)|projects?|packages?|modules?|"
    r"libraries|gems?|crates?|versions?|releases?|downloads?|extensions?|plug-?ins?|add-?ons?|apps?|"
    r"applications?|tools?|services?|products?|books?|e-?books?|titles?|chapters?|courses?|tutorials?|"
    r"theses|thesis|dissertations?|posters?|talks?|guides?|scripts?|demos?|repos?|lessons?|"
    r"workshops?|events?|competitions?|challenges?|topics?|threads?|discussions?|questions?|answers?|groups?|"
    r"communit(?:y|ies)|forums?|boards?|(?:chat ?)?rooms?|servers?|wikis?|list|mailing list|accounts?|"
    r"users?|"
    r"profiles?|authors?|shops?|stores?|listings?|offers?|jobs?|forms?|quiz(?:zes)?|games?|urls?|addresses|"
    r"designs?|boards?|workspaces?|api(?: v?\d+(?:\.\d+)?)?|endpoints?|portals?)"
)
_SITE = r"(?:(?:web ?)?sites?|web ?log|blog|home ?page|portal|project)"
_ADVERB = (
    r"(?:(?:now|since|unfortunately|sadly|permanently|recently|already|also|either|all|both|automatically|"
    r"officially|intentionally|voluntarily|indefinitely|completely|just|later|again|being|been) )*"
)
_ENDED = (
    r"(?:removed|deleted|withdrawn|retracted|taken (?:down|offline|off)|discontinued|retired|shut ?down|"
    r"disabled|"
    r"yanked|terminated|decommissioned|unpublished|expunged|purged|revoked|erased|wiped|delisted|unlisted|"
    r"sunset(?:ted)?|deaccessioned|suspended|deactivated)"
)
_EXPIRING = (
    r"(?:links?|invit(?:e|ation)s?|files?|downloads?|listings?|offers?|posts?|exports?|shares?|pastes?|jobs?)"
)
_GONE_AFTER = (
    rf"(?:(?:has|have|was|were|is|are|had) {_ADVERB}(?:been )?{_ADVERB}(?:\w+ and )?{_ENDED}\b"
    rf"(?! from (?:this|the|our) (?:page|shelf|shelves|table|menu|code)\b)|"
    r"(?:(?:is|are) (?:\w+ )?)?no longer (?:active|available|offered|online|hosted|here|valid|accessible|"
    r"distributed|"
    r"on sale|published|provided|sold)\b(?! (?:for|as|in|to|on|at|from|through|under) )|"
    r"no longer exists?\b|(?:has|have)(?: not|n't) been (?:created|written)(?: yet)?\b|"
    r"(?:does|do|did)(?: not|n't) (?:\w+ )?exist\b|"
    r"(?:does|do)(?: not|n't) (?:\w+ )?(?:contain|have|hold) any \w+|"
    r"(?:has|have|contains?|holds?) no (?:data|content|files?|resources?|pages|items|entries|posts|text|"
    r"commits|"
    r"records)\b|"
    r"(?:is|are) (?:now |currently )?empty\b|"
    r"(?:is|are)(?: not|n't) (?:any ?more )?available\b(?! (?:for|as|to|on|at|from|through|under|until|in|"
    r"yet) ))"
)
_STATED = re.compile(
    fold(
        rf"(?<!\w)(?:{_THING}(?![\w-])(?:[^.|?!;]|\.(?! )){{0,60}}? {_GONE_AFTER}|"
        rf"{_EXPIRING}(?: \w+){{0,3}} (?:has |have |is )?(?:now )?expired\b|"
        rf"(?:no|0|zero) (?:such |matching )?(?:\w+ )?{_THING} (?:was |were |is |are |"
        rf"has been )?(?:match(?:es|ed)?|"
        r"found|returned|exists?|available|to (?:display|show))\b|"
        rf"no such {_THING}\b|(?:listing|event|offer|auction|sale|contest)(?: \w+)? ended\b|"
        rf"^(?:sorry,? )?(?:(?:the|this) )?(?:\w+ )?{_THING} (?:not available|unavailable)(?! (?:for|as|on|"
        rf"under) )|"
        rf"\b(?:i|we)(?: have|'ve| had to)? (?:removed?|deleted?|withdrawn|withdrew|taken down|took down) "
        rf"(?:the|this|these|all|my|our) (?:\w+ ){{0,2}}(?:{_THING}|notes|pdfs?|copy|copies)\b|"
        rf"\b(?:i|we)(?: have|'ve)? decided to (?:close|shut)(?: down)? (?:this|the|our|my) {_SITE}\b|"
        r"at the request of (?:the|its|their) (?:copyright|rights?)[ -]?(?:holders?|owners?))"
    )
)
# The whole of a heading: within a sentence it may be anybody's.
_LABEL = re.compile(
    fold(
        rf"(?:sorry[,!.]? )?(?:(?:the|this|that|these|your|requested) )*(?:[^\W\d]+ ){{0,2}}{_THING} (?:is |"
        rf"was |are |has been |"
        rf"isn't |is not )?(?:not available|unavailable|available no more|gone|missing|expired|"
        rf"{_ENDED})(?: here)?|"
        rf"(?:(?:the|this|our|my) )?{_SITE} (?:(?:is|was|has|been|now|permanently) )*closed(?: down)?|"
        rf"(?:unavailable|deleted|removed|expired|missing|invalid|unknown|broken) {_THING}"
    )
)
_OTHERS = (
    # German, Dutch
    r"nicht (?:mehr|langer) (?:verfugbar|lieferbar|erhaltlich|im (?:sortiment|angebot|programm)|vorhanden|"
    r"online|"
    r"abrufbar|erreichbar|aktiv|gultig|angeboten)|"
    r"(?:wurde|wurden) (?:[\w.]+ ){0,5}(?:geloscht|entfernt|eingestellt|zuruckgezogen|deaktiviert|"
    r"abgeschaltet|"
    r"offline genommen)|"
    r"(?:ist|sind) (?:leider |inzwischen |bereits )*(?:geloscht|abgelaufen|leer|entfernt)(?: worden)?|"
    r"auf (?:wunsch|verlangen) (?:des|der) (?:autor|rechte|urheber|verlag)\w*|"
    r"niet (?:meer|langer) (?:beschikbaar|leverbaar|online|actief|geldig|toegankelijk)|"
    r"(?:is|zijn|werd|werden) (?:helaas |inmiddels )*(?:verwijderd|gewist|ingetrokken|uitgeschakeld|"
    r"verlopen)|"
    # French
    r"n'(?:est|sont|etes) plus (?:disponible|accessible|en ligne|en vente|propose|actif|active|valide|"
    r"diffuse)e?s?|"
    r"(?:a|ont) ete (?:\w+ )?(?:supprime|retire|efface|desactive|depublie|annule)e?s?|"
    r"a (?:la )?demande (?:de l'auteur|des? (?:auteurs|ayants? droit|l'editeur)|d'un ayant droit)|"
    r"(?:lien|invitation|annonce|offre|fichier) (?:a |est )?expiree?|"
    r"(?:n'existe|n'existent) plus|"
    # Spanish, Catalan, Portuguese, Italian, Romanian
    r"ya no (?:esta|estan|se encuentra|se encuentran) (?:disponible|activ|en linea|accesible|a la venta)\w*|"
    r"(?:ha|han) sido (?:\w+ )?(?:eliminad|retirad|borrad|desactivad|suprimid|descatalogad)[oa]s?|"
    r"fue(?:ron)? (?:eliminad|retirad|borrad|desactivad|suprimid)[oa]s?|"
    r"ja no (?:esta|estan) disponibles?|"
    r"(?:ya )?no (?:esta|estan) disponibles?(?! (?:para|en|desde|hasta) )|"
    r"nao (?:esta|estao|se encontra) mais (?:disponive|acessive|ativ)\w+|"
    r"(?:foi|foram) (?:removid|excluid|apagad|desativad|retirad|eliminad)[oa]s?|"
    r"non (?:e|sono) piu (?:disponibil|accessibil|attiv|onlin)\w+|"
    r"(?:e|sono) stat[oaie] (?:rimoss|eliminat|cancellat|ritirat|disattivat)[oaie]|"
    r"nu mai (?:este|sunt) disponibil\w*|(?:a|au) fost (?:sters|eliminat|retras|dezactivat)\w*|"
    # Nordic, Finnish
    r"(?:har|er|ar|blev|ble|bleve) (?:\w+ ){0,2}(?:tagits (?:bort|ner)|raderats|tagits ned|fjernet|slettet|"
    r"borttagen|"
    r"trukket tilbake|nedlagt|avpublicerats)|"
    r"inte langre (?:tillganglig|kvar|giltig)\w*|ikke l(?:ae|e)ngere (?:tilgaengelig|til raadighed)\w*|"
    r"ikke lenger (?:tilgjengelig|aktiv)\w*|"
    r"on (?:poistettu|suljettu|vanhentunut)|ei ole enaa (?:saatavilla|kaytettavissa|voimassa)|"
    # Polish, Czech, Slovak, Hungarian, Croatian, Turkish
    r"zosta(?:l|la|lo|ly|ł|ła|ło|ły) (?:\w+ )?(?:usuni[eę]t|wycofan|skasowan|wylaczon|wyłączon)\w+|"
    r"(?:nie jest|nie sa|nie są) ju[zż] dost[eę]pn\w+|"
    r"by(?:l|la|lo|ly) (?:\w+ )?(?:odstranen|smazan|zrusen|stazen|vymazan|stiahnut)\w*|"
    r"(?:jiz|uz) (?:neni|nejsou|nie je|nie su) (?:dostupn|k dispozici|k dispozicii)\w*|"
    r"(?:neni|nie je) (?:jiz|uz) (?:dostupn|k dispozici)\w*|"
    r"(?:toroltek|toroltuk|eltavolitottak|eltavolitottuk)|mar nem (?:elerheto|letezik)|"
    r"(?:je|su) (?:\w+ )?(?:uklonjen|obrisan|izbrisan)\w*|vise nije dostup\w+|"
    r"(?:kaldirildi|kaldirilmistir|silindi|silinmistir|silinmis|kaldırıldı|kaldırılmıştır)|"
    r"art[iı]k (?:mevcut|yayinda|yayında|kullanilabilir) degil|"
    # Vietnamese, Indonesian
    r"da bi (?:xoa|go|thu hoi)|khong con (?:ton tai|kha dung|hoat dong)|"
    r"(?:telah|sudah) (?:dihapus|ditutup|ditarik|dinonaktifkan)|tidak lagi tersedia|sudah tidak tersedia|"
    # Russian, Ukrainian, Bulgarian, Greek
    r"(?:был[аои]? |были )?(?:удален|изъят|деактивирован)[аоы]?|больше не (?:доступ|существ|предоставл|"
    r"публик|"
    r"действ)\w+|снят[аоы]? с (?:публикации|продажи)|более не доступ\w+|недоступ\w+ больше|"
    r"(?:доступ \w+ )?по (?:требованию|запросу|просьбе) (?:правообладател|автор|издател)\w+|"
    r"видален[аоио]?|більше не (?:доступ|існу)\w+|(?:бе |беше |е )?премахнат[аои]?|вече не е (?:достъп|"
    r"налич)\w+|"
    r"εχει (?:διαγραφει|αφαιρεθει|καταργηθει|αποσυρθει)|δεν ειναι πλεον διαθεσιμ\w+"
)
_SPACED = re.compile(rf"(?<!\w)(?:{fold(_OTHERS)})(?!\w)")
_UNSPACED = re.compile(
    fold(
        r"(?:削除|公開終了|非公開|掲載終了|提供終了|閉鎖|取り下げ|廃止|販売終了)(?:(?:さ)?れ|し|いたし|と?なり)"
        r"(?:ました|ています|ております|た)|"
        r"(?:公開|販売|掲載|配信|提供|取り?扱い)(?:は|を|が)?終了(?:し|いたし|と?なり)(?:ました|ています|ております)|"
        r"(?:存在しません|ご利用いただけません|ご覧いただけません)|"
        r"(?:已|已经|已經)(?:被)?[^。，,]{0,6}?(?:删除|刪除|下架|下线|移除|撤回|失效|过期|過期|停用|注销|註銷|撤稿|封禁)|"
        r"(?:삭제|폐쇄|만료|중단)(?:되었|됐|되어|된|하였|했)|더 이상 (?:제공|존재|사용)|"
        r"تم (?:حذف|ازاله|إزالة)|لم يعد (?:متاح|موجود)|(?:הוסר|נמחק|הוסרה|נמחקה)(?!\w)|حذف شده|"
        r"हटा दिया गया|ถูกลบ"
    )
)
_CLOSED = re.compile(
    fold(
        rf"(?<!\w)(?:{_THING}(?![\w-])[^.|?!;]{{0,40}}? (?:is|are|has been|have been|was|"
        rf"were) {_ADVERB}(?:private|paused|"
        r"members[- ]only|invit(?:e|ation)[- ]only|password[- ]protected|(?:geo)?blocked|"
        r"quarantined)\b(?! by)|"
        rf"{_THING} (?:is|has been|was) {_ADVERB}paused by\b|"
        r"(?:open|visible|accessible|limited|restricted) (?:only )?to (?:[\w-]+ ){0,2}(?:members|readers|"
        r"subscribers|"
        r"users|invitees|guests|students|staff|employees)(?: only)?\b|"
        r"(?:web ?)?(?:page|site|access|content|request|url|connection) (?:has been |is |was )?blocked\b|"
        r"(?:in )?violation of (?:your|our|the|company|corporate) (?:[\w-]+ ){0,3}(?:policy|policies)|"
        r"(?:sign|log) in to (?:confirm|continue|view|watch|see|verify)|"
        r"confirm (?:that )?you(?:'re| are) (?:not a (?:bot|robot)|human)|"
        r"(?:have not|haven't|not) been invited to|"
        rf"private {_THING}(?![\w-])(?= *(?:$|[.!|]))|"
        r"login[_ ]required)"
    )
)
_TROUBLE = re.compile(
    fold(
        r"(?<!\w)(?:temporarily|currently (?:unavailable|not available|offline|down)|(?:unable|"
        r"failed) to (?:access|open|load|"
        r"connect|read|reach|retrieve|fetch)|(?:could not|couldn't|cannot|can't) (?:be )?(?:access|open|"
        r"load|connect|read)"
        r"(?:ed)?|too many requests|timed? ?out|vorubergehend|temporairement|temporalmente|temporaneamente|"
        r"tijdelijk|временно|тимчасово)"
    )
)
# Rules and habits, which hold at some times; and what is cleared away from among others.
_AT_TIMES = re.compile(
    r"\b(?:if|when|whenever|unless|until|by default|always|usually|sometimes|wenn|falls|lorsque|cuando|"
    r"quando)\b|"
    r"^(?:dead|broken|deprecated|duplicate|obsolete|outdated|stale|spam|unused|all old) \w"
)
# A server's trouble.
_OF_SERVERS = re.compile(r"\b(?:server|service|system)s? (?:is )?(?:not available|unavailable)")
# What is said of other things, at other times, of some things among many, or by way of an example.
_NOT_OF_THIS = re.compile(
    r"(?<!\w)(?:if|when|whether|unless|once|until|before|whenever|that|which|who|whose|where|why|how|because|"
    r"wenn|falls|sobald|deren|si|quand|lorsque|dont|qui|cuando|que|se|quando|che|als|wanneer|om|ob|jesli|gdy|"
    r"если|когда|котор\w+|old|older|former|previous|previously|alte[nrs]?|fruhere[nrs]?|ancien\w*|"
    r"antigu\w+|antig[oa]s?|"
    r"some|most|many|several|certain|you can|may have|might have|will be|can be|must be|should be|"
    r"to be)(?!\w)"
)
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|(?<=[。！？])|\s*[|\n]\s*")


class Statement(NamedTuple):
    """What is stated, and in which words."""

    kind: str
    words: str


def statement(sentence: str) -> Statement | None:
    """What one sentence states of the thing that it stands in the place of."""
    return _read(sentence[:_MOST])


@lru_cache(maxsize=256)
def _read(sentence: str) -> Statement | None:
    folded = fold(sentence).strip()
    if found := _CLOSED.search(folded):
        return Statement(CLOSED, found.group().strip())
    found = _gone(folded)
    excuse = _TROUBLE.search(folded)
    if excuse is not None and (found is None or excuse.group() not in found.group()):
        return Statement(TROUBLE, excuse.group())
    return Statement(GONE, found.group().strip()) if found else None


def _gone(folded: str) -> re.Match[str] | None:
    bare = folded.strip(" .!…:-")
    if _OF_SERVERS.search(folded) or _AT_TIMES.search(folded):
        return None
    label = _LABEL.fullmatch(bare)
    for found in (label, *(each.search(folded) for each in (_STATED, _SPACED, _UNSPACED))):
        if found and not _NOT_OF_THIS.search(found.string[: found.end()]):
            return found
    return None


def sentences_of(texts: tuple[str, ...]) -> list[str]:
    """The first sentences of some texts."""
    parts = (part.strip() for text in texts for part in _SENTENCE_END.split(text[:_MOST]))
    return [part for part in parts if part][:_MOST_SENTENCES]

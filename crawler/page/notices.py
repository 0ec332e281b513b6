"""What short texts say in place of a resource: that a visitor has to do something first, that something went
wrong, or that nothing is there.

No verdict rests on these alone. They make a page worth a control page, and tell what is meant by a page that
a control page has shown to be the same at every address; the first two only ever keep a link from being dead.
"""

from __future__ import annotations

import re
from functools import cached_property

from crawler.page.wording import fold, maintenance_phrase, missing_phrase

NOTICE_CHARACTERS = 1_500
"""A notice is short; what is said further down in a longer text is an article's."""
_MAX_SENTENCES = 12


class Phrases:
    """Patterns of phrases, made when they are first looked for: that takes as long as reading 50 pages."""

    def __init__(self, *, bordered: str, others: str) -> None:
        self._sources = (bordered, others)

    @cached_property
    def _bordered(self) -> re.Pattern[str]:
        # A border before all of them lets the engine pass over the insides of words.
        return re.compile(rf"(?<!\w)(?:{fold(self._sources[0])})")

    @cached_property
    def _others(self) -> re.Pattern[str]:
        return re.compile(fold(self._sources[1]))

    def find(self, text: str) -> str | None:
        folded = fold(text[:NOTICE_CHARACTERS])
        found = self._bordered.search(folded)
        if found is None and not folded.isascii():
            found = self._others.search(folded)
        return found.group().strip() if found else None


_SIGN = r"(?:log|sign)(?:ed)?[ -]?(?:in|on)"
_ASKING = Phrases(
    bordered=(
        r"(?:you )?need (?:access|permission|an account)|(?:request|ask for) access|(?:must|need to|have "
        rf"to|required to|please) (?:first )?(?:be )?(?:{_SIGN}|register|subscribe|accept|agree|confirm|"
        rf"verify|enable|choose|select|enter your|create an account|log out)|{_SIGN} (?:or (?:register|"
        r"sign up|join|subscribe) )?(?:to|in order to|before|for) (?!creat|edit|add|writ)|(?:members?|"
        r"subscribers?|students?|staff|premium|logged[ -]in users)(?:'s)?[ -]only|(?:only (?:for|"
        r"(?:available|accessible|visible) to)|(?:available|accessible|visible|restricted|reserved) "
        r"(?:only )?(?:for|to)|exclusive(?:ly)? (?:to|for)) (?:our |all )?(?:\w+ )?(?:members|"
        r"subscribers|"
        r"students|users|customers|staff|patrons)|(?:become|join as|join us as) a (?:\w+ )?member|"
        r"(?:subscribe|join|register|sign up) (?:now )?to (?:read|continue|view|access|unlock|see|watch)|"
        r"requires? (?:an? )?(?:\w+ )?(?:subscription|membership|log-?in|account|registration|javascript|"
        r"cookies)|(?:javascript|cookies) (?:is|are|must be|to be) (?:\w+ )?(?:disabled|enabled|required|"
        r"turned|switched)|(?:enable|turn on|activate|allow) (?:javascript|cookies)|(?:not (?:currently "
        r")?available|unavailable|blocked|restricted) in your (?:country|region|location|area)|(?:are "
        r"you|"
        r"you are|you're|i am|i'm|must be) (?:(?:at least |over |older than |aged )?(?:1[2-9]|"
        r"2[015])(?!\w)|of legal|(?:not )?(?:a )?(?:human|robot)(?!\w))|date of birth|(?:accept|agree "
        r"(?:to|with)|consent to) (?:the |our |these |all |and )?(?:following )?(?:use of )?(?:terms|"
        r"conditions|cookies?|licen[cs]e|rules|policy|continue)|by (?:clicking|continuing|entering|"
        r"proceeding),? (?:you|i|and|on)|(?:choose|select|pick) (?:your|a|the) (?:\w+ )?(?:country|"
        r"region|"
        r"location|language|institution|university|campus|edition|store|market)|enter (?:the |your |a "
        r")?(?:password|access code|pass ?code|pin)|password[ -]protected|(?:protected|private|"
        r"restricted) (?:content|area|page|site|wiki|resource)|access (?:is |to this (?:page|site|"
        r"content|"
        r"resource) is )?(?:restricted|limited|denied)|not authori[sz]ed|(?:don't|do not) have "
        r"(?:permission|access)|permission (?:denied|required)|(?:bitte |mussen sich |sich )(?:\w+ "
        r"){0,3}(?:anmelden|einloggen|registrieren)|nur fur (?:\w+ )?(?:mitglieder|abonnenten|"
        r"angemeldete)|bitte (?:\w+ ){0,4}(?:akzeptieren|bestatigen|wahlen|aktivieren)|zugriff "
        r"(?:verweigert|beschrankt)|(?:veuillez|vous devez|il faut) (?:vous )?(?:\w+ ){0,2}(?:connecter|"
        r"identifier|inscrire|accepter|activer|choisir|selectionner|confirmer)|reserve(?:e|s|es)? aux "
        r"(?:\w+ )?(?:membres|abonnes)|(?:debe|debes|necesita|por favor,?) (?:\w+ ){0,2}(?:iniciar|"
        r"inicie|acceder|registrarse|registrese|aceptar|acepte|activar|active|seleccion\w+|elija|"
        r"confirm\w+)|solo para (?:miembros|suscriptores|socios)|(?:deve|precisa|e necessario|por "
        r"favor,?) (?:\w+ ){0,2}(?:entrar|iniciar|registrar|aceitar|ativar|escolher)|(?:devi|deve|e "
        r"necessario|si prega di) (?:\w+ ){0,2}(?:accedere|registrar\w+|accettare|attivare|scegliere)|"
        r"riservat[oa] (?:ai|agli) (?:soci|abbonati|membri)|(?:u moet|je moet|gelieve|log) (?:\w+ "
        r"){0,3}(?:inloggen|in om|aanmelden|accepteren|kiezen)|alleen voor (?:leden|abonnees)|(?:musisz|"
        r"nalezy|prosze) (?:\w+ ){0,2}(?:zalogowac|zaakceptowac|wybrac|wlaczyc)|tylko dla (?:czlonkow|"
        r"zalogowanych)|(?:du maste|logga in for|du skal|log ind for|du ma logge|logg inn for)|giris "
        r"yap(?:in|malisiniz|maniz)|(?:uyelere|uyeler) ozel|(?:войдите|авторизуйтесь|зарегистрируйтесь|"
        r"необходимо (?:войти|авторизоваться)|увійдіть)|только для (?:\w+ )?(?:членов|участников|"
        r"подписчиков|зарегистрированных)|примите условия|συνδεθειτε"
    ),
    others=(
        r"请(?:先)?登录|請(?:先)?登入|会员专享|仅限会员|请接受|请选择|ログインして|会員限定|"
        r"会員専用|同意して|選択してください|로그인(?:이 필요|해 주세요|하세요| 후)|"
        r"회원 전용|동의|تسجيل الدخول|יש להתחבר|लॉग इन कर|लॉगिन कर"
    ),
)
_TROUBLE = Phrases(
    bordered=(
        r"(?:an?|some) (?:\w+ ){0,2}(?:error|problem) (?:has |have )?(?:occurr?ed|been detected)|"
        r"(?:something|things) (?:has |have )?(?:went|gone) wrong|(?:please )?try (?:it )?again (?:later|"
        r"soon|in a|shortly|tomorrow|after)|(?:come|check) back (?:later|soon|shortly|tomorrow|in (?:a|"
        r"an|the)|again)|(?:quota|"
        r"limit|bandwidth|allowance)(?: \w+)? (?:has |was |is |been )*(?:exceeded|reached|exhausted|used "
        r"up)|(?:exceeded|reached|used up) (?:the|its|your|our) (?:\w+ ){0,3}(?:quota|limit|bandwidth|"
        r"allowance)|over (?:its |the )?(?:\w+ )?quota|too many (?:requests|connections|users|visitors)|"
        r"(?:cannot|could not|couldn't|unable to|failed to|can't) (?:connect|reach|contact|establish a)|"
        r"database (?:connection )?(?:error|failure|is)|(?:server|service|site|system) (?:is "
        r")?(?:currently |temporarily )?(?:busy|overloaded|down|offline|unavailable)|(?:ein|es ist ein) "
        r"(?:\w+ )?fehler (?:ist )?aufgetreten|spater (?:noch ?einmal|erneut|wieder)|une erreur (?:\w+ "
        r")?(?:s'est|est) (?:produite|survenue)|(?:reessayer|reessayez|revenez) (?:plus tard|"
        r"ulterieurement)|(?:ha ocurrido|se ha producido|se produjo) un error|(?:intentelo|vuelva a "
        r"intentarlo|intente) (?:\w+ ){0,2}(?:mas tarde|de nuevo)|ocorreu um erro|tente (?:novamente|"
        r"mais tarde)|si e verificato un errore|riprova(?:re)? piu tardi|er is (?:een fout|iets mis)|"
        r"probeer het later|wystapil blad|sprobuj ponownie|ett fel (?:har )?(?:intraffat|uppstod)|der "
        r"opstod en fejl|bir hata olustu|daha sonra tekrar|произошла ошибка|попробуйте (?:\w+ )?(?:позже|"
        r"еще)|сталася помилка"
    ),
    others=(
        r"发生错误|稍后再试|發生錯誤|稍後再試|エラーが発生|後ほど|しばらくして|오류가 발생|"
        r"나중에 다시|حدث خطأ|אירעה שגיאה"
    ),
)
_WENT_WRONG = re.compile(
    r"(?<!database )(?<!connection )(?:error|problem|wrong|fehler|erreur|erro|fout|mis|blad|fel|fejl|hata|"
    r"ошибка|помилка)\b|错误|錯誤|エラー|오류|خطأ|שגיאה"
)
_THING = (
    r"(?:page|topic|thread|post|article|file|folder|user|record|course|item|entry|document|link|resource|"
    r"question|video|product|project|repository|id|identifier|number|address|url|site|account|profile|"
    r"group|list|"
    r"event|object|image|map|lesson|lecture|publication|title|book|app|extension|package|job|exercise)"
)
_STORE = (
    r"(?:the|our|this|its) (?:\w+ )?"
    r"(?:collections?|catalog(?:ue)?|database|archives?|library|holdings|system|index)"
)
_MISSING = Phrases(
    bordered=(
        rf"{_THING}\b(?:[^.|]|\.(?! )){{0,60}} (?:(?:does|do|did)(?: not|n't) exist|is (?:invalid|gone|"
        rf"not here)|"
        r"(?:has|have) (?:previously )?been (?:deleted|removed|withdrawn))|(?:no|invalid|unknown|missing|"
        rf"wrong) (?:or deleted )?{_THING}(?: id)?(?: (?:was )?(?:specified|given|selected|chosen|"
        r"supplied))?(?![\w-])|(?:no|0|zero) (?:results?|hits|matches)(?: found)?(?![\w-])|(?:does not|"
        r"doesn't) have an? (?:article|page|entry)|there is (?:currently )?no (?:text|content|page|entry|"
        r"article|such|information|data|record)|(?:this|the) (?:page|article|topic|entry|node|wiki page) "
        r"(?:does not|doesn't) (?:yet )?exist|(?:no|0) (?:such |matching )?(?:page|article|topic|record|"
        r"item|entry|entries|course|document|result|post|object|row)s? (?:with (?:this|that) name |by "
        r"that name |"
        r"here |was |were |could be |has been |have been |to )?(?:found|exists?|display)|no such \w+|"
        r"(?:page|topic) does not exist yet|(?:specified|requested) (?:[\w-]+ ){1,3}(?:does not|doesn't) exist|"
        r"(?:endpoint|route|api version|api method) (?:\w+ ){0,4}(?:removed|retired|discontinued|disabled|"
        r"sunset|gone|not supported|not available)|(?:unknown|invalid|unsupported|unrecogni[sz]ed|"
        r"no matching) (?:api )?(?:endpoint|route|method|operation|path|request ur[il])|cannot get /|"
        r"you(?:'ve| have) followed a link to a (?:page|topic)|create "
        r"(?:this|the) (?:page|article|topic)|(?:nothing|none) (?:was |to be )?found|not found|"
        r"nothing (?:to see|matche[sd])|(?:did not|didn't|does not|doesn't) (?:match|return) any|"
        r"returned no (?:results|records)|"
        rf"not (?:part of|in|contained in|listed in|available in|held in) {_STORE}|"
        r"(?:appears|seems) to be (?:either )?(?:missing|gone)|(?:couldn't|could not|can't|cannot|"
        r"unable to) (?:find|locate)|(?:has|have) (?:been )?(?:moved|"
        r"removed|deleted|retired|discontinued|withdrawn|expired)|no longer (?:available|exists?|"
        r"offered|here)|"
        # German
        r"(?:seite|artikel|thema|eintrag|dokument|\w*veranstaltung|kurs|datensatz|objekt|datei|beitrag|"
        r"id|adresse)\b"
        r"[^.|]{0,60} (?:existier(?:t|en) (?:\w+ )?nicht|gibt es (?:\w+ )?nicht|(?:ist|sind|war) "
        r"(?:\w+ ){0,4}nicht "
        r"(?:vorhanden|bekannt|enthalten|mehr verfugbar))|enthalt (?:zurzeit|momentan|derzeit) (?:\w+ "
        r")?(?:noch )?keinen text|"
        r"nicht gefunden|keine (?:\w+ )?(?:eintrage|ergebnisse|treffer|datensatze|dokumente|"
        r"veranstaltung(?:en)?|objekte|inhalte)"
        r"(?: \w+){0,3} (?:gefunden|vorhanden|verfugbar)|keine treffer|"
        # French, Spanish, Catalan, Portuguese, Italian, Romanian
        r"il n'y a (?:pour l'instant )?(?:aucun|pas de) (?:texte|page|contenu)|(?:page|sujet|article|"
        r"document|notice|fiche|cours|"
        r"rubrique|ressource)\b[^.|]{0,60} (?:n'existe (?:pas|plus)|est introuvable|n'a pas ete "
        r"trouvee?)|aucun resultat|"
        r"aucune? (?:enregistrement|notice|fiche|document|article|page)s? (?:[\w']+ ){0,3}trouvee?s?|no "
        r"hay (?:actualmente )?(?:texto|"
        r"ningun|contenido|resultados)|(?:pagina|tema|articulo|documento|curso|registro|recurso|"
        r"entrada)\b[^.|]{0,60} no existe|"
        r"no se (?:ha |han )?encontr(?:ado|o|aron)|ningun (?:resultado|registro|documento)|sin "
        r"resultados|(?:pagina|tema)\b"
        r"[^.|]{0,40} no existeix|nao ha (?:texto|conteudo)|(?:pagina|topico|artigo|documento|curso|"
        r"registro)\b[^.|]{0,60} nao existe|"
        r"nao (?:foi|foram) (?:encontrad|localizad)[oa]s?|nenhum (?:resultado|registro|registo|"
        r"documento|item)|(?:pagina|argomento|"
        r"articolo|documento|corso|voce)\b[^.|]{0,60} non esiste|nessun (?:risultato|record|documento|"
        r"elemento)|"
        r"non (?:e stat[oa] )?trovat[oa]|pagina nu exista|nu a fost gasit[a]?|"
        # Dutch, Nordic, Finnish, Polish, Czech, Slovak, Croatian, Hungarian, Turkish, Vietnamese, Indonesian
        r"(?:pagina|onderwerp|artikel|document)\b[^.|]{0,40} bestaat (?:\w+ )?niet|geen (?:resultaten|"
        r"gegevens|records)(?: gevonden)?|"
        r"niet gevonden|(?:sidan|amnet|artikeln|dokumentet)\b[^.|]{0,40} finns inte|hittades inte|inga "
        r"(?:traffar|resultat)|"
        r"(?:siden|emnet|dokument(?:et)?|artiklen|artikkelen)\b[^.|]{0,40} (?:eksisterer ikke|findes "
        r"ikke|finnes ikke|har ikke noe innhold)|"
        r"ingen (?:resultater|treff)|(?:sivua|otsikkoa|artikkelia) (?:\w+ )?ei (?:viela )?ole|ei "
        r"(?:loydy|loytynyt|tuloksia)|"
        r"(?:strona|temat|artykul|dokument)\b[^.|]{0,40} nie istnieje|nie znaleziono|brak (?:wynikow|"
        r"danych)|(?:stranka|tema|dokument)\b"
        r"[^.|]{0,40} neexistuje|neby(?:l|la|lo|ly) nalezen\w*|(?:dokument|stranica) ne postoji|"
        r"(?:oldal|lap)\b[^.|]{0,40} nem letezik|"
        r"nincs talalat|nem talalhato|(?:baslik|sayfa|madde|kayit)\b[^.|]{0,40} (?:mevcut degil|"
        r"bulunamadi)|sonuc bulunamadi|"
        r"(?:de tai|trang|bai viet)\b[^.|]{0,40} (?:khong ton tai|chua ton tai)|chua co de tai|khong "
        r"tim thay|"
        r"(?:topik|halaman|artikel)\b[^.|]{0,30} (?:belum|tidak) (?:ada|tersedia|ditemukan)|tidak "
        r"ditemukan|"
        # Russian, Ukrainian, Bulgarian, Greek
        r"(?:страница|тема|статья|документ|запись|курс)\b[^.|]{0,40} (?:(?:еще |больше )?не существует|"
        r"отсутствует|не найден\w?)|"
        r"не найден\w?|(?:сторінка|стаття|тема)\b[^.|"
        r"]{0,40} (?:ще )?не існує|не знайдено|"
        r"несъществуваща (?:тема|страница)|не съществува|η σελιδα\b[^.|]{0,40} δεν υπαρχει|δεν "
        r"βρεθηκ\w+"
    ),
    others=(
        r"(?:该|此|本)?(?:页面|頁面|主题|主題|条目|條目|文档|课程)(?:目前|尚|并)?(?:没有内容|不存在)|没有找到|未找到|找不到|"
        r"查无|查無|暂无数据|このページには|存在しません|まだ作成されて|該当する.{0,20}(?:ありません|ございません)|"
        r"見つかりません|아직 없습니다|검색 결과가 없|존재하지 않|찾을 수 없|"
        r"لا يوجد هذا|غير موجود|לא קיים|לא נמצא|وجود ندارد|یافت "
        r"نشد"
    ),
)


def asking_phrase(text: str) -> str | None:
    """The words by which a short text asks something of its visitors before it shows anything."""
    return _ASKING.find(text)


def excuse_phrase(text: str) -> str | None:
    """The words by which a short text says that something went wrong, which may pass."""
    if found := _TROUBLE.find(text):
        return found
    return next(filter(None, map(maintenance_phrase, _sentences(text))), None)


def says_plain_failure(text: str) -> bool:
    """Something went wrong, and nothing says that it will pass: so programs also tell what they lack."""
    folded = fold(text[:NOTICE_CHARACTERS])
    found = _TROUBLE.find(folded)
    if found is None or not _WENT_WRONG.search(found):
        return False
    return excuse_phrase(folded.replace(found, " ")) is None


def absence_phrase(text: str) -> str | None:
    """The words by which a short text says that there is nothing."""
    return _MISSING.find(text) or next(filter(None, map(missing_phrase, _sentences(text))), None)


def _sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?])\s+", text[:NOTICE_CHARACTERS])[:_MAX_SENTENCES]

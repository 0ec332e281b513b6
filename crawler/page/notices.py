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


class _Phrases:
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
_ASKING = _Phrases(
    bordered=(
        r"(?:you )?need (?:access|permission|an account)|(?:request|ask for) access|(?:must|need to|have "
        rf"to|required to|please) (?:first )?(?:be )?(?:{_SIGN}|register|subscribe|accept|agree|confirm|"
        rf"verify|enable|choose|select|enter your|create an account|log out)|{_SIGN} (?:or (?:register|"
        r"sign up|join|subscribe) )?(?:to|in order to|before|for) (?!creat|edit|add|writ)|(?:members?|"
        r"subscribers?|students?|staff|premium|logged[ -]in users)(?:'s)?[ -]only|(?:only (?:for|"
        r"(?:available|accessible|visible) to)|(?:available|accessible|visible|restricted|reserved) "
        r"(?:only )?(?:for|to)|exclusive(?:ly)? (?:to|for)) (?:our |all )?(?:\w+ )?(?:members|subscribers|"
        r"students|users|customers|staff|patrons)|(?:become|join as|join us as) a (?:\w+ )?member|"
        r"(?:subscribe|join|register|sign up) (?:now )?to (?:read|continue|view|access|unlock|see|watch)|"
        r"requires? (?:an? )?(?:\w+ )?(?:subscription|membership|log-?in|account|registration|javascript|"
        r"cookies)|(?:javascript|cookies) (?:is|are|must be|to be) (?:\w+ )?(?:disabled|enabled|required|"
        r"turned|switched)|(?:enable|turn on|activate|allow) (?:javascript|cookies)|(?:not (?:currently "
        r")?available|unavailable|blocked|restricted) in your (?:country|region|location|area)|(?:are you|"
        r"you are|you're|i am|i'm|must be) (?:(?:at least |over |older than |aged )?(?:1[2-9]|"
        r"2[015])(?!\w)|of legal|(?:not )?(?:a )?(?:human|robot)(?!\w))|date of birth|(?:accept|agree "
        r"(?:to|with)|consent to) (?:the |our |these |all |and )?(?:following )?(?:use of )?(?:terms|"
        r"conditions|cookies?|licen[cs]e|rules|policy|continue)|by (?:clicking|continuing|entering|"
        r"proceeding),? (?:you|i|and|on)|(?:choose|select|pick) (?:your|a|the) (?:\w+ )?(?:country|region|"
        r"location|language|institution|university|campus|edition|store|market)|enter (?:the |your |a "
        r")?(?:password|access code|pass ?code|pin)|password[ -]protected|(?:protected|private|"
        r"restricted) (?:content|area|page|site|wiki|resource)|access (?:is |to this (?:page|site|content|"
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
_TROUBLE = _Phrases(
    bordered=(
        r"(?:an?|some) (?:\w+ ){0,2}(?:error|problem) (?:has |have )?(?:occurr?ed|been detected)|"
        r"(?:something|things) (?:has |have )?(?:went|gone) wrong|(?:please )?try (?:it )?again (?:later|"
        r"soon|in a|shortly|tomorrow|after)|(?:come|check) back (?:later|soon|shortly|tomorrow)|(?:quota|"
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
_THING = (
    r"(?:page|topic|thread|post|article|file|folder|user|record|course|item|entry|document|link|resource|"
    r"question|video|product|project|repository|id|address|url|site|account|profile|group|list|event)"
)
_MISSING = _Phrases(
    bordered=(
        rf"{_THING}\b[^.|]{{0,60}} (?:(?:does|do|did)(?: not|n't) exist|is (?:invalid|gone|not here)|"
        r"(?:has|have) (?:previously )?been (?:deleted|removed|withdrawn))|(?:no|invalid|unknown|missing|"
        rf"wrong) (?:or deleted )?{_THING}(?: id)?(?: (?:was )?(?:specified|given|selected|chosen|"
        r"supplied))?(?![\w-])|(?:no|0|zero) (?:results?|hits|matches)(?: found)?(?![\w-])|(?:does not|"
        r"doesn't) have an? (?:article|page|entry)|there is (?:currently )?no (?:text|content|page|entry|"
        r"article|such|information|data|record)|(?:this|the) (?:page|article|topic|entry|node|wiki page) "
        r"(?:does not|doesn't) (?:yet )?exist|(?:no|0) (?:such |matching )?(?:page|article|topic|record|"
        r"item|entry|entries|course|document|result|post)s? (?:with (?:this|that) name |by that name |"
        r"here |was |were |could be |has been |have been |to )?(?:found|exists?|display)|no such \w+|"
        r"(?:page|topic) does not exist yet|you(?:'ve| have) followed a link to a (?:page|topic)|create "
        r"(?:this|the) (?:page|article|topic)|(?:nothing|none) (?:was |to be )?found|not found|"
        r"(?:couldn't|could not|can't|cannot|unable to) (?:find|locate)|(?:has|have) (?:been )?(?:moved|"
        r"removed|deleted|retired|discontinued|withdrawn|expired)|no longer (?:available|exists?|offered|"
        r"here)|(?:diese|die) (?:seite|artikel) (?:\w+ )?(?:existiert (?:noch )?nicht|gibt es (?:noch "
        r")?nicht)|enthalt (?:zurzeit|momentan|derzeit) (?:\w+ )?(?:noch )?keinen text|il n'y a (?:pour "
        r"l'instant )?(?:aucun|pas de) (?:texte|page|contenu)|cette page n'existe|no hay (?:actualmente "
        r")?(?:texto|ningun|contenido)|esta pagina no existe|nao ha (?:texto|conteudo)|esta pagina nao "
        r"existe|la pagina non esiste|deze pagina bestaat niet|(?:эта|такая) страница (?:еще )?не "
        r"существует|страница отсутствует"
    ),
    others=(r"(?:该|此|本)?页面(?:目前)?(?:没有内容|不存在)|このページには|存在しません"),
)


_WORK = (
    r"(?:course|page|book|tutorial|article|web ?site|site|resource|archive|content|document|lectures?|"
    r"class|project|service|tool|product|video|materials?|collection|repository|wiki|blog|forum|"
    r"program(?:me)?|app|data ?set|database|item|post|file|listing|offer)"
)
_ENDED = (
    r"(?:(?:is|are) no longer (?:being )?(?:available|offered|online|hosted|accessible|served|here|"
    r"active)(?! (?:for|in|as|to|on|at|from) )|(?:has|have) (?:now )?(?:been )?(?:permanently )?(?:retired|"
    r"discontinued|withdrawn|removed|taken (?:down|offline)|shut ?down|closed(?: down)?|deleted|"
    r"decommissioned|sunset(?:ted)?|unpublished|ceased)|(?:is|are) (?:now )?(?:closed|retired|discontinued|"
    r"gone)(?: for good)?)"
)
_OBITUARY = _Phrases(
    bordered=(
        rf"(?:this|the|our|these)(?: [\w-]+){{0,3}} {_WORK}(?: and [\w ]{{1,40}})? {_ENDED}|(?:dieser|"
        r"diese|dieses|der|die|das) (?:\w+ ){0,2}(?:kurs|seite|angebot|buch|artikel|inhalt|dienst) "
        r"(?:\w+ )?(?:ist|steht|wurde) (?:leider )?(?:nicht mehr verfugbar|nicht mehr zur verfugung|"
        r"eingestellt|geloscht|entfernt)|(?:ce|cette|le|la) (?:\w+ ){0,2}(?:cours|page|site|livre|"
        r"article|service|ressource) (?:n'est plus (?:disponible|accessible)|a ete (?:supprime|retire|"
        r"ferme|archive)e?)|(?:este|esta|el|la) (?:\w+ ){0,2}(?:curso|pagina|sitio|libro|articulo|"
        r"servicio|recurso) (?:ya no esta disponible|ha sido (?:eliminad|retirad|cerrad)[oa])|(?:este|"
        r"esta|o|a) (?:\w+ ){0,2}(?:curso|pagina|site|livro|artigo|servico) (?:nao esta mais disponivel|"
        r"foi (?:removid|encerrad|descontinuad)[oa])|(?:questo|questa|il|la) (?:\w+ ){0,2}(?:corso|"
        r"pagina|sito|libro|articolo) non e piu disponibile|(?:этот|данный|эта|данная) (?:\w+ )?(?:курс|"
        r"сайт|страница|материал) (?:больше не доступ\w+|удал\w+|закрыт\w*)"
    ),
    others=(
        r"(?:该|本|此)(?:课程|页面|网站|资源|内容)已(?:下线|关闭|删除|停止)|(?:この|"
        r"本)(?:コース|講座|ページ|サイト|サービス)は(?:終了|閉鎖|削除)"
    ),
)


def obituary_phrase(text: str) -> str | None:
    """The words by which a text says that the whole of what it is about has come to an end."""
    return _OBITUARY.find(text)


def asking_phrase(text: str) -> str | None:
    """The words by which a short text asks something of its visitors before it shows anything."""
    return _ASKING.find(text)


def excuse_phrase(text: str) -> str | None:
    """The words by which a short text says that something went wrong, which may pass."""
    if found := _TROUBLE.find(text):
        return found
    return next(filter(None, map(maintenance_phrase, _sentences(text))), None)


def absence_phrase(text: str) -> str | None:
    """The words by which a short text says that there is nothing."""
    return _MISSING.find(text) or next(filter(None, map(missing_phrase, _sentences(text))), None)


def _sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?])\s+", text[:NOTICE_CHARACTERS])[:_MAX_SENTENCES]

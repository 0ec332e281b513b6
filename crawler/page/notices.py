"""What short texts say in place of a resource: that a visitor has to do something first, or that something
went wrong. That nothing is there is in `absences`.

No verdict rests on these alone. They make a page worth a control page, and tell what is meant by a page that
a control page has shown to be the same at every address; these two only ever keep a link from being dead.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache

from crawler.page.wording import fold, maintenance_phrase

NOTICE_CHARACTERS = 1_500
"""A notice is short; what is said further down in a longer text is an article's."""
_MAX_SENTENCES = 12
_LATELY = 16
"""A text is looked through for six kinds of phrases. Folded once, beyond ASCII it takes 1.5 ms, not 2.1."""


@lru_cache(maxsize=_LATELY)
def opening(text: str) -> str:
    """As much of a text, folded, as a notice has."""
    return fold(text[:NOTICE_CHARACTERS])


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
        folded = opening(text)
        found = self._bordered.search(folded)
        if found is None and not folded.isascii():
            found = self._others.search(folded)
        return found.group().strip() if found else None


_SIGN = r"(?:log|sign)(?:ed)?[ -]?(?:in|on)"
_ASKING = Phrases(
    bordered=(
        r"(?:you )?need (?:access|permission|an account)|"
        r"(?:request|ask for) access|"
        rf"(?:must|need to|have to|required to|please) (?:first )?(?:be )?(?:{_SIGN}|register|subscribe|"
        r"accept|agree|confirm|verify|enable|choose|select|enter your|create an account|log out)|"
        rf"{_SIGN} (?:or (?:register|sign up|join|subscribe) )?(?:to|in order to|before|for) (?!creat|edit|"
        r"add|writ)|"
        r"(?:members?|subscribers?|students?|staff|premium|logged[ -]in users)(?:'s)?[ -]only|"
        r"(?:only (?:for|(?:available|accessible|visible) to)|"
        r"(?:available|accessible|visible|restricted|reserved) (?:only )?(?:for|to)|"
        r"exclusive(?:ly)? (?:to|for)) (?:our |all )?(?:\w+ )?(?:members|subscribers|students|users|"
        r"customers|staff|patrons)|"
        r"(?:become|join as|join us as) a (?:\w+ )?member|"
        r"(?:subscribe|join|register|sign up) (?:now )?to (?:read|continue|view|access|unlock|see|watch)|"
        r"requires? (?:an? )?(?:\w+ )?(?:subscription|membership|log-?in|account|registration|javascript|"
        r"cookies)|"
        r"(?:javascript|cookies) (?:is|are|must be|to be) (?:\w+ )?(?:disabled|enabled|required|turned|"
        r"switched)|"
        r"(?:enable|turn on|activate|allow) (?:javascript|cookies)|"
        r"(?:not (?:currently )?available|unavailable|blocked|restricted) in your (?:country|region|location|"
        r"area)|"
        r"(?:are you|you are|you're|i am|i'm|must be) (?:(?:at least |over |older than |aged )?(?:1[2-9]|"
        r"2[015])(?!\w)|of legal|(?:not )?(?:a )?(?:human|robot)(?!\w))|"
        r"date of birth|"
        r"(?:accept|agree (?:to|with)|consent to) (?:the |our |these |all |"
        r"and )?(?:following )?(?:use of )?(?:terms|conditions|cookies?|licen[cs]e|rules|policy|continue)|"
        r"by (?:clicking|continuing|entering|proceeding),? (?:you|i|and|on)|"
        r"(?:choose|select|pick) (?:your|a|the) (?:\w+ )?(?:country|region|location|language|institution|"
        r"university|campus|edition|store|market)|"
        r"enter (?:the |your |a )?(?:password|access code|pass ?code|pin)|"
        r"password[ -]protected|"
        r"(?:protected|private|restricted) (?:content|area|page|site|wiki|resource)|"
        r"access (?:is |to this (?:page|site|content|resource) is )?(?:restricted|limited|denied)|"
        r"not authori[sz]ed|"
        r"(?:don't|do not) have (?:permission|access)|"
        r"permission (?:denied|required)|"
        r"(?:bitte |mussen sich |sich )(?:\w+ ){0,3}(?:anmelden|einloggen|registrieren)|"
        r"nur fur (?:\w+ )?(?:mitglieder|abonnenten|angemeldete)|"
        r"bitte (?:\w+ ){0,4}(?:akzeptieren|bestatigen|wahlen|aktivieren)|"
        r"zugriff (?:verweigert|beschrankt)|"
        r"(?:veuillez|vous devez|il faut) (?:vous )?(?:\w+ ){0,2}(?:connecter|identifier|inscrire|accepter|"
        r"activer|choisir|selectionner|confirmer)|"
        r"reserve(?:e|s|es)? aux (?:\w+ )?(?:membres|abonnes)|"
        r"(?:debe|debes|necesita|por favor,?) (?:\w+ ){0,2}(?:iniciar|inicie|acceder|registrarse|registrese|"
        r"aceptar|acepte|activar|active|seleccion\w+|elija|confirm\w+)|"
        r"solo para (?:miembros|suscriptores|socios)|"
        r"(?:deve|precisa|e necessario|por favor,?) (?:\w+ ){0,2}(?:entrar|iniciar|registrar|aceitar|ativar|"
        r"escolher)|"
        r"(?:devi|deve|e necessario|si prega di) (?:\w+ ){0,2}(?:accedere|registrar\w+|accettare|attivare|"
        r"scegliere)|"
        r"riservat[oa] (?:ai|agli) (?:soci|abbonati|membri)|"
        r"(?:u moet|je moet|gelieve|log) (?:\w+ ){0,3}(?:inloggen|in om|aanmelden|accepteren|kiezen)|"
        r"alleen voor (?:leden|abonnees)|"
        r"(?:musisz|nalezy|prosze) (?:\w+ ){0,2}(?:zalogowac|zaakceptowac|wybrac|wlaczyc)|"
        r"tylko dla (?:czlonkow|zalogowanych)|"
        r"(?:du maste|logga in for|du skal|log ind for|du ma logge|logg inn for)|"
        r"giris yap(?:in|malisiniz|maniz)|"
        r"(?:uyelere|uyeler) ozel|"
        r"(?:войдите|авторизуйтесь|зарегистрируйтесь|необходимо (?:войти|авторизоваться)|увійдіть)|"
        r"только для (?:\w+ )?(?:членов|участников|подписчиков|зарегистрированных)|"
        r"примите условия|"
        r"συνδεθειτε"
    ),
    others=(
        r"请(?:先)?登录|"
        r"請(?:先)?登入|"
        r"会员专享|"
        r"仅限会员|"
        r"请接受|"
        r"请选择|"
        r"ログインして|"
        r"会員限定|"
        r"会員専用|"
        r"同意して|"
        r"選択してください|"
        r"로그인(?:이 필요|해 주세요|하세요| 후)|"
        r"회원 전용|"
        r"동의|"
        r"تسجيل الدخول|"
        r"יש להתחבר|"
        r"लॉग इन कर|"
        r"लॉगिन कर"
    ),
)
_TROUBLE = Phrases(
    bordered=(
        r"(?:an?|some) (?:\w+ ){0,2}(?:error|problem) (?:has |have )?(?:occurr?ed|been detected)|"
        r"(?:something|things) (?:has |have )?(?:went|gone) wrong|"
        r"(?:please )?try (?:it )?again (?:later|soon|in a|shortly|tomorrow|after)|"
        r"(?:come|check) back (?:later|soon|shortly|tomorrow|in (?:a|an|the)|again)|"
        r"(?:quota|limit|bandwidth|allowance)(?: \w+)? (?:has |was |is |been )*(?:exceeded|reached|exhausted|"
        r"used up)|"
        r"(?:exceeded|reached|used up) (?:the|its|your|our) (?:\w+ ){0,3}(?:quota|limit|bandwidth|allowance)|"
        r"over (?:its |the )?(?:\w+ )?quota|"
        r"too many (?:requests|connections|users|visitors)|"
        r"(?:cannot|could not|couldn't|unable to|failed to|can't) (?:connect|reach|contact|establish a)|"
        r"database (?:connection )?(?:error|failure|is)|"
        r"(?:server|service|site|system) (?:is )?(?:currently |temporarily )?(?:busy|overloaded|down|offline|"
        r"unavailable)|"
        r"(?:ein|es ist ein) (?:\w+ )?fehler (?:ist )?aufgetreten|"
        r"spater (?:noch ?einmal|erneut|wieder)|"
        r"une erreur (?:\w+ )?(?:s'est|est) (?:produite|survenue)|"
        r"(?:reessayer|reessayez|revenez) (?:plus tard|ulterieurement)|"
        r"(?:ha ocurrido|se ha producido|se produjo) un error|"
        r"(?:intentelo|vuelva a intentarlo|intente) (?:\w+ ){0,2}(?:mas tarde|de nuevo)|"
        r"ocorreu um erro|"
        r"tente (?:novamente|mais tarde)|"
        r"si e verificato un errore|"
        r"riprova(?:re)? piu tardi|"
        r"er is (?:een fout|iets mis)|"
        r"probeer het later|"
        r"wystapil blad|"
        r"sprobuj ponownie|"
        r"ett fel (?:har )?(?:intraffat|uppstod)|"
        r"der opstod en fejl|"
        r"bir hata olustu|"
        r"daha sonra tekrar|"
        r"произошла ошибка|"
        r"попробуйте (?:\w+ )?(?:позже|еще)|"
        r"сталася помилка"
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


def asking_phrase(text: str) -> str | None:
    """The words by which a short text asks something of its visitors before it shows anything."""
    return _ASKING.find(text)


def excuse_phrase(text: str) -> str | None:
    """The words by which a short text says that something went wrong, which may pass."""
    if found := _TROUBLE.find(text):
        return found
    return next(filter(None, map(maintenance_phrase, sentences(text))), None)


def says_plain_failure(text: str) -> bool:
    """Something went wrong, and nothing says that it will pass: so programs also tell what they lack."""
    folded = fold(text[:NOTICE_CHARACTERS])
    found = _TROUBLE.find(folded)
    if found is None or not _WENT_WRONG.search(found):
        return False
    return excuse_phrase(folded.replace(found, " ")) is None


def sentences(text: str) -> list[str]:
    """The first sentences of a text."""
    return re.split(r"(?<=[.!?])\s+", text[:NOTICE_CHARACTERS])[:_MAX_SENTENCES]

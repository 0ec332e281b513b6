"""Whether a short text says of itself that it is not shown to everybody: private, for members, over quota.

Unlike what `notices` looks for, these are whole statements about the very page that is read ("this document
is private", "log in to view it"), so that they tell alone, also under the title of what they stand before.
What is merely said of something else ("solutions are available to students") is none.
"""

from __future__ import annotations

import re
from functools import cache

from crawler.page.wording import fold

CLOSED_CHARACTERS = 400
"""A closed page says little beside its menu; whoever says more shows something."""

_THING = (
    r"(?:content|page|presentation|document|file|folder|video|article|chapter|course|wiki|board|forum|item|"
    r"resource|link|deck|workspace|site|website|recording|lecture|material|section|area|repository|project|"
    r"channel|playlist|post|story|dataset|collection|book|notebook|form|map|design|album|library|record)"
)
_AUDIENCE = (
    r"(?:members?|subscribers?|patrons?|employees|staff|customers|"
    r"(?:enrolled |registered |current )?students|(?:registered|logged[ -]?in|signed[ -]?in|authori[sz]ed|"
    r"authenticated|invited|premium) (?:users?|members?|people))"
)
_NETWORK = (
    r"(?:the |our |this )?(?:\w+ ){0,2}(?:network|institution|intranet|campus|"
    r"addresses|vpn|ip range)"
)
_SEEING = r"(?:view|read|access|see|continue|watch|open|download|unlock)"
_IT = rf"(?: (?:this|the|it|reading|more|full|that|these)\b|[.!,;]|$| {_THING}\b)"
_SIGN_IN = r"(?:log|sign)(?:ged|ed)?[ -]?(?:in|on)"
_MEANS = (
    rf"(?:{_SIGN_IN}|subscribe|register|join(?: us)?|sign up|become a (?:\w+ )?member|create "
    r"an account)"
)

_ENGLISH = (
    rf"this (?:\w+ ){{0,2}}{_THING}s? (?:is|are|has been|was) (?:\w+ )?(?:private|password[- ]protected|"
    r"restricted|hidden|members[- ]only|locked|not (?:shared|public)(?:ly)?)\b(?! (?:of|by|and its|"
    rf"to (?!{_AUDIENCE}|{_NETWORK})))|"
    rf"(?:this|the) (?:\w+ ){{0,2}}{_THING}s? (?:isn't|is not|hasn't been|"
    r"has not been) (?:publicly )?(?:shared|public|publicly available)\b|"
    rf"this (?:\w+ ){{0,2}}{_THING}s? (?:is|are) (?:only|exclusively|reserved|limited|"
    r"restricted) (?:(?:available|accessible|visible|open) )?(?:only )?(?:to|for) (?:our |the |"
    rf"all )?{_AUDIENCE}\b|"
    rf"this (?:\w+ ){{0,2}}{_THING}s? (?:is|are) (?:(?:available|accessible|visible|open) )?(?:(?:only|"
    rf"exclusively) )?(?:to|for) (?:our |the )?{_AUDIENCE} (?:only|exclusively)\b|"
    rf"this (?:\w+ ){{0,2}}{_THING}s? (?:is|are) (?:available|accessible|visible|open) (?:only|"
    rf"exclusively) (?:to|for) (?:our |the )?{_AUDIENCE}\b|"
    r"(?:only (?:accessible|available|reachable)|(?:accessible|available|reachable) only|restricted to|"
    rf"limited to)(?: from| within| inside| on| in){{0,2}} {_NETWORK}\b|"
    rf"access (?:to \w+(?: \w+){{0,4}} )?(?:is )?(?:restricted|limited) to (?:{_AUDIENCE}|{_NETWORK})\b|"
    r"you (?:do not|don't|no longer) (?:currently |yet )?have (?:the )?(?:\w+ )?(?:permissions?|access|"
    r"rights?|privileges)(?: to(?! (?:creat|edit|writ|post|repl|comment|upload))| for|[.!,]|$)|"
    rf"you(?:'ll)? (?:will )?need (?:access|permission|an account|to (?:be )?{_SIGN_IN})(?: to {_SEEING}|"
    r"[.!,]|$| (?:request|ask|open)\b)|"
    r"you(?:'re| are) not (?:authori[sz]ed|allowed|permitted) to (?:view|read|access|see)\b|"
    r"you(?:'re| are) not enrol+ed\b|"
    r"guests (?:cannot|can't|may not|can not) access\b|"
    r"by invitation only\b|"
    r"(?:request|ask for) access,? (?:or|from|to)\b|"
    r"ask the owner\b|"
    r"request access\b.{0,80}\bpermission\b|"
    rf"(?:this|the) {_THING} (?:requires|needs) (?:an account|a log-?in|a password|a subscription|"
    r"a membership|sign-?in)\b|"
    r"(?:because of its|due to its|due to) privacy settings\b|"
    r"owner (?:of this \w+ )?has (?:restricted|not (?:made|shared)|disabled)\b|"
    r"(?:your|this) account (?:does not|doesn't) have (?:access|permission)|"
    r"you(?:'ve| have) (?:read|reached|used)[^.!?]{0,40}\bfree (?:articles?|stories|views|previews)\b|"
    rf"(?:please )?{_MEANS}(?: or {_MEANS})?(?: now| today| here| for free| first)? (?:to|"
    rf"in order to) {_SEEING}{_IT}|"
    rf"to {_SEEING} (?:this|the|it)\b[^.!?]{{0,40}}\b(?:please |you must |"
    rf"you need to )(?:enter (?:your|the) password|{_MEANS})|"
    r"(?:must|need to|have to|required to) (?:first )?(?:be )?(?:a member|registered|"
    rf"{_SIGN_IN})(?: \w+){{0,4}} to {_SEEING}\b|"
    r"please log in to (?:view|read) other pages\b|"
    r"access through your (?:institution|library)\b|"
    r"purchase (?:access|this (?:article|chapter|content))\b|"
    rf"(?:content|page|video|article|app|item|{_THING}) (?:is |are )?(?:currently )?(?:not available|"
    r"unavailable|blocked) in your (?:country|region|location|area)\b|"
    r"(?:you )?must be (?:at least )?(?:18|21)(?: years)?(?: old| of age|"
    r" or (?:older|over))? (?:or (?:older|over) )?to (?:enter|view|access|continue|see|watch)\b|"
    r"under embargo (?:until|till|and)\b|"
    r"embargoed until\b|"
    r"(?:this|the) \w+ (?:is|has been) embargoed\b|"
    r"authentication (?:is )?(?:required|needed)\b|"
    r"(?:missing|invalid|no) (?:api[ -]?key|access token|credentials)\b|"
    r"authentication credentials were not provided\b|"
    r"not authenticated\b|"
    r"(?<!when the )(?<!if the )(?<!when your )(?<!if your )\b(?:quota|bandwidth limit|traffic limit|"
    r"download limit)(?: \w+)? (?:has been |was |is |been )*(?:exceeded|reached)\b|"
    r"too many users have (?:viewed|downloaded)\b|"
    r"generat\w+ too much traffic\b|"
    r"over its (?:\w+ )?quota\b|"
    r"reaching (?:his/her|their|its) bandwidth limit\b"
)
# German, French, Spanish, Portuguese, Italian, Dutch, Polish, Russian, Ukrainian.
_OTHERS = (
    r"(?:dieser?s?|der|die|das) (?:\w+ )?(?:inhalt|beitrag|artikel|seite|dokument|bereich|kurs|"
    r"video)\w* (?:ist|sind) (?:\w+ )?(?:nur (?:fur|mit)|privat|passwortgeschutzt|geschutzt|nicht offentlich|"
    r"ausschliesslich)|"
    r"nur fur (?:\w+ ){0,2}(?:mitglieder|abonnenten|angemeldete|registrierte|eingeloggte|angehorige)\b|"
    r"(?:keine|nicht die) (?:\w+ )?(?:berechtigung|rechte|zugriffsrechte|erlaubnis)\b|"
    r"zugriff (?:verweigert|beschrankt)\b|"
    r"bitte (?:melden sie sich an|loggen sie sich ein|einloggen|anmelden),? um\b|"
    r"nur (?:aus|im|innerhalb) (?:\w+ )?(?:\w*netz|campus\w*)\b|"
    r"(?:reserve|reserves|reservee|reservees) aux? (?:\w+ )?(?:membres|abonne(?:e?s)?|adherents)\b|"
    r"vous n'avez pas (?:\w+ )?(?:l'autorisation|la permission|acces|les droits|le droit)|"
    r"connectez-vous pour (?:lire|voir|acceder|continuer)\b|"
    r"(?:ce|cette|cet) (?:document|page|article|contenu|video|cours) (?:est|n'est) (?:prive|privee|protege|"
    r"protegee|pas public)|"
    r"(?:contenido|articulo|pagina) (?:\w+ )?(?:exclusiv[oa]|reservad[oa]|sol[oa]) para (?:\w+ )?(?:socios|"
    r"suscriptores|miembros|usuarios registrados)\b|"
    r"contenu exclusivo|"
    r"inici[ae] sesion para (?:continuar|leer|ver|acceder)\b|"
    r"no tienes? (?:permisos?|acceso|autorizacion)\b|"
    r"para (?:\w+ )?socios\. inicie sesion|"
    r"(?:conteudo|artigo|pagina) (?:\w+ )?(?:exclusiv[oa]|restrit[oa]|reservad[oa]) (?:para|a|"
    r"aos) (?:\w+ )?(?:assinantes|membros|socios|usuarios)\b|"
    r"nao tem (?:permissao|acesso|autorizacao)\b|"
    r"(?:contenuto|articolo|pagina|area) (?:\w+ )?riservat[oa] (?:ai|agli|a) (?:\w+ )?(?:soci|abbonati|"
    r"membri|iscritti|utenti)\b|"
    r"non (?:hai|si dispone) (?:\w+ ){0,2}(?:permess\w+|autorizzazion\w+|accesso)\b|"
    r"alleen (?:voor|toegankelijk voor) (?:\w+ )?(?:leden|abonnees|studenten|medewerkers)\b|"
    r"geen toegang tot deze\b|"
    r"tylko dla (?:\w+ )?(?:czlonkow|zalogowanych|abonentow|subskrybentow)\b|"
    r"nie masz (?:uprawnien|dostepu)\b|"
    r"доступ\w* (?:\w+ ){0,3}(?:ограничен|запрещен|закрыт)|"
    r"запросите доступ|"
    r"только для (?:\w+ )?(?:членов|участников|подписчиков|зарегистрированных|авторизованных)|"
    r"нет (?:прав|доступа|разрешения)|"
    r"доступ обмежено|"
    r"passwort erforderlich|"
    r"vous n'etes pas autorisee? a"
)
_WITHOUT_BORDERS = (
    r"会員限定|"
    r"会員専用|"
    r"ログインしてください|"
    r"アクセス権(?:限)?がありません|"
    r"非公開です|"
    r"没有权限|"
    r"无权(?:限)?(?:访问|查看)|"
    r"(?:请|請)?(?:先)?(?:登录|登入)后(?:查看|阅读|访问|继续)|"
    r"仅限会员|"
    r"会员专享|"
    r"권한이 없습니다|"
    r"회원 전용|"
    r"로그인이 필요|"
    r"비공개 (?:문서|페이지|동영상)"
)


@cache
def _statements() -> re.Pattern[str]:
    # Made when a short text is first read: that takes as long as reading a page does.
    return re.compile(rf"(?<!\w)(?:{_ENGLISH}|{fold(_OTHERS)})|{fold(_WITHOUT_BORDERS)}")


def closed_phrase(text: str) -> str | None:
    """The words by which a text says that what stands here is not shown to this visitor, or not now."""
    if len(text) > CLOSED_CHARACTERS:
        return None
    found = _statements().search(fold(text))
    return found.group().strip(" .,;!") if found else None

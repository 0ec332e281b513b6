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
    r"(?:content|page|presentation|document|file|folder|video|article|chapter|course|wiki|"
    r"board|forum|item|resource|link|deck|workspace|site|website|recording|lecture|material|"
    r"section|area|repository|project|channel|playlist|post|story|dataset|collection|book|"
    r"notebook|form|map|design|album|library|record)"
)
_AUDIENCE = (
    r"(?:members?|subscribers?|patrons?|employees|staff|customers|(?:enrolled |registered "
    r"|current )?students|(?:registered|logged[ -]?in|signed[ -]?in|authori[sz]ed|authenticated|"
    r"invited|premium) (?:users?|members?|people))"
)
_NETWORK = r"(?:the |our |this )?(?:\w+ ){0,2}(?:network|intranet|campus|addresses|vpn|ip range)"
_SEEING = r"(?:view|read|access|see|continue|watch|open|download|unlock)"
_IT = rf"(?: (?:this|the|it|reading|more|full|that|these)\b|[.!,;]|$| {_THING}\b)"
_SIGN_IN = r"(?:log|sign)(?:ged|ed)?[ -]?(?:in|on)"
_MEANS = (
    rf"(?:{_SIGN_IN}|subscribe|register|join(?: us)?|sign up|become a (?:\w+ )?member|create "
    r"an account)"
)

_ENGLISH = (
    rf"this (?:\w+ ){{0,2}}{_THING}s? (?:is|are|has been|was) (?:\w+ )?(?:private|password[- "
    r"]protected|restricted|hidden|members[- ]only|locked|not (?:shared|public)(?:ly)?)\b(?! "
    rf"(?:of|by|and its|to (?!{_AUDIENCE}|{_NETWORK})))|(?:this|the) (?:\w+ ){{0,2}}{_THING}s? "
    r"(?:isn't|is not|hasn't been|has not been) (?:publicly )?(?:shared|public|publicly "
    rf"available)\b|this (?:\w+ ){{0,2}}{_THING}s? (?:is|are) (?:only |exclusively )?(?:(?:available|"
    r"accessible|visible|open|reserved|limited|restricted) )?(?:only |exclusively )?(?:to|"
    rf"for) (?:our |the |all )?{_AUDIENCE}\b|(?:only )?(?:accessible|available|reachable|"
    rf"restricted to|limited to) (?:only )?(?:from |within |inside |on |in ){{0,2}}{_NETWORK}\b|"
    rf"access (?:to \w+(?: \w+){{0,4}} )?(?:is )?(?:restricted|limited) to (?:{_AUDIENCE}|"
    rf"{_NETWORK})\b|you (?:do not|don't|no longer) (?:currently |yet )?have (?:the )?(?:\w+ "
    r")?(?:permissions?|access|rights?|privileges)(?: to| for|[.!,]|$)|you(?:'ll)? (?:will "
    rf")?need (?:access|permission|an account|to (?:be )?{_SIGN_IN})(?: to {_SEEING}|[.!,]|"
    r"$| (?:request|ask|open)\b)|you(?:'re| are) not (?:authori[sz]ed|allowed|permitted)"
    r" to (?:view|read|access|see)\b|you(?:'re| are) not enrol+ed\b|guests (?:cannot|can't|"
    r"may not|can not) access\b|by invitation only\b|(?:request|ask for) access,? (?:or|"
    rf"from|to)\b|ask the owner\b|request access\b.{{0,80}}\bpermission\b|(?:this|the) {_THING} "
    r"(?:requires|needs) (?:an account|a log-?in|a password|a subscription|a membership|"
    r"sign-?in)\b|(?:because of its|due to its|due to) privacy settings\b|owner (?:of this "
    rf"\w+ )?has restricted\b|(?:please )?{_MEANS}(?: or {_MEANS})?(?: now| today| here| "
    rf"for free| first)? (?:to|in order to) {_SEEING}{_IT}|to {_SEEING} (?:this|the|it)\b[^.!?]{{0,40}}"
    rf"\b(?:please |you must |you need to )(?:enter (?:your|the) password|{_MEANS})|(?:must|"
    rf"need to|have to|required to) (?:first )?(?:be )?(?:a member|registered|{_SIGN_IN})"
    rf"(?: \w+){{0,4}} to {_SEEING}\b|please log in to (?:view|read) other pages\b|access "
    r"through your (?:institution|library)\b|purchase (?:access|this (?:article|chapter|"
    rf"content))\b|(?:content|page|video|article|app|item|{_THING}) (?:is |are )?(?:currently "
    r")?(?:not available|unavailable|blocked) in your (?:country|region|location|area)\b|"
    r"(?:you )?must be (?:at least )?(?:18|21)(?: years)?(?: old| of age| or (?:older|over)"
    r")? (?:or (?:older|over) )?to (?:enter|view|access|continue|see|watch)\b|under embargo "
    r"(?:until|till|and)\b|embargoed until\b|(?:this|the) \w+ (?:is|has been) embargoed\b|"
    r"authentication (?:is )?(?:required|needed)\b|(?:missing|invalid|no) (?:api[ -]?key|"
    r"access token|credentials)\b|authentication credentials were not provided\b|not authenticated\b|"
    r"(?<!when the )(?<!if the )(?<!when your )(?<!if your )\b(?:quota|bandwidth limit|traffic "
    r"limit|download limit)(?: \w+)? (?:has been |was |is |been )*(?:exceeded|reached)\b|"
    r"too many users have (?:viewed|downloaded)\b|generat\w+ too much traffic\b|over its "
    r"(?:\w+ )?quota\b|reaching (?:his/her|their|its) bandwidth limit\b"
)
# German, French, Spanish, Portuguese, Italian, Dutch, Polish, Russian, Ukrainian.
_OTHERS = (
    r"(?:dieser?s?|der|die|das) (?:\w+ )?(?:inhalt|beitrag|artikel|seite|dokument|bereich|"
    r"kurs|video)\w* (?:ist|sind) (?:\w+ )?(?:nur (?:fur|mit)|privat|passwortgeschutzt|geschutzt|"
    r"nicht offentlich|ausschliesslich)|nur fur (?:\w+ ){0,2}(?:mitglieder|abonnenten|angemeldete|"
    r"registrierte|eingeloggte|angehorige)\b|(?:keine|nicht die) (?:\w+ )?(?:berechtigung|"
    r"rechte|zugriffsrechte|erlaubnis)\b|zugriff (?:verweigert|beschrankt)\b|bitte (?:melden "
    r"sie sich an|loggen sie sich ein|einloggen|anmelden),? um\b|nur (?:aus|im|innerhalb)"
    r" (?:\w+ )?(?:\w*netz|campus\w*)\b|(?:reserve|reserves|reservee|reservees) aux? (?:\w+ "
    r")?(?:membres|abonne(?:e?s)?|adherents)\b|vous n'avez pas (?:\w+ )?(?:l'autorisation|"
    r"la permission|acces|les droits|le droit)|connectez-vous pour (?:lire|voir|acceder|"
    r"continuer)\b|(?:ce|cette|cet) (?:document|page|article|contenu|video|cours) (?:est|"
    r"n'est) (?:prive|privee|protege|protegee|pas public)|(?:contenido|articulo|pagina) "
    r"(?:\w+ )?(?:exclusiv[oa]|reservad[oa]|sol[oa]) para (?:\w+ )?(?:socios|suscriptores|"
    r"miembros|usuarios registrados)\b|contenu exclusivo|inici[ae] sesion para (?:continuar|"
    r"leer|ver|acceder)\b|no tienes? (?:permisos?|acceso|autorizacion)\b|para (?:\w+ )?socios\. "
    r"inicie sesion|(?:conteudo|artigo|pagina) (?:\w+ )?(?:exclusiv[oa]|restrit[oa]|reservad[oa])"
    r" (?:para|a|aos) (?:\w+ )?(?:assinantes|membros|socios|usuarios)\b|nao tem (?:permissao|"
    r"acesso|autorizacao)\b|(?:contenuto|articolo|pagina|area) (?:\w+ )?riservat[oa] (?:ai|"
    r"agli|a) (?:\w+ )?(?:soci|abbonati|membri|iscritti|utenti)\b|non (?:hai|si dispone)"
    r" (?:\w+ ){0,2}(?:permess\w+|autorizzazion\w+|accesso)\b|alleen (?:voor|toegankelijk "
    r"voor) (?:\w+ )?(?:leden|abonnees|studenten|medewerkers)\b|geen toegang tot deze\b|"
    r"tylko dla (?:\w+ )?(?:czlonkow|zalogowanych|abonentow|subskrybentow)\b|nie masz (?:uprawnien|"
    r"dostepu)\b|доступ\w* (?:\w+ ){0,3}(?:ограничен|запрещен|закрыт)|запросите доступ|только "
    r"для (?:\w+ )?(?:членов|участников|подписчиков|зарегистрированных|авторизованных)|нет "
    r"(?:прав|доступа|разрешения)|доступ обмежено"
)
_WITHOUT_BORDERS = (
    r"会員限定|会員専用|ログインしてください|アクセス権(?:限)?がありません|非公開です|"
    r"没有权限|无权(?:限)?(?:访问|查看)|(?:请|請)?(?:先)?(?:登录|登入)后(?:查看|阅读|访问|继续)|"
    r"仅限会员|会员专享|권한이 없습니다|회원 전용|로그인이 필요|비공개 (?:문서|페이지|동영상)"
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

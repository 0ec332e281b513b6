"""What registrars, providers and dealers show under a domain that has no site, in their own words.

Collected from the placeholders of some forty of them. Words are never proof alone: `judge` weighs them
against the entry's title, since there are good pages about domains.
"""

from __future__ import annotations

from crawler.page.notices import Phrases

_IS = r"(?:is|has been|was) (?:now |already |currently |successfully |just |recently )?"
_REGISTRARS = Phrases(
    bordered=(
        rf"(?:web ?page|domain(?: name)?|website|site) {_IS}(?:parked|reserved)|"
        r"parked (?:free|page|domain|(?:on|at|by|with|for free at) \w+)|"
        rf"domain(?: name)? (?:reserved|{_IS}(?:registered (?:with|at|via|by|through|on|for)|purchased|"
        r"bought|for (?:sale|lease)|connected to|not (?:yet )?(?:connected|configured|linked|pointing)))|"
        r"registrant (?:whois|contact)|"
        r"whois contact information|"
        r"awesome idea still being worked on|"
        r"happy to see your domain|"
        r"your (?:new )?domain (?:is|has been) (?:ready|live|active|connected)|"
        r"(?:no|not any) (?:web ?site|web ?page|hosting) (?:is |has been )?(?:configured|set ?up|found|"
        r"connected|published) (?:at|for|on|under|to) this (?:address|domain)|"
        r"(?:get|acquire|own|lease) this domain|"
        r"domain for (?:sale|lease)|"
        r"sponsored listings|"
        # German, Dutch, Nordic, Finnish
        r"domain(?:name)? (?:ist |wurde |noch )?(?:reserviert|geparkt|registriert|bestellt|"
        r"nicht (?:konfiguriert|aufgeschaltet|verbunden))|"
        r"diese domain (?:\w+ ){0,6}(?:registriert|reserviert|geparkt|erworben)|"
        r"webspace wurde eingerichtet|"
        r"noch (?:keine|nicht mit) inhalten? (?:hinterlegt|gefullt)|"
        r"dom[ae]in(?:naam)?\b[^.|]{0,40} is (?:gereserveerd|geregistreerd|geparkeerd|te koop|vastgelegd)|"
        r"gereserveerd voor een klant|"
        r"(?:doman(?:en|namnet|namn)?|domaenet?|domenet?|domenenavnet)\b[^.|]{0,30} "
        r"(?:ar|er) (?:parkerad|parkeret|parkert|"
        r"registrerad|registreret|registrert|reserverad|reserveret|reservert|till salu|til salg|til salgs)|"
        r"verkkotunnus\b[^.|]{0,40} on (?:varattu|rekisteroity|pysakoity|myytavana)|"
        # French, Spanish, Portuguese, Italian, Romanian, Catalan
        r"domaine\b[^.|]{0,60} (?:est|a ete|a bien ete) (?:deja )?(?:reserve|enregistre|parque|cree|depose|"
        r"a vendre)|"
        r"site (?:web )?n'est pas encore installe|"
        r"dominio\b[^.|]{0,60} (?:ha sido|esta|fue) (?:registrado|reservado|aparcado|estacionado|en venta)|"
        r"dominio (?:aparcado|registrado|registrato|parcheggiato|estacionado|reservado)|"
        r"dominio\b[^.|]{0,60} (?:foi|esta) (?:registrado|reservado|estacionado|a venda)|"
        r"dominio\b[^.|]{0,60} (?:e|e stato) (?:registrato|parcheggiato|in vendita)|"
        r"domeniu\w*\b[^.|]{0,40} (?:este|a fost) (?:parcat|inregistrat|de vanzare)|"
        # Polish, Czech, Slovak, Hungarian, Turkish, Vietnamese, Indonesian
        r"domena\b[^.|]{0,60} (?:jest|zostala) (?:zaparkowana|zarejestrowana|utrzymywana|utworzona|"
        r"na sprzedaz|zajeta)|"
        r"domena zaparkowana|"
        r"domena\b[^.|]{0,40} (?:je|byla) (?:\w+ )?(?:registrovana|zaregistrovana|zaparkovana|parkovana|"
        r"na prodej|na predaj)|"
        r"domain(?: nev)?\b[^.|]{0,40} (?:regisztralva|parkoltatva|elado)|"
        r"(?:alan adi|domain)\b[^.|]{0,40} (?:park edil|kayit edil|tescil edil|satilik)|"
        r"ten mien\b[^.|]{0,40} (?:da duoc dang ky|dang duoc ban|rao ban)|"
        r"domain ini (?:telah terdaftar|dijual|diparkir)|"
        # Russian, Ukrainian, Bulgarian, Greek
        r"домен\b[^.|]{0,60} (?:не прилинкован|не привязан|припаркован|зарегистрирован|продается|уже занят|"
        r"выставлен на продажу)|"
        r"не прилинкован ни к одной|"
        r"срок регистрации домена|"
        r"домен\b[^.|]{0,40} (?:припарковано|зареєстровано|продається)|"
        r"домейнът? \w (?:паркиран|регистриран)|"
        r"το domain\b[^.|]{0,40} (?:εχει κατοχυρωθει|πωλειται)"
    ),
    others=(
        r"ドメイン[^。]{0,30}(?:取得され|取得済|販売|売却|期限切れ|登録され)|"
        r"ホームページがアップロードされていません|"
        r"域名[^。]{0,40}(?:出售|转让|轉讓|停放|停靠|到期|过期|過期|被注册|已注册)|"
        r"도메인[^.]{0,30}(?:파킹|주차|판매|만료|등록되)|"
        r"هذا النطاق|"
        r"الدومين|"
        r"הדומיין"
    ),
)


def registrar_phrase(text: str) -> str | None:
    """The words by which a page says that its domain has an owner and no site."""
    return _REGISTRARS.find(text)

"""What gates, excuses, front pages, lists and searches are called in addresses, in many languages.

A page behind such an address can carry any title, that of the work in front of it as well: no verdict rests
on a name alone, but no catalog should carry it. What is nobody's subject counts in any whole segment of a
path. Of other words one segment is looked at, the last that is no language and no index page, and near the
root alone; all of it must be said in them, so that /books/notes-on-errors and /privacy/differential stay
themselves.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote

from crawler.page.wording import fold
from crawler.page.words import words_of
from crawler.probe import urls

_NAME_LETTERS = 4
_LONGEST = 60
_OWN_WORD = 4
_NEAR_ROOT = 3
"""Segments, without languages: /error/404/de."""
_PART = 2
_WORDS_ASKED = re.compile(r"\?(?:s|q|query|search|suche|buscar|keywords?)=[^/]*$", re.IGNORECASE)
_ENDING = re.compile(r"\.(?:\w?html?|php\d?|aspx?|jspx?|cgi|do|action)$", re.IGNORECASE)
_NO_LETTER = re.compile(r"[\W_]+")
_LISTING = re.compile(
    r"/(?:tags?|categor(?:y|ies)|authors?|labels?|keywords?|schlagwort|kategorie|mot-cle|categoria|etiqueta|autor)"
    r"/[^/]+/?$",
    re.IGNORECASE,
)
_NO_COOKIE = re.compile(r"[?&](?:no_?cookies?|cookies?_?(?:set|check|test)|cookieabsent)\b", re.IGNORECASE)
_HOST = re.compile(
    r"(?:adfs|cas|queue|captcha)\.|validate\.perfdrive\.com$|(?:.+\.)?(?:queue-it\.net|captcha-delivery\.com)$"
)
_LOCALE = re.compile(
    r"[a-z]{2}|[a-z]{2}[-_](?:[a-z]{2}|[a-z]{4}|\d{3})|global|world(?:wide)?|intl|international"
)
_INDEX = re.compile(r"index|default|\d{1,2}|start\d?|view|show|form|redirect")
_NEUTRAL = """
    an the this that your our us my to of or and is at in on with for please page pages site website web
    user users account accounts custom common generic general static http https url file content
    document now back all it you we de der die das des du la le les el los las il lo da do dos van het
    een seite seiten webseite pagina paginas strona strony stranka strana sida sidan siden side sivu
    sivua oldal sayfa stranica puslapis страница страницы ページ ページが 页面 페이지
"""
# Of these, what a segment is anywhere in a path.
_PLAIN_ERROR = """
    unavailable temporarilyunavailable serviceunavailable notavailable gone oops retired discontinued
    removed deleted fehler fehlerseite seitenichtgefunden nichtgefunden erreur introuvable
    pageintrouvable nontrouve nontrouvee pagenontrouve pagenontrouvee noencontrado noencontrada
    paginanoencontrado paginanoencontrada naoencontrado naoencontrada paginanaoencontrado
    paginanaoencontrada nontrovato nontrovata paginanontrovato paginanontrovata nietgevonden
    paginanietgevonden
"""
_PLAIN_CLOSED = """
    maintenance undermaintenance underconstruction comingsoon captcha recaptcha challenge cdncgi
    areyouhuman botcheck accessdenied forbidden blocked geoblock geoblocked regionblock regionblocked
    countryblock countryblocked notavailableinyourcountry notavailableinyourregion agegate agecheck
    ageverification unsupportedbrowser notsupportedbrowser supportedbrowser enablecookies
    enablejavascript nocookie nocookies noscript nojs signup registration subscribe paywall suspended
    suspendedpage suspendedaccount suspendeddomain accountsuspended accountsuspendedpage domainsuspended
    sitesuspended websitesuspended
"""
_ERROR = """
    403 404 410 500 503 error errors err notfound missing expired invalid brokenlink badlink deadlink
    nolongeravailable doesnotexist whoops sorry withdrawn endoflife eol sunset archivedcontent
    nichtvorhanden nichtverfugbar geloscht indisponible supprime noexiste nodisponible erro errore
    bestaatniet fout nieznaleziono nieistnieje blad chyba nenalezena nenalezeno neexistuje nenajdena
    hiba nemtalalhato eroare negasita negasit hata bulunamadi fel hittadesinte finnsinte feil fejl
    findesikke ikkefunnet ikkefundet virhe eiloydy eiloytynyt greska oshibka nenaidena nenaideno ошибка
    ненайдена ненайдено помилка незнайдено エラー 見つかりません 错误 未找到 不存在 找不到 오류 찾을수없음
"""
_SIGN_IN = """
    login signin signon logon sso auth connexion identification seconnecter anmeldung anmelden einloggen
    iniciarsesion iniciosesion acceso acceder ingresar ingreso identificarse entrar acessar accesso
    accedi inloggen aanmelden logowanie zaloguj prihlaseni prihlasit prihlasenie prijava giris kirjaudu
    logind loggin logginn loggain bejelentkezes belepes autentificare conectare sisselogimine dangnhap
    masuk vhod voiti вход войти увійти вхід εισοδος denglu 登录 登入 ログイン 로그인
    membersonly members register
    registrierung registrieren join createaccount newaccount inscription inscrivezvous registro
    registrarse registrati cadastro rejestracja registrace kayitol регистрация 注册 会員登録
"""
_CONSENT = """
    consent cookie cookies cookiepolicy cookiesettings cookiehinweis gdpr dsgvo rgpd lgpd ccpa privacy
    privacypolicy privacynotice datenschutz datenschutzerklarung confidentialite privacidad politica
    privacidade terms termsofservice termsofuse termsandconditions tos conditions agb
    nutzungsbedingungen legal legalnotice impressum mentionslegales avisolegal disclaimer agreement
    accept agree acceptterms einwilligung zustimmung consentement consentimiento consenso
"""
_CLOSED = """
    wartung wartungsarbeiten wartungsmodus mantenimiento manutencao manutenzione onderhoud underhall
    vedligeholdelse huolto udrzba karbantartas bakim tehraboty техработы 维护 メンテナンス 점검 offline
    siteoffline down baustelle enconstruction enconstruccion emconstrucao backsoon defaultwebpage
    buythisdomain domainforsale forsale parked incapsularesource verify verification waitingroom queue
    warteraum browserupgrade upgradebrowser updatebrowser updateyourbrowser oldbrowser outdatedbrowser
    browsernotsupported nojavascript subscription subscriptions abonnement abonnieren abo suscripcion
    assinatura pricing plans checkout gettheapp downloadapp downloadtheapp
"""
_CHOICE = """
    selectcountry selectregion selectlanguage selectlocation selectyourcountry choosecountry
    chooseregion selectyourregion selectyourlanguage chooseyourcountry chooseyourregion
    chooseyourlanguage chooselanguage chooselocation countryselection countryselector languageselection
    languageselector regionselector changeregion changecountry sprachauswahl landerauswahl landauswahl
    choixlangue choixpays seleccionarpais seleccionidioma idioma selecionarpais sceltalingua
    scegliilpaese
"""
_FRONT = """
    home homepage frontpage mainpage landing landingpage startpage startseite willkommen accueil
    bienvenue inicio bienvenido bienvenidos bienvenida portada principal inicial bemvindo benvenuti
    benvenuto beginpagina welkom glowna stronaglowna uvod domu hjem forside forsiden etusivu kezdolap
    acasa anasayfa glavnaya главная головна αρχικη trangchu beranda 首页 主页 ホーム トップ 홈 welcome main
"""
_LIST = """
    blog blogs news shop store products product catalog catalogue collections collectionsall topics
    categories articles posts archive archives publications resources library docs documentation
    documents download downloads sitemap contact contactus about aboutus team faq help support services
    solutions events produkte katalog angebote aktuelles nachrichten artikel kontakt uberuns hilfe
    produits boutique actualites contacteznous apropos aide productos tienda noticias articulos contacto
    nosotros ayuda produtos loja contato ajuda prodotti negozio notizie articoli contatti chisiamo
    produkty sklep aktualnosci nieuws producten winkel nyheter produkter novosti новости товары каталог
    产品 新闻 ブログ ニュース
"""
_SEARCH = """
    search searchresults sitesearch find results suche suchergebnisse suchen recherche rechercher
    resultats buscar busqueda buscador resultados busca pesquisa pesquisar ricerca cerca risultati
    zoeken zoekresultaten szukaj wyszukiwarka hledat hledani vyhledavani sok sog haku kereses cauta
    arama ara poisk pretraga поиск пошук αναζητηση timkiem 搜索 搜尋 検索 검색
"""


def _squashed(text: str) -> str:
    return _NO_LETTER.sub("", fold(text))


def _set(*texts: str) -> frozenset[str]:
    return frozenset(_squashed(word) for text in texts for word in text.split())


_ANYWHERE = _set(_PLAIN_ERROR, _PLAIN_CLOSED)
_ERRORS = _set(_PLAIN_ERROR, _ERROR)
_GATES = _ANYWHERE | _set(_ERROR, _SIGN_IN, _CONSENT, _CLOSED, _CHOICE)
_FRONTS, _LISTS, _SEARCHES, _NEUTRALS = _set(_FRONT), _set(_LIST), _set(_SEARCH), _set(_NEUTRAL)
_LONGEST_WORD = max(map(len, _GATES | _FRONTS | _LISTS | _NEUTRALS))


def is_plain_gate(url: str) -> bool:
    """An address that can be nothing but a gate or an excuse, whatever the work is called."""
    names = map(_squashed, _segments(urls.path_of(url)))
    return not _ANYWHERE.isdisjoint(names) or bool(_NO_COOKIE.search(url))


def is_gate(url: str) -> bool:
    """An address that says of itself, near the root, that it is an excuse, a sign-in, terms or a choice."""
    names = _names(urls.path_of(url))
    if (names and len(names) <= _NEAR_ROOT and _is_said_in(_GATES, names[-1])) or _HOST.match(
        urls.host_of(url)
    ):
        return True
    values = (pair.partition("=")[2] for pair in urls.selecting_query(url).lstrip("?").split("&"))
    # A number is the id of something: /?p=404 is the post between 403 and 405.
    return any(value.count("_") + value.count("-") > 1 and _is_said_in(_ERRORS, value) for value in values)


def is_front(url: str) -> bool:
    """The front page of a site by a name of its own, as `/de/startseite`, or of its part for a country."""
    if urls.is_home(url):
        return False
    names = _names(urls.path_of(url))
    if len(names) == 1 and not urls.selecting_query(url):
        return _is_said_in(_FRONTS, names[0])
    return not names and len(_segments(urls.path_of(url))) > 1


def is_list(url: str) -> bool:
    """A part of a site as a whole: the products, the blog, who runs it."""
    names = _names(urls.path_of(url))
    return 0 < len(names) <= _PART and not urls.selecting_query(url) and _is_said_in(_LISTS, "".join(names))


def is_results(url: str) -> bool:
    """What a site finds for some words."""
    names, query = _names(urls.path_of(url)), urls.selecting_query(url)
    if 1 < len(names) <= _NEAR_ROOT and _is_said_in(_SEARCHES, names[0]):
        return True
    return bool(query) and (_is_said_in(_SEARCHES, names[-1]) if names else bool(_WORDS_ASKED.match(query)))


def is_listing(url: str) -> bool:
    """An address at which a site lists what it has by tag, category or author."""
    return bool(_LISTING.search(urls.path_of(url)))


def is_called(title: str, url: str) -> bool:
    """Whether the address ends in a word of the title: then it is the work's, and not the site's."""
    names = _names(urls.path_of(url))
    words = {word for word in words_of(title) if len(word) >= _OWN_WORD} if names else set()
    return bool(words) and not words.isdisjoint(words_of(names[-1]))


@lru_cache(maxsize=256)
def _segments(path: str) -> tuple[str, ...]:
    steps = [unquote(step) for step in path.split("/") if step]
    return tuple(_ENDING.sub("", step) for step in steps)


@lru_cache(maxsize=256)
def _names(path: str) -> tuple[str, ...]:
    """Segments folded, without languages and countries at both ends and index pages at the last."""
    names = [fold(step) for step in _segments(path)]
    while names and _LOCALE.fullmatch(names[0]):
        del names[0]
    while names and (_LOCALE.fullmatch(names[-1]) or (len(names) > 1 and _INDEX.fullmatch(names[-1]))):
        del names[-1]
    return tuple(names)


def _is_said_in(telling: frozenset[str], name: str) -> bool:
    """Whether all of a name can be read as words of the site, at least one of them telling."""
    text = _squashed(name)
    if not text or len(text) > _LONGEST:
        return False
    neutral, told = {0}, set[int]()
    for end in range(1, len(text) + 1):
        for start in range(max(0, end - _LONGEST_WORD), end):
            word = text[start:end]
            if word in telling and (start in neutral or start in told):
                told.add(end)
            elif word in _NEUTRALS:
                neutral |= {end} if start in neutral else set()
                told |= {end} if start in told else set()
    return len(text) in told


def is_guessed(origin: str, end: str) -> bool:
    """The last name of an address is another's beginning: within a word, or in another folder as well."""
    folder, _, name = urls.path_of(origin).rstrip("/").lower().rpartition("/")
    other_folder, _, other = urls.path_of(end).rstrip("/").lower().rpartition("/")
    rest = other.removeprefix(name)
    if len(name) < _NAME_LETTERS or rest == other or not rest:
        return False
    return rest[0].isalpha() or folder != other_folder

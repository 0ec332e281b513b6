"""What programs call a page that refuses, fails, or stands where nothing is yet, in many languages.

Each is a whole message, and a part of good titles too ("Access Denied: A Memoir"). So they count where
hardly anything else stands beside them, and `judge` asks for more: another name than the entry's, over next
to no text.
"""

from __future__ import annotations

import re
from functools import lru_cache

from crawler.page.wording import fold, phrase_matcher, short_message

REFUSED = (
    "access denied", "access forbidden", "access is denied", "access to this page has been denied",
    "permission denied", "you do not have permission", "not authorized", "not authorised",
    "unauthorized access", "login required", "toegang geweigerd", "geen toegang", "الوصول مرفوض",
    "تم رفض الوصول", "غير مصرح", "ليس لديك صلاحية", "اجازه دسترسی ندارید", "دسترسی غیرمجاز",
    "giriş qadağandır", "доступ забаронены", "отказан достъп", "достъпът е отказан",
    "нямате достъп", "accés denegat", "přístup odepřen", "přístup zakázán", "nemáte oprávnění",
    "adgang nægtet", "adgang forbudt", "zugriff verweigert", "zugriff nicht gestattet",
    "kein zugriff", "nicht autorisiert", "η πρόσβαση απαγορεύεται", "απαγορεύεται η πρόσβαση",
    "δεν επιτρέπεται η πρόσβαση", "acceso denegado", "acceso prohibido", "no autorizado",
    "juurdepääs keelatud", "ligipääs keelatud", "pääsy estetty", "pääsy evätty", "pääsy kielletty",
    "sarbidea ukatuta", "accès refusé", "accès interdit", "accès non autorisé", "non autorisé",
    "הגישה נדחתה", "אין לך הרשאה", "אין הרשאה", "अनुमति नहीं", "पहुँच अस्वीकृत", "प्रवेश निषेध",
    "pristup odbijen", "pristup zabranjen", "nemate ovlasti", "nemate dozvolu",
    "hozzáférés megtagadva", "nincs jogosultság", "nincs jogosultsága", "մուտքն արգելված է",
    "akses ditolak", "tidak memiliki izin", "aðgangi hafnað", "accesso negato",
    "accesso non autorizzato", "non autorizzato", "წვდომა აკრძალულია",
    "қол жеткізуге тыйым салынған", "кіруге рұқсат жоқ", "prieiga uždrausta", "prieiga draudžiama",
    "piekļuve liegta", "пристапот е одбиен", "забранет пристап", "akses dinafikan", "ingen tilgang",
    "tilgang nektet", "odmowa dostępu", "dostęp zabroniony", "brak dostępu", "brak uprawnień",
    "acesso negado", "acesso proibido", "não autorizado", "acces interzis", "acces respins",
    "acces neautorizat", "доступ запрещен", "доступ закрыт", "доступ ограничен", "нет доступа",
    "prístup zamietnutý", "prístup odmietnutý", "dostop zavrnjen", "dostop ni dovoljen",
    "qasja u refuzua", "hyrja e ndaluar", "приступ одбијен", "забрањен приступ", "åtkomst nekad",
    "saknar behörighet", "åtkomst förbjuden", "ไม่มีสิทธิ์", "ปฏิเสธการเข้าถึง", "ไม่ได้รับอนุญาต",
    "erişim engellendi", "erişim reddedildi", "yetkiniz yok", "erişim yasak", "доступ заборонено",
    "немає доступу", "رسائی سے انکار", "ruxsat etilmagan", "truy cập bị từ chối",
    "không có quyền truy cập", "từ chối truy cập", "アクセスが拒否されました", "アクセス拒否",
    "アクセスは拒否されました",
    "閲覧できません", "公開されていません", "访问被拒绝", "拒绝访问", "禁止访问", "沒有權限",
    "没有权限", "拒絕存取", "禁止存取", "접근이 거부", "접근 거부", "접근 권한",
)  # fmt: skip
FAILED = (
    "internal server error", "server error", "service unavailable", "service not available",
    "maintenance notice", "temporary maintenance",
    "diens nie beskikbaar", "bedienerfout", "خطأ في الخادم",
    "الخدمة غير متوفرة", "الموقع تحت الصيانة", "تحت الصيانة", "памылка сервера", "грешка в сървъра",
    "грешка на сървъра", "услугата не е налична", "в процес на поддръжка", "error del servidor",
    "servei no disponible", "en manteniment", "chyba serveru", "interní chyba serveru",
    "služba není dostupná", "služba nedostupná", "probíhá údržba", "serverfejl",
    "tjenesten er ikke tilgængelig", "under vedligeholdelse", "serverfehler",
    "interner serverfehler", "dienst nicht verfügbar", "wartung", "wegen wartung",
    "σφάλμα διακομιστή", "η υπηρεσία δεν είναι διαθέσιμη", "υπό συντήρηση",
    "servicio no disponible", "error interno del servidor", "sitio en mantenimiento",
    "serveri viga", "teenus pole saadaval", "hooldustööd", "zerbitzari errorea", "خطای سرور",
    "سرویس در دسترس نیست", "در حال تعمیر", "palvelinvirhe", "palvelu ei ole käytettävissä",
    "huoltokatko", "erreur serveur", "erreur interne du serveur", "service indisponible",
    "service non disponible", "maintenance du site", "erro do servidor", "servizo non dispoñible",
    "שגיאת שרת", "השירות אינו זמין", "האתר בתחזוקה", "सर्वर त्रुटि", "सेवा अनुपलब्ध",
    "greška na poslužitelju", "greška poslužitelja", "greška servera", "usluga nije dostupna",
    "održavanje u tijeku", "szerverhiba", "kiszolgálóhiba", "a szolgáltatás nem elérhető",
    "karbantartás alatt", "karbantartás miatt", "սերվերի սխալ", "kesalahan server",
    "layanan tidak tersedia", "sedang dalam perbaikan", "sedang dalam pemeliharaan",
    "villa í þjóni", "errore del server", "errore interno del server", "servizio non disponibile",
    "sito in manutenzione", "სერვერის შეცდომა", "сервер қатесі", "қызмет қолжетімсіз",
    "serverio klaida", "paslauga neprieinama", "vykdomi techniniai darbai", "servera kļūda",
    "pakalpojums nav pieejams", "tiek veikta apkope", "грешка во серверот", "ralat pelayan",
    "perkhidmatan tidak tersedia", "serverfeil", "tjenesten er utilgjengelig", "under vedlikehold",
    "serverfout", "interne serverfout", "dienst niet beschikbaar", "service niet beschikbaar",
    "onderhoud", "błąd serwera", "wewnętrzny błąd serwera", "usługa niedostępna",
    "serwis niedostępny", "prace konserwacyjne", "erro no servidor", "erro interno do servidor",
    "serviço indisponível", "site em manutenção", "eroare de server", "eroare server",
    "serviciu indisponibil", "în mentenanță", "în întreținere", "ошибка сервера",
    "внутренняя ошибка сервера", "сервис недоступен", "сайт недоступен", "на техобслуживании",
    "ведутся технические работы", "профилактические работы", "chyba servera",
    "služba nie je dostupná", "prebieha údržba", "napaka strežnika", "storitev ni na voljo",
    "vzdrževalna dela", "gabim i serverit", "shërbimi i padisponueshëm", "грешка на серверу",
    "сервис није доступан", "сервис недоступан", "serverfel", "tjänsten är inte tillgänglig",
    "tjänsten ej tillgänglig", "underhåll pågår", "ข้อผิดพลาดของเซิร์ฟเวอร์", "ปิดปรับปรุง",
    "sunucu hatası", "hizmet kullanılamıyor", "bakım çalışması", "bakımdayız", "помилка сервера",
    "сервіс недоступний", "технічні роботи", "سرور کی خرابی", "server xatosi", "lỗi máy chủ",
    "dịch vụ không khả dụng", "đang bảo trì", "サーバーエラー", "サービスを利用できません",
    "サービスは利用できません", "サービス利用不可", "ただいまメンテナンス", "服务器错误",
    "伺服器錯誤", "服务不可用", "服務不可用", "服務無法使用", "系统维护", "系統維護", "网站维护",
    "서버 오류", "서비스를 사용할 수 없", "서비스 점검", "시스템 점검",
)  # fmt: skip
UNBUILT = (
    "coming soon", "under construction", "site is being built", "website is being built",
    "launching soon", "your web server is ready to use", "your new web server is ready",
    "new web server is ready to use", "no website here",
    "website is not configured", "site is not configured", "no site configured",
    "website not configured", "hosting not configured", "your site is not online yet",
    "service suspended", "service has been suspended", "account suspended",
    "account has been suspended", "site suspended", "site has been suspended", "website suspended",
    "hosting suspended", "site disabled", "website disabled", "قريبا", "تحت الإنشاء",
    "الموقع قيد الإنشاء", "الحساب موقوف", "сайтът е в процес на изграждане", "очаквайте скоро",
    "сайтът е спрян", "properament", "en construcció", "stránky ve výstavbě", "web ve výstavbě",
    "připravujeme", "web byl pozastaven", "under opbygning", "kommer snart", "im aufbau",
    "seite im aufbau", "hier entsteht eine neue", "hier entsteht eine internetpräsenz",
    "seite gesperrt", "webseite gesperrt", "υπό κατασκευή", "σύντομα κοντά σας", "próximamente",
    "en construcción", "sitio suspendido", "cuenta suspendida", "servicio suspendido",
    "sitio aún no está en línea", "sitio todavía no está en línea", "به زودی", "در دست ساخت",
    "مسدود شده است", "tulossa pian", "rakenteilla", "bientôt disponible", "bientôt en ligne",
    "en construction", "site suspendu", "compte suspendu", "hébergement suspendu",
    "service suspendu", "בקרוב", "האתר בבנייה", "בבנייה", "जल्द आ रहा है", "निर्माणाधीन", "uskoro",
    "u izradi", "u izgradnji", "hamarosan", "fejlesztés alatt", "felfüggesztve", "segera hadir",
    "dalam pembangunan", "sedang dibangun", "akun ditangguhkan", "prossimamente", "in costruzione",
    "in allestimento", "sito sospeso", "account sospeso", "kuriama svetainė", "drīzumā",
    "binnenkort online", "in aanbouw", "account opgeschort", "website opgeschort",
    "strona w budowie", "w budowie", "wkrótce", "strona zawieszona", "konto zawieszone",
    "serwis zablokowany", "em breve", "em construção", "site suspenso", "conta suspensa",
    "hospedagem suspensa", "în curând", "în construcție", "cont suspendat", "site suspendat",
    "сайт в разработке", "сайт находится в разработке", "сайт на реконструкции", "скоро открытие",
    "сайт заблокирован", "сайт отключен", "сайт приостановлен", "аккаунт заблокирован",
    "хостинг приостановлен", "pripravujeme", "vo výstavbe", "v izdelavi", "së shpejti", "у изради",
    "у изградњи", "under uppbyggnad", "under konstruktion", "เร็วๆ นี้", "อยู่ระหว่างการก่อสร้าง",
    "yapım aşamasında", "çok yakında", "hesap askıya alındı", "site askıya alındı",
    "hizmetiniz duraklatıldı", "hizmetiniz askıya alındı", "сайт у розробці", "незабаром",
    "сайт заблоковано", "sắp ra mắt", "đang xây dựng", "tài khoản bị tạm ngưng",
    "tạm ngưng hoạt động", "準備中", "工事中", "近日公開", "アカウントが停止", "网站建设中",
    "正在建设", "即将上线", "敬请期待", "网站已关闭", "站点已暂停", "网站已暂停", "網站建置中",
    "即將推出", "준비 중", "준비중", "공사 중",
)  # fmt: skip
ERRORS = (
    "error", "an error", "error page", "error message", "error report", "fout", "foutmelding",
    "foutpagina", "خطأ", "خطا", "xəta", "памылка", "грешка", "ত্রুটি", "greška", "erreur",
    "page d'erreur", "message d'erreur", "chyba", "chybová stránka", "fejl", "fejlmeddelelse",
    "fehler", "fehlerseite", "fehlermeldung", "ein fehler", "σφάλμα", "eraro", "viga",
    "errorea", "virhe", "virheilmoitus", "erro", "página de erro", "página de error",
    "mensaje de error", "שגיאה", "त्रुटि", "pogreška", "hiba", "hibaüzenet", "սխալ",
    "kesalahan", "galat", "errore", "pagina di errore", "messaggio di errore", "შეცდომა",
    "қате", "klaida", "kļūda", "ralat", "feil", "feilmelding", "błąd", "strona błędu",
    "eroare", "ошибка", "страница ошибки", "napaka", "gabim", "грешке", "fel", "felmeddelande",
    "ข้อผิดพลาด", "hata", "hata sayfası", "помилка", "xato", "lỗi", "エラー", "エラーページ", "错误",
    "錯誤", "错误页面", "错误提示", "오류", "에러",
)  # fmt: skip
_OOPS = re.compile(
    r"(?:whoops|oo+ps|u+ps|hoppla|hoppsan|oups|vaya|ой|упс)(?: ?[.!…]+)*|"
    r"(?:sorry|entschuldigung|desole|lo sentimos|desculpe|spiacenti|przepraszamy|извините)(?: ?[.!…]+)*|"
    r"(?:there (?:has been|was|is) )?an error (?:of some kind|(?:has )?occurred)|"
    r"the page cannot be displayed"
)
_PARTS = re.compile(r"\s+[-\u2013\u2014]+\s+|\s*[|\u00b7\u2022\u00bb]\s*")
_NAME_PARTS = re.compile(
    r"\s+[-\u2013\u2014|:/>\u203a\u00bb\u00b7]+\s+|\s*[|\u00b7\u2022\u00bb\u203a,]\s*|[!.]\s+|:\s+"
)
_ERROR = r"(?:(?:https?|server|web ?server|client)?\s*(?:error|status|code|response)\s*(?:code)?\s*:?\s*)?"
_REASON = re.compile(
    rf"\W*{_ERROR}([45]\d\d)\b\W*(?:error\b\W*)?(?:bad request|unauthori[sz]ed|authorization required|"
    r"payment required|forbidden|access denied|not found|gone|method not allowed|not acceptable|"
    r"proxy authentication required|request time-?out|conflict|length required|precondition failed|"
    r"(?:payload|content|request entity) too large|ur[il] too long|unsupported media type|"
    r"misdirected request|"
    r"unprocessable (?:entity|content)|locked|too many requests|request header fields too large|"
    r"unavailable for legal reasons|internal (?:server )?error|not implemented|bad gateway|"
    r"service (?:temporarily )?unavailable|gateway time-?out|http version not supported|"
    r"variant also negotiates|insufficient storage|loop detected|bandwidth limit exceeded|not extended|"
    r"network authentication required|web server is down|origin is unreachable|error)?\W*"
)
_GONE = re.compile(rf"\W*{_ERROR}(404|410)\b(?![.,:]?\d)(?!\W*$)")
_MISSING_CODES = frozenset({404, 410})
_REFUSING_CODES = frozenset({401, 402, 403, 407, 429, 451, 511})


@lru_cache(maxsize=1)
def _matchers() -> dict[str, re.Pattern[str]]:
    # Made when a short page is first doubted: few are.
    lists = {"refused": REFUSED, "failed": FAILED, "unbuilt": UNBUILT}
    return {name: phrase_matcher(phrases) for name, phrases in lists.items()}


def error_alone(name: str) -> str | None:
    """A part of a title that says that something is an error, or that somebody is sorry, and no more."""
    folded = fold(name)
    for part in (each.strip(" .!:\u2026") for each in _NAME_PARTS.split(folded)):
        if part in _errors() or _OOPS.fullmatch(part):
            return part
    return None


@lru_cache(maxsize=1)
def _errors() -> frozenset[str]:
    return frozenset(map(fold, ERRORS))


def status_said(name: str) -> int | None:
    """The status that a title is, with its reason or without, in one of its parts ("403 Forbidden | Site");
    404 and 410 also with other words behind them, in whatever language.
    """
    folded = fold(name)
    for part in _PARTS.split(folded):
        if found := _REASON.fullmatch(part):
            return int(found[1])
    found = _GONE.match(folded)
    return int(found[1]) if found else None


def refusal(name: str) -> str | None:
    """The words, or the status, by which a title says that something is not for everybody."""
    return _message("refused", name) or _status(name, _REFUSING_CODES)


def failure(name: str) -> str | None:
    """The words, or the status, by which a title says that its server is in trouble."""
    found = _message("failed", name)
    code = None if found else status_said(name)
    if code is not None and code not in _MISSING_CODES | _REFUSING_CODES:
        return str(code)
    return found


def absence_code(name: str) -> str | None:
    """The status by which a title says that nothing is there."""
    return _status(name, _MISSING_CODES)


def placeholder(name: str) -> str | None:
    """The words by which a title, or a short sentence, says that there is no site yet, or no more."""
    return _message("unbuilt", name)


def _status(name: str, codes: frozenset[int]) -> str | None:
    code = status_said(name)
    return str(code) if code in codes else None


def _message(kind: str, name: str) -> str | None:
    return short_message(_matchers()[kind], fold(name))

"""What domains are taken over for: gambling, drugs, bought followers, escorts, counterfeits.

Words are never proof alone: `judge` weighs them against the entry's title, and a topic counts only beside the
words of an offer, since there are good pages about roulette, poker and drugs.
"""

from __future__ import annotations

import re

from crawler.page.wording import fold, phrase_matcher

# Topics that have serious pages too.
_TOPICS = phrase_matcher(
    (
        # English
        "casino", "casinos", "online slots", "slot machines", "slot games", "roulette", "baccarat",
        "blackjack", "poker", "betting", "bookmaker", "bookmakers", "sportsbook", "lottery", "crypto casino",
        "viagra", "cialis", "levitra", "tadalafil", "sildenafil", "modafinil", "online pharmacy", "steroids",
        "instagram followers", "tiktok followers", "youtube views", "backlinks",
        "essay writing service", "write my essay", "term papers", "payday loan", "payday loans",
        "replica watches", "replica handbags", "escort", "escorts", "call girls", "porn", "sex cams",
        "start trading", "trading bot", "trading bots", "forex",
        "crypto trading", "weight loss pills", "cbd gummies", "keto gummies",
        # German, French, Spanish, Portuguese, Italian, Dutch, Polish, Nordic
        "spielautomaten", "sportwetten", "machines a sous", "paris sportifs", "tragamonedas", "tragaperras",
        "apuestas", "apuestas deportivas", "cassino", "apostas", "caca-niqueis", "scommesse", "gokkasten",
        "kasyno", "zaklady bukmacherskie", "nettikasino", "kasino", "spelautomater",
        # Turkish, Indonesian, Malay, Vietnamese
        "migliori casino", "casino non aams", "siti scommesse", "mejores casinos", "melhores cassinos",
        "meilleurs casinos", "paris en ligne", "crediti veloci", "prestiti veloci", "prestamos rapidos",
        "creditos rapidos", "emprestimo rapido", "credit rapide", "minicredits", "kredyt bez bik",
        "chwilowki", "kredit ohne schufa", "sofortkredit", "pozyczki online", "hausarbeit schreiben lassen",
        "ghostwriter agentur", "ensayos por encargo", "tfg por encargo", "trabalhos academicos prontos",
        "potenzmittel", "viagra generico", "pillole erezione", "pastillas ereccion", "repliche orologi",
        "replicas de relojes", "replicas de relogios", "montres replique", "uhren replica", "bokep",
        "escort bayan",
        "acompanhantes", "bahis", "bahis siteleri", "slot online", "judi", "togel", "taruhan", "nha cai",
        "ca cuoc", "no hu",
        # Russian, Ukrainian
        "займы онлайн", "микрозаймы", "займ на карту", "курсовые на заказ", "диплом на заказ",
        "купить диплом",
        "виагра", "сиалис", "реплики часов", "индивидуалки", "эскорт услуги", "онлайн кредит",
        "казино", "ставки на спорт", "игровые автоматы", "букмекер", "проститутки",
        # Chinese, Japanese, Korean, Thai
        "博彩", "赌场", "賭場", "娱乐城", "娛樂城", "棋牌", "彩票", "体育投注", "オンラインカジノ",
        "パチンコ", "ブックメーカー", "闇金", "即日融資", "バイアグラ", "出会い系", "デリヘル",
        "时时彩", "彩票网", "代写论文", "论文代写", "网贷", "伟哥", "高仿手表", "成人视频", "色情",
        "주소모음", "링크모음", "웹툰 미리보기", "먹튀", "사설토토", "비아그라", "오피사이트",
        "เว็บพนัน", "ไวอากร้า", "tỷ lệ kèo", "kèo nhà cái", "xổ số", "nạp tiền",
        "スーパーコピー", "카지노", "바카라", "토토사이트", "슬롯", "สล็อต", "บาคาร่า", "คาสิโน", "แทงบอล",
        "หวย",
        # Affiliates' rankings; sellers' brands of games of chance
        "薄毛治療", "aga治療", "医療脱毛", "脱毛サロン", "現金化", "カードローン", "キャッシング", "育毛",
        "マッチングアプリ",
        "ブランド買取", "美容クリニック", "开云体育", "开云", "乐鱼体育", "华体会", "半岛体育",
        "爱游戏体育", "米兰体育",
        "江南体育", "九游体育", "真人荷官", "电子游艺", "huile cbd", "huiles cbd", "cbd ol", "aceite cbd",
        "aceite de cbd",
        "olio cbd", "oleo de cbd", "olej cbd", "cbd oil", "cbd shop", "fleurs cbd",
    )
)  # fmt: skip
# What nobody writes who does not sell.
_OFFERS = phrase_matcher(
    (
        "bonus", "bonuses", "free spins", "no deposit", "real money", "play now", "play online",
        "best online", "top online", "online casino", "online casinos", "online slots", "deposit",
        "jackpot", "jackpots",
        "instant delivery", "instant withdrawals", "passive income",
        "order now", "without prescription", "no prescription", "cheap", "cheapest",
        "buy", "best price", "24/7", "discount", "promo code", "win big", "trusted site", "real and active",
        "senza deposito", "bonus senza deposito", "gioca ora", "giri gratis", "giochi gratis", "non aams",
        "soldi veri", "recensioni casino", "sin deposito", "dinero real", "juega ahora", "juega gratis",
        "registrate", "sem deposito", "dinheiro real", "jogue agora", "cadastre-se", "sans depot",
        "argent reel", "jouez maintenant", "inscrivez-vous", "ohne einzahlung", "echtgeld", "jetzt spielen",
        "bez depozytu", "graj teraz", "darmowe spiny", "prawdziwe pieniadze", "hemen uye ol", "yatirim",
        "cevrimsiz", "dang ky", "nap tien", "tang thuong", "играть онлайн", "на деньги", "вывод денег",
        "регистрация", "без депозита", "фриспины", "заказать", "недорого", "без рецепта", "rezeptfrei",
        "senza ricetta", "sin receta", "sem receita", "sans ordonnance", "bez recepty", "바로가기",
        "최신주소", "추천", "가입코드", "보너스", "立即注册", "免费试玩", "下载app", "入金不要",
        "登録ボーナス",
        "ฝากถอน", "ทดลองเล่น", "โบนัส",
        "gratuit", "ohne oasis", "freispiele", "tours gratuits", "bono", "giros gratis", "rodadas gratis",
        "deneme bonusu", "giris", "guncel", "gacor", "maxwin", "terpercaya", "resmi", "situs", "daftar",
        "link alternatif", "pulsa", "online terbaik", "uy tin", "khuyen mai", "бонус", "бонусы", "зеркало",
        "бездепозитный", "注册送", "註冊送", "开户", "官网", "首存", "激安", "먹튀", "가입", "충전",
        "เครดิตฟรี", "เว็บตรง", "สมัคร",
        "おすすめ", "ランキング", "口コミ", "徹底比較", "優良店", "即日", "無料カウンセリング", "app下载",
        "送彩金",
        "livraison rapide", "comparatif", "meilleur", "meilleure", "meilleurs", "meilleures",
        "envio rapido", "mejor",
        "mejores", "spedizione rapida", "migliore", "migliori", "beste", "gunstig kaufen", "shop now",
        "free shipping",
    )
)  # fmt: skip
# Topic and offer in one: what nobody writes of such things who does not sell them. One may be quoted.
PITCHES = (
        # Games of chance, in the languages in which they are sold most
        "online casino", "online casinos", "casino online", "casino bonus", "casino bonuses", "live casino",
        "casino games online", "free spins", "no deposit bonus", "sportsbook",
        "betting site", "betting sites", "online betting", "online slots", "slot machines online",
        "slot gacor", "slot online", "slot88", "situs slot", "situs judi", "judi online", "judi slot",
        "judi bola", "agen judi", "bandar togel", "togel online", "slot deposit", "rtp slot",
        "bahis siteleri", "canli bahis", "deneme bonusu", "casino siteleri", "kacak bahis",
        "casino en ligne", "casino en linea", "casinos en linea", "apuestas deportivas", "cassino online",
        "apostas esportivas", "kasyno online", "online spielautomaten", "casino ohne lizenz", "nettikasino",
        "онлайн казино", "казино онлайн", "игровые автоматы", "ставки на спорт", "букмекерская контора",
        "nha cai", "ca cuoc", "オンラインカジノ", "博彩", "娱乐城", "真人娱乐", "百家乐", "老虎机",
        "体育投注", "線上娛樂", "카지노사이트", "바카라사이트", "토토사이트", "먹튀검증",
        "สล็อตเว็บตรง", "บาคาร่าออนไลน์",
        "casino non aams", "casino senza deposito", "bonus senza deposito", "casino sin deposito",
        "casino sem deposito", "casino sans depot", "siti scommesse", "scommesse online", "casas de apuestas",
        "casas de apostas", "paris sportifs en ligne", "kasyno internetowe", "zaklady bukmacherskie",
        "casino ohne oasis", "sportwetten ohne", "ty le keo", "keo nha cai", "ca do bong da", "xo so online",
        "bahis sitesi", "casino sitesi", "slot siteleri", "situs togel", "situs gacor", "bonus tanpa deposit",
        "фриспины за регистрацию", "бездепозитный бонус", "букмекерские конторы", "时时彩", "真人视讯",
        "彩票平台", "电竞投注", "注册送彩金", "ブックメーカー おすすめ", "登録不要ボーナス", "주소모음",
        "링크모음",
        "사설토토", "메이저사이트", "안전놀이터", "스포츠토토", "웹툰 미리보기", "เว็บพนันออนไลน์",
        "สล็อตออนไลน์",
        "แทงบอลออนไลน์",
        # What machines are called, and what is said of them alone
        "gates of olympus", "sweet bonanza", "mahjong ways", "starlight princess", "wild bounty showdown",
        "rtp live", "live rtp", "deposit pulsa", "slot pulsa", "slot dana", "slot maxwin", "bonus new member",
        "link alternatif slot", "agen slot", "casino sites", "live roulette", "crypto casino",
        # Pills
        "buy viagra", "generic viagra", "viagra online", "buy cialis", "generic cialis", "cialis online",
        "online pharmacy", "without a prescription", "viagra rezeptfrei", "viagra senza ricetta",
        "viagra sin receta", "viagra sem receita", "viagra sans ordonnance", "viagra bez recepty",
        "виагра без рецепта", "купить виагру", "비아그라 구매", "バイアグラ 通販",
        # Loans, essays, imitations, company
        "payday loan", "payday loans", "write my essay", "essay writing service", "essay writing services",
        "prestiti veloci senza busta paga", "prestamos rapidos", "creditos rapidos", "emprestimo online",
        "credit sans justificatif", "kredit ohne schufa", "chwilowki online", "займ на карту",
        "займы онлайн", "микрозаймы онлайн", "курсовая на заказ", "диплом на заказ", "代写论文", "论文代写",
        "hausarbeit schreiben lassen", "bachelorarbeit schreiben lassen", "trabajos academicos por encargo",
        "trabalhos academicos por encomenda", "pisanie prac na zlecenie", "escort bayan", "индивидуалки",
        "repliche orologi", "replica uhren", "replicas de relojes", "repliki zegarkow", "реплики часов",
        "スーパーコピー 時計", "高仿手表",
        "replica watches", "replica handbags", "escort service", "escort services", "call girls", "free porn",
        "porn videos", "xxx videos", "sex videos",
        "クレジットカード現金化", "業者ランキング", "おすすめ業者", "優良店を比較", "即日振込", "換金率",
        "クリニックおすすめランキング",
        "真人荷官", "电子游艺", "送彩金", "开云体育",
)  # fmt: skip
_PITCHES = phrase_matcher(PITCHES)
# Whoever lives on links sells room for articles, and writes on what is paid for best.
_GUESTS = re.compile(
    r"\b(?:write for us|(?:guest|sponsored) (?:posts?|articles?|posting)|submit (?:a|"
    r"your) (?:guest )?(?:post|article)|"
    r"buy (?:back)?links)\b"
)
_PAID_TOPICS = re.compile(
    r"\b(?:lifestyle|mattress(?:es)?|sofas?|air fryers?|crypto (?:wallets?|exchanges?)|cryptocurrency|"
    r"forex|insurance|"
    r"mortgages?|personal loans?|payday loans?|credit cards?|real estate|roof(?:ing)?(?: replacement)?|"
    r"home improvement|"
    r"home decor|plumb(?:er|ing)|hvac|personal injury lawyers?|weight loss|keto|cbd|vap(?:e|ing)|"
    r"dental implants?|"
    r"skin ?care|beauty tips|travel tips|fashion trends|pet (?:owners|food)|vpns?|web hosting|seo services|"
    r"dropshipping|"
    r"online casinos?|betting|escape rooms?|wedding|garage doors?|pest control|moving compan(?:y|ies)|"
    r"solar panels?|"
    r"laptops under|smartphones under)\b"
)
# One of these is in each pitch in Latin letters: a text without any need not be folded and searched, which
# takes five times as long.
_MARKS = (
    "casino", "cassino", "kasino", "kasyno", "slot", "spins", "betting", "sportsbook", "judi", "togel",
    "bahis", "bonus", "gacor", "apuestas", "apostas", "spielautomat", "nha cai", "nhà cái", "ca cuoc",
    "viagra",
    "cialis", "pharmacy", "prescription", "payday", "essay", "replica", "escort", "call girls", "porn",
    "videos", "olympus", "bonanza", "mahjong", "starlight", "bounty", "rtp", "pulsa", "roulette",
    "scommesse", "paris sportifs", "bukmacher", "sportwetten", "keo", "kèo", "bong da", "bóng đá", "xo so",
    "xổ số", "prestiti", "prestamos", "préstamos", "creditos", "créditos", "emprestimo", "empréstimo",
    "credit sans", "crédit sans", "kredit ohne", "chwilow", "chwilów", "schreiben lassen", "por encargo",
    "por encomenda", "na zlecenie", "réplicas", "repliki", "repliche", "tanpa deposit",
)  # fmt: skip
# An entry with one of these is about such things: what its page says of them is no takeover.
_TRADES = re.compile(
    r"(?<!\w)(?:gambl|bett(?:ing|or)|bookmak|lotter|wager|addict|drug|pharma|medic|loan|porn|sex|escort|"
    r"prostitut|"
    r"spam|scam|fraud|phish|seo(?!\w)|wett|gluck|spielsucht|juego|jeux? d|азарт|赌|賭|ギャンブル|도박)"
)
_OTHER_SCRIPTS = re.compile("[\u0370-\u1fff\u2e80-\uffff]")
_OFFERS_OF_ANY_PAGE = 2
"""So many words of an offer in a page's text; one alone may stand in an article."""


def spam_phrase(names: str, text: str, *, expected: str) -> str | None:
    """The topic that a page's names are of, where it is offered and not what is `expected` (in an entry's own
    words); None where there is none.
    """
    own = fold(expected)
    topic = next((found for found in _found(_TOPICS, names) if found not in own), None)
    if topic is None:
        return None
    in_names = _found(_OFFERS, names).keys() - {topic}
    in_text = _found(_OFFERS, text).keys() - {topic}
    return topic if in_names or len(in_text) >= _OFFERS_OF_ANY_PAGE else None


def spam_pitches(text: str, *, expected: str) -> tuple[str, ...]:
    """The differing phrases of a seller in a page's text that are not the entry's own; one proves nothing."""
    own = fold(expected)
    return tuple(found for found in _found(_PITCHES, text) if found not in own)


def may_pitch(text: str) -> bool:
    """Whether a text may have a seller's phrases in it, at a glance."""
    lower = text.lower()
    return any(mark in lower for mark in _MARKS) or _OTHER_SCRIPTS.search(lower) is not None


def is_of_trade(expected: str) -> bool:
    """An entry's own words are of what domains are taken over for, or of those who do it."""
    own = fold(expected)
    return any(pattern.search(own) for pattern in (_TRADES, _TOPICS, _PITCHES))


def _found(phrases: re.Pattern[str], text: str) -> dict[str, None]:
    """In their order, each once."""
    return dict.fromkeys(found.group() for found in phrases.finditer(fold(text)))


def farm_topics(text: str) -> tuple[str, ...]:
    """The topics of articles that are paid for, on a page that asks for guests' articles."""
    folded = fold(text)
    return tuple(dict.fromkeys(_PAID_TOPICS.findall(folded))) if _GUESTS.search(folded) else ()

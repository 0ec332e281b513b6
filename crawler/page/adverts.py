"""What a domain that changed hands advertises: games of chance, pills, loans, essays, and company.

One phrase is any article's; several on a page that should be about something else are a trade's.
"""

from __future__ import annotations

from crawler.page.wording import fold, phrase_matcher

ADVERT_PHRASES = (
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
    # Pills
    "buy viagra", "generic viagra", "viagra online", "buy cialis", "generic cialis", "cialis online",
    "online pharmacy", "without a prescription",
    # Loans, essays, imitations, company
    "payday loan", "payday loans", "write my essay", "essay writing service", "essay writing services",
    "replica watches", "replica handbags", "escort service", "escort services", "call girls", "free porn",
    "porn videos", "xxx videos", "sex videos",
)  # fmt: skip
_ADVERTS = phrase_matcher(ADVERT_PHRASES)


def advert_phrases(text: str) -> tuple[str, ...]:
    """The differing phrases of such a trade in a text, in the order in which they come."""
    return tuple(dict.fromkeys(_ADVERTS.findall(fold(text))))

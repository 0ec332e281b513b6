"""What programs for sites and servers say of themselves before anybody has put anything there."""

from __future__ import annotations

from crawler.page.notices import Phrases

_FIRST_WORDS = Phrases(
    bordered=(
        # The first post of WordPress, in the languages in which it is installed most
        r"welcome to wordpress\. this is your first post|willkommen (?:bei|zu) wordpress\. d(?:ies|"
        r"as) ist dein erster|"
        r"bienvenue (?:sur|dans) wordpress\. ceci est votre premier|"
        r"bienvenid[oa] a wordpress\. est[ae] es tu primera|"
        r"(?:benvenuto|ti diamo il benvenuto) (?:in|su) wordpress\. questo e il tuo primo|"
        r"(?:boas-vindas ao|bem-vindo ao|bem vindo ao) wordpress\. es[st][ea] e o seu primeiro|"
        r"welkom bij wordpress\. dit is je eerste|witamy w wordpressie\. to jest twoj pierwszy|"
        r"valkommen till wordpress\. det har ar ditt forsta|velkommen til wordpress\. dette er dit forste|"
        r"vitejte ve wordpressu\. toto je vas prvni|wordpress'e hos ?geldiniz\. bu sizin ilk|"
        r"добро пожаловать в wordpress\. это ваша первая|ласкаво просимо до wordpress\. це ваш перший|"
        # Others
        r"no front page content has been created yet|congratulations and welcome to the drupal community|"
        r"the install worked successfully! congratulations!|yay! you(?:'re| are) (?:on|riding on) rails|"
        r"welcome aboard you(?:'re| are) riding ruby on rails|laravel has wonderful documentation|"
        r"if you(?:'re| are) seeing this, you(?:'ve| have) successfully installed|"
        r"this is the default (?:welcome |index |home )?page (?:used |that |for |of |is )|"
        r"(?:welcome to|you are now running) (?:your new )?(?:ghost|joomla|mediawiki|dokuwiki|discourse|"
        r"moodle|omeka|dspace)"
        r"[.!]? (?:this is your first|mediawiki has been installed|your new site)|"
        r"mediawiki has been (?:successfully )?installed"
    ),
    others=(
        r"wordpress へようこそ。(?:こちらは|これは)最初の投稿|欢迎使用 ?wordpress。这是您的第一篇|"
        r"歡迎使用 ?wordpress。這是你的第一篇|워드프레스에 오신 것을 환영합니다|مرحب\w* بك في ووردبريس"
    ),
)


def first_words(text: str) -> str | None:
    """The words that stand in a new installation until somebody writes others."""
    return _FIRST_WORDS.find(text)

"""Pages as long as the longest code, in two shapes: articles of prose, and short linked lines."""

from __future__ import annotations

_SIZE = 2_800_000
_PARAGRAPHS = 20_000
_HEAD = (
    "<html><body><article><h1>О пчеловодстве</h1>\n"
    "<p>Кодекс Республики Казахстан от 5 января 2009 года № 400-VIII.</p>\n"
)
# An article as codes have them, in the markup of their pages: paragraphs, a list, every line with
# an anchor; one article in five has been amended, and its note names two laws.
_ARTICLE = (
    "<p><b><a name='z{0}'></a>Статья {0}. Порядок учета пасек</b></p>\n"
    "<p id='z{0}1'>\n      1. Учет пасек ведется местным исполнительным органом по месту их "
    "установки в порядке, определенном уполномоченным органом, в соответствии со статьей 7 "
    "настоящего Кодекса.</p>\n"
    "<p id='z{0}2'>\n      2. Сведения о пасеке хранятся пять лет и представляются ее владельцем "
    "на бумажном носителе или в форме электронного документа, если иное не предусмотрено законами "
    "Республики Казахстан.</p>\n"
    "<p id='z{0}3'>\n      3. Для учета пасеки владелец представляет:</p>\n"
    "<p id='z{0}4'>\n      1) заявление, в котором указываются место установки пасеки, число "
    "семей пчел и сроки кочевки;</p>\n"
    "<p id='z{0}5'>\n      2) копию документа, подтверждающего право на земельный участок, либо "
    "согласие его собственника.</p>\n"
    "<p id='z{0}6'>\n      4. Местный исполнительный орган рассматривает заявление в течение "
    "десяти рабочих дней со дня его поступления и вносит пасеку в перечень либо отказывает в "
    "этом с указанием причин отказа.</p>\n"
)
_AMENDED = (
    "<p class='note'>\n      Сноска. Статья {0} с изменениями, внесенными законами РК от "
    "27.12.{1} <a href='/rus/docs/Z{1}'>№ {2}-VII</a> (вводится в действие с 01.01.{3}); от "
    "05.04.2023 <a href='/rus/docs/Z2300000221'>№ 221-VII</a> (вводится в действие по истечении "
    "шестидесяти календарных дней после дня его первого официального опубликования).</p>\n"
)
# A line with a link to another provision, as the tables of codes and lists of acts have them.
_LINKED = (
    "<p id='z{0}'>\n      {1}. Сведения пасеки по <a href='/rus/docs/K{0:010}#z{2}'>статье {2}</a> "
    "хранятся {2} лет.</p>\n"
)


def code_page() -> bytes:
    """Make the page of a code of 2.8 MB."""
    articles: list[str] = []
    length = 0
    while length < _SIZE:
        number = len(articles) + 1
        article = _ARTICLE.format(number)
        if number % 5 == 0:
            year = 2010 + number % 12
            article += _AMENDED.format(number, year, 100 + number % 40, year + 1)
        articles.append(article)
        length += len(article.encode())
    return f"{_HEAD}{''.join(articles)}</article></body></html>".encode()


def linked_page() -> bytes:
    """Make a page of 20,000 short paragraphs with links, an article to every ten of them."""
    lines: list[str] = []
    for number in range(_PARAGRAPHS):
        if number % 10 == 0:
            lines.append(f"<p><b>Статья {number // 10 + 1}. Сроки хранения</b></p>\n")
        else:
            lines.append(_LINKED.format(number, number % 10, number % 97 + 1))
    return f"{_HEAD}{''.join(lines)}</article></body></html>".encode()

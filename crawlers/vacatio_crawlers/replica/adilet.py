"""Pages of the structure of the old Adilet: act, table of data, editions, list, feed."""

from __future__ import annotations

import datetime as dt
import re
from html import escape
from urllib.parse import unquote

from vacatio_crawlers.replica.acts import Line, ReplicaAct, Stock

_ACT = re.compile(r"/(rus|kaz)/docs/([A-Z]\d{2}[0-9A-Z]{7}[0-9A-Z_])(?:/(info|history|links))?")
_INDENT = "&nbsp;" * 5 + " "
#: No page of the list has more rows, whatever is asked for.
_MOST = 20
_LANGUAGES = {"kaz": "ҚАЗ", "rus": "РУС", "eng": "ENG"}
_STATUS = {
    "new": ("Новый", "Жаңа"),
    "upd": ("Обновленный", "Жаңартылған"),
    "yts": ("Утративший силу", "Күшін жойған"),
}


def page(target: str, stock: Stock) -> str | None:
    """Answer an address of the site; `None` where it has no such page."""
    if target == "/rus/docs/rss":
        return _rss(stock)
    if target.startswith("/rus/search/docs/"):
        return _list(target.removeprefix("/rus/search/docs/"), stock)
    match = _ACT.fullmatch(target)
    act = next((one for one in stock if match and one.ngr == match[2]), None)
    if match is None or act is None or match[1] not in act.expressions:
        return None
    bodies = {None: _text, "info": _info, "history": _history, "links": _links}
    return _frame(act, match[1], bodies[match[3]](act, match[1], stock), stock)


def _newest(stock: Stock) -> list[ReplicaAct]:
    """Sort as by the day of loading: acts that were amended stand between new ones."""
    return sorted(
        (act for act in stock if "rus" in act.expressions),
        key=lambda act: (act.portal or act.editions[-1].date, act.id),
        reverse=True,
    )


def _rss(stock: Stock) -> str:
    items = "".join(
        f"<item><title>{escape(act.expressions['rus'].title)}</title>"
        f"<link>https://adilet.zan.kz/rus/docs/{act.ngr}</link></item>"
        for act in _newest(stock)[:5]
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
        f"<title>Последние документы</title>{items}</channel></rss>"
    )


def _list(path: str, stock: Stock) -> str:
    asked = dict(part.partition("=")[::2] for part in unquote(path).split("&"))
    size, number = min(int(asked.get("pagesize", "20")), _MOST), int(asked.get("page", "1"))
    found = _newest(stock)
    rows = "".join(
        '<div class="post_holder"><h4 class="post_header">'
        f'<a href="/rus/docs/{act.ngr}">{escape(act.expressions["rus"].title)}</a></h4>'
        f'<span class="status status_{act.status}">{_STATUS[act.status][0]}</span>'
        f"<p>{escape(act.expressions['rus'].requisites)}</p></div>"
        for act in found[(number - 1) * size : number * size]
    )
    more = f'<a class="nextpostslink" href="?page={number + 1}">»</a>'
    return (
        '<!DOCTYPE html><html><body><div id="container" class="module_npaList lang_rus">'
        f"<p>Найдено: {len(found)}</p>{rows}{more if number * size < len(found) else ''}"
        "</div></body></html>"
    )


def _frame(act: ReplicaAct, language: str, body: str, stock: Stock) -> str:
    text = act.expressions[language]
    address = f"/{language}/docs/{act.ngr}"
    status = _STATUS[act.status][language == "kaz"]
    selected = {language: ' class="selected"'}
    languages = "".join(
        f'<li{selected.get(one, "")}><a href="/{one}/docs/{act.ngr}">{label}</a></li>'
        for one, label in _LANGUAGES.items()
    )
    return f"""<!DOCTYPE html>
<html><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8">
<title>{escape(text.title)} - ИПС "Әділет"</title>
<link rel="alternate" type="application/rss+xml" title="Последние документы - RSS 2.0"
 href="/rus/docs/rss"></head>
<body class="normal js"><div id="container" class="module_npaView lang_{language}">
<ul class="right">{languages}</ul>
<div class="main png_bg"><div class="inner_main">
<div class="container_alpha slogan">
<h1>{escape(text.title)}</h1>
<span class="status status_{act.status}">{status}</span>
<p>{escape(text.requisites)}</p></div>
<div id="tabs_container"><div class="container_gamma tabs clearfix"><ul class="clearfix">
<li class="selected"><a href="{address}"> Текст </a></li>
<li><span> Официальная публикация </span></li>
<li><a href="{address}/info"> Информация </a></li>
<li><a href="{address}/history"> История изменений </a></li>
<li><a href="{address}/links"> Ссылки </a><div class="dropdown">
<a href="{address}/links#from">Ссылки из документа</a>
<a href="{address}/links#to">Ссылки на документ</a></div></li>
<li><a href="{address}/download"> Скачать </a><div class="downloads">
<a href="http://law.gov.kz/client/#!/doc/{act.id}/{language}" target="_blank"
 class="icon_ekb">Версия из ЭКБ</a></div></li></ul></div></div>
{body}
<div class="container_omega aftertext"><p>Если Вы обнаружили на странице ошибку, сообщите.</p></div>
</div></div>
{_footer(stock)}
</div></body></html>
"""


def _footer(stock: Stock) -> str:
    """Count the stock and link the latest acts: none of it is law, all of it changes daily."""
    newest = _newest(stock)
    latest = "".join(
        f'<li><a href="/rus/docs/{act.ngr}">{escape(act.expressions["rus"].title)}</a></li>'
        for act in newest[:3]
    )
    day = max((act.portal for act in newest if act.portal), default=dt.date(2026, 1, 1))
    return (
        '<div id="footer" class="png_bg"><div class="gs_4 widget">'
        '<h4 class="widgettitle">Состояние базы</h4>'
        f"<ul><li>Всего документов: <span>{len(stock)}</span></li>"
        f"<li>Дата обновления: <span>{day:%d.%m.%Y}</span></li></ul></div>"
        '<div class="gs_4 widget"><h4 class="widgettitle">Последние документы</h4>'
        f"<ul>{latest}</ul>"
        '<a id="more_last_docs_link" class="bullet-plus"'
        ' href="/rus/search/docs/sort_field=dl&amp;sort_desc=true">все последние документы</a>'
        "</div></div>"
    )


def _text(act: ReplicaAct, language: str, stock: Stock) -> str:
    lines = "\n".join(
        _paragraph(number, line, stock)
        for number, line in enumerate(act.expressions[language].text, 1)
    )
    return (
        f'<div class="container_gamma text text_{act.status}"><div class="gs_12">'
        f"<article>{lines}</article></div></div>"
    )


def _paragraph(number: int, line: Line, stock: Stock) -> str:
    words = escape(line.words, quote=False)
    match line.kind:
        case "chapter" | "section" | "title":
            return f'<h3 id="z{number}"> {words}</h3>'
        case "article":
            return f'<p><b><a name="z{number}"></a>{words}</b></p>'
        case "note" if number % 2:  # under a heading in one piece, behind a unit in several
            return f'<p class="note">\n{_INDENT}{_linked(words, stock)}</p>'
        case "note":
            pieces = _linked(words, stock, '</span>{}<span class="note">')
            return f'<span class="note">{_INDENT}{pieces}</span><br>'
        case "rcpi_notice":
            mark, _, rest = words.rpartition("!")
            notices = filter(None, (f"{mark}!" if mark else "", rest.strip()))
            return "<p>{}</p>".format(
                "<br>\n".join(f'<font color="#FF0000">{_INDENT}{one}</font>' for one in notices)
            )
        case "signature":
            return (
                '<table border="0" width="600"><tbody><tr><td><i>'
                f"{words}</i></td><td></td></tr></tbody></table>"
            )
        case _:
            return f'<p id="z{number}">\n{_INDENT}{words}</p>'


def _linked(words: str, stock: Stock, around: str = "{}") -> str:
    """Link the numbers of known acts, as the amending provisions of a note are linked."""
    known = {act.number: act.ngr for act in stock}

    def link(match: re.Match[str]) -> str:
        address = f"/rus/docs/{known[match[1]]}#z4"
        return around.format(f'<a href="{address}">{match[0]}</a>')

    return re.sub(
        r"№ ([\w-]+)", lambda match: link(match) if match[1] in known else match[0], words
    )


def _table(rows: list[tuple[str, ...]]) -> str:
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f'<div class="container_gamma"><table id="ethernatable">{cells}</table></div>'


def _info(act: ReplicaAct, language: str, stock: Stock) -> str:
    return _table(
        [
            ("Форма акта", escape(act.types[0])),
            ("Дата принятия", act.adopted.strftime("%d.%m.%Y")),
            ("Номер", escape(act.number)),
        ]
    )


def _history(act: ReplicaAct, language: str, stock: Stock) -> str:
    title = escape(act.expressions[language].title)
    rows: list[tuple[str, ...]] = []
    for number, edition in enumerate(reversed(act.editions), 1):
        day = edition.date.strftime("%d.%m.%Y")
        past = "" if number == 1 else "/archive"
        href = f"/{language}{past}/docs/{act.ngr}" + (f"/{day}" if past else "")
        rows.append((str(number), f'<a href="{href}">{title}</a>', day))
    return _table(rows)


def _links(act: ReplicaAct, language: str, stock: Stock) -> str:
    causes = {edition.cause for edition in act.editions if edition.cause}
    hrefs = "".join(
        f'<li><a href="/{language}/docs/{one.ngr}">{escape(one.number)}</a></li>'
        for one in stock
        if one.id in causes
    )
    return f'<div class="container_gamma"><h3 id="to">→</h3><ul>{hrefs}</ul></div>'

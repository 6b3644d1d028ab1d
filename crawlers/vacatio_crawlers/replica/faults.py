"""The failures of a site, one switch each: what an address answers in place of its page."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from vacatio_crawlers.replica.acts import Stock

#: Of the structure of the script-built page that took the place of the old Adilet.
SHELL = (
    '<!doctype html><html lang="ru"><head><meta charset="UTF-8"><title>Реестр</title>'
    '<!--SEO_HEAD--><script type="module" crossorigin src="/assets/index-demo.js"></script>'
    '<meta name="adilet-build" content="demo 2026-09-15T00:00:00Z"></head><body><!--SEO_BODY-->'
    "<noscript><h1>Реестр</h1><p>Для работы с текстами включите JavaScript.</p></noscript>"
    '<div id="root"></div></body></html>'
)
CAPTCHA = "<html><body><h1>Вы не робот?</h1><form><input name='captcha'></form></body></html>"
BLOCK_PAGE = "<html><body><h1>Access denied</h1><p>Request 83hf-22 was stopped.</p></body></html>"
HTML = "text/html; charset=utf-8"


class Fault(StrEnum):
    """What can be wrong with an answer."""

    TOO_MANY = "429"
    ERROR = "500"
    FORBIDDEN = "403"
    GONE = "404"
    SLOW = "slow"
    DRIP = "dripping"
    TRUNCATED = "truncated"
    CUT = "cut"
    BLOCK_PAGE = "block page"
    CAPTCHA = "captcha"
    SHELL = "shell"
    SHORT = "short body"
    QUOTA = "quota as 200"
    WRONG_ENCODING = "wrong encoding"
    WRONG_TYPE = "lying content type"
    LAYOUT = "changed layout"
    LOOP = "redirect loop"
    AWAY = "redirect to a private address"
    SCHEME = "redirect to another scheme"
    DUPLICATES = "duplicate ids"
    YEAR_1018 = "a day in the year 1018"
    FEW = "too few documents"
    MANY = "too many documents"


#: By the start of an address: a fault for good, or one an answer (`None`: the page itself).
Faults = Mapping[str, Fault | Sequence[Fault | None]]


@dataclass(slots=True)
class Answer:
    """What is sent; a body shorter than its announced length is cut off on the way.

    `pause` seconds lie between its bytes.
    """

    status: int
    kind: str
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    announced: int | None = None
    pause: float = 0.0


#: The names on which a spider stands: a site that was rebuilt has others.
_LAYOUT = re.compile(
    r"\b(?:list|content|contentlist|article|post_holder|slogan|DocSearchResult_Item__Link|title)\b"
    "|Номер в государственном реестре".encode()
)


def stock_of(fault: Fault | None, stock: Stock) -> Stock:
    """Give the acts that a site with a fault knows."""
    match fault:
        case Fault.DUPLICATES:
            return [act for act in stock for _ in range(2)]
        case Fault.FEW:
            return list(stock)[-1:]
        case Fault.MANY:
            return [
                dataclasses.replace(
                    act, id=str(int(act.id) + 1000 * n), ngr=f"{act.ngr[0]}{n:02}{act.ngr[3:]}"
                )
                for n in range(4)
                for act in stock
            ]
        case Fault.YEAR_1018:
            absurd = dt.date(1018, 11, 18)
            return [
                dataclasses.replace(act, published=absurd, portal=act.portal and absurd)
                for act in stock
            ]
        case _:
            return stock


def spoil(fault: Fault | None, answer: Answer, path: str, released: threading.Event) -> Answer:
    """Change an answer as a fault does; `released` ends the wait of a slow one."""
    if fault is Fault.SLOW:
        released.wait(30)
    change = _CHANGES.get(fault) if fault else None
    return change(answer, path) if change else answer


def _page(status: int, kind: str, body: str, **headers: str) -> Callable[[Answer, str], Answer]:
    return lambda _, path: Answer(
        status,
        kind,
        body.encode(),
        {name.replace("_", "-"): value.format(path=path) for name, value in headers.items()},
    )


def _truncated(answer: Answer, _: str) -> Answer:
    half = answer.body[: len(answer.body) // 2]
    return dataclasses.replace(answer, body=half, announced=len(answer.body))


def _cut(answer: Answer, _: str) -> Answer:
    return dataclasses.replace(answer, body=answer.body[: len(answer.body) // 2])


def _short(answer: Answer, _: str) -> Answer:
    body = b"{}" if "json" in answer.kind else b"<html><body><p>OK</p></body></html>"
    return dataclasses.replace(answer, body=body)


def _wrong_encoding(answer: Answer, _: str) -> Answer:
    return dataclasses.replace(answer, body=answer.body.decode().encode("cp1251", "replace"))


def _wrong_type(answer: Answer, _: str) -> Answer:
    kind = HTML if "json" in answer.kind else "application/json"
    return dataclasses.replace(answer, kind=kind)


def _layout(answer: Answer, _: str) -> Answer:
    body = _LAYOUT.sub(lambda name: b"x-" + name[0][2:], answer.body)
    return dataclasses.replace(answer, body=body)


_CHANGES: Mapping[Fault, Callable[[Answer, str], Answer]] = {
    Fault.TOO_MANY: _page(429, "text/plain", "too many requests", Retry_After="1"),
    Fault.ERROR: _page(500, "text/html", "<h1>500</h1>"),
    Fault.FORBIDDEN: _page(403, "text/html", "<h1>403</h1>"),
    Fault.GONE: _page(404, "application/json", '{"message":"not found"}'),
    Fault.DRIP: lambda answer, _: dataclasses.replace(answer, pause=0.1),
    Fault.TRUNCATED: _truncated,
    Fault.CUT: _cut,
    Fault.BLOCK_PAGE: _page(200, HTML, BLOCK_PAGE),
    Fault.CAPTCHA: _page(200, HTML, CAPTCHA),
    Fault.SHELL: _page(200, HTML, SHELL),
    Fault.SHORT: _short,
    Fault.QUOTA: _page(200, "text/plain", "API calls quota exceeded"),
    Fault.WRONG_ENCODING: _wrong_encoding,
    Fault.WRONG_TYPE: _wrong_type,
    Fault.LAYOUT: _layout,
    Fault.LOOP: _page(302, "text/html", "", Location="{path}"),
    Fault.AWAY: _page(302, "text/html", "", Location="http://10.0.0.1/internal"),
    Fault.SCHEME: _page(302, "text/html", "", Location="file:///etc/hostname"),
}

"""Cards of the State Register: labels and values, and the places of publication as one line."""

from __future__ import annotations

import json
import re
from html import escape

from vacatio_crawlers.replica.acts import ReplicaAct, Stock

_CARD = re.compile(r"/ru/content/(\d+)-([a-z0-9]+)")
_DAY = re.compile(r"\d{2}\.\d{2}\.\d{4}")
_STATUS = {"new": "Новый", "upd": "Обновленный", "yts": "Утратил силу"}


def slug(act: ReplicaAct) -> str:
    """Name the card of an act."""
    return f"{act.id}-{act.ngr.rstrip('_').lower()}"


def page(target: str, stock: Stock) -> str | None:
    """Answer the address of a card; `None` for other addresses."""
    match = _CARD.fullmatch(target)
    act = next((one for one in stock if match and slug(one) == f"{match[1]}-{match[2]}"), None)
    if act is None or "rus" not in act.expressions:
        return None
    rows = "".join(
        '<div class="field field-label-inline clearfix">'
        f'<div class="field-label">{label}:&nbsp;</div><div class="field-items">'
        f'<div class="field-item even">{escape(value, quote=False)}</div></div></div>\n'
        for label, value in _fields(act)
        if value
    )
    return (
        '<!DOCTYPE html><html lang="ru"><head><meta charset="utf-8"><title>'
        f'{act.id}-{act.ngr}</title></head><body class="html node-type-npa"><div id="page">'
        f'<div class="region region-content"><h1 id="page-title">{act.id}-{act.ngr}</h1>'
        f'<div class="node node-npa clearfix"><div class="content">{rows}</div></div></div>'
        "</div></body></html>\n"
    )


def _fields(act: ReplicaAct) -> list[tuple[str, str]]:
    number, day = act.registration or ("", None)
    days = [found for place in act.places for found in _DAY.findall(place)]
    history = [
        {
            "registryNumber": edition.cause,
            "versionDate": edition.date.isoformat(),
            "language": "rus",
        }
        for edition in act.editions
        if edition.cause
    ]
    return [
        ("Статус", _STATUS[act.status]),
        ("Сведения об акте", act.expressions["rus"].requisites),
        ("Номер группы регистрации", act.ngr),
        ("Номер в государственном реестре", act.id),
        ("Номер принятия акта", act.number),
        ("Номер регистрации в МЮ", number),
        ("Дата принятия документа", act.adopted.strftime("%d.%m.%Y")),
        ("Дата регистрации в МЮ РК", day.strftime("%d.%m.%Y") if day else ""),
        ("Дата опубликования", days[-1] if days else ""),  # of the last place, as on real cards
        ("Источник опубликования", ", ".join(act.places)),
        ("История изменений", json.dumps(history, ensure_ascii=False) if history else ""),
    ]

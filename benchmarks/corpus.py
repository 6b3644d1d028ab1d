"""A synthetic archive of any size, in the shape of the reference bank's answers.

Orders, resolutions and decisions with clauses of several kinds; each third amends an earlier
one, some repeal one, so that acts bear on one another as they do in a real corpus.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from vacatio.archive import Archive
from vacatio_calendar.model import Language, RawDocument
from vacatio_crawlers.replica import ekb
from vacatio_crawlers.replica.acts import Edition, Expression, Line, ReplicaAct

_CLAUSES = (
    "вводится в действие по истечении десяти календарных дней после дня его первого официального "
    "опубликования",
    "вводится в действие со дня его первого официального опубликования",
    "вводится в действие по истечении шестидесяти календарных дней после дня его первого "
    "официального опубликования",
    "вводится в действие с 1 января 2027 года",
    "вводится в действие по истечении трех месяцев после дня его первого официального "
    "опубликования",
)
_FIRST = dt.date(2010, 1, 11)
_POINTS = 8


def act(n: int, *, edition: int = 0) -> ReplicaAct:
    """Make the n-th act; another `edition` of it has another clause."""
    adopted = _FIRST + dt.timedelta(days=n * 5900 // 200_000)
    registered = adopted + dt.timedelta(days=6)
    published = registered + dt.timedelta(days=4)
    said = f"{adopted.day} {_MONTHS[adopted.month - 1]} {adopted.year} года"
    title = f"Об утверждении Правил учета объектов № {n}"
    lines = []
    if n % 3 == 1:
        earlier = act(n - 1)
        of = earlier.expressions["rus"]
        title = f"О внесении изменений в приказ «{of.title}»"
        lines.append(
            Line(
                "point",
                "1",
                f"1. Внести в {of.requisites[0].lower()}{of.requisites[1:].split('. ')[0]} "
                f"«{of.title}» (зарегистрирован в Реестре государственной регистрации нормативных "
                f"правовых актов под № {20_000 + n - 1}) следующее изменение:",
            )
        )
        lines.append(Line("text", None, "пункт 3 изложить в следующей редакции:"))
        lines.append(Line("text", None, "«3. Учет ведется ежемесячно.»."))
    else:
        lines.append(Line("point", "1", "1. Утвердить прилагаемые Правила учета объектов."))
    lines.extend(
        Line(
            "point",
            str(point),
            f"{point}. Департаменту учета обеспечить ведение сведений об объектах по форме {point} "
            "и их размещение на интернет-ресурсе министерства в порядке, установленном законом.",
        )
        for point in range(2, _POINTS)
    )
    clause = _CLAUSES[(n + edition) % len(_CLAUSES)]
    lines.append(Line("point", str(_POINTS), f"{_POINTS}. Настоящий приказ {clause}."))
    lines.append(Line("signature", None, "Министр"))
    return ReplicaAct(
        id=str(1_000_000 + n),
        ngr=f"V{adopted:%y}{20_000 + n:08}",
        types=("ПРИК", "ИЗМ") if n % 3 == 1 else ("ПРИК",),
        number=str(n),
        adopted=adopted,
        status="new",
        portal=published,
        published=published,
        registration=(str(20_000 + n), registered),
        agency="102000000000",
        region="100000000000",
        validity="0110",
        places=(),
        editions=(Edition(adopted, None),),
        expressions={
            "rus": Expression(
                title=title,
                requisites=f"Приказ Министра финансов Республики Казахстан от {said} № {n}. "
                f"Зарегистрирован в Министерстве юстиции Республики Казахстан "
                f"{registered.day} {_MONTHS[registered.month - 1]} {registered.year} года "
                f"№ {20_000 + n}",
                text=tuple(lines),
            )
        },
        standins=(),
        invented=True,
    )


def documents(numbers: range, *, edition: int = 0) -> Iterator[RawDocument]:
    """Give the pages of acts as a crawl would bring them."""
    for n in numbers:
        made = act(n, edition=edition)
        answer = ekb.document(f"/api/documents/{made.id}/rus", [made])
        assert answer is not None
        body = json.dumps(answer[1], ensure_ascii=False).encode()
        yield RawDocument(
            source="ekb",
            key=f"{made.id}/rus",
            url=f"https://zan.gov.kz/api/documents/{made.id}/rus",
            fetched_at=dt.datetime(2026, 11, 1 + edition, 3, tzinfo=dt.UTC),
            media_type="application/json",
            body=body,
            sha256=hashlib.sha256(body).hexdigest(),
            language=Language.RU,
            demo=True,
        )


def fill(archive: Path, run: str, numbers: range, *, edition: int = 0) -> None:
    """Write acts into an archive, as one run."""
    with Archive(archive).sink(run, demo=True) as sink:
        for document in documents(numbers, edition=edition):
            sink(document)


_MONTHS = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip

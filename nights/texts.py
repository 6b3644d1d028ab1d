"""Made-up orders of a minister in Russian and Kazakh, as the replica of a source shows them."""

from __future__ import annotations

import datetime as dt
import functools
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nights.stories import NEVER, Row
from vacatio_crawlers.replica.acts import Edition, Expression, Line, ReplicaAct

LANGUAGES = {"rus": "ru", "kaz": "kk"}
AGENCY, VALIDITY = "103022000000", "0502"


@dataclass(frozen=True, slots=True)
class Order:
    """What is fixed of an order for all its life: the numbers it is known by.

    `zero` is the day from which its story counts.
    """

    id: str
    number: str
    zero: dt.date
    signed: dt.date

    @property
    def act_id(self) -> str:
        """Give the id it must be published under."""
        return f"kz/order/health/{self.signed}/{self.number}"

    @property
    def register(self) -> str:
        """Give its number in the register of the Ministry of Justice."""
        return str(30_000 + int(self.number))

    def day(self, offset: int) -> dt.date:
        """Turn a day of the story into a day."""
        return self.zero + dt.timedelta(days=offset)


def shown(order: Order, row: Row, other: Order | None, cause: Order | None) -> ReplicaAct:
    """Give an order as the source shows it; `other` is the one it does something to.

    `cause` is the order that caused its last edition.
    """
    published, registered = _day(order, row, "published"), _day(order, row, "registered")
    portal = _day(order, row, "portal") if "portal" in row else published
    editions = [Edition(order.signed, None)]
    if cause is not None:
        editions.append(Edition(order.day(row["edition"]), cause.id))
    place = "Эталонный контрольный банк НПА РК в электронном виде"
    return ReplicaAct(
        id=order.id,
        ngr=f"V{order.signed:%y}000{order.register}",
        types=("ПРИК",),
        number=order.number,
        adopted=order.signed,
        status="upd" if cause else "new",
        portal=portal,
        published=published,
        registration=(order.register, registered) if registered else None,
        agency=AGENCY,
        region="100000000000",
        validity=VALIDITY,
        places=(f"{place}, {published:%d.%m.%Y} г.",) if published else (),
        editions=tuple(editions),
        expressions={
            language: _expression(order, row, other, registered, LANGUAGES[language])
            for language in row.get("languages", ("rus", "kaz"))
        },
        standins=(),
        invented=True,
    )


def _day(order: Order, row: Row, name: str) -> dt.date | None:
    given = row.get(name)
    return None if given is None or given == NEVER else order.day(given)


def _expression(
    order: Order,
    row: Row,
    other: Order | None,
    registered: dt.date | None,
    language: str,
) -> Expression:
    printed = words()["printed"][language]
    number = {"number": order.number, "issuer": printed["issuer"]}
    requisites = printed["signed"].format(**number, **_days(order.signed, language))
    if registered:
        requisites += printed["registered"].format(
            number=order.register, **_days(registered, language)
        )
    clause = _clause(order, row["clause"], row, language)
    does = row.get("does", "approve")
    given = {
        "of": _cited(other, language) if other else "",
        "title": f"{title(order, language)}",
        "clause": _clause(order, row["with"], row, language) if does == "change" else "",
        **(_days(order.day(row["day"]), language) if "day" in row else {}),
    }
    lines = (
        Line("preamble", None, printed["opens"]),
        Line("point", "1", "1. " + words()["orders"][does][language].format(**given)),
        Line("point", "2", f"2. {printed['second']}"),
        Line("point", "3", f"3. {clause}"),
        Line("signature", None, printed["signature"]),
    )
    return Expression(_title(order, other, does, language), requisites, lines)


def title(order: Order, language: str) -> str:
    """Say what an order is about."""
    about = words()["about"][language]
    return str(about[int(order.number) % len(about)])


def _title(order: Order, other: Order | None, does: str, language: str) -> str:
    pattern: str = words()["titles"][does][language]
    of = _cited(other, language) if other else ""
    return pattern.format(about=title(order, language), of=of)


def _cited(other: Order, language: str) -> str:
    printed = words()["printed"][language]
    cited: str = printed["cited"].format(
        issuer=printed["issuer"],
        number=other.number,
        title=_title(other, None, "approve", language),
        registered=other.register,
        **_days(other.signed, language),
    )
    return cited


def _clause(order: Order, name: str, row: Row, language: str) -> str:
    number = words()["numbers"][str(row.get("n", 10))][language]
    days = _days(order.day(row["day"]), language) if "day" in row else {}
    clause: str = words()["clauses"][name][language].format(n=number, **days)
    return clause


def _days(day: dt.date, language: str) -> dict[str, str]:
    """Write a day in the forms that the sentences of a language need."""
    months = {name: each.split()[day.month - 1] for name, each in words()["months"].items()}
    if language == "ru":
        return {"day": f"{day.day} {months['ru']} {day.year} года"}
    forms = {"day_bare": "kk", "day_at": "kk_at", "day_from": "kk_from", "day_until": "kk_until"}
    started = f"{day.year} жылғы {day.day}"
    return {form: f"{started} {months[name]}" for form, name in forms.items()}


@functools.cache
def words() -> dict[str, Any]:
    """Read `words.toml`."""
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))

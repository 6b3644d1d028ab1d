"""Orders that amend or repeal an older one, which the archive holds."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from seeded.broken import Broken, known
from seeded.looking import Facts, Text
from seeded.specs import Spec, in_days, order
from seeded.texts import act
from seeded.words import DAY, written

POINTS = ("Вести учет ежедневно.", "Сдавать отчет ежемесячно.", "Хранить книги.", "Беречь книги.")


def base_of(spec: Spec) -> Spec:
    """Return an older order that the act amends."""
    day = dt.date(2022, 1, 10) + (int(spec.registry) % 300) * DAY
    return replace(
        order(in_days(spec)),
        number=str(10 + int(spec.registry) % 80),
        adopted=day,
        registered=day + 3 * DAY,
        published=day + 5 * DAY,
        registry=str(int(spec.registry) - 8000),
        value=10,
    )


def cite(
    base: Spec, *, number: str = "", day: dt.date | None = None, title: str = "", registry: str = ""
) -> str:
    """Cite an order with its registry number; a slip replaces one of its requisites."""
    adopted = written(day or base.adopted, "ru")
    return (
        f"приказ {base.issuer.ru} Республики Казахстан от {adopted} № {number or base.number} "
        f"«{title or base.title.ru}» (зарегистрирован в Реестре государственной "
        "регистрации нормативных "
        f"правовых актов под № {registry or base.registry})"
    )


def _amending(spec: Spec, base: Spec, cited: str, change: str) -> str:
    spec = order(in_days(spec))
    title = f"О внесении изменения в {cited.partition(' (зарег')[0]}"
    body = (f"Внести в {cited} следующее изменение:\n{change}",)
    return act(spec, "ru", title=title, body=body)


def amended(
    spec: Spec,
    change: str = "пункт 2 изложить в следующей редакции:\n«2. Сдавать отчет еженедельно.».",
    *,
    base_facts: Facts | None = None,
    more: tuple[Text, ...] = (),
    cited: str | None = None,
) -> Broken:
    """Write an order that amends an older one: one change, and what the archive holds of it."""
    base = base_of(spec)
    cited = cite(base) if cited is None else cited
    text = _amending(spec, base, cited, change)
    of_base = Text(act(base, "ru", body=POINTS), base_facts or known(base))
    return Broken(text, known(order(in_days(spec))), (of_base, *more), official=True)


def repeal(spec: Spec, base: Spec) -> str:
    """Write an order that repeals an older one."""
    cited = cite(base).partition(" (зарег")[0]
    return act(
        order(in_days(spec)),
        "ru",
        title="О признании утратившим силу приказа",
        body=(f"Признать утратившим силу {cited}.",),
    )

"""Acts that do not exist, with all that a text may say of them, drawn at random."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, replace

from seeded.words import DAY, MINISTERS, TITLES, Named, months_after
from vacatio_calendar.checks.tables import numbering

TERMS = (10, 21, 30, 45, 60, 90)
_FIRST, _LAST = dt.date(2023, 5, 1), dt.date(2026, 8, 1)


@dataclass(frozen=True)
class Spec:
    """An act: what it is, when it was adopted, registered and published, and its term."""

    kind: str
    number: str
    adopted: dt.date
    published: dt.date
    title: Named
    value: int
    unit: str = "days"
    minister: int = 0
    registered: dt.date | None = None
    registry: str = "38180"

    @property
    def entry(self) -> dt.date:
        """The first day in effect: publication and the whole term, and the day after."""
        if self.unit == "months":
            return months_after(self.published, self.value) + DAY
        return self.published + (self.value + 1) * DAY

    @property
    def issuer(self) -> Named:
        """The body that issued it."""
        return MINISTERS[self.minister]


def specs(seed: int, count: int) -> list[Spec]:
    """Draw acts; the same seed gives the same acts."""
    rng = random.Random(seed)
    return [_spec(rng) for _ in range(count)]


def _spec(rng: random.Random) -> Spec:
    kind = rng.choice(("law", "order", "order", "decree", "resolution"))
    if kind == "law":
        number, adopted = _law(rng)
    else:
        adopted = _FIRST + rng.randrange((_LAST - _FIRST).days) * DAY
        number = str(rng.randrange(101, 989))
    registered = adopted + rng.randrange(2, 12) * DAY if kind == "order" else None
    published = (registered or adopted) + rng.randrange(2, 9) * DAY
    months = rng.random() < 0.15
    return Spec(
        kind=kind,
        number=number,
        adopted=adopted,
        published=published,
        title=rng.choice(TITLES),
        value=rng.choice((3, 6)) if months else rng.choice(TERMS),
        unit="months" if months else "days",
        minister=rng.randrange(len(MINISTERS)),
        registered=registered,
        registry=str(rng.randrange(32000, 39999)),
    )


def _law(rng: random.Random) -> tuple[str, dt.date]:
    """Draw a number and a date that stand between two laws that are known."""
    anchors = numbering("kz").anchors["viii"]
    while True:
        at = rng.randrange(len(anchors) - 1)
        (low, since), (high, until) = anchors[at], anchors[at + 1]
        if high - low > 1 and since >= _FIRST and until <= _LAST:
            day = since + rng.randrange((until - since).days + 1) * DAY
            return f"{rng.randrange(low + 1, high)}-VIII", day


def in_days(spec: Spec, value: int = 10) -> Spec:
    """Return the act with a term in days."""
    return replace(spec, value=value if spec.unit == "months" else spec.value, unit="days")


def in_months(spec: Spec, value: int = 6) -> Spec:
    """Return the act with a term in months."""
    return replace(spec, value=value, unit="months")


def order(spec: Spec) -> Spec:
    """Return the act as a minister's order, registered."""
    if spec.kind == "order":
        return spec
    number = spec.number.partition("-")[0]
    registered = spec.adopted + DAY
    published = max(spec.published, registered + DAY)
    return replace(spec, kind="order", number=number, registered=registered, published=published)


def law(spec: Spec, seed: int) -> Spec:
    """Return the act as a law with a number of its time."""
    if spec.kind == "law":
        return spec
    number, adopted = _law(random.Random(seed))
    published = adopted + 2 * DAY
    return replace(
        spec, kind="law", number=number, adopted=adopted, published=published, registered=None
    )

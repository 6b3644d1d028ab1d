"""The stable id of an act: ``kz/order/maidr/2025-12-22/672-nq``.

It is made of what the act says of itself and never depends on what else is known, so that the
Russian, Kazakh and English text of one act have one id. Constitution, laws and codes need no
issuer (Parliament adopts them, LPA 7(2)); everything else is known by the body that issued it.
A local body is named by its organ and place; a place that no row knows is transliterated, so that
its ids may differ between languages until it has a row (:mod:`vacatio_calendar.places`).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from vacatio_calendar import fold
from vacatio_calendar.bodies import body_of
from vacatio_calendar.model import Act, ActRef, ActType

if TYPE_CHECKING:
    from vacatio_calendar.law import Jurisdiction

#: Acts that need no issuer in their id.
_ALONE = frozenset({ActType.CONSTITUTION, ActType.CONSTITUTIONAL_LAW, ActType.CODE, ActType.LAW})
#: A Kazakh and a Latin or Russian spelling of the marks that bodies put behind a number.
_MARKS = (
    (re.compile(r"[-/ ]?\b(?:зрк|қрз|sam)$"), ""),  # law of the Republic: no part of the number
    (re.compile(r"(?<=[-/ \d])[нhn][қкkq]$"), "nq"),  # НҚ, НК, HK, HҚ: a normative order
    (re.compile(r"(?<=[-/ \d])[нhn][пp]$"), "np"),  # НП: a normative resolution
)
_NO_NUMBER = frozenset({"", "0", "бн", "нж", "жоқ", "none"})
#: «№» (which folds to "no"), N, No., # before a number.
_SIGN = re.compile(r"^(?:(?:no|n|#)\.?\s*)+(?=\d)")
_ROMAN = re.compile(r"^(\d+(?:-\d+)?)-?([ivx]+)$")


def act_id(act: Act | ActRef, law: Jurisdiction) -> str | None:
    """Return the stable id of an act or a citation, or ``None`` where too little is known.

    An act without a number takes its NGR or EKB id; a citation without one stays unresolved.

    >>> import datetime as dt
    >>> from vacatio_calendar import load
    >>> act_id(ActRef(ActType.LAW, "231-VIII", dt.date(2025, 11, 17)), load("kz"))
    'kz/law/2025-11-17/231-viii'
    """
    if act.type is None:
        return _by_source(act, law)
    number = number_slug(act.number)
    parts = [law.code, act.type.value.replace("_", "-")]
    if act.type not in _ALONE:
        issuer = issuer_slug(act, law)
        if issuer is None:
            return _by_source(act, law)
        parts.append(issuer)
    if act.date is None or number is None:
        return _by_source(act, law)
    return "/".join([*parts, act.date.isoformat(), number])


@lru_cache(maxsize=1 << 16)  # the same numbers are met again and again within one document
def number_slug(number: str | None) -> str | None:
    """Fold a printed number to ASCII, or ``None`` where it says that there is none.

    >>> number_slug("672/НҚ"), number_slug("231-VІІІ ЗРК"), number_slug("б/н")
    ('672-nq', '231-viii', None)
    """
    if number is None:
        return None
    bare = _SIGN.sub("", fold.plain(number))
    mark = ""
    for pattern, slug in _MARKS:
        bare, count = pattern.subn("", bare)
        mark = slug if count and slug else mark
    if re.sub(r"[\W_]", "", bare) in _NO_NUMBER:
        return None
    shape = fold.latin(bare)
    if roman := _ROMAN.match(shape.replace(" ", "")):
        shape = f"{roman[1]}-{roman[2]}"
    slug = fold.ascii_slug_keeping(shape, ".")
    return "-".join(part for part in (slug, mark) if part) or None


def issuer_slug(act: Act | ActRef, law: Jurisdiction) -> str | None:
    """Return the slug of the body that issued an act; an unknown body is transliterated."""
    if not act.issuer:
        return None
    body = body_of(act.issuer, law, act.date)
    return body.slug if body else fold.ascii_slug(act.issuer)[:60].strip("-") or None


def _by_source(act: Act | ActRef, law: Jurisdiction) -> str | None:
    """Fall back on the id the register or the bank gave the act."""
    if not isinstance(act, Act):
        return None
    given = dict(act.identifiers)
    for scheme in ("ngr", "ekb"):
        if value := given.get(scheme):
            return f"{law.code}/{scheme}/{fold.ascii_slug_keeping(value, '_')}"
    return None

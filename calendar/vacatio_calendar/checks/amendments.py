"""How one act changes others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from vacatio_calendar.checks.base import ActCase, Found, finding, values
from vacatio_calendar.checks.minimum import is_tax_code
from vacatio_calendar.checks.tables import words_of
from vacatio_calendar.model import ActRef, ActType, Severity

#: The Tax Code of 18 July 2025 forbids it; acts before it are not judged.
_TAX_CODE = dt.date(2025, 7, 18)


@finding("VAC014", Severity.WARNING, ActCase, rule="TAX-SOLO")
def tax_code_among_others(case: ActCase) -> Iterator[Found]:
    """One law changes the Tax Code together with other acts, which the Code forbids.

    Not for the law on the Code's own enactment, nor for laws before the Code of 2025.
    """
    act = case.act
    if act.type is not ActType.LAW or act.date is None or act.date < _TAX_CODE:
        return
    if words_of("enactment").search(act.title or ""):
        return
    codes = [ref for ref in act.amends if _is_tax_code(ref)]
    if codes and len(act.amends) > len(codes):
        yield Found(values(others=len(act.amends) - len(codes)), span=codes[0].span)


def _is_tax_code(ref: ActRef) -> bool:
    return is_tax_code(ref) and (ref.date is None or ref.date >= _TAX_CODE)

"""One act, one reference: citations of the same act are joined into what all of them say."""

from __future__ import annotations

from collections.abc import Sequence

from vacatio_calendar.model import ActRef


def merge(refs: Sequence[ActRef]) -> tuple[ActRef, ...]:
    """Keep each act once, where it stands first; what a later citation adds is added."""
    kept: list[ActRef] = []
    for ref in refs:
        for index, have in enumerate(kept):
            if _same(have, ref):
                kept[index] = _filled(have, ref)
                break
        else:
            kept.append(ref)
    return tuple(kept)


def _same(one: ActRef, other: ActRef) -> bool:
    if one.type is not other.type or (one.part is None) is not (other.part is None):
        return False
    if one.number and other.number and one.number != other.number:
        return False
    if one.date and other.date and one.date != other.date:
        return False
    if one.number and other.number:
        return bool(one.date == other.date or one.date is None or other.date is None)
    if one.date and other.date:
        plain = [(ref.title or "").lower() for ref in (one, other)]
        return plain[0] == plain[1] or not all(plain)
    if one.number or other.number or one.date or other.date:
        return bool(one.title and one.title == other.title)
    return bool(one.title and other.title and one.title.lower() == other.title.lower())


def _filled(have: ActRef, more: ActRef) -> ActRef:
    return ActRef(
        type=have.type,
        number=have.number or more.number,
        date=have.date or more.date,
        title=have.title or more.title,
        issuer=have.issuer or more.issuer,
        registration_number=have.registration_number or more.registration_number,
        approved=have.approved,
        span=have.span,
        part="; ".join(filter(None, (have.part, more.part))) or None,
    )

"""The first official publication: the earliest day with complete Russian and Kazakh texts.

LPA 1(30), 37 and 40(2). Places are kept with their languages; the day of one language alone, or
of a place whose language is not known, is shown beside the chosen day and never chosen.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import lru_cache

from vacatio_calendar import fold
from vacatio_calendar.law import Field, Jurisdiction, Meaning, Venue
from vacatio_calendar.model import Act, Language, OfficialPublication

_BOTH = frozenset({Language.RU, Language.KK})
_NO_PUBLICATION = frozenset({Meaning.NOT_PUBLICATION, Meaning.ENTRY, Meaning.EDITION})
_NOT_KNOWN = "the day of first official publication is not known"


@dataclass(frozen=True, slots=True)
class OtherPublication:
    """A day that was not chosen. ``rival`` is true where it makes the chosen day disputed."""

    date: dt.date
    publication: OfficialPublication
    note: str
    rival: bool


@dataclass(frozen=True, slots=True)
class FirstPublication:
    """The day chosen, the publication it is chosen by, and what else is known.

    ``date`` is ``None`` with a ``reason`` where no day can be chosen. ``ru`` and ``kk`` are
    the days of the two texts where the choice rests on both. ``agreed`` is true where two
    independent sources, one of them settled, give the day.
    """

    date: dt.date | None
    publication: OfficialPublication | None = None
    reason: str | None = None
    others: tuple[OtherPublication, ...] = ()
    ru: dt.date | None = None
    kk: dt.date | None = None
    agreed: bool = False


@dataclass(frozen=True, slots=True)
class _Read:
    """A dated publication with what the jurisdiction knows of its place and field."""

    date: dt.date
    publication: OfficialPublication
    languages: frozenset[Language]
    meaning: Meaning
    origin: str
    settled: bool
    part: bool = False  # another issue of a place that stands among the earlier days


def first_publication(act: Act, law: Jurisdiction) -> FirstPublication:
    """Choose the day of first official publication, and name all other days.

    A day is chosen from those on which both texts are out and those that a source claims as
    the day of first official publication; the earliest wins, so that learning of a later
    publication never moves it. A claim is not questioned unless another day contradicts it.
    A day before the adoption of the act is a slip and is never chosen.

    >>> from vacatio_calendar import load
    >>> ru = OfficialPublication(dt.date(2001, 12, 17), "Казахстанская правда")
    >>> kk = OfficialPublication(dt.date(2001, 12, 20), "Егемен Қазақстан")
    >>> first = first_publication(Act(publications=(ru, kk)), load("kz"))
    >>> first.date, [other.date for other in first.others]
    (datetime.date(2001, 12, 20), [datetime.date(2001, 12, 17)])
    """
    if not act.publications:
        return FirstPublication(None, reason=_NOT_KNOWN)
    earliest = law.since if act.date is None or act.date < law.since else act.date
    if len(act.publications) == 1:
        [only] = act.publications
        plain = only.field is None and only.venue is None and not only.languages
        if plain and only.date is not None and only.date >= earliest:
            return FirstPublication(only.date, only)  # the usual case of a text, quickly
    reads = [read for item in act.publications if (read := _read(item, law))]
    slips = [read for read in reads if read.date < earliest]
    first = _choose([read for read in reads if read.date >= earliest])
    if not slips:
        return first
    why = _before(earliest)
    others = tuple(OtherPublication(slip.date, slip.publication, why, False) for slip in slips)
    reason = too_early(earliest) if len(slips) == len(reads) else first.reason
    return replace(first, others=(*others, *first.others), reason=reason)


def too_early(earliest: dt.date) -> str:
    """Say that an act cannot have been published as early as is known."""
    return f"the publication known is {_before(earliest)}"


def _before(earliest: dt.date) -> str:
    return f"dated before {earliest}, before which the act cannot have been published"


def places(publication: OfficialPublication, law: Jurisdiction) -> tuple[Venue, ...]:
    """Return the places that a printed name means, as they stood on the day."""
    name = publication.venue
    if name is None:
        field = law.fields.get(publication.field or "")
        name = field.venue if field else None
    day = publication.date
    return tuple(
        venue
        for venue in _named(law, name or "")
        if day is None
        or (
            (venue.start is None or venue.start <= day)
            and (venue.until is None or day < venue.until)
        )
    )


@lru_cache(maxsize=4096)
def _named(law: Jurisdiction, name: str) -> tuple[Venue, ...]:
    """Return the venues whose names stand in a text, also declined; one word must be all of it.

    «в Эталонном контрольном банке НПА» means the bank, but a word of a name alone does not.
    """
    words = fold.words(name)
    whole = law.venue_names.get(" ".join(words), ())
    if whole:
        return whole
    found = [
        venue
        for key, venues in law.venue_names.items()
        if " " in key and _stands_in(key.split(), words)
        for venue in venues
    ]
    return tuple(dict.fromkeys(found))


def _stands_in(key: list[str], words: tuple[str, ...]) -> bool:
    """Say whether a name's words follow one another in a text, whatever their endings."""
    stems = [word[: max(3, len(word) - 3)] for word in key]
    return any(
        all(word.startswith(stem) for word, stem in zip(words[at:], stems, strict=False))
        for at in range(len(words) - len(stems) + 1)
    )


def _read(publication: OfficialPublication, law: Jurisdiction) -> _Read | None:
    if publication.date is None:
        return None
    field = law.fields.get(publication.field or "")
    meaning = _meaning(publication, field)
    if meaning in _NO_PUBLICATION:
        return None
    languages = frozenset(publication.languages)
    if not languages:
        found = places(publication, law)
        languages = frozenset(language for venue in found for language in venue.languages)
    return _Read(
        date=publication.date,
        publication=publication,
        languages=languages,
        meaning=meaning,
        origin=field.origin if field else publication.field or "text",
        settled=field.settled if field else publication.field is None,
    )


def _meaning(publication: OfficialPublication, field: Field | None) -> Meaning:
    if field is not None:
        return field.meaning
    if publication.first is True:
        return Meaning.FIRST
    if publication.venue is None and not publication.languages and publication.field is None:
        return Meaning.FIRST  # "officially published on …": the publication, not one place of it
    return Meaning.PLACE


def _choose(reads: list[_Read]) -> FirstPublication:
    reads = _with_parts(sorted(reads, key=lambda read: read.date))
    places = [read for read in reads if read.meaning is not Meaning.LAST]
    ru = next((read for read in places if Language.RU in read.languages), None)
    kk = next((read for read in places if Language.KK in read.languages), None)
    both = max(ru.date, kk.date) if ru and kk else None
    claims = [
        read
        for read in reads
        if read.meaning is Meaning.FIRST or (read.meaning is Meaning.PORTAL and not read.languages)
    ]
    claim = claims[0] if claims else None
    if both is None and claim is None:
        return FirstPublication(None, reason=_why_not(reads, ru, kk), others=_others(reads, None))
    if claim is not None and (both is None or claim.date < both):
        others = _others(reads, claim)
        return FirstPublication(
            claim.date, claim.publication, others=others, agreed=_agreed(reads, claim.date)
        )
    if ru is None or kk is None or both is None:  # both is known, so its parts are
        return FirstPublication(None, reason=_NOT_KNOWN)
    last = ru if ru.date == both else kk
    return FirstPublication(
        both,
        last.publication,
        others=_others(reads, last),
        ru=ru.date,
        kk=kk.date,
        agreed=_agreed(reads, both),
    )


def _with_parts(reads: list[_Read]) -> list[_Read]:
    """Mark the later issues of one place: a text may have been printed in parts."""
    issues: dict[str, str] = {}
    marked: list[_Read] = []
    for read in reads:
        venue, issue = read.publication.venue, read.publication.issue
        again = venue is not None and issue is not None and issues.get(venue, issue) != issue
        if venue is not None and issue is not None:
            issues.setdefault(venue, issue)
        marked.append(replace(read, part=True) if again else read)
    return marked


def _why_not(reads: list[_Read], ru: _Read | None, kk: _Read | None) -> str:
    if not reads:
        return _NOT_KNOWN
    if ru is not None:
        return "only the Russian text is known to be published, and an act needs both (LPA 1(30))"
    if kk is not None:
        return "only the Kazakh text is known to be published, and an act needs both (LPA 1(30))"
    if any(read.meaning is Meaning.LAST for read in reads):
        return "only the last of several days of publication is known, not the first"
    return "the languages of the known publication are not known, and an act needs both (LPA 1(30))"


def _agreed(reads: list[_Read], day: dt.date) -> bool:
    """Say whether two independent sources, one of them settled, give the day."""
    same = [read for read in reads if read.date == day and read.meaning is not Meaning.LAST]
    return len({read.origin for read in same}) > 1 and any(read.settled for read in same)


def _others(reads: list[_Read], chosen: _Read | None) -> tuple[OtherPublication, ...]:
    found: dict[dt.date, OtherPublication] = {}
    for read in reads:
        if chosen is not None and read.date == chosen.date:
            continue
        rival = chosen is not None and _rival(read, chosen)
        other = OtherPublication(read.date, read.publication, _note(read), rival)
        if read.date not in found or rival:
            found[read.date] = other
    return tuple(found[day] for day in sorted(found))


def _rival(read: _Read, chosen: _Read) -> bool:
    """Say whether a day contests the chosen one as the first; a later reprint does not."""
    if read.meaning is Meaning.LAST:
        return read.date < chosen.date
    if read.date < chosen.date:
        return True
    if read.part:
        return True  # perhaps the final part of a text printed in parts (LPA 40(2))
    claimed_without_place = chosen.meaning is Meaning.FIRST and chosen.publication.venue is None
    if claimed_without_place and read.settled:
        return read.meaning is Meaning.FIRST or read.languages >= _BOTH
    return chosen.meaning is Meaning.PORTAL and read.meaning is Meaning.FIRST


def _note(read: _Read) -> str:
    where = read.publication.venue or read.publication.field or "another source"
    if read.meaning is Meaning.LAST:
        return f"{where}: the last of several days"
    if read.meaning is Meaning.PORTAL:
        return f"{where}: the day a portal showed it"
    if read.meaning is Meaning.FIRST:
        return f"{where}: claimed as the first"
    if read.languages >= _BOTH:
        return f"{where}: both texts"
    if read.languages:
        return f"{where}: {', '.join(sorted(read.languages))} only"
    return f"{where}: language not known"

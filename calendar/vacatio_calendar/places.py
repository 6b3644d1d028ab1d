"""Where a local body sits: regions, cities and districts, known by their printed names.

The names are rows of ``jurisdictions/<code>_places.toml``; each is found by exact comparison of
its forms (:mod:`vacatio_calendar.placeforms`), so that no two places meet by chance. What no row
knows is transliterated whole: such an id may differ between languages until the place is given a
row, after which the old id redirects (``act_aliases``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from vacatio_calendar import fold
from vacatio_calendar.model import Language
from vacatio_calendar.placeforms import Form, Nouns, Token, forms, transliterate
from vacatio_calendar.rows import Row, Tables

_LONGEST = 6  # no name of a place has more words, its noun included


@dataclass(frozen=True, slots=True)
class Place:
    """A region, a city or a district; a region and a city that ranks as one has no ``region``.

    ``kind`` is the slug of its noun, ``was_in`` are regions older acts print it with.
    """

    slug: str
    kind: str
    ru: str
    kk: str
    region: str | None = None
    was_in: tuple[str, ...] = ()
    since: dt.date | None = None
    source: str = ""

    @property
    def path(self) -> str:
        """Write the place as ids do: region, own slug and kind; a city's region not twice."""
        if self.region is None:
            return self.slug
        own = f"{self.slug}-{self.kind}"
        return own if self.kind == "city" and self.slug == self.region else f"{self.region}-{own}"

    def lies_in(self, region: Place) -> bool:
        """Tell whether the place is or was in a region."""
        return region.slug in (self.region, *self.was_in)


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The places of one jurisdiction and every form by which each is found."""

    places: tuple[Place, ...]
    known: dict[Form, tuple[Place, ...]]
    nouns: Nouns
    filler: frozenset[str]

    def tokens(self, words: tuple[str, ...]) -> tuple[Token, ...]:
        """Mark the words of a name that tell one place from another."""
        return self.nouns.tokens(word for word in words if word not in self.filler)

    def hits(self, tokens: tuple[Token, ...]) -> Iterator[tuple[range, tuple[Place, ...]]]:
        """Find the names of places, the longest first at each word."""
        start = 0
        while start < len(tokens):
            for end in range(min(len(tokens), start + _LONGEST), start, -1):
                form = tuple(token.mark for token in tokens[start:end])
                if places := self.known.get(form):
                    yield range(start, end), places
                    start = end
                    break
            else:
                start += 1


def locate(words: tuple[str, ...], code: str) -> str:
    """Write the place that words name as part of an id; empty where they name none.

    The words are those of the printed name without the body's own («маслихат», «акимат»). A name
    that several regions have, printed without its region, is spelt as an unknown one.

    >>> from vacatio_calendar import fold
    >>> locate(fold.words("города Степногорска Акмолинской области"), "kz")
    'akmola-stepnogorsk-city'
    >>> locate(fold.words("Ромашковского района Акмолинской области"), "kz")
    'akmola-romashkovskii-district'
    """
    gazetteer = gazetteer_of(code)
    tokens = gazetteer.tokens(words)
    hits = list(gazetteer.hits(tokens))
    regions = [place for _, places in hits for place in places if place.region is None]
    found: list[str] = []
    used: set[int] = set()
    for span, places in hits:
        own = [place for place in places if place.region is not None]
        fitting = [p for p in own if not regions or any(p.lies_in(region) for region in regions)]
        if len(fitting) == 1:
            found.append(fitting[0].path)
        if len(fitting) == 1 or not own:
            used.update(span)
    if not found:
        found = _seat(regions)
    left = transliterate(token for place, token in enumerate(tokens) if place not in used)
    return "-".join([*sorted(found), *([left] if left else [])])


def _seat(regions: list[Place]) -> list[str]:
    """Choose among regions: a city of national rank within a region is the seat itself."""
    inner = [place for place in regions if place.was_in]
    return [place.path for place in (inner or regions)[:1]]


@cache
def gazetteer_of(code: str) -> Gazetteer:
    """Read ``jurisdictions/<code>_places.toml``; a jurisdiction without one knows no place."""
    name = f"{code}_places.toml"
    file = resources.files("vacatio_calendar") / "jurisdictions" / name
    return read(name, file.read_text(encoding="utf-8") if file.is_file() else "")


def read(name: str, text: str) -> Gazetteer:
    """Read a file of places; a slug or a form that two places of one region share is a fault."""
    tables = Tables(name, text)
    nouns: dict[str, tuple[str, Language]] = {}
    for row in tables.rows("noun"):
        slug = row.text("slug")
        for language in Language:
            nouns.update({fold.plain(word): (slug, language) for word in row.texts(language)})
        row.finish()
    filler: set[str] = set()
    for row in tables.rows("filler"):
        filler.update(fold.plain(word) for word in row.texts("words"))
        row.finish()
    places: dict[str, Place] = {}
    known: dict[Form, dict[str, Place]] = {}
    empty = Gazetteer((), {}, Nouns(nouns), frozenset(filler))
    for table in ("region", "place", "earlier"):
        for row in tables.rows(table):
            place, spelt = _place(row, table, empty)
            if table == "earlier" and place.path not in places:
                raise row.fault(f"no row of a place is {place.path}")
            if table != "earlier" and place.path in places:
                raise row.fault(f"{place.path} stands twice")
            home = places.setdefault(place.path, place)
            for form in spelt:
                others = known.setdefault(form, {})
                if any(other != home and other.region == home.region for other in others.values()):
                    raise row.fault(f"{' '.join(form)!r} means two places of one region")
                others[home.path] = home
    tables.finish()
    return Gazetteer(
        tuple(places.values()),
        {form: tuple(meant.values()) for form, meant in known.items()},
        empty.nouns,
        empty.filler,
    )


def _place(row: Row, table: str, words: Gazetteer) -> tuple[Place, frozenset[Form]]:
    """Read one row and the forms of all the names it gives."""
    slug = row.maybe_text("slug")
    region = row.maybe_text("region") if table != "region" else None
    if slug is None and region is not None:  # an earlier name of a region itself
        slug, region = region, None
    if slug is None:
        raise row.fault("`slug` must be a non-empty text")
    ru, kk, en = row.text("ru"), row.text("kk"), row.maybe_text("en")
    names = [(ru, Language.RU), (kk, Language.KK)]
    names += [(en, Language.EN)] if en else []
    for spelling in row.texts("also"):
        language = Language.KK if spelling.startswith("kk:") else Language.RU
        names.append((spelling.removeprefix("kk:"), language))
    marked = [(words.tokens(fold.words(name)), language) for name, language in names]
    nouns = {token.mark: token.noun for tokens, _ in marked for token in tokens if token.noun}
    kinds = set(nouns.values())
    if len(kinds) != 1:
        raise row.fault("each name needs one noun, and all the same")
    kind = kinds.pop()
    if adjective := row.maybe_text("adjective"):
        city = next(word for word, known in words.nouns.known.items() if known == (kind, "ru"))
        marked.append((words.tokens(fold.words(f"{adjective} {city}")), Language.RU))
    bare = {fold.ascii_slug(_without_noun(marked[1][0])), slug if region else ""}
    spelt = {form for tokens, language in marked for form in forms(tokens, language)}
    for latin in filter(None, bare):
        name = (*map(Token.of, latin.split("-")), Token("", f"{kind} {Language.EN}", kind))
        spelt |= forms(name, Language.EN)
    if row.flag("national_city"):  # named without its noun as well: «Алматы әкімдігі»
        spelt |= {tuple(m for m in form if m not in nouns) for form in spelt}
    row.maybe_day("until")
    place = Place(
        slug=slug,
        kind=kind,
        ru=ru,
        kk=kk,
        region=region,
        was_in=row.texts("was_in"),
        since=row.maybe_day("from"),
        source=f"{row.text('source')} ({row.text('confidence')})",
    )
    row.finish()
    return place, frozenset(spelt)


def _without_noun(tokens: tuple[Token, ...]) -> str:
    return " ".join(token.word for token in tokens if not token.noun)

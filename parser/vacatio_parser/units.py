"""Addresses inside an act: «подпункт 2) пункта 3 статьи 5» to «статья 5, пункт 3, подпункт 2)».

Russian and English chain from the narrow to the wide and are turned round; Kazakh runs from the
wide to the narrow. Enumerations («пункты 5 и 6») are spelt out one by one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import NamedTuple

from vacatio_calendar.model import Language
from vacatio_parser.cite_parts import Reading
from vacatio_parser.unit_words import UnitRow, UnitWords, ordinal_stem

_TOKEN = re.compile(
    r'"|(?P<number>\d+(?:-\d+)*\)?)(?!\w)|(?P<glued>\d+(?:-\d+)*)-(?=[^\W\d_])|(?P<word>[^\W\d_]+(?:-[^\W\d_]+)*)'
    r"|(?P<mark>[,;:.()\-–])"
)
_FEMININE = (("ий", "ья"), ("ый", "ая"), ("ой", "ая"))
_NEUTER = (("ий", "ье"), ("ый", "ое"), ("ой", "ое"))
#: No enumeration is spelt out beyond this: a hostile one would be a table of its own.
MOST = 200
_WIDEST_RANGE = 60
# How many ordinals of one word count up one by one, as the lexicon lists them.
_SIMPLE_ORDINALS = {Language.RU: 19, Language.KK: 10, Language.EN: 10}
# Two enumerations in one address («пункты 1 и 2 статей 5 и 6») are crossed this far.
_CROSSED = 24


class Token(NamedTuple):
    """A word, number, mark, unit or quotation of a line; folded offsets."""

    kind: str
    text: str
    start: int
    end: int
    unit: UnitRow | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an address, already as it is printed in a target."""

    name: str
    rank: int


Path = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Paths that stand together; ``into`` where a preposition makes them a container."""

    into: bool
    paths: tuple[Path, ...]
    word: str = ""


def tokenise(reading: Reading, words: UnitWords, start: int, end: int) -> list[Token]:
    """Split a stretch into tokens; a quotation is one of them, whatever it holds."""
    folded, at = reading.folded, start
    found: list[Token] = []
    while match := _TOKEN.search(folded, at, end):
        begin, at = match.span()
        kind = match.lastgroup
        if kind is None:
            close = reading.quotes.close_of(begin)
            at = end if close is None or close >= end else close + 1
            found.append(Token("quote", folded[begin:at], begin, at))
        elif kind == "word" and (unit := words.any_unit.match(folded, begin, end)):
            at = unit.end()
            found.append(Token("unit", unit[0], begin, at, words.unit(unit[0])))
        elif kind == "glued":
            found.append(Token("number", match["glued"], begin, at))
        else:
            found.append(Token(kind, match[0], begin, at))
    return found


@dataclass(frozen=True, slots=True)
class AddressReader:
    """Reads addresses among tokens."""

    reading: Reading
    words: UnitWords

    def step(self, row: UnitRow, designator: str) -> Step:
        """Print one step in the nominative."""
        if self.reading.language is Language.KK:
            if not designator:
                return Step(row.name, row.rank)
            numbered = designator[0].isdigit() or designator.startswith(_ROW)
            glue = "-" if numbered and designator[-1].isdigit() else " "
            return Step(f"{designator}{glue}{row.name}", row.rank)
        if self.reading.language is Language.EN and designator[:1].isalpha():
            return Step(f"{designator} {row.name}", row.rank)
        rank = row.rank
        if row.name == "пункт" and designator.endswith(")"):
            rank = 87  # «пункт 2) части первой»: below the part (codes)
        glue = ", " if designator.startswith("порядковый") else " "
        return Step(f"{row.name}{glue}{designator}".rstrip(" ,"), rank)

    def designators(self, tokens: Sequence[Token], at: int, row: UnitRow) -> tuple[list[str], int]:
        """Read what stands behind a unit: numbers, ordinals, a quoted name."""
        found: list[str] = []
        index, prefix = at, ""
        while index < len(tokens):
            token = tokens[index]
            if token.kind == "mark" and token.text == "," and not found and index == at:
                if _serial(tokens, index + 1):
                    index += 1
                    continue
                break
            if token.kind == "word" and token.text in _SERIAL and not found:
                prefix = "порядковый номер "
                index += 1
                continue
            if token.kind == "number":
                found.append(prefix + token.text)
                index += 1
            elif token.kind == "quote" and not found:
                printed = self.reading.printed(token.start, token.end)
                found.append(printed)
                index += 1
                break
            elif ordinal := self._ordinal(tokens, index, row):
                found.append(ordinal[0])
                index = ordinal[1]
            else:
                break
            more = self._joined(tokens, index, row)
            if more is None:
                break
            index = more[0]
            if more[1]:
                found += self._between(found[-1], tokens[index], row)
        if len(found) == 1 and at and _MANY.fullmatch(tokens[at - 1].text):
            found = _spelt_out(found[0])
        return found[:MOST], index

    def _joined(self, tokens: Sequence[Token], at: int, row: UnitRow) -> tuple[int, bool] | None:
        """Step over «,», «и», «–» where a further designator of the same unit follows."""
        index, ranged = at, False
        while index < len(tokens) and (
            tokens[index].text in (",", "и", "and", "а", "также", "or", "или", "-", "по")
        ):
            ranged = ranged or tokens[index].text in ("-", "по")
            index += 1
        if index == at or index >= len(tokens):
            return None
        token = tokens[index]
        if token.kind == "number" or self._ordinal(tokens, index, row):
            following = tokens[index + 1] if index + 1 < len(tokens) else None
            if following and following.kind == "unit" and self.reading.language is Language.KK:
                return None
            return index, ranged
        return None

    def _between(self, first: str, last: Token, row: UnitRow) -> list[str]:
        """Spell out what stands strictly between the ends of a range."""
        if last.kind == "number":
            return _numbers_between(first, last.text)
        language = self.reading.language
        simple = list(self.words.ordinals.values())[: _SIMPLE_ORDINALS.get(language, 0)]
        names = [_gendered(stem, row.gender) for stem in simple]
        stem = ordinal_stem(last.text, self.words, language)
        end = _gendered(stem, row.gender) if stem else ""
        if first not in names or end not in names:
            return []
        return names[names.index(first) + 1 : names.index(end)]

    def _ordinal(self, tokens: Sequence[Token], at: int, row: UnitRow) -> tuple[str, int] | None:
        token = tokens[at]
        language = self.reading.language
        if token.kind != "word":
            return None
        stem = ordinal_stem(token.text, self.words, language)
        if stem is not None:
            return _gendered(stem, row.gender) if language is Language.RU else stem, at + 1
        if at + 1 < len(tokens) and token.text in _TENS.get(language, ()):
            unit = ordinal_stem(tokens[at + 1].text, self.words, language)
            if unit is not None and tokens[at + 1].kind == "word":
                last = _gendered(unit, row.gender) if language is Language.RU else unit
                return f"{token.text} {last}", at + 2
        return None

    def groups(self, tokens: Sequence[Token]) -> tuple[list[Group], list[Token]]:
        """Read the addresses of a clause; hand back the tokens that belong to none."""
        if self.reading.language is Language.KK:
            return self._kazakh(tokens)
        groups: list[Group] = []
        rest: list[Token] = []
        index, into = 0, False
        while index < len(tokens):
            token = tokens[index]
            if token.kind == "word" and token.text in self.words.into:
                into = True
                index += 1
                continue
            row = token.unit
            lead: list[str] = []
            after = index
            if row is None and (led := self._led(tokens, index)):
                lead, after, row = led
            if row is None:
                if token.text != ",":
                    into = into and token.kind == "word"
                rest.append(token)
                index += 1
                continue
            paths, index = self._chain(tokens, after, row, lead)
            groups.append(Group(into, paths, tokens[after].text))
            into = False
        return groups, rest

    def _led(self, tokens: Sequence[Token], at: int) -> tuple[list[str], int, UnitRow] | None:
        """Read an ordinal before its unit: «второе предложение», "the second part"."""
        token = tokens[at]
        if token.kind != "word":
            return None
        row = tokens[at + 1].unit if at + 1 < len(tokens) else None
        if row is None:
            return None
        probe = ordinal_stem(token.text, self.words, self.reading.language)
        if probe is None:
            return None
        if self.reading.language is Language.RU:
            probe = _gendered(probe, row.gender)
        return [probe], at + 1, row

    def _chain(
        self, tokens: Sequence[Token], at: int, row: UnitRow, lead: list[str]
    ) -> tuple[tuple[Path, ...], int]:
        """Read a unit and the units it is part of."""
        levels: list[list[Step]] = []
        index = at
        while True:
            if lead:
                names, index = lead, index + 1
                lead = []
            else:
                names, index = self.designators(tokens, index + 1, row)
            levels.append([self.step(row, name) for name in names] or [self.step(row, "")])
            following = self._parent(tokens, index)
            if following is None:
                break
            index, row = following
        many = sum(len(level) > 1 for level in levels)
        steps = islice(product(*levels), MOST if many < 2 else _CROSSED)
        return tuple(tuple(reversed(path)) for path in steps), index

    def _parent(self, tokens: Sequence[Token], at: int) -> tuple[int, UnitRow] | None:
        if at >= len(tokens):
            return None
        if self.reading.language is Language.EN:
            index = at
            if tokens[index].text != "of":
                return None
            index += 1
            while index < len(tokens) and tokens[index].text == "the":
                index += 1
            row = tokens[index].unit if index < len(tokens) else None
            return (index, row) if row is not None else None
        token = tokens[at]
        if token.unit is None or token.unit.genitive is None:
            return None
        return (at, token.unit) if token.unit.genitive.fullmatch(token.text) else None

    def _kazakh(self, tokens: Sequence[Token]) -> tuple[list[Group], list[Token]]:
        """Read «3-баптың 2-тармағының 1) және 2) тармақшалары»: wide to narrow, numbers first."""
        groups: list[Group] = []
        rest: list[Token] = []
        paths: list[Path] = [()]
        pending: list[str] = []
        serial = ""
        index, rank, container = 0, -1, False
        while index < len(tokens):
            token = tokens[index]
            ordinal = None
            if token.kind == "number":
                pending.append(serial + token.text)
                index += 1
                continue
            if token.kind == "word" and token.text == "реттік":
                serial = _ROW
                index += 2 if tokens[index + 1 :] and "нөмір" in tokens[index + 1].text else 1
                continue
            if token.kind == "word":
                ordinal = self._ordinal(tokens, index, _ANY)
            if ordinal:
                pending.append(ordinal[0])
                index = ordinal[1]
                continue
            if token.kind == "quote" and _named(tokens, index):
                pending.append(self.reading.printed(token.start, token.end))
                index += 2
                continue
            if token.unit is not None:
                row = token.unit
                if row.rank <= rank:
                    groups.append(Group(container, tuple(path for path in paths if path)))
                    paths = [()]
                names = pending or [""]
                steps = [self.step(row, name) for name in names]
                paths = [(*path, step) for path in paths for step in steps][:MOST]
                rank, pending, serial = row.rank, [], ""
                container = token.text.endswith(
                    ("да", "де", "та", "те", "нда", "нде", "ға", "ге", "қа")
                )
                index += 1
                continue
            if token.text in (",", "және", "мен", "-") and pending:
                index += 1
                continue
            rest.append(token)
            index += 1
        if any(paths):
            groups.append(Group(container, tuple(path for path in paths if path)))
        return groups, rest


_ANY = UnitRow("", "m", 0, re.compile("(?!)"), None)
_ROW = "реттік нөмірі "
_SERIAL = frozenset(
    [
        "порядковый",
        "порядковые",
        "порядковым",
        "порядковыми",
        "порядкового",
        "порядковых",
        "номер",
        "номера",
        "номером",
        "номерами",
        "номеров",
    ]
)
# Forms that are plural beyond doubt («статьи» may be one article's genitive).
_MANY = re.compile(r"(?:под)?пункт(?:ы|ов|ам|ами|ах)")
_TENS = {
    Language.RU: frozenset(
        [
            "двадцать",
            "тридцать",
            "сорок",
            "пятьдесят",
            "шестьдесят",
            "семьдесят",
            "восемьдесят",
            "девяносто",
            "сто",
        ]
    ),
    Language.KK: frozenset(
        ["он", "жиырма", "отыз", "қырық", "елу", "алпыс", "жетпіс", "сексен", "тоқсан"]
    ),
}


def _named(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether a quotation names the unit behind it: «Жамбыл облысы» деген бөлімде."""
    return (
        at + 2 < len(tokens) and tokens[at + 1].text == "деген" and tokens[at + 2].unit is not None
    )


def _serial(tokens: Sequence[Token], at: int) -> bool:
    return at < len(tokens) and tokens[at].text in _SERIAL


def _gendered(stem: str, gender: str) -> str:
    """Give a Russian ordinal the gender of its unit; other words stay as they are."""
    pairs = _FEMININE if gender == "f" else _NEUTER if gender == "n" else ()
    if stem == "последний":
        return {"f": "последняя", "n": "последнее"}.get(gender, stem)
    for old, new in pairs:
        if stem.endswith(old):
            return stem[: -len(old)] + new
    return stem


def _spelt_out(printed: str) -> list[str]:
    """Spell out «пункты 2-5»; an inserted number («пункт 2-1») is no range.

    >>> _spelt_out("2-5"), _spelt_out("2-1")
    (['2', '3', '4', '5'], ['2-1'])
    """
    first, _, last = printed.partition("-")
    if not (first.isdigit() and last.isdigit() and int(first) < int(last)):
        return [printed]
    between = _numbers_between(first, last)
    return [first, *between, last] if between or int(last) == int(first) + 1 else [printed]


def _numbers_between(first: str, last: str) -> list[str]:
    """Spell out the numbers strictly between the ends of a range."""
    start, end = first.strip(")"), last.strip(")")
    if not (start.isdigit() and end.isdigit()):
        return []
    closing = ")" if last.endswith(")") else ""
    span = range(int(start) + 1, int(end))
    return [f"{number}{closing}" for number in span] if len(span) <= _WIDEST_RANGE else []

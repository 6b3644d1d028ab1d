"""One instruction: a verb, the units before it and the words or units behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from vacatio_calendar.model import Action, Language
from vacatio_parser.cite_parts import Reading
from vacatio_parser.unit_words import ActionRow, UnitWords
from vacatio_parser.units import MOST, AddressReader, Group, Path, Step, Token

#: Containers an enumeration may open at once («в статьях 5, 6 и 7:»).
_HOLDERS = 20
DOCUMENT_RANK, LIST_RANK = 5, 20
_FILLER_STEM = re.compile(
    r"(?:указанн|настоящ|данн|вышеуказанн|названн|прилагаем|следующ|указанным|соответствующ)\w{1,4}$"
)
_WHOLE = {
    Language.RU: "по всему тексту",
    Language.KK: "бүкіл мәтін бойынша",
    Language.EN: "throughout the text",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One container that is open: its paths, its rank, and whether a subparagraph opened it."""

    paths: tuple[Path, ...]
    rank: int
    inside: bool


class Clause:
    """One verb with the words before and behind it."""

    def __init__(
        self,
        addresses: AddressReader,
        words: UnitWords,
        reading: Reading,
        row: ActionRow,
        before: list[Token],
        after: list[Token],
    ) -> None:
        self._addresses, self._words, self._reading = addresses, words, reading
        self._row, self._before, self._after = row, before, after
        self.used = 0

    def paths(self, context: Sequence[Entry], inline: list[Group]) -> list[Path] | None:
        """Tell the targets; ``None`` where the clause is no instruction one can trust."""
        named, before = read_named(self._reading, self._words, self._before)
        groups, rest = self._addresses.groups(_without_pointer(before))
        behind, behind_rest = self._behind(bool(groups), rest)
        if not groups:  # the verb stands first: «исключить пункт 5», «дополнить пункт 3 частью …»
            groups, behind = self._led(behind)
        objects = [group for group in groups if not group.into]
        if named is not None:
            (inline if named.rank < 0 else objects if self._object_named() else inline).append(
                Group(True, ((named,),))
            )
        for group in groups:
            if group.into and group.paths:
                rank = group.paths[0][0].rank
                inline[:] = [one for one in inline if one.paths[0][0].rank < rank]
                inline.append(group)
        worded = self._worded(rest) or self._worded(behind_rest)
        quoted = any(token.kind == "quote" for token in (*rest, *behind_rest))
        if self._unknown(rest) and not (worded and quoted):
            return None
        if self._reading.language is Language.KK and self._row.means is Action.RENUMBERING:
            objects = objects[:1]
        base = self._base(context, inline)
        if worded and quoted:
            worded_in = self._under(base, objects)
            if not any(worded_in):
                whole = self._words.whole.search(
                    " ".join(token.text for token in (*rest, *behind_rest))
                )
                return [(Step(_WHOLE[self._reading.language], 0),)] if whole else [()]
            return worded_in
        if self._row.new_unit and behind:
            holders = self._under(base, objects) if objects or base else [()]
            found = (
                (*_above(holder, path), *path)
                for holder in holders
                for group in behind
                for path in group.paths
            )
            return list(islice(found, MOST))
        chosen = objects or behind
        if self._reading.language is Language.KK and not chosen:
            chosen = [group for group in groups if group.into]
        if not chosen:
            return None
        return self._under(base, chosen)

    def _led(self, behind: list[Group]) -> tuple[list[Group], list[Group]]:
        """Part what stands behind a verb into the units it acts on and the new ones."""
        if not self._row.new_unit:
            return behind, []
        held = [group for group in behind if not _INSTRUMENTAL.search(group.word)]
        if self._reading.language is Language.EN:
            held = behind[:-1] if len(behind) > 1 else []
        return held, [group for group in behind if group not in held]

    def _object_named(self) -> bool:
        first = self._before[0] if self._before else None
        return first is not None and first.text not in self._words.into

    def _behind(self, held: bool, rest: Sequence[Token]) -> tuple[list[Group], list[Token]]:
        """Read what stands behind the verb, and note how much of it belongs to it."""
        if self._reading.language is Language.KK:
            return [], []
        stop = self._stop()
        tokens = self._after[:stop]
        if self._row.means is Action.RENUMBERING:
            self.used = stop
            return ([], []) if held else self._addresses.groups(tokens)
        if (
            tokens
            and tokens[0].text in self._words.words | {"the"}
            and any(token.kind == "quote" for token in tokens)
        ):
            used = _quotations(tokens, self._words)
            self.used = used
            return [], list(tokens[:used])
        if self._row.new_unit or not held:
            self.used = stop
            groups, over = self._addresses.groups(tokens)
            return groups, over
        self.used = stop if self._row.means is Action.SUBSTITUTION else 0
        return [], []

    def _stop(self) -> int:
        for index, token in enumerate(self._after):
            if token.kind == "mark" and token.text in (";", ":"):
                return index
            if token.text in ("следующего", "согласно", "follows", "following"):
                return index
        return len(self._after)

    def _worded(self, tokens: Sequence[Token]) -> bool:
        return any(token.kind == "word" and token.text in self._words.words for token in tokens)

    def _unknown(self, tokens: Sequence[Token]) -> bool:
        words = self._reading.words
        return any(
            token.kind == "word"
            and token.text not in self._words.words
            and token.text not in self._words.filler
            and token.text not in self._words.into
            and _FILLER_STEM.match(token.text) is None
            and words.type_of(token.text) is None
            and words.nominative(token.text) is None
            for token in tokens
        )

    def _base(self, context: Sequence[Entry], inline: Sequence[Group]) -> list[tuple[Path, ...]]:
        held = [entry.paths for entry in context]
        if inline:
            rank = inline[0].paths[0][0].rank
            held = [entry.paths for entry in context if entry.rank < rank]
        return [*held, *(group.paths for group in inline)]

    def _under(self, base: Sequence[tuple[Path, ...]], objects: Sequence[Group]) -> list[Path]:
        holders: list[Path] = [()]
        for paths in base:
            holders = list(islice(((*one, *path) for one in holders for path in paths), _HOLDERS))
        if not objects:
            return holders
        found = (
            (*_above(holder, path), *path)
            for group in objects
            for path in group.paths
            for holder in holders
        )
        return list(islice(found, MOST))


_INSTRUMENTAL = re.compile(r"(?:ом|ами|ем|ей|ью|ой|ями)$")


def _without_pointer(tokens: Sequence[Token]) -> list[Token]:
    """Leave out «осы бұйрыққа 1-қосымшаға сәйкес»: where the new wording stands."""
    texts = [token.text for token in tokens]
    if "осы" in texts and "сәйкес" in texts and texts.index("осы") < texts.index("сәйкес"):
        return [*tokens[: texts.index("осы")], *tokens[texts.index("сәйкес") + 1 :]]
    return list(tokens)


def _above(holder: Path, path: Path) -> Path:
    """Keep of a container what stands above a unit."""
    return tuple(step for step in holder if step.rank < path[0].rank)


def _quotations(tokens: Sequence[Token], words: UnitWords) -> int:
    """Tell how many tokens the quoted words of «заменить словами …» take."""
    used = 0
    for index, token in enumerate(tokens):
        if token.kind == "quote":
            used = index + 1
        elif (
            token.unit is not None
            or token.text in words.into
            or (
                used
                and token.kind == "word"
                and token.text in words.words
                and not _same_list(tokens, index)
            )
        ):
            break
    return used


def _same_list(tokens: Sequence[Token], index: int) -> bool:
    return index > 0 and tokens[index - 1].text in ("и", "and", "соответственно")


def read_named(
    reading: Reading, words: UnitWords, tokens: Sequence[Token]
) -> tuple[Step | None, list[Token]]:
    """Read a container that is called by its name and not by a number."""
    if not tokens:
        return None, []
    first = tokens[0]
    if reading.language is Language.KK:
        return _kazakh_named(reading, words, tokens)
    at = 1 if first.text in words.into or first.text == "по" else 0
    if at < len(tokens) and tokens[at].text in ("the",):
        at += 1
    if at >= len(tokens) or tokens[at].kind != "word" or tokens[at].unit is not None:
        return None, list(tokens)
    noun = reading.words.nominative(tokens[at].text)
    if noun is None:
        return None, list(tokens)
    capital = reading.capital(tokens[at].start)
    end = at + 1
    while end < len(tokens):
        token = tokens[end]
        if (
            token.text == ","
            and end + 1 < len(tokens)
            and (
                tokens[end + 1].unit is not None
                or tokens[end + 1].text.startswith("утвержденн")
                or tokens[end + 1].text in ("approved",)
                or tokens[end + 1].text in words.words
            )
        ):
            break
        if token.text == ":" or (token.unit is not None and _accusative(token)):
            break
        if token.text in words.words or token.text in ("утвержденные", "утвержденных"):
            break
        end += 1
    name = reading.printed(tokens[at].end, tokens[end - 1].end)
    title = f"{noun if capital else noun.lower()} {name}".strip()
    rest = list(tokens[end:])
    while rest and rest[0].unit is None and rest[0].text not in words.words | words.into:
        rest.pop(0)
    return Step(title, DOCUMENT_RANK if capital else LIST_RANK), rest


def _accusative(token: Token) -> bool:
    row = token.unit
    return row is not None and (row.genitive is None or row.genitive.fullmatch(token.text) is None)


def _kazakh_named(
    reading: Reading, words: UnitWords, tokens: Sequence[Token]
) -> tuple[Step | None, list[Token]]:
    for index, token in enumerate(tokens):
        if token.unit is not None or token.kind in ("number", "quote"):
            return None, list(tokens)
        if (
            token.kind == "word"
            and reading.words.nominative(token.text)
            and token.text.endswith(("нда", "нде"))
        ):
            name = reading.printed(tokens[0].start, token.end)
            return Step(re.sub("(?:нда|нде)$", "", name), DOCUMENT_RANK), list(tokens[index + 1 :])
    return None, list(tokens)

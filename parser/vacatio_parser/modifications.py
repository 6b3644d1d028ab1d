"""Instructions of an amending act: what is done to which unit, and by which provision.

Addresses are cumulative: «в статье 3:», below it «в пункте 2», below it the action. An instruction
is read only where all its words are understood, and never inside quoted new wording.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from vacatio_calendar.model import Action, Language, Modification
from vacatio_parser.cite_parts import Citation, Reading
from vacatio_parser.page import Role, Unit
from vacatio_parser.structure import Line, Place
from vacatio_parser.unit_words import ActionRow, UnitWords, unit_words
from vacatio_parser.units import MOST, AddressReader, Group, Path, Step, Token, tokenise

_BY = {
    Language.RU: {
        Unit.ARTICLE: "статья {}",
        Unit.PARAGRAPH: "пункт {}",
        Unit.SUBPARAGRAPH: "подпункт {})",
    },
    Language.KK: {
        Unit.ARTICLE: "{}-бап",
        Unit.PARAGRAPH: "{}-тармақ",
        Unit.SUBPARAGRAPH: "{}) тармақша",
    },
    Language.EN: {
        Unit.ARTICLE: "article {}",
        Unit.PARAGRAPH: "paragraph {}",
        Unit.SUBPARAGRAPH: "subparagraph {})",
    },
}
#: Containers an enumeration may open at once («в статьях 5, 6 и 7:»).
_HOLDERS = 20
_DOCUMENT_RANK, _LIST_RANK = 5, 20
_ANNEX_RANK = 10
_FILLER_STEM = re.compile(
    r"(?:указанн|настоящ|данн|вышеуказанн|названн|прилагаем|следующ|указанным|соответствующ)\w{1,4}$"
)
_OBJECT = re.compile(r"(?:(?:,|және|мен)?\s?\d+(?:-\d+)?\)\s?){0,20}тармақша")
_CONTAINERS = (Unit.PART, Unit.SECTION, Unit.CHAPTER, Unit.SUBCHAPTER, Unit.ARTICLE)
_WHOLE = {
    Language.RU: "по всему тексту",
    Language.KK: "бүкіл мәтін бойынша",
    Language.EN: "throughout the text",
}


@dataclass(frozen=True, slots=True)
class _Entry:
    """One container that is open: its paths, its rank, and whether a subparagraph opened it."""

    paths: tuple[Path, ...]
    rank: int
    inside: bool


class _By:
    """The provision of the amending act that is being read."""

    def __init__(self, language: Language) -> None:
        self._words = _BY[language]
        self._open: dict[Unit, str] = {}
        self._attachment = 0

    def enter(self, line: Line) -> None:
        """Note the number of a line."""
        if line.attachment != self._attachment:
            self._open, self._attachment = {}, line.attachment
        if line.unit not in self._words or line.number is None:
            return
        order = list(self._words)
        for unit in order[order.index(line.unit) :]:
            self._open.pop(unit, None)
        self._open[line.unit] = line.number.strip(".)")

    def path(self) -> str | None:
        """Print the provision from the act downward."""
        names = [
            word.format(self._open[unit])
            for unit, word in self._words.items()
            if unit in self._open
        ]
        return ", ".join(names) or None


class ModificationReader:
    """Reads the instructions of a prepared text, line by line."""

    def __init__(
        self,
        reading: Reading,
        citations: Sequence[Citation],
        headers: dict[int, int],
        act_of: Callable[[int], int | None],
    ) -> None:
        """Take the lines that open changes to an act (and where it is cited) as ``headers``."""
        self._reading = reading
        self._words: UnitWords = unit_words(reading.language)
        self._addresses = AddressReader(reading, self._words)
        ordered = sorted(citations, key=lambda one: one.start)
        self._starts = [one.start for one in ordered]
        self._tails = [one.tail for one in ordered]
        self._headers = headers
        self._act_of = act_of
        self._context: list[_Entry] = []

    def read(self, lines: Sequence[Line]) -> Iterator[Modification]:
        """Yield the instructions in order."""
        by = _By(self._reading.language)
        within = False
        for index, line in enumerate(lines):
            if line.place is Place.QUOTED or line.role not in (Role.TEXT, Role.HEADING):
                continue
            if line.place not in (Place.BODY, Place.ANNEX):
                continue
            if self._is_object(line):
                yield from self._line(index, line, by, within)
                continue
            by.enter(line)
            if line.unit in (Unit.ARTICLE, Unit.PARAGRAPH):
                self._context, within = [], False
            elif line.unit is Unit.SUBPARAGRAPH:
                self._context = [entry for entry in self._context if not entry.inside]
                within = True
            yield from self._line(index, line, by, within)

    def _line(self, index: int, line: Line, by: _By, within: bool) -> Iterator[Modification]:
        folded = self._reading.folded
        header = self._headers.get(index)
        colon = folded[line.content : line.end].rstrip(" *").endswith(":")
        begin = self._begin(line)
        action = self._words.any_action.search(folded, begin, line.end)
        if action is None and not colon and header is None:
            return
        tokens = self._own_tokens(begin, line.end)
        if header is not None:
            self._context = []
            lead = [token for token in tokens if token.start < header]
            groups, _ = self._addresses.groups(lead)
            if groups and groups[-1].paths:
                self._push(groups[-1], within=False)
            tokens = [token for token in tokens if token.start >= header]
        actions = list(self._actions(tokens, line)) if action else []
        if not actions:
            if colon and header is None:
                self._container(tokens, line, within)
            return
        act = self._act_of(index)
        yield from self._clauses(tokens, actions, line, by.path(), act)

    def _begin(self, line: Line) -> int:
        """Tell where an instruction begins: «глава 3 …» names its object, no unit opens there."""
        if line.unit in _CONTAINERS and not self._reading.capital(line.start):
            return line.start
        if self._is_object(line):
            return line.start
        return line.content

    def _is_object(self, line: Line) -> bool:
        """Tell whether «3)» numbers no line but the subparagraph meant: «3) тармақша …»."""
        return (
            line.unit is Unit.SUBPARAGRAPH
            and self._reading.language is Language.KK
            and _OBJECT.match(self._reading.folded, line.content, line.end) is not None
        )

    def _own_tokens(self, start: int, end: int) -> list[Token]:
        """Give the tokens of a line without those of citations and dates."""
        tokens = tokenise(self._reading, self._words, start, end)
        kept = []
        for token in tokens:
            position = bisect_right(self._starts, token.start) - 1
            if position >= 0 and token.start < self._tails[position]:
                continue
            date = bisect_right(self._reading.starts, token.start) - 1
            if date >= 0 and token.start < self._reading.ends[date]:
                continue
            kept.append(token)
        return kept

    def _actions(self, tokens: Sequence[Token], line: Line) -> Iterator[tuple[int, int, ActionRow]]:
        """Find the verbs: index of the first token, offset behind the verb, what it does."""
        folded, behind = self._reading.folded, -1
        for index, token in enumerate(tokens):
            if token.kind != "word" or token.start < behind:
                continue
            match = self._words.any_action.match(folded, token.start, line.end)
            if match is None:
                continue
            row = self._words.action(folded[token.start : min(line.end, token.start + 200)])
            if row is not None:
                behind = match.end()
                yield index, match.end(), row

    def _clauses(
        self,
        tokens: Sequence[Token],
        actions: Sequence[tuple[int, int, ActionRow]],
        line: Line,
        by: str | None,
        act: int | None,
    ) -> Iterator[Modification]:
        cursor = 0
        inline: list[Group] = []
        for position, (index, behind, row) in enumerate(actions):
            last = actions[position + 1][0] if position + 1 < len(actions) else len(tokens)
            before = list(tokens[cursor:index])
            after = [token for token in tokens[index:last] if token.start >= behind]
            clause = _Clause(self._addresses, self._words, self._reading, row, before, after)
            start = before[0].start if before else tokens[index].start
            paths = clause.paths(self._context, inline)
            used = clause.used
            cursor = last - (len(after) - used)
            end = max([behind, *(token.end for token in after[:used])])
            if paths is None:
                continue
            span = self._reading.text.span(start, end)
            for path in paths[:MOST]:
                target = ", ".join(step.name for step in path) or None
                yield Modification(row.means, act, target, by, span)

    def _container(self, tokens: Sequence[Token], line: Line, within: bool) -> None:
        """Open the container a line names: «в статье 3:», «в Правилах …, утвержденных …:»."""
        named, rest = _named(self._reading, self._words, tokens)
        if named is not None:
            self._push(Group(True, ((named,),)), within=within and named.rank > _LIST_RANK)
            tokens = rest
        groups, rest = self._addresses.groups(tokens)
        along = bool(tokens) and tokens[0].text == "по"  # «по бюджетной программе 048:»
        for group in groups:
            if group.paths and (group.into or along or self._reading.language is not Language.RU):
                if group.paths[0][0].rank <= _ANNEX_RANK and _of_the_act(rest):
                    self._context = []  # «в приложении 2 к указанному приказу»
                self._push(group, within=within)

    def _push(self, group: Group, *, within: bool) -> None:
        rank = group.paths[0][0].rank
        self._context = [entry for entry in self._context if entry.rank < rank]
        self._context.append(_Entry(group.paths, rank, within and rank > 10))


class _Clause:
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

    def paths(self, context: Sequence[_Entry], inline: list[Group]) -> list[Path] | None:
        """Tell the targets; ``None`` where the clause is no instruction one can trust."""
        named, before = _named(self._reading, self._words, self._before)
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

    def _base(self, context: Sequence[_Entry], inline: Sequence[Group]) -> list[tuple[Path, ...]]:
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


def _of_the_act(rest: Sequence[Token]) -> bool:
    return any(
        token.text.startswith(("указанн", "данн", "көрсетілген", "аталған")) for token in rest
    )


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


def _named(
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
    return Step(title, _DOCUMENT_RANK if capital else _LIST_RANK), rest


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
            return Step(re.sub("(?:нда|нде)$", "", name), _DOCUMENT_RANK), list(tokens[index + 1 :])
    return None, list(tokens)

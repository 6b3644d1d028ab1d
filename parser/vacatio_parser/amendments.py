"""What an act does to other acts: which it changes, repeals or suspends, and each instruction."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from vacatio_calendar.model import ActRef, Language, Modification
from vacatio_parser.act_verbs import Deed
from vacatio_parser.citations import cite, join_citations
from vacatio_parser.cite_parts import Citation, Reading
from vacatio_parser.merging import merge
from vacatio_parser.modifications import ModificationReader
from vacatio_parser.structure import Line
from vacatio_parser.targets import Target, TargetReader
from vacatio_parser.text import SourceText


@dataclass(frozen=True, slots=True)
class Amendments:
    """What an act does to others; ``act`` of a modification is an index into ``amends``."""

    amends: tuple[ActRef, ...] = ()
    repeals: tuple[ActRef, ...] = ()
    suspends: tuple[ActRef, ...] = ()
    modifications: tuple[Modification, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """One act doing something to another; ``agent`` is ``None`` where the text itself does it."""

    deed: Deed
    target: ActRef
    agent: ActRef | None


def read_amendments(
    text: SourceText,
    language: Language,
    lines: Sequence[Line],
    *,
    reading: Reading | None = None,
    citations: Sequence[Citation] | None = None,
    whole: bool = False,
) -> Amendments:
    """Read what a text does to other acts, from its lines.

    ``reading`` and ``citations`` may be handed in where they were made before. In a ``whole`` act
    that changes no other nothing is an instruction, though a piece of one may be.
    """
    reading = reading or Reading.of(text, language)
    cited = joined(cite(reading) if citations is None else citations)
    targets = TargetReader.of(reading, cited).read(lines)
    by_deed = {
        deed: merge([_ref(target) for target in targets if target.deed is deed]) for deed in Deed
    }
    if whole and not targets:
        return Amendments()
    modifications = _modifications(reading, cited, targets, by_deed[Deed.AMEND], lines)
    return Amendments(
        by_deed[Deed.AMEND], by_deed[Deed.REPEAL], by_deed[Deed.SUSPEND], modifications
    )


def _ref(target: Target) -> ActRef:
    """Say of which part of an act is meant, where the act itself stays in force."""
    if target.deed is Deed.AMEND or target.part is None:
        return target.citation.ref
    return replace(target.citation.ref, part=target.part)


def read_links(
    text: SourceText,
    language: Language,
    lines: Sequence[Line],
    *,
    reading: Reading | None = None,
    citations: Sequence[Citation] | None = None,
) -> tuple[Link, ...]:
    """Read which act a report says does what to which other act, in order."""
    reading = reading or Reading.of(text, language)
    cited = joined(cite(reading) if citations is None else citations)
    targets = TargetReader.of(reading, cited).read(lines)
    return tuple(
        Link(target.deed, target.citation.ref, target.agent.ref if target.agent else None)
        for target in targets
    )


def joined(citations: Sequence[Citation]) -> tuple[Citation, ...]:
    """Join the requisites the citations of one text give for the same act."""
    refs = join_citations(citation.ref for citation in citations)
    return tuple(replace(citation, ref=ref) for citation, ref in zip(citations, refs, strict=True))


def _modifications(
    reading: Reading,
    cited: Sequence[Citation],
    targets: Sequence[Target],
    amends: Sequence[ActRef],
    lines: Sequence[Line],
) -> tuple[Modification, ...]:
    amending = [target for target in targets if target.deed is Deed.AMEND]
    rows = [target.line for target in amending]
    indexes = [
        next((i for i, ref in enumerate(amends) if merge([ref, target.citation.ref]) == (ref,)), 0)
        for target in amending
    ]

    others = {target.line for target in targets if target.deed is not Deed.AMEND}

    def act_of(line: int) -> int | None:
        if line in others:  # a part of another act loses force or is suspended
            return None
        position = bisect_right(rows, line) - 1
        return indexes[position] if position >= 0 else None

    headers = {target.line: target.citation.start for target in reversed(amending)}
    reader = ModificationReader(reading, cited, headers, act_of)
    return tuple(reader.read(lines))

"""One official act to its facts, each read only where the act itself speaks.

Commencement is read from the act's own operative text: never from the new wording it quotes,
from its annexes, or from an editor's note on another act's amendment.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from vacatio_calendar.model import (
    Act,
    ActRef,
    Commencement,
    Document,
    DocumentKind,
    Obligation,
    Rule,
)
from vacatio_parser.amendments import joined, read_amendments
from vacatio_parser.by_letters import holding
from vacatio_parser.cite_parts import Citation, Reading
from vacatio_parser.clauses import read_commencements
from vacatio_parser.endings import read_endings
from vacatio_parser.header import approval_citation, bare_requisites, filled, own_type
from vacatio_parser.kinds import Language, RuleKind
from vacatio_parser.notes import read_notes
from vacatio_parser.obligations import ANCHORS, read_obligations
from vacatio_parser.own_title import read_title
from vacatio_parser.page import Page, Role, Unit
from vacatio_parser.provisions import read_provisions
from vacatio_parser.quoted_inline import unquoted
from vacatio_parser.requisites import read_issuer, read_registration, read_repealed_by
from vacatio_parser.structure import Line, Place
from vacatio_parser.text import SourceText
from vacatio_parser.titles import title_target
from vacatio_parser.windows import anchors, own_words

#: Why a clause gives no rule, where its words were read and not understood.
UNREAD = ("unread", "number_lost")
# "Ceased to be valid since April 19, 2016 according to the Law …" gives no day of that law.
_NO_START = (RuleKind.NONE, RuleKind.FIXED_DATE)
_SPOKEN = (Role.TEXT, Role.HEADING)


def operative(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Yield the folded ranges in which the act itself orders something.

    One range is an article, or outside articles a numbered paragraph, with all below it; quoted
    wording, notes and tables cut a range in two.
    """
    begin = end = -1
    top = Unit.ARTICLE if any(_is_article(line) for line in lines) else Unit.PARAGRAPH
    for line in lines:
        own = line.place is Place.BODY and line.role in _SPOKEN
        if begin >= 0 and (not own or line.unit is top):
            yield begin, end
            begin = -1
        if own:
            begin = line.start if begin < 0 else begin
            end = line.end
    if begin >= 0:
        yield begin, end


def _is_article(line: Line) -> bool:
    return line.unit is Unit.ARTICLE and line.place is Place.BODY


def own_commencements(
    text: SourceText, language: Language, lines: Sequence[Line], *, complete: bool
) -> tuple[Commencement, ...]:
    """Read what an act says of its own commencement, the main clause first.

    Args:
        text: the page.
        language: its language.
        lines: its lines.
        complete: the whole operative text stands there, so that silence is silence (LPA 42(3)
            then gives the rule) and not a part that is missing.
    """
    found: list[Commencement] = []
    ranges = list(operative(lines))
    if ranges and not complete:
        ranges[0] = _from_opening(text, language, lines, ranges[0])
    places = anchors(language).places(text.folded, 0, len(text.folded))
    for start, end in holding(ranges, places):
        for first, last in unquoted(text, language, start, end):
            found.extend(read_commencements(text, language, first, last))
    main = [clause for clause in found if clause.provisions is None and clause.note is None]
    staged = [clause for clause in found if clause.provisions is not None and clause.note is None]
    unread = [clause for clause in found if clause.note is not None]
    if main or staged:
        unread = [clause for clause in unread if clause.note != "pointer"]
    elif complete and not unread:
        return (Commencement(Rule(RuleKind.DEFAULT), note="no_clause"),)
    return (*main, *staged, *unread)


def _from_opening(
    text: SourceText, language: Language, lines: Sequence[Line], first: tuple[int, int]
) -> tuple[int, int]:
    """Take in the opening of a list that a piece of an act begins with.

    «Настоящий Закон вводится в действие с …, за исключением:» above «1) …» is no heading.
    """
    start, end = first
    head = [line for line in lines if line.end <= start]
    if not head or head[-1].place is not Place.HEAD or head[-1].role is not Role.TEXT:
        return first
    words = text.folded[head[-1].start : head[-1].end]
    opens = words.endswith(":") and words.startswith(own_words(language))
    return (head[-1].start, end) if opens else first


def read_act(
    reading: Reading,
    page: Page,
    lines: Sequence[Line],
    citations: Sequence[Citation],
    own: Citation | None,
    kind: DocumentKind,
) -> Document:
    """Read one act, or a piece of one, into a document.

    Args:
        reading: the prepared text.
        page: what its source says beside it.
        lines: its lines.
        citations: all its citations, in order.
        own: the citation in its header that is the act itself.
        kind: act or fragment; only an act's silence on commencement is a fact.
    """
    text, language, facts = reading.text, reading.language, page.facts
    citations = joined(citations)
    refs = tuple(citation.ref for citation in citations)
    ref = (own.ref if own else bare_requisites(reading, lines)) or ActRef()
    if not ref.number:
        approval = approval_citation(reading, lines, citations)
        ref = filled(ref, approval.ref if approval else None)
    whole = kind is DocumentKind.ACT and (facts.complete or _is_whole(lines))
    commencements = own_commencements(text, language, lines, complete=whole)
    if kind is DocumentKind.FRAGMENT and not commencements:
        ranges = operative(lines)
        commencements = tuple(c for a, b in ranges for c in read_endings(text, language, a, b))
    amendments = read_amendments(
        text, language, lines, reading=reading, citations=citations, whole=whole
    )
    title = read_title(reading, page, lines, own)
    named = None if amendments.amends or amendments.repeals else title_target(title, language)
    if named is not None:  # the instructions are not there, or not read
        target, ended = named
        amendments = replace(
            amendments, amends=() if ended else (target,), repeals=(target,) if ended else ()
        )
    obligations: list[Obligation] = []
    places = ANCHORS[language].places(text.folded, 0, len(text.folded))
    for start, end in holding(operative(lines), places):
        obligations.extend(read_obligations(text, language, start, end))
    act = Act(
        type=ref.type or facts.type or own_type(reading, lines),
        number=facts.number or ref.number,
        date=ref.date or facts.date,
        title=title,
        issuer=ref.issuer or read_issuer(reading, lines),
        registration=facts.registration or read_registration(reading, own),
        publications=facts.publications,
        commencements=commencements,
        amends=amendments.amends,
        repeals=amendments.repeals,
        suspends=amendments.suspends,
        repealed_by=read_repealed_by(reading, citations),
        modifications=amendments.modifications,
        obligations=tuple(obligations),
        notes=read_notes(reading, citations, lines),
        provisions=read_provisions(text, lines),
        claims=facts.claims,
        identifiers=facts.identifiers,
        span=ref.span,
    )
    acts: tuple[Act, ...] = (act,)
    if kind is DocumentKind.FRAGMENT:
        amending = (*_repealing(act), *_amending(act, ref))
        # A bare footnote tells of the acts it names; of its host it tells nothing.
        acts = (act, *amending) if own else (*amending, act)
    return Document(
        language=language,
        kind=kind,
        text=text.original,
        acts=acts,
        mentions=_mentions(refs, acts),
        citations=refs,
        unread=tuple(c.span for c in commencements if c.span and c.note in UNREAD),
    )


def _repealing(act: Act) -> Iterator[Act]:
    """Yield the act that ended another, where the bracket behind it tells when it applied."""
    ended = act.repealed_by
    if ended is None or not ended.by.number or ended.rule.kind in _NO_START:
        return
    by = ended.by
    if any(note.by.number == by.number and note.by.date == by.date for note in act.notes):
        return  # the footnote below says it again
    yield Act(
        type=by.type,
        number=by.number,
        date=by.date,
        title=by.title,
        issuer=by.issuer,
        commencements=(Commencement(ended.rule, span=by.span),),
        span=by.span,
    )


def _amending(act: Act, ref: ActRef) -> Iterator[Act]:
    """Yield the amending acts of the notes of a piece of an act: it tells when each applied."""
    told: set[tuple[object, ...]] = set()
    for note in act.notes:
        by = note.by
        if not by.number or note.rule.kind is RuleKind.NONE or _key(by) in told:
            continue
        told.add(_key(by))
        yield Act(
            type=by.type,
            number=by.number,
            date=by.date,
            title=by.title,
            issuer=by.issuer,
            commencements=(Commencement(note.rule, span=note.span),),
            amends=(ref,) if ref.number else (),
            span=by.span,
        )


def _mentions(refs: Sequence[ActRef], acts: Sequence[Act]) -> tuple[ActRef, ...]:
    """List the acts cited that are neither the text's own nor their targets, each once."""
    known: set[tuple[object, ...]] = set()
    for act in acts:
        known.update(_key(ref) for ref in (*act.amends, *act.repeals, *act.suspends))
        known.add((act.type, act.number, act.date))
    found: dict[tuple[object, ...], ActRef] = {}
    for ref in refs:
        key = _key(ref)
        if key not in known:
            found.setdefault(key, ref)
    return tuple(found.values())


def _key(ref: ActRef) -> tuple[object, ...]:
    if ref.number or ref.date:
        return (ref.type, ref.number, ref.date)
    return (ref.type, (ref.title or "").casefold())


def _is_whole(lines: Sequence[Line]) -> bool:
    """Tell whether a text without metadata runs from its title to its signature."""
    return any(line.role is Role.SIGNATURE for line in lines) and any(
        line.place is Place.HEAD or line.role is Role.TITLE for line in lines
    )

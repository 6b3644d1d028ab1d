"""Commencement clauses: what a text says of the day its rules begin to apply.

``read_commencements`` reads whole texts, ``read_rule`` the bracket of a footnote. A clause that
has the words but no sense we know becomes kind ``NONE`` with its quotation; text that only looks
like a clause (deadlines, rules about other acts, quoted new wordings, footnotes) is left alone.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from itertools import islice

from vacatio_calendar.model import ActRef, Commencement, Rule, StatedDate
from vacatio_parser.citations import cite
from vacatio_parser.cite_parts import Reading
from vacatio_parser.dates import FoundDate
from vacatio_parser.kinds import Language, RuleKind, Unit
from vacatio_parser.sentence import Draft, Sentence
from vacatio_parser.terms import Term
from vacatio_parser.text import SourceText
from vacatio_parser.tokens import Sym, Token, tokenise
from vacatio_parser.verb_first import VerbFirst
from vacatio_parser.verb_last import VerbLast
from vacatio_parser.windows import sentences, windows

_NOTHING = Rule(RuleKind.NONE)
_OPENING = re.compile(r"(?:^|[.\n]) *((?:as of|as from|from|since|starting|beginning)(?= ))")
_ANSWER = re.compile(
    r"\b(?:when|effective (?:since|from|date|as of)|(?:in|into) force(?: since| from)?"
    r"|start date)\b"
    r"[^?\n]{0,80}\? +((?:as of|as from|from|since|starting|on)(?= )|(?=\w+ \w+ \d{4}\W))"
)
_APPLIES = re.compile(
    r"\b(?:(?<!who )(?<!which )(?<!that )(?<!to )(?:applies|apply)"
    r"|suspends|introduces|establishes|abolishes|extends|raises|bans|prohibits|waives|simplifies"
    r"|(?:is|are) (?:banned|prohibited|imposed|introduced|abolished|lifted|required|obliged"
    r"|established|exempt|exempted|forbidden))\b"
)
_OPENING_REACH, _OPENING_WORDS = 400, 40
_CLAUSE_WORDS = frozenset({Sym.APPLY, Sym.FORCE, Sym.APPLY_WHICH, Sym.ORDER_OF_COMMENCING})


def rule_of(term: Term, text: SourceText, language: Language) -> tuple[Rule, str | None]:
    """Turn a term into a rule, or into none with the reason in a word."""
    if term.lost:
        return _NOTHING, "number_lost"
    if term.vague or term.kind is None:
        return _NOTHING, "unread"
    value, unit, kind = None, None, term.kind
    if term.number is not None:
        if term.number.value is None:  # digits and words disagree: VAC061, and no choice of ours
            return _NOTHING, "unread"
        value, unit = term.number.value, term.unit
    names_day = True
    if kind is RuleKind.AFTER_PUBLICATION:
        names_day = language is Language.EN or term.link is Sym.AFTER_DAY
        if value is None:
            value, unit = 0, Unit.CALENDAR_DAYS
    elif kind is RuleKind.FROM_PUBLICATION and value is not None:
        if language is Language.EN:
            kind = RuleKind.AFTER_PUBLICATION
        else:
            names_day = False
    event = None
    if term.event is not None:
        event = " ".join(text.span(*term.event).text.split()).strip(" ,.;") or None
    if kind is RuleKind.FIXED_DATE:
        return Rule(kind, date=term.date.date if term.date else None), None
    act = _named(event, language) if kind is RuleKind.WITH_OTHER_ACT and event else None
    rule = Rule(
        kind,
        value,
        unit,
        act=act,
        event=event,
        names_day=names_day,
        not_before=term.not_before,
    )
    return rule, None


def _named(event: str, language: Language) -> ActRef | None:
    """Find the other act a commencement waits for; «настоящего Закона» names none."""
    cited = cite(Reading.of(SourceText.of(event), language))
    return replace(cited[0].ref, span=None) if cited else None


def _stated(found: FoundDate | None, text: SourceText) -> StatedDate | None:
    if found is None:
        return None
    span = text.span(found.start, found.end)
    return StatedDate(found.date, found.year, found.month, found.day, span)


def finish(draft: Draft, text: SourceText, language: Language) -> Commencement:
    """Turn a draft into a commencement with its quotation."""
    rule, note = _NOTHING, draft.note
    mismatch = None
    stated = _stated(draft.stated, text)
    if draft.term is not None:
        rule, unread = rule_of(draft.term, text, language)
        note = note or unread
        number = draft.term.number
        if number is not None and number.value is None and number.digits and number.words:
            mismatch = (number.digits, number.words)
        found = draft.term.date
        # A date without «с» is what somebody reports, and an incomplete one is kept for checks.
        if (
            stated is None
            and found is not None
            and (draft.term.link is not Sym.FROM or found.date is None)
        ):
            stated = _stated(found, text)
    force_rule = None
    if draft.force is not None:
        force_rule, _ = rule_of(draft.force, text, language)
    provisions = None
    if draft.provisions is not None:
        provisions = " ".join(text.span(*draft.provisions).text.split()).strip(" ,;:.-–—*>") or None
    return Commencement(
        rule=rule,
        provisions=provisions,
        span=text.span(draft.start, draft.end),
        moment=draft.moment,
        force_rule=force_rule,
        stated=stated,
        applies_from=draft.applies_from,
        ends_on=draft.ends_on,
        duration=draft.duration,
        note=note,
        digits_and_words=mismatch,
    )


def _read_sentence(
    tokens: list[Token],
    text: SourceText,
    language: Language,
    drafts: list[Draft],
    *,
    report: bool = False,
) -> None:
    sentence = Sentence(tokens, text, language, drafts, report=report)
    if language is Language.KK:
        VerbLast(sentence).read()
    else:
        VerbFirst(sentence).read()


def read_commencements(
    text: SourceText,
    language: Language,
    start: int = 0,
    end: int | None = None,
    *,
    report: bool = False,
) -> tuple[Commencement, ...]:
    """Read all commencement clauses of a text, in order; offsets are of the folded text.

    A ``report`` tells of the end of an act without the act's own words («настоящий приказ»).

    The main clause of a sentence (``provisions`` is ``None``) precedes its exceptions, in
    Kazakh too, where the text has them the other way round. Clauses that could not be read
    come last, and a pointer to another article only where nothing else was found.

    >>> clause = "Настоящий приказ вводится в действие со дня его подписания."
    >>> read_commencements(SourceText.of(clause), Language.RU)[0].rule.kind
    <RuleKind.UPON_SIGNING: 'upon_signing'>
    """
    last = len(text.folded) if end is None else end
    drafts: list[Draft] = []
    for first, stop in windows(text, language, start, last):
        for tokens in sentences(text, language, first, stop):
            _read_sentence(tokens, text, language, drafts, report=report)
    if len(drafts) == 1:
        return (finish(drafts[0], text, language),)
    read = [draft for draft in drafts if draft.note is None]
    rest = [draft for draft in drafts if draft.note is not None]
    if any(draft.own and draft.provisions is None for draft in read):
        # «Настоящий приказ …» is the act's own; «Решение вступает в силу …» beside it is a rule.
        read = [draft for draft in read if draft.own or draft.provisions is not None]
    if read:
        rest = [draft for draft in rest if draft.note != "pointer"]
    main = next((draft for draft in read if draft.provisions is None), None)
    if main is not None:  # «Настоящий приказ действует до …» before or after the clause itself
        for draft in rest:
            if draft.note == "no_clause":
                main.applies_from = main.applies_from or draft.applies_from
                main.ends_on = main.ends_on or draft.ends_on
                main.duration = main.duration or draft.duration
        rest = [draft for draft in rest if draft.note != "no_clause"]
    return tuple(finish(draft, text, language) for draft in (*read, *rest))


def read_rule(text: SourceText, language: Language, start: int, end: int) -> Rule | None:
    """Read the bracket of a footnote; ``None`` where it holds no clause at all.

    A pointer or a clause nobody understands gives kind ``NONE``.

    >>> text = SourceText.of("(вводится в действие с 01.07.2021)")
    >>> rule = read_rule(text, Language.RU, 0, len(text.folded))
    >>> rule and str(rule.date)
    '2021-07-01'
    """
    tokens = [
        token for token in tokenise(text, language, start, end) if token.sym is not Sym.NEWLINE
    ]
    if tokens and tokens[0].sym is Sym.OPEN:
        tokens = tokens[1:]
        if tokens and tokens[-1].sym is Sym.CLOSE:
            tokens = tokens[:-1]
    drafts: list[Draft] = []
    _read_sentence(tokens, text, language, drafts)
    if drafts:
        main = next((draft for draft in drafts if draft.provisions is None), drafts[0])
        return finish(main, text, language).rule
    if any(token.sym in _CLAUSE_WORDS for token in tokens):
        return _NOTHING
    return None


def read_bracket(text: SourceText, language: Language, start: int, end: int) -> Rule | None:
    """Read a bracket as `read_rule` does, but each wording once.

    A code repeats a few brackets by the thousand, and a rule says nothing of where it stands.

    >>> text = SourceText.of("(вводится в действие с 01.07.2021)")
    >>> rule = read_bracket(text, Language.RU, 0, len(text.folded))
    >>> rule and str(rule.date)
    '2021-07-01'
    """
    words = text.words(start, end)
    if len(words) != end - start:  # markup within, which alone it would not be known for
        return read_rule(text, language, start, end)
    return _rule_alone(words, language)


@lru_cache(maxsize=1_024)
def _rule_alone(words: str, language: Language) -> Rule | None:
    text = SourceText.of(words)
    return read_rule(text, language, 0, len(text.folded))


def read_openings(
    text: SourceText, language: Language, start: int = 0, end: int | None = None
) -> tuple[Commencement, ...]:
    """Read "As of 23 December 2016 sellers must …": a day without a verb of commencement.

    Only for reports that say nothing clearer; in an act such words are a rule, not a clause.

    >>> text = SourceText.of("As of 23 December 2016 sellers must mark their products.")
    >>> str(read_openings(text, Language.EN)[0].rule.date)
    '2016-12-23'
    """
    last = len(text.folded) if end is None else end
    if language is not Language.EN:
        return ()
    answers = list(islice(_ANSWER.finditer(text.folded, start, last), 1))
    for match in (*answers, *_OPENING.finditer(text.folded, start, last)):
        limit = min(last, match.end() + _OPENING_REACH)
        stop = text.folded.find("\n", match.end(), limit)
        tokens = next(
            sentences(text, language, match.start(1), limit if stop < 0 else stop), list[Token]()
        )
        syms = [token.sym for token in tokens]
        bare = match in answers and syms[:1] == [Sym.DATE]
        if not bare and syms[:2] not in ([Sym.FROM, Sym.DATE], [Sym.ON, Sym.DATE]):
            continue
        dated = tokens[0 if bare else 1]
        if match in answers:
            if syms[1 if bare else 2 :][:1] not in ([], [Sym.STOP]):
                continue
            must = dated
        elif Sym.MUST in syms[:_OPENING_WORDS]:
            must = tokens[syms.index(Sym.MUST)]
        elif _APPLIES.search(text.folded, dated.end, tokens[-1].end):
            must = tokens[-1]
        else:
            continue
        found = dated.value
        if isinstance(found, FoundDate) and found.date is not None:
            term = Term(0, 2, RuleKind.FIXED_DATE, link=Sym.ON, date=found)
            return (finish(Draft(tokens[0].start, must.end, term), text, language),)
    return ()

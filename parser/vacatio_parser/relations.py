"""Who changes whom in a report, and which of the acts it speaks of it reports on.

English names the changing act before the verb and the changed ones behind; Russian marks the
changed ones by «в», Kazakh by a dative ending, wherever they stand.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from vacatio_calendar.model import ActType, Language
from vacatio_parser.bulletin_words import BulletinWords
from vacatio_parser.entities import Entity, How, Occurrence
from vacatio_parser.text import SourceText

_INTO = re.compile(r"\bво? (?:(?:следующ|некотор|действующ|отдельн|указанн|данн|нов)\w+ )?\"?$")
_INTO_RULES = re.compile(r"[^.;]{0,60}?\bво?\s")
_DATIVE = re.compile(r"(?:а|е|қа|ке|ға|ге|на|не)\"?$")
_JOINT = re.compile(
    r'^[")\s,]*(?:and|as well as|и|а также|және|мен|пен|бен)?[\s,]*(?:the|в|во)?\s*$'
)
_LISTED = re.compile(r"\s*(?:[-•*–●▪◦]|\d{1,3}[.)]|[a-zа-я][.)])\s*")
# «… to the Code by the Law …»: the act that does it. «Rules approved by the Order» names none.
_BY = re.compile(
    r"(?<!approved )(?<!adopted )(?<!issued )(?<!signed )\bby (?:the |an? |its )?(?:new |joint )?$"
)
# «repeals Article 5 of the Law» changes the law.
_PIECE = re.compile(
    r"\b(?:sub)?-?(?:articles?|paragraphs?|clauses?|chapters?|sections?|items?|points?|provisions?"
    r"|annex(?:es)?|appendix|words?|parts?)\b"
)
_PIECE_OF = re.compile(
    _PIECE.pattern + r"[\w ,()./-]{0,60}?\b(?:of|in|to) (?:the |an? )?(?:\w+ )?$"
)
_STATUTES = frozenset({ActType.LAW, ActType.CODE, ActType.CONSTITUTIONAL_LAW})
_APPROVED_BY_ACT = re.compile(r"\b(?:adopted|approved|passed|enacted) by (?:the |an? )?$")
_WERE_APPROVED = re.compile(
    r"(?<!which )(?<!that )\b(?:was|were|is|are|has been|have been) (?:approved|adopted) by"
    r" (?:the |an? )?$"
)
_BY_WHOM = re.compile(r"\bby (?:the |an? )?(?:\w+'s )?$")
_BEEN = re.compile(r"\b(?:was|were|been|is|are|be|being)(?: \w+ly| also| further| again)? $")
# Another clause has begun: the act behind it is none of the changed ones.
_TOLD = re.compile(
    r"\b(?:took|take|takes|came|comes?|entered|enters?) (?:into |in )?(?:effect|force)\b"
    r"|\b(?:(?<!the )following|pursuant to|due to|after|as a result of|in connection with)\b"
)
# "Its adoption entails amendments to the Code", which are still to be made.
_ENTAILS = re.compile(
    r"\b(?:entails?|requires?|necessitates?|need(?:s|ed)? for|calls? for|lead(?:s)? to|suggests?)"
    r"(?: \w+){0,2} $"
)
_BY_THIS = re.compile(
    r"\b(?:previous|former|old|earlier|prior|accordingly|simultaneously|at the same time|thereby"
    r"|thus|from (?:the same|that|this) (?:date|day|moment)|on the same (?:date|day)|as a result"
    r"|consequently|in this connection|in this regard|thereupon"
    r"|(?:with|(?:up)?on) its (?:entry into force|adoption|enactment))\b"
)
_MADE = re.compile(r"\b(?:amendments?|changes|additions|supplements|revisions)(?: \w+)? $")
_TO = re.compile(r",? (?:to|into|in) (?:the )?")
# Said of articles, not of whole acts.
_STRUCK = ("exclud", "delet", "remov", "struck", "reword", "restat")
_OPENS_BY = re.compile(
    r"(?:by|under|pursuant to|in accordance with|according to|with)(?: (?:the|an?|its))?(?: new)? "
)
_COORDINATED = re.compile(
    r"(?:\b(?:and|but|as well as)|[,;])(?: also| further| at the same time| \w+ly){0,2} $"
)
_AS_AMENDED = re.compile(r"\bas (?:last )?amended(?: and supplemented)? by (?:the )?$")
_ANY_ACTS = re.compile(
    r"\b(?:laws|acts|orders|resolutions|bills)"
    r"(?: of (?:the )?(?:republic of kazakhstan|kazakhstan|rk))? $"
)
_INSTRUMENTAL = re.compile(
    r"(?:(?:совместн|конституционн|нормативн|нов)ым )?(?:(?:приказ|указ|закон|кодекс)ом|приказами"
    r"|законами|постановлением|решением|распоряжением)\b"
)
_APPROVED_BY = re.compile(r"утвержд(?:е|ё)нн\w{2,3}\s$")
_BY_WHICH = re.compile(r"котор(?:ым|ой|ыми) $")
_PASSIVE = re.compile(r"(?:дополнен|изменен)(?:ы|о|а)?$")
# A listed act stands at the start of its line, perhaps behind an article.
_AT_START = 12
# «amendments to … the Rules»: the act stands close behind the noun.
_CLOSE = 90
# A verb has its act within so many places.
_BACK = 40


@dataclass(slots=True)
class Relation:
    """One act's changes to others, as one sentence says it."""

    subject: Entity | None
    changed: list[Entity]
    repealed: list[Entity]
    at: int
    suspended: list[Entity] = field(default_factory=list)
    implied: bool = False  # "The previous Order … was repealed": by the act the report is on


def _start(place: Occurrence) -> int:
    return place.start


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence and the places in it that speak of acts; ``line`` counts the lines."""

    start: int
    end: int
    line: int
    places: tuple[Occurrence, ...]

    def before(self, at: int) -> Occurrence | None:
        """Find the last place that ends before an offset."""
        index = bisect_left(self.places, at, key=_start)
        return next((p for p in reversed(self.places[:index][-_BACK:]) if p.end <= at), None)

    def around(self, at: int) -> tuple[Sequence[Occurrence], Sequence[Occurrence]]:
        """Give some places before and some behind an offset, in the order of the text."""
        index = bisect_left(self.places, at, key=_start)
        return self.places[max(0, index - _BACK) : index], self.places[index : index + _BACK]

    def after(self, at: int) -> Iterator[Occurrence]:
        """Yield the places behind an offset."""
        yield from (place for place in self.places if place.start >= at)


class RelationReader:
    """Reads the relations of one sentence after another, with the list lines that follow."""

    def __init__(self, text: SourceText, language: Language, words: BulletinWords) -> None:
        self._text = text
        self._language = language
        self._words = words

    def refers(self, place: Occurrence, start: int) -> bool:
        """Tell whether words like «in accordance with» stand before a place, or behind it."""
        folded = self._text.folded
        if self._words.refers.search(folded, max(start, place.start - 60), place.start):
            return True
        after = self._words.refers_after.match(folded, place.end, place.end + 40)
        return after is not None

    def read(self, passage: Passage) -> Relation | None:
        """Read who changes whom in one sentence; ``None`` where it says nothing of it."""
        match self._language:
            case Language.EN:
                return self._english(passage)
            case Language.RU:
                return self._russian(passage)
            case Language.KK:
                return self._kazakh(passage)

    def opens_list(self, passage: Passage) -> bool:
        """Tell whether a sentence says that the acts listed below it are changed."""
        if self._text.folded[passage.end - 1] != ":":
            return False
        patterns = (self._words.amends, self._words.amendments_to, self._words.repeals)
        return any(next(self._cues(pattern, passage), None) for pattern in patterns)

    def repeals(self, passage: Passage) -> bool:
        """Tell whether a sentence speaks of repeal and of no other change."""
        amends = next(self._cues(self._words.amends, passage), None)
        return amends is None and next(self._cues(self._words.repeals, passage), None) is not None

    def listed(self, lines: Iterable[Passage]) -> Iterator[Entity]:
        """Yield the acts of the list lines that directly follow.

        A line that names a listed act again, or that has no bullet where the first one had, is
        the heading of what comes next.
        """
        seen: set[int] = set()
        bulleted: bool | None = None
        for passage in lines:
            first = next((p for p in passage.places if p.how is How.CITATION), None)
            if first is None or id(first.entity) in seen:
                return
            mark = _LISTED.match(self._text.folded, passage.start, passage.end)
            begin = mark.end() if mark else passage.start
            if first.start - begin > _AT_START or (bulleted and mark is None):
                return
            bulleted = mark is not None
            seen.add(id(first.entity))
            yield first.entity

    # ---- English -------------------------------------------------------------------------------

    def _english(self, passage: Passage) -> Relation | None:
        relation = Relation(None, [], [], passage.start)
        for cue in self._cues(self._words.amendments_to, passage):
            if _ENTAILS.search(
                self._text.folded, max(passage.start, cue.start() - 60), cue.start()
            ):
                continue
            objects = self._behind(passage, cue.end(), close=True)
            objects = objects or self._bracketed(passage, cue)
            doer = self._doer(passage, cue.end(), objects)
            if doer is not None:
                objects = [place for place in objects if place.end <= doer.start]
                relation.subject = doer.entity
            elif relation.subject is None:
                relation.subject = self._agent(passage, cue.start())
            relation.changed += [place.entity for place in objects]
        for cue in self._cues(self._words.amended_by, passage):
            if not relation.changed and self._made_to(passage, cue, relation):
                break
            if relation.changed or not cue[0].startswith(
                ("amend", "chang", "suppl", "alter", "revis", "updat", "modif")
            ):
                continue
            changed, subject = passage.before(cue.start()), next(passage.after(cue.end()), None)
            aside = self._text.folded.endswith("as ", passage.start, cue.start())
            if aside and self._deeds(passage):
                continue  # "Order No. 7, as amended by Order No. 8, repeals …": what it does counts
            if changed and subject:
                relation.subject = subject.entity
                relation.changed += [place.entity for place in self._chain(passage, changed)]
        if not relation.changed:
            for cue in self._cues(self._words.amends, passage):
                if cue.start() == passage.start and cue[0].endswith("ed"):
                    continue  # "Amended list of goods: Resolution No. 63 …"
                objects = self._behind(passage, cue.end(), close=False)
                if objects and not self._any_such(cue.start()) and not self._passive(cue.start()):
                    if relation.subject is None:
                        relation.subject = self._agent(passage, cue.start())
                    relation.changed += [place.entity for place in objects]
                    if self._own_patient(passage, cue.start(), relation):
                        relation.subject = None
        if not relation.changed:
            relation.changed = [
                one.entity
                for place in passage.places
                if place.how is How.CITATION
                and self._words.was_amended.match(self._text.folded, place.tail, passage.end)
                for one in self._chain(passage, place)
            ]
            if len(relation.changed) == 1 and relation.subject is None:
                relation.subject = self._in_bracket_behind(passage, relation.changed[0])
        for cue in self._cues(self._words.repealed_by, passage):
            repealed, subject = passage.before(cue.start()), next(passage.after(cue.end()), None)
            if repealed and subject:
                relation.subject = subject.entity
                chain = self._chain(passage, repealed)
                piece = self._of_piece(passage, chain[0])
                if not piece and cue[0].startswith(_STRUCK):
                    continue
                row = relation.changed if piece else relation.repealed
                row += [place.entity for place in chain]
        if not relation.repealed:
            for cue in self._cues(self._words.repeals, passage):
                self._english_repeal(passage, cue, relation)
        if not relation.changed and not relation.repealed:
            self._implied_repeal(passage, relation)
        if not relation.changed and not relation.repealed:
            self._english_suspension(passage, relation)
        return self._clean(relation)

    def _english_suspension(self, passage: Passage, relation: Relation) -> None:
        for cue in self._cues(self._words.suspended_by, passage):
            suspended, subject = passage.before(cue.start()), next(passage.after(cue.end()), None)
            if suspended and subject:
                relation.subject, relation.suspended = subject.entity, [suspended.entity]
                return
        for cue in self._cues(self._words.suspends, passage):
            agent = self._agent(passage, cue.start())
            objects = self._behind(passage, cue.end(), close=True)
            if agent is not None and objects:
                relation.subject = agent
                relation.suspended = [place.entity for place in objects]
                return

    def _english_repeal(self, passage: Passage, cue: re.Match[str], relation: Relation) -> None:
        objects = self._behind(passage, cue.end(), close=True)
        if not objects:
            self._bracketed_repeal(passage, cue, relation)
            return
        relation.subject = relation.subject or self._agent(passage, cue.start())
        between = self._text.folded[cue.end() : objects[0].start]
        row = relation.changed if _PIECE.search(between) else relation.repealed
        row += [place.entity for place in objects]

    def _opens_by(self, passage: Passage, place: Occurrence) -> bool:
        """Tell "By the Resolution …, another was declared invalid", which names who did it."""
        return _OPENS_BY.fullmatch(self._text.folded, passage.start, place.start) is not None

    def _chain(self, passage: Passage, last: Occurrence) -> list[Occurrence]:
        """Take the acts joined to one before a verb: "Order No. 5 and Order No. 6 are …"."""
        chain = [last]
        for place in reversed(passage.places):
            if place.how is How.NOUN or place.start >= chain[0].start:
                continue
            gap = self._text.folded[place.tail : chain[0].start]
            if not _JOINT.match(gap) or (len(chain) == 1 and "and" not in gap and "as" not in gap):
                break  # "By Law No. 5, the Tax Code was amended" joins nothing
            led = self._text.folded[max(passage.start, place.start - 30) : place.start]
            if self.refers(place, passage.start) or _BY.search(led):
                break
            chain.insert(0, place)
        return chain

    def _of_piece(self, passage: Passage, place: Occurrence) -> bool:
        """Tell "Article 11 of the Law", whose end changes the law, from the law itself."""
        first = max(passage.start, place.start - _CLOSE)
        return _PIECE_OF.search(self._text.folded, first, place.start) is not None

    def _made_to(self, passage: Passage, cue: re.Match[str], relation: Relation) -> bool:
        """Read "the amendments introduced by Law No. 92 to the Law on Ports"."""
        folded = self._text.folded
        if not _MADE.search(folded, max(passage.start, cue.start() - 40), cue.start()):
            return False
        doer, changed = [*islice(passage.after(cue.end()), 2), None, None][:2]
        if doer is None or changed is None or changed.how is How.NOUN:
            return False
        if not _TO.fullmatch(folded, doer.tail, changed.start):
            return False
        relation.subject, relation.changed = doer.entity, [changed.entity]
        return True

    def _implied_repeal(self, passage: Passage, relation: Relation) -> None:
        """Read "The previous Order No. 5 was repealed", which the act of the report has done.

        "Order No. 45: Orders No. 12 and No. 77 are void" names that act before a colon.
        """
        folded = self._text.folded
        cited = [place for place in passage.places if place.how is How.CITATION]
        for index, place in enumerate(cited):
            told = self._words.was_repealed.match(folded, place.tail, passage.end)
            if told is None:
                continue
            if self._of_piece(passage, place):
                continue
            first = index - len(self._chain(passage, place)) + 1
            doer = cited[first - 1] if first else None
            between = folded[doer.tail : cited[first].start] if doer else ""
            behind = folded[told.end() : min(passage.end, told.end() + _CLOSE)]
            led = doer is not None and self._opens_by(passage, doer)
            named = between.strip() in (":", ": the") or _BY_THIS.search(between)
            if doer and (named or (led and between.strip(' the"') == ",")):
                relation.subject = doer.entity
            elif not (
                _BY_THIS.search(folded, passage.start, cited[first].start)
                or _BY_THIS.search(behind)
            ):
                continue
            relation.implied = True
            relation.repealed += [one.entity for one in cited[first : index + 1]]

    def _bracketed(self, passage: Passage, cue: re.Match[str]) -> list[Occurrence]:
        """Read whose list it is in "By Order No. 100 … were added to the list (Order No. 142)"."""
        agent = self._agent(passage, cue.start())
        place = next(passage.after(cue.end()), None)
        if agent is None or place is None or place.how is not How.CITATION:
            return []
        gap = self._text.folded[cue.end() : place.start]
        near = gap.endswith("(") and len(gap) <= _CLOSE and not _TOLD.search(gap)
        return [place] if near and place.entity is not agent else []

    def _in_bracket_behind(self, passage: Passage, changed: Entity) -> Entity | None:
        """Find who did it in "The order of … has been amended (order dated … No. 310)"."""
        for place in passage.places:
            opened = self._text.folded[place.start - 1 : place.start] == "("
            if opened and place.how is How.CITATION and place.entity is not changed:
                return place.entity
        return None

    def _passive(self, at: int) -> bool:
        """Tell "has been recently amended (…)" from "amended"."""
        return _BEEN.search(self._text.folded, max(0, at - 40), at) is not None

    def _own_patient(self, passage: Passage, at: int, relation: Relation) -> bool:
        """Tell whether «The Order amends Order No. 5» took the only order cited for its subject."""
        before = passage.before(at)
        return (
            before is not None
            and before.how is How.NOUN
            and before.entity is relation.subject
            and all(entity is relation.subject for entity in relation.changed)
        )

    def _bracketed_repeal(self, passage: Passage, cue: re.Match[str], relation: Relation) -> None:
        """Read "repealed the 2014 Rules (Order No. 33) by the Minister's Order No. 22"."""
        folded = self._text.folded
        cited = [place for place in passage.after(cue.end()) if place.how is How.CITATION][:2]
        if len(cited) < 2:
            return
        ended, doer = cited
        gap = folded[cue.end() : ended.start]
        by = _BY_WHOM.search(folded, ended.end, doer.start)
        if gap.endswith("(") and len(gap) <= _CLOSE and by:
            relation.subject, relation.repealed = doer.entity, [ended.entity]

    def _any_such(self, at: int) -> bool:
        """Tell a rule about acts of a kind («Laws amending the Tax Code may be …») from a fact."""
        return _ANY_ACTS.search(self._text.folded, max(0, at - 60), at) is not None

    def _doer(self, passage: Passage, at: int, objects: list[Occurrence]) -> Occurrence | None:
        """Find the act that makes the amendments a noun speaks of, behind that noun."""
        by = next(self._cues(self._words.amended_by, passage, at), None)
        if by is not None:
            return next(passage.after(by.end()), None)
        folded = self._text.folded
        for place in passage.after(at):
            if _BY.search(folded, max(at, place.start - 30), place.start):
                return place
            if self._approves(place, at, objects):
                return place
            # «… to the Code were adopted (Law No. 12 of …)»
            bracketed = folded[place.start - 1] == "(" and place not in objects
            if bracketed and objects and place.how is How.CITATION:
                return place
        return None

    def _approves(self, place: Occurrence, at: int, objects: Sequence[Occurrence]) -> bool:
        """Tell "changes to the Code, adopted by Law No. 5" from "to the Rules approved by Order".

        What was adopted is the changes where a finite verb says so, or where the changed act is
        a statute, which no other act approves.
        """
        folded = self._text.folded
        before = folded[max(at, place.start - 60) : place.start]
        if _WERE_APPROVED.search(before):
            return True
        first = next((one for one in objects if one.end <= place.start), None)
        # What has a number and a day of its own was approved by no other act: its changes were.
        statute = first is not None and (
            first.entity.ref.type in _STATUTES
            or (first.ref is not None and not first.ref.approved and bool(first.ref.number))
        )
        return statute and _APPROVED_BY_ACT.search(before) is not None

    def _behind(self, passage: Passage, at: int, *, close: bool) -> list[Occurrence]:
        """Take the acts behind a verb or noun to the end of its clause."""
        folded = self._text.folded
        found: list[Occurrence] = []
        edge = passage.end
        colon = folded.find(":", at, passage.end)
        first = next(passage.after(at), None)
        if first is not None and not (0 <= colon < first.start):
            semicolon = folded.find(";", at, passage.end)
            edge = semicolon if semicolon >= 0 else edge
        edge = min(edge, self._next_deed(passage, at))
        previous = at
        for place in passage.after(at):
            if place.start >= edge:
                break
            if place.how is How.NOUN or self.refers(place, passage.start):
                continue
            gap = folded[previous : place.start]
            if self._approves(place, at, found) or (not found and _TOLD.search(gap)):
                break
            if _BY.search(folded, max(at, place.start - 30), place.start):
                break
            if close and gap.endswith("(") and len(gap) > 2:
                break
            if close and place.start - previous > _CLOSE and not (found and _JOINT.match(gap)):
                approved = place.ref is not None and place.ref.approved
                if not approved or found:
                    break
            found.append(place)
            previous = place.tail
        return found

    def agent(self, passage: Passage) -> Entity | None:
        """Find the act a sentence that opens a list names as the changing one."""
        for pattern in (self._words.amends, self._words.repeals, self._words.amendments_to):
            for cue in self._cues(pattern, passage):
                return self._agent(passage, cue.start())
        return None

    def _agent(self, passage: Passage, at: int) -> Entity | None:
        """Find the act that changes: the nearest before the verb that is not only referred to.

        "Order No. 8 repeals Order No. 5 and amends Order No. 6": the second verb's is the first's.
        """
        folded = self._text.folded
        if _COORDINATED.search(folded, max(passage.start, at - 40), at):
            at = next((deed for deed in self._deeds(passage) if deed < at), at)
        for place in reversed(passage.places):
            if place.end > at or self.refers(place, passage.start):
                continue
            if _AS_AMENDED.search(folded, max(passage.start, place.start - 40), place.start):
                continue
            return place.entity
        return None

    def _deeds(self, passage: Passage) -> list[int]:
        """List where the verbs of change and repeal stand that have their objects behind them."""
        patterns = (self._words.amends, self._words.repeals)
        return sorted(cue.start() for words in patterns for cue in self._cues(words, passage))

    def _next_deed(self, passage: Passage, at: int) -> int:
        """Find where the next verb takes over: "repeals Order No. 5 and amends …"."""
        folded = self._text.folded
        for deed in self._deeds(passage):
            if deed >= at and _COORDINATED.search(folded, max(at, deed - 40), deed):
                return deed
        return passage.end

    # ---- Russian and Kazakh --------------------------------------------------------------------

    def _russian(self, passage: Passage) -> Relation | None:
        folded = self._text.folded
        relation = Relation(None, [], [], passage.start)
        amends = next(self._cues(self._words.amends, passage), None)
        noun = next(self._cues(self._words.amendments_to, passage), None)
        repeals = next(self._cues(self._words.repeals, passage), None)
        suspends = next(self._cues(self._words.suspends, passage), None)
        previous: Occurrence | None = None
        doer: Occurrence | None = None
        for place in passage.places:
            if self.refers(place, passage.start):
                continue
            if place.how is How.NOUN:
                first = next((cue.start() for cue in (amends, repeals) if cue), place.start)
                if relation.subject is None and place.start < first:
                    relation.subject = place.entity
                continue
            into = _INTO.search(folded, max(passage.start, place.start - 40), place.start)
            joint = (
                previous is not None
                and previous.entity in relation.changed
                and _JOINT.match(folded[previous.tail : place.start])
            )
            cue = amends or noun
            if self._instrumental(place):
                relation.subject, doer = place.entity, place
            elif cue and (into or joint or self._into_rules(cue.end(), place)):
                relation.changed.append(place.entity)
            elif repeals and place.start > repeals.start():
                relation.repealed.append(place.entity)
            elif suspends and place.start > suspends.start():
                relation.suspended.append(place.entity)
            elif relation.subject is None:
                relation.subject = place.entity
            previous = place
        if doer and amends and not relation.changed and _PASSIVE.search(amends[0]):
            relation.changed = [
                place.entity
                for place in passage.places
                if place.how is How.CITATION and place.end <= amends.start()
            ]
        if (
            amends
            and not relation.changed
            and _BY_WHICH.search(folded, passage.start, amends.start())
        ):  # «Закон …, которым дополнен Закон …»
            relation.changed = [
                place.entity
                for place in passage.places
                if place.how is How.CITATION and place.start >= amends.end()
            ]
        if relation.subject is None:  # «Признан утратившим силу приказ …» does not say by what
            relation.repealed.clear()
            relation.suspended.clear()
        return self._clean(relation)

    def _instrumental(self, place: Occurrence) -> bool:
        """Tell «приказом от … № …», by which something is done, from «утвержденные приказом»."""
        if place.how is not How.CITATION:
            return False
        folded = self._text.folded
        return (
            _INSTRUMENTAL.match(folded, place.start) is not None
            and _APPROVED_BY.search(folded, max(0, place.start - 20), place.start) is None
        )

    def _into_rules(self, at: int, place: Occurrence) -> bool:
        """Tell whether rules stand behind «в» that the cited act approved."""
        if place.ref is None or not place.ref.approved or place.start <= at:
            return False
        return _INTO_RULES.match(self._text.folded, at, place.start) is not None

    def _kazakh(self, passage: Passage) -> Relation | None:
        relation = Relation(None, [], [], passage.start)
        if next(self._cues(self._words.amends, passage), None) is None:
            return None
        for place in passage.places:
            if place.how is How.NOUN or self.refers(place, passage.start):
                continue
            if _DATIVE.search(self._text.folded, max(place.start, place.end - 4), place.end):
                relation.changed.append(place.entity)
            elif relation.subject is None:
                relation.subject = place.entity
        return self._clean(relation)

    # ---- common --------------------------------------------------------------------------------

    def _cues(
        self, pattern: re.Pattern[str], passage: Passage, start: int | None = None
    ) -> Iterator[re.Match[str]]:
        """Yield the matches of a pattern that stand outside the titles of cited acts."""
        starts = [place.start for place in passage.places if place.how is How.CITATION]
        ends = [place.end for place in passage.places if place.how is How.CITATION]
        for match in pattern.finditer(self._text.folded, start or passage.start, passage.end):
            index = bisect_left(ends, match.start() + 1)
            if index == len(starts) or starts[index] > match.start():
                yield match

    def _clean(self, relation: Relation) -> Relation | None:
        relation.changed = [
            entity for entity in dict.fromkeys(relation.changed) if entity is not relation.subject
        ]
        relation.repealed = [
            entity
            for entity in dict.fromkeys(relation.repealed)
            if entity is not relation.subject and entity not in relation.changed
        ]
        relation.suspended = [
            entity
            for entity in dict.fromkeys(relation.suspended)
            if entity is not relation.subject and entity not in relation.changed
        ]
        told = relation.changed or relation.repealed or relation.suspended
        return relation if told else None

"""The requisites of an English citation, read in whatever order they stand."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from vacatio_calendar.model import ActType
from vacatio_parser.cite_parts import LONGEST_ISSUER, Citation, Reading, make

_COUNTRY = re.compile(
    r",?\s+(?:of|in)\s+(?:the\s+)?(?:republic\s+of\s+kazakhstan|kazakhstan|rk|rok)(?!\w)"
)
_BY = re.compile(
    r",?\s+(?:(?:issued|adopted|approved|made|signed|passed)\s+by|of|by|from)\s+(?:the\s+)?(?=\D)"
    # No chamber is an issuer: a law bears the day on which the President signs it.
    r"(?!parliament|mazhilis|majilis|senate|(?:lower|upper) house"
    r"|same (?:date|day|month|year)(?!\w))"  # "the Law of the same date, published on 10 January"
)
_DATED = re.compile(
    r",?\s+(?:(?:dated|dd\.?|of|from|issued|adopted|signed|passed|approved|enacted)(?:\s+on)?|as\s+of|on)"
    r"\s+(?:the\s+)?(?=[a-z\d])"
    r"|,\s+(?=\d)|\s*\((?=\d{1,2}[.\s]|[a-z]{3,9}\.?\s\d{1,2},)"
)
_NUMBER_AHEAD = re.compile(r"(?:(?<=\")\.|(?<=law):)?,?\s*(?=№|no\s?\.|no\s\d|n\s?\d)")
_ISSUER_STOP = re.compile(
    r'["();:]|,?\s+(?:dated|dd\.?|registered|adopted|approved|issued|signed|was|were|is|are|has|have|had'
    r"|will|shall|which|that|to|amend\w*|introduc\w*|chang\w*|enter\w*|effective|about)(?!\w)"
    r"|,?\s*(?:№|\bno\s?\.|\bno\s\d)|\.\s|\.$|\n\s*\n|\s+(?:on|of|from)\s+(?=\d)|\bon\s(?=[a-z]+\s\d)"
    r"|\n(?=[a-z]+\s\d|of\s[a-z]+\s\d|no\.)"
)
_QUOTE = re.compile(r',?\s*(?:entitled\s+|called\s+|named\s+)?(?:-\s)?(?=")')
_SINGLE = re.compile(r",?\s*'(?=(?:on|about|concerning)\s)")
_SINGLE_END = re.compile(r"'(?=[\s,.;:)]|$)")
_ABOUT = re.compile(r",?\s+(?=(?:on|about)\s+[a-z])")
_REQUISITES = re.compile(
    r"\((?:the\s)?(?P<type>(?:law|code|decree|order|resolution|decision)\s(?:of\s(?:the\s)?(?:rk|rok|republic\sof\skazakhstan)\s)?)?"
    r"(?P<lead>dated\s|of\s|(?:signed|adopted|approved|issued)\s(?:on\s)?)?(?:(?:no\s?\.?\s?|№\s?)\S|\d{1,2}[.\s]|[a-z]{3,9}\.?\s\d{1,2},)"
)
_AS_AMENDED = re.compile(
    r",?\s?(?:(?:of|by)\sthe\s|in\s(?:russian|kazakh|english)|as\s(?:last\s)?amended|with\samendments|registered|published)\b"
)
# The next line of a card: «Date of publication: …».
_LABEL = re.compile(r"[a-z ]{3,36}:")
_ALIAS = re.compile(r"\((?:hereinafter|further|the\s|collectively|together|\")")
_REGISTER_SENTENCE = re.compile(
    r",?\s*(?:it is |was )?registered\s+(?:in|with)\s[^;\n(]{0,200}"
    r"|,\s?reg(?:\.|istration|istered(?:\sunder)?)\s?(?=no|№)(?:no\s?\.?|№)\s?\d{3,7}"
)


def capital_run(reading: Reading, at: int, limit: int) -> int:
    """Tell where a run of capitalised words ends; small words may stand inside it."""
    folded, end = reading.folded, at
    while at < limit:
        stop = at
        while stop < limit and not folded[stop].isspace() and folded[stop] not in '",;:()':
            stop += 1
        word = folded[at:stop]
        bare = word.strip(".'")
        if not bare:
            break
        if bare in reading.words.small or bare == "-":
            pass
        elif reading.capital(at):
            end = stop - (len(word) - len(word.rstrip(".")))
        else:
            break
        if word.endswith(".") and bare not in ("st", "no"):
            break
        nxt = stop
        if folded[nxt : nxt + 2] == ", " and reading.capital(nxt + 2):
            nxt += 1
        elif folded[nxt : nxt + 1] not in (" ", "\n"):
            break
        if folded[nxt] == "\n" and _LABEL.match(folded, nxt + 1, min(limit, nxt + 40)):
            break
        at = nxt + 1
    return end


@dataclass(slots=True)
class Parts:
    """The requisites behind the word for the type."""

    reading: Reading
    at: int
    last: int
    end: int = 0
    tail: int = 0
    dated: bool = False
    date: dt.date | None = None
    number: str | None = None
    title: str | None = None
    issuer: str | None = None
    registration: str | None = None
    quoted: bool = False
    named: bool = False
    reach: int | None = None
    opened: int = -1

    def read(self) -> None:
        """Read on until nothing of the citation follows."""
        while (
            self._country()
            or self._date()
            or self._number()
            or self._title()
            or self._issuer()
            or self._bracket()
        ):
            pass

    def cites(self, kind: ActType) -> bool:
        """Tell whether what was read identifies an act."""
        if self.date or self.number:
            return True
        if self.named and kind in (ActType.LAW, ActType.CONSTITUTIONAL_LAW):
            return True
        return self.title is not None and (
            kind is ActType.CODE or (self.quoted and self.title.lower().startswith(_TITLED))
        )

    def citation(self, kind: ActType, start: int, anchor: int, word: str) -> Citation:
        """Build the citation of what was read."""
        end = max(self.end, anchor)
        ref = make(
            self.reading,
            kind,
            (start, end),
            number=self.number,
            date=self.date,
            title=self.title,
            issuer=self.issuer,
            registration=self.registration,
        )
        return Citation(ref, start, end, max(end, self.tail), anchor, word)

    def _move(self, at: int) -> bool:
        self.at = self.end = self.tail = at
        return True

    def _country(self) -> bool:
        match = _COUNTRY.match(self.reading.folded, self.at, min(self.last, self.at + 60))
        return match is not None and self._move(match.end())

    def _date(self) -> bool:
        folded = self.reading.folded
        if self.dated:
            return False
        match = _DATED.match(folded, self.at, min(self.last, self.at + 40))
        at = match.end() if match else self.at
        at = self.reading.skip(at)
        found = self.reading.date_at(at)
        if found is None or found.start > at or found.end > self.last:
            return False
        if match is None and self.number is None and self.at != self.opened:
            return False
        end = found.end
        loose = match is not None and match[0].split()[0] in ("as", "on")
        sure = self.number or self.issuer or _NUMBER_AHEAD.match(folded, end, end + 12)
        if loose and not sure:  # "the law as of 1 March", "approved the law on 12 June"
            return False
        self.dated, self.date = True, found.date
        if match and match[0].strip() == "(" and folded[end : end + 1] == ")":
            end += 1
        return self._move(end)

    def _number(self) -> bool:
        match = _NUMBER_AHEAD.match(self.reading.folded, self.at, min(self.last, self.at + 12))
        if self.number is not None or match is None:
            return False
        found = self.reading.number_at(match.end())
        if found is None:
            return False
        self.number = found.value
        return self._move(found.end)

    def _title(self) -> bool:
        reading = self.reading
        folded = reading.folded
        limit = min(self.last, self.at + 24)
        if self.quoted:
            return False
        if match := _QUOTE.match(folded, self.at, limit):
            close = reading.quotes.close_of(match.end())
            if close is None or close > self.last:
                return False
            self.title, self.quoted = reading.printed(match.end() + 1, close).strip(' ,."“”'), True
            return self._move(close + 1)
        if match := _SINGLE.match(folded, self.at, limit):
            close_at = _SINGLE_END.search(folded, match.end(), min(self.last, match.end() + 400))
            if close_at is None:
                return False
            self.title, self.quoted = reading.printed(match.end(), close_at.start()), True
            return self._move(close_at.end())
        if self.title is None and not (self.number or self.date):
            return self._led_title()
        if self.title is None:
            match = _ABOUT.match(folded, self.at, limit)
            if match is None:
                return False
            inner = folded.find(" ", match.end()) + 1
            if not reading.capital(inner):
                return False
            last = min(self.last, inner + 300)
            if "\n" in folded[self.at : match.end()]:  # a title on a line of its own ends with it
                last = min(last, (folded.find("\n", inner) + 1 or last + 1) - 1)
            stop = _without_doer(folded, inner, capital_run(reading, inner, last))
            found = reading.next_date(inner, stop + 1)
            if stop <= inner or (found and found.start <= stop):
                return False
            self.title = reading.printed(match.end(), stop)
            return self._move(stop)
        return False

    def _led_title(self) -> bool:
        """Read a title without marks that a date or a number closes."""
        reading = self.reading
        match = _ABOUT.match(reading.folded, self.at, min(self.last, self.at + 12))
        if match is None:
            return False
        capital = reading.capital(self.end - 1 - _word_before(reading, self.end))
        stop = _LED_STOP.search(reading.folded, match.end(), min(self.last, match.end() + 300))
        numbered = stop is not None and stop[1] and stop[1].strip(", ").startswith(("no", "№"))
        # "the order on lifting the ban (No. 14 of 22 January)"
        numbered = numbered or (
            stop is not None and _IN_BRACKET.match(reading.folded, stop.start())
        )
        if not capital and not numbered:
            return False
        if stop is None or not stop[1]:
            return self._named_title(match.end())
        end = stop.start()
        found = reading.next_date(match.end(), end)
        comma = reading.folded.rfind(",", match.end(), found.start) if found else -1
        if found and comma > 0 and not reading.folded[comma + 1 : found.start].strip():
            end = comma  # "the Law on Industrial Policy, 27 December 2021, No. 86-VII"
        self.title = reading.printed(match.end(), end)
        return self._move(end)

    def _named_title(self, at: int) -> bool:
        """Read «the Law on State Procurement», which only its capitals mark."""
        inner = self.reading.folded.find(" ", at) + 1
        if self.reading.folded.startswith("the ", inner):  # "the Law on the National Bank"
            inner += 4
        if not self.reading.capital(inner):
            return False
        stop = capital_run(self.reading, inner, min(self.last, inner + 300))
        stop = _without_doer(self.reading.folded, inner, stop)
        found = self.reading.next_date(inner, stop + 1)
        if stop <= inner or (found and found.start <= stop):
            return False
        self.title, self.named = self.reading.printed(at, stop), True
        return self._move(stop)

    def _issuer(self) -> bool:
        reading = self.reading
        folded = reading.folded
        if self.issuer is not None:
            return False
        match = _BY.match(folded, self.at, min(self.last, self.at + 30))
        if match is None:
            return False
        begin = match.end()
        first = folded[begin : begin + 24].split(" ", 1)[0].strip(",")
        if reading.words.type_of(first) is not None:
            return False
        if not reading.capital(begin) and first not in reading.words.issuer_heads:
            return False
        limit = min(self.last, begin + LONGEST_ISSUER)
        if self.reach is not None:
            limit = max(begin, min(limit, self.reach))
        stop = _ISSUER_STOP.search(folded, begin, limit)
        bound = stop.start() if stop else limit
        found = reading.next_date(begin, bound + 12)
        if found and found.start <= bound + 8:
            back = re.compile(r",?\s+(?:of|dated|from|on)\s+$").search(folded, begin, found.start)
            bound = min(bound, back.start() if back else found.start)
            end = bound
        elif stop and (
            stop[0].strip(", ") in ("dated", '"', "issued", "adopted", "signed")
            or _NUMBER_AHEAD.match(folded, stop.start(), stop.start() + 8)
        ):
            end = bound
        else:
            end = capital_run(reading, begin, bound)
        end = reading.back(end, ",")
        if end <= begin:
            return False
        self.issuer = reading.printed(begin, end)
        return self._move(end)

    def _inside(self, at: int, close: int) -> bool:
        """Read requisites in brackets: «Law “On Data” (No. 94-V of May 21, 2013)»."""
        if self.number and self.dated:
            return False
        match = _REQUISITES.match(self.reading.folded, at, close)
        if match is None:
            return False
        begin = next((match.end(name) for name in ("lead", "type") if match[name]), at + 1)
        inner = Parts(self.reading, begin, close - 1, number=self.number, opened=begin)
        inner.dated = self.dated
        while inner._number() or inner._date():
            if reading_at(inner) == ";":  # "(signed on March 15, 2025; No. 171-VIII)"
                inner.at += 1
        rest = inner.reading.skip(inner.at)
        if rest != close - 1 and not _AS_AMENDED.match(self.reading.folded, rest, close):
            return False
        self.number = inner.number
        if not self.dated:
            self.dated, self.date = inner.dated, inner.date
        return self._move(close)

    def _bracket(self) -> bool:
        reading = self.reading
        folded = reading.folded
        if match := _REGISTER_SENTENCE.match(folded, self.at, min(self.last, self.at + 240)):
            self.registration = reading.registered(self.at, match.end())
            if self.registration is None:
                return False
            self.at = self.tail = match.end()
            return True
        at = reading.skip(self.at)
        close = reading.bracket_at(at)
        if close is None or close > self.last:
            return False
        if self._inside(at, close):
            return True
        registration = reading.registered(at, close)
        if registration:
            self.registration = registration
        elif not _ALIAS.match(folded, at, close) and close - at > 60:
            return False
        self.at = self.tail = close
        return True


_LED_STOP = re.compile(
    r'(,?\s+(?:dated\s|of\s+(?:\d|[a-z]{3,9}\.?\s\d)|no\s?\.?\s\d|№)|\s\((?=no\W|№|dated\s|of\s\d|\d{1,2}\s|[a-z]{3,9}\s\d{1,2},))|["().;:\n]'
    r"|\s(?:is|are|was|were|has|have|will|shall|may|must|which|that|amend\w*|enter\w*|sets?)\s"
    r"|\sby\s(?:the\s)?(?:law|order|decree|resolution|code|decision)\s"
)
_IN_BRACKET = re.compile(r"\s\((?:no\b|№)")
_DOER = re.compile(r"\sby\s(?:the\s)?(?:law|order|decree|resolution|code|decision)\b")


def reading_at(parts: Parts) -> str:
    """Give the mark that stands where the reading of a citation has come to."""
    return parts.reading.folded[parts.at : parts.at + 1]


def _without_doer(folded: str, start: int, end: int) -> int:
    """Cut "the Law on Permits by the Law dated …" before the act that did something to it."""
    doer = _DOER.search(folded, start, end)
    return doer.start() if doer else end


def _word_before(reading: Reading, end: int) -> int:
    start = end
    while start > 0 and reading.folded[start - 1].isalpha():
        start -= 1
    return max(0, end - 1 - start)


_TITLED = ("law on ", "code on ", "on ", "about ", "concerning ", "some ", "issues ")

"""The requisites of a Kazakh citation, read from right to left."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from dataclasses import dataclass

from vacatio_calendar.model import ActType
from vacatio_parser.cite_parts import LONGEST_ISSUER, Citation, Reading, make
from vacatio_parser.quotes import LONGEST

_HARD_STOP = re.compile(r'[";:()]|\.\s|\n|\s-\s|(?:сәйкес|бойынша|сондай-ақ|осы|үшін)\s')
_ABOUT = re.compile(r"туралы\s*$")
_ADOPTED = "қабылданған"
_OWNER = re.compile(r"[нтд][ыі]ң$")
_COUNTRY = re.compile(r"(?:қазақстан республикасы(?:ның)?|қр)$")
_COUNTRY_FIRST = re.compile(
    r"қазақстан\s{1,3}республикасы(?:ның)?(?:\s{1,3}(?P<name>[^\W\d_][^,;:.\n]{0,60}))?$"
)
_ITEM = re.compile(r"^(?:\s|\d+[-\d]*[.)]|[-*>#])+")


@dataclass(slots=True)
class Parts:
    """The requisites before the type, read from right to left."""

    reading: Reading
    at: int
    low: int
    code: bool = False
    last: int = 0
    date: dt.date | None = None
    dated: bool = False
    number: str | None = None
    title: str | None = None
    issuer: str | None = None
    registration: str | None = None

    def read(self, *, listed: bool = False) -> None:
        """Read to the left until nothing of the citation precedes."""
        self.last = self.at
        if self.code:
            self._named_behind_date()
        while self._bracket() or self._number() or self._date() or (not listed and self._title()):
            pass
        if not self.dated and not self.number and not self.title and not self._promises():
            return
        if not self.dated and not self.number and (self._dated_owner() or self._owner_behind()):
            self._bracket()
            self._title()
            return
        self._owner()
        if self.title is None and not listed:
            self._title(led=True)
        elif self.title is None and listed:
            pass

    def _promises(self) -> bool:
        """Tell cheaply whether a title or a date may stand further to the left."""
        at = self.at
        low = max(self.low, at - LONGEST_ISSUER)
        if self.code or self.reading.folded.rfind('"', low, at) >= 0:
            return True
        return self.reading.next_date(max(self.low, at - 140), at) is not None

    def read_behind(self, at: int, end: int) -> int:
        """Read the older «Заңы 2001 жылғы 8 желтоқсандағы N 266»; tell where it ends."""
        reading = self.reading
        begin = reading.skip(at)
        found = reading.date_at(begin)
        if found is None or found.start != begin or found.end > end:
            return at
        number = reading.number_at(reading.skip(found.end))
        if number is None:
            return at
        self.dated, self.date, self.number = True, found.date, number.value
        if self.issuer is None and self.title is None:
            self._owner()
        return number.end

    def cites(self, kind: ActType) -> bool:
        """Tell whether what was read identifies an act."""
        if self.date or self.number:
            return True
        return self.title is not None and kind in (
            ActType.LAW,
            ActType.CONSTITUTIONAL_LAW,
            ActType.CODE,
            ActType.DECREE,
        )

    def citation(self, kind: ActType, anchor: int, word: str, *, issuer: str | None) -> Citation:
        """Build the citation of what was read."""
        ref = make(
            self.reading,
            kind,
            (self.at, max(self.at, self.last)),
            number=self.number,
            date=self.date,
            title=self.title,
            issuer=issuer,
            registration=self.registration,
        )
        return Citation(ref, self.at, self.last, self.last, anchor, word)

    def _bracket(self) -> bool:
        at = self.reading.back(self.at)
        start = self.reading.bracket_before(at)
        if start is None or start < self.low:
            return False
        registration = self.reading.registered(start, at)
        self.registration = self.registration or registration
        self.at = start
        return True

    def _number(self) -> bool:
        reading = self.reading
        if self.number is not None:
            return False
        at = reading.back(self.at)
        sign = max(
            reading.folded.rfind("№", max(self.low, at - 45), at),
            reading.folded.rfind(" n", max(self.low, at - 45), at) + 1,
        )
        if sign < self.low or sign <= 0:
            return False
        found = reading.number_at(sign)
        if found is None or reading.back(at, ".,") > found.end:
            return False
        self.number, self.at = found.value, sign
        return True

    def _date(self) -> bool:
        if self.dated:
            return False
        found = self.reading.date_before(self.reading.back(self.at))
        if found is None or found.start < self.low:
            return False
        self.dated, self.date, self.at = True, found.date, found.start
        return True

    def _title(self, *, led: bool = False) -> bool:
        reading = self.reading
        folded = reading.folded
        if self.title is not None:
            return False
        at = reading.back(self.at)
        if about := _ABOUT.search(folded, max(self.low, at - 10), at):
            outside = reading.back(about.start())
            if folded[outside - 1 : outside] == '"':
                at = outside
        if folded[at - 1 : at] != '"' or at - 1 < self.low:
            return False
        # A title reaches back to the start of its line at most.
        line = max(self.low, folded.rfind("\n", max(0, at - LONGEST), at - 1) + 1)
        start = reading.quotes.open_of(at - 1, line)
        if start is None:
            return False
        self.title = reading.printed(start + 1, at - 1).strip(' "«»')
        self.at = start
        return True

    def _named_behind_date(self) -> None:
        """Read «2003 жылғы 8 шілдедегі Орман кодексі»: the name of a code behind its date."""
        reading = self.reading
        folded = reading.folded
        at = reading.back(self.at)
        start = at
        for _ in range(3):
            start = reading.back(start)
            while start > self.low and not reading.folded[start - 1].isspace():
                start -= 1
                if at - start > 60:
                    return
            if folded.startswith("қазақстан", start):
                return
            if reading.capital(start) and reading.date_before(reading.back(start)):
                self.title = f"{reading.printed(start, at)} кодексі"
                self.at = start
                return

    def _dated_owner(self) -> bool:
        """Read «2014 жылғы 16 мамырдағы Қазақстан Республикасының [Жер]»: the date stands first."""
        reading = self.reading
        at = reading.back(self.at)
        match = _COUNTRY_FIRST.search(reading.folded, max(self.low, at - 110), at)
        if match is None:
            return False
        before = reading.back(match.start())
        if reading.folded.endswith(_ADOPTED, 0, before):  # «… желтоқсанда қабылданған …»
            before = reading.back(before - len(_ADOPTED))
        found = reading.date_before(before)
        if found is None or found.start < self.low:
            return False
        named = match.start("name")
        if named >= 0 and not (self.code and reading.capital(named)):
            return False
        if named >= 0:
            self.title = f"{reading.printed(named, at)} кодексі"
        self.dated, self.date, self.at = True, found.date, found.start
        return True

    def _owner_behind(self) -> bool:
        """Read «2025 жылғы 24 желтоқсандағы № 40/215 Семей қаласы мәслихатының»."""
        reading = self.reading
        at = reading.back(self.at)
        index = bisect_right(reading.ends, at) - 1
        if index < 0 or reading.ends[index] < max(self.low, at - LONGEST_ISSUER):
            return False
        found = reading.dates[index]
        number = reading.number_at(reading.skip(found.end))
        begin = reading.skip(number.end if number else found.end)
        words = reading.folded[begin:at]
        if begin >= at or not reading.capital(begin) or not _OWNER.search(words):
            return False
        if _HARD_STOP.search(reading.folded, begin, at) or found.start < self.low:
            return False
        self.dated, self.date = True, found.date
        self.number = number.value if number else None
        self.issuer, self.at = reading.printed(begin, at), found.start
        return True

    def _owner(self) -> None:
        """Read who issued it: the words back to a title, a bracket or the start of the line."""
        reading = self.reading
        folded = reading.folded
        at = reading.back(self.at)
        low = max(self.low, at - LONGEST_ISSUER)
        begin = low
        for stop in _HARD_STOP.finditer(folded, low, at):
            begin = stop.end()
        words = folded[begin:at]
        if not words.strip():
            return
        skip = _ITEM.match(words)
        begin += skip.end() if skip else 0
        if folded.startswith("туралы ", begin):
            begin += 7
        while begin < at and not reading.capital(begin):
            step = folded.find(" ", begin, at)
            if step < 0:
                return
            begin = reading.skip(step)
        words = folded[begin:at]
        if self.code and not self.dated and self._name(begin, at):
            return
        if not _OWNER.search(words) and not _COUNTRY.search(words):
            if self.code:
                self._name(begin, at)
            return
        if self.dated or self.number or self.title is None:
            self.issuer = reading.printed(begin, at)
            self.at = begin

    def _name(self, begin: int, at: int) -> bool:
        """Name a code by the words behind the country: Қазақстан Республикасының Қылмыстық."""
        reading = self.reading
        words = reading.folded[begin:at]
        country = "қазақстан республикасының "
        name_at = begin + len(country) if words.startswith(country) else begin
        name = reading.printed(name_at, at)
        if not name or len(name) > 60 or not reading.capital(name_at):
            return False
        self.title = f"{name} кодексі"
        self.at = begin
        return True

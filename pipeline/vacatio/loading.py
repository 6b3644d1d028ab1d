"""Acts of the last build, put together again from their documents when they are asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator
from functools import lru_cache

from vacatio import cards
from vacatio.assemble import Reading, Text, Work, careful, joined_work
from vacatio.holdings import Key
from vacatio.memory import Memory
from vacatio.quarantine import without_days_to_come
from vacatio_calendar import Jurisdiction

#: So many acts are held in memory.
HELD = 4000


class Loading:
    """The acts that an earlier build left in the memory."""

    def __init__(
        self,
        known: Memory,
        load: Callable[[Collection[str]], dict[str, Reading]],
        law: Jurisdiction,
        preferred: frozenset[str],
        as_of: dt.date,
    ) -> None:
        """Take the memory; days after `as_of` have not come."""
        self._known, self._load, self._law, self._preferred = known, load, law, preferred
        self._as_of = as_of
        self.work = lru_cache(HELD)(self._work)

    def ids(self, asked: Key) -> Collection[str]:
        """Name the acts that are found by a question."""
        return self._known.ids(asked)

    def names(self) -> Iterator[str]:
        """Name all acts."""
        return self._known.names()

    def _work(self, name: str) -> Work | None:
        held = self._known.held(name)
        if held is None:
            return None
        pages = self._load(sorted({page for page, _ in (*held.texts, *held.cards)}))
        texts = [_text(pages[page], index, whole=False) for page, index in held.texts]
        found = [_text(pages[page], index, whole=True) for page, index in held.cards]
        work = joined_work(texts, self._law, self._preferred)
        assert work is not None
        return without_days_to_come(cards.with_cards(work, found, name), self._as_of)


def _text(page: Reading, index: int, *, whole: bool) -> Text:
    document = page.document
    assert document is not None
    return Text(page, document if whole else careful(document), index)

"""What misuse of this room raises."""

from __future__ import annotations

from vacatio_calendar.errors import VacatioError


class RepeatedIdentity(VacatioError):
    """Two records of one feed or calendar carry the same id, and readers would drop one.

    >>> str(RepeatedIdentity("a1"))
    "two records carry the id 'a1': give each legal event an id of its own"
    """

    def __init__(self, identity: str) -> None:
        """Keep the repeated id."""
        self.identity = identity
        super().__init__(
            f"two records carry the id {identity!r}: give each legal event an id of its own"
        )


class IncompleteRow(VacatioError):
    """A row lacks what an announcement cannot do without."""

    def __init__(self, identity: str, column: str) -> None:
        """Keep the row's id and the column that is empty."""
        self.identity = identity
        self.column = column
        super().__init__(f"event {identity!r} cannot be announced: its {column} is empty")

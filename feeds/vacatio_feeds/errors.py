"""What misuse of this room raises."""

from __future__ import annotations


class RepeatedIdentity(ValueError):
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

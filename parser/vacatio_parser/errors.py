"""What is raised where there is nothing to read."""

from __future__ import annotations

from vacatio_calendar.errors import VacatioError


class UnreadableInput(VacatioError):
    """Input that holds no text of an act or of a report on acts.

    ``reason`` says why, in the words of one short clause; ``name`` is the file or page.

    >>> str(UnreadableInput("the file is empty", name="order.txt"))
    'order.txt: the file is empty'
    """

    def __init__(self, reason: str, *, name: str | None = None) -> None:
        """Build the message from the reason and, if known, the name of the input."""
        self.reason = reason
        self.name = name
        super().__init__(f"{name}: {reason}" if name else reason)

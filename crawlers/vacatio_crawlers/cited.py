"""An act that others cite, and that a source may be asked for by what they say of it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Cited:
    """An act as it is cited: the day of its adoption (ISO), and its number, its title, or both."""

    day: str
    number: str | None = None
    title: str | None = None

    @property
    def words(self) -> str:
        """Give what to search for: the title, which fewer acts repeat than a number."""
        return self.title or self.number or self.day

    @property
    def key(self) -> str:
        """Name it in a report.

        >>> Cited("2023-06-12", "179/НҚ").key
        'cited 2023-06-12 179/НҚ'
        """
        return f"cited {self.day} {self.number or self.title}"

    def fits(self, entry: Mapping[str, Any]) -> bool:
        """Tell whether an entry of the reference bank's search may be it: its day and its number.

        A number is compared by its digits, for letters are printed in two alphabets.

        >>> entry = {"stateAgencyApprovalDate": "2023-06-12", "requisites": {"rus": "№ 179/НҚ"}}
        >>> Cited("2023-06-12", "179/HK").fits(entry), Cited("2023-06-12", "17").fits(entry)
        (True, False)
        """
        if str(entry.get("stateAgencyApprovalDate") or "")[:10] != self.day:
            return False
        digits = re.search(r"\d+", self.number or "")
        if digits is None:
            return True
        printed = " ".join(str(one) for one in (entry.get("requisites") or {}).values())
        return re.search(rf"(?<!\d){digits[0]}(?!\d)", printed) is not None

"""Write the public pages on findings: ``python -m vacatio_calendar.checks docs``."""

from __future__ import annotations

import sys
from pathlib import Path

from vacatio_calendar.checks.pages import index, pages
from vacatio_calendar.jurisdiction import load


def main(arguments: list[str]) -> int:
    """Write the list and the pages into a directory, or print the list where none is given."""
    if not arguments:
        print(index(), end="")
        return 0
    if len(arguments) > 1 or not Path(arguments[0]).is_dir():
        print("usage: python -m vacatio_calendar.checks [DIRECTORY]", file=sys.stderr)
        return 2
    root = Path(arguments[0])
    (root / "findings.md").write_text(index(), encoding="utf-8")
    (root / "checks").mkdir(exist_ok=True)
    for code, text in pages(load("kz")).items():
        (root / "checks" / f"{code}.md").write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

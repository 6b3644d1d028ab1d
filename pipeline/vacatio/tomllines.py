"""On which line of a TOML file a key stands: the parser of the standard library does not say."""

from __future__ import annotations

import re


def line_of(text: str, key: str, item: str = "") -> int:
    """Find the line of a key, or of the head of a table, or of an item in a list below it.

    What stands in a table may be written with the table's name before it.
    """
    wanted = {key, key.partition(".")[2]} - {""}
    lines = text.splitlines()
    for number, line in enumerate(lines, start=1):
        words = line.split("=")[0].strip().strip("[]")
        if re.sub("[\"']", "", words) in wanted:
            behind = range(number, len(lines) + 1) if item else ()
            return next((n for n in behind if item in lines[n - 1]), number)
    return 1

"""Take a written feed or calendar apart into what was printed of each of its entries.

The writers print an entry the same in every feed of a language, so what stands in a file that
they wrote can be given to them again. No mark can stand inside an entry: there brackets are
escaped, lines of JSON have no ends, and a line of a calendar that goes on begins with a space.
"""

from __future__ import annotations

from vacatio_feeds.syndicate import ATOM, RSS

#: How the first entry begins, on a new line, and how each ends, by format.
_MARKS = {
    ATOM: ("\n  <entry>", "</entry>\n"),
    RSS: ("\n    <item>", "</item>\n"),
    "article": ("\n<article>\n", "</article>\n"),
    "event": ("\nBEGIN:VEVENT\r\n", "\r\nEND:VEVENT\r\n"),
}


def pieces(form: str, written: bytes) -> list[str]:
    r"""Give what was printed of each entry, in the order of the file.

    ``form`` is a format of ``Printed``, or ``event`` for a calendar without reminders.

    >>> pieces("article", b"<main>\n<article>\na</article>\n<article>\nb</article>\n</main>")
    ['<article>\na</article>\n', '<article>\nb</article>\n']
    """
    text = written.decode()
    if form == "json":
        items = text[text.index('"items": [') + len('"items": [') : text.rindex("]\n}")]
        return items.split(",\n") if items else []
    begins, ends = _MARKS[form]
    at = text.find(begins)
    if at < 0:
        return []
    return [f"{part}{ends}" for part in text[at + 1 :].split(ends)[:-1]]

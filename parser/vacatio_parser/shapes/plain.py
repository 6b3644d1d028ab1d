r"""Plain text and Markdown: the text stays as it is, the marks of Markdown are hidden.

Markdown copies of acts escape list numbers (`1\.`), quote notes (`> *Сноска. …*`) and set names
in bold; a reader must not meet any of it, and a quotation must still show it.
"""

from __future__ import annotations

import re

from vacatio_calendar.model import Layout
from vacatio_parser.page import PLAIN, Facts, Mark, Page, Role

# Hardly any act holds one of these: looking for them costs nothing beside the expression.
_HINTS = ("# ", "> ", "**", "\\", "<a ")
_MARKDOWN = re.compile(r"^(?:#{1,6} |> |\*\*)|\d\\[.)]|<a (?:id|name)=|\*\*\S", re.MULTILINE)
_HIDDEN = re.compile(
    r"""
      ^[ \t]*(?:>[ \t]?)+              # quotation
    | ^\#{1,6}[ ]+                     # heading
    | \*\*                             # bold
    | (?<![\w*])\*(?=[^\s*])           # italics begin
    | (?<=[^\s*])\*(?![\w*])           # italics end
    | \\(?=[.)\-*_\#>\[\]])            # escape
    | <a\ (?:id|name)="[^"<>\n]{0,80}">(?:</a>)?
    | \[(?=[^\[\]\n]{1,300}\]\([^()\s]{1,400}\))
    | (?<=[^\s\]])\]\([^()\s]{1,400}\) # link target
    """,
    re.MULTILINE | re.VERBOSE,
)
_AS_TYPED = Layout(as_typed=True)
_HEADING = re.compile(r"#{1,6} ")


def read_plain(text: str) -> Page:
    r"""Make a page of a text as it stands.

    >>> page = read_plain("# О бюджете\n\n1\\. Утвердить.")
    >>> page.marks[0].role.value, len(page.hidden)
    ('title', 2)
    """
    if not any(hint in text for hint in _HINTS) or not _MARKDOWN.search(text):
        return Page(text, (), Facts(), layout=_AS_TYPED)
    hidden = tuple(match.span() for match in _HIDDEN.finditer(text))
    return Page(text, _marks(text), Facts(), hidden, _AS_TYPED)


def _marks(text: str) -> tuple[Mark, ...]:
    marks: list[Mark] = []
    titled = False
    for line in text.replace("\r", "\n").split("\n"):
        if not _HEADING.match(line):
            marks.append(PLAIN)
            continue
        first = line.startswith("# ") and not titled
        titled = titled or first
        marks.append(Mark(Role.TITLE if first else Role.HEADING))
    return tuple(marks)

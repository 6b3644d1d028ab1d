"""Print the public list of findings in Markdown: ``python -m vacatio_calendar.checks``."""

from __future__ import annotations

from collections.abc import Iterator

from vacatio_calendar.checks.run import checks
from vacatio_calendar.checks.texts import catalogue
from vacatio_calendar.model import Language

_HEAD = """\
# Findings

What vacatio says when a text does not agree with the rules, with itself, or with the calendar. A
finding has a code that never changes, and names whose text disagrees. *Error* means that somebody
relies on something wrong; *warning* that a person should look; *info* that there is something to
know. Where several match the same dates, only the most specific is reported. What cannot be checked
is no finding: it is counted, with its reason.
"""


def lines() -> Iterator[str]:
    """Yield the list, one finding a section, from the docstrings of the checks."""
    yield _HEAD
    seen: set[str] = set()
    for check in checks():
        if check.code not in seen:
            words = catalogue()[check.code]
            title = words.titles[Language.EN]
            seen.add(check.code)
            yield f"## {check.code} {title}\n"
            rule = f" · rests on `KZ-{check.rule}`" if check.rule else ""
            yield f"`{words.name}` · {check.severity.value}{rule}\n"
        text = "\n".join(line.strip() for line in check.documentation.splitlines())
        yield f"{text}\n"


def main() -> None:
    """Print the list."""
    print("\n".join(lines()), end="")


if __name__ == "__main__":
    main()

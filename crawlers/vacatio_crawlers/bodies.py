"""Whether a body is the page that was asked for: JSON of a source, or HTML with its marks."""

from __future__ import annotations

import json
from typing import Any, TypeVar

from scrapy import Selector
from scrapy.http import Response

from vacatio_crawlers.responses import media_type, shell_mark

#: A JSON answer: an object or a list of whatever the source sends.
Answer = TypeVar("Answer", dict[str, Any], list[Any])


class NotThePage(Exception):
    """The body is a shell, a barrier or another site's: nothing follows from what it lacks."""


class Unusable(Exception):
    """The body is of the page, but cut off, garbled or of another shape."""


def json_of(response: Response, shape: type[Answer], *marks: str) -> Answer:
    """Read a JSON answer of a shape, whatever type the server declares for it.

    Raises:
        NotThePage: it is no JSON at all, or has none of the keys that mark an answer.
        Unusable: it is JSON that is cut off, garbled or of another shape.
    """
    try:
        answer = json.loads(response.body)
    except (ValueError, RecursionError):  # the latter of what is nested without end
        declared = media_type(response)
        if "json" in declared and response.body.strip():
            raise Unusable("JSON that is cut off or garbled") from None
        mark = shell_mark(response.body)
        size = f"{len(response.body)} bytes of {declared}, not JSON"
        raise NotThePage(f"a page with {mark}" if mark else size) from None
    if rb"\ud" in response.body.lower() and _halved(answer):
        raise Unusable("JSON with half a letter")
    if not isinstance(answer, shape):
        raise Unusable(f"JSON of another shape: {type(answer).__name__}")
    if marks and not any(mark in answer for mark in marks):
        raise NotThePage(f"{len(response.body)} bytes without {marks[0]}")
    return answer


def _halved(answer: object) -> bool:
    """Tell whether a value holds half of a surrogate pair, which no file and no base can hold."""
    try:
        json.dumps(answer, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return True
    return False


def html_of(response: Response, *marks: str, least: int = 0) -> Selector:
    """Read a page of HTML that holds one of some elements, named by CSS selectors.

    Raises:
        NotThePage: it is a shell or a barrier, holds none of them, or is shorter than `least`.
        Unusable: it is not in its encoding.
    """
    try:
        text = response.body.decode()
    except ValueError:
        raise Unusable("text that is not in its encoding") from None
    html = Selector(text=text or "<html/>", type="html")
    size = len(response.body)
    if size >= least and any(html.css(one) for one in marks):
        return html
    shell = shell_mark(response.body)
    lacking = f"{size} bytes of {media_type(response)} without {marks[0]}"
    if any(html.css(one) for one in marks):
        lacking = f"{size} bytes, fewer than any page of this source"
    raise NotThePage(f"a page with {shell}" if shell else lacking)

"""Nothing a page holds may bring the reader down: it reads, or says in one line why not."""

from __future__ import annotations

import contextlib
import io
import json
import tracemalloc
import zipfile
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vacatio_calendar.model import Document, Language, Span
from vacatio_parser import UnreadableInput, parse_bytes, parse_text

CALM = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
PIECES = (
    "Закон Республики Казахстан от 5 мая 2020 года № 321-VI «О садах»",
    "Қазақстан Республикасының 2020 жылғы 5 мамырдағы № 321-VI Заңы",
    "Order No. 12/НҚ of the Minister of Finance dated May 5, 2020 (the “Order”)",
    "Внести в приказ Министра от 1 марта 2019 года № 7 следующие изменения:",
    "пункт 3 изложить в следующей редакции:",
    "«3. Настоящий приказ вводится в действие с 1 июля 2026 года.»;",
    "Сноска. Статья 1 с изменениями, внесенными Законом РК от 27.12.2019 № 291-VІ (",
    "вводится в действие по истечении десяти календарных дней",
    "күнтізбелік он күн өткен соң қолданысқа енгізіледі",
    "enters into force 60 calendar days after its first official publication, i.e. January 6, 2025",
    "amends the following laws:",
    "- Law dated April 12, 2004 “On Trade”;",
    "was published on December 26, 2025",
    "Статья 5.",
    "1.",
    "1)",
    "Приложение 1 к приказу",
    "ПРИКАЗЫВАЮ:",
    "Министр юстиции",
    "«",
    "»",
    "“",
    "(",
    "№",
    "# ",
    "> *",
    "**",
    "<table>",
    "\u00ad",
    "\u200b",
    "İ",
    "\r",
    "\x85",
    "\t",
    "\n",
    "\n\n",
    " ",
)
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=12), max_size=40).map("".join)


def spans(value: object) -> Iterator[Span]:
    """Yield every span of a frozen value, however deep."""
    if isinstance(value, Span):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from spans(item)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from spans(getattr(value, name))


def misquoted(document: Document) -> list[Span]:
    return [span for span in spans(document) if document.text[span.start : span.end] != span.text]


@CALM
@given(TEXTS | st.text(), st.sampled_from([None, *Language]))
def test_any_text_is_read_and_every_span_is_its_quotation(
    text: str, language: Language | None
) -> None:
    document = parse_text(text, language=language)
    assert document.text == text
    assert misquoted(document) == []


@CALM
@given(st.binary(max_size=400) | TEXTS.map(str.encode))
def test_any_bytes_are_read_or_refused_with_a_reason(body: bytes) -> None:
    try:
        document = parse_bytes(body)
    except UnreadableInput as error:
        said = str(error)
    else:
        said = "read" if misquoted(document) == [] else ""
    assert said
    assert "\n" not in said


TAGS = st.sampled_from(
    ["<p>", "</p>", "<br>", "<article>", "</article>", '<span class="note">', "</span>", "<ul>",
     "<li>", "</ul>", '<font color="#FF0000">', "<table><tr><td>", "</table>", "<h1>", "</h1>",
     '<div class="slogan"><h1>О</h1></div>', "&nbsp;", "&#0;", "<!--", "-->", "<script>"]
)  # fmt: skip


@CALM
@given(st.lists(TAGS | st.sampled_from(PIECES) | st.text(max_size=8), max_size=40))
def test_any_page_is_read_or_refused(parts: list[str]) -> None:
    page = f"<html><body><p>Закон {''.join(parts)}".encode("utf-8", "replace")
    try:
        document = parse_bytes(page, media_type="text/html")
    except UnreadableInput:
        return
    assert misquoted(document) == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(PIECES) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["type", "text", "level", "index", "title", "rus", "properties"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)
NODES = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "type": st.sampled_from(
                ["title", "text", "article", "heading", "point", "table", "tableRow", "note",
                 "attach", "signature", "rcpi_notice", "odd"]
            ),
            "level": st.integers(-1, 6) | st.none(),
            "text": st.sampled_from(PIECES) | JSON,
            "index": JSON,
        },
    ),
    max_size=12,
)  # fmt: skip


@CALM
@given(NODES | JSON, JSON, JSON)
def test_any_answer_of_the_api_is_read_or_refused(
    content: object, metadata: object, date: object
) -> None:
    answer = {"content": content, "metadata": metadata, "language": "rus", "versionDate": date}
    try:
        document = parse_bytes(json.dumps(answer).encode())
    except UnreadableInput:
        return
    assert misquoted(document) == []


@pytest.mark.parametrize("index", ["1<b>", "7" * 5000, "3-й", "²", "-", " 4 "])
@pytest.mark.parametrize("kind", ["article", "point", "subpoint"])
def test_a_number_that_goes_on_as_anything_is_read(kind: str, index: str) -> None:
    words = "Настоящий приказ вводится в действие со дня подписания."
    nodes = [
        {"type": kind, "level": 2, "index": index, "text": words},
        {"type": kind, "level": 2, "index": "2", "text": words},
    ]
    answer = {"content": nodes, "metadata": {}, "language": "rus"}
    assert misquoted(parse_bytes(json.dumps(answer).encode())) == []


def archive(**parts: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in parts.items():
            file.writestr(name.replace("__", "/").replace("_xml", ".xml"), part)
    return packed.getvalue()


MEGABYTE = 1_000_000
BOMBS: dict[str, bytes] = {
    "zip bomb": archive(word__document_xml=b"<w>" + b" " * 200 * MEGABYTE),
    "tags in a zip": archive(word__document_xml=b"<a/>" * 5 * MEGABYTE),
    "entities": archive(
        word__document_xml=b'<!DOCTYPE z [<!ENTITY a "aaa"><!ENTITY b "&a;&a;&a;">]><z>&b;</z>'
    ),
    "no parts": archive(word__document_xml=b"<document/>"),
    "plain zip": archive(notes_xml=b"<a/>"),
    "nested json": b"[" * 200_000,
    "nested answer": b'{"metadata":{},"content":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "many json lists": b'{"metadata":{},"content":[' + b"[]," * 2 * MEGABYTE + b"[]]}",
    "nested html": b"<html><body>" + b"<div>" * 100_000 + "Закон".encode(),
    "many tags": b"<html><body>" + b"<p>" * 2 * MEGABYTE,
    "many attributes": b"<html><body><p " + b"a=1 " * 200_000 + b">",
    "broken pdf": b"%PDF-1.7\n" + b"1 0 obj <<" * 50_000,
    "large": b"a" * 50 * MEGABYTE,
    "binary": bytes(range(256)) * 4_000,
    "quotes": "изложить в следующей редакции:\n«".encode() * 6_000,
    "brackets": b"(" * MEGABYTE,
    "one long line": "вводится в действие ".encode() * 4_000,
    "numbers": "№ 1 от 1 января 2020 года ".encode() * 4_000,
    "english line": b"Law No. 1 dated May 5, 2020 amends the Law No. 2 " * 1_500,
    "english lines": b"The Law amends the following laws:\n- Law No. 2 of May 5, 2020\n" * 1_500,
    "kazakh line": "қолданысқа енгізіледі күннен бастап ".encode() * 5_000,
    "annexes": "1. Утвердить.\nПриложение 1\n".encode() * 10_000,
    "spaces": b" " * MEGABYTE + b"x",
    "dots": b". " * (MEGABYTE // 6),
}


SMALL_BOMBS = (
    "zip bomb",
    "tags in a zip",
    "entities",
    "nested answer",
    "many json lists",
    "nested html",
    "many tags",
    "many attributes",
    "broken pdf",
    "large",
)


@pytest.mark.parametrize("name", BOMBS)
def test_hostile_input_is_read_or_refused(name: str) -> None:
    try:
        document = parse_bytes(BOMBS[name])
    except UnreadableInput:
        return
    assert misquoted(document) == []


def test_hostile_input_costs_no_memory() -> None:
    tracemalloc.start()
    try:
        for name in SMALL_BOMBS:
            with contextlib.suppress(UnreadableInput):
                parse_bytes(BOMBS[name])
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 500 * MEGABYTE


@pytest.mark.parametrize(
    ("body", "charset", "reason"),
    [
        (b"", None, "the file is empty"),
        (b"  \n", None, "the file is empty"),
        (
            "Указ".encode("cp1251"),
            None,
            "byte 0 is not valid utf-8, and no other encoding is declared",
        ),
        ("Указ".encode("cp1251"), "ascii", "byte 0 is not valid ascii"),
        ("Приказ".encode(), "utf-32", "the declared encoding 'utf-32' is not known"),
        ("Приказ".encode(), "punycode", "the declared encoding 'punycode' is not known"),
        (b"PK\x03\x04 nothing", None, "the file is a ZIP archive, not a document"),
        (
            b"\xd0\xcf\x11\xe0\xa1",
            None,
            "the file is an old Word document: save it as DOCX or text",
        ),
        (b"{}", None, "the JSON is no document answer of the EKB API"),
        (b'{"metadata": {}, "content": []}', None, "the EKB answer holds no text of an act"),
        (b"{'metadata'}", None, "the JSON is broken"),
    ],
)
def test_unreadable_bytes_are_refused_in_one_line(
    body: bytes, charset: str | None, reason: str
) -> None:
    with pytest.raises(UnreadableInput) as caught:
        parse_bytes(body, name="page", charset=charset)
    assert str(caught.value) == f"page: {reason}"


def test_a_declared_encoding_is_believed() -> None:
    body = "Настоящий приказ вводится в действие с 1 июля 2026 года.".encode("cp1251")
    document = parse_bytes(body, media_type="text/plain; charset=windows-1251")
    assert document.acts[0].commencements

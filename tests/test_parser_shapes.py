"""Every shape of input gives the same facts: what the source says, where it says it."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from pathlib import Path

import docx
import pytest

from vacatio_calendar.model import (
    ActType,
    Document,
    DocumentKind,
    Language,
    NoteKind,
    RuleKind,
)
from vacatio_parser import UnreadableInput, parse_bytes, parse_text
from vacatio_parser.language import detect_language
from vacatio_parser.shapes.columns import Column, columns, labelled

PAGES = Path(__file__).parent / "pages"


def page(name: str) -> Document:
    return parse_bytes((PAGES / name).read_bytes(), name=name)


@pytest.fixture(scope="module")
def answer() -> Document:
    return page("ekb_api/order.json")


@pytest.fixture(scope="module")
def adilet() -> Document:
    return page("old_adilet/law.html")


@pytest.fixture(scope="module")
def card() -> Document:
    return page("state_register/order.txt")


def test_an_answer_gives_the_requisites_as_printed(answer: Document) -> None:
    (act,) = answer.acts
    assert (act.type, act.number, act.title) == (ActType.ORDER, "193", "О ведении реестра садов")
    assert act.date == dt.date(2026, 3, 17)
    assert answer.language is Language.RU
    assert answer.kind is DocumentKind.ACT


def test_an_answer_keeps_the_date_that_differs_as_a_claim(answer: Document) -> None:
    claims = {claim.field: (claim.value, claim.date) for claim in answer.acts[0].claims}
    assert claims["ekb.stateAgencyApprovalDate"] == ("2026-03-19", dt.date(2026, 3, 19))
    assert claims["ekb.effectiveDate"] == ("2026-04-05", dt.date(2026, 4, 5))
    assert claims["ekb.versionDate"] == ("2026-03-17", dt.date(2026, 3, 17))
    assert claims["ekb.status"] == ("exe", None)


def test_an_answer_gives_registration_publications_and_identifiers(answer: Document) -> None:
    (act,) = answer.acts
    assert act.registration is not None
    assert (act.registration.number, act.registration.date) == ("39001", dt.date(2026, 3, 20))
    assert [(p.field, p.date, p.venue, p.languages) for p in act.publications] == [
        ("ekb.initialPublicationDate", dt.date(2026, 3, 25), None, ()),
        ("ekb.portalPublicationDate", dt.date(2026, 3, 26), None, ()),
        ("ekb.publication", dt.date(2026, 3, 27), "«Казахстанская правда», № 57", ()),
    ]
    assert act.identifiers == (("ngr", "V2600039001"), ("ekb", "230001"))


def test_commencement_is_read_neither_from_quoted_wording_nor_from_an_annex(
    answer: Document,
) -> None:
    rules = [clause.rule for clause in answer.acts[0].commencements]
    assert [(rule.kind, rule.value) for rule in rules] == [(RuleKind.AFTER_PUBLICATION, 10)]


def test_an_answer_gives_what_the_order_amends_and_its_notes(answer: Document) -> None:
    (act,) = answer.acts
    assert [(ref.number, ref.date) for ref in act.amends] == [("77", dt.date(2020, 3, 2))]
    assert [(note.kind, note.by.number, note.rule.date) for note in act.notes] == [
        (NoteKind.FOOTNOTE, "300", dt.date(2026, 7, 1)),
        (NoteKind.FUTURE_CHANGE, "301", dt.date(2027, 1, 1)),
    ]


def test_the_tree_comes_from_the_levels(answer: Document) -> None:
    eids = [provision.eid for provision in answer.acts[0].provisions]
    assert eids == [
        "para_1",
        "para_1__indent_2",
        "para_2",
        "para_2__subpara_1",
        "para_2__subpara_2",
        "para_3",
        "att_1",
        "att_1__para_1",
    ]


@pytest.mark.parametrize("number", ["0", "б/н", "Б/Н", "", None])
def test_a_number_that_means_none_is_none(number: str | None) -> None:
    raw = json.loads((PAGES / "ekb_api/order.json").read_text(encoding="utf-8"))
    raw["metadata"]["stateAgencyDocNumber"] = number
    raw["metadata"]["requisites"] = {"rus": "Приказ Министра финансов от 17 марта 2026 года"}
    assert parse_bytes(json.dumps(raw).encode()).acts[0].number is None


@pytest.mark.parametrize("value", [2012, "2012", "1018-05-01", "2026-02-30", None])
def test_a_bare_year_or_an_impossible_day_is_no_publication(value: object) -> None:
    raw = json.loads((PAGES / "ekb_api/order.json").read_text(encoding="utf-8"))
    raw["initialPublicationDate"] = value
    (act,) = parse_bytes(json.dumps(raw).encode()).acts
    assert "ekb.initialPublicationDate" not in [p.field for p in act.publications]
    claims = [claim for claim in act.claims if claim.field == "ekb.initialPublicationDate"]
    day = dt.date(1018, 5, 1) if value == "1018-05-01" else None  # of a calendar: to be flagged
    assert [(claim.value, claim.date) for claim in claims] == (
        [] if value is None else [(str(value), day)]
    )


def test_a_paged_act_is_not_silent_because_a_page_is() -> None:
    raw = json.loads((PAGES / "ekb_api/order.json").read_text(encoding="utf-8"))
    raw["content"] = raw["content"][:5]
    whole = parse_bytes(json.dumps(raw).encode()).acts[0]
    raw["pagesCount"] = 3
    paged = parse_bytes(json.dumps(raw).encode()).acts[0]
    assert [clause.rule.kind for clause in whole.commencements] == [RuleKind.DEFAULT]
    assert paged.commencements == ()


def test_an_answer_with_html_is_read_alike() -> None:
    raw = json.loads((PAGES / "ekb_api/order.json").read_text(encoding="utf-8"))
    texts = [node["text"] for node in raw["content"] if node["type"] == "text" and "text" in node]
    raw["content"] = "".join(f"<p>{text}</p>" for text in texts[:6])
    (act,) = parse_bytes(json.dumps(raw).encode()).acts
    assert [clause.rule.value for clause in act.commencements] == [10]
    assert [ref.number for ref in act.amends] == ["77"]


def test_an_adilet_page_is_its_article_alone(adilet: Document) -> None:
    (act,) = adilet.acts
    assert (act.type, act.number, act.date) == (ActType.LAW, "301-VI", dt.date(2019, 12, 27))
    assert act.title == "О садах"
    assert act.identifiers == (("ngr", "Z1900000301"), ("ekb", "134567"))
    assert [(claim.field, claim.value) for claim in act.claims] == [("adilet.status", "upd")]
    for outside in ("ошибку", "V2600038927", "Дата обновления", "Оглавление", "О внесении"):
        assert outside not in adilet.text


def test_all_forms_of_footnotes_are_read(adilet: Document) -> None:
    notes = [(note.kind, note.by.number, note.rule.date) for note in adilet.acts[0].notes]
    assert sorted(notes, key=str) == sorted(
        [
            (NoteKind.FUTURE_CHANGE, "299-VIII", dt.date(2027, 7, 1)),
            (NoteKind.FOOTNOTE, "87-VII", None),
            (NoteKind.FOOTNOTE, "157-VII", dt.date(2023, 1, 1)),
            (NoteKind.FOOTNOTE, "223-VII", dt.date(2023, 7, 1)),
            (NoteKind.FOOTNOTE, "366-VI", None),
        ],
        key=str,
    )


def test_a_notice_that_the_whole_act_will_lose_force_says_by_what_and_when(
    adilet: Document,
) -> None:
    ending = adilet.acts[0].repealed_by
    assert ending is not None
    assert (ending.by.number, ending.rule.date) == ("299-VIII", dt.date(2027, 7, 1))


def test_the_clause_of_a_footnote_is_not_the_act_s_own(adilet: Document) -> None:
    (clause,) = adilet.acts[0].commencements
    assert (clause.rule.kind, clause.rule.value) == (RuleKind.AFTER_PUBLICATION, 60)


def test_a_card_lists_the_places_and_not_the_field(card: Document) -> None:
    (act,) = card.acts
    assert [p.date for p in act.publications] == [
        dt.date(2015, 1, 12),
        dt.date(2015, 3, 19),
        dt.date(2015, 3, 19),
    ]
    assert act.publications[0].venue == 'информационно-правовая система "Әділет"'
    assert act.publications[1].issue == "52 (27928)"
    assert ("zanorda.published", dt.date(2015, 3, 19)) in [(c.field, c.date) for c in act.claims]


def test_a_card_gives_the_requisites_and_no_silence(card: Document) -> None:
    (act,) = card.acts
    assert (act.type, act.number, act.date) == (ActType.ORDER, "69", dt.date(2014, 11, 3))
    assert act.registration is not None
    assert (act.registration.number, act.registration.date) == ("9947", dt.date(2014, 12, 9))
    assert act.identifiers == (("ngr", "V1400009947"), ("ekb", "85704"))
    assert act.commencements == ()


def test_a_law_is_not_registered_whatever_its_card_says() -> None:
    text = (PAGES / "state_register/order.txt").read_text(encoding="utf-8")
    law = text.replace("V1400009947", "K1400009947").replace(". Зарегистрирован в", ". Хранится в")
    assert parse_text(law).acts[0].registration is None


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("shell.html", "application shell"),
        ("captcha.html", "captcha"),
        ("blocked.html", "error or block page"),
        ("stub.html", "no article"),
        ("script.html", "without JavaScript"),
    ],
)
def test_a_page_that_is_no_act_is_refused_with_its_reason(name: str, reason: str) -> None:
    with pytest.raises(UnreadableInput, match=reason) as caught:
        page(f"refused/{name}")
    assert caught.value.name == f"refused/{name}"


LINES = [
    "Об утверждении Правил ведения реестра",
    "В соответствии с Законом Республики Казахстан «О садах» ПРИКАЗЫВАЮ:",
    "1. Утвердить прилагаемые Правила.",
    "2. Настоящий приказ вводится в действие со дня его первого официального опубликования.",
    "Министр юстиции",
]
MARKDOWN = "# {}\n\n{}\n\n<a id='p1'></a>\n\n1\\. {}\n\n2\\. {}\n\n**{}**\n".format(
    *[line.split(". ", 1)[-1] if line[0].isdigit() else line for line in LINES]
)


def word(lines: list[str]) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "№", "Сад"
    packed = io.BytesIO()
    document.save(packed)
    return packed.getvalue()


@pytest.mark.parametrize(
    "body",
    [
        "\n".join(LINES).encode(),
        "\r\n".join(LINES).encode("utf-8-sig"),
        "\n".join(LINES).encode("utf-16"),
        MARKDOWN.encode(),
        ("<html><body><main>" + "".join(f"<p>{line}</p>" for line in LINES)).encode(),
        word(LINES),
    ],
    ids=["text", "text with mark", "utf-16", "markdown", "html", "docx"],
)
def test_the_same_act_in_any_shape_gives_the_same_facts(body: bytes) -> None:
    document = parse_bytes(body)
    (act,) = document.acts
    assert document.kind is DocumentKind.ACT
    assert act.title == LINES[0]
    assert [clause.rule.kind for clause in act.commencements] == [RuleKind.FROM_PUBLICATION]
    assert [provision.eid for provision in act.provisions] == ["para_1", "para_2"]


def test_a_damaged_word_document_is_refused() -> None:
    whole = word(LINES)
    at = whole.index(b"word/document.xml") + 60
    with pytest.raises(UnreadableInput, match="broken"):
        parse_bytes(whole[:at] + b"\xff" * 40 + whole[at + 40 :])


def pdf(*lines: str, then: tuple[tuple[str, ...], ...] = ()) -> bytes:
    """Write a PDF by hand: a page of lines, and each page behind it."""
    pages = [lines, *then]
    kids = " ".join(f"{4 + 2 * index} 0 R" for index in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for index, page in enumerate(pages):
        drawn = "BT /F1 10 Tf 40 760 Td 14 TL " + " ".join(f"({it}) Tj T*" for it in page) + " ET"
        objects += [
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]"
            f"/Contents {5 + 2 * index} 0 R/Resources<</Font<</F1 3 0 R>>>>>>",
            f"<</Length {len(drawn)}>>stream\n{drawn}\nendstream",
        ]
    text, offsets = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(text))
        text += f"{number} 0 obj{body}endobj\n"
    rows = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    table = f"xref\n0 {size}\n0000000000 65535 f \n{rows}trailer<</Root 1 0 R/Size {size}>>\n"
    return f"{text}{table}startxref\n{len(text)}\n%%EOF".encode()


def test_a_pdf_says_where_its_pages_begin() -> None:
    document = parse_bytes(
        pdf(
            "Order No. 8 of the Minister of Justice dated May 5, 2024 was published on",
            "May 8, 2024 and shall come into effect 10 calendar days after the date of its",
            then=((), ("first official publication.", "It comes into force on May 19, 2024.")),
        )
    )
    assert not document.layout.as_typed
    first, empty, last = document.layout.pages
    assert (first, empty) == (0, last)
    assert document.text[last:].startswith("first official publication.")


def test_the_lines_of_a_text_are_counted_as_typed_and_others_as_paragraphs() -> None:
    assert parse_bytes(MARKDOWN.encode()).layout.as_typed
    assert parse_bytes("\n".join(LINES).encode()).layout.as_typed
    assert not parse_bytes(word(LINES)).layout.as_typed


_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_BOX = "<w:txbxContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></w:txbxContent>"
_BODY = (
    "<w:p><w:r><w:t>It applies from </w:t></w:r>"
    '<w:del w:id="1" w:author="A"><w:r><w:delText>May 1, 2024</w:delText></w:r></w:del>'
    '<w:ins w:id="2" w:author="A"><w:r><w:t>May 19, 2024</w:t></w:r></w:ins>'
    '<w:r><w:footnoteReference w:id="7"/></w:r><w:r><w:t>.</w:t></w:r></w:p>'
    "<w:sdt><w:sdtContent><w:p><w:r><w:t>In a control.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    "<w:p><w:r><w:t>Last.</w:t></w:r><w:r><mc:AlternateContent>"
    f"<mc:Choice><w:drawing>{_BOX}</w:drawing></mc:Choice>"
    f"<mc:Fallback><w:pict>{_BOX}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
)
_NOTES = (
    f'<w:footnotes xmlns:w="{_W}"><w:footnote w:id="7"><w:p><w:r><w:t>Published on '
    "May 8, 2024.</w:t></w:r></w:p></w:footnote></w:footnotes>"
)


@pytest.mark.parametrize("column", columns(), ids=lambda each: each.example)
def test_a_heading_of_days_is_known_and_its_near_miss_is_not(column: Column) -> None:
    said = " ".join(part for part in (column.before, "1 May 2026", column.behind) if part)
    rows = ["Act | {}", "Order No. 1 | 1 May 2026"]
    for heading, cell in ((column.example, said), (column.near_miss, "1 May 2026")):
        assert labelled([rows[0].format(heading), rows[1]])[1] == f"Order No. 1 | {cell}"


def test_each_table_has_its_own_headings() -> None:
    tables = ["Act | Published", "No. 1 | 1 May 2026", "Act | Adopted", "No. 2 | 2 May 2026"]
    assert labelled(tables)[3] == "No. 2 | 2 May 2026"
    assert labelled(["Act | Published", "No. 1 | 1 May 2026 | x"])[1] == "No. 1 | 1 May 2026 | x"


ROWS = [
    ("Act", "Published", "In force"),
    ("Order No. 8 of the Minister of Justice dated May 5, 2024", "May 8, 2024", "May 19, 2024"),
]


def table_of(shape: str) -> bytes:
    if shape == "html":
        cells = "".join("<tr>" + "".join(f"<td>{x}</td>" for x in row) + "</tr>" for row in ROWS)
        return f"<html><body><p>News of May</p><table>{cells}</table></body></html>".encode()
    paper = docx.Document()
    paper.add_paragraph("News of May")
    table = paper.add_table(rows=0, cols=3)
    for row in ROWS:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    packed = io.BytesIO()
    paper.save(packed)
    return packed.getvalue()


@pytest.mark.parametrize("shape", ["html", "docx"])
def test_a_table_of_acts_is_read_by_its_headings(shape: str) -> None:
    [act] = parse_bytes(table_of(shape)).acts
    assert act.number == "8"
    assert [item.date for item in act.publications] == [dt.date(2024, 5, 8)]
    assert [clause.rule.date for clause in act.commencements] == [dt.date(2024, 5, 19)]


def edited_word() -> bytes:
    """Write a Word document with a tracked change, a note at the foot and a content control."""
    packed = io.BytesIO()
    docx.Document().save(packed)
    made = io.BytesIO()
    types = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    link = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "word/document.xml":
                spaces = f'xmlns:w="{_W}" xmlns:mc="{_MC}"'
                text = f"<w:document {spaces}><w:body>{_BODY}</w:body></w:document>".encode()
            elif name == "[Content_Types].xml":
                kind = f'ContentType="{types}.footnotes+xml"'
                part = f'<Override PartName="/word/footnotes.xml" {kind}/>'
                text = text.replace(b"</Types>", part.encode() + b"</Types>")
            elif name == "word/_rels/document.xml.rels":
                rel = f'<Relationship Id="n1" Type="{link}" Target="footnotes.xml"/>'
                text = text.replace(b"</Relationships>", rel.encode() + b"</Relationships>")
            new.writestr(name, text)
        new.writestr("word/footnotes.xml", _NOTES)
    return made.getvalue()


def test_a_word_document_is_read_as_its_reader_sees_it() -> None:
    assert parse_bytes(edited_word()).text.split("\n") == [
        "It applies from May 19, 2024.",
        "Published on May 8, 2024.",
        "In a control.",
        "Last.",
        "In a box.",
    ]


def test_a_pdf_with_a_text_layer_is_read_and_its_broken_lines_are_joined() -> None:
    document = parse_bytes(
        pdf(
            "Order No. 8 of the Minister of Justice dated May 5, 2024 was published on",
            "May 8, 2024 and shall come into effect 10 calendar days after the date of its",
            "first official publication.",
        )
    )
    (act,) = document.acts
    assert (act.number, act.date) == ("8", dt.date(2024, 5, 5))
    assert [clause.rule.value for clause in act.commencements] == [10]


def test_a_scan_is_refused() -> None:
    with pytest.raises(UnreadableInput, match="no text layer"):
        parse_bytes(pdf(""))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("осы заң күшіне енеді", Language.KK),
        ("осы заң күшiне енедi", Language.KK),
        ("настоящий закон вводится в действие", Language.RU),
        ("аким села қонаев решил выделить земельный участок под сад", Language.RU),
        ("order no. 672/нқ shall come into effect", Language.EN),
        ("", Language.RU),
    ],
)
def test_the_language_is_told_by_its_letters(text: str, language: Language) -> None:
    assert detect_language(text) is language


def test_the_bullets_of_a_web_page_are_bullets() -> None:
    items = "".join(
        f"<li>Law of Kazakhstan dated May {day}, 2010 “On {day}”;</li>" for day in (1, 2)
    )
    document = parse_bytes(
        f"<html><body><nav>Laws</nav><h1>News</h1><p>The Law No. 5-VIII dated May 5, 2024 amends "
        f"the following laws:</p><ul>{items}</ul></body></html>".encode()
    )
    (act,) = document.acts
    assert [str(ref.date) for ref in act.amends] == ["2010-05-01", "2010-05-02"]
    assert "Laws" not in document.text

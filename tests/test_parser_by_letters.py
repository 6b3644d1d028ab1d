"""A search by the letters an expression begins with finds what the expression itself finds."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vacatio_calendar.model import Language
from vacatio_parser.act_words import act_words
from vacatio_parser.by_letters import ByLetters, beginnings, holding
from vacatio_parser.lexicon import load
from vacatio_parser.notes import _OPENER
from vacatio_parser.obligations import ANCHORS
from vacatio_parser.requisites import _LOST
from vacatio_parser.text import SourceText
from vacatio_parser.windows import anchors

SEARCHES = {
    (name, language): search
    for language in Language
    for name, search in (
        ("the verbs of a clause", anchors(language)),
        ("the terms of duties", ANCHORS[language]),
        ("the openings of notes", ByLetters(_OPENER[language])),
        ("the loss of force", ByLetters(_LOST[language])),
        ("the types of acts", act_words(language).by_letters),
    )
}
# In English «(it) becomes invalid by» may begin with anything: the expression itself is looked for.
WHOLE = {("the loss of force", Language.EN)}
WORDS = {
    language: sorted(
        {row.example for row in load(language).wordings}
        | {row.example for row in act_words(language).rows}
        | {"Сноска. Примечание РЦПИ!", "Ескерту. ЗҚАИ-ның ескертпесі!", "Footnote. Note of RCLI!"}
        | {"утратил силу, отменен приказом", "күші жойылды - ҚР", "в срок не позднее, в течение"}
        | {"ішінде кешіктірмей", "within, no later than", "зак", "в ", "сил", "no ", "\n", " "}
    )
    for language in Language
}


@pytest.mark.parametrize(("name", "language"), SEARCHES)
def test_an_expression_says_what_letters_it_begins_with(name: str, language: Language) -> None:
    assert bool(SEARCHES[name, language].letters) is ((name, language) not in WHOLE)


@pytest.mark.parametrize(("name", "language"), SEARCHES)
@settings(max_examples=40)
@given(data=st.data())
def test_it_finds_what_the_expression_finds(
    name: str, language: Language, data: st.DataObject
) -> None:
    pieces = data.draw(st.lists(st.sampled_from(WORDS[language]), max_size=6))
    folded = SourceText.of(data.draw(st.sampled_from(["", " ", "-"])).join(pieces)).folded
    start = data.draw(st.integers(0, len(folded)))
    end = data.draw(st.integers(start, len(folded)))
    search = SEARCHES[name, language]
    found = [match.span() for match in search.pattern.finditer(folded, start, end)]
    assert [match.span() for match in search.finditer(folded, start, end)] == found
    assert {first for first, _ in found} <= set(search.places(folded, start, end))


@pytest.mark.parametrize(
    ("pattern", "letters"),
    [
        ("закон(?:а|у)?", ("закон",)),
        ("законы?|указ+", ("закон", "указ")),
        ("в(?:ре|е)?к|да", ("в", "да")),
        ("с(?:илу|рок)", ("силу", "срок")),
        (r"(?<!\w)(?:effect(?:ive)?|force)[0-9]?", ("effect", "force")),
        (r"[(|]а|б", ()),
        (r"\(а|б", ()),
        ("(?:а|б)?в", ()),
        ("а|", ()),
        ("(?!а)б|в", ()),
        ("а{0,2}б", ()),
    ],
)
def test_the_letters_are_those_of_every_choice(pattern: str, letters: tuple[str, ...]) -> None:
    assert beginnings(pattern) == letters


def test_an_expression_for_letters_of_any_case_is_looked_for_itself() -> None:
    search = ByLetters(re.compile("(?i)закон"))
    assert [match[0] for match in search.finditer("Закон и закон", 0, 13)] == ["Закон", "закон"]


@given(
    st.lists(st.integers(0, 40), max_size=8).map(sorted),
    st.lists(st.integers(0, 40), max_size=8).map(sorted),
)
def test_ranges_are_kept_that_hold_a_place(bounds: list[int], places: list[int]) -> None:
    ranges = list(zip(bounds[::2], bounds[1::2], strict=False))
    kept = [one for one in ranges if any(one[0] <= place < one[1] for place in places)]
    assert list(holding(ranges, places)) == kept

"""An act of which a part is repealed stays in force."""

from __future__ import annotations

import dataclasses

import pytest

from vacatio.partial import part_of, without_partial
from vacatio_calendar.model import Act, Action, ActRef, Modification, Span


def cited(text: str) -> ActRef:
    """Cite what stands between the marks."""
    start, end = text.index("<"), text.index(">") - 1
    return ActRef(
        number="122", span=Span(start, end, text.replace("<", "").replace(">", "")[start:end])
    )


@pytest.mark.parametrize(
    ("marked", "part"),
    [
        ("2. Признать утратившим силу <приказ № 122 «О доплатах»>.", None),
        ("2. Признать утратившим силу пункт 3 <приказа № 122>.", "пункт 3"),
        ("2. Признать утратившими силу пункты 1, 2 и 5-1 <приказа № 122>.", "пункты 1, 2 и 5-1"),
        (
            "Исключить абзац второй подпункта 3) пункта 4 <Закона № 122>",
            "абзац второй подпункта 3) пункта 4",
        ),
        ("Приостановить до 1 июля 2027 года действие пункта 1 <приказа № 122>", "пункта 1"),
        ("статью 5 и главу 3 <Закона № 122>", "статью 5 и главу 3"),
        ("paragraph 3 of the <order No. 122>", "paragraph 3"),
        ("1-тармақ. <№ 122 бұйрықтың> 1-тармағының қолданысы тоқтатыла тұрсын", "1-тармағының"),
        ("<№ 122 бұйрығы> (тізілімде № 39640 болып тіркелген) 2-тармағы", "2-тармағы"),
        ("<№ 122 бұйрығының> күші жойылды деп танылсын", None),
        ("пункт 3 исключен;\nпризнать утратившим силу <приказ № 122>", None),
        ("согласно приложению к настоящему приказу: <приказ № 122>", None),
        ("по пункту 3 перечня признать утратившим силу <приказ № 122>", None),
    ],
)
def test_the_words_at_the_citation_say_which_part_is_meant(marked: str, part: str | None) -> None:
    assert part_of(marked.replace("<", "").replace(">", ""), cited(marked)) == part


def test_a_partly_repealed_act_is_amended_and_an_entirely_repealed_one_is_not() -> None:
    text = "утратившими силу: приказ № 121; пункт 3 приказа № 122; действие пункта 1 приказа № 123"
    whole, part, suspended = (
        ActRef(number=number, span=Span(at, at + 12, text[at : at + 12]))
        for number in ("121", "122", "123")
        for at in [text.index("приказ", text.index(number) - 10)]
    )
    first = ActRef(number="1")
    act = without_partial(Act(amends=(first,), repeals=(whole, part), suspends=(suspended,)), text)
    assert act.amends == (first, part, suspended)
    assert (act.repeals, act.suspends) == ((whole,), ())
    assert [(each.action, each.act, each.target) for each in act.modifications] == [
        (Action.REPEAL, 1, "пункт 3"),
        (Action.SUSPENSION, 2, "пункта 1"),
    ]


def test_an_instruction_that_was_read_without_its_act_is_not_read_twice() -> None:
    text = "Приостановить действие пункта 1 приказа № 123"
    ref = ActRef(number="123", span=Span(32, 45, text[32:45]))
    read = Modification(Action.SUSPENSION, None, "пункт 1", "пункт 1")
    act = without_partial(Act(suspends=(ref,), modifications=(read,)), text)
    assert act.modifications == (dataclasses.replace(read, act=0),)
    assert act.amends == (ref,)

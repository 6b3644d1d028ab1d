"""Tell Russian, Kazakh and English apart by their letters."""

from __future__ import annotations

import re

from vacatio_calendar.model import Language

# A sample from the head, the middle and the tail: annexes and tables often differ from the text.
_SAMPLE = 8_000
_KAZAKH = re.compile("[әғқңөұүһі]")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LATIN = re.compile("[a-z]")
# Kazakh prose has one letter in five of its own; Russian prose full of Kazakh names, one in forty.
_KAZAKH_SHARE = 0.07


def detect_language(folded: str) -> Language:
    """Name the language most of a folded text is written in.

    >>> detect_language("осы заң күшіне енеді")
    <Language.KK: 'kk'>
    >>> detect_language("приказ акима села қонаев вводится в действие")
    <Language.RU: 'ru'>
    >>> detect_language("the order enters into force")
    <Language.EN: 'en'>
    """
    sample = folded
    if len(folded) > 3 * _SAMPLE:
        middle = len(folded) // 2
        sample = folded[:_SAMPLE] + folded[middle : middle + _SAMPLE] + folded[-_SAMPLE:]
    cyrillic = len(_CYRILLIC.findall(sample))
    if len(_LATIN.findall(sample)) > cyrillic:
        return Language.EN
    if cyrillic and len(_KAZAKH.findall(sample)) >= _KAZAKH_SHARE * cyrillic:
        return Language.KK
    return Language.RU

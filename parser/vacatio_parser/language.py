"""Tell Russian, Kazakh and English apart by their letters."""

from __future__ import annotations

import re

from vacatio_calendar.model import Language

# A sample from the head, the middle and the tail: annexes and tables often differ from the text.
_SAMPLE = 8_000
_KAZAKH = "әғқңөұүһі"
_CYRILLIC = re.compile("[\u0400-\u04ff]+")
_LATIN = re.compile("[a-z]+")
# Kazakh prose has one letter in five of its own; Russian prose full of Kazakh names, one in forty.
_KAZAKH_SHARE = 0.07
# A short line may hold few of them («2-тармақ мынадай редакцияда жазылсын»): its words decide.
_DOUBTFUL_SHARE = 0.015
_KAZAKH_WORD = re.compile(
    r"\b(?:мынадай|туралы|бастап|жылғы|жылы|осы|болып|деп|деген|мен|алып|редакцияда|бойынша|басқа"
    r"|\w+(?:сын|сін|ған|ген|ады|еді|нан|нен|дан|ден|лар|лер|дар|дер|ның|нің))\b"
)
_RUSSIAN_WORD = re.compile(
    r"\b(?:и|в|во|на|с|со|от|по|для|о|об|не|года|г|из|или|к|за|при|до|как|что|это"
    r"|\w+(?:ого|ому|ыми|ими|ение|ения|ить|ать|ется|ется|ная|ные|ный))\b"
)


def detect_language(folded: str) -> Language:
    """Name the language most of a folded text is written in.

    >>> detect_language("осы заң күшіне енеді")
    <Language.KK: 'kk'>
    >>> detect_language("2-тармақ мынадай редакцияда жазылсын")
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
    cyrillic = sum(map(len, _CYRILLIC.findall(sample)))  # a run of letters at a time
    if sum(map(len, _LATIN.findall(sample))) > cyrillic:
        return Language.EN
    share = sum(map(sample.count, _KAZAKH)) / cyrillic if cyrillic else 0.0
    if share >= _KAZAKH_SHARE:
        return Language.KK
    if share >= _DOUBTFUL_SHARE:
        kazakh = len(_KAZAKH_WORD.findall(sample))
        return Language.KK if kazakh > len(_RUSSIAN_WORD.findall(sample)) else Language.RU
    return Language.RU

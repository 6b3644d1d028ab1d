"""Letters folded so that two spellings of one name or number compare equal.

Latin and Cyrillic letters that look alike are typed for one another in official texts
(«енгiзiледi», «217-VІ», «547/HK»); Kazakh and Russian write one place in two ways.
Folding is for comparison only: what was printed is never rewritten.
"""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_LATIN_TO_CYRILLIC = str.maketrans("aeopcxyikhmtb", "аеорсхуікһмтв")
_CYRILLIC_TO_LATIN = str.maketrans("аеорсхуікһмтвн", "aeopcxyikhmtbh")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_WORD = re.compile(r"[^\W_]+")

_ASCII = {
    **dict(zip("абвгдезийклмнопрстуфы", "abvgdeziiklmnoprstufy", strict=True)),
    **dict(zip("әғқңөұүһі", "agknouuhi", strict=True)),
    **{"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "э": "e"},
    **{"ю": "yu", "я": "ya", "ё": "e", "ъ": "", "ь": ""},
}


def plain(text: str) -> str:
    """Lower the case, take one form of dash, space and ё, and drop what is not seen.

    >>> plain("Трёх  дней —")
    'трех дней -'
    """
    text = unicodedata.normalize("NFKC", text).translate(_INVISIBLE).translate(_DASHES)
    return " ".join(text.lower().replace("ё", "е").split())


def words(text: str) -> tuple[str, ...]:
    """Split a text into plain words, each in one script.

    >>> words("Министрa финансов – қолданысқа енгiзiледi")
    ('министра', 'финансов', 'қолданысқа', 'енгізіледі')
    """
    found = _WORD.findall(plain(text))
    return tuple(w.translate(_LATIN_TO_CYRILLIC) if _CYRILLIC.search(w) else w for w in found)


def latin(text: str) -> str:
    """Write look-alike letters in Latin, for numbers such as «8С 37/5» or «231-VІІІ».

    >>> latin("231-VІІІ")
    '231-viii'
    """
    return plain(text).translate(_CYRILLIC_TO_LATIN)


def ascii_slug(text: str) -> str:
    """Transliterate to lower-case ASCII words joined by hyphens.

    >>> ascii_slug("Комитет лесного хозяйства"), ascii_slug("8C 37/5")
    ('komitet-lesnogo-khozyaistva', '8c-37-5')
    """
    return ascii_slug_keeping(" ".join(words(text)), "")


def ascii_slug_keeping(text: str, kept: str) -> str:
    """Transliterate as :func:`ascii_slug` does, but keep some signs as they stand.

    >>> ascii_slug_keeping("19-42-3.3.17", ".")
    '19-42-3.3.17'
    """
    letters = "".join(_ASCII.get(letter, letter) for letter in plain(text))
    return re.sub(rf"[^a-z0-9{re.escape(kept)}]+", "-", letters).strip("-")

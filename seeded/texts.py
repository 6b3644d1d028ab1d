"""Bulletins and acts as they are written, made from an act's facts; every part can be replaced."""

from __future__ import annotations

import datetime as dt

from seeded.specs import Spec
from seeded.words import SIGNATURES, dated_kk, spelled, written

_KINDS = {
    "en": {"law": "Law", "order": "Order", "decree": "Decree", "resolution": "Resolution"},
    "ru": {"law": "Закон", "order": "Приказ", "decree": "Указ", "resolution": "Постановление"},
}
_OF = {
    "en": {
        "law": " of the Republic of Kazakhstan",
        "decree": " of the President of the Republic of Kazakhstan",
        "resolution": " of the Government of the Republic of Kazakhstan",
    },
    "ru": {
        "law": " Республики Казахстан",
        "decree": " Президента Республики Казахстан",
        "resolution": " Правительства Республики Казахстан",
    },
    "kk": {
        "law": "Қазақстан Республикасының",
        "decree": "Қазақстан Республикасы Президентінің",
        "resolution": "Қазақстан Республикасы Үкіметінің",
    },
}
_NOUN_KK = {"law": "Заңы", "order": "бұйрығы", "decree": "Жарлығы", "resolution": "қаулысы"}


def kind(spec: Spec, language: str) -> str:
    """Name the kind of act."""
    return _KINDS[language][spec.kind]


def of_whom(spec: Spec, language: str) -> str:
    """Write who issued it, with a space before it."""
    if spec.kind != "order":
        return _OF[language][spec.kind]
    tail = " of the Republic of Kazakhstan" if language == "en" else " Республики Казахстан"
    lead = " of the " if language == "en" else " "
    return f"{lead}{spec.issuer[language]}{tail}"


def citation(
    spec: Spec, language: str, *, title: str | None = None, number: str | None = None
) -> str:
    """Cite the act as a bulletin does."""
    name = spec.title[language] if title is None else title
    no = spec.number if number is None else number
    day = written(spec.adopted, language)
    if language == "en":
        return f"{kind(spec, 'en')}{of_whom(spec, 'en')} dated {day} No. {no} “{name}”"
    return f"{kind(spec, 'ru')}{of_whom(spec, 'ru')} от {day} № {no} «{name}»"


def term(spec: Spec, language: str, *, spell: bool = False) -> str:
    """Write the term, in figures or in words."""
    value = spelled(spec.value, language) if spell else str(spec.value)
    if language == "en":
        return f"{value} {'months' if spec.unit == 'months' else 'calendar days'}"
    if language == "ru":
        if spec.unit == "months":
            return f"{value} месяцев"
        return f"{value} {'календарного дня' if spec.value == 21 else 'календарных дней'}"
    return f"{value} ай" if spec.unit == "months" else f"күнтізбелік {value} күн"


def bulletin(
    spec: Spec,
    language: str,
    *,
    form: int = 0,
    cited: str | None = None,
    length: str | None = None,
    printed: str | None = None,
    stated: str | None = None,
    more: str = "",
) -> str:
    """Write a bulletin on one act.

    Args:
        spec: the act.
        language: ``en`` or ``ru``.
        form: which of several ways of saying it.
        cited: replaces the citation; ``length`` the term, ``printed`` the day of publication and
            ``stated`` the day of entry into force.
        length: see ``cited``.
        printed: see ``cited``.
        stated: see ``cited``.
        more: sentences that follow.
    """
    named = citation(spec, language) if cited is None else cited
    span = term(spec, language) if length is None else length
    out = written(spec.published, language) if printed is None else printed
    day = written(spec.entry, language) if stated is None else stated
    word = kind(spec, language)
    if language == "en":
        forms: tuple[str, ...] = (
            f"The {named} (the “{word}”) was adopted. The {word} shall enter into force {span} "
            f"after the date of its first official publication. The {word} was published on {out}, "
            f"i.e. it shall enter into force on {day}.",
            f"The {named} was published on {out} and shall come into effect {span} "
            "after the day of "
            f"its first official publication, i.e. on {day}.",
            f"The {named} was officially published on {out}. It enters into force upon expiry of "
            f"{span} after the date of its first official publication, namely on {day}.",
        )
    else:
        forms = (
            f"{named} опубликован {out}. {word} вводится в действие по истечении {span} после дня "
            f"его первого официального опубликования, то есть с {day}.",
            f"Принят {named}. Опубликован {out}. Вводится в действие по истечении {span} после дня "
            f"первого официального опубликования, т.е. с {day}.",
        )
    return f"{forms[form % len(forms)]}{' ' if more else ''}{more}\n"


def clause(spec: Spec, language: str, *, length: str | None = None) -> str:
    """Write the clause of an act: the term after the day of publication."""
    span = term(spec, language, spell=True) if length is None else length
    if language == "ru":
        return (
            f"вводится в действие по истечении {span} после дня его первого официального "
            "опубликования"
        )
    if language == "en":
        return (
            f"shall be put into effect upon expiry of {span} after the day of its first official "
            "publication"
        )
    return f"алғашқы ресми жарияланған күнінен кейін {span} өткен соң қолданысқа енгізіледі"


def act(
    spec: Spec,
    language: str,
    *,
    when: str | None = None,
    title: str | None = None,
    body: tuple[str, ...] = (),
    number: str | None = None,
    adopted: dt.date | None = None,
    preamble: str = "",
    silent: bool = False,
) -> str:
    """Write an act; ``when`` replaces its clause, ``body`` its provisions."""
    name = spec.title[language] if title is None else title
    no = spec.number if number is None else number
    day = spec.adopted if adopted is None else adopted
    said = clause(spec, language) if when is None else when
    writers = {"ru": _act_ru, "kk": _act_kk, "en": _act_en}
    return writers[language](spec, name, no, day, said, body, preamble, silent)


def _act_ru(
    spec: Spec,
    name: str,
    no: str,
    day: dt.date,
    said: str,
    body: tuple[str, ...],
    preamble: str,
    silent: bool,
) -> str:
    dated = written(day, "ru")
    head = f"{kind(spec, 'ru')}{of_whom(spec, 'ru')} от {dated} № {no}"
    if spec.kind == "law":
        parts = body or ("Настоящий Закон регулирует отношения.", "Основные понятия ясны.")
        lines = [f"Статья {at}. {part}" for at, part in enumerate(parts, 1)]
        if not silent:
            lines.append(f"Статья {len(lines) + 1}. Настоящий Закон {said}.")
        return "\n".join([f"{head} ЗРК", name, *lines, "Президент Республики Казахстан", ""])
    verb = {
        "order": "ПРИКАЗЫВАЮ:",
        "decree": "ПОСТАНОВЛЯЮ:",
        "resolution": "Правительство Республики Казахстан ПОСТАНОВЛЯЕТ:",
    }[spec.kind]
    own = {"order": "Настоящий приказ", "decree": "Настоящий Указ"}.get(
        spec.kind, "Настоящее постановление"
    )
    lines = [f"{at}. {part}" for at, part in enumerate(body or ("Вести учет.", "Хранить."), 1)]
    if not silent:
        lines.append(f"{len(lines) + 1}. {own} {said}.")
    sign = {
        "order": f"Министр {SIGNATURES[spec.minister]}",
        "decree": "Президент Республики Казахстан",
    }.get(spec.kind, "Премьер-Министр Республики Казахстан")
    return "\n".join([head, name, f"{preamble}{verb}", *lines, sign, ""])


def _act_kk(
    spec: Spec,
    name: str,
    no: str,
    day: dt.date,
    said: str,
    body: tuple[str, ...],
    preamble: str,
    silent: bool,
) -> str:
    who = (
        f"Қазақстан Республикасы {spec.issuer.kk}" if spec.kind == "order" else _OF["kk"][spec.kind]
    )
    mark = " ҚРЗ" if spec.kind == "law" else ""
    head = f"«{name}» {who} {dated_kk(day)} № {no}{mark} {_NOUN_KK[spec.kind]}"
    own = {"law": "Осы Заң", "order": "Осы бұйрық", "decree": "Осы Жарлық"}.get(
        spec.kind, "Осы қаулы"
    )
    if spec.kind == "law":
        lines = [
            f"{at}-бап. {part}" for at, part in enumerate(body or ("Қатынастар.", "Ұғымдар."), 1)
        ]
        if not silent:
            lines.append(f"{len(lines) + 1}-бап. {own} {said}.")
        return "\n".join([head, *lines, "Қазақстан Республикасының Президенті", ""])
    verb = {
        "order": "БҰЙЫРАМЫН:",
        "decree": "ҚАУЛЫ ЕТЕМІН:",
        "resolution": "Қазақстан Республикасының Үкіметі ҚАУЛЫ ЕТЕДІ:",
    }[spec.kind]
    lines = [
        f"{at}. {part}" for at, part in enumerate(body or ("Есеп жүргізілсін.", "Сақталсын."), 1)
    ]
    if not silent:
        lines.append(f"{len(lines) + 1}. {own} {said}.")
    sign = {
        "order": f"Қазақстан Республикасының {spec.issuer.kk.removesuffix('нің')}",
        "decree": "Қазақстан Республикасының Президенті",
    }.get(spec.kind, "Қазақстан Республикасының Премьер-Министрі")
    return "\n".join([head, f"{preamble}{verb}", *lines, sign, ""])


def _act_en(
    spec: Spec,
    name: str,
    no: str,
    day: dt.date,
    said: str,
    body: tuple[str, ...],
    preamble: str,
    silent: bool,
) -> str:
    head = f"{kind(spec, 'en')}{of_whom(spec, 'en')} dated {written(day, 'en')} No. {no}"
    own = {"law": "This Law", "order": "This order", "decree": "This Decree"}.get(
        spec.kind, "This resolution"
    )
    if spec.kind == "law":
        parts = body or ("This Law governs relations.", "The terms are plain.")
        lines = [f"Article {at}. {part}" for at, part in enumerate(parts, 1)]
        if not silent:
            lines.append(f"Article {len(lines) + 1}. {own} {said}.")
        return "\n".join([head, name, *lines, "President of the Republic of Kazakhstan", ""])
    verb = {
        "order": "I HEREBY ORDER:",
        "decree": "I DECREE:",
        "resolution": "The Government of the Republic of Kazakhstan HEREBY RESOLVES:",
    }[spec.kind]
    lines = [
        f"{at}. {part}" for at, part in enumerate(body or ("To keep accounts.", "To store."), 1)
    ]
    if not silent:
        lines.append(f"{len(lines) + 1}. {own} {said}.")
    return "\n".join([head, name, f"{preamble}{verb}", *lines, ""])

"""Dates, numbers and names as the texts write them, in three languages."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

DAY = dt.timedelta(days=1)

_MONTHS = {
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "en": "January February March April May June July August September October November December",
    "kk": "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан",
}
_DATED = {  # the attributive of a Kazakh month: «5 наурыздағы»
    **dict.fromkeys(("наурыз", "тамыз", "ақпан", "мамыр", "қазан", "қараша", "қаңтар"), "дағы"),
    **dict.fromkeys(("маусым", "желтоқсан"), "дағы"),
    **dict.fromkeys(("сәуір", "шілде"), "дегі"),
    "қыркүйек": "тегі",
}
_NUMBERS = {
    3: ("трех", "three", "үш"),
    6: ("шести", "six", "алты"),
    10: ("десяти", "ten", "он"),
    15: ("пятнадцати", "fifteen", "он бес"),
    20: ("двадцати", "twenty", "жиырма"),
    21: ("двадцати одного", "twenty-one", "жиырма бір"),
    30: ("тридцати", "thirty", "отыз"),
    45: ("сорока пяти", "forty-five", "қырық бес"),
    60: ("шестидесяти", "sixty", "алпыс"),
    90: ("девяноста", "ninety", "тоқсан"),
}
_WEEKDAYS = {
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "ru": "понедельник вторник среда четверг пятница суббота воскресенье",
}


@dataclass(frozen=True)
class Named:
    """A name or a title in the three languages of the texts."""

    ru: str
    en: str
    kk: str

    def __getitem__(self, language: str) -> str:
        """Return the name in a language."""
        return {"ru": self.ru, "en": self.en, "kk": self.kk}[language]


MINISTERS = (
    Named("Министра финансов", "Minister of Finance", "Қаржы министрінің"),
    Named("Министра юстиции", "Minister of Justice", "Әділет министрінің"),
    Named("Министра энергетики", "Minister of Energy", "Энергетика министрінің"),
    Named(
        "Министра сельского хозяйства", "Minister of Agriculture", "Ауыл шаруашылығы министрінің"
    ),
    Named("Министра здравоохранения", "Minister of Healthcare", "Денсаулық сақтау министрінің"),
)
SIGNATURES = ("финансов", "юстиции", "энергетики", "сельского хозяйства", "здравоохранения")
TITLES = (
    Named("О садах и парках", "On Gardens and Parks", "Бақтар мен саябақтар туралы"),
    Named("О хранении книг", "On the Storage of Books", "Кітаптарды сақтау туралы"),
    Named(
        "О порядке учета рек",
        "On the Procedure for Recording Rivers",
        "Өзендерді есепке алу тәртібі туралы",
    ),
    Named("О музеях и выставках", "On Museums and Exhibitions", "Музейлер мен көрмелер туралы"),
    Named("О карте ветров", "On the Map of Winds", "Жел картасы туралы"),
    Named(
        "О некоторых вопросах пчеловодства",
        "On Certain Issues of Beekeeping",
        "Ара шаруашылығының кейбір мәселелері туралы",
    ),
)
OTHER_TITLES = {
    "О садах и парках": ("О садах и скверах", "On Gardens and Squares"),
    "О хранении книг": ("О хранении рукописей", "On the Keeping of Books"),
    "О порядке учета рек": ("О порядке описания рек", "On the Procedure for Describing Rivers"),
    "О музеях и выставках": ("О музеях и галереях", "On Museums and Galleries"),
    "О карте ветров": ("О схеме ветров", "On the Chart of Winds"),
    "О некоторых вопросах пчеловодства": (
        "О некоторых задачах пчеловодства",
        "On Certain Matters of Beekeeping",
    ),
}


def written(day: dt.date, language: str, *, year: str | None = None, american: bool = True) -> str:
    """Write a date; ``year`` replaces the year as printed."""
    printed = str(day.year) if year is None else year
    month = _MONTHS[language].split()[day.month - 1]
    if language == "ru":
        return f"{day.day} {month} {printed} года"
    if language == "kk":
        return f"{printed} жылғы {day.day} {month}"
    return f"{month} {day.day}, {printed}" if american else f"{day.day} {month} {printed}"


def dated_kk(day: dt.date) -> str:
    """Write the date of a Kazakh act: «2026 жылғы 5 наурыздағы»."""
    month = _MONTHS["kk"].split()[day.month - 1]
    return f"{day.year} жылғы {day.day} {month}{_DATED[month]}"


def without_year(day: dt.date, language: str) -> str:
    """Write a date without its year."""
    month = _MONTHS[language].split()[day.month - 1]
    return f"{month} {day.day}" if language == "en" else f"{day.day} {month}"


def weekday(day: dt.date, language: str) -> str:
    """Name the day of the week."""
    return _WEEKDAYS[language].split()[day.weekday()]


def spelled(value: int, language: str) -> str:
    """Write a number in words, in Russian in the genitive."""
    return _NUMBERS[value][("ru", "en", "kk").index(language)]


def months_after(day: dt.date, months: int) -> dt.date:
    """Return the same number of a later month, or its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))

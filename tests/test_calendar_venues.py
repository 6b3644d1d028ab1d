"""A place of publication is known by its name, declined or among other words."""

from __future__ import annotations

import datetime as dt

import pytest

from vacatio_calendar import first_publication, load
from vacatio_calendar.model import Act, OfficialPublication
from vacatio_calendar.publication import places

LAW = load("kz")
DAY = dt.date(2025, 12, 26)

NAMES = {
    "ЭКБ": "ekb",
    "Эталонном контрольном банке НПА": "ekb",
    "Эталонном контрольном банке нормативных правовых актов РК в электронном виде": "ekb",
    "the Reference Control Bank of legal acts": "ekb",
    "газете «Казахстанская правда»": "kazpravda",
    "Казахстанской правде": "kazpravda",
    "«Егемен Қазақстан» газетінде": "egemen",
}


@pytest.mark.parametrize(("name", "venue"), NAMES.items())
def test_a_printed_name_means_its_place(name: str, venue: str) -> None:
    assert [found.id for found in places(OfficialPublication(DAY, name), LAW)] == [venue]


@pytest.mark.parametrize(
    "name", ["Юридическом вестнике", "банке", "правде", "контрольный пакет", "б"]
)
def test_another_name_means_no_place(name: str) -> None:
    assert places(OfficialPublication(DAY, name), LAW) == ()


def test_a_declined_name_gives_the_day_of_publication() -> None:
    act = Act(publications=(OfficialPublication(DAY, "Эталонном контрольном банке НПА"),))
    assert first_publication(act, LAW).date == DAY

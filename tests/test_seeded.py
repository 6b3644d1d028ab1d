"""Correct texts raise nothing; every way of breaking one is found under its own code."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from seeded.broken import FAULTS
from seeded.correct import correct
from seeded.report import MODULES, Tally, examined, findings, lines, run
from seeded.specs import specs
from vacatio_calendar.checks import checks
from vacatio_calendar.model import DocumentKind, RuleKind

#: Codes that ask a person to judge: outside the figures.
ASKED = {each.code for each in checks() if each.prompt}


@pytest.fixture(scope="module")
def tally() -> Tally:
    """Break texts in every way a few times; `make seeded` does it more often."""
    return run(each=3, seed=11)


def test_every_code_that_needs_no_judgement_has_a_way_of_breaking_a_text() -> None:
    assert MODULES
    assert {fault.code for fault in FAULTS} == {each.code for each in checks()} - ASKED


def test_what_is_broken_is_found_under_its_own_code(tally: Tally) -> None:
    assert tally.total == 3 * len(FAULTS)
    assert tally.recall >= 0.99, "\n".join(tally.missed)


def test_correct_texts_raise_no_error_and_hardly_a_warning(tally: Tally) -> None:
    assert tally.unbroken > 90
    assert tally.false["error"] == 0, "\n".join(tally.alarms)
    assert tally.warned <= 0.02, "\n".join(tally.alarms)


def test_correct_texts_are_silent_because_they_were_read() -> None:
    """A bulletin's day is compared, and an act's clause is known: silence is not blindness."""
    for name, text in correct(specs(3, 12)):
        document, report = examined(text)
        if document.kind is DocumentKind.BULLETIN:
            acts = 2 if name == "on_two_acts" else 1
            assert len(document.acts) == acts, name
            if name != "with_an_end":
                assert report.agreeing >= acts, name
        else:
            [act] = document.acts
            kinds = {clause.rule.kind for clause in act.commencements}
            assert kinds - {RuleKind.NONE, RuleKind.DEFAULT}, name
            assert act.date, name
            assert act.number, name


def test_the_report_names_what_was_missed(tally: Tally) -> None:
    printed = "\n".join(lines(tally))
    assert f"{'all':<8}{tally.total:>8}" in printed
    assert all(code in printed for code in tally.variants)
    bad = Tally(missed=["VAC001 x"], unbroken=1)
    bad.variants["VAC001"] = 1
    assert bad.recall == 0
    assert "! VAC001 x" in "\n".join(lines(bad))


def test_a_text_cut_anywhere_is_still_looked_at() -> None:
    rng = random.Random(5)
    drawn = specs(5, 40)
    for count, fault in enumerate(FAULTS):
        broken = fault.make(drawn[count % len(drawn)], count)
        if broken is None or not broken.text:
            continue
        start, end = sorted(rng.sample(range(len(broken.text) + 1), 2))
        cut = replace(broken, text=broken.text[:start] + broken.text[end:])
        if not cut.ids:
            assert all(item.message and item.evidence for item in findings(cut))

"""Acts that wait for one another, and staged norms with the modifications they carry."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from vacatio_calendar import (
    Known,
    act_id,
    carried_by,
    commencement_of,
    compute,
    compute_all,
    depends_on,
    load,
    partition,
    verify,
)
from vacatio_calendar.known import Postponement
from vacatio_calendar.model import (
    Act,
    Action,
    ActRef,
    ActType,
    Commencement,
    Confidence,
    EntryIntoForce,
    Modification,
    OfficialPublication,
    Provision,
    RepealedBy,
    Rule,
    RuleKind,
    Unit,
)
from vacatio_calendar.units import provision_paths

LAW = load("kz")


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


# ------------------------------------------------------------------ acts that wait

ADOPTED = day("2026-08-03")


def law_no(number: int, *, after: int | None = None, rule: Rule | None = None) -> Act:
    """Make a law with a calendar date, a rule of its own, or together with another law."""
    if after is not None:
        rule = Rule(RuleKind.WITH_OTHER_ACT, act=ActRef(ActType.LAW, f"{after}-X", ADOPTED))
    rule = rule or Rule(RuleKind.FIXED_DATE, date=day("2027-01-01"))
    return Act(ActType.LAW, f"{number}-X", ADOPTED, commencements=(Commencement(rule),))


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_an_act_ends_by_another_in_whatever_order_they_are_given(order: tuple[int, int]) -> None:
    by = ActRef(ActType.LAW, "2-X", ADOPTED)
    ended = replace(law_no(1), repealed_by=RepealedBy(by, Rule(RuleKind.DEFAULT)))
    both = {1: ended, 2: law_no(2, rule=Rule(RuleKind.FIXED_DATE, date=day("2028-01-01")))}
    found = compute_all({name(number): both[number] for number in order}, LAW)
    [entry] = found[name(1)]
    assert (entry.on, entry.ends_on) == (day("2027-01-01"), day("2028-01-01"))
    assert verify(entry, LAW) == ()


def name(number: int) -> str:
    return f"kz/law/2026-08-03/{number}-x"


def days_of(*acts: Act, known: dict[str, Known] | None = None) -> dict[str, str | None]:
    named = {act_id(act, LAW) or "": act for act in acts}
    found = compute_all(named, LAW, known)
    assert list(found) == list(named)
    for entries in found.values():
        for entry in entries:
            assert verify(entry, LAW) == ()
    return {key: str(entries[0].on) if entries[0].on else None for key, entries in found.items()}


def test_a_chain_takes_the_day_of_its_first_act() -> None:
    acts = (law_no(3, after=2), law_no(1), law_no(2, after=1))
    assert days_of(*acts) == {name(n): "2027-01-01" for n in (3, 1, 2)}


def test_the_order_of_acts_does_not_matter() -> None:
    acts = [law_no(3, after=2), law_no(2, after=1), law_no(1)]
    assert days_of(*acts) == days_of(*reversed(acts))


def test_a_chain_without_its_first_act_has_no_days() -> None:
    found = days_of(law_no(3, after=2), law_no(2, after=1))
    assert found == {name(3): None, name(2): None}


def test_the_entry_of_an_act_not_given_may_be_known() -> None:
    [entry] = compute(law_no(1), LAW)
    found = days_of(law_no(2, after=1), known={name(2): Known(acts={name(1): entry})})
    assert found == {name(2): "2027-01-01"}


def test_a_ring_has_no_days_and_is_named() -> None:
    acts = {name(n): law_no(n, after=n % 3 + 1) for n in (1, 2, 3)} | {name(4): law_no(4, after=1)}
    found = compute_all(acts, LAW)
    assert all(entry.on is None for entries in found.values() for entry in entries)
    for n in (1, 2, 3):
        reason = found[name(n)][0].reason or ""
        assert "in a ring" in reason
        assert all(name(other) in reason for other in (1, 2, 3))
    assert "in a ring" in (found[name(4)][0].reason or "")


def test_an_act_that_waits_for_itself_is_a_ring() -> None:
    [entry] = compute_all({name(1): law_no(1, after=1)}, LAW)[name(1)]
    assert entry.reason == f"acts wait for one another in a ring: {name(1)} → {name(1)}"


def test_a_long_chain_is_no_ring() -> None:
    acts = [law_no(1), *(law_no(n, after=n - 1) for n in range(2, 60))]
    assert set(days_of(*reversed(acts)).values()) == {"2027-01-01"}


def test_a_postponement_reaches_what_waits() -> None:
    move = Postponement("later act", day("2028-01-01"), day("2026-12-01"))
    known = {name(1): Known(postponements=(move,))}
    assert days_of(law_no(2, after=1), law_no(1), known=known) == {
        name(2): "2028-01-01",
        name(1): "2028-01-01",
    }


def test_a_dispute_reaches_what_waits() -> None:
    months = law_no(1, rule=Rule(RuleKind.AFTER_PUBLICATION, 6, Unit.MONTHS))
    months = replace(months, publications=(OfficialPublication(day("2026-08-05")),))
    found = compute_all({name(1): months, name(2): law_no(2, after=1)}, LAW)
    [entry] = found[name(2)]
    assert (entry.on, entry.confidence) == (day("2027-02-06"), Confidence.DISPUTED)


def test_what_an_act_waits_for_is_listed_once() -> None:
    act = law_no(2, after=1)
    doubled = replace(act, commencements=act.commencements * 2)
    assert depends_on(doubled, LAW) == (name(1),)
    assert depends_on(law_no(1), LAW) == ()


# ------------------------------------------------------------------ staged norms

PATHS = [
    ("статьи 17", ["art 17"]),
    ("пунктов 5 и 6 статьи 1", ["art 1 para 5", "art 1 para 6"]),
    ("подпункта 2) пункта 1 статьи 5, статьи 7 и пунктов 3, 4 статьи 9",
     ["art 5 para 1 sub 2", "art 7", "art 9 para 3", "art 9 para 4"]),
    ("абзаца двадцать первого пункта 2", ["para 2 ind 21"]),
    ("абзацев пятого, седьмого и двенадцатого пункта 7",
     ["para 7 ind 5", "para 7 ind 7", "para 7 ind 12"]),
    ("частей первой и второй статьи 4", ["art 4 part 1", "art 4 part 2"]),
    ("пункта 8-1 статьи 3-1", ["art 3-1 para 8-1"]),
    ("статей 5–7", ["art 5", "art 6", "art 7"]),
    ("приложения 3 к настоящему постановлению", ["annex 3"]),
    ("пункта 2 приложения 1 и пункта 2 приложения 2", ["annex 1 para 2", "annex 2 para 2"]),
    ("пункта 1 изменений", ["~para 1"]),
    ("11-бабын", ["art 11"]),
    ("1-баптың 2, 3-тармақтары", ["art 1 para 2", "art 1 para 3"]),
    ("1-баптың 2-тармағының 3) тармақшасы", ["art 1 para 2 sub 3"]),
    ("1, 2-баптар", ["art 1", "art 2"]),
    ("paragraph 1 of Article 5", ["art 5 para 1"]),
    ("Articles 5 and 7", ["art 5", "art 7"]),
    ("Items 3 and 6 of the enclosed list", ["~para 3", "~para 6"]),
    ("подпунктов 1), 1-1) пункта 2 и пункта 3 статьи 16",
     ["art 16 para 2 sub 1", "art 16 para 2 sub 1-1", "art 16 para 3"]),
    ("пункта 5, статьи 7", ["para 5", "art 7"]),
    ("пункта 1, пункта 2 изменений", ["~para 1", "~para 2"]),
    ("пунктов 2 и 4 изменений, пункта 3 приложения 6", ["~para 2", "~para 4", "annex 6 para 3"]),
    ("абзаца сто первого пункта 2", None),
    ("1-баптың 2-тармағын және 3-тармағын", ["art 1 para 2", "art 1 para 3"]),
    ("1-тармағының он үшінші абзацын", ["para 1 ind 13"]),
    ("2-қосымшаның 2-тармағын, өзгерістердің 1-тармағының үшінші абзацын",
     ["annex 2 para 2", "~para 1 ind 3"]),
    ("3-қосымшаны, 1-тармақтың төртінші, он бесінші абзацтарын",
     ["annex 3", "para 1 ind 4", "para 1 ind 15"]),
    ("notification of breaches", None),
    ("статьи", None),
    ("", None),
]  # fmt: skip
SHORT = {"article": "art", "point": "para", "subpoint": "sub", "indent": "ind"}


@pytest.mark.parametrize(("text", "paths"), PATHS, ids=[row[0] for row in PATHS])
def test_the_provisions_of_an_exception_are_read(text: str, paths: list[str] | None) -> None:
    found = provision_paths(text)
    if paths is None:
        assert found is None
        return
    assert found is not None
    said = [" ".join(f"{SHORT.get(unit, unit)} {n}" for unit, n in path.parts) for path in found]
    assert [("~" if path.loose else "") + text for path, text in zip(found, said, strict=True)] == (
        paths
    )


def staged(*exceptions: str, main: bool = True) -> tuple[EntryIntoForce, ...]:
    """Compute a law whose exceptions follow its main clause year by year."""
    named = [*([None] if main else []), *exceptions]
    clauses = tuple(
        Commencement(Rule(RuleKind.FIXED_DATE, date=dt.date(2026 + at, 1, 1)), provisions=words)
        for at, words in enumerate(named)
    )
    return compute(Act(commencements=clauses), LAW)


def act_of(*eids: str, by: str | None = None, target: str | None = None) -> Act:
    provisions = tuple(Provision(eid, "unit", None, None, "") for eid in eids)
    change = Modification(Action.SUBSTITUTION, 0, target, by)
    return Act(provisions=provisions, modifications=(change,))


def test_each_provision_follows_one_commencement() -> None:
    act = act_of("art_1", "art_1__para_1", "art_2", "art_2__para_1", "art_3")
    parted = partition(act, staged("статьи 2"))
    assert parted.entry_of == (
        ("art_1", 0),
        ("art_1__para_1", 0),
        ("art_2", 1),
        ("art_2__para_1", 1),
        ("art_3", 0),
    )
    assert (parted.overlaps, parted.missing, parted.gap) == ((), (), ())


def test_an_overlap_is_named_and_its_provision_has_no_commencement() -> None:
    parted = partition(act_of("art_1", "art_2"), staged("статьи 2", "статей 2 и 3"))
    assert parted.entry_of == (("art_1", 0), ("art_2", None))
    assert parted.overlaps == ("art_2",)


def test_a_gap_is_named() -> None:
    parted = partition(act_of("art_1", "art_2"), staged("статьи 2", main=False))
    assert (parted.gap, parted.entry_of) == (("art_1",), (("art_1", None), ("art_2", 0)))


def test_an_exception_that_names_nothing_is_missing() -> None:
    assert partition(act_of("art_1"), staged("статьи 17")).missing == (1,)
    assert partition(act_of("art_17"), staged("статьи 17")).missing == ()


def test_a_provision_that_an_exception_takes_a_part_of_is_not_told() -> None:
    parted = partition(act_of("art_2", "art_2__para_1"), staged("пункта 1 статьи 2"))
    assert parted.entry_of == (("art_2", None), ("art_2__para_1", 1))


CARRIED = [
    ("статья 1, пункт 1", ["статьи 2"], 0),
    ("статья 2, пункт 1", ["статьи 2"], 1),
    ("статья 1, пункт 5", ["пунктов 5 и 6 статьи 1"], 1),
    ("статья 1, пункт 7", ["пунктов 5 и 6 статьи 1"], 0),
    ("статья 1, пункт 5, подпункт 2)", ["пункта 5 статьи 1"], 1),
    ("статья 1, пункт 5", ["подпункта 2) пункта 5 статьи 1"], None),
    ("статья 1", ["пункта 5 статьи 1"], None),
    ("пункт 5", ["пункта 5 статьи 1"], None),
    ("статья 2", ["статьи 2", "статьи 2"], None),
    ("статья 3", ["статьи 1", "статьи 2"], 0),
    ("пункт 1", ["приложения"], None),
    ("пункт 1", ["отдельных норм"], None),
    (None, ["статьи 2"], None),
    ("весь текст", ["статьи 2"], None),
    (None, [], 0),
    ("1-бап, 5-тармақ", ["1-баптың 5-тармағын"], 1),
]


@pytest.mark.parametrize(("by", "exceptions", "index"), CARRIED)
def test_a_modification_takes_the_day_of_the_provision_that_carries_it(
    by: str | None, exceptions: list[str], index: int | None
) -> None:
    entries = staged(*exceptions)
    assert carried_by(by, entries) is (None if index is None else entries[index])


@pytest.mark.parametrize(
    ("target", "index"),
    [
        ("статья 17, пункт 2", None),  # the exception may speak of the amended act
        ("статья 16", 0),
        (None, None),
    ],
)
def test_an_exception_that_matches_nothing_never_gives_the_main_day(
    target: str | None, index: int | None
) -> None:
    entries = staged("статьи 17")
    act = act_of("art_1", "art_2", by="статья 1, пункт 1", target=target)
    [change] = act.modifications
    found = commencement_of(change, act, entries)
    assert found is (None if index is None else entries[index])


def test_an_exception_that_matches_a_provision_leaves_the_others_their_day() -> None:
    entries = staged("статьи 2")
    act = act_of("art_1", "art_2", by="статья 1, пункт 1", target="статья 2")
    assert commencement_of(act.modifications[0], act, entries) is entries[0]

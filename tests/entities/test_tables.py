"""Every data file of the entities, whole."""

from __future__ import annotations

from collections import Counter

import pytest

from pipeline.entities.names import KINDS
from pipeline.entities.tables import (
    DATA,
    NO_SECTOR,
    Countries,
    known_organisations,
    parts,
    plain,
    role_in,
    role_sectors,
    sector_in,
    sector_words,
)
from pipeline.tsv import rows

SECTORS = set(
    "GOV MIL PAR REB OPP PTY COP SPY JUD LEG IGO NGO MED BUS EDU HLH REL LAB REF CVL CRM UAF".split()  # noqa: SIM905
)
# Of the United Nations.
MEMBERS = """AF AL DZ AD AO AG AR AM AU AT AZ BS BH BD BB BY BE BZ BJ BT BO BA BW BR BN BG BF BI CV KH CM CA CF TD CL CN
CO KM CG CD CR CI HR CU CY CZ DK DJ DM DO EC EG SV GQ ER EE SZ ET FJ FI FR GA GM GE DE GH GR GD GT GN GW GY HT HN HU IS
IN ID IR IQ IE IL IT JM JP JO KZ KE KI KP KR KW KG LA LV LB LS LR LY LI LT LU MG MW MY MV ML MT MH MR MU MX FM MD MC MN
ME MA MZ MM NA NR NP NL NZ NI NE NG MK NO OM PK PW PA PG PY PE PH PL PT QA RO RU RW KN LC VC WS SM ST SA SN RS SC SL SG
SK SI SB SO ZA SS ES LK SD SR SE CH SY TJ TZ TH TL TG TO TT TN TR TM TV UG UA AE GB US UY UZ VU VE VN YE ZM ZW""".split()  # noqa: SIM905
SHARED_ADJECTIVE = {"CG"}
"""Congolese is listed for the Democratic Republic, which the news means most often."""


def test_countries_have_codes_names_and_no_name_of_another() -> None:
    table = list(rows(DATA / "countries.tsv", 5))
    assert set(MEMBERS) <= {code for code, *_ in table}
    assert len(set(MEMBERS)) == 193
    assert all(len(code) == 2 and code.isupper() and name for code, name, *_ in table)
    assert [code for code, times in Counter(code for code, *_ in table).items() if times > 1] == []
    names = Counter(form for _, name, _, _, others in table for form in (name, *parts(others)))
    assert [name for name, times in names.items() if times > 1] == []


def test_every_member_of_the_united_nations_has_an_adjective_and_a_seat_of_government() -> None:
    table = {code: (adjectives, seats) for code, _, adjectives, seats, _ in rows(DATA / "countries.tsv", 5)}
    assert [code for code in MEMBERS if not table[code][0] and code not in SHARED_ADJECTIVE] == []
    assert [code for code in MEMBERS if not table[code][1]] == []


def test_ministries_and_forces_of_every_member_have_its_country_and_their_sector() -> None:
    countries = Countries.load()
    patterns = {"{} Foreign Ministry": "GOV", "{} Army": "MIL", "{} Ministry of Defence": "MIL", "{} Police": "COP"}
    wrong = []
    for code, name, adjectives, *_ in rows(DATA / "countries.tsv", 5):
        if code not in MEMBERS:
            continue
        for word in (name, *parts(adjectives)):
            for pattern, sector in patterns.items():
                body = pattern.format(word)
                if countries.within(body) != code or sector_in(body) != sector:
                    wrong.append((body, countries.within(body), sector_in(body)))
    assert wrong == []


def test_cities_have_countries_of_the_table_and_belong_to_one() -> None:
    table = list(rows(DATA / "cities.tsv", 2))
    assert [code for code, times in Counter(code for code, _ in table).items() if times > 1] == []
    countries = Countries.load()
    assert {code for code, _ in table} <= set(countries.titles)
    names = Counter(name for _, cell in table for name in parts(cell))
    assert len(names) >= 800
    assert [name for name, times in names.items() if times > 1 or name in countries.names] == []
    assert [name for name in names if name in countries.seats] == []


def test_international_organisations_are_at_least_two_hundred() -> None:
    assert sum(sector == "IGO" for *_, sector in rows(DATA / "organisations.tsv", 4)) >= 200


def test_kinds_of_things_have_types_of_the_model_and_no_noun_twice() -> None:
    table = list(rows(DATA / "kinds.tsv", 2))
    assert {kind for kind, _ in table} <= KINDS
    nouns = Counter(noun for _, cell in table for noun in parts(cell))
    assert [noun for noun, times in nouns.items() if times > 1 or noun != noun.lower()] == []


@pytest.mark.parametrize(("table", "least"), [("groups.tsv", 300), ("organisations.tsv", 600)])
def test_organisations_have_sectors_and_countries_of_the_other_table(table: str, least: int) -> None:
    lines = list(rows(DATA / table, 4))
    assert len(lines) >= least
    codes = set(Countries.load().titles)
    assert [line for line in lines if line[3] not in SECTORS or line[2] not in codes | {""}] == []
    names = Counter(plain(name) for name, *_ in lines)
    assert [name for name, times in names.items() if times > 1] == []


def test_role_words_have_one_sector_each() -> None:
    words = Counter(word for _, cell in rows(DATA / "roles.tsv", 2) for word in parts(cell))
    assert len(words) >= 300
    assert [word for word, times in words.items() if times > 1 or word != word.lower()] == []
    assert set(role_sectors().values()) <= SECTORS | {NO_SECTOR}


def test_sector_words_have_one_sector_each() -> None:
    words = Counter(plain(word) for _, cell in rows(DATA / "sectors.tsv", 2) for word in parts(cell))
    assert [word for word, times in words.items() if times > 1 and word not in ("inc", "corp", "co", "ltd")] == []
    assert set(sector_words().values()) <= SECTORS


def test_word_lists_are_lower_case_and_hold_each_word_once() -> None:
    for name, cell in rows(DATA / "words.tsv", 2):
        words = cell.split()
        assert words, name
        assert sorted(words) == sorted(set(words)), name
        assert cell == cell.lower(), name


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Iranian", "IR"),
        ("Iran", "IR"),
        ("the Netherlands", "NL"),
        ("Dutch", "NL"),
        ("Filipinos", "PH"),
        ("US", "US"),
        ("us", None),
        ("London", None),
        ("PAKISTAN", "PK"),
        ("Côte d'Ivoire", "CI"),
        ("South Sudanese", "SS"),
        ("", None),
    ],
)
def test_a_country_is_known_by_its_name_and_adjective_and_not_by_a_city(text: str, code: str | None) -> None:
    assert Countries.load().code(text) == code


def test_the_country_within_a_longer_name_is_the_only_one() -> None:
    countries = Countries.load()
    assert countries.within("Kenyan Red Cross") == "KE"
    assert countries.within("South Korean Navy") == "KR"
    assert countries.within("Peru Chile Treaty") is None


def test_armed_groups_are_known_by_any_spelling() -> None:
    known = known_organisations()
    assert (known[plain("Jaish al-Adl")].country, known[plain("Jaish al-Adl")].sector) == ("IR", "REB")
    assert known[plain("Al Shabab")].name == "al-Shabaab"


def test_the_longest_role_phrase_counts() -> None:
    assert role_in(["former", "foreign", "minister"]) == (2, "GOV")
    assert role_in(["defence", "minister"]) == (2, "MIL")
    assert role_in(["teapot"]) is None
    assert role_in([]) is None


def test_the_longest_sector_word_counts() -> None:
    assert sector_in("Ministry of Defence") == "MIL"
    assert sector_in("Ministry of Culture") == "GOV"
    assert sector_in("Teapots") is None

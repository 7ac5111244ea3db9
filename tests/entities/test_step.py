"""Names right to the character, one entity a thing, and nothing that breaks."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

from pipeline.article import Article
from pipeline.language.parsed import Analysis
from tests.entities.entities_of import analysis_of, entities_of, parser, step


def test_every_mention_is_exact_and_ids_follow_first_mention() -> None:
    analysis = analysis_of(
        "“Kenya’s” envoy, Ms. Wanjiru Maina, left.\n\nMaina said so in\nNairobi.", "Envoy leaves Kenya"
    )
    fields = {"title": analysis.article.title or "", "body": analysis.article.body}
    starts = []
    for entity in analysis.entities:
        for mention in (*entity.mentions, *entity.references):
            assert fields[mention.field][mention.start : mention.end] == mention.text
        first = entity.mentions[0]
        starts.append((first.field == "body", first.start))
    assert starts == sorted(starts)
    assert [entity.id for entity in analysis.entities] == [f"E{n + 1}" for n in range(len(analysis.entities))]


def test_articles_possessives_and_titles_are_no_part_of_a_name() -> None:
    found = entities_of("The United Nations' envoy met General Pedro Salinas at the Peruvian Navy's base.")
    forms = {mention.text for entity in found.values() for mention in entity.mentions}
    assert {"United Nations", "Pedro Salinas", "Peruvian Navy"} <= forms


def test_names_with_particles_and_hyphens_stay_whole() -> None:
    found = entities_of("Foreign Minister Rashid bin Hamad met Abdul-ul-Aziz Durrani in Vienna.")
    assert {"Rashid bin Hamad", "Abdul-ul-Aziz Durrani"} <= set(found)


def test_a_surname_means_its_full_name_and_namesakes_stay_two() -> None:
    found = entities_of("Anna Keller sued Bruno Keller. Anna Keller won. Judge Otto Brandt ruled. Brandt was brief.")
    assert found["Otto Brandt"].aliases == ("Brandt",)
    assert {"Anna Keller", "Bruno Keller"} <= set(found)


def test_a_capital_that_speaks_is_its_government_and_one_that_holds_a_meeting_is_a_place() -> None:
    speaks = entities_of("Ankara condemned the attack. Turkey closed the border.")
    assert speaks["Turkey"].aliases == ("Ankara",)
    place = entities_of("Ministers met in Ankara. Turkey closed the border.")
    assert place["Turkey"].aliases == ()
    assert place["Ankara"].country == "TR"


def test_an_acronym_in_brackets_means_the_name_before_it() -> None:
    found = entities_of("The Lake Chad Herders Council (LCHC) met. The LCHC asked for wells.")
    assert found["Lake Chad Herders Council"].aliases == ("LCHC",)


def test_a_role_refers_to_its_only_bearer() -> None:
    found = entities_of("Prime Minister Nadia Costa left on Monday. The prime minister will return on Friday.")
    assert [mention.text for mention in found["Nadia Costa"].references] == ["The prime minister"]


def test_a_role_that_two_bear_refers_to_none() -> None:
    found = entities_of("Senator Nadia Costa met Senator Paul Weber. The senator was late.")
    assert found["Nadia Costa"].references == found["Paul Weber"].references == ()


def test_state_adjectives_refer_to_the_country_and_peoples_stay_groups() -> None:
    found = entities_of("Chad closed its border after Chadian strikes. Kurdish families fled.")
    assert [mention.text for mention in found["Chad"].references] == ["Chadian"]
    assert found["Kurdish"].type == "NORP"


def test_who_the_title_names_is_more_salient_than_who_comes_last() -> None:
    found = entities_of(
        "Nadia Costa won the vote. Costa thanked her voters. A clerk, Paul Weber, counted.", "Nadia Costa wins vote"
    )
    assert (found["Nadia Costa"].salience or 0) > (found["Paul Weber"].salience or 0)


@pytest.mark.parametrize(
    "body",
    [
        "",
        " ",
        "1 2 3 4 5 2024 99",
        "x" * 5000,
        "7" * 20_000,
        "7 " * 3000,
        "Kenyasaidno" * 2000,
        "Mombasa-" * 2000,
        "The " + "Mombasa " * 700 + "Council met.",
        "(" * 1000 + "Kenya" + ")" * 1000,
        '"' * 2000 + " he said",
        "John Otieno left. " + "He said she told him. " * 300,
        "A" * 5000 + " said no.",
        "Kenya" * 500,
        "()[]{}\"'’“”",
        "’s 's the a an",
        ", ".join(f"Name{n} Family{n}" for n in range(600)),
        "Paris " * 300,
        "\n\n\n",
        "😀 Kenya 😀",
    ],
)
def test_nothing_breaks(body: str) -> None:
    analysis = analysis_of(body)
    for entity in analysis.entities:
        assert all(body[m.start : m.end] == m.text for m in entity.mentions)


def _invented(count: int) -> str:
    """Names of people that differ, between commas."""
    consonants, vowels = "bdfgklmnprstvz", "aeiou"
    syllables = [first + second for first in consonants for second in vowels]
    size = len(syllables)
    surnames = (
        (syllables[n % size] + syllables[n // size % size] + syllables[n // size**2]).title() for n in range(count)
    )
    return ", ".join(f"Anna {surname}" for surname in surnames) + "."


def test_ten_thousand_names_are_ten_thousand_mentions_to_the_character() -> None:
    body = _invented(10_000)
    entities = analysis_of(body).entities
    mentions = [mention for entity in entities for mention in entity.mentions]
    assert len(mentions) > 9_000
    assert all(body[mention.start : mention.end] == mention.text for mention in mentions)


@pytest.mark.parametrize("names", [_invented, "Paris, ".__mul__])
def test_work_grows_with_the_number_of_names(names: Callable[[int], str]) -> None:
    def calls(count: int) -> int:
        article = Article(id="test", body=names(count))
        analysis = Analysis(article, parser().parse([article])[0])
        made = 0

        def count_call(_frame: object, event: str, _what: object) -> None:
            nonlocal made
            made += event in ("call", "c_call")

        sys.setprofile(count_call)
        try:
            step()(analysis)
        finally:
            sys.setprofile(None)
        return made

    calls(10)
    assert calls(2_000) < 6 * calls(500)


def test_the_same_article_gives_the_same_entities() -> None:
    body = "Peru and Chile signed a treaty. Lima praised Santiago. The U.N. said it was good."
    assert analysis_of(body).entities == analysis_of(body).entities


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("The Health Commission of the People's Republic of China closed two markets.", None, "CN"),
        ("Marit Solheim from Norway finished third.", "Marit Solheim", "NO"),
    ],
)
def test_the_longest_name_of_a_country_counts_and_people_are_from_one(
    text: str, name: str | None, country: str
) -> None:
    found = entities_of(text)
    assert country in {entity.country for entity in found.values() if name in (None, entity.name)}
    assert "TW" not in {entity.country for entity in found.values()}


@pytest.mark.parametrize(
    ("text", "person", "role", "sector"),
    [
        (
            "Ministry of Trade representative Oren Dahl told reporters that prices fell.",
            "Oren Dahl",
            "Ministry of Trade representative",
            "GOV",
        ),
        (
            "Rosa Lindqvist, president of the Norwegian Teachers Association, asked for talks.",
            "Rosa Lindqvist",
            "president of the Norwegian Teachers Association",
            "NGO",
        ),
        (
            "Li Baowen, a Ministry of Health spokesman, confirmed it.",
            "Li Baowen",
            "Ministry of Health spokesman",
            "HLH",
        ),
    ],
)
def test_who_speaks_for_a_body_has_its_sector(text: str, person: str, role: str, sector: str) -> None:
    entity = entities_of(text)[person]
    assert role in entity.roles
    assert entity.sector == sector


def test_a_name_broken_off_after_a_nickname_is_mended() -> None:
    found = entities_of('The first two stayed the same; Elisabeth "Lissy" May from Austria managed to stay ahead.')
    assert 'Elisabeth "Lissy" May' in found


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Troops raided houses in the West Bank on Monday.", "West Bank", "GPE"),
        ("The flood cut off the village of Umtarka for three days.", "Umtarka", "GPE"),
        ("Farmers of the Umtarka area asked for seed, and a court heard them.", "Umtarka", "GPE"),
        ("The army and Beit Umtarka agreed.", "Beit Umtarka", "GPE"),
        ("The Umtarka School District hired two teachers.", "Umtarka School District", "ORG"),
        ("Storm Ciara battered Britain on Sunday.", "Storm Ciara", "EVENT"),
        ("A Yazidi village burned. The Yazidi elders left, and Yazidi families followed.", "Yazidi", "NORP"),
    ],
)
def test_words_beside_a_name_say_whether_it_is_a_place(text: str, name: str, kind: str) -> None:
    assert entities_of(text)[name].type == kind


def test_a_dateline_is_a_place_and_no_part_of_a_role() -> None:
    found = entities_of("KABUL (AP) - Taliban spokesman Daud Amin said Britain had left. London denied it.")
    assert (found["KABUL"].type, found["Daud Amin"].roles) == ("GPE", ("Taliban spokesman",))
    assert entities_of("LONDON (AP) - Britain said it would leave.")["LONDON"].type == "GPE"


def test_a_headline_in_capitals_names_the_people_of_the_article() -> None:
    found = entities_of("TYSON TO FIGHT HOLYFIELD\n\nMike Tyson will fight Evander Holyfield.")
    assert found["Evander Holyfield"].aliases == ("HOLYFIELD",)


def test_words_of_an_office_are_no_names() -> None:
    found = entities_of(
        "Rafik Hariri met U.S. Secretary of State Warren Christopher. Mines and Energy Minister Ana Paz left."
    )
    assert found["Warren Christopher"].roles == ("U.S. Secretary of State",)
    assert found["Ana Paz"].sector == "GOV"
    assert not {"State", "Mines"} & set(found)


@pytest.mark.parametrize(
    ("text", "name", "aliases"),
    [
        ("South Korean President Moon Jae-in spoke. Moon left.", "Moon Jae-in", ("Moon",)),
        ("Former President Luiz Inacio Lula da Silva spoke. Lula left.", "Luiz Inacio Lula da Silva", ("Lula",)),
        ("Officials said Mahmoud Abbas, also known as Abu Mazen, was ill.", "Mahmoud Abbas", ("Abu Mazen",)),
        ("Uganda's Yoweri Museveni arrived. Museveni spoke.", "Yoweri Museveni", ("Museveni",)),
        ("George W. Bush and his father, George H.W. Bush, sat down.", "George W. Bush", ()),
    ],
)
def test_other_names_of_a_person(text: str, name: str, aliases: tuple[str, ...]) -> None:
    assert entities_of(text)[name].aliases == aliases


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Miners on Bangka island struck on Monday.", "Bangka"),
        ("The Xinhua news agency said so on Monday.", "Xinhua"),
        ("Rebels left northern Iraq on Monday.", "Iraq"),
        ("Petsas, from the ruling New Democracy party, voted no.", "New Democracy"),
        ("The minister met lawyers in The Hague on Monday.", "The Hague"),
        ("The court heard President Valery Giscard d'Estaing on Monday.", "Valery Giscard d'Estaing"),
        ("He met Seif al-Islam Hassan al-Banna in Cairo.", "Seif al-Islam Hassan al-Banna"),
        ("Nottinghamshire lost at home; Briton Rachel Holt won.", "Rachel Holt"),
        ("Shares of Lennovar fell as an analyst at Lennovar quit.", "Lennovar"),
    ],
)
def test_the_edges_of_a_name_are_where_it_is_written(text: str, name: str) -> None:
    assert name in {mention.text for entity in analysis_of(text).entities for mention in entity.mentions}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Shares of Promodex fell by a third. Carrefour will buy a stake in Promodex, it said on Monday.", "Promodex"),
        ("The rival miner Karlgruva shed four cents in early trade, dealers said.", "Karlgruva"),
        ("Brent rose as Vardgruppen, which owns two rigs, slipped 0.4 percent.", "Vardgruppen"),
        ("Insurer Vardbrand was unchanged in Oslo after the minister spoke.", "Vardbrand"),
        ("A source told the Halvor news agency that the talks had failed.", "Halvor"),
        ("Traders at the Swiss-based Glenmark had three vessels waiting.", "Glenmark"),
    ],
)
def test_what_is_said_of_a_company_makes_a_name_one(text: str, name: str) -> None:
    assert entities_of(text)[name].type == "ORG"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The nuns were seized at Timia by armed men.", "Timia"),
        ("The council of chiefs, meeting at Nadave, voted after two days.", "Nadave"),
        ("Five died when a mine exploded near Cheddikal.", "Cheddikal"),
    ],
)
def test_what_happens_at_or_near_a_name_makes_it_a_place(text: str, name: str) -> None:
    assert entities_of(text)[name].type in ("GPE", "LOC")


@pytest.mark.parametrize(
    ("text", "name", "sector"),
    [
        ("Fighters of the Dahran militia attacked Homs.", "Dahran", "PAR"),
        ("Ahmed, from the ruling Green Horizon party, voted no.", "Green Horizon", "PTY"),
        ("Geneva Call, a charity, sent tents.", "Geneva Call", "NGO"),
        ("Geneva Call sent tents on Monday.", "Geneva Call", None),
    ],
)
def test_the_noun_that_an_organisation_is_called_by_tells_its_sector(text: str, name: str, sector: str | None) -> None:
    assert entities_of(text)[name].sector == sector


def test_whom_one_shouts_at_is_no_place() -> None:
    assert entities_of("The crowd shouted at Haraldsson as he left.")["Haraldsson"].type == "PERSON"


def test_a_weekday_is_no_part_of_a_name_and_a_surname_is_no_weekday() -> None:
    found = entities_of("The candidate spoke at the Harwell Senior Center Sunday to voters.")
    assert "Harwell Senior Center" in found


@pytest.mark.parametrize(
    ("text", "whole", "other"),
    [
        ("The National Renewal Alliance (NRA) lost. The NRA said so.", "National Renewal Alliance", "NRA"),
        ("Leaders of the Social Union of Kosmet, or SUSK, met. SUSK will vote on Monday.", "Social Union of Kosmet", "SUSK"),
        ("The National Anticorruption Directorate (DNA) charged him. DNA said so.", "National Anticorruption Directorate", "DNA"),
        ("Hanwal Heavy Industries Co fell. Shares of Hanwal were sold.", "Hanwal Heavy Industries Co", "Hanwal"),
        ("The Lakeland Criminal Tribunal for War Crimes met. The Tribunal said so.", "Lakeland Criminal Tribunal", "Tribunal"),
        ("Floods hit Muchual Province. Officials in Muchual said so.", "Muchual Province", "Muchual"),
        ("Rebels left the Democratic Republic of the Congo. Congo said so.", "Democratic Republic of the Congo", "Congo"),
        ("Greece signed. He spent two years negotiating with Athens.", "Greece", "Athens"),
        ("South Africa signed. Pretoria was silent.", "South Africa", "Pretoria"),
        ("Ministers were chosen by Tehran. Iran said no.", "Iran", "Tehran"),
        ("Lenders want Athens to adopt the law. Greece said no.", "Greece", "Athens"),
        ("He called for sanctions against Moscow. Russia said no.", "Russia", "Moscow"),
        ("The People's Democratic Party won. The PDP said so.", "People's Democratic Party", "PDP"),
        ("Negotiator Humberto de la Calle left. De la Calle said so.", "Humberto de la Calle", "De la Calle"),
        ("Joao Vaccari Neto was jailed. Vaccari said nothing.", "Joao Vaccari Neto", "Vaccari"),
    ],
)  # fmt: skip
def test_other_names_of_one_thing_are_linked(text: str, whole: str, other: str) -> None:
    named = [{mention.text for mention in entity.mentions} for entity in analysis_of(text).entities]
    assert any(other in forms and any(whole in form for form in forms) for forms in named), named

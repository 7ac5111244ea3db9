"""Which names of a text become places, and which place: sentences written for these tests, the real model."""

from __future__ import annotations

from itertools import pairwise

import pytest

from pipeline.layers import EnricherSettings
from tests.places.places_of import located, places_of


@pytest.mark.parametrize(
    ("text", "name", "country", "feature", "admin1"),
    [
        ("Pakistan's prime minister flew back to Islamabad on Monday.", "Islamabad", "PK", "PPLC", None),
        ("A bomb killed eleven Iranian policemen in Rask, in Iran's south-east.", "Rask", "IR", "PPL", None),
        ("Exports from Mexico to the USA rose again, officials said.", "USA", "US", "PCLI", None),
        ("The ship docked at Long Beach, CA, after the strike.", "Long Beach", "US", "PPL", "California"),
        ("The storm closed schools in Bangor, Maine, on Friday.", "Bangor", "US", "PPL", "Maine"),
        ("Georgia accused Russia of moving its border posts near Gori.", "Georgia", "GE", "PCLI", None),
        ("Voters in Atlanta, Savannah and the rest of Georgia go to the polls.", "Georgia", "US", "ADM1", None),
        ("Jordan and Egypt asked Israel to open the crossing.", "Jordan", "JO", "PCLI", None),
        ("Turkey sent troops to its border with Syria.", "Turkey", "TR", "PCLI", None),
        ("Refugees from Sudan crossed into Chad last week.", "Chad", "TD", "PCLI", None),
        ("Washington and Moscow resumed talks about Iran.", "Washington", "US", "PPLC", None),
        ("Fires burned near Spokane and Yakima in the state of Washington.", "Washington", "US", "ADM1", None),
        ("The legislature meets in Lincoln, Nebraska, in January.", "Lincoln", "US", "PPL", "Nebraska"),
        ("The mayor of Paris, Texas, thanked the firemen of Dallas.", "Paris", "US", "PPL", "Texas"),
        ("Mexico and Canada signed the treaty.", "Mexico", "MX", "PCLI", None),
        ("Israeli jets struck Gaza after rockets hit Israel.", "Gaza", "PS", None, None),
        ("Oil tankers avoid the Strait of Hormuz.", "Strait of Hormuz", None, "STRT", None),
        ("Shelling went on in the Donbas, Ukraine said.", "Donbas", "UA", "RGN", None),
    ],
)  # fmt: skip
def test_a_name_means_what_its_sentence_says(
    text: str, name: str, country: str | None, feature: str | None, admin1: str | None
) -> None:
    found = places_of(text)
    location = next((each for said, each in found.items() if name in said), None)
    assert location is not None, found.keys()
    assert location.country == country
    assert feature is None or location.feature == feature
    assert admin1 is None or location.admin1 == admin1


@pytest.mark.parametrize(
    ("text", "no_place"),
    [
        ("Abraham Lincoln wrote the letter himself, and Lincoln kept it.", "Lincoln"),
        ("Michael Jordan retired, and Jordan bought the team.", "Jordan"),
        ("The Washington Post and the Chicago Tribune reported the sale.", "Washington"),
        ("Chad Miller, a lawyer, said Miller would appeal.", "Chad"),
        ("Shares of American Airlines and Boston Scientific fell.", "Boston"),
        ("Manchester United beat Newcastle United on Saturday.", "Manchester"),
    ],
)
def test_people_papers_companies_and_teams_are_no_places(text: str, no_place: str) -> None:
    assert not [said for said in places_of(text) if no_place in said]


@pytest.mark.parametrize(
    ("text", "name", "place"),
    [
        ("The Denver Police Department arrested two men.", "Denver", "Denver"),
        ("The Laurel County sheriff spoke. Laurel County Detention Center holds him.", "Laurel County", None),
        ("A teacher in north Texas won the prize.", "Texas", "Texas"),
        ("CAIRO (Reuters) - Police fired tear gas on Sunday.", "CAIRO", "Cairo"),
        ("BAGHDAD: Gunmen attacked a checkpoint on Tuesday.", "BAGHDAD", "Baghdad"),
        ("Sen. Paul Harding, D-Calif., voted against it.", "Calif", "California"),
        ("Police in Huntsville, TX, found the car.", "TX", "Texas"),
    ],
)
def test_places_within_names_and_beside_them_are_found(text: str, name: str, place: str | None) -> None:
    found = {said: location for said, location in places_of(text).items() if name in said}
    assert found, places_of(text).keys()
    assert place is None or {location.name for location in found.values()} == {place}


def test_a_street_has_the_place_of_its_town_and_says_so() -> None:
    analysis = located("A man was shot on Orchard Street in Denver, Colorado. Denver police closed Orchard Street.")
    street = next(location for location in analysis.locations if location.name == "Orchard Street")
    town = next(location for location in analysis.locations if location.name == "Denver")
    assert (street.latitude, street.longitude, street.within) == (town.latitude, town.longitude, town.id)
    assert street.feature == "ST"
    assert street.geonames_id is None
    assert len(street.mentions) == 2
    assert (street.confidence or 0) < (town.confidence or 0)


def test_a_street_without_a_town_has_no_place() -> None:
    assert places_of("A man was shot on Orchard Street.") == {}


def test_adjectives_are_mentions_only_where_a_setting_asks_for_them_and_the_place_is_named() -> None:
    text = "Georgian officials in Tbilisi, the capital of Georgia, blamed Russian jets."
    with_them = places_of(text, EnricherSettings(place_adjectives=True))
    assert with_them["Georgian"] is with_them["Georgia"]
    assert "Russian" not in with_them  # nothing else says that the article is about Russia
    assert "Georgian" not in places_of(text)


def test_every_mention_is_exact_none_overlaps_and_ids_are_in_order() -> None:
    analysis = located(
        "Police in Springfield, Ill., and the Springfield Fire Department closed Main Street near Decatur.\n\n"
        "ANKARA — Turkey’s army entered Syria’s Idlib province.",
        "Fire in Springfield",
    )
    fields = {"title": analysis.article.title or "", "body": analysis.article.body}
    mentions = [mention for location in analysis.locations for mention in location.mentions]
    for mention in mentions:
        assert fields[mention.field][mention.start : mention.end] == mention.text
    spans = sorted((mention.field, mention.start, mention.end) for mention in mentions)
    assert all(a[0] != b[0] or a[2] <= b[1] for a, b in pairwise(spans))
    assert [location.id for location in analysis.locations] == [f"L{n + 1}" for n in range(len(analysis.locations))]


def test_settings_decide_what_is_too_unsure_to_place_and_when_alternatives_are_listed() -> None:
    text = "The council of Springfield met. Springfield has a new park."
    sure = places_of(text, EnricherSettings(place_alternatives_below=0.0))["Springfield"]
    assert sure.alternatives == ()
    unsure = places_of(text, EnricherSettings(place_alternatives_below=1.0))["Springfield"]
    assert {each.name for each in unsure.alternatives} == {"Springfield"}
    assert sum(each.score for each in unsure.alternatives) + (unsure.confidence or 0) <= 1
    assert places_of(text, EnricherSettings(place_abstain_below=1.0)) == {}


def test_the_same_article_gives_the_same_locations() -> None:
    text = "Troops left Aleppo, Homs and the Golan Heights for Damascus."
    assert located(text).locations == located(text).locations

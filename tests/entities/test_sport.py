"""Results, tables and line-ups: clubs that bear a town's name, and people where lists have them."""

from __future__ import annotations

from tests.entities.entities_of import analysis_of


def _kinds(body: str) -> dict[str, set[str]]:
    """The types of each form that a body has."""
    found: dict[str, set[str]] = {}
    for entity in analysis_of(body).entities:
        for mention in entity.mentions:
            found.setdefault(mention.text, set()).add(entity.type)
    return found


def test_a_town_that_plays_is_a_club_and_the_same_town_is_a_place_where_something_is_in_it() -> None:
    found = _kinds(
        "Oldham beat Rotherham in the semifinal. Oldham striker Gary Pike scored in Rotherham after halftime. "
        "The goalkeeper was born in Oldham."
    )
    assert found["Oldham"] == {"ORG", "GPE"}
    assert found["Rotherham"] == {"ORG", "GPE"}


def test_the_same_verbs_make_no_club_of_a_town_in_other_news() -> None:
    found = _kinds("Boston beat Chicago to the contract for the new court. Officials in Boston signed it on Monday.")
    assert found["Boston"] == {"GPE"}


def test_countries_play_as_countries() -> None:
    found = _kinds("England beat Denmark 2-1 in the quarterfinal after a goal by striker Paul Hart before halftime.")
    assert found["England"] == found["Denmark"] == {"GPE"}


def test_rows_of_figures_are_teams_and_scores_are_no_part_of_their_names() -> None:
    found = _kinds(
        "Soccer results of the second division:\nRovaniemi 2 Kuopio 0\nVaasa 1 Lahti 1\n"
        "Standings (goals for, against, points):\n1. Kuopio 16 12 2 2 45 12 38\n2. Vaasa 16 9 4 3 30 17 31\n"
        "Leading scorer: striker Mika Salmi.\n"
    )
    assert {name for name in ("Rovaniemi", "Kuopio", "Vaasa", "Lahti") if found.get(name) == {"ORG"}} == {
        "Rovaniemi", "Kuopio", "Vaasa", "Lahti"
    }  # fmt: skip


def test_people_are_found_by_their_shirts_their_countries_and_their_goals() -> None:
    found = _kinds(
        "SOCCER - RESULTS\nHelsinki 2 (Jari Vanhala 12, Tomi Kallio 64) Turku 0\n"
        "Team: 1-Petri Jakonen; 14-Aki Riihi (Turku); Sergei Oskin (Russia)\nThe striker and the goalkeeper were hurt.\n"
    )
    for name in ("Jari Vanhala", "Tomi Kallio", "Petri Jakonen", "Aki Riihi", "Sergei Oskin"):
        assert found.get(name) == {"PERSON"}, name
    assert found["Russia"] == {"GPE"}


def test_a_country_in_brackets_before_a_score_is_that_of_a_team() -> None:
    found = _kinds("Basketball results:\nGaliat Tapiola (Finland) 74 Sokol Brnov (Croatia) 69 (halftime 38-40)\nIn golf, "
                   "Ari Salo (Finland) 70 68 led by a birdie.")  # fmt: skip
    assert found["Galiat Tapiola"] == found["Sokol Brnov"] == {"ORG"}
    assert found["Ari Salo"] == {"PERSON"}


def test_batsmen_and_bowlers_stay_apart() -> None:
    found = _kinds(
        "Cricket scoreboard, first innings:\nA. Perera c Malik b Nadeem 12\nR. Silva lbw Akbar 4\n"
        "Bowling: Nadeem 29-12-60-2, Akbar 16-5-58-1.\nTwo wickets fell.\n"
    )
    for name in ("A. Perera", "Malik", "Nadeem", "R. Silva", "Akbar"):
        assert found.get(name) == {"PERSON"}, name


def test_a_heading_of_the_wire_is_no_name() -> None:
    found = _kinds("GOLF-LINDQVIST LEADS AFTER A BIRDIE\n\nSweden's Per Lindqvist had a birdie at the last putt.")
    assert not any("golf" in name.lower() for name in found)
    assert found["LINDQVIST"] == {"PERSON"}


def test_a_line_with_two_teams_and_nothing_else_is_a_game() -> None:
    found = _kinds("NHL schedule for playoff games\nMINNESOTA AT CALGARY\nThe goaltender of Calgary is hurt.")
    assert found["MINNESOTA"] == found["CALGARY"] == {"ORG"}


def test_scorers_are_people_and_what_a_score_at_half_time_follows_is_a_team() -> None:
    found = _kinds(
        "BASKETBALL - EUROPEAN CUP RESULTS\nIn Ulvila: Karhu Ulvila (Finland) 81 Zagrel Brnov (Croatia) 86 (44-40)\n"
        "Leading scorers: Karhu - Jari Vanhala 24, Tomi Kallio 17; Brnov - Goran Petrak 19.\n"
        "The coach of the home team lost a guard before halftime and a forward in the playoff game.\n"
    )
    assert found["Zagrel Brnov"] == {"ORG"}
    for name in ("Jari Vanhala", "Tomi Kallio", "Goran Petrak"):
        assert found.get(name) == {"PERSON"}, name


def test_the_town_of_a_dateline_is_no_club_though_its_name_is_the_subject_of_a_win() -> None:
    found = _kinds(
        "CYCLING - KALLIO WINS THIRD STAGE. RZESZOW, Poland 1996-09-05 Tomi Kallio of Finland won the third stage "
        "of the tour on Thursday. The team rider beat the leader by 2-1 points."
    )
    assert found["RZESZOW"] == {"GPE"}

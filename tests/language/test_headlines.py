"""Headlines in title case, read as sentences."""

from __future__ import annotations

import pytest

from pipeline.article import Article
from pipeline.entities import EntityStep
from pipeline.language.headlines import Headlines, in_title_case
from pipeline.language.model import load_model
from pipeline.language.parsed import Analysis
from pipeline.language.parser import Parser
from pipeline.language.truecase import Truecaser

headline = Headlines(Truecaser(load_model().vocab))


@pytest.mark.parametrize(
    ("title", "body", "read"),
    [
        ("Rebels Seize Key Town in Congo", "", "Rebels seize key town in Congo"),
        ("Congo Rebels Seize Key Border Town", "", "Congo rebels seize key border town"),
        ("U.S. Imposes New Sanctions on Russian Banks", "", "U.S. imposes new sanctions on Russian banks"),
        ("Prime Minister Orta Visits Flooded Villages", "The Prime Minister flew there.", "Prime Minister Orta visits flooded villages"),
        ("Police Question Bishop Over Missing Funds", "The fund is missing, Ann Bishop said. Ms Bishop left.", "Police question Bishop over missing funds"),
        ("Police Question Bishop Over Missing Funds", "The old bishop left.", "Police question bishop over missing funds"),
        ("Storm Closes Kish River Road to Traffic", "", "Storm closes Kish River Road to traffic"),
        ("Minister: Talks Won't Resume Before Spring", "", "Minister: Talks won't resume before spring"),
        ("Mayor Opens Drug-Related Inquiry Near New York", "", "Mayor opens drug-related inquiry near New York"),
    ],
)  # fmt: skip
def test_words_lose_the_capital_that_only_the_headline_gives_them(title: str, body: str, read: str) -> None:
    assert headline(title, body) == read


@pytest.mark.parametrize(
    "title",
    ["Rebels seize key town in Congo", "Macron Meets Scholz", "REBELS SEIZE KEY TOWN IN CONGO", "", "Word " * 500],
)
def test_other_headlines_are_left_alone(title: str) -> None:
    assert not in_title_case(title)
    assert headline(title, "The rebels seized a town.") == title


def test_names_of_a_headline_end_where_its_verb_begins() -> None:
    article = Article(id="1", title="Russian Forces Attack Kharkiv as Zelensky Meets Biden", body="It was night.")
    analysis = EntityStep.load()(Analysis(article, Parser.load().parse([article])[0]))
    mentions = {mention.text for entity in analysis.entities for mention in entity.mentions}
    assert mentions == {"Russian", "Kharkiv", "Zelensky", "Biden"}


@pytest.mark.parametrize("titled", [True, False])
def test_a_body_that_begins_with_its_headline_is_read_like_it(titled: bool) -> None:
    title = "Congo Rebels Seize Key Border Town"
    article = Article(id="1", title=title if titled else None, body=f"{title}\n\nThe rebels came at dawn.")
    body = Parser.load().parse([article])[0][-1]
    assert body.doc.text == "Congo rebels seize key border town  The rebels came at dawn."
    assert body.text == article.body

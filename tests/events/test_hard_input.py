"""Input that no writer would write: the step neither fails nor runs away."""

import random

import pytest
from spacy.tokens import Doc

from pipeline.article import Article
from pipeline.entities import EntityStep
from pipeline.events.step import EventStep
from pipeline.language.parsed import Analysis, ParsedText
from pipeline.language.parser import Parser

_DEPENDENCIES = ("nsubj", "dobj", "prep", "pobj", "conj", "relcl", "advcl", "acl", "ccomp", "xcomp", "appos", "poss")
_WORDS = (
    ("killed", "VBN", "VERB", "kill"), ("attack", "NN", "NOUN", "attack"), ("Iran", "NNP", "PROPN", "Iran"),
    ("on", "IN", "ADP", "on"), ("said", "VBD", "VERB", "say"), ("talks", "NNS", "NOUN", "talk"),
)  # fmt: skip


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser.load()


@pytest.fixture(scope="module")
def step() -> EventStep:
    return EventStep.load()


@pytest.mark.parametrize(
    "body",
    [
        "Rebels attacked the town, " * 400 + "and troops killed them.",
        "Iran, " * 1000 + "and Iraq signed a treaty.",
        "The attack on the attack " * 400,
        "REBELS ATTACKED THE TOWN AND KILLED TEN SOLDIERS. " * 40,
        "Talks. Sanctions. Protests against the king. " * 100,
        "((((( \n\t %%% 3 3 3 , , , ; ;",
        "(said) said said said " * 300,
    ],
)
def test_text_that_is_hard_to_parse_is_coded_all_the_same(parser: Parser, step: EventStep, body: str) -> None:
    article = Article("a", body)
    analysis = EntityStep.load()(Analysis(article, parser.parse([article])[0]))
    events = step(analysis).events
    assert all(body[e.trigger.start : e.trigger.end] for e in events)


@pytest.mark.parametrize("seed", range(4))
def test_broken_parses_are_coded_all_the_same(parser: Parser, step: EventStep, seed: int) -> None:
    choice = random.Random(seed)
    picked = [choice.choice(_WORDS) for _ in range(2000)]
    heads = [max(0, i - choice.choice((1, 1, 1, 2, 40))) for i in range(2000)]
    article = Article("a", " ".join(word for word, *_ in picked))
    assert step(Analysis(article, (_parsed(parser, article, picked, heads, choice),))).events


def test_a_chain_of_two_thousand_coordinated_verbs_is_coded(parser: Parser, step: EventStep) -> None:
    picked = [_WORDS[2], *[_WORDS[0]] * 2000]
    article = Article("a", " ".join(word for word, *_ in picked))
    heads = [1, 1, *range(1, 2000)]
    assert step(Analysis(article, (_parsed(parser, article, picked, heads, None),))).events


def _parsed(
    parser: Parser, article: Article, picked: list[tuple[str, str, str, str]], heads: list[int],
    choice: random.Random | None,
) -> ParsedText:  # fmt: skip
    words, tags, pos, lemmas = (list(column) for column in zip(*picked, strict=True))
    deps = [choice.choice(_DEPENDENCIES) if choice else "conj" for _ in picked]
    deps = ["ROOT" if head == i else dep for i, (head, dep) in enumerate(zip(heads, deps, strict=True))]
    if choice is None:
        deps[0] = "nsubj"
    vocab = parser.parse([Article("v", "Iran.")])[0][-1].doc.vocab
    doc = Doc(vocab, words=words, tags=tags, pos=pos, lemmas=lemmas, heads=heads, deps=deps, sent_starts=None)
    return ParsedText("body", article.body, doc)

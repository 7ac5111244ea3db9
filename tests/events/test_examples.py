"""Each line of the lexicon fires in the example beside it. ``python -m tests.events.test_examples [FILE]`` lists what does not."""

from __future__ import annotations

import sys
from functools import cache

from pipeline.article import Article
from pipeline.events.lexicon import Rule, load_lexicon
from pipeline.events.matching import find_matches
from pipeline.events.ontology import load_ontology
from pipeline.events.tree import Names, build_tree
from tests.events.coding_of import parser

FIRING = 0.95
"""The least share of lines that must fire in their own example; a wrong parse costs a line."""


@cache
def judged() -> tuple[tuple[Rule, tuple[str, ...]], ...]:
    """Every line, with the origins of the lines that fire in its example."""
    lexicon = load_lexicon()
    rules = [rule for group in lexicon.rules.values() for rule in group]
    texts = [parser().parse([Article("a", rule.example)])[0][0] for rule in rules]
    names = Names(texts[0].doc.vocab.strings)
    fired = (find_matches(build_tree(text, names), lexicon) for text in texts)
    return tuple(
        (rule, tuple(match.rule.origin for match in matches)) for rule, matches in zip(rules, fired, strict=True)
    )


def silent() -> list[tuple[Rule, tuple[str, ...]]]:
    """The lines that do not fire in their example, with those that do."""
    return [(rule, origins) for rule, origins in judged() if rule.origin not in origins]


def test_a_line_fires_in_its_own_example() -> None:
    assert len(silent()) <= (1 - FIRING) * len(judged()), [rule.origin for rule, _ in silent()]


def test_every_type_has_lines() -> None:
    assert {rule.type for rule, _ in judged() if rule.type} == set(load_ontology().types)


def main() -> None:
    """Print the lines that do not fire in their example, of one file or of all."""
    for rule, origins in silent():
        if not sys.argv[1:] or rule.origin.startswith(sys.argv[1]):
            print(f"{rule.origin}\t{rule.head.lemma}\t{rule.example}\tfired: {', '.join(origins) or 'none'}")


if __name__ == "__main__":
    main()

"""Each line of the lexicon, or one of its type, fires in the example beside it.

``python -m tests.events.test_examples [FILE]`` lists the lines that nothing of their type speaks for.
"""

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
def judged() -> tuple[tuple[Rule, tuple[Rule, ...]], ...]:
    """Every line, with the lines that fire in its example."""
    lexicon = load_lexicon()
    rules = [rule for group in lexicon.rules.values() for rule in group]
    texts = [parser().parse([Article("a", rule.example)])[0][0] for rule in rules]
    names = Names(texts[0].doc.vocab.strings)
    fired = (find_matches(build_tree(text, names), lexicon) for text in texts)
    return tuple((rule, tuple(match.rule for match in matches)) for rule, matches in zip(rules, fired, strict=True))


def silent() -> list[tuple[Rule, tuple[Rule, ...]]]:
    """The lines whose example is left without their type, with the lines that do fire in it."""
    return [(rule, fired) for rule, fired in judged() if not any(_speaks(other, rule) for other in fired)]


def _speaks(other: Rule, rule: Rule) -> bool:
    """Whether another line says of an example what the example's own line says."""
    return other.type == rule.type and other.report == rule.report


def test_a_line_or_one_of_its_type_fires_in_its_example() -> None:
    assert len(silent()) <= (1 - FIRING) * len(judged()), [rule.origin for rule, _ in silent()]


def test_every_type_has_lines() -> None:
    assert {rule.type for rule, _ in judged() if rule.type} == set(load_ontology().types)


def main() -> None:
    """Print the lines that do not fire in their example, of one file or of all."""
    for rule, fired in silent():
        if not sys.argv[1:] or rule.origin.startswith(sys.argv[1]):
            others = ", ".join(other.origin for other in fired) or "none"
            print(f"{rule.origin}\t{rule.head.lemma}\t{rule.example}\tfired: {others}")


if __name__ == "__main__":
    main()

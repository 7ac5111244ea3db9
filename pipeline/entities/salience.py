"""Salience: how central an entity is to its article, 0 to 1.

A weighted mean of four shares, each 0 to 1: how early the first mention in the body comes, how
often the entity is mentioned (names and references; each further mention adds less), how often
it is a subject, and whether the title names it. The weights follow what headlines name
(``tests/entities/headlines.py``): what comes early and often, and hardly who is a subject.
"""

from __future__ import annotations

from pipeline.entities.coreference import Group
from pipeline.language.parsed import ParsedText

_EARLY, _OFTEN, _ACTS, _TITLE = 0.5, 0.4, 0.05, 0.25
_SUBJECTS = ("nsubj", "nsubjpass", "agent")
_HALF = 3.0
"""Mentions that make half of the share."""
_NEAR = 150.0
"""Characters into the body at which being early counts half: about the first sentence."""


def salience(texts: tuple[ParsedText, ...], group: Group, references: int) -> float:
    """The salience of an entity, rounded to two decimals."""
    titled = texts[group.names[0].text].field == "title"
    early = 1.0 if titled else _NEAR / (_NEAR + group.names[0].start)
    count = len(group.names) + references
    subjects = sum([texts[name.text].doc[name.head].dep_ in _SUBJECTS for name in group.names])
    share = subjects / len(group.names)
    has_title = len(texts) > 1
    weights = _EARLY + _OFTEN + _ACTS + (_TITLE if has_title else 0.0)
    total = _EARLY * early + _OFTEN * count / (count + _HALF) + _ACTS * share + (_TITLE if titled else 0.0)
    return round(total / weights, 2)

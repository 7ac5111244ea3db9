"""Word classes and lemmas from Penn tags, by the model's own tables and a cache.

The model's attribute ruler and lemmatiser cost a sixth of the parse; both depend on the
word, its tag and whether it is an auxiliary, so the answer is computed once a triple.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.pipeline.lemmatizer import Lemmatizer
from spacy.tokens import Doc, Token

# Penn Treebank tag -> Universal POS, after the Universal Dependencies conversion table.
UPOS = {
    "CC": "CCONJ", "CD": "NUM", "DT": "DET", "EX": "PRON", "FW": "X", "IN": "ADP", "JJ": "ADJ", "JJR": "ADJ",
    "JJS": "ADJ", "LS": "X", "MD": "AUX", "NN": "NOUN", "NNS": "NOUN", "NNP": "PROPN", "NNPS": "PROPN",
    "PDT": "DET", "POS": "PART", "PRP": "PRON", "PRP$": "PRON", "RB": "ADV", "RBR": "ADV", "RBS": "ADV",
    "RP": "ADP", "SYM": "SYM", "TO": "PART", "UH": "INTJ", "VB": "VERB", "VBD": "VERB", "VBG": "VERB",
    "VBN": "VERB", "VBP": "VERB", "VBZ": "VERB", "WDT": "PRON", "WP": "PRON", "WP$": "PRON", "WRB": "SCONJ",
    "ADD": "X", "AFX": "ADJ", "HYPH": "PUNCT", "NFP": "PUNCT", "XX": "X", "_SP": "SPACE", "$": "SYM",
    "''": "PUNCT", "``": "PUNCT", ",": "PUNCT", ".": "PUNCT", ":": "PUNCT", "-LRB-": "PUNCT", "-RRB-": "PUNCT",
}  # fmt: skip
_BE = frozenset({"be", "am", "is", "are", "was", "were", "been", "being", "'s", "'m", "'re"})
_AUXILIARY = frozenset({"aux", "auxpass"})
_BASE_FORMS = frozenset({"NN", "VB", "JJ"})
_CACHE_ENTRIES = 200_000  # about 30 MB; emptied when full, so that memory stays flat over any stream


class Morphology:
    """Sets ``pos_`` and ``lemma_`` of every token of a tagged and parsed document."""

    def __init__(self, nlp: Language) -> None:
        lemmatizer = nlp.get_pipe("lemmatizer")
        assert isinstance(lemmatizer, Lemmatizer)
        self._lemmatizer = lemmatizer
        self._strings = nlp.vocab.strings
        self._known: dict[tuple[int, int, bool], tuple[int, int]] = {}

    def __call__(self, doc: Doc) -> Doc:
        known = self._known
        if len(known) > _CACHE_ENTRIES:
            known.clear()
        for token in doc:
            key = (token.orth, token.tag, token.dep_ in _AUXILIARY)
            found = known.get(key)
            if found is None:
                found = known[key] = self._analyse(token)
            token.pos, token.lemma = found
        return doc

    def _analyse(self, token: Token) -> tuple[int, int]:
        pos = UPOS.get(token.tag_, "X")
        token.pos_ = pos
        if pos == "PROPN":
            lemma = token.text
        elif token.tag_ in _BASE_FORMS:  # the rules would make "acces" of "access"
            lemma = token.lower_
        else:
            lemma = self._lemmatizer.rule_lemmatize(token)[0]
        if pos == "VERB" and (token.dep_ in _AUXILIARY or token.lower_ in _BE):
            pos = "AUX"
        return self._strings.add(pos), self._strings.add(lemma)

"""Words to actors: through the entity layer, or as general actors with a sector."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.events.sectors import load_sectors
from pipeline.events.tree import Tree
from pipeline.record import Actor, Entity

ACTING = frozenset({"PERSON", "ORG", "GPE", "NORP"})
_NAMED = ACTING | {"LOC", "FAC", "EVENT", "LAW", "PRODUCT"}
_LEFT = frozenset({"amod", "compound", "nmod", "poss", "nummod", "quantmod", "case", "advmod", "punct"})
_TRIMMED = frozenset({"the", "a", "an", "its", "their", "his", "her", "our", "my", "this", "that", "these", "those"})
_SUBJECT_PRONOUNS = frozenset({"it", "they", "he", "she", "we", "i"})
_PARTS = frozenset({"some", "many", "most", "several", "all", "both", "each", "few", "none", "any"})
_BELONGING = frozenset({"of", "from"})
_CONCERNING = frozenset({"of", "from", "by", "with", "against", "on", "to", "between", "for"})
_QUANTITIES = frozenset(
    ["thousand", "hundred", "dozen", "ten", "score", "group", "member", "number", "crowd", "leader"]
)  # fmt: skip
_ROLES_OF_NAMES = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "poss", "conj"})
_NEVER = frozenset({"DATE", "TIME", "CARDINAL", "ORDINAL", "PERCENT", "MONEY", "QUANTITY"})


@dataclass(frozen=True, slots=True)
class Cast:
    """Who stands where in one text."""

    tree: Tree
    entity_at: dict[int, Entity]
    """The entity that a word names or refers to, by word."""
    named_at: dict[int, tuple[int, int]]
    """Characters of the mention that holds a word."""

    @classmethod
    def build(cls, tree: Tree, entities: tuple[Entity, ...]) -> Cast:
        """Lay the entities' mentions over the words of a text."""
        field = tree.text.field
        starts = {start: word for word, start in enumerate(tree.start)}
        entity_at: dict[int, Entity] = {}
        named_at: dict[int, tuple[int, int]] = {}
        for entity in entities:
            for mention in (*entity.mentions, *entity.references):
                if mention.field != field:
                    continue
                word = starts.get(mention.start)
                while word is not None and word < len(tree.start) and tree.start[word] < mention.end:
                    entity_at.setdefault(word, entity)
                    named_at.setdefault(word, (mention.start, mention.end))
                    word += 1
        return cls(tree, entity_at, named_at)

    def source(self, word: int) -> Actor | None:
        """The actor that a word names, or None where it names none that can act."""
        word = self._meant(word)
        return self._entity(word, ACTING) or self._general(word) or self._inside(word)

    def target(self, word: int, things: bool = True) -> Actor | None:
        """Whom or what an event is done to: an actor, or the thing as named.

        Args:
            word: the word that names it.
            things: whether a thing that belongs to an actor counts itself; otherwise its actor does.
        """
        word = self._meant(word)
        found = self._entity(word, _NAMED) or self._general(word)
        if found:
            return found
        tree = self.tree
        if tree.pos[word] not in ("NOUN", "PROPN", "NUM", "ADJ") or tree.entity_type[word] in _NEVER:
            return None
        inner = self._inside(word, _CONCERNING)
        if inner is not None and not things:
            return inner
        mention = tree.text.mention(*self._phrase(word))
        return Actor(mention, inner.entity, inner.country, inner.sector) if inner else Actor(mention)

    def concerned(self, word: int) -> Actor | None:
        """The actor that a noun belongs to or is about: "the mayor's proposal", "an appeal by the mayor"."""
        return self._inside(word, _CONCERNING)

    def targets(self, word: int, things: bool = True) -> list[Actor]:
        """The target, and for a thing that belongs to several actors the other ones too."""
        first = self.target(word, things)
        if first is None:
            return []
        others = [self._entity(w, ACTING) for owner in self._owners(word) for w in self.tree.with_conjuncts(owner)[1:]]
        return [first, *(other for other in others if other is not None)]

    def _owners(self, word: int) -> list[int]:
        tree = self.tree
        if word in self.entity_at or tree.lemma[word] in load_sectors():
            return []
        return [o for p in tree.kids(word, "prep") if tree.lower[p] == "of" for o in tree.kids(p, "pobj")]

    def _meant(self, word: int) -> int:
        """The noun behind "one of the victims", and who "they" are in what they say themselves."""
        tree = self.tree
        if tree.lemma[word] in load_sectors() and word not in self.entity_at:
            for name in tree.kids(word, "appos"):
                if name in self.entity_at and self.entity_at[name].type in ("PERSON", "ORG"):
                    return name
        if tree.pos[word] == "NUM" or tree.lower[word] in _PARTS:
            inner = [o for p in tree.kids(word, "prep") if tree.lower[p] == "of" for o in tree.kids(p, "pobj")]
            return inner[0] if inner else word
        if tree.lower[word] not in _SUBJECT_PRONOUNS or word in self.entity_at:
            return word
        verb = tree.head[word]
        for _ in range(4):
            above = tree.head[verb]
            if above == verb:
                break
            for subject in tree.kids(above, "nsubj"):
                if tree.pos[subject] != "PRON":
                    return subject
            verb = above
        return word

    def _entity(self, word: int, types: frozenset[str]) -> Actor | None:
        entity = self.entity_at.get(word)
        if entity is None or entity.type not in types:
            return None
        return Actor(self.tree.text.mention(*self.named_at[word]), entity.id, entity.country, entity.sector)

    def _general(self, word: int) -> Actor | None:
        """A noun such as "police", with the country of what modifies it."""
        tree = self.tree
        lemma = tree.lemma[word]
        sector = load_sectors().get(lemma) or load_sectors().get(tree.lower[word])
        named = tree.pos[word] == "PROPN" and tree.entity_type[word] in ACTING
        if sector is None or named or tree.pos[word] not in ("NOUN", "PROPN", "ADJ", "NUM"):
            return self._unnamed(word)
        inner = self._inside(word)
        mention = tree.text.mention(*self._phrase(word, whole=lemma in _QUANTITIES))
        if inner is None:
            return Actor(mention, None, None, sector)
        owner = next((e for w in tree.kids(word, "compound", "nmod", "amod") if (e := self.entity_at.get(w))), None)
        if owner is not None and owner.type == "ORG":
            return Actor(mention, owner.id, owner.country, owner.sector or sector)
        return Actor(mention, None, inner.country, sector)

    def _unnamed(self, word: int) -> Actor | None:
        """A name that the entity layer has no entity for."""
        tree = self.tree
        kind = tree.entity_type[word]
        if kind == "" and tree.pos[word] == "PROPN" and tree.dep[word] in _ROLES_OF_NAMES:
            return Actor(tree.text.mention(*self._phrase(word, whole=False)))
        if kind not in ACTING:
            return None
        first = last = word
        while first > 0 and tree.entity_type[first - 1] == kind and tree.sentence[first - 1] == tree.sentence[word]:
            first -= 1
        while last + 1 < len(tree.start) and tree.entity_type[last + 1] == kind:
            last += 1
        return Actor(tree.text.mention(tree.start[first], tree.end[last]))

    def _inside(self, word: int, prepositions: frozenset[str] = _BELONGING) -> Actor | None:
        """The actor that a noun belongs to: "bases of the group", "a Supreme Court decision"."""
        tree = self.tree
        below = tree.kids(word, "amod", "compound", "nmod", "appos", "poss")
        for preposition in tree.kids(word, "prep"):
            if tree.lower[preposition] in prepositions:
                below.extend(tree.kids(preposition, "pobj"))
        for child in below:
            for member in tree.with_conjuncts(child):
                found = self._entity(member, ACTING) or self._unnamed(member)
                if found:
                    return found
        return None

    def _phrase(self, word: int, whole: bool = True) -> tuple[int, int]:
        """Characters of a noun phrase: what stands left of the noun, and, as a whole, its "of" complement."""
        tree = self.tree
        first, last = word, word
        for child in tree.children[word]:
            if child < word and tree.dep[child] in _LEFT:
                first = min(first, tree.subtree(child, 12)[0])
            elif whole and child > word and tree.dep[child] == "prep" and tree.lower[child] == "of":
                for inner in tree.kids(child, "pobj"):
                    last = max(last, inner)
        while first < word and (tree.lower[first] in _TRIMMED or tree.pos[first] == "PUNCT"):
            first += 1
        return tree.start[first], tree.end[last]

"""The page of the ontology, generated from its data."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.events.ontology import Ontology, load_ontology

_QUADS = {1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict", 4: "material conflict"}


def ontology_page(ontology: Ontology | None = None) -> str:
    """The Markdown of docs/ontology.md; ``python -m pipeline.events.document > docs/ontology.md`` writes it."""
    return "\n".join(_lines(ontology or load_ontology())) + "\n"


def _lines(ontology: Ontology) -> Iterator[str]:
    yield "# Events: types, modes, contexts, codes"
    yield ""
    yield "Generated from `pipeline/events/data/ontology/` by `python -m pipeline.events.document`; edit the data, not"
    yield "this page. Types, modes and contexts are PLOVER's, codes and Goldstein scores CAMEO's as published."
    yield ""
    yield "## Types"
    yield ""
    yield "| type | quad class | CAMEO by default | meaning |"
    yield "|---|---|---|---|"
    for entry in ontology.types.values():
        quad = f"{entry.quad_class}, {_QUADS[entry.quad_class]}"
        yield f"| {entry.name} | {quad} | {entry.cameo} | {entry.gloss} |"
    yield ""
    yield "## Modes"
    yield ""
    yield "| type | mode | CAMEO | meaning | also written |"
    yield "|---|---|---|---|---|"
    for mode in ontology.modes.values():
        yield f"| {mode.type} | {mode.name} | {mode.cameo} | {mode.gloss} | {', '.join(mode.aliases)} |"
    yield ""
    yield "## Contexts"
    yield ""
    yield "| context | meaning |"
    yield "|---|---|"
    for name, (gloss, _) in ontology.contexts.items():
        yield f"| {name} | {gloss} |"
    yield ""
    yield "## CAMEO codes"
    yield ""
    yield "| code | name | Goldstein | type | mode |"
    yield "|---|---|---|---|---|"
    for code in ontology.cameo.values():
        yield f"| {code.code} | {code.name} | {code.goldstein} | {code.type or ''} | {code.mode or ''} |"


if __name__ == "__main__":
    print(ontology_page(), end="")

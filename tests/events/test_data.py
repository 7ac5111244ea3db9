"""The other tables of the event layer, whole."""

from pipeline.events.casualties import load_harms, load_numbers
from pipeline.events.frames import load_light_verbs
from pipeline.events.learned import LABELS, load_model
from pipeline.events.ontology import load_ontology
from pipeline.events.refining import load_refinements
from pipeline.events.sectors import load_sectors
from pipeline.events.status import load_effects
from pipeline.events.tree import load_lemmas
from pipeline.record import Casualties

# The codes of PLOVER's and CAMEO's actor codebooks.
SECTORS = frozenset(
    ["GOV", "MIL", "COP", "SPY", "JUD", "LEG", "OPP", "PTY", "REB", "UAF", "CRM", "CVL", "REF", "LAB", "BUS", "MED", "EDU", "HLH", "REL", "NGO", "IGO"]
)  # fmt: skip


def test_every_sector_is_a_known_code() -> None:
    assert set(load_sectors().values()) <= SECTORS


def test_every_refinement_is_a_code_of_some_type() -> None:
    known = load_ontology().cameo
    for code, exact in load_refinements().items():
        for lemmas, other in exact:
            assert lemmas
            assert other in known, (code, other)
            assert known[code].type is not None
            assert known[other].type is not None


def test_every_status_word_has_a_known_class_and_effect() -> None:
    effects = {"planned", "possible", "threatened", "failed", "claimed", "denied", "negated"}
    for (lemma, word_class), effect in load_effects().items():
        assert lemma == lemma.lower()
        assert word_class in ("V", "N", "A", "M")
        assert effect in effects


def test_corrected_lemmas_are_stems_of_their_forms() -> None:
    for form, lemma in load_lemmas().items():
        assert form.startswith(lemma[:-1])


def test_harms_are_fields_of_the_record() -> None:
    for entries in load_harms().values():
        for kind, role in entries:
            assert kind in Casualties.__dataclass_fields__
            assert role in ("object", "subject", "noun", "of")


def test_bounds_of_number_words_are_in_order() -> None:
    for low, high in load_numbers().values():
        assert high is None or low <= high


def test_light_verbs_have_a_role() -> None:
    assert set(load_light_verbs().values()) == {"source", "target"}


def test_the_weights_fit_the_labels() -> None:
    model = load_model()
    assert model is not None
    assert model.roles.shape[2] == len(LABELS) == len(model.bias)
    assert all(len(weights) == len(LABELS) for weights in model.sparse.values())

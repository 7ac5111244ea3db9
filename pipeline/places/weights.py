"""The weights of the features, from the table that ``python -m bench.train_places`` writes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.places.features import FEATURES
from pipeline.tsv import rows

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Weights:
    """One weight a feature, in the order of ``FEATURES``."""

    alone: NDArray[np.float64]
    """For a first look at each name by itself."""
    together: NDArray[np.float64]
    """For the second look, when the article's other places are known."""


def load() -> Weights:
    """Read ``data/weights.tsv``.

    Raises:
        ValueError: the table does not have the features of this version.
    """
    table = list(rows(_DATA / "weights.tsv", 3, filled=3))
    if tuple(row[0] for row in table) != FEATURES:
        raise ValueError("weights.tsv has other features than this version; run: python -m bench.train_places")
    return Weights(np.array([float(row[1]) for row in table]), np.array([float(row[2]) for row in table]))

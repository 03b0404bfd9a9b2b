"""The vector of a word worked out once a batch, not once for each time the word comes.

A model first makes a vector of each word from its form alone (its norm, prefix, suffix and shape), and only then looks
at the words around it. Two words in three of a batch of news have been seen in the same batch.
Not covered: models that are built otherwise; they run as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from thinc.api import Model
from thinc.types import Ragged

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.language import Language

_BEFORE, _AFTER = ["extract_features", "list2ragged"], "ragged2list"


def share_vectors(nlp: Language) -> None:
    """Let every pipe of a loaded pipeline make the vector of a word once a batch. Its answers stay the same."""
    for _, pipe in nlp.components:
        model = getattr(pipe, "model", None)
        for node in list(model.walk()) if isinstance(model, Model) else []:
            names = [layer.name for layer in node.layers]
            if names[:2] == _BEFORE and names[-1] == _AFTER and len(names) > len(_BEFORE) + 1:
                node.layers[2:-1] = [Model("of_each_word_once", _forward, layers=node.layers[2:-1])]


def _forward(model: Model[Any, Any], words: Any, is_train: bool) -> tuple[Ragged, Callable[[Any], Any]]:  # noqa: ANN401 - as thinc calls it
    """Ragged rows of features, equal for equal words -> Ragged vectors. Words are told apart by a 64-bit sum."""
    rows: Any = np.asarray(words.data)
    ragged: Any = Ragged  # its types name arrays that numpy's are not to a type checker
    odd = np.arange(1, 2 * rows.shape[1], 2, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    told = (rows.astype(np.uint64) * odd).sum(axis=1)
    _, first, inverse = np.unique(told, return_index=True, return_inverse=True)
    vectors = ragged(rows[first], np.array([len(first)], dtype=np.int32))
    for layer in model.layers:
        vectors = layer.predict(vectors)
    return ragged(vectors.data[inverse], words.lengths), lambda change: change

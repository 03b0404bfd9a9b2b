"""Named entities as the model's recogniser tells them, without trying its moves one by one.

The recogniser reads a sentence word by word and takes the best move: begin, go inside, or end an entity, one word that
is an entity, or none. Trying each of its 74 moves on each word is half of its cost, and almost all of that is needless:

- outside of an entity the scores of a word do not depend on the words before it, so that all words are scored at once;
- inside of one there are two moves, on and end, so that all entities that could begin anywhere are followed at once,
  a word at a time; which of them do begin is then read from left to right.

The moves are those of spaCy's greedy search, with its conditions (nothing begins at a blank, nothing goes on over the
beginning of a sentence or past the last word), and so are the answers. Not covered: entities set before the model runs,
and models of another architecture, whose own pipe has to run.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from thinc.api import Model as ThincModel

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from spacy.language import Language
    from spacy.tokens import Doc

#: The model's pipe that is done here.
RECOGNISER = "ner"
#: What its scores rest on: the word, the first word of the open entity, and the word before.
_FEATURES = 3


class Found(NamedTuple):
    """The entities of a row of documents: of each token the type as the model's number (0: none), and if it begins."""

    types: NDArray[np.uint64]
    begins: NDArray[np.bool_]


class Entities:
    """The recogniser of one loaded pipeline."""

    def __init__(self, nlp: Language) -> None:
        pipe: Any = nlp.get_pipe(RECOGNISER)
        model, moves = pipe.model, pipe.moves
        self._vectors, self._lower, self._upper = (model.get_ref(name) for name in ("tok2vec", "lower", "upper"))
        self._bias = self._lower.get_param("b")
        kind, label = zip(*(moves.get_class_name(i).partition("-")[::2] for i in range(moves.n_moves)), strict=True)
        of = np.array(kind)
        usable = np.array([bool(one) for one in label]) | (of == "O")
        self._labels = np.array([nlp.vocab.strings[one] if one else 0 for one in label], dtype=np.uint64)
        self._none = int(np.flatnonzero(of == "O")[0])
        self._alone, self._first = (of == "U") & usable, (of == "B") & usable
        self._outside = self._alone | self._first | (of == "O")
        place = {name: i for i, name in enumerate(zip(kind, label, strict=True))}
        self._on = np.array([place.get(("I", one), -1) for one in label])
        self._end = np.array([place.get(("L", one), -1) for one in label])

    @staticmethod
    def can_read(nlp: Language) -> bool:
        """Whether the recogniser of a pipeline is of the kind that is read here, with words and vectors of its own."""
        if RECOGNISER not in nlp.pipe_names:
            return False
        pipe: Any = nlp.get_pipe(RECOGNISER)
        model, moves, given = (getattr(pipe, name, None) for name in ("model", "moves", "cfg"))
        if not (isinstance(model, ThincModel) and moves is not None and isinstance(given, Mapping)):
            return False  # a pipe that only bears the name
        if not all(model.has_ref(name) for name in ("tok2vec", "lower", "upper")):
            return False
        lower = model.get_ref("lower")
        if not (lower.has_dim("nF") and lower.has_dim("nP")):
            return False
        shares = any("listener" in node.name for node in model.get_ref("tok2vec").walk())
        greedy = given.get("beam_width") == 1 and not model.attrs.get("unseen_classes")
        return bool(greedy and not shares and lower.get_dim("nF") == _FEATURES and lower.get_dim("nP") > 1)

    def find(self, docs: Sequence[Doc], blank: NDArray[np.bool_], opens: NDArray[np.bool_]) -> Found:
        """The entities of documents, all their tokens in one row.

        `blank` and `opens` say of each token whether it is a blank and whether the parser begins a sentence there.
        """
        sizes = [len(doc) for doc in docs]
        # one more row than tokens: the first stands for a word that isn't there
        scored = self._lower.predict(self._vectors.predict(docs))
        last = np.zeros(len(blank), dtype=bool)
        last[np.cumsum(sizes)[np.array(sizes) > 0] - 1] = True
        closes = last | np.append(opens[1:], False)
        start = self._outside_moves(scored, blank, closes)
        return self._read(start, self._ends(scored, start, closes))

    def _outside_moves(
        self, scored: NDArray[np.float32], blank: NDArray[np.bool_], closes: NDArray[np.bool_]
    ) -> NDArray[np.intp]:
        """The best move at each token if no entity is open there."""
        scores = self._scores(scored[1:, 0] + (scored[0, 1] + scored[0, 2]))
        scores[:, ~self._outside] = -np.inf
        scores[np.ix_(closes, self._first)] = -np.inf
        best: NDArray[np.intp] = scores.argmax(axis=1)
        best[blank] = self._none
        return best

    def _ends(
        self, scored: NDArray[np.float32], start: NDArray[np.intp], closes: NDArray[np.bool_]
    ) -> NDArray[np.intp]:
        """The last token of the entity that would begin at each token; the token itself where none would."""
        ends = np.arange(len(start))
        first = np.flatnonzero(self._first[start])
        at = first + 1
        while len(first):
            scores = self._scores(scored[at + 1, 0] + scored[first + 1, 1] + scored[at, 2])
            row, move = np.arange(len(first)), start[first]
            over = closes[at] | (scores[row, self._end[move]] > scores[row, self._on[move]])
            ends[first[over]] = at[over]
            first, at = first[~over], at[~over] + 1
        return ends

    def _scores(self, summed: NDArray[np.float32]) -> NDArray[np.float32]:
        """The score of each move, from the sums of what each feature adds."""
        scores: NDArray[np.float32] = self._upper.predict((summed + self._bias).max(axis=-1))
        return scores

    def _read(self, start: NDArray[np.intp], ends: NDArray[np.intp]) -> Found:
        types, begins = np.zeros(len(start), dtype=np.uint64), np.zeros(len(start), dtype=bool)
        for first, end in self._from_left(start, ends):
            types[first : end + 1] = self._labels[start[first]]
            begins[first] = True
        return Found(types, begins)

    def _from_left(self, start: NDArray[np.intp], ends: NDArray[np.intp]) -> Iterator[tuple[int, int]]:
        """First and last token of each entity: one that would begin inside of another does not."""
        behind = 0
        named = np.flatnonzero(start != self._none)
        for first, end in zip(named.tolist(), ends[named].tolist(), strict=True):
            if first >= behind:
                behind = end + 1
                yield first, end

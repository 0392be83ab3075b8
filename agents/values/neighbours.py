"""Which sentences of one text may tell a sentence of another, by words that look alike in both languages.

European languages share names, figures and many stems: `projet`, `Projekt` and `project` begin alike. That is no proof,
but it tells which few sentences to compare by their meaning, so that the encoder need not read the rest.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache

from agents.values.places import fold

STEM = 4
"""Letters. Shorter words are mostly grammar."""
PLACE = 0.5
"""What the order of the text weighs against words in common: as much as a third of a rare word."""
COMMON = 400
"""Sentences that share a stem from which it tells nothing."""
SHARED, SHARE = 3, 0.33
"""From so many stems in common, with that share of the weight of all stems of a sentence, another tells it: in seven
articles and 359 labelled pairs all 201 such couples have a cosine of at least 0.3 (docs/fidelity.md)."""
_WORD = re.compile(r"[^\W_]+")


class Neighbours:
    """The sentences of a text, ready to be asked which of them look like another sentence."""

    def __init__(self, texts: Sequence[str]) -> None:
        keys = self._keys = [_keys(text) for text in texts]
        counts = Counter(key for found in keys for key in found)
        self._weights = {key: math.log(1 + len(texts) / n) for key, n in counts.items() if n <= COMMON}
        self._rarest = math.log(1 + len(texts))
        self._holders: defaultdict[str, list[int]] = defaultdict(list)
        for index, found in enumerate(keys):
            for key in found & self._weights.keys():
                self._holders[key].append(index)
        self._sizes = [math.sqrt(1 + sum(self._weights.get(key, 0.0) for key in found)) for found in keys]

    def nearest(self, text: str, place: float, most: int) -> list[tuple[int, float]]:
        """At most `most` sentences, by number with their scores, the likeliest first.

        `place` is where `text` stands in its own text, from 0 to 1: what shares no word is looked for there.
        """
        scores: defaultdict[int, float] = defaultdict(float)
        for key in _keys(text):
            for index in self._holders.get(key, ()):
                scores[index] += self._weights[key] / self._sizes[index]
        count = len(self._sizes)
        around = int(place * count)
        for index in range(max(0, around - most), min(count, around + most + 1)):
            scores[index] += 0.0
        ranked = sorted(
            ((score - PLACE * abs(index / count - place), -index) for index, score in scores.items()), reverse=True
        )
        return [(-index, score) for score, index in ranked[:most]]

    def tells(self, index: int, text: str) -> bool:
        """Whether the sentence of that number has so much of `text` that no look at the meaning is needed."""
        wanted = _keys(text)
        shared = wanted & self._keys[index] & self._weights.keys()
        if len(shared) < SHARED:
            return False
        weight = sum(self._weights.get(key, self._rarest) for key in wanted)
        return sum(self._weights[key] for key in shared) >= SHARE * weight


@lru_cache(maxsize=8192)
def _keys(text: str) -> frozenset[str]:
    words = _WORD.findall(fold(text))
    return frozenset(word[:STEM] for word in words if len(word) > STEM or word.isdigit())

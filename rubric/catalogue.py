"""The rubrics that are there, found by name."""

from collections.abc import Iterable, Iterator

from rubric.model import Rubric
from rubric.values import printable


class UnknownRubric(LookupError):
    """No rubric has this name; `sentence` says which names there are."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Rubrics:
    """Rubrics with different keys, at most one default edition per id. Iterates in key order."""

    def __init__(self, rubrics: Iterable[Rubric]) -> None:
        self._by_key = {rubric.key: rubric for rubric in sorted(rubrics, key=lambda r: r.key)}
        self._defaults = {rubric.id: rubric for rubric in self if rubric.default}

    def __iter__(self) -> Iterator[Rubric]:
        return iter(self._by_key.values())

    def get(self, name: str) -> Rubric:
        """The rubric called `mlops@2020-01`, or the default edition of `mlops`.

        Raises UnknownRubric.
        """
        rubric = self._by_key.get(name) or self._defaults.get(name)
        if rubric is None:
            names = ", ".join((*self._defaults, *self._by_key))
            raise UnknownRubric(f"There is no rubric {printable(name)}; use one of {names}.")
        return rubric
